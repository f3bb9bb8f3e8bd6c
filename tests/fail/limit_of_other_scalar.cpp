// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x): f computes with std::numeric_limits<T>::epsilon(), max() or another limit of T
// EXPECT: pass the limit of that type to f as an argument
#include <pullback.hpp>

#include <limits>

constexpr auto f = pullback::function(
    [](const auto& x) { return x / (abs(x) + std::numeric_limits<std::remove_cvref_t<decltype(x)>>::epsilon()); });

#ifdef PULLBACK_WRONG
using number = float;
#else
using number = double;
#endif

auto slope(number x) { return pullback::gradient(f)(x); }
