// SPDX-License-Identifier: BSL-1.0
// EXPECT: root(found, residual), fixed_point(found, step): found is not made of numbers
#include <pullback.hpp>

using namespace pullback;

constexpr auto a = variable<"a">;
constexpr auto square_root =
    function([](const auto& found, const auto& p) { return root(found, [&](const auto& x) { return x * x - p; }); });

#ifdef PULLBACK_WRONG
constexpr auto fourth_root = root(sqrt(sqrt(a)), [](const auto& x) { return square(square(x)) - a; });
#else
constexpr auto fourth_root = square_root(sqrt(sqrt(a)), sqrt(a));
#endif

static_assert(fourth_root(16.0) == 2);
