// SPDX-License-Identifier: BSL-1.0
// Outside of functions words read Eigen's vectors by subscripts without a sign, where Eigen has some with one.
#pragma GCC diagnostic ignored "-Wsign-conversion"

#include <pullback.hpp>
#include <pullback/ext/eigen.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <type_traits>
#include <vector>

// The words for ranges on vectors of Eigen of fixed size, mixed with arrays, with ranges and with each other, in a body
// and outside: the same as of arrays.

namespace {

using namespace pullback; // as plain numbers are called with the words too

template <int N>
using vector = Eigen::Matrix<double, N, 1>;

void check_close(double a, double b) { BOOST_TEST(std::abs(a - b) <= 1e-14 * (1 + std::abs(b)), a << " and " << b); }

template <class X>
double at(const X& x, std::size_t i) {
    if constexpr (requires { x.coeff(0); }) return x[static_cast<Eigen::Index>(i)];
    else return x[i];
}

constexpr auto products = [](const auto& x, const auto& y) {
    return dot(x, y) * norm(y) + squared_norm(x, y, [](const auto& p, const auto& q) { return p - q * q; });
};
constexpr auto choices = [](const auto& x, const auto& y) {
    const auto scaled = map(x, y, [](const auto& p, const auto& q) { return p * sin(q); });
    return max(scaled) * min(x) + sum(x, indices(y), [](const auto& p, const auto& i) { return p * i; }) * mean(y) +
           log_sum_exp(x) * sum(shifted(y, 1, 0.5)) +
           dot(softmax(y), log_softmax(x, [](const auto& p) { return 2 * p; })) +
           count(x, y, [](const auto& p, const auto& q) { return p < q; }) * y[0];
};

template <class Body, class X, class Y, std::size_t N>
void check_as_arrays(Body body, const X& x, const Y& y, const std::array<double, N>& a,
                     const std::array<double, N>& b) {
    constexpr auto f = function(body);
    const auto found = value_and_gradient(f)(x, y);
    const auto expected = value_and_gradient(f)(a, b);
    check_close(found.value, expected.value);
    for (std::size_t i = 0; i < N; ++i) {
        check_close(at(get<0>(found.gradient), i), get<0>(expected.gradient)[i]);
        check_close(at(get<1>(found.gradient), i), get<1>(expected.gradient)[i]);
    }
    check_close(body(x, y), expected.value); // outside
}

template <std::size_t N, class Body>
void check_mixtures(Body body) {
    std::array<double, N> a{}, b{};
    for (std::size_t i = 0; i < N; ++i) {
        a[i] = std::sin(1 + 2.3 * static_cast<double>(i));
        b[i] = std::cos(2 * static_cast<double>(i));
    }
    const vector<static_cast<int>(N)> x(a.data()), y(b.data());
    const Eigen::RowVectorXd row = y.transpose();
    const std::vector<double> data(b.begin(), b.end());
    check_as_arrays(body, x, y, a, b);
    check_as_arrays(body, x, b, a, b);
    check_as_arrays(body, a, y, a, b);
    check_as_arrays(body, x, data, a, b);
    check_as_arrays(body, data, x, b, a);
    check_as_arrays(body, x, row, a, b);
}

} // namespace

BOOST_AUTO_TEST_CASE(products_of_vectors_and_arrays) {
    check_mixtures<1>(products);
    check_mixtures<2>(products);
    check_mixtures<7>(products);
}
BOOST_AUTO_TEST_CASE(choices_of_vectors_and_arrays) {
    check_mixtures<2>(choices);
    check_mixtures<9>(choices);
}

BOOST_AUTO_TEST_CASE(vectors_as_elements_and_results) {
    const vector<3> x(1, 2, 3);
    const std::array<double, 3> a{4, 5, 6};
    // A map of a vector is an array.
    constexpr auto twice = function([](const auto& v) { return map(v, [](const auto& e) { return 2 * e; }); });
    static_assert(std::is_same_v<decltype(twice(x)), std::array<double, 3>>);
    BOOST_TEST(twice(x)[2] == 6);
    BOOST_TEST(jacobian(twice)(x)[1][1] == 2);
    // Computed vectors, parts, elements of data, rows of matrices.
    constexpr auto computed = function([](const auto& v, const auto& w) {
        return dot(2 * v - v.cross(v), w) + dot(v.template head<2>(), std::array{w[0], w[1]});
    });
    BOOST_TEST(computed(x, a) == 78);
    constexpr auto of_rows = function(
        [](const auto& rows, const auto& w) { return sum(rows, [&](const auto& r) { return square(dot(r, w)); }); });
    BOOST_TEST(of_rows(std::vector<vector<3>>{x, x}, a) == 2048);
    BOOST_TEST(of_rows(std::vector<std::array<double, 3>>{a, a}, x) == 2048);
    BOOST_TEST(of_rows(Eigen::MatrixXd::Ones(2, 3).eval(), x) == 72);
    BOOST_TEST(gradient(of_rows, wrt<1>)(std::vector<vector<3>>{x, x}, a)[2] == 384);
    BOOST_TEST(gradient(of_rows, wrt<1>)(std::vector<std::array<double, 3>>{a, a}, x)[0] == 512);
    // Subscripts of any integral type, and enumerators.
    enum { first, second };
    constexpr auto by = function([](const auto& v) { return v[first] * v[std::size_t(1)] + v[second] * v[2L]; });
    BOOST_TEST(by(x) == 8);
}
