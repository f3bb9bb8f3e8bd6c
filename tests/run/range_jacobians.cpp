// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/derivative/engine.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <random>
#include <utility>
#include <vector>

// Jacobians and Hessians of functions of ranges, and derivatives taken in their bodies, against the same bodies
// unrolled.

namespace {

template <class T>
struct measurement {
    std::array<T, 3> x;
    T y;
};

std::mt19937 generator(5);
double random_number() { return std::uniform_real_distribution<double>(-1, 1)(generator); }
template <std::size_t N>
std::array<double, N> random_array() {
    std::array<double, N> x{};
    for (double& each : x) each = random_number();
    return x;
}
template <std::size_t N>
std::array<measurement<double>, N> random_rows() {
    std::array<measurement<double>, N> rows{};
    for (auto& row : rows) row = {random_array<3>(), random_number()};
    return rows;
}
template <class T, std::size_t N>
std::vector<T> as_vector(const std::array<T, N>& x) {
    return {x.begin(), x.end()};
}

void check_close(double a, double b) { BOOST_TEST(std::abs(a - b) <= 1e-13 * (1 + std::abs(b)), a << " and " << b); }
/// All numbers of two results of one shape.
template <class A>
void check_all_close(const A& a, const A& b) {
    double x[pullback::shape_of<A>::size], y[pullback::shape_of<A>::size];
    pullback::copy_to(a, x);
    pullback::copy_to(b, y);
    for (int i = 0; i < pullback::shape_of<A>::size; ++i) check_close(x[i], y[i]);
}

using namespace pullback; // as the bodies say sum(x, f) for sequences too

constexpr auto loss = function([](const auto& w, const auto& rows) {
    return sum(rows, [&](const auto& row) {
        const auto z = dot(w, row.x);
        return softplus(z) - row.y * z;
    });
});
constexpr auto two_sums = function([](const auto& w, const auto& rows) {
    return std::array{sum(rows, [&](const auto& row) { return tanh(dot(w, row.x)); }),
                      sum(rows, [&](const auto& row) { return row.y * w[0]; })};
});
constexpr auto many_sums = function([](const auto& a, const auto& b, const auto& rows) {
    return std::array{sum(rows, [&](const auto& row) { return a * row.y; }),
                      sum(rows, [&](const auto& row) { return exp(a * b * row.x[0]); }), a * b};
});
constexpr auto residual = [](const auto& w, const auto& row) {
    return std::array{dot(w, row.x) * row.y, exp(w[0] * row.x[1])};
};
constexpr auto residuals = function(
    [](const auto& w, const auto& rows) { return map(rows, [&](const auto& row) { return residual(w, row); }); });
constexpr auto one_residual = function([](const auto& w, const auto& row) { return residual(w, row); });

constexpr auto project = [](const auto& camera, const auto& point) {
    return std::array{camera[0] * point[0] + camera[1], exp(camera[1] * point[1])};
};
constexpr auto observations =
    function([](const auto& cameras, const auto& points, const auto& camera_of, const auto& point_of) {
        return map(camera_of, point_of, [&](const auto& c, const auto& p) { return project(cameras[c], points[p]); });
    });
constexpr auto one_observation = function([](const auto& camera, const auto& point) { return project(camera, point); });

constexpr auto potential = function([](const auto& x) { return exp(x[0] * x[1]) + square(x[1]) * sin(x[2]); });
constexpr auto squared_forces = function([](const auto& x) {
    return sum(x, [](const auto& each) {
        const auto force = gradient(potential)(each);
        return dot(force, force) + hessian(potential)(each)[0][1];
    });
});

constexpr auto energy = function([](const auto& x, const auto& a) {
    return sum(x, [&](const auto& p) {
        return sum(x, [&](const auto& q) { return a * square(p - 2 * q) + exp(-a * p * q); });
    });
});
constexpr auto forces = function([](const auto& x, const auto& a) {
    const auto& [by_x, by_a] = gradient(energy)(x, a);
    return sum(by_x, [](const auto& force) { return square(force); }) * by_a;
});
constexpr auto energies_of_elements = function([](const auto& x, const auto& a) {
    return sum(x, [&](const auto& p) {
        return sum(gradient(energy, wrt<0>)(x, p * a), [&](const auto& force) { return force * p; });
    });
});

constexpr auto row_energy = function([](const auto& row, const auto& a) {
    return sum(row, [&](const auto& each) { return exp(a * each) * square(each); }) * sum(row);
});
constexpr auto of_rows = function([](const auto& rows, const auto& a) {
    return sum(rows, [&](const auto& row) {
        return sum(gradient(row_energy, wrt<0>)(row, a), [&](const auto& each) { return square(each); });
    });
});
constexpr auto of_pairs_of_rows = function([](const auto& rows, const auto& a) {
    return sum(rows, [&](const auto& p) {
        return sum(rows, [&](const auto& q) {
            const auto& [by_row, by_a] = gradient(row_energy)(q, a);
            return dot(by_row, p) * by_a;
        });
    });
});

// Elements of an array of results that depend on all elements of the range that they are made of.
constexpr auto scaled_by_sum = function([](const auto& x, const auto& a) {
    const auto whole = sum(x, [&](const auto& each) { return exp(a * each); });
    return map(x, [=](const auto& each) { return each * whole; });
});
constexpr auto moved_by_product = function([](const auto& x, const auto& a) {
    const auto whole = product(x);
    return map(x, [=](const auto& each) { return a * (each + whole); });
});
constexpr auto shares = function(
    [](const auto& x, const auto& a) { return softmax(x, [=](const auto& each) { return a * square(each); }); });
constexpr auto deviations = function([](const auto& x, const auto& a) {
    const auto middle = mean(x);
    return map(x, [=](const auto& each) { return std::array{square(each - middle) * a, middle}; });
});
constexpr auto sums_of_pairs = function([](const auto& x, const auto& a) {
    return map(x, [&](const auto& p) { return sum(x, [&](const auto& q) { return exp(a * p * q); }) * p; });
});

constexpr auto products_with_neighbours = function([](const auto& x, const auto& a) {
    return map(x, shifted(x, 1, a), shifted(x, -1, 0.5),
               [](const auto& each, const auto& next, const auto& before) { return each * next + before; });
});

template <class F>
void check_that_all_have_a_part(F f) {
    const std::array<double, 3> x{1.5, -0.5, 2};
    const auto xs = as_vector(x);
    constexpr int rows = shape_of<decltype(f(x, 0.7))>::size;
    double by_x[3 * rows], by_a[rows], blocks[rows];
    copy_to(jacobian(f, wrt<0>)(x, 0.7), by_x);
    copy_to(jacobian(f, wrt<1>)(x, 0.7), by_a);
    const auto dense = jacobian(f, wrt<0>)(xs, 0.7);
    const auto whole = jacobian(f)(xs, 0.7);
    const auto [value, parts] = value_and_jacobian(f, wrt<1>)(xs, 0.7);
    for (std::size_t i = 0; i < 3; ++i) copy_to(parts[i], blocks + i * (rows / 3));
    for (int i = 0; i < rows; ++i) {
        for (int j = 0; j < 3; ++j) {
            check_close(dense(i, j), by_x[3 * i + j]);
            check_close(whole(i, j), by_x[3 * i + j]);
        }
        check_close(whole(i, 3), by_a[i]);
        check_close(blocks[i], by_a[i]);
    }
}

template <class F, std::size_t N, std::size_t M>
void check_gradient_by_rows_in_body(F f, const std::array<std::array<double, M>, N>& rows) {
    row_matrix<double> matrix(N, M);
    std::vector<std::vector<double>> vectors;
    for (std::size_t i = 0; i < N; ++i) {
        vectors.push_back(as_vector(rows[i]));
        for (std::size_t j = 0; j < M; ++j)
            matrix(static_cast<std::ptrdiff_t>(i), static_cast<std::ptrdiff_t>(j)) = rows[i][j];
    }
    check_close(f(matrix, 0.7), f(rows, 0.7));
    check_close(f(vectors, 0.7), f(rows, 0.7));
    const auto [by_matrix, by_a] = gradient(f)(matrix, 0.7);
    const auto [by_vectors, by_b] = gradient(f)(vectors, 0.7);
    const auto [expected, expected_by_a] = gradient(f)(rows, 0.7);
    check_close(by_a, expected_by_a);
    check_close(by_b, expected_by_a);
    for (std::size_t i = 0; i < N; ++i)
        for (std::size_t j = 0; j < M; ++j) {
            check_close(by_matrix(static_cast<std::ptrdiff_t>(i), static_cast<std::ptrdiff_t>(j)), expected[i][j]);
            check_close(by_vectors[i][j], expected[i][j]);
        }
}

template <class F>
void check_gradient_in_body(F f) {
    const std::array<double, 3> x{0.1, 0.5, -0.3};
    const auto xs = as_vector(x);
    check_close(f(xs, 0.7), f(x, 0.7));
    const auto [by_x, by_a] = gradient(f)(xs, 0.7);
    const auto [expected_by_x, expected_by_a] = gradient(f)(x, 0.7);
    for (std::size_t i = 0; i < 3; ++i) check_close(by_x[i], expected_by_x[i]);
    check_close(by_a, expected_by_a);
}

template <std::size_t N>
void check_matrices() {
    const auto rows = random_rows<N>();
    const auto data = as_vector(rows);
    const auto w = random_array<3>();
    const double a = random_number(), b = random_number();
    check_all_close(hessian(loss, wrt<0>)(w, data), hessian(loss, wrt<0>)(w, rows));
    const auto [slope, second] = value_and_jacobian(gradient(loss, wrt<0>), wrt<0>)(w, data);
    check_all_close(slope, gradient(loss, wrt<0>)(w, rows));
    check_all_close(second, hessian(loss, wrt<0>)(w, rows));
    const auto [value, jacobian_of_two] = value_and_jacobian(two_sums, wrt<0>)(w, data);
    check_all_close(value, two_sums(w, rows));
    check_all_close(jacobian_of_two, jacobian(two_sums, wrt<0>)(w, rows));
    check_all_close(jacobian(many_sums, wrt<0, 1>)(a, b, data), jacobian(many_sums, wrt<0, 1>)(a, b, rows));
}

/// Whether a function for arguments of these types is one loop that keeps no array.
template <class... A, class F>
constexpr bool is_one_loop(const F&) {
    using loops = pullback::engine::loops_program_of<F, A...>;
    constexpr const auto& plan = pullback::engine::optimise::loops_of<loops>;
    return plan.region_count == 2 && plan.array_count == 0;
}
using weights = std::array<double, 3>;
using table = std::vector<measurement<double>>;
static_assert(is_one_loop<weights, table>(gradient(loss, wrt<0>)));
static_assert(is_one_loop<weights, table>(hessian(loss, wrt<0>)));
static_assert(is_one_loop<weights, table>(value_and_jacobian(residuals, wrt<0>)));

} // namespace

