// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/dynamic.hpp>

#include <boost/hana/define_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

// root(found, residual) and fixed_point(found, step), against closed forms, and second derivatives against differences
// of first ones.

namespace {

using namespace pullback;
using numbers = std::vector<double>;

void check_close(double a, double b, double tolerance = 1e-12) {
    BOOST_TEST(std::abs(a - b) <= tolerance * (1 + std::abs(b)), a << " and " << b);
}

/// The root of x³ + a x - b, found in the body by Newton's method and by bisection, and given.
constexpr auto cubic = [](const auto& x, const auto& a, const auto& b) { return x * x * x + a * x - b; };
constexpr auto by_newton = function([](const auto& a, const auto& b) {
    auto x = 0 * a + 1;
    for (int i = 0; i < 12; ++i) x -= cubic(x, a, b) / (3 * x * x + a);
    return root(x, [&](const auto& y) { return cubic(y, a, b); });
});
constexpr auto by_bisection = function([](const auto& a, const auto& b) {
    auto low = 0 * a - 4, high = 0 * a + 4;
    for (int i = 0; i < 52; ++i) {
        const auto middle = (low + high) / 2;
        const auto is_above = cubic(middle, a, b) > 0;
        high = select(is_above, middle, high);
        low = select(is_above, low, middle);
    }
    return root(low, [&](const auto& y) { return cubic(y, a, b); });
});
constexpr auto given = function([](const auto& found, const auto& a, const auto& b) {
    return root(found, [&](const auto& y) { return cubic(y, a, b); });
});

/// The derivatives of the root of x³ + a x - b: of the first order, and of the second.
struct cubic_derivatives {
    double by_a, by_b, by_aa, by_ab, by_bb;
    cubic_derivatives(double x, double a) {
        const double j = 3 * x * x + a;
        by_a = -x / j;
        by_b = 1 / j;
        by_bb = -6 * x * by_b / (j * j);
        by_ab = -(6 * x * by_a + 1) / (j * j);
        by_aa = -by_a / j + x * (6 * x * by_a + 1) / (j * j);
    }
};

template <class F, class... Found>
void check_cubic(F f, const Found&... found) {
    const double a = 1.3, b = 2.9;
    const double x = f(found..., a, b);
    BOOST_TEST(std::abs(cubic(x, a, b)) < 1e-13);
    const cubic_derivatives expected(x, a);
    constexpr std::size_t first = sizeof...(found);
    const auto [value, slope] = value_and_gradient(f, wrt<first, first + 1>)(found..., a, b);
    BOOST_TEST(value == x);
    check_close(get<0>(slope), expected.by_a);
    check_close(get<1>(slope), expected.by_b);
    const auto second = hessian(f, wrt<first, first + 1>)(found..., a, b);
    check_close(get<0>(get<0>(second)), expected.by_aa);
    check_close(get<1>(get<0>(second)), expected.by_ab);
    check_close(get<0>(get<1>(second)), expected.by_ab);
    check_close(get<1>(get<1>(second)), expected.by_bb);
}

/// Two equations whose Jacobian has a 0 on its diagonal, and of three unknowns with all of it 0.
constexpr auto two = [](const auto& x, const auto& p) {
    return std::array{x[1] * x[1] - p[0], exp(x[0]) - p[1] * x[1]};
};
constexpr auto of_two = function([](const auto& p) {
    const auto found_1 = sqrt(p[0]);
    const std::array found{log(p[1] * found_1), found_1};
    return root(found, [&](const auto& x) { return two(x, p); });
});
constexpr auto of_two_in_closed_form = function([](const auto& p) {
    const auto x_1 = sqrt(p[0]);
    return std::array{log(p[1] * x_1), x_1};
});
constexpr auto of_three = function([](const auto& found, const auto& p) {
    return root(found, [&](const auto& x) {
        return std::array{x[1] * p[0] + x[2] - p[1], x[2] * exp(x[0]) + x[0] * p[2] - p[0],
                          p[1] * sin(x[0]) + x[1] * x[1] - p[2]};
    });
});

template <std::size_t N>
double largest_difference(const std::array<double, N>& x, const std::array<double, N>& y) {
    double largest = 0;
    for (std::size_t i = 0; i < N; ++i) largest = std::max(largest, std::abs(x[i] - y[i]));
    return largest;
}

/// Newton's method outside of the library, with the Jacobian of the equations by the library.
constexpr auto equations_of_three = function([](const auto& x, const auto& p) {
    return std::array{x[1] * p[0] + x[2] - p[1], x[2] * exp(x[0]) + x[0] * p[2] - p[0],
                      p[1] * sin(x[0]) + x[1] * x[1] - p[2]};
});
std::array<double, 3> solve_three(const std::array<double, 3>& p) {
    std::array<double, 3> x{0.4, 0.5, 0.6};
    for (int step = 0; step < 30; ++step) {
        const auto r = equations_of_three(x, p);
        const auto m = jacobian(equations_of_three, wrt<0>)(x, p);
        const auto minor = [&](std::size_t a, std::size_t b, std::size_t c, std::size_t d) {
            return m[a][c] * m[b][d] - m[a][d] * m[b][c];
        };
        const double determinant =
            m[0][0] * minor(1, 2, 1, 2) - m[0][1] * minor(1, 2, 0, 2) + m[0][2] * minor(1, 2, 0, 1);
        for (std::size_t k = 0; k < 3; ++k) {
            double change = 0; // by the column of cofactors
            for (std::size_t i = 0; i < 3; ++i) {
                const std::size_t a = i == 0 ? 1 : 0, b = i == 2 ? 1 : 2, c = k == 0 ? 1 : 0, d = k == 2 ? 1 : 2;
                change += ((i + k) % 2 == 0 ? 1 : -1) * minor(a, b, c, d) * r[i];
            }
            x[k] -= change / determinant;
        }
    }
    return x;
}

template <class T>
struct state {
    BOOST_HANA_DEFINE_STRUCT(state, (T, position), (T, speed));
};

constexpr auto cosine_of_itself = function([](const auto& a) {
    auto x = 0 * a + 0.5;
    for (int i = 0; i < 90; ++i) x = cos(a * x);
    return fixed_point(x, [&](const auto& y) { return cos(a * y); });
});

constexpr auto of_struct = function([](const auto& found, const auto& a) {
    return fixed_point(found, [&](const auto& s) {
        auto next = s;
        next.position = a / 2 * sin(s.speed);
        next.speed = s.position / 3 + a;
        return next;
    });
});

} // namespace

