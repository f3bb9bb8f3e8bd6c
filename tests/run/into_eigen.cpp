// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/ext/eigen.hpp>

#include <boost/test/unit_test.hpp>

#include <Eigen/Core>

#include <array>
#include <string>
#include <vector>

// Results that go into matrices, vectors, maps and blocks of Eigen, against those that are returned.

namespace {

using namespace pullback;

constexpr auto turned = function([](const auto& x, const auto& s) {
    auto y = x;
    y[0] = x[0] * sin(s) + x[1];
    y[1] = x[1] * x[2];
    y[2] = x[2] / s;
    return y;
});
constexpr auto energy = function([](const auto& x) { return x[0] * exp(x[1]) + square(x[2]) * x[0]; });
constexpr auto pairs = function([](const auto& x) { return std::array{x[0] * x[1], x[2]}; });

const Eigen::Vector3d x(1.5, -0.5, 2.0);
using row_major = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr auto deviation = function([](const auto& data) {
    const auto centre = mean(data);
    return sqrt(mean(data, [&](const auto& each) { return square(each - centre); }) + 1);
});
constexpr auto quadratic = function([](const auto& rows, const auto& w) {
    return sum(rows, [&](const auto& row) { return square(dot(row, w) - 1); });
});

} // namespace

BOOST_AUTO_TEST_CASE(results_of_fixed_size_go_into_matrices_of_any_kind) {
    const Eigen::Matrix3d expected = jacobian(turned, wrt<0>)(x, 0.5);
    Eigen::Matrix3d fixed;
    jacobian(turned, wrt<0>).into(fixed)(x, 0.5);
    BOOST_TEST((fixed == expected));
    Eigen::MatrixXd by_columns(3, 3);
    jacobian(turned, wrt<0>).into(by_columns)(x, 0.5);
    BOOST_TEST((by_columns == expected));
    row_major by_rows(3, 3);
    jacobian(turned, wrt<0>).into(by_rows)(x, 0.5);
    BOOST_TEST((by_rows == expected));
    double memory[9];
    jacobian(turned, wrt<0>).into(Eigen::Map<Eigen::Matrix3d>(memory))(x, 0.5);
    BOOST_TEST((Eigen::Map<Eigen::Matrix3d>(memory) == expected));
    jacobian(turned, wrt<0>).into(Eigen::Map<row_major>(memory, 3, 3))(x, 0.5);
    BOOST_TEST((Eigen::Map<row_major>(memory, 3, 3) == expected));
    jacobian(turned, wrt<0>).into(column_major(memory))(x, 0.5);
    BOOST_TEST((Eigen::Map<Eigen::Matrix3d>(memory) == expected));
    Eigen::MatrixXd large = Eigen::MatrixXd::Zero(5, 6);
    Eigen::Vector3d by_s;
    jacobian(turned).into(large.block<3, 3>(1, 2), by_s)(x, 0.5);
    BOOST_TEST((large.block(1, 2, 3, 3) == expected));
    jacobian(turned).into(large.block(2, 3, 3, 3), large.col(0).head(3))(x, 0.5);
    BOOST_TEST((large.block(2, 3, 3, 3) == expected));
    BOOST_TEST((large.col(0).head(3) == by_s));
    Eigen::MatrixXd two(2, 3);
    jacobian(pairs).into(two)(std::array{2.0, 3.0, 4.0});
    BOOST_TEST(two(0, 0) == 3);
    BOOST_TEST(two(0, 1) == 2);
    BOOST_TEST(two(1, 2) == 1);
    Eigen::MatrixXd wrong(3, 2);
    BOOST_CHECK_THROW(jacobian(pairs).into(wrong)(std::array{2.0, 3.0, 4.0}), range_error);
}

BOOST_AUTO_TEST_CASE(gradients_and_hessians_go_into_vectors_and_matrices) {
    const Eigen::Vector3d expected = gradient(energy)(x);
    Eigen::VectorXd vector(3);
    gradient(energy).into(vector)(x);
    BOOST_TEST((vector == expected));
    Eigen::RowVectorXd row(3);
    double value = 0;
    value_and_gradient(energy).into(value, row)(x);
    BOOST_TEST((row.transpose() == expected));
    Eigen::MatrixXd H(3, 3);
    hessian(energy).into(H)(x);
    BOOST_TEST((H == hessian(energy)(x)));
    Eigen::Vector3d in_place = x;
    gradient(energy).into(in_place)(in_place);
    BOOST_TEST((in_place == expected));
}

