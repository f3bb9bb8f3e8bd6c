// SPDX-License-Identifier: BSL-1.0
#include "depth.hpp"

// A graph that was built once becomes a function of some of its variables: its value, gradient and Hessian at other
// data are those of the graph that is built of these.
#include <pullback.hpp>
#include <pullback/dynamic.hpp>
#include <pullback/dynamic/record.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace {

using pullback::dynamic::variable;
const auto close_to = boost::test_tools::tolerance(1e-13);

// The library's own rows, of variables and constants in every order.
constexpr auto body = [](const auto& x, const auto& k) {
    using pullback::clamp, pullback::fdim, pullback::fma, pullback::pow;
    auto y = square(exp(-square(x))) * k + 2 / (1 + x * x) - pow(k, 3) + max(0.25, x) * min(k, 1.5);
    y += fdim(3.0, x) + clamp(x, 0.0, 0.5) * clamp(0.2, x, 2.0) + fma(x, k, 0.5) - log(k) / sqrt(k + x * x);
    return select(k < 100, y, x);
};

struct cube : pullback::elementary<cube, 1> {
    static constexpr const char* name = "cube";
    static constexpr auto value(const auto& x) { return x * x * x; }
    static constexpr auto pullback(const auto& x, const auto&, const auto& gy) { return gy * 3 * x * x; }
};

BOOST_AUTO_TEST_CASE(is_the_graph_of_other_data) {
    const variable x{0.3}, k{0.7};
    const auto y = body(x, k);
    const auto f = pullback::record(y, {x, k});
    const auto both = pullback::value_and_gradient(f);
    const auto second = pullback::hessian(f);
    for (const double a : {0.3, -0.4, 0.9})
        for (const double b : {0.7, 2.0}) {
            const variable u{a}, v{b};
            const auto z = body(u, v);
            const auto [value, gradient] = both(a, b);
            const auto du = pullback::dynamic::grad(z, u), dv = pullback::dynamic::grad(z, v);
            BOOST_TEST(value == z.data(), close_to);
            BOOST_TEST(get<0>(gradient) == du.data(), close_to);
            BOOST_TEST(get<1>(gradient) == dv.data(), close_to);
            const auto H = second(a, b);
            du.backward();
            BOOST_TEST(get<0>(get<0>(H)) == u.grad(), close_to);
            BOOST_TEST(get<1>(get<0>(H)) == v.grad(), close_to);
            u.clear_grad();
            v.clear_grad();
            dv.backward();
            BOOST_TEST(get<1>(get<1>(H)) == v.grad(), close_to);
        }
}

BOOST_AUTO_TEST_CASE(what_no_input_reaches_is_constant) {
    const variable x{0.5}, k{2.0};
    const auto inner = sin(k) * k;
    const auto y = inner * x + square(inner);
    const auto f = pullback::record(y, x);
    BOOST_TEST(f(2.0) == 2 * inner.data() + inner.data() * inner.data(), close_to);
    BOOST_TEST(f.body().program().view().size == 2);
    // An input in the middle of a graph: what is behind it does not count.
    const auto g = pullback::record(y, inner);
    BOOST_TEST(g(3.0) == 3 * 0.5 + 9, close_to);
    BOOST_TEST(pullback::record(k, x)(1.0) == 2);
    BOOST_TEST(pullback::record(x, x)(7.0) == 7);
}