BOOST_AUTO_TEST_CASE(matrices_by_arguments_of_fixed_size_are_the_unrolled_ones) {
    check_matrices<1>();
    check_matrices<2>();
    check_matrices<7>();
    const table no_rows;
    const std::array<double, 3> w{1, 2, 3};
    check_all_close(hessian(loss, wrt<0>)(w, no_rows), std::array<std::array<double, 3>, 3>{});
    check_all_close(jacobian(two_sums, wrt<0>)(w, no_rows), std::array<std::array<double, 3>, 2>{});
}

BOOST_AUTO_TEST_CASE(an_array_of_results_has_an_array_of_blocks) {
    const auto rows = random_rows<7>();
    const auto data = as_vector(rows);
    const auto w = random_array<3>();
    const auto by_weights = jacobian(residuals, wrt<0>)(w, data);
    const auto [value, by_row] = value_and_jacobian(residuals, wrt<1>)(w, data);
    const auto by_both = jacobian(residuals)(w, data);
    BOOST_TEST_REQUIRE(by_weights.size() == 7U);
    BOOST_TEST_REQUIRE(by_row.size() == 7U);
    for (std::size_t i = 0; i < 7; ++i) {
        check_all_close(value[i], one_residual(w, rows[i]));
        check_all_close(by_weights[i], jacobian(one_residual, wrt<0>)(w, rows[i]));
        check_all_close(by_row[i], jacobian(one_residual, wrt<1>)(w, rows[i]));
        check_all_close(by_both[i], jacobian(one_residual)(w, rows[i]));
    }
    BOOST_TEST(jacobian(residuals)(w, std::vector<measurement<double>>()).empty());
}

