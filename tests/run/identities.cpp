// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <type_traits>
#include <utility>

namespace engine = pullback::engine;

// Terms of a derivative that cancel, or are equal, as formulas are found while compiling, and computed once or not at
// all; but not where they are equal only for some numbers, or where one is less accurate, or undefined, and the other
// is not.

namespace {

using five = std::array<double, 5>;

// Calls of F in the program that runs.
template <class F, class G, class... Arguments>
consteval int calls_in(const G&, const Arguments&...) {
    using executed =
        typename engine::optimise::program_for<pullback::engine::program_of<G, Arguments...>, double>::type;
    int count = 0;
    for (int i = 0; i < executed::code.size; ++i)
        count += engine::record::is_call_of<F>(executed::code.code[i].function) ? 1 : 0;
    return count;
}

// Spot, strike, rate, volatility, time. √2 as people write it, in double.
constexpr auto call_price = pullback::function([](const auto& x) {
    const auto normal = [](const auto& d) { return erfc(-d / std::numbers::sqrt2) / 2; };
    const auto spread = x[3] * sqrt(x[4]);
    const auto d1 = (log(x[0] / x[1]) + (x[2] + x[3] * x[3] / 2) * x[4]) / spread;
    return x[0] * normal(d1) - x[1] * exp(-x[2] * x[4]) * normal(d1 - spread);
});

// The option on a forward, discounted as a whole.
constexpr auto forward_call_price = pullback::function([](const auto& x) {
    const auto normal = [](const auto& d) { return erfc(-d / std::numbers::sqrt2) / 2; };
    const auto spread = x[3] * sqrt(x[4]);
    const auto d1 = log(x[0] / x[1]) / spread + spread / 2;
    return exp(-x[2] * x[4]) * (x[0] * normal(d1) - x[1] * normal(d1 - spread));
});

// One for the discount, one for the density: S φ(d1) = K e^(-rT) φ(d2).
static_assert(calls_in<pullback::functions::exp>(pullback::gradient(call_price), five{}) == 2);
// Both densities, if both are wanted: φ(d1) by φ(d2) K e^(-rT) / S is no number where K is infinite and φ(d1) is 0.
static_assert(calls_in<pullback::functions::exp>(pullback::function([](const auto& x) {
                                                     return std::array{pullback::gradient(call_price)(x)[3],
                                                                       pullback::hessian(call_price)(x)[0][0]};
                                                 }),
                                                 five{}) == 3);
static_assert(calls_in<pullback::functions::exp>(pullback::gradient(forward_call_price), five{}) == 2);
// Of the derivative by the spot, N(d1), all else is gone.
static_assert(calls_in<pullback::functions::exp>(
                  pullback::function([](const auto& x) { return pullback::gradient(call_price)(x)[0]; }), five{}) == 0);
static_assert(pullback::cost<five>(pullback::value_and_gradient(call_price)).total <= 45);
// Constants meet in the density: 2/√π of erfc, √2 and 2 are 1/√(2π), once.
static_assert(
    engine::optimise::count_multiples(
        engine::optimise::program_for<pullback::engine::program_of<decltype(pullback::hessian(call_price)), five>,
                                      double>::type::code.view()) <= 12);

BOOST_AUTO_TEST_CASE(greeks_have_their_closed_forms, *boost::unit_test::tolerance(1e-13)) {
    for (const five& at :
         {five{105, 100, 0.03, 0.2, 0.75}, five{80, 100, 0.01, 0.35, 2}, five{100, 60, -0.02, 0.15, 0.1}}) {
        const auto [S, K, r, sigma, T] = at;
        const double spread = sigma * std::sqrt(T), d1 = (std::log(S / K) + (r + sigma * sigma / 2) * T) / spread;
        const double d2 = d1 - spread, N2 = std::erfc(-d2 / std::numbers::sqrt2) / 2, bond = K * std::exp(-r * T);
        const double n = S * std::exp(-d1 * d1 / 2) / std::sqrt(2 * std::numbers::pi);
        const five g = pullback::gradient(call_price)(at);
        BOOST_TEST(g[0] == std::erfc(-d1 / std::numbers::sqrt2) / 2);
        BOOST_TEST(g[1] == -std::exp(-r * T) * N2);
        BOOST_TEST(g[2] == T * bond * N2);
        BOOST_TEST(g[3] == n * std::sqrt(T));
        BOOST_TEST(g[4] == n * sigma / (2 * std::sqrt(T)) + r * bond * N2);
        const auto H = pullback::hessian(call_price)(at);
        BOOST_TEST(H[0][0] == n / (S * S * spread));
        BOOST_TEST(H[0][1] == -n / (S * K * spread));
        BOOST_TEST(H[1][1] == n / (K * K * spread));
        BOOST_TEST(H[0][3] == -n * d2 / (S * sigma));
        BOOST_TEST(H[3][3] == n * std::sqrt(T) * d1 * d2 / sigma);
        BOOST_TEST(H[2][2] == T * T * (n / spread - bond * N2));
        const auto third = pullback::jacobian(pullback::hessian(call_price))(at);
        BOOST_TEST(third[0][0][0] == -n / (S * S * S * spread) * (1 + d1 / spread));
        BOOST_TEST(third[3][3][0] == n / (S * sigma * sigma) * (d2 * (1 - d1 * d2) + d1));
    }
}

BOOST_AUTO_TEST_CASE(a_root_of_a_square_is_no_identity) {
    constexpr auto by_root = pullback::gradient(pullback::function([](const auto& x) { return x * sqrt(x * x); }));
    constexpr auto by_logarithm =
        pullback::gradient(pullback::function([](const auto& x) { return x * exp(log(x * x) / 2); }));
    constexpr auto by_absolute_value = pullback::gradient(pullback::function([](const auto& x) { return x * abs(x); }));
    BOOST_TEST(by_root(-3.0) == 6, boost::test_tools::tolerance(1e-14));
    BOOST_TEST(by_logarithm(-3.0) == 6, boost::test_tools::tolerance(1e-14));
    BOOST_TEST(by_absolute_value(-3.0) == 6, boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(what_is_undefined_stands_for_nothing_else) {
    // The derivative of the second result by z is x y, as a formula the first result.
    constexpr auto f = pullback::jacobian(pullback::function(
        [](const auto& x, const auto& y, const auto& z) { return std::array{x * x * y / x, x * z * y}; }));
    const auto J = f(0.0, 2.0, 3.0);
    const auto [by_x, by_y, by_z] = J[1];
    BOOST_TEST(by_x == 6);
    BOOST_TEST(by_y == 0);
    BOOST_TEST(by_z == 0);
}

BOOST_AUTO_TEST_CASE(a_selection_hides_what_it_does_not_take) {
    constexpr auto f = pullback::function([](const auto& x, const auto& y) {
        return std::array{select(x < 1, y, y / x), y / x, y * select(x < 1, y, y / x)};
    });
    constexpr pullback::engine::program_view view =
        pullback::engine::program_of<std::remove_const_t<decltype(f)>, double, double>::code.view();
    const engine::optimise::fingerprints prints(view);
    engine::optimise::singularities singular(view, prints);
    BOOST_TEST(!singular.may_stand_for(view.outputs[0], view.outputs[1])); // at x = 0 only the first is a number
    BOOST_TEST(!singular.may_stand_for(view.outputs[2], view.outputs[1]));
    BOOST_TEST(singular.may_stand_for(view.outputs[2], view.outputs[0]));
}

BOOST_AUTO_TEST_CASE(a_product_stays_a_product) {
    // The first result loses half its digits where x is near y; the derivative of the second by z is equal as a
    // formula.
    constexpr auto f = pullback::value_and_jacobian(pullback::function(
        [](const auto& x, const auto& y, const auto& z) { return std::array{x * x - y * y, (x - y) * z * (x + y)}; }));
    const double y = 0.7, x = y + 1e-9;
    const auto [by_x, by_y, by_z] = f(x, y, 2.0).jacobian[1];
    BOOST_TEST(by_z == (x - y) * (x + y), boost::test_tools::tolerance(1e-15));
}

BOOST_AUTO_TEST_CASE(a_product_stays_a_product_where_its_terms_are_finite) {
    // One of the terms of the first result is never infinite: nothing but the lost digits speaks against it.
    constexpr auto f = pullback::value_and_jacobian(
        pullback::function([](const auto& x, const auto& z) { return std::array{1 - x * x, (1 - x) * z * (1 + x)}; }));
    const double x = 1 - 1e-9;
    BOOST_TEST(get<1>(f(x, 2.0).jacobian[1]) == (1 - x) * (1 + x), boost::test_tools::tolerance(1e-15));
}

BOOST_AUTO_TEST_CASE(a_sum_of_infinities_stands_for_no_product) {
    // (x - y) x + (x - y) y is 0 at x = y = 1e200, where x² - y², the first result, is no number.
    constexpr auto f = pullback::function([](const auto& x, const auto& y) {
        return std::array{x * x - y * y, (x - y) * x + (x - y) * y, sin(x) + y, y * sin(x), x + y, x * y};
    });
    constexpr pullback::engine::program_view view =
        pullback::engine::program_of<std::remove_const_t<decltype(f)>, double, double>::code.view();
    const engine::optimise::fingerprints prints(view);
    engine::optimise::singularities singular(view, prints);
    BOOST_TEST(!singular.may_stand_for(view.outputs[1], view.outputs[0]));
    BOOST_TEST(!singular.may_stand_for(view.outputs[5], view.outputs[4])); // at x = -y = infinity
    BOOST_TEST(singular.may_stand_for(view.outputs[3], view.outputs[2]));  // one term is finite
}

// 1/√(2π) is taken on by the density, which gives it back to what is computed from it.
constexpr auto weighted_normal = pullback::hessian(
    pullback::function([](const auto& x) { return (x[2] + x[3]) * erfc(-x[0] * x[1] / std::numbers::sqrt2) / 2; }));
using four = std::array<double, 4>;
static_assert(engine::optimise::count_multiples(
                  engine::optimise::program_for<
                      pullback::engine::program_of<std::remove_const_t<decltype(weighted_normal)>, four>,
                      double>::type::code.view()) <= 4);

BOOST_AUTO_TEST_CASE(second_derivatives_of_a_normal_distribution_have_closed_forms,
                     *boost::unit_test::tolerance(1e-14)) {
    const four at{0.9, -0.7, 2, 3};
    const auto [x, y, s, t] = at;
    const double u = x * y, density = std::exp(-u * u / 2) / std::sqrt(2 * std::numbers::pi);
    const auto H = weighted_normal(at);
    BOOST_TEST(H[0][0] == -(s + t) * y * y * u * density);
    BOOST_TEST(H[0][1] == (s + t) * (1 - u * u) * density);
    BOOST_TEST(H[1][1] == -(s + t) * x * x * u * density);
    for (const std::size_t i : {2u, 3u}) {
        BOOST_TEST(H[0][i] == y * density);
        BOOST_TEST(H[i][1] == x * density);
        BOOST_TEST(H[i][i] == 0);
    }
}

// Whether the two results of F, as formulas, have the same fingerprint.
template <class F, class... Arguments>
constexpr bool has_equal_results(const F&, const Arguments&...) {
    constexpr pullback::engine::program_view view = pullback::engine::program_of<F, Arguments...>::code.view();
    const engine::optimise::fingerprints prints(view);
    return prints[view.outputs[0]].has_value_of(prints[view.outputs[1]]);
}

BOOST_AUTO_TEST_CASE(fingerprints_tell_formulas_apart) {
#define EQUAL(left, right)                                                                                         \
    has_equal_results(                                                                                             \
        pullback::function([](const auto& x, [[maybe_unused]] const auto& y) { return std::array{left, right}; }), \
        1.0, 1.0)
    BOOST_TEST(EQUAL((x + y) * (x - y), x * x - y * y));
    BOOST_TEST(!EQUAL((x + y) * (x - y), x * x - y));
    BOOST_TEST(EQUAL((x / y) / x, 1 / y));
    BOOST_TEST(EQUAL(exp(x) * exp(y), exp(x + y)));
    BOOST_TEST(!EQUAL(exp(x) * exp(y), exp(x * y)));
    BOOST_TEST(!EQUAL(exp(x - x - 0.5) * y, 0.5 * y));
    BOOST_TEST(!EQUAL(exp(x - x + 1) * y, 4 * y));
    BOOST_TEST(EQUAL(exp(log(x / y)), x / y));
    BOOST_TEST(EQUAL(exp(2 * log(x)), x * x));
    BOOST_TEST(EQUAL(sqrt(x) * sqrt(x) + y, x + y));
    BOOST_TEST(EQUAL(0.75 * x, 3 * x / 4));
    BOOST_TEST(!EQUAL(0.1 * x, x / 10)); // of which one is rounded
    BOOST_TEST(EQUAL(std::numbers::sqrt2 * x * (y * std::numbers::sqrt2), 2 * x * y));
    BOOST_TEST(EQUAL(sin(x + y), sin(y + x)));
    BOOST_TEST(EQUAL(sin((x + y) * (x - y)), sin(x * x - y * y)));
    BOOST_TEST(!EQUAL(sin(x + y), cos(x + y)));
    // Equal for positive numbers only.
    BOOST_TEST(!EQUAL(sqrt(x * x) + y, x + y));
    BOOST_TEST(!EQUAL(abs(x) + y, x + y));
    BOOST_TEST(!EQUAL(exp(log(x * y * x) / 2), x * sqrt(y)));
    BOOST_TEST(!EQUAL(exp(log(x * x) / 2) + y, x + y));
#undef EQUAL
}

} // namespace
