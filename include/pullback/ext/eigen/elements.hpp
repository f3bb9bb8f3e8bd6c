// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_ELEMENTS_HPP
#define PULLBACK_EXT_EIGEN_ELEMENTS_HPP

#include <pullback/dynamic/engine.hpp>
#include <pullback/ext/eigen/products.hpp>
#include <pullback/functions/powers.hpp>

namespace pullback::dynamic {

/// Σ x_i² over all elements, of matrices too. Rule: 2 gy x.
template <eigen_detail::EigenVariable X>
auto squared_norm(const X& x) {
    return engine::call_whole<eigen_detail::inner_product>(x, x);
}

/// √Σ x_i² over all elements. Its derivative at 0 is 0.
template <eigen_detail::EigenVariable X>
auto norm(const X& x) {
    return engine::call_free<functions::root_of_squares>(dynamic::squared_norm(x));
}

} // namespace pullback::dynamic

#endif
