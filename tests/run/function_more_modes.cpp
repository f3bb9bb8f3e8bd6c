// SPDX-License-Identifier: BSL-1.0
#include <pullback/dynamic.hpp>
#include <pullback/functions/more.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <limits>

// The further functions in every mode: their rules called with numbers, as the run-time graph calls them, give what the
// programs recorded from them give, for a built-in type and for one with expression templates; so do the graph and
// formulas.

namespace {

namespace dynamic = pullback::dynamic;
using lazy_number =
    boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>, boost::multiprecision::et_on>;

template <class T>
bool agree(const T& a, const T& b) {
    using std::abs;
    return (a != a && b != b) || a == b || abs(a - b) <= 16 * std::numeric_limits<T>::epsilon() * abs(b);
}

template <class Row>
constexpr bool counts = std::is_same_v<Row, pullback::functions::sinc_derivative>;

template <class Row, class T, std::size_t... I>
void check_row(const std::array<T, 3>& x, std::index_sequence<I...>) {
    const T y = Row::value(x[I]...);
    constexpr auto recorded = pullback::function([](const auto& u) { return Row{}(u[I]...); });
    const std::array<T, sizeof...(I)> argument{x[I]...};
    BOOST_CHECK_MESSAGE(agree(T(recorded(argument)), y),
                        Row::name << " is " << recorded(argument) << ", recorded, and " << y);
    const auto gradient = pullback::gradient(recorded)(argument);
    std::array<T, sizeof...(I)> called;
    if constexpr (sizeof...(I) == 1) called[0] = Row::pullback(x[I]..., y, T(1));
    else called = Row::pullback(x[I]..., y, T(1));
    for (std::size_t i = 0; i < sizeof...(I); ++i)
        BOOST_CHECK_MESSAGE(agree(called[i], gradient[i]),
                            Row::name << ", adjoint " << i << ": recorded " << gradient[i] << ", called " << called[i]);
    if constexpr (std::is_same_v<T, double>) {
        const dynamic::variable<double> inputs[] = {x[I]...};
        const auto result = Row{}(inputs[I]...);
        BOOST_CHECK(agree(result.data(), y));
        result.backward();
        for (std::size_t i = 0; i < sizeof...(I); ++i)
            BOOST_CHECK_MESSAGE(agree(inputs[i].has_grad() ? inputs[i].grad() : 0., gradient[i]),
                                Row::name << " on the graph, adjoint " << i);
    }
}

template <class T>
void check_table(const std::array<T, 3>& x) {
    pullback::functions::further_table::for_each([&]<class Row>(Row) {
        if constexpr (Row::facts.result == pullback::value_kind::number && !counts<Row>)
            check_row<Row>(x, std::make_index_sequence<Row::arity>{});
    });
}

} // namespace

BOOST_AUTO_TEST_CASE(built_in_type) {
    check_table(std::array{0.75, 0.5, 2.});
    check_table(std::array{-3., 1.5, 2.}); // outside the domain of some
    check_table(std::array{0., 0., 0.});
}

BOOST_AUTO_TEST_CASE(class_type_with_expression_templates) {
    check_table(std::array{lazy_number(0.75), lazy_number(0.5), lazy_number(2)});
}

BOOST_AUTO_TEST_CASE(formulas) {
    constexpr auto x = pullback::variable<"x">;
    constexpr auto y = pullback::variable<"y">;
    constexpr auto f = sinc(x) + lerp(x, y, Phi(x)) * inv(y) + select(isnan(y), x, copysign(y, x)) + fmax(0, x);
    const double a = 0.75, b = -2;
    const double p = std::erfc(-a / std::sqrt(2)) / 2, density = std::exp(-a * a / 2) / std::sqrt(8 * std::atan(1));
    BOOST_CHECK_CLOSE(f(a, b), std::sin(a) / a + (a + p * (b - a)) / b + 2 + a, 1e-13);
    const auto g = pullback::gradient(f)(a, b);
    BOOST_CHECK_CLOSE(g[x], std::cos(a) / a - std::sin(a) / (a * a) + (1 - p + density * (b - a)) / b + 1, 1e-12);
    BOOST_CHECK_CLOSE(g[y], p / b - (a + p * (b - a)) / (b * b) - 1, 1e-12);
    const auto [fraction, exponent] = frexp(x);
    BOOST_CHECK_EQUAL(fraction(12.), 0.75);
    BOOST_CHECK_EQUAL(exponent(12.), 4);
}

BOOST_AUTO_TEST_CASE(conditions_on_the_graph) {
    const dynamic::variable x{std::numeric_limits<double>::infinity()}, y{-0.5};
    BOOST_CHECK(isinf(x) && !isfinite(x) && !isnan(x) && signbit(y) && isnormal(y));
    const auto z = select(isfinite(x), x, 3 * y);
    z.backward();
    BOOST_CHECK_EQUAL(y.grad(), 3);
    const dynamic::variable n{-17.0};
    const auto [rest, quotient] = remquo(n, 5);
    BOOST_CHECK_EQUAL(rest.data(), -2);
    BOOST_CHECK_EQUAL(quotient.data(), -3);
    int exponent = 0;
    const auto part = frexp(n, &exponent);
    BOOST_CHECK_EQUAL(part.data(), -17.0 / 32);
    BOOST_CHECK_EQUAL(exponent, 5);
    // Gradients of gradients.
    const dynamic::variable t{0.0};
    const auto slope = grad(sinc(t), t);
    BOOST_CHECK_EQUAL(grad(slope, t).data(), -1 / 3.);
}
