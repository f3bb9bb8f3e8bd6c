// SPDX-License-Identifier: BSL-1.0
#include <pullback/dynamic.hpp>
#include <pullback/ext/eigen.hpp>

#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <vector>

// The norm has a tip at 0, where its derivatives of every order are 0: of ranges, of arrays that are unrolled, of
// Eigen's vectors, and in graphs.

namespace {

using pullback::function, pullback::gradient, pullback::hessian, pullback::hvp, pullback::jvp, pullback::vjp;
using numbers = std::vector<double>;

constexpr auto length = function([](const auto& x) { return norm(x); });
constexpr auto scaled = function(
    [](const auto& x, const auto& a) { return a * norm(x) + norm(x, [&](const auto& e) { return a * e; }) * sum(x); });

template <class G>
bool is_zero(const G& g) {
    bool all = true;
    for (const double each : g) all = all && each == 0;
    return all;
}

} // namespace

BOOST_AUTO_TEST_CASE(of_ranges_and_arrays) {
    const numbers zeros{0, 0, 0}, v{1, 2, 3};
    const std::array<double, 3> zero_array{}, direction{1, 2, 3};
    BOOST_TEST(is_zero(gradient(length)(zeros)));
    BOOST_TEST(is_zero(gradient(length)(zero_array)));
    BOOST_TEST(jvp(length)(zeros, v).tangent == 0);
    BOOST_TEST(jvp(length)(zero_array, direction).tangent == 0);
    BOOST_TEST(is_zero(vjp(length)(zeros, 2.0).cotangent));
    BOOST_TEST(is_zero(vjp(length)(zero_array, 2.0).cotangent));
    BOOST_TEST(is_zero(hvp(length)(zeros, v)));
    BOOST_TEST(is_zero(hvp(length)(zero_array, direction)));
    const auto matrix = hessian(length)(zeros);
    const auto same = hessian(length)(zero_array);
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j) {
            BOOST_TEST(matrix(static_cast<int>(i), static_cast<int>(j)) == 0);
            BOOST_TEST(same[i][j] == 0);
        }
    const auto [by_x, by_a] = gradient(scaled)(zeros, 2.0);
    BOOST_TEST(is_zero(by_x));
    BOOST_TEST(by_a == 0);
    BOOST_TEST(is_zero(get<0>(gradient(scaled)(zero_array, 2.0))));
    BOOST_TEST(is_zero(gradient(length)(numbers{})));
}

BOOST_AUTO_TEST_CASE(elsewhere_it_is_the_root) {
    const numbers x{3, 0, -4};
    const numbers slope = gradient(length)(x), tiny = gradient(length)(numbers{1e-150, 0, 0});
    BOOST_TEST(slope == (numbers{0.6, 0, -0.8}), boost::test_tools::tolerance(1e-15)
                                                     << boost::test_tools::per_element());
    BOOST_TEST(tiny[0] == 1, boost::test_tools::tolerance(1e-10));
    BOOST_TEST(std::isnan(gradient(length)(numbers{std::nan(""), 0})[1]));
    const numbers second = hvp(length)(x, numbers{0, 1, 0});
    BOOST_TEST(second[1] == 0.2, boost::test_tools::tolerance(1e-15));
}

BOOST_AUTO_TEST_CASE(of_eigen_s_vectors) {
    constexpr auto member = function([](const auto& x) { return x.norm(); });
    const Eigen::Vector3d zero = Eigen::Vector3d::Zero();
    const Eigen::VectorXd zeros = Eigen::VectorXd::Zero(4);
    const Eigen::Vector3d by_fixed = gradient(member)(zero), by_word = gradient(length)(zero);
    const Eigen::VectorXd by_long = gradient(length)(zeros);
    BOOST_TEST(by_fixed.isZero(0));
    BOOST_TEST(by_word.isZero(0));
    BOOST_TEST(by_long.isZero(0));
    const Eigen::Matrix3d curvature = hessian(member)(zero);
    BOOST_TEST(curvature.isZero(0));
}

BOOST_AUTO_TEST_CASE(in_graphs) {
    using pullback::dynamic::variable;
    variable x{Eigen::VectorXd(Eigen::VectorXd::Zero(3))};
    auto y = norm(x);
    y.backward();
    BOOST_TEST(x.grad().isZero(0));
    variable m{Eigen::MatrixXd(Eigen::MatrixXd{{0, 0}, {3, 4}})};
    auto lines = sum(m.rowwise().norm());
    lines.backward();
    BOOST_TEST((m.grad() - Eigen::MatrixXd{{0, 0}, {0.6, 0.8}}).norm() < 1e-15);
    // One call of a static function is the same node.
    variable z{Eigen::VectorXd(Eigen::VectorXd::Zero(3))};
    auto called = length(as_range(z));
    called.backward();
    BOOST_TEST(z.grad().isZero(0));
}
