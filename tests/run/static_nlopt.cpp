// SPDX-License-Identifier: BSL-1.0
#include "caught_text.hpp"

#include <pullback.hpp>
#include <pullback/ext/nlopt.hpp>

#include <boost/test/unit_test.hpp>

#include <array>

namespace {

using point = std::array<double, 2>;

constexpr auto rosenbrock = pullback::function(
    [](const auto& x, const auto& steepness) { return steepness * square(x[1] - square(x[0])) + square(1 - x[0]); });

constexpr auto sum = pullback::function([](const auto& p) { return p[0] + 2 * p[1]; });
constexpr auto circle =
    pullback::function([](const auto& p, const auto& r) { return square(p[0]) + square(p[1]) - square(r); });
constexpr auto line = pullback::function([](const auto& p) { return p[1] - p[0] / 4; });
constexpr auto circle_and_line =
    pullback::function([](const auto& p, const auto& r) { return std::array{circle(p, r), line(p)}; });
constexpr auto product_and_ratio =
    pullback::function([](const auto& p) { return std::array{p[0] * p[1] - 2, p[0] - 2 * p[1]}; });

} // namespace

BOOST_AUTO_TEST_CASE(value_and_gradient_as_nlopt_asks_for_them, *boost::unit_test::tolerance(1e-15)) {
    const auto f = pullback::nlopt_function<point>(rosenbrock, 100.0);
    static_assert(f.dimension == 2 && f.result_count == 1);
    const double x[2] = {1.5, 2};
    double gradient[2] = {-7, -7};
    BOOST_TEST(f.objective(2, x, nullptr, f.data()) == 6.5);
    BOOST_TEST(gradient[0] == -7); // not asked for, not written
    BOOST_TEST(f.objective(2, x, gradient, f.data()) == 6.5);
    BOOST_TEST(gradient[0] == 151);
    BOOST_TEST(gradient[1] == -50);

    // Several arguments lie one after the other; of a formula the first variables are optimised.
    constexpr auto product =
        pullback::function([](const auto& a, const auto& b) { return std::array{a * b[0], a + b[0] * b[1]}; });
    const auto g = pullback::nlopt_function<double, point>(product);
    static_assert(g.dimension == 3 && g.result_count == 2);
    const double y[3] = {2, 3, 5};
    double values[2], jacobian[6];
    g.vector_constraint(2, values, 3, y, jacobian, g.data());
    const double wanted[2] = {6, 17}, wanted_jacobian[6] = {3, 2, 0, 1, 5, 3};
    BOOST_TEST(values == wanted, boost::test_tools::per_element());
    BOOST_TEST(jacobian == wanted_jacobian, boost::test_tools::per_element());

    constexpr auto u = pullback::variable<"u">;
    constexpr auto v = pullback::variable<"v">;
    const auto h = pullback::nlopt_function(u * u * v, 5.0);
    static_assert(h.dimension == 1);
    BOOST_TEST(h.objective(1, y, gradient, h.data()) == 20);
    BOOST_TEST(gradient[0] == 20);
}

BOOST_AUTO_TEST_CASE(minimum) {
    const auto f = pullback::nlopt_function<point>(rosenbrock, 100.0);
    for (const auto algorithm : {nlopt::LD_LBFGS, nlopt::LD_SLSQP, nlopt::LN_BOBYQA}) {
        nlopt::opt optimizer(algorithm, 2);
        set_min_objective(optimizer, f);
        optimizer.set_xtol_rel(1e-7);
        std::vector<double> x{-1.2, 1};
        double value;
        optimizer.optimize(x, value);
        BOOST_TEST(x[0] == 1, boost::test_tools::tolerance(1e-5));
        BOOST_TEST(x[1] == 1, boost::test_tools::tolerance(1e-5));
    }
}

BOOST_AUTO_TEST_CASE(constraints) {
    // The largest x + 2y on the circle and below the line y = x / 4; the line first cuts the optimum off.
    const auto objective = pullback::nlopt_function<point>(sum);
    const auto on_circle = pullback::nlopt_function<point>(circle, 2.0);
    const auto below_line = pullback::nlopt_function<point>(line);
    const auto inside = pullback::nlopt_function<point>(circle_and_line, 2.0);
    const double wanted = 2 / std::sqrt(1 + 1.0 / 16);
    for (const bool at_once : {false, true}) {
        nlopt::opt optimizer(nlopt::LD_SLSQP, 2);
        set_max_objective(optimizer, objective);
        if (at_once) {
            add_inequality_mconstraint(optimizer, inside, 1e-10);
        } else {
            add_equality_constraint(optimizer, on_circle, 1e-10);
            add_inequality_constraint(optimizer, below_line, 1e-10);
        }
        optimizer.set_xtol_rel(1e-7);
        std::vector<double> x{1, 0.1};
        double value;
        optimizer.optimize(x, value);
        BOOST_TEST(x[0] == wanted, boost::test_tools::tolerance(1e-5));
        BOOST_TEST(x[1] == wanted / 4, boost::test_tools::tolerance(1e-5));
    }
    nlopt::opt optimizer(nlopt::LD_SLSQP, 2);
    set_min_objective(optimizer, objective);
    const auto equal = pullback::nlopt_function<point>(product_and_ratio);
    add_equality_mconstraint(optimizer, equal, 1e-10);
    std::vector<double> x{1.5, 1.5};
    double value;
    optimizer.set_xtol_rel(1e-7);
    optimizer.optimize(x, value);
    BOOST_TEST(x[0] == 2, boost::test_tools::tolerance(1e-5));
    BOOST_TEST(x[1] == 1, boost::test_tools::tolerance(1e-5));
}

BOOST_AUTO_TEST_CASE(another_dimension) {
    const auto f = pullback::nlopt_function<point>(rosenbrock, 100.0);
    nlopt::opt optimizer(nlopt::LD_LBFGS, 3);
    BOOST_TEST(caught_text::text_of<std::invalid_argument>([&] { set_min_objective(optimizer, f); }) ==
               "set_min_objective(optimizer, function): the optimizer has the dimension 3, the function is one of 2 "
               "numbers; make the optimizer with nlopt::opt(algorithm, 2)");
    BOOST_CHECK_THROW(set_max_objective(optimizer, f), std::invalid_argument);
    BOOST_CHECK_THROW(add_inequality_constraint(optimizer, f), std::invalid_argument);
    BOOST_CHECK_THROW(add_equality_constraint(optimizer, f), std::invalid_argument);
    BOOST_CHECK_THROW(add_inequality_mconstraint(optimizer, f), std::invalid_argument);
    BOOST_CHECK_THROW(add_equality_mconstraint(optimizer, f), std::invalid_argument);
}
