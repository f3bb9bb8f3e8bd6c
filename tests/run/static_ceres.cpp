// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/ext/ceres.hpp>
#include <pullback/ext/eigen/shape.hpp>

#include <boost/test/unit_test.hpp>
#include <ceres/problem.h>
#include <ceres/solver.h>

#include <array>
#include <cmath>
#include <random>

namespace {

// Three residuals of blocks of two, one and three numbers, and two data.
constexpr auto residuals =
    pullback::function([](const auto& a, const auto& b, const auto& c, const auto& t, const auto& shift) {
        return std::array{a[0] * exp(-a[1] * t) + b, c[0] * c[1] * c[2] - shift[0], a[0] * c[2] - shift[1] * b};
    });

const double a[2] = {1.5, 0.25}, b[1] = {-0.75}, c[3] = {2, -3, 0.5};
const double* const blocks[] = {a, b, c};
const double t = 2, shift[2] = {4, 5};

std::unique_ptr<ceres::CostFunction> make_cost() {
    return pullback::ceres_cost_function<std::array<double, 2>, double, std::array<double, 3>>(
        residuals, t, std::array{shift[0], shift[1]});
}

} // namespace

BOOST_AUTO_TEST_CASE(shape_of_the_problem) {
    const auto cost = make_cost();
    BOOST_TEST(cost->num_residuals() == 3);
    BOOST_TEST(cost->parameter_block_sizes() == (std::vector<std::int32_t>{2, 1, 3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(residuals_and_row_major_jacobians, *boost::unit_test::tolerance(1e-15)) {
    const auto cost = make_cost();
    double r[3], ja[6], jb[3], jc[9];
    double* jacobians[] = {ja, jb, jc};
    BOOST_TEST(cost->Evaluate(blocks, r, jacobians));
    const double e = std::exp(-a[1] * t);
    const double wanted[3] = {a[0] * e + b[0], c[0] * c[1] * c[2] - shift[0], a[0] * c[2] - shift[1] * b[0]};
    BOOST_TEST(r == wanted, boost::test_tools::per_element());
    const double by_a[6] = {e, -t * a[0] * e, 0, 0, c[2], 0};
    const double by_b[3] = {1, 0, -shift[1]};
    const double by_c[9] = {0, 0, 0, c[1] * c[2], c[0] * c[2], c[0] * c[1], 0, 0, a[0]};
    BOOST_TEST(ja == by_a, boost::test_tools::per_element());
    BOOST_TEST(jb == by_b, boost::test_tools::per_element());
    BOOST_TEST(jc == by_c, boost::test_tools::per_element());

    // Only what is asked for is written.
    double r2[3], jc2[9];
    double* only_c[] = {nullptr, nullptr, jc2};
    BOOST_TEST(cost->Evaluate(blocks, r2, only_c));
    BOOST_TEST(r2 == wanted, boost::test_tools::per_element());
    BOOST_TEST(jc2 == by_c, boost::test_tools::per_element());
    double r3[3];
    BOOST_TEST(cost->Evaluate(blocks, r3, nullptr));
    BOOST_TEST(r3 == wanted, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(formulas_and_vectors, *boost::unit_test::tolerance(1e-15)) {
    constexpr auto m = pullback::variable<"m">;
    constexpr auto n = pullback::variable<"n">;
    constexpr auto x = pullback::variable<"x">;
    const auto line = pullback::ceres_cost_function(m * n - x, 3.0); // x is a datum
    const double pm = 2, pn = 5;
    const double* const numbers[] = {&pm, &pn};
    double r, jm, jn;
    double* jacobians[] = {&jm, &jn};
    line->Evaluate(numbers, &r, jacobians);
    BOOST_TEST(r == 7);
    BOOST_TEST(jm == 5);
    BOOST_TEST(jn == 2);

    constexpr auto offset = pullback::function([](const auto& v, const auto& w) { return v.cross(w); });
    const auto by_vector = pullback::ceres_cost_function<Eigen::Vector3d>(offset, Eigen::Vector3d(1, 2, 3));
    const double v[3] = {4, 5, 6};
    const double* const vectors[] = {v};
    double cross[3], jv[9];
    double* rows[] = {jv};
    by_vector->Evaluate(vectors, cross, rows);
    const double wanted[3] = {3, -6, 3}, wanted_rows[9] = {0, 3, -2, -3, 0, 1, 2, -1, 0};
    BOOST_TEST(cross == wanted, boost::test_tools::per_element());
    BOOST_TEST(jv == wanted_rows, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_problem_is_solved) {
    constexpr auto decay = pullback::function(
        [](const auto& p, const auto& q, const auto& time, const auto& seen) { return p * exp(-q * time) - seen; });
    ceres::Problem problem;
    double p = 1, q = 0;
    for (int i = 0; i < 20; ++i) {
        const double time = 0.25 * i;
        problem.AddResidualBlock(
            pullback::ceres_cost_function<double, double>(decay, time, 3 * std::exp(-0.7 * time)).release(), nullptr,
            &p, &q);
    }
    ceres::Solver::Options options;
    options.function_tolerance = 1e-14;
    ceres::Solver::Summary summary;
    ceres::Solve(options, &problem, &summary);
    BOOST_TEST(summary.IsSolutionUsable());
    BOOST_TEST(p == 3, boost::test_tools::tolerance(1e-7));
    BOOST_TEST(q == 0.7, boost::test_tools::tolerance(1e-7));
}
