// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <type_traits>

// The figures that the documents print, as the compiler computes them.

namespace {

namespace functions = pullback::functions;
using pullback::gradient;
using pullback::none;

constexpr auto x = pullback::variable<"x">;
constexpr auto a = square(x);
constexpr auto b = exp(a);
constexpr auto y = square(b);

constexpr double ulp = 0x1p-52;
constexpr bool near(double got, double wanted) {
    const double difference = got < wanted ? wanted - got : got - wanted;
    return difference <= ulp * wanted;
}

static_assert(square(x)(10.0) == 100.0);
static_assert(square(x)(12.0) == 144.0);
static_assert(square(x)(3.0) == 9.0);
static_assert(pullback::square(10.0) == 100.0 && pullback::square(12.0) == 144.0);

static_assert(near(y(0.5), 1.648721270700128));
static_assert(near(gradient(y)(0.5), 3.297442541400256));
static_assert(near(gradient(y)(x = 0.5), 3.297442541400256));
constexpr auto both = value_and_gradient(y)(0.5);
static_assert(near(both.value, 1.648721270700128) && near(both.gradient, 3.297442541400256));

// Backwards through the chain by hand: the outer function of a value that is a variable meanwhile.
constexpr auto t = pullback::variable<"t">;
constexpr double value_of_a = a(0.5), value_of_b = b(0.5);
constexpr double y_gradient = 1.0;
constexpr double b_gradient = y_gradient * gradient(square(t))(value_of_b);
constexpr double a_gradient = b_gradient * gradient(exp(t))(value_of_a);
constexpr double x_gradient = a_gradient * gradient(square(t))(0.5);
static_assert(near(b_gradient, 2.568050833375483));
static_assert(near(a_gradient, 3.297442541400256));
static_assert(near(x_gradient, 3.297442541400256));
static_assert(near(gradient(square(exp(t)))(value_of_a), a_gradient));

static_assert(near(gradient(sigmoid(tanh(x)))(1.0), 0.09112821805819912));

constexpr double at_12 = y(12.0);
static_assert(near(at_12, 1.1934680253072107e+125));

// The way from the result back to the variable.
static_assert(creator(y) == functions::square{});
static_assert(creator(y) != functions::exp{});
static_assert(input(creator(y)) == b);
static_assert(creator(input(creator(y))) == functions::exp{});
static_assert(input(creator(input(creator(y)))) == a);
static_assert(creator(input(creator(input(creator(y))))) == functions::square{});
static_assert(input(creator(input(creator(input(creator(y)))))) == x);
static_assert(creator(input(creator(input(creator(input(creator(y))))))) == none);
static_assert(creator(x) == none && creator(y) != none);
static_assert(output(creator(y)) == y && output(creator(b)) == b);
static_assert(creator(y) != creator(a) && creator(a) == creator(square(x)));

} // namespace