BOOST_AUTO_TEST_CASE(a_cubic_equation) {
    check_cubic(by_newton);
    check_cubic(by_bisection);
    check_cubic(given, by_newton(1.3, 2.9));
}

BOOST_AUTO_TEST_CASE(the_value_is_what_was_found) {
    BOOST_TEST(given(1.25, 1.3, 2.9) == 1.25); // which is no solution
    BOOST_TEST(value_and_gradient(given)(1.25, 1.3, 2.9).value == 1.25);
    BOOST_TEST(get<0>(gradient(given)(1.25, 1.3, 2.9)) == 0);
    BOOST_TEST(root(1.25, [](double x) { return x - 1; }) == 1.25);
    BOOST_TEST(fixed_point(std::array{0.5F}, [](const auto& x) { return x; })[0] == 0.5F);
    const double infinity = std::numeric_limits<double>::infinity();
    BOOST_TEST(given(infinity, 1.3, 2.9) == infinity);
}

BOOST_AUTO_TEST_CASE(in_every_mode) {
    const double a = 1.3, b = 2.9, x = by_bisection(a, b);
    const cubic_derivatives d(x, a);
    check_close(jvp(by_bisection)(a, b, 0.3, -0.4).tangent, 0.3 * d.by_a - 0.4 * d.by_b);
    check_close(get<0>(vjp(by_bisection)(a, b, 2.0).cotangent), 2 * d.by_a);
    const auto product = hvp(by_bisection)(a, b, 0.3, -0.4);
    check_close(get<0>(product), 0.3 * d.by_aa - 0.4 * d.by_ab);
    check_close(get<1>(product), 0.3 * d.by_ab - 0.4 * d.by_bb);
    // The third order is not known, and says so.
    BOOST_TEST(std::isnan(derivative<3>(function([](const auto& p) { return by_newton(p, 2.9); }))(a)));
}

BOOST_AUTO_TEST_CASE(in_a_graph) {
    const double x = by_newton(1.3, 2.9);
    const dynamic::variable found{x}, a{1.3}, b{2.9};
    const auto y = given(found, a, b);
    BOOST_TEST(y.data() == x);
    const cubic_derivatives d(x, 1.3);
    const auto by_a = grad(y, a);
    check_close(by_a.data(), d.by_a);
    const auto by_ab = grad(by_a, b);
    check_close(by_ab.data(), d.by_ab);
    BOOST_TEST(std::isnan(grad(by_ab, b).data()));
}

BOOST_AUTO_TEST_CASE(what_a_selection_leaves_out) {
    // √p at 0, where its derivative is infinite.
    constexpr auto square_root = function([](const auto& found, const auto& p) {
        return select(p > 0, root(found, [&](const auto& y) { return y * y - p; }), p);
    });
    BOOST_TEST(gradient(square_root, wrt<1>)(0.0, 0.0) == 1);
    BOOST_TEST(jvp(square_root, wrt<1>)(0.0, 0.0, 1.0).tangent == 1);
    BOOST_TEST(hvp(square_root, wrt<1>)(0.0, 0.0, 1.0) == 0);
    BOOST_TEST(gradient(square_root, wrt<1>)(2.0, 4.0) == 0.25);
}

