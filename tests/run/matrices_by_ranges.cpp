// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include "caught_text.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <random>
#include <span>
#include <utility>
#include <vector>

// Jacobians and Hessians by arguments of run-time length, against the same functions of fixed size, central
// differences, the other mode and numbers made by hand.

namespace {

using namespace pullback;
using numbers = std::vector<double>;
using matrix = row_matrix<double>;

std::mt19937 generator(7);
double random_number() { return std::uniform_real_distribution<double>(-1, 1)(generator); }
numbers random_numbers(std::size_t count) {
    numbers x(count);
    for (double& each : x) each = random_number();
    return x;
}
matrix random_matrix(std::ptrdiff_t rows, std::ptrdiff_t columns) {
    matrix x(rows, columns);
    for (std::ptrdiff_t i = 0; i < rows; ++i)
        for (std::ptrdiff_t j = 0; j < columns; ++j) x(i, j) = random_number();
    return x;
}

void check_close(double a, double b, double tolerance = 1e-13) {
    BOOST_TEST(std::abs(a - b) <= tolerance * (1 + std::abs(b)), a << " and " << b);
}
template <class Matrix>
void check_extents(const Matrix& m, std::ptrdiff_t rows, std::ptrdiff_t columns) {
    BOOST_TEST(m.rows() == rows);
    BOOST_TEST(m.columns() == columns);
}

constexpr auto loss = function([](const auto& w, const auto& rows, const auto& labels) {
    const auto likelihood = sum(rows, labels, [&](const auto& row, const auto& y) {
        const auto z = dot(w, row);
        return softplus(z) - y * z;
    });
    return likelihood + 0.5 * squared_norm(w);
});

// The Hessian by hand: the sum of s(1 - s) x xᵀ, and the identity.
matrix hessian_by_hand(const numbers& w, const matrix& rows) {
    const auto p = static_cast<std::ptrdiff_t>(w.size());
    matrix h(p, p);
    for (std::ptrdiff_t r = 0; r < rows.rows(); ++r) {
        double z = 0;
        for (std::ptrdiff_t i = 0; i < p; ++i) z += w[static_cast<std::size_t>(i)] * rows(r, i);
        const double s = 1 / (1 + std::exp(-z));
        for (std::ptrdiff_t i = 0; i < p; ++i)
            for (std::ptrdiff_t j = 0; j < p; ++j) h(i, j) += s * (1 - s) * rows(r, i) * rows(r, j);
    }
    for (std::ptrdiff_t i = 0; i < p; ++i) h(i, i) += 1;
    return h;
}

void check_hessian(std::ptrdiff_t rows, std::ptrdiff_t features) {
    const numbers w = random_numbers(static_cast<std::size_t>(features)),
                  labels = random_numbers(static_cast<std::size_t>(rows));
    const matrix x = random_matrix(rows, features);
    const matrix h = hessian(loss, wrt<0>)(w, x, labels), expected = hessian_by_hand(w, x);
    check_extents(h, features, features);
    for (std::ptrdiff_t i = 0; i < features; ++i)
        for (std::ptrdiff_t j = 0; j < features; ++j) {
            check_close(h(i, j), expected(i, j));
            BOOST_TEST(h(i, j) == h(j, i));
        }
}

// Numbers, a range and a fixed array, all in one exponential.
constexpr auto mixed = function([](const auto& a, const auto& x, const auto& b) {
    return sum(x, [&](const auto& each) { return exp(a * each + b[0]) * b[1]; }) * x[0];
});

constexpr auto deviations = function([](const auto& x, const auto& y) {
    return map(x, [&](const auto& each) { return std::array{each * each - mean(y), each * y[0]}; });
});
constexpr auto moments = function([](const auto& x) {
    return std::array{sum(x), squared_norm(x), sum(x, [](const auto& each) { return sin(each); })};
});
constexpr auto image = function([](const auto& a, const auto& x) { return matrix_vector(a, x); });
constexpr auto rosenbrock = function([](const auto& x) {
    return sum(zip(x, shifted(x, 1, 1)), [](const auto& pair) {
        const auto& [each, next] = pair;
        return 100 * square(next - square(each)) + square(1 - each);
    });
});

} // namespace

