// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

// Generic code that makes the standard library's names visible before it calls a function, as it must for numbers:
// with recorded values and formulas the functions of this library are called.

namespace {

#define PULLBACK_TEST_NAME(name)                      \
    constexpr auto of_##name = [](const auto&... x) { \
        using std::name;                              \
        return name(x...);                            \
    };                                                \
    constexpr auto recorded_##name = pullback::function(of_##name);

PULLBACK_TEST_NAME(max)
PULLBACK_TEST_NAME(min)
PULLBACK_TEST_NAME(clamp)
PULLBACK_TEST_NAME(abs)
PULLBACK_TEST_NAME(fma)
PULLBACK_TEST_NAME(hypot)
PULLBACK_TEST_NAME(pow)
PULLBACK_TEST_NAME(atan2)
PULLBACK_TEST_NAME(fmod)
PULLBACK_TEST_NAME(sqrt)
PULLBACK_TEST_NAME(cbrt)
PULLBACK_TEST_NAME(exp)
PULLBACK_TEST_NAME(exp2)
PULLBACK_TEST_NAME(expm1)
PULLBACK_TEST_NAME(log)
PULLBACK_TEST_NAME(log2)
PULLBACK_TEST_NAME(log10)
PULLBACK_TEST_NAME(log1p)
PULLBACK_TEST_NAME(sin)
PULLBACK_TEST_NAME(cos)
PULLBACK_TEST_NAME(tan)
PULLBACK_TEST_NAME(asin)
PULLBACK_TEST_NAME(acos)
PULLBACK_TEST_NAME(atan)
PULLBACK_TEST_NAME(sinh)
PULLBACK_TEST_NAME(cosh)
PULLBACK_TEST_NAME(tanh)
PULLBACK_TEST_NAME(asinh)
PULLBACK_TEST_NAME(acosh)
PULLBACK_TEST_NAME(atanh)
PULLBACK_TEST_NAME(floor)
PULLBACK_TEST_NAME(ceil)
PULLBACK_TEST_NAME(round)
PULLBACK_TEST_NAME(trunc)
PULLBACK_TEST_NAME(erf)
PULLBACK_TEST_NAME(erfc)
PULLBACK_TEST_NAME(lgamma)
PULLBACK_TEST_NAME(tgamma)

// The same program as from the function of this library, called by its full name.
template <class F, class G, class... X>
constexpr bool agree(const F& found, const G& meant, const X&... at) {
    return found(at...) == meant(at...) && pullback::to_string<X...>(found) == pullback::to_string<X...>(meant);
}
#define PULLBACK_TEST_AGREES(name, ...)                                                                             \
    static_assert(agree(recorded_##name, pullback::function([](const auto&... x) { return pullback::name(x...); }), \
                        __VA_ARGS__));

PULLBACK_TEST_AGREES(max, 2.0, 3.0)
PULLBACK_TEST_AGREES(min, 2.0, 3.0)
PULLBACK_TEST_AGREES(clamp, 5.0, 2.0, 3.0)
PULLBACK_TEST_AGREES(abs, -2.0)
PULLBACK_TEST_AGREES(fma, 2.0, 3.0, 4.0)
PULLBACK_TEST_AGREES(hypot, 3.0, 4.0)
PULLBACK_TEST_AGREES(hypot, 3.0, 4.0, 12.0)
PULLBACK_TEST_AGREES(pow, 2.0, 3.5)
PULLBACK_TEST_AGREES(atan2, 2.0, 3.0)
PULLBACK_TEST_AGREES(fmod, 5.0, 3.0)
PULLBACK_TEST_AGREES(sqrt, 2.0)
PULLBACK_TEST_AGREES(cbrt, 2.0)
PULLBACK_TEST_AGREES(exp, 2.0)
PULLBACK_TEST_AGREES(exp2, 2.5)
PULLBACK_TEST_AGREES(expm1, 2.0)
PULLBACK_TEST_AGREES(log, 2.0)
PULLBACK_TEST_AGREES(log2, 3.0)
PULLBACK_TEST_AGREES(log10, 2.0)
PULLBACK_TEST_AGREES(log1p, 2.0)
PULLBACK_TEST_AGREES(sin, 2.0)
PULLBACK_TEST_AGREES(cos, 2.0)
PULLBACK_TEST_AGREES(tan, 2.0)
PULLBACK_TEST_AGREES(asin, 0.5)
PULLBACK_TEST_AGREES(acos, 0.5)
PULLBACK_TEST_AGREES(atan, 2.0)
PULLBACK_TEST_AGREES(sinh, 2.0)
PULLBACK_TEST_AGREES(cosh, 2.0)
PULLBACK_TEST_AGREES(tanh, 2.0)
PULLBACK_TEST_AGREES(asinh, 2.0)
PULLBACK_TEST_AGREES(acosh, 2.0)
PULLBACK_TEST_AGREES(atanh, 0.5)
PULLBACK_TEST_AGREES(floor, 2.5)
PULLBACK_TEST_AGREES(ceil, 2.5)
PULLBACK_TEST_AGREES(round, 2.5)
PULLBACK_TEST_AGREES(trunc, 2.5)
PULLBACK_TEST_AGREES(erf, 0.5)
PULLBACK_TEST_AGREES(erfc, 0.5)
PULLBACK_TEST_AGREES(lgamma, 2.5)
PULLBACK_TEST_AGREES(tgamma, 2.5)

static_assert(recorded_max(2.0, 3.0) == 3.0 && get<1>(pullback::gradient(recorded_max)(2.0, 3.0)) == 1.0);
static_assert(recorded_min(2.0, 3.0) == 2.0 && get<1>(pullback::gradient(recorded_min)(2.0, 3.0)) == 0.0);
static_assert(recorded_clamp(5.0, 2.0, 3.0) == 3.0 && get<2>(pullback::gradient(recorded_clamp)(5.0, 2.0, 3.0)) == 1.0);

// Temporaries, and a number among the operands.
constexpr auto mixed = pullback::function([](const auto& x, const auto& y) {
    using std::clamp;
    using std::max;
    using std::min;
    using std::swap;
    auto a = max(x + y, x * y), b = min(max(x, 0), min(1.5, y));
    swap(a, b);
    return a * max(b, x) + clamp(x, 0, 1) + clamp(x, y - 1, y + 1);
});
static_assert(mixed(2.0, 3.0) == 1.5 * 6.0 + 1.0 + 2.0 &&
              get<0>(pullback::gradient(mixed)(2.0, 3.0)) == 1.5 * 3.0 + 1.0);

// Formulas of one type and of several.
constexpr auto x = pullback::variable<"x">;
using std::clamp;
using std::max;
using std::min;
constexpr auto larger = max(2.0 * x, 3.0 * x);
constexpr auto smaller = min(2.0 * x, 3.0 * x);
constexpr auto between = clamp(4.0 * x, 2.0 * x, 3.0 * x);
static_assert(larger(1.5) == 4.5 && larger(-1.5) == -3.0 && pullback::gradient(larger)(1.5) == 3.0);
static_assert(smaller(1.5) == 3.0 && smaller(-1.5) == -4.5 && pullback::gradient(smaller)(1.5) == 2.0);
static_assert(between(1.0) == 3.0 && pullback::gradient(between)(1.0) == 3.0);
static_assert(max(x, x)(2.0) == 2.0 && max(square(x), x)(2.0) == 4.0 && min(x, 1)(2.0) == 1.0);

} // namespace
