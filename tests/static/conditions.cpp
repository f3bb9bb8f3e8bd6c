// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <array>

// Comparisons of conditions: whether two hold together, or one alone.

namespace {

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;

// 1 where the condition holds; 10 for what comes from the body of a function.
constexpr auto together = select((x < 1) == (y < 2), x* y, x);
constexpr auto apart = select((x < 1) != (y < 2), x* y, x);
constexpr auto together_in_body =
    pullback::function([](const auto& a, const auto& b) { return select((a < 1) == (b < 2), a * b, a); });
constexpr auto apart_in_body =
    pullback::function([](const auto& a, const auto& b) { return select((a < 1) != (b < 2), a * b, a); });

constexpr bool is_right(double a, double b) {
    const bool are_alike = (a < 1) == (b < 2);
    const double product = a * b, taken_of_alike = are_alike ? product : a, taken_of_unlike = are_alike ? a : product;
    const double slope = are_alike ? b : 1, slope_of_unlike = are_alike ? 1 : b;
    return together(a, b) == taken_of_alike && apart(a, b) == taken_of_unlike &&
           together_in_body(a, b) == taken_of_alike && apart_in_body(a, b) == taken_of_unlike &&
           pullback::gradient(together)(a, b)[x] == slope && pullback::gradient(apart)(a, b)[x] == slope_of_unlike &&
           get<0>(pullback::gradient(together_in_body)(a, b)) == slope &&
           get<0>(pullback::gradient(apart_in_body)(a, b)) == slope_of_unlike;
}
static_assert(is_right(0.5, 0.5) && is_right(0.5, 5.0) && is_right(5.0, 0.5) && is_right(5.0, 5.0));

// A condition and itself, its contrary, and what is known when the function is recorded.
constexpr auto known = pullback::function([](const auto& a, const auto& b) {
    const auto p = a < b;
    return std::array{select(p == p, a, b),     select(p != p, a, b),      select(p == !p, a, b),
                      select(p == true, a, b),  select(p != true, a, b),   select(false == p, a, b),
                      select(false != p, a, b), select(p == (a < b), a, b)};
});
static_assert(known(1.0, 2.0) == std::array{1.0, 2.0, 2.0, 1.0, 2.0, 2.0, 1.0, 1.0});
static_assert(known(2.0, 1.0) == std::array{2.0, 1.0, 1.0, 1.0, 2.0, 2.0, 1.0, 2.0});
static_assert(select((x < y) == (x < y), x, y)(2.0, 1.0) == 2.0 && select((x < y) != (x < y), x, y)(2.0, 1.0) == 1.0);

// One comparison within another, with numbers that the formula holds: each is held once.
constexpr auto nested = select(((x < 1) == (y < 2)) != (x < 3), x, y);
static_assert(nested(0.5, 0.5) == 0.5 && nested(0.5, 5.0) == 0.5 && nested(2.0, 5.0) == 5.0 && nested(5.0, 7.0) == 5.0);
static_assert(sizeof(nested) == 3 * sizeof(int));

} // namespace