BOOST_AUTO_TEST_CASE(the_solver_is_not_differentiated) {
    const auto steps = [](const auto& c) { return c.additions + c.multiplications + c.divisions; };
    const auto value = steps(cost<double, double>(by_bisection));
    const auto both = steps(cost<double, double>(value_and_gradient(by_bisection)));
    BOOST_TEST(both - value <= 12);
    BOOST_TEST(steps(cost<double, double, double>(given)) == 0);
}

BOOST_AUTO_TEST_CASE(two_equations) {
    const std::array p{1.7, 0.6};
    const auto expected = jacobian(of_two_in_closed_form)(p);
    const auto found = jacobian(of_two)(p);
    for (std::size_t i = 0; i < 2; ++i)
        for (std::size_t k = 0; k < 2; ++k) check_close(found[i][k], expected[i][k]);
    constexpr auto result = function([](const auto& q) {
        const auto x = of_two(q);
        return x[0] * x[1] + square(x[0]);
    });
    constexpr auto same = function([](const auto& q) {
        const auto x = of_two_in_closed_form(q);
        return x[0] * x[1] + square(x[0]);
    });
    const auto second = hessian(result)(p), second_expected = hessian(same)(p);
    for (std::size_t i = 0; i < 2; ++i)
        for (std::size_t k = 0; k < 2; ++k) check_close(second[i][k], second_expected[i][k]);
}

BOOST_AUTO_TEST_CASE(three_equations) {
    const std::array p{0.7, 1.1, 0.9};
    const auto x = solve_three(p);
    BOOST_TEST(largest_difference(equations_of_three(x, p), {}) < 1e-14);
    const auto first = jacobian(of_three, wrt<1>)(x, p);
    constexpr auto sum_of_squares = function([](const auto& found, const auto& q) {
        const auto y = of_three(found, q);
        return y[0] * y[1] + square(y[2]) + exp(y[0]);
    });
    const auto second = hessian(sum_of_squares, wrt<1>)(x, p);
    const double h = 1e-5;
    for (std::size_t k = 0; k < 3; ++k) {
        auto above = p, below = p;
        above[k] += h;
        below[k] -= h;
        const auto x_above = solve_three(above), x_below = solve_three(below);
        const auto slope_above = gradient(sum_of_squares, wrt<1>)(x_above, above),
                   slope_below = gradient(sum_of_squares, wrt<1>)(x_below, below);
        for (std::size_t i = 0; i < 3; ++i) {
            check_close(first[i][k], (x_above[i] - x_below[i]) / (2 * h), 1e-8);
            check_close(second[i][k], (slope_above[i] - slope_below[i]) / (2 * h), 1e-8);
        }
    }
}

BOOST_AUTO_TEST_CASE(fixed_points) {
    const double a = 0.8, x = cosine_of_itself(a);
    check_close(x, std::cos(a * x));
    const double s = std::sin(a * x), c = std::cos(a * x), j = 1 + a * s;
    const double slope = -s * x / j;
    check_close(gradient(cosine_of_itself)(a), slope);
    const double inner = x + a * slope; // of a x
    check_close(derivative<2>(cosine_of_itself)(a),
                (-c * inner * x - s * slope) / j + s * x * (s + a * c * inner) / (j * j));

    state<double> at{0.1, 0.1};
    for (int i = 0; i < 100; ++i) at = {0.3 * std::sin(at.speed), at.position / 3 + 0.6};
    const auto by_a = jacobian(of_struct, wrt<1>)(at, 0.6);
    const double cosine = std::cos(at.speed), speed_by_a = (std::sin(at.speed) / 6 + 1) / (1 - 0.1 * cosine);
    check_close(by_a.speed, speed_by_a);
    check_close(by_a.position, std::sin(at.speed) / 2 + 0.3 * cosine * speed_by_a);
}

BOOST_AUTO_TEST_CASE(a_singular_jacobian) {
    // x² = p at 0 has an infinite derivative, and a residual without x none.
    constexpr auto square_root = function(
        [](const auto& found, const auto& p) { return root(found, [&](const auto& x) { return x * x - p; }); });
    BOOST_TEST(square_root(0.0, 0.0) == 0);
    BOOST_TEST(std::isinf(gradient(square_root, wrt<1>)(0.0, 0.0)));
    constexpr auto alike = function([](const auto& found, const auto& p) {
        return root(found, [&](const auto& x) { return std::array{x[0] + x[1] - p, 2 * x[0] + 2 * x[1] - 2 * p}; });
    });
    BOOST_TEST(!std::isfinite(jacobian(alike, wrt<1>)(std::array{0.5, 0.5}, 1.0)[0]));
    BOOST_TEST(alike(std::array{0.5, 0.5}, 1.0)[0] == 0.5);
}
