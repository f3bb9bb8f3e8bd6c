// SPDX-License-Identifier: BSL-1.0
#include "eigen_data.hpp"

#include <cmath>
#include <limits>
#include <vector>

using namespace eigen_data;
using dynamic::concatenate;

// Rows and columns of matrices: norms, shares and arrays behind one another.

BOOST_AUTO_TEST_CASE(norms_along_an_axis) {
    const MatrixXd& a = two_by_three;
    const variable x{a};
    BOOST_TEST(near(norm(x, 1).data(), a.rowwise().norm()));
    BOOST_TEST(near(squared_norm(x, 0).data(), a.colwise().squaredNorm()));
    BOOST_TEST(near(x.rowwise().norm().data(), a.rowwise().norm()));
    BOOST_TEST(near(x.colwise().squaredNorm().data(), a.colwise().squaredNorm()));
    static_assert(std::is_same_v<decltype(x.rowwise().norm()), variable<VectorXd>>);
    check("norm", [](const auto& v) { return exp(norm(v, 1)) + v.rowwise().norm(); }, a);
}

BOOST_AUTO_TEST_CASE(shares_of_lines) {
    const MatrixXd& a = two_by_three;
    const MatrixXd powers = a.array().exp();
    const variable x{a};
    BOOST_TEST(near(softmax(x, 1).data(), (powers.array().colwise() / powers.array().rowwise().sum()).matrix()));
    BOOST_TEST(near(softmax(x, 0).data(), (powers.array().rowwise() / powers.array().colwise().sum()).matrix()));
    BOOST_TEST(near(softmax(x).data(), powers / powers.sum()));
    BOOST_TEST(near(log_softmax(x, -1).data(), softmax(x, 1).data().array().log().matrix()));
    static_assert(std::is_same_v<decltype(softmax(x, 1)), variable<MatrixXd>>);
    check("softmax", [](const auto& v) { return square(softmax(v, 1)); }, a);
    check("log_softmax", [](const auto& v) { return square(log_softmax(v, 0)); }, a);
    check("of a vector", [](const auto& v) { return square(softmax(v)) + log_softmax(v, 0); }, three);

    // Without overflow, and where shares are 0.
    const double infinity = std::numeric_limits<double>::infinity();
    const variable large{MatrixXd{{1000.0, 1001.0}, {-infinity, -1000.0}}};
    const auto shares = softmax(large, 1);
    BOOST_TEST(near(shares.data(), MatrixXd{{1 / (1 + std::exp(1.0)), 1 / (1 + std::exp(-1.0))}, {0.0, 1.0}}));
    sum(square(shares)).backward();
    BOOST_TEST(large.grad().allFinite());
    BOOST_TEST(text_of<dynamic::shape_mismatch>([&] { softmax(x, 2); }) ==
               "softmax(x, 2): x has the shape (2, 3) and no axis 2; axes are numbered from 0, or from -1 backwards");
    BOOST_TEST(text_of<dynamic::shape_mismatch>([] { log_softmax(variable{MatrixXd(0, 2)}, 1); }) ==
               "log_softmax(x, 1): x has the shape (0, 2) and no elements, so there is nothing to share; x must have "
               "elements");
}

BOOST_AUTO_TEST_CASE(arrays_behind_one_another) {
    const MatrixXd& a = two_by_three;
    const MatrixXd b = filled(MatrixXd(1, 3), 2);
    const variable x{a}, y{b};
    MatrixXd below(3, 3), beside(2, 6);
    below << a, b;
    beside << a, a;
    BOOST_TEST(same(concatenate({x, y}, 0).data(), below));
    BOOST_TEST(same(concatenate({x, x}, 1).data(), beside));
    BOOST_TEST(same(concatenate(std::vector{variable{three}, variable{three}}, 0).data().tail(3), three));
    static_assert(std::is_same_v<decltype(concatenate({variable{Eigen::Vector3d()}}, 0)), variable<VectorXd>>);
    check("concatenate", [&](const auto& v) { return square(concatenate({v, y * sum(v), square(v)}, 0)); }, a);
    check("by rows", [](const auto& v) { return exp(concatenate({v, v}, -1).block(0, 1, 2, 3)); }, RowMajorXd(a));
    BOOST_TEST(text_of<dynamic::shape_mismatch>([&] { concatenate({x, y}, 1); }) ==
               "concatenate(arrays, 1): array 1 has the shape (1, 3) and array 0 the shape (2, 3); they may differ in "
               "that axis only");
    BOOST_TEST(text_of<dynamic::shape_mismatch>([] { concatenate(std::vector<variable<MatrixXd>>(), 0); }) ==
               "concatenate(arrays, 0): there are no arrays; name at least one");
}