BOOST_AUTO_TEST_CASE(gathered_elements_have_blocks_and_cotangents) {
    const std::vector<std::array<double, 2>> cameras{{1, 2}, {-0.5, 0.25}}, points{{1, 1}, {2, -1}, {0.5, 0}};
    const std::vector<int> camera_of{1, 0, 1, 1}, point_of{2, 2, 0, 0};
    const auto blocks = jacobian(observations, wrt<0, 1>)(cameras, points, camera_of, point_of);
    const std::vector<std::array<double, 2>> weights{{1, 2}, {0, 1}, {-1, 0.5}, {3, 1}};
    const auto back = vjp(observations, wrt<0, 1>)(cameras, points, camera_of, point_of, weights);
    std::vector<std::array<double, 2>> by_camera(2), by_point(3);
    for (std::size_t i = 0; i < 4; ++i) {
        const auto c = static_cast<std::size_t>(camera_of[i]), p = static_cast<std::size_t>(point_of[i]);
        check_all_close(blocks[i], jacobian(one_observation)(cameras[c], points[p]));
        const auto [dc, dp] = vjp(one_observation)(cameras[c], points[p], weights[i]).cotangent;
        for (std::size_t k = 0; k < 2; ++k) {
            by_camera[c][k] += dc[k];
            by_point[p][k] += dp[k];
        }
    }
    for (std::size_t i = 0; i < 2; ++i) check_all_close(get<0>(back.cotangent)[i], by_camera[i]);
    for (std::size_t i = 0; i < 3; ++i) check_all_close(get<1>(back.cotangent)[i], by_point[i]);
}

