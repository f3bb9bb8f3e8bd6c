// SPDX-License-Identifier: BSL-1.0
// EXPECT: value_and_derivatives<N>(f, data...): N is 1 for Newton's method, 2 for Halley's and Schroeder's
#include <pullback.hpp>
#include <pullback/ext/boost_math.hpp>

constexpr auto x = pullback::variable<"x">;

#ifdef PULLBACK_WRONG
constexpr auto functor = pullback::value_and_derivatives<3>(x * x - 2);
#else
constexpr auto functor = pullback::value_and_derivatives<2>(x * x - 2);
#endif

auto values() { return functor(1.5); }
