// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/ext/eigen.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "print_c_library.hpp"

// Matrices lie row by row in printed C, whatever their order is here.

namespace {

using namespace pullback;

constexpr auto logistic = function([](const auto& rows, const auto& labels, const auto& weights) {
    return sum(rows, labels, [&](const auto& row, const auto& label) {
        const auto score = dot(row, weights);
        return log(1 + exp(score)) - label * score;
    });
});

void check_close(double a, double b) { BOOST_TEST(std::abs(a - b) <= 1e-15 * (1 + std::abs(b)), a << " and " << b); }

} // namespace

BOOST_AUTO_TEST_CASE(a_matrix_in_c) {
    using matrix = Eigen::MatrixXd;
    using vector = Eigen::VectorXd;
    constexpr auto f = value_and_gradient(logistic, wrt<0, 2>);
    const auto text = to_c<matrix, vector, vector>(f, "logistic");
    const c_library library(std::string(text.data(), text.size()));
    const matrix rows = matrix::Random(5, 3);
    const vector labels = (vector::Random(5).array() > 0).cast<double>(), weights = vector::Random(3);
    const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> by_rows = rows;

    double value = 0;
    std::vector<double> g0(15), g2(3); // nothing is kept besides
    library.find_as<void(std::size_t, std::size_t, const double*, const double*, const double*, double*, double*,
                         double*)>("logistic")(5, 3, by_rows.data(), labels.data(), weights.data(), &value, g0.data(),
                                               g2.data());
    const auto [expected, gradient] = f(rows, labels, weights);
    check_close(value, expected);
    for (int i = 0; i < 5; ++i)
        for (int j = 0; j < 3; ++j) check_close(g0[static_cast<std::size_t>(3 * i + j)], get<0>(gradient)(i, j));
    for (int j = 0; j < 3; ++j) check_close(g2[static_cast<std::size_t>(j)], get<1>(gradient)[j]);
}

BOOST_AUTO_TEST_CASE(a_matrix_in_text) {
    const auto text = to_string<Eigen::MatrixXd, Eigen::VectorXd, Eigen::VectorXd>(logistic);
    BOOST_TEST(std::string(text.data(), text.size()) == R"(t2 = 0
for i0 < n0:
    t1 = 0
    for i1 < n1:
        t1 += x0[i0][i1] * x2[i1]
    t2 += log(exp(t1) + 1) - x1[i0] * t1
y = t2)");
}
