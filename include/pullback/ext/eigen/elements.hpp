// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_ELEMENTS_HPP
#define PULLBACK_EXT_EIGEN_ELEMENTS_HPP

#include <pullback/ext/eigen/products.hpp>

namespace pullback::dynamic {

/// Σ x_i² over all elements, of matrices too. Rule: 2 gy x.
template <eigen_detail::EigenVariable X>
auto squared_norm(const X& x) {
    return engine::call_whole<eigen_detail::inner_product>(x, x);
}

/// √Σ x_i² over all elements. Domain: its derivative at 0 does not exist and is NaN.
template <eigen_detail::EigenVariable X>
auto norm(const X& x) {
    return sqrt(squared_norm(x));
}

} // namespace pullback::dynamic

#endif