BOOST_AUTO_TEST_CASE(a_hessian_is_that_by_hand) {
    for (const std::ptrdiff_t rows : {0, 1, 2, 7, 100})
        for (const std::ptrdiff_t features : {0, 1, 2, 9}) check_hessian(rows, features);
}

BOOST_AUTO_TEST_CASE(a_hessian_is_that_of_fixed_size) {
    const std::array x{0.4, -0.3, 0.9, 1.2, 0.1};
    const auto expected = hessian(rosenbrock)(x);
    const auto h = hessian(rosenbrock)(numbers(x.begin(), x.end()));
    for (std::size_t i = 0; i < x.size(); ++i)
        for (std::size_t j = 0; j < x.size(); ++j)
            check_close(h(static_cast<std::ptrdiff_t>(i), static_cast<std::ptrdiff_t>(j)), expected[i][j]);
}

BOOST_AUTO_TEST_CASE(a_hessian_by_a_matrix_has_its_numbers_row_by_row) {
    const numbers w{0.3, -0.7}, labels{1, 0, 1};
    const matrix x = random_matrix(3, 2);
    const matrix h = hessian(loss, wrt<1>)(w, x, labels);
    check_extents(h, 6, 6);
    for (std::ptrdiff_t r = 0; r < 3; ++r) {
        const double z = w[0] * x(r, 0) + w[1] * x(r, 1), s = 1 / (1 + std::exp(-z));
        for (std::ptrdiff_t i = 0; i < 6; ++i)
            for (std::ptrdiff_t j = 0; j < 2; ++j) {
                const double expected =
                    i / 2 == r ? s * (1 - s) * w[static_cast<std::size_t>(i % 2)] * w[static_cast<std::size_t>(j)] : 0;
                check_close(h(i, 2 * r + j), expected);
            }
    }
}

BOOST_AUTO_TEST_CASE(numbers_and_ranges_are_side_by_side_in_one_matrix) {
    const double a = 0.3;
    const std::array x{0.5, -0.2, 0.8};
    const std::array b{0.1, 0.7};
    const numbers xs(x.begin(), x.end());
    const auto h = hessian(mixed)(a, xs, b);
    check_extents(h, 6, 6);

    // The same of one array.
    constexpr auto of_one = [](const auto& all) {
        return mixed(all[0], std::array{all[1], all[2], all[3]}, std::array{all[4], all[5]});
    };
    const auto expected = hessian(function(of_one))(std::array{a, x[0], x[1], x[2], b[0], b[1]});
    for (std::size_t i = 0; i < 6; ++i)
        for (std::size_t j = 0; j < 6; ++j)
            check_close(h(static_cast<std::ptrdiff_t>(i), static_cast<std::ptrdiff_t>(j)), expected[i][j]);

    // In another order, and the part that has rows by one argument and columns by another.
    const auto turned = hessian(mixed, wrt<2, 1>)(a, xs, b);
    check_extents(turned, 5, 5);
    check_close(turned(0, 2), expected[4][1]);
    check_close(turned(4, 1), expected[3][5]);
    const auto cross = jacobian(gradient(mixed, wrt<1>), wrt<1, 0>)(a, xs, b);
    check_extents(cross, 3, 4);
    const auto from_numbers = jacobian(gradient(mixed, wrt<2, 0>), wrt<1>)(a, xs, b);
    check_extents(from_numbers, 3, 3);
    for (std::ptrdiff_t i = 0; i < 3; ++i) {
        check_close(cross(i, 3), expected[static_cast<std::size_t>(i) + 1][0]);
        for (std::ptrdiff_t j = 0; j < 3; ++j) check_close(cross(i, j), h(1 + i, 1 + j));
        check_close(from_numbers(0, i), h(4, 1 + i));
        check_close(from_numbers(1, i), h(5, 1 + i));
        check_close(from_numbers(2, i), h(0, 1 + i));
    }
}

BOOST_AUTO_TEST_CASE(a_jacobian_of_numbers_has_a_row_for_each) {
    const numbers x = random_numbers(5);
    const auto [value, j] = value_and_jacobian(moments)(x);
    check_extents(j, 3, 5);
    check_close(value[1], squared_norm(x));
    for (std::ptrdiff_t i = 0; i < 5; ++i) {
        const double each = x[static_cast<std::size_t>(i)];
        BOOST_TEST(j(0, i) == 1);
        check_close(j(1, i), 2 * each);
        check_close(j(2, i), std::cos(each));
    }
    check_extents(jacobian(rosenbrock)(x), 1, 5);
    BOOST_TEST(jacobian(rosenbrock)(x)(0, 3) == gradient(rosenbrock)(x)[3]);
}