BOOST_AUTO_TEST_CASE(several_results_and_containers) {
    const std::vector<variable<double>> x{0.1, 0.2, 0.3};
    const variable k{2.0};
    const std::array<variable<double>, 2> y{x[0] * x[1] * k, sin(x[2]) + k};
    const auto f = pullback::record(y, x, k);
    const std::vector<double> at{1, 2, 3};
    const std::array<double, 2> value = f(at, 5.0);
    BOOST_TEST(value[0] == 10, close_to);
    BOOST_TEST(value[1] == std::sin(3.0) + 5, close_to);
    const auto J = pullback::jacobian(f, pullback::wrt<0>)(at, 5.0);
    BOOST_TEST(J[0][1] == 5, close_to);
    BOOST_TEST(J[1][2] == std::cos(3.0), close_to);
    BOOST_TEST(J[1][0] == 0);
    const std::vector<variable<double>> z{x[0] + x[1], x[2]};
    const std::vector<double> both = pullback::record(z, x)(at);
    BOOST_TEST(both == (std::vector<double>{3, 3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(calls_of_functions_are_written_out) {
    constexpr auto known =
        pullback::function([](const auto& a, const auto& b) { return std::array{a * b, exp(a) - b}; });
    constexpr auto number = pullback::function([](const auto& a) { return sin(a) * a; });
    const auto recorded = pullback::record([](const auto& a, const auto& v) { return a * v[0] + v[1] * v[1]; }, 1.,
                                           std::vector<double>{1, 2});
    const variable x{0.5}, k{2.0};
    const auto [p, q] = known(x, k * x);
    const std::vector<variable<double>> v{p, q};
    const auto y = recorded(number(x), v) + known(x, 3.0)[0];
    const auto f = pullback::record(y, x);
    for (const double a : {0.5, 1.25}) {
        const double first = a * 2 * a, second = std::exp(a) - 2 * a;
        BOOST_TEST(f(a) == std::sin(a) * a * first + second * second + 3 * a, close_to);
    }
    y.backward();
    BOOST_TEST(pullback::gradient(f)(0.5) == x.grad(), close_to);
}

BOOST_AUTO_TEST_CASE(rows_of_users_are_named) {
    const variable x{0.5};
    const auto y = cube{}(x)*x;
    BOOST_CHECK_THROW(pullback::record(y, x), pullback::dynamic::not_recordable);
    const auto f = pullback::record<cube>(y, x);
    BOOST_TEST(f(2.0) == 16, close_to);
    BOOST_TEST(pullback::gradient(f)(2.0) == 32, close_to);
}

struct doubled : pullback::dynamic::function<doubled> {
    double forward(double x) { return 2 * x; }
    double backward(double gy) { return 2 * gy; }
};

BOOST_AUTO_TEST_CASE(mistakes_are_told) {
    const variable x{0.5};
    doubled function;
    const auto y = function(x) * x;
    BOOST_CHECK_THROW(pullback::record(y, x), pullback::dynamic::not_recordable);
    BOOST_CHECK_THROW(pullback::record(x * x, {x, x}), pullback::dynamic::no_such_link);
    variable k{2.0};
    const auto z = k * x;
    k.set_data(3.0);
    BOOST_CHECK_THROW(pullback::record(z, x), pullback::dynamic::data_replaced);
    BOOST_TEST(pullback::record(z, {x, k})(2.0, 4.0) == 8);
    auto inner = sin(x);
    const auto w = inner * x;
    inner.set_data(1.0);
    BOOST_CHECK_THROW(pullback::record(w, x), pullback::dynamic::data_replaced);
}

BOOST_AUTO_TEST_CASE(links_by_hand_are_followed) {
    const variable x{0.5};
    variable y;
    y.set_creator(square(x).creator());
    const auto z = exp(y);
    BOOST_TEST(pullback::record(z, x)(2.0) == std::exp(4.0), close_to);
}

BOOST_AUTO_TEST_CASE(deep_graphs_take_no_stack) {
    const variable x{0.5};
    auto y = x * 1.0;
    for (int i = 0; i < depth; ++i) y = y * x + 0.25;
    const auto f = pullback::record(y, x);
    BOOST_TEST(f(0.5) == 0.5, close_to);
    BOOST_TEST(f(0.0) == 0.25, close_to);
    BOOST_TEST(pullback::gradient(f)(0.5) == 1.0, boost::test_tools::tolerance(1e-10));
}

} // namespace
