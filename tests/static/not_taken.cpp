// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <string_view>

// What is not taken has no part in constant expressions either, where the language divides by no 0: neither the value
// nor the slope of a side of which one is infinite.

namespace {

using pullback::derivative;
using pullback::gradient;
using pullback::hessian;
using pullback::hvp;
using pullback::jvp;

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;

constexpr auto sinc = select(x == 0, 1 - x * x, sin(x) / x);
static_assert(sinc(0.0) == 1 && gradient(sinc)(0.0) == 0 && hvp(sinc)(0.0, 1.0) == -2);
static_assert(sinc(0.0F) == 1 && gradient(sinc)(0.0F) == 0);

constexpr auto root = sqrt(max(x, 0));
static_assert(gradient(root)(-1.0) == 0 && derivative<2>(root)(-1.0) == 0 && jvp(root)(-1.0, 1.0).tangent == 0);
static_assert(gradient(root)(-1.0F) == 0 && gradient(root)(-1.0L) == 0);

constexpr auto angle = hessian(acos(clamp(x, -1, 1)) * y)(2.0, 3.0);
static_assert(get<0>(get<0>(angle)) == 0 && get<1>(get<0>(angle)) == 0 && get<0>(get<1>(angle)) == 0);

constexpr auto larger = gradient(max(log(x), y))(0.0, -5.0);
static_assert(get<0>(larger) == 0 && get<1>(larger) == 1);

static_assert(gradient(select(x < 1, x, inv(x - 1)))(0.5) == 1 && select(x < 2, x, inv_sqrt(x - 1))(1.0) == 1);

// Two roots that different conditions keep out: neither has a part, of a cotangent either.
constexpr auto two_roots = select(y > 0, sqrt(x) * y, y) + select(y > 1, sqrt(x) * square(y), y);
static_assert(get<1>(gradient(two_roots)(-1.0, 0.0)) == 0);
static_assert(get<1>(pullback::vjp(two_roots)(-1.0, 0.0, 1.0).cotangent) == 0);

// What has no number on the way: 0 times and over 0, infinities less one another.
constexpr auto entropy = select(x > 0, x* log(x), 0);
static_assert(entropy(0.0) == 0 && gradient(entropy)(0.0) == 0 && derivative<2>(entropy)(0.0) == 0);
static_assert(select(x > 0, 1 / x - 1 / square(x), 2)(0.0) == 2 && select(x > 0, log(x) + 1 / x, 2)(0.0) == 2);
static_assert(select(x > 0, square(x / x) / x, 2)(0.0) == 2 && select(x > 0, (1 / x) / (1 / x), 2)(0.0) == 2);

// An infinite quotient is one, of either sign.
static_assert((1 / x)(0.0) > 1e308 && (-1 / x)(0.0) < -1e308 && (1 / x)(-0.0) < -1e308 && (-1 / x)(-0.0) > 1e308);

// A component that is 0 at run time is asked for where a root has an infinite slope, and not where the root is a
// divisor only: the quotient is infinite there itself.
template <class... Arguments, class F>
constexpr bool asks_for_zeros(const F& f) {
    const auto text = pullback::to_string<Arguments...>(f);
    return std::string_view(text.c_str()).find("!=") != std::string_view::npos;
}
constexpr auto is_asked = [](const auto& f) { return asks_for_zeros<double, double, double>(pullback::vjp(f)); };
static_assert(is_asked(pullback::function([](const auto& u, const auto& v) { return sqrt(square(u)) * v; })));
static_assert(!is_asked(pullback::function([](const auto& u, const auto& v) { return v / sqrt(square(u)); })));
static_assert(!is_asked(pullback::function([](const auto& u, const auto& v) {
    const auto squares = square(u) + square(v);
    return v / (squares * sqrt(squares));
})));
static_assert(is_asked(pullback::function([](const auto& u, const auto& v) {
    const auto distance = sqrt(square(u));
    return v / distance + distance;
})));
static_assert(is_asked(pullback::function([](const auto& u, const auto& v) { return sqrt(square(u)) / v; })));
constexpr auto falling = pullback::function([](const auto& start, const auto& steps) {
    return repeat(steps, start, [](const auto& s) { return s - 1 / sqrt(square(s)); });
});
static_assert(!asks_for_zeros<double, pullback::step_count>(gradient(falling, pullback::wrt<0>)));
constexpr auto rooted = pullback::function([](const auto& start, const auto& steps) {
    return repeat(steps, start, [](const auto& s) { return s - sqrt(square(s)); });
});
static_assert(asks_for_zeros<double, pullback::step_count>(gradient(rooted, pullback::wrt<0>)));

} // namespace
