// SPDX-License-Identifier: BSL-1.0
// EXPECT: std::numeric_limits<variable<A>>: A is an array, and a limit is one number
// EXPECT: name the type of its elements, std::numeric_limits<double>::infinity()
#include <pullback/dynamic.hpp>
#include <pullback/ext/xtensor.hpp>

#include <xtensor/xarray.hpp>

#include <limits>

using array = pullback::dynamic::variable<xt::xarray<double>>;

array bounded(const array& x) {
#ifdef PULLBACK_WRONG
    return min(x, std::numeric_limits<array>::infinity());
#else
    return min(x, std::numeric_limits<double>::infinity());
#endif
}
