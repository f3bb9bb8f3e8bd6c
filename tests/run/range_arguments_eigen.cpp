// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/ext/eigen.hpp>

#include <boost/test/unit_test.hpp>

#include <type_traits>
#include <vector>

// Matrices and vectors of Eigen and views of them with strides: each against vectors of numbers, to the bit.

namespace {

using namespace pullback; // as the bodies say sum(x, f)

constexpr auto deviation = function(
    [](const auto& x, const auto& a) { return sum(x, [&](const auto& each) { return exp(a * each) - each / a; }); });
constexpr auto of_rows = function(
    [](const auto& x) { return sum(x, [](const auto& row) { return sin(sum(row)) * row.size() + dot(row, row); }); });

Eigen::MatrixXd some_matrix() {
    Eigen::MatrixXd m(3, 4);
    for (int i = 0; i < 12; ++i) m(i / 4, i % 4) = 0.1 * i - 0.4;
    return m;
}

template <class X>
void check_numbers(const X& x) {
    const std::vector<double> numbers(x.begin(), x.end());
    const auto [gx, ga] = gradient(deviation)(x, 0.7);
    const auto [ex, ea] = gradient(deviation)(numbers, 0.7);
    BOOST_TEST(std::vector<double>(gx.begin(), gx.end()) == ex);
    BOOST_TEST(ga == ea);
}
template <class X>
void check_rows(const X& x) {
    row_matrix<double> rows(x.rows(), x.cols());
    for (int i = 0; i < x.rows(); ++i)
        for (int j = 0; j < x.cols(); ++j) rows(i, j) = x(i, j);
    const auto g = gradient(of_rows)(x);
    const auto expected = gradient(of_rows)(rows);
    for (int i = 0; i < x.rows(); ++i)
        for (int j = 0; j < x.cols(); ++j) BOOST_TEST(g(i, j) == expected(i, j));
}

} // namespace

BOOST_AUTO_TEST_CASE(vectors_and_views_of_such) {
    const Eigen::MatrixXd m = some_matrix();
    check_numbers(Eigen::VectorXd(m.col(1)));
    check_numbers(m.row(1));
    check_numbers(m.col(2).segment(1, 2));
    check_numbers(Eigen::Ref<const Eigen::VectorXd>(m.col(3)));
    check_numbers(Eigen::Map<const Eigen::ArrayXd, 0, Eigen::InnerStride<>>(m.data(), 4, Eigen::InnerStride<>(3)));
}

BOOST_AUTO_TEST_CASE(matrices_and_views_of_such) {
    const Eigen::MatrixXd m = some_matrix();
    check_rows(m);
    check_rows(m.block(1, 1, 2, 2));
    check_rows(m.transpose());
    check_rows(Eigen::Matrix<double, Eigen::Dynamic, 4, Eigen::RowMajor>(m));
    // Maps with strides of their own: every second row of every third column.
    using strides = Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>;
    const std::vector<double> memory = [] {
        std::vector<double> all;
        for (int i = 0; i < 40; ++i) all.push_back(0.02 * i * i - 0.3 * i);
        return all;
    }();
    check_rows(Eigen::Map<const Eigen::MatrixXd, 0, strides>(memory.data(), 3, 2, strides(18, 2)));
    check_rows(Eigen::Map<const Eigen::MatrixXd, 0, Eigen::OuterStride<7>>(memory.data(), 3, 4));
    check_rows(Eigen::Map<const Eigen::Array<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>, 0,
                          Eigen::InnerStride<2>>(memory.data(), 4, 3));
    static_assert(
        std::is_same_v<decltype(gradient(of_rows)(m.leftCols<3>())), Eigen::Matrix<double, Eigen::Dynamic, 3>>);
    static_assert(std::is_same_v<decltype(gradient(of_rows)(Eigen::ArrayXXd(m))), Eigen::ArrayXXd>);
}

BOOST_AUTO_TEST_CASE(vectors_of_fixed_size_in_a_range) {
    constexpr auto lengths = function([](const auto& points, const auto& places) {
        return sum(places, [&](const auto& k) { return points[k].squaredNorm() * points[k](1); });
    });
    const std::vector<Eigen::Vector2d> points{{1, 2}, {3, 4}, {5, 6}};
    const auto g = gradient(lengths, wrt<0>)(points, Eigen::VectorXi{{2, 0, 2}});
    static_assert(std::is_same_v<std::remove_const_t<decltype(g)>, std::vector<Eigen::Vector2d>>);
    BOOST_TEST((g[0] == Eigen::Vector2d(4, 13)));
    BOOST_TEST((g[1] == Eigen::Vector2d(0, 0)));
    BOOST_TEST((g[2] == Eigen::Vector2d(120, 266)));
}