BOOST_AUTO_TEST_CASE(a_jacobian_of_an_array_is_dense_where_its_elements_depend_on_all) {
    // By rows where there are fewer of these, else by columns.
    for (const std::size_t length : {1u, 2u, 3u, 11u}) {
        const numbers x = random_numbers(3), y = random_numbers(length);
        const auto n = static_cast<double>(length);
        const auto j = jacobian(deviations, wrt<1>)(x, y);
        check_extents(j, 6, static_cast<std::ptrdiff_t>(length));
        for (std::ptrdiff_t i = 0; i < 3; ++i)
            for (std::ptrdiff_t k = 0; k < j.columns(); ++k) {
                check_close(j(2 * i, k), -1 / n);
                check_close(j(2 * i + 1, k), k == 0 ? x[static_cast<std::size_t>(i)] : 0);
            }
        const auto both = jacobian(deviations)(x, y);
        check_extents(both, 6, 3 + j.columns());
        for (std::ptrdiff_t i = 0; i < 6; ++i) {
            for (std::ptrdiff_t k = 0; k < 3; ++k) {
                const double by_own = i % 2 == 0 ? 2 * x[static_cast<std::size_t>(k)] : y[0];
                check_close(both(i, k), i / 2 == k ? by_own : 0);
            }
            for (std::ptrdiff_t k = 0; k < j.columns(); ++k) check_close(both(i, 3 + k), j(i, k));
        }
    }

    const matrix a = random_matrix(4, 3);
    BOOST_TEST((jacobian(image, wrt<1>)(a, random_numbers(3)) == a));
    const matrix wide = random_matrix(2, 7);
    BOOST_TEST((jacobian(image, wrt<1>)(wide, random_numbers(7)) == wide));
}

BOOST_AUTO_TEST_CASE(a_hessian_agrees_with_central_differences) {
    numbers x = random_numbers(6);
    const auto h = hessian(rosenbrock)(x);
    for (std::size_t k = 0; k < x.size(); ++k) {
        const double at = x[k], step = 1e-5;
        x[k] = at + step;
        const numbers above = gradient(rosenbrock)(x);
        x[k] = at - step;
        const numbers below = gradient(rosenbrock)(x);
        x[k] = at;
        for (std::size_t i = 0; i < x.size(); ++i)
            check_close(h(static_cast<std::ptrdiff_t>(i), static_cast<std::ptrdiff_t>(k)),
                        (above[i] - below[i]) / (2 * step), 1e-6);
    }
}

BOOST_AUTO_TEST_CASE(matrices_are_written_in_place) {
    const numbers w{0.3, -0.7, 0.2}, labels{1, 0};
    const matrix x = random_matrix(2, 3), expected = hessian(loss, wrt<0>)(w, x, labels);
    constexpr auto h = hessian(loss, wrt<0>);
    double rows[9], columns[9];
    numbers line(9);
    matrix other(3, 3);
    h.into (&rows[0])(w, x, labels);
    h.into(column_major(&columns[0]))(w, x, labels);
    h.into(line)(w, x, labels);
    h.into(std::span<double>(other.data(), 9))(w, x, labels);
    BOOST_TEST((other == expected));
    h.into(other)(w, x, labels);
    BOOST_TEST((other == expected));
    for (std::size_t i = 0; i < 9; ++i) {
        BOOST_TEST(rows[i] == expected.data()[i]);
        BOOST_TEST(columns[i] == expected.data()[i]); // as it is symmetric
        BOOST_TEST(line[i] == expected.data()[i]);
    }

    numbers slope(3);
    value_and_jacobian(gradient(loss, wrt<0>), wrt<0>).into(slope, other)(w, x, labels);
    BOOST_TEST((other == expected));
    BOOST_TEST((slope == gradient(loss, wrt<0>)(w, x, labels)));

    std::array<double, 3> value{};
    double by_columns[9];
    value_and_jacobian(moments).into(value, column_major(&by_columns[0]))(w);
    BOOST_TEST(by_columns[3] == 1);
    check_close(by_columns[4], 2 * w[1]);
    check_close(by_columns[8], std::cos(w[2]));
}

