// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <array>

// Functions called with formulas are formulas: which function it is, which of its results, and with which numbers it
// was made all count.

namespace {

namespace hana = boost::hana;

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;

// The same program but for the order of the results.
constexpr auto product_and_sum = pullback::function([](const auto& a, const auto& b) {
    const auto p = a * b, s = a + b;
    return std::array{p, s};
});
constexpr auto sum_and_product = pullback::function([](const auto& a, const auto& b) {
    const auto p = a * b, s = a + b;
    return std::array{s, p};
});
constexpr auto first = [](const auto& results) { return hana::at_c<0>(results); };
constexpr auto second = [](const auto& results) { return hana::at_c<1>(results); };
static_assert((first(product_and_sum(x, y)) - first(sum_and_product(x, y)))(2., 5.) == 3);
static_assert((second(product_and_sum(x, y)) - second(sum_and_product(x, y)))(2., 5.) == -3);
static_assert((first(product_and_sum(x, y)) - second(product_and_sum(x, y)))(2., 5.) == 3);
static_assert((first(product_and_sum(x, y)) - second(sum_and_product(x, y)))(2., 5.) == 0);
static_assert((first(product_and_sum(x, y)) - first(product_and_sum(y, x + y)))(2., 5.) == 10 - 35);

// The same but for a literal, an operation, an operand, a result that is a literal.
#define DIFFERENT(left, right, value)                                                                                  \
    ((pullback::function([]([[maybe_unused]] const auto& a, [[maybe_unused]] const auto& b) { return left; })(x, y) -  \
      pullback::function([]([[maybe_unused]] const auto& a, [[maybe_unused]] const auto& b) { return right; })(x, y))( \
         2., 5.) == (value))
static_assert(DIFFERENT(3 * a + b, 4 * a + b, -2));
static_assert(DIFFERENT(a * b, a + b, 3));
static_assert(DIFFERENT(a - b, b - a, -6));
static_assert(DIFFERENT(a / b, b / a, 0.4 - 2.5));
static_assert(DIFFERENT(a * b + 3, a* b + 5, -2));
static_assert(DIFFERENT(a, b, -3));

// Numbers that formulas were made with, of which several have the same type.
constexpr auto line(double slope, double offset) { return slope * x + offset; }
static_assert((line(2, 3) - line(5, 7))(1.) == 5 - 12);
static_assert((line(2, 3) * line(5, 7) + line(11, 13))(1.) == 60 + 24);
static_assert((x * 2. + x * 3.)(1.) == 5 && (sin(x * 2.) - sin(x * 2.))(1.) == 0);
constexpr auto cubic = line(2, 3)(square(x)) * x + line(5, 7)(y);
static_assert(cubic(2., 1.) == 22 + 12);
static_assert(gradient(cubic)(2., 1.)[x] == 6 * 4 + 3 && gradient(cubic)(2., 1.)[y] == 5);
// Inside a function that is called, beside others.
constexpr auto plane(double a, double b, double c) { return a * x + b * y + c; }
static_assert((plane(2, 3, 5)(x * y, y) + 7. * x)(2., 3.) == 12 + 9 + 5 + 14);
static_assert((4. * y + plane(2, 3, 5)(y, x))(x = 2., y = 3.) == 12 + 6 + 6 + 5);
static_assert(pullback::hessian(plane(2, 3, 5)(x * y, x* x))(2., 3.)[x][x] == 6);

// Numbered variables come in the order of their numbers, wherever they stand, before those that have names.
constexpr auto x0 = pullback::variable<0>;
constexpr auto x1 = pullback::variable<1>;
constexpr auto x2 = pullback::variable<2>;
static_assert((x2 * 100 + x0 + x1 * 10)(1., 2., 3.) == 321);
static_assert((x1 * 10 + x2 * 100 + x0)(1., 2., 3.) == 321);
static_assert((x0 + x2 * 100 + x1 * 10)(1., 2., 3.) == 321);
static_assert((x * 100 + x1 * 10 + x0)(1., 2., 3.) == 321);

} // namespace