BOOST_AUTO_TEST_CASE(gradients_by_matrices_go_into_matrices) {
    Eigen::VectorXd data(4), slope(4);
    data << 1, 2, 4, 8;
    gradient(deviation).into(slope)(data);
    BOOST_TEST((slope == gradient(deviation)(data)));
    std::vector<double> other(4);
    gradient(deviation).into(other)(data);
    BOOST_TEST((Eigen::Map<Eigen::VectorXd>(other.data(), 4) == slope));
    Eigen::MatrixXd table = Eigen::MatrixXd::Zero(4, 2);
    gradient(deviation).into(table.col(1))(data);
    BOOST_TEST((table.col(1) == slope));
    BOOST_TEST(table.col(0).isZero());

    Eigen::MatrixXd rows(3, 2), by_rows(3, 2);
    rows << 1, 2, 3, 4, 5, 6;
    Eigen::VectorXd w(2), by_w(2);
    w << 0.5, -0.25;
    const auto expected = gradient(quadratic)(rows, w);
    gradient(quadratic).into(by_rows, by_w)(rows, w);
    BOOST_TEST((by_rows == get<0>(expected)));
    BOOST_TEST((by_w == get<1>(expected)));
    double memory[6];
    gradient(quadratic).into(memory, by_w)(rows, w); // row by row
    BOOST_TEST((Eigen::Map<row_major>(memory, 3, 2) == get<0>(expected)));
    gradient(quadratic).into(column_major(memory), by_w)(rows, w);
    BOOST_TEST((Eigen::Map<Eigen::MatrixXd>(memory, 3, 2) == get<0>(expected)));
    // Into some columns of every second row.
    Eigen::MatrixXd larger = Eigen::MatrixXd::Zero(6, 3);
    using strides = Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>;
    gradient(quadratic).into(Eigen::Map<Eigen::MatrixXd, 0, strides>(larger.data() + 6, 3, 2, strides(6, 2)), by_w)(
        Eigen::Map<const Eigen::MatrixXd>(rows.data(), 3, 2), w);
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST((larger.block(2 * i, 1, 1, 2) == get<0>(expected).row(i)));
        BOOST_TEST(larger.row(2 * i + 1).isZero());
    }
    Eigen::MatrixXd transposed(2, 3);
    BOOST_CHECK_THROW(gradient(quadratic).into(transposed, by_w)(rows, w), range_error);
    BOOST_CHECK_THROW(gradient(quadratic).into(rows, by_w)(rows, w), range_error);
    BOOST_CHECK_THROW(gradient(quadratic).into(by_rows, w)(rows, w), range_error);
}

BOOST_AUTO_TEST_CASE(arrays_of_rows_go_into_matrices) {
    constexpr auto corners = function([](const auto& points, const auto& a) {
        return map(points, [&](const auto& p) { return std::array{a * p[0], p[0] + p[1], p[1]}; });
    });
    const std::vector<std::array<double, 2>> points{{1, 2}, {3, 4}, {5, 6}, {7, 8}};
    Eigen::MatrixXd matrix(4, 3);
    corners.into(matrix)(points, 2.0);
    BOOST_TEST(matrix(3, 0) == 14);
    BOOST_TEST(matrix(3, 1) == 15);
    BOOST_TEST(matrix(2, 2) == 6);
    Eigen::MatrixXd wrong(4, 2);
    BOOST_CHECK_THROW(corners.into(wrong)(points, 2.0), range_error);
    // Two columns of a matrix that is stored by rows lie between each other, and are apart.
    row_major both(4, 2);
    both.col(0).setConstant(2);
    constexpr auto doubled =
        function([](const auto& v, const auto& a) { return map(v, [&](const auto& each) { return a * each; }); });
    doubled.into(both.col(1))(both.col(0), 2.0);
    BOOST_TEST(both(3, 1) == 4);
    BOOST_CHECK_THROW(doubled.into(both.col(0))(both.col(0), 2.0), range_error);
}
