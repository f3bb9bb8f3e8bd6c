// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_LANES_HPP
#define PULLBACK_MATH_LANES_HPP

#include <pullback/math/found.hpp>

namespace pullback::math {

/// f(x...) of numbers; of batches, whose adapter offers `one_by_one`, lane by lane. For functions whose computation
/// branches on values.
template <class F, class T, class... X>
constexpr T by_lanes(const F& f, const T& x, const X&... rest) {
    if constexpr (requires { supplied<T>::one_by_one(f, x, rest...); }) return supplied<T>::one_by_one(f, x, rest...);
    else return f(x, rest...);
}

} // namespace pullback::math

#endif
