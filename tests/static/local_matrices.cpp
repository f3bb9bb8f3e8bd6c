// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/hana/define_struct.hpp>

#include <array>
#include <tuple>
#include <type_traits>
#include <utility>

// Bodies with local arrays that begin as zeros and of which only some elements are written: g++ 12 makes the others of
// zero bytes, which must be the number 0.

namespace {

constexpr bool near(double a, double b) { return a - b < 1e-14 && b - a < 1e-14; }

template <class T, std::size_t Rows, std::size_t Columns = Rows>
using matrix = std::array<std::array<T, Columns>, Rows>;

template <class T, std::size_t N>
constexpr matrix<T, N> unit_matrix() {
    matrix<T, N> u{};
    for (std::size_t i = 0; i < N; ++i) u[i][i] = T(1);
    return u;
}

template <class T, std::size_t N, std::size_t K, std::size_t M>
constexpr matrix<T, N, M> product(const matrix<T, N, K>& a, const matrix<T, K, M>& b) {
    matrix<T, N, M> c{};
    for (std::size_t i = 0; i < N; ++i)
        for (std::size_t j = 0; j < M; ++j)
            for (std::size_t k = 0; k < K; ++k) c[i][j] += a[i][k] * b[k][j];
    return c;
}

template <class T, std::size_t N, std::size_t M>
constexpr matrix<T, M, N> transposed(const matrix<T, N, M>& a) {
    matrix<T, M, N> b{};
    for (std::size_t i = 0; i < N; ++i)
        for (std::size_t j = 0; j < M; ++j) b[j][i] = a[i][j];
    return b;
}

template <class X>
using scalar_of = std::remove_cvref_t<X>;

constexpr auto diagonal = pullback::function([](const auto& x) {
    using T = scalar_of<decltype(x)>;
    T sum(0);
    for (const auto& row : unit_matrix<T, 4>())
        for (const T& e : row) sum += e * x;
    return sum;
});
static_assert(diagonal(0.5) == 2.0 && pullback::gradient(diagonal)(0.5) == 4.0);

// Returned as it is.
constexpr auto embedded = pullback::function([](const auto& x) {
    matrix<scalar_of<decltype(x)>, 3> u{};
    u[1][2] = square(x);
    return u;
});
static_assert(embedded(3.0)[1][2] == 9.0 && embedded(3.0)[0][0] == 0.0 && embedded(3.0)[2][2] == 0.0);
static_assert(pullback::jacobian(embedded)(3.0)[1][2] == 6.0 && pullback::jacobian(embedded)(3.0)[2][1] == 0.0);

// A rotation about an axis: a matrix of which four elements are written.
constexpr auto rotated = pullback::function([](const auto& angle, const auto& v) {
    using T = scalar_of<decltype(angle)>;
    matrix<T, 3> r{};
    r[0][0] = r[1][1] = cos(angle);
    r[1][0] = sin(angle);
    r[0][1] = -r[1][0];
    r[2][2] = 1;
    return product(r, matrix<T, 3, 1>{{{v[0]}, {v[1]}, {v[2]}}});
});
constexpr auto turned = rotated(0.0, std::array{1.0, 2.0, 3.0});
static_assert(turned[0][0] == 1.0 && turned[1][0] == 2.0 && turned[2][0] == 3.0);
constexpr auto turning = pullback::jacobian(rotated, pullback::wrt<0>)(0.0, std::array{1.0, 2.0, 3.0});
static_assert(turning[0][0] == -2.0 && turning[1][0] == 1.0 && turning[2][0] == 0.0);

// Gauss and Jordan's inverse: element (0, 0) of the inverse of {{x, 1}, {1, 2}} is 2 / (2x - 1).
constexpr auto inverse_element = pullback::function([](const auto& x) {
    using T = scalar_of<decltype(x)>;
    matrix<T, 2> a = {{{x, T(1)}, {T(1), T(2)}}}, b = unit_matrix<T, 2>();
    for (std::size_t i = 0; i < 2; ++i) {
        const T pivot = a[i][i];
        for (std::size_t j = 0; j < 2; ++j) {
            a[i][j] /= pivot;
            b[i][j] /= pivot;
        }
        for (std::size_t k = 0; k < 2; ++k) {
            if (k == i) continue;
            const T factor = a[k][i];
            for (std::size_t j = 0; j < 2; ++j) {
                a[k][j] -= factor * a[i][j];
                b[k][j] -= factor * b[i][j];
            }
        }
    }
    return b[0][0];
});
static_assert(near(inverse_element(3.0), 0.4) && near(pullback::gradient(inverse_element)(3.0), -4.0 / 25.0));
static_assert(near(pullback::derivative<2>(inverse_element)(3.0), 16.0 / 125.0));

// An update of a Kalman filter with a position measured: the variance p / (p + r) r.
constexpr auto kalman_variance = pullback::function([](const auto& p, const auto& r) {
    using T = scalar_of<decltype(p)>;
    matrix<T, 2> covariance{};
    covariance[0][0] = p;
    covariance[1][1] = 4;
    matrix<T, 1, 2> h{};
    h[0][0] = 1;
    const T s = product(product(h, covariance), transposed(h))[0][0] + r;
    matrix<T, 2, 1> gain{};
    for (std::size_t i = 0; i < 2; ++i) gain[i][0] = product(covariance, transposed(h))[i][0] / s;
    matrix<T, 2> left = unit_matrix<T, 2>();
    const auto taken = product(gain, h);
    for (std::size_t i = 0; i < 2; ++i)
        for (std::size_t j = 0; j < 2; ++j) left[i][j] -= taken[i][j];
    const matrix<T, 2> updated = product(left, covariance);
    return std::array<T, 3>{updated[0][0], updated[0][1], updated[1][1]};
});
constexpr auto variance = kalman_variance(3.0, 1.0);
static_assert(near(variance[0], 0.75) && variance[1] == 0.0 && variance[2] == 4.0);
constexpr auto by_both = pullback::jacobian(kalman_variance)(3.0, 1.0);
static_assert(near(get<0>(by_both[0]), 1.0 / 16.0) && near(get<1>(by_both[0]), 9.0 / 16.0) &&
              get<0>(by_both[2]) == 0.0);

// Elements in three levels, in structs, in tuples, in C arrays.
constexpr auto cube = pullback::function([](const auto& x) {
    using T = scalar_of<decltype(x)>;
    std::array<matrix<T, 2>, 2> u{};
    u[1][0][1] = x;
    T sum(0);
    for (const auto& layer : u)
        for (const auto& row : layer)
            for (const T& e : row) sum += (1 + e) * x;
    return sum;
});
static_assert(cube(2.0) == 20.0 && pullback::gradient(cube)(2.0) == 12.0);

template <class T>
struct pose {
    BOOST_HANA_DEFINE_STRUCT(pose, (T, x), (T, y), (T, angle));
};
template <class T>
struct with_c_array {
    T of[3][2];
    T scale;
};

template <template <class> class Element>
constexpr auto first_of_elements = pullback::function([](const auto& x) {
    using T = scalar_of<decltype(x)>;
    std::array<std::array<Element<T>, 2>, 3> all{};
    const auto first = [](auto& element) -> auto& {
        if constexpr (requires { element.of; }) return element.of[0][0];
        else if constexpr (requires { element.angle; }) return element.x;
        else return element[0];
    };
    first(all[1][1]) = x;
    T sum(0);
    for (auto& row : all)
        for (auto& element : row) sum += square(first(element) + x);
    first(all[0][0]) += x;
    return sum * first(all[0][0]);
});
template <class T>
using array_of = std::array<T, 2>;
// (4 x² + 5 x²) x
static_assert(first_of_elements<pose>(2.0) == 72.0 && pullback::gradient(first_of_elements<pose>)(2.0) == 108.0);
static_assert(first_of_elements<with_c_array>(2.0) == 72.0);
static_assert(pullback::gradient(first_of_elements<with_c_array>)(2.0) == 108.0);
static_assert(first_of_elements<array_of>(2.0) == 72.0 &&
              pullback::gradient(first_of_elements<array_of>)(2.0) == 108.0);

// A struct with an array between other members, of which the last is written and the array is not.
template <class T>
struct link_of_chain {
    T mass;
    std::array<T, 3> axis;
    T limits[2];
};
constexpr auto chain_of_structs = pullback::function([](const auto& x) {
    using T = scalar_of<decltype(x)>;
    std::array<link_of_chain<T>, 2> links{};
    links[0].limits[1] = x;
    links[1].axis[2] = 2 * x;
    T sum(0);
    for (const auto& each : links) {
        sum += each.mass + each.limits[0] + square(each.limits[1]);
        for (const T& e : each.axis) sum += (e + 1) * x;
    }
    return sum;
});
static_assert(chain_of_structs(2.0) == 24.0 && pullback::gradient(chain_of_structs)(2.0) == 18.0);

// The same in two levels, copied as a whole before it is read.
constexpr auto copied_structs = pullback::function([](const auto& x) {
    using T = scalar_of<decltype(x)>;
    std::array<std::array<link_of_chain<T>, 2>, 2> links{};
    links[0][1].limits[1] = x;
    links[1][0].mass = x;
    const auto copy = links;
    T sum(0);
    for (const auto& row : copy)
        for (const auto& each : row) sum += each.mass * each.limits[0] + each.limits[1] * x + each.axis[1];
    return sum;
});
static_assert(copied_structs(3.0) == 9.0 && pullback::gradient(copied_structs)(3.0) == 6.0);

constexpr auto of_tuples = pullback::function([](const auto& x) {
    using T = scalar_of<decltype(x)>;
    std::tuple<std::array<std::array<T, 2>, 2>, std::pair<T, T>> all{};
    std::get<0>(all)[0][1] = x;
    std::get<1>(all).second = 2 * x;
    T sum = std::get<1>(all).first + std::get<1>(all).second;
    for (const auto& row : std::get<0>(all))
        for (const T& e : row) sum += e;
    return sum;
});
static_assert(of_tuples(2.0) == 6.0 && pullback::gradient(of_tuples)(2.0) == 3.0);

constexpr auto c_arrays = pullback::function([](const auto& x) {
    using T = scalar_of<decltype(x)>;
    T table[3][3] = {};
    for (int i = 0; i < 3; ++i) table[i][i] = x;
    T sum(0);
    for (const auto& row : table)
        for (const T& e : row) sum += (e + 1) * x;
    return sum;
});
static_assert(c_arrays(2.0) == 30.0 && pullback::gradient(c_arrays)(2.0) == 21.0);

// Truth values: those of zero bytes are known not to hold.
constexpr auto conditions = pullback::function([](const auto& x) {
    using T = scalar_of<decltype(x)>;
    std::array<std::array<decltype(x < x), 2>, 2> is{};
    is[0][1] = x < 3;
    is[1][0] = true;
    T sum(0);
    for (const auto& row : is)
        for (const auto& e : row) sum += select(e, x, T(10));
    return sum;
});
static_assert(conditions(2.0) == 24.0 && conditions(4.0) == 34.0 && pullback::gradient(conditions)(2.0) == 2.0);

} // namespace