BOOST_AUTO_TEST_CASE(a_place_of_another_size_and_one_over_an_argument_are_errors) {
    numbers x{1, 2, 3}, too_long(10);
    matrix wrong(3, 2);
    BOOST_TEST(caught_text::text_of<range_error>([&] { hessian(rosenbrock).into(too_long)(x); }) ==
               "f.into(results...)(x...): result 0 has 9 elements, and its destination 10; give it as many");
    BOOST_TEST(caught_text::text_of<range_error>([&] { hessian(rosenbrock).into(wrong)(x); }) ==
               "f.into(results...)(x...): result 0 has 3 elements, and its destination 2; give it as many");
    numbers memory(12, 1.5);
    const std::span<const double> part(memory.data() + 8, 3);
    BOOST_TEST(caught_text::text_of<range_error>([&] { hessian(rosenbrock).into(memory.data())(part); }) ==
               "f.into(results...)(x...): a destination overlaps argument 0, so that a number would be read after it "
               "was overwritten; give memory of its own");
    BOOST_TEST(memory[0] == 1.5);
}

BOOST_AUTO_TEST_CASE(memory_of_loops_is_asked_for_and_given) {
    constexpr auto kept = function([](const auto& x) {
        const auto costly = map(x, [](const auto& each) { return exp(sin(each)); });
        const auto average = mean(costly);
        return sum(costly, [&](const auto& each) { return square(each - average); });
    });
    const numbers x = random_numbers(8);
    const auto h = hessian(kept)(x);
    const auto size = work_size(hessian(kept), x);
    BOOST_TEST(size > 0);
    numbers memory(static_cast<std::size_t>(size));
    matrix again(8, 8);
    hessian(kept).into(again).using_workspace(memory)(x);
    BOOST_TEST((again == h));
    BOOST_TEST(work_size(hessian(loss, wrt<0>), x, random_matrix(2, 8), random_numbers(2)) == 0);
}

BOOST_AUTO_TEST_CASE(elements_of_several_numbers_are_divided) {
    constexpr auto distances = function([](const auto& points) {
        return sum(points, [&](const auto& p) { return sum(points, [&](const auto& q) { return exp(dot(p, q)); }); });
    });
    const std::array<std::array<double, 2>, 3> points{{{0.1, 0.2}, {-0.4, 0.3}, {0.5, 0.6}}};
    const auto expected = hessian(distances)(points);
    const auto h = hessian(distances)(std::vector<std::array<double, 2>>(points.begin(), points.end()));
    check_extents(h, 6, 6);
    for (std::size_t i = 0; i < 6; ++i)
        for (std::size_t j = 0; j < 6; ++j)
            check_close(h(static_cast<std::ptrdiff_t>(i), static_cast<std::ptrdiff_t>(j)),
                        expected[i / 2][i % 2][j / 2][j % 2]);
}

BOOST_AUTO_TEST_CASE(directions_that_are_not_taken_do_not_reach_infinite_derivatives) {
    constexpr auto roots = function([](const auto& x) { return sum(x, [](const auto& each) { return sqrt(each); }); });
    const auto h = hessian(roots)(numbers{1, 0, 4});
    BOOST_TEST(h(0, 0) == -0.25);
    BOOST_TEST(h(2, 2) == -0.03125);
    BOOST_TEST(std::isinf(h(1, 1)));
    BOOST_TEST(h(0, 1) == 0);
    BOOST_TEST(h(1, 2) == 0);
}

BOOST_AUTO_TEST_CASE(a_third_derivative_is_a_product_with_a_product) {
    const numbers x = random_numbers(4), v = random_numbers(4), w = random_numbers(4);
    const auto [value, tangent] = jvp(hvp(rosenbrock), wrt<0>)(x, v, w);
    const numbers expected = hvp(rosenbrock)(x, v);
    numbers above = x, below = x;
    for (std::size_t i = 0; i < 4; ++i) above[i] += 1e-5 * w[i], below[i] -= 1e-5 * w[i];
    const numbers at_above = hvp(rosenbrock)(above, v), at_below = hvp(rosenbrock)(below, v);
    for (std::size_t i = 0; i < 4; ++i) {
        BOOST_TEST(value[i] == expected[i]);
        check_close(tangent[i], (at_above[i] - at_below[i]) / 2e-5, 1e-5);
    }
}
