// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

// root(found, residual) in loops over data, and of residuals that are loops over data.

namespace {

using namespace pullback;
using series = std::vector<double>;

void check_close(double a, double b, double tolerance = 1e-13) {
    BOOST_TEST(std::abs(a - b) <= tolerance * (1 + std::abs(b)), a << " and " << b);
}

/// The root of x³ + a x = p for each element p, and what it is in closed form for a = 0.
constexpr auto of_elements = function([](const auto& data, const auto& a) {
    return sum(data, [&](const auto& p) {
        auto x = 0 * p + 1;
        for (int i = 0; i < 12; ++i) x -= (x * x * x + a * x - p) / (3 * x * x + a);
        return square(root(x, [&](const auto& y) { return y * y * y + a * y - p; }));
    });
});
/// Two unknowns for each element; a chooses which row the pivot is in.
constexpr auto of_elements_in_pairs = function([](const auto& data, const auto& a) {
    return map(data, [&](const auto& p) {
        const std::array found{p * p, p};
        const auto x =
            root(found, [&](const auto& y) { return std::array{a * y[0] + y[1] - p - a * p * p, y[0] - y[1] * y[1]}; });
        return x[0] * x[1];
    });
});

/// The centre x of data: ∑ tanh(w (x - d)) = 0.
constexpr auto centre = function([](const auto& found, const auto& data, const auto& w) {
    const auto x =
        root(found, [&](const auto& y) { return sum(data, [&](const auto& d) { return tanh(w * (y - d)); }); });
    return square(x) + x;
});
double centre_of(const series& data, double w) {
    double x = 0;
    for (int i = 0; i < 40; ++i) {
        double r = 0, slope = 0;
        for (const double d : data) {
            const double t = std::tanh(w * (x - d));
            r += t;
            slope += w * (1 - t * t);
        }
        x -= r / slope;
    }
    return x;
}
auto gradient_of_centre(const series& data, double w) {
    return gradient(centre, wrt<1, 2>)(centre_of(data, w), data, w);
}

} // namespace

BOOST_AUTO_TEST_CASE(in_each_turn) {
    const std::array<double, 4> fixed{0.3, 1.7, 0.4, 2.2}, direction{0.5, -0.1, 0.2, 1};
    const double a = 1.3;
    for (const std::ptrdiff_t count : {0, 1, 2}) {
        const series data(fixed.begin(), fixed.begin() + count);
        double by_a = 0;
        for (const double p : data) {
            const double x = std::sqrt(of_elements(series{p}, a));
            check_close(x * x * x + a * x, p);
            by_a -= 2 * x * x / (3 * x * x + a);
        }
        check_close(get<1>(gradient(of_elements)(data, a)), by_a);
    }
    const series data(fixed.begin(), fixed.end()), along(direction.begin(), direction.end());
    check_close(of_elements(data, a), of_elements(fixed, a));
    const auto [by_data, by_a] = gradient(of_elements)(data, a);
    const auto [by_fixed, expected_by_a] = gradient(of_elements)(fixed, a);
    const auto [product, product_a] = hvp(of_elements)(data, a, along, 0.3);
    const auto [expected_product, expected_product_a] = hvp(of_elements)(fixed, a, direction, 0.3);
    check_close(by_a, expected_by_a);
    check_close(product_a, expected_product_a);
    for (std::size_t i = 0; i < 4; ++i) {
        check_close(by_data[i], by_fixed[i]);
        check_close(product[i], expected_product[i]);
    }
}

BOOST_AUTO_TEST_CASE(several_unknowns_in_each_turn) {
    // The solution is (p², p) for every a, so that only p moves it.
    const series data{0.3, -1.7, 0.4};
    for (const double a : {0.0, 0.2, 5.0}) {
        const auto moved = jvp(of_elements_in_pairs)(data, a, series{1, 1, 1}, 1.0);
        const auto twice =
            jvp(jvp(of_elements_in_pairs))(data, a, series{1, 1, 1}, 1.0, series{1, 1, 1}, 1.0, series{0, 0, 0}, 0.0);
        for (std::size_t i = 0; i < 3; ++i) {
            check_close(moved.value[i], data[i] * data[i] * data[i]);
            check_close(moved.tangent[i], 3 * data[i] * data[i]);
            check_close(twice.tangent.tangent[i], 6 * data[i], 1e-11);
        }
    }
}

BOOST_AUTO_TEST_CASE(of_a_residual_over_data) {
    const series data{0.3, 1.7, -0.4, 2.2};
    const double w = 0.7, x = centre_of(data, w), h = 1e-5;
    BOOST_TEST(centre(x, data, w) == x * x + x);
    const auto [by_data, by_w] = gradient_of_centre(data, w);
    double weights = 0, by_w_of_residual = 0;
    for (const double d : data) {
        const double t = std::tanh(w * (x - d));
        weights += 1 - t * t;
        by_w_of_residual += (1 - t * t) * (x - d);
    }
    for (std::size_t i = 0; i < data.size(); ++i) {
        const double t = std::tanh(w * (x - data[i]));
        check_close(by_data[i], (2 * x + 1) * (1 - t * t) / weights);
    }
    check_close(by_w, -(2 * x + 1) * by_w_of_residual / (w * weights));

    // Second derivatives by one of the data and by w.
    series unit(data.size());
    unit[1] = 1;
    const auto [product, product_w] = hvp(centre, wrt<1, 2>)(x, data, w, unit, 0.0);
    auto above = data, below = data;
    above[1] += h;
    below[1] -= h;
    const auto [above_data, above_w] = gradient_of_centre(above, w);
    const auto [below_data, below_w] = gradient_of_centre(below, w);
    for (std::size_t i = 0; i < data.size(); ++i)
        check_close(product[i], (above_data[i] - below_data[i]) / (2 * h), 1e-8);
    check_close(product_w, (above_w - below_w) / (2 * h), 1e-8);
    const double by_ww = (get<1>(gradient_of_centre(data, w + h)) - get<1>(gradient_of_centre(data, w - h))) / (2 * h);
    check_close(hessian(centre, wrt<2>)(x, data, w), by_ww, 1e-8);
}

BOOST_AUTO_TEST_CASE(a_value_runs_no_loop_of_the_residual) {
    constexpr auto costs = cost<double, series, double>(centre);
    BOOST_TEST(costs.outside.total == 2);
    BOOST_TEST(costs.loop_count == 0);
}
