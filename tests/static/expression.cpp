// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/hana/equal.hpp>
#include <boost/hana/size.hpp>

#include <concepts>
#include <type_traits>

// Expressions: what their types tell, and how they are called.

namespace {

using namespace pullback::literals;
namespace functions = pullback::functions;
using boost::hana::at_c;
using boost::hana::size;
using pullback::Expression;
using pullback::none;

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;
constexpr auto z = pullback::variable<"z">;

template <class A, class B>
constexpr bool same(const A&, const B&) {
    return std::is_same_v<A, B>;
}

// Types without content.
constexpr auto formula = exp(x * y) / (2_c + square(z)) - select(x < y && !(z == 1_c), x, -y);
static_assert(std::is_empty_v<std::remove_cvref_t<decltype(x)>> && sizeof(x) == 1);
static_assert(std::is_empty_v<std::remove_cvref_t<decltype(formula)>> && sizeof(formula) == 1);
static_assert(sizeof(pullback::gradient(formula)) == 1 && sizeof(pullback::hessian(formula)) == 1);
static_assert(sizeof(x < y) == 1 && sizeof(2.5_c) == 1);
static_assert(std::is_trivially_copyable_v<decltype(x * y)> && std::is_default_constructible_v<decltype(x * y)>);
static_assert(Expression<decltype(x * y)> && Expression<decltype(2_c + 3_c)> && !Expression<decltype(x < y)> &&
              !Expression<double>);

// Equal formulas are equal types.
static_assert(same(x, pullback::variable<"x">) && !same(x, y));
static_assert(same(exp(x * y), exp(x* y)) && !same(exp(x * y), exp(y* x)) && !same(x + y, x - y));
static_assert(same(x > y, y < x) && same(x >= y, y <= x));
static_assert(same(+(x * y), x* y));
static_assert(same(2.50_c, 2.5_c) && same(1e2_c, 100_c) && same(1'000_c, 1e3_c) && !same(1_c, 2_c));

// Captured numbers are held, once each.
static_assert(sizeof(x * 2.5) == sizeof(double) && sizeof(x * 2.5F) == sizeof(float));
static_assert(sizeof(x * 2.5 + y / 1.5) == 2 * sizeof(double));
static_assert((x * 2.5)(2.0) == 5.0 && (2.5 - x)(2.0) == 0.5 && (x / 4)(2.0) == 0.5);
static_assert((x * 2.5 + y / 0.5)(y = 3.0, x = 2.0) == 11.0);
constexpr auto scaled = [](double factor) { return factor * x; };
static_assert(scaled(3.0)(2.0) == 6.0 && (scaled(3.0) - scaled(4.0))(2.0) == -2.0);
static_assert(pullback::gradient(scaled(3.0) * x)(2.0) == 12.0);

// Constants of the type.
static_assert((2.5_c * x)(2.0) == 5.0 && (1e-3_c + x)(0.0) == 1e-3 && (0.1_c * x)(1.0) == 0.1 &&
              (0.1_c * x)(1.0F) == 0.1F && (0.1_c * x)(1.0L) == 0.1L);
static_assert((2_c * 3_c)() == 6.0);

// The order of the arguments: as the variables appear, numbered ones before the others by their number.
static_assert(same(variables(formula), boost::hana::make_tuple(x, y, z)));
static_assert(same(variables(z * x + y * x), boost::hana::make_tuple(z, x, y)));
constexpr auto x0 = pullback::variable<0>;
constexpr auto x1 = pullback::variable<1>;
constexpr auto x12 = pullback::variable<12>;
static_assert(same(variables(z / x12 - x1 * x0), boost::hana::make_tuple(x0, x1, x12, z)));
static_assert((x1 - x0)(1.0, 3.0) == 2.0 && (y - x)(1.0, 3.0) == -2.0);
static_assert((x1 - x0)(x1 = 1.0, x0 = 3.0) == -2.0);
static_assert(size(variables(3_c + 4_c)) == boost::hana::size_c<0>);

// Calls: by position, by name in any order, and the scalar type of the result.
static_assert((x - y)(y = 1.0, x = 3.0) == 2.0 && (x - y)(x = 3.0, y = 1.0) == 2.0);
static_assert(std::same_as<decltype((x * y)(2.0F, 3.0F)), float> &&
              std::same_as<decltype((x * y)(2.0F, 3.0)), double> && std::same_as<decltype((x * y)(2, 3)), double> &&
              std::same_as<decltype((x * y)(2.0L, 3)), long double>);
static_assert(std::same_as<decltype((2.5_c * x)(2.0F)), float> && std::same_as<decltype((2.5 * x)(2.0F)), float>);
static_assert((x / y)(1, 4) == 0.25);

// Composition and substitution.
static_assert((x - y)(z, 2_c * z)(3.0) == -3.0);
static_assert((x - y)(y, x)(5.0, 3.0) == 2.0 && (x - y)(y, x)(x = 5.0, y = 3.0) == -2.0);
static_assert((x - y)(y = exp(z))(x = 3.0, z = 0.0) == 2.0);
static_assert((x - y)(x = y, y = x)(x = 5.0, y = 3.0) == -2.0);
static_assert((x - y)(x = 2.0, y = z)(z = 0.5) == 1.5);
static_assert((x * y)(x, x)(3.0) == 9.0);
constexpr auto twice = pullback::function([](const auto& a) { return a + a; });
static_assert(twice(x)(3.0) == 6.0 && Expression<decltype(twice(x * y))>);
static_assert(twice(twice(x) * y)(x = 3.0, y = 0.5) == 6.0);
static_assert(pullback::gradient(square(x))(exp(y))(0.0) == 2.0);
constexpr auto two = pullback::function([](const auto& a, const auto& b) { return std::array{a + b, a * b}; });
static_assert(at_c<0>(two(x, y))(3.0, 4.0) == 7.0 && at_c<1>(two(x, y))(3.0, 4.0) == 12.0);

// Structure.
static_assert(creator(x * y) == functions::multiply{} && creator(x + y) == functions::add{} && creator(x) == none &&
              creator(2_c) == none);
static_assert(at_c<0>(inputs(creator(x / z))) == x && at_c<1>(inputs(creator(x / z))) == z);
static_assert(input(creator(exp(x * y))) == x * y && input(creator(exp(x * y))) != y * x);
static_assert(creator(twice(x)) == twice && input(creator(twice(exp(x)))) == exp(x));
static_assert(at_c<1>(inputs(creator(x * 2.5 + y * 1.5)))(4.0) == 6.0);
static_assert(input(creator(exp(2.0 * x)))(3.0) == 6.0);

// Conditions.
static_assert(select(x < y, x, y)(1.0, 2.0) == 1.0 && select(x < y, x, y)(2.0, 1.0) == 1.0);
static_assert(select(x == y || x != 1_c, 10_c, 20_c + y)(1.0, 2.0) == 22.0);
static_assert(select(!(x >= 0.5), -x, x)(0.25) == -0.25 && pullback::gradient(select(x > 0, x, -x))(-2.0) == -1.0);

} // namespace
