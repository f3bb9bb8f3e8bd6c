// SPDX-License-Identifier: BSL-1.0
// EXPECT: to_c(f, name, c_scalar<float>): f computes with std::numeric_limits<T>::epsilon(), max() or another limit
// EXPECT: make it an argument of f
#include <pullback.hpp>

#include <limits>

constexpr auto f = pullback::function(
    [](const auto& x) { return x / (abs(x) + std::numeric_limits<std::remove_cvref_t<decltype(x)>>::epsilon()); });

#ifdef PULLBACK_WRONG
using number = float;
#else
using number = double;
#endif

auto printed() { return pullback::to_c<number>(f, "f", pullback::c_scalar<number>); }