BOOST_AUTO_TEST_CASE(elements_that_depend_on_all_others_have_whole_jacobians) {
    check_that_all_have_a_part(scaled_by_sum);
    check_that_all_have_a_part(moved_by_product);
    check_that_all_have_a_part(shares);
    check_that_all_have_a_part(deviations);
    check_that_all_have_a_part(sums_of_pairs);
    check_that_all_have_a_part(products_with_neighbours);
}

BOOST_AUTO_TEST_CASE(derivatives_of_elements_stand_in_bodies) {
    const std::array<std::array<double, 3>, 2> x{random_array<3>(), random_array<3>()};
    const auto [value, slope] = value_and_gradient(squared_forces)(as_vector(x));
    check_close(value, squared_forces(x));
    for (std::size_t i = 0; i < 2; ++i) check_all_close(slope[i], gradient(squared_forces)(x)[i]);
}

BOOST_AUTO_TEST_CASE(gradients_by_ranges_stand_in_bodies) {
    check_gradient_in_body(forces);
    check_gradient_in_body(energies_of_elements);
}

BOOST_AUTO_TEST_CASE(a_gradient_in_a_body_is_taken_by_a_row) {
    check_gradient_by_rows_in_body(of_rows, std::array<std::array<double, 3>, 2>{{{0.1, 0.5, -0.3}, {0.7, -0.2, 0.4}}});
    check_gradient_by_rows_in_body(of_rows, std::array<std::array<double, 2>, 2>{{{0.1, 0.5}, {0.7, -0.2}}});
    check_gradient_by_rows_in_body(of_pairs_of_rows,
                                   std::array<std::array<double, 2>, 3>{{{0.1, 0.5}, {0.7, -0.2}, {0.3, 0.6}}});
}
