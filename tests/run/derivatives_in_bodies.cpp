// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

// derivatives(y, x) in bodies, of ranges and of fixed size, against numbers made by hand.

namespace {

using namespace pullback;
using numbers = std::vector<double>;

void check_close(double a, double b) { BOOST_TEST(std::abs(a - b) <= 1e-13 * (1 + std::abs(b)), a << " and " << b); }

constexpr auto by_range_and_number = function([](const auto& x, const auto& a) {
    const auto energy = a * sum(x, [&](const auto& p) { return exp(a * p) * p; });
    const auto [by_x, by_a] = derivatives(energy, x, a);
    return squared_norm(by_x) + by_a;
});
constexpr auto by_element = function([](const auto& x, const auto& a) {
    return sum(x, [&](const auto& p) {
        const auto y = sin(p * a) * p;
        return derivatives(y, p) * derivatives(y, a);
    });
});
constexpr auto by_row = function([](const auto& rows, const auto& a) {
    return sum(rows, [&](const auto& row) {
        const auto y = exp(a * squared_norm(row));
        return squared_norm(derivatives(y, row));
    });
});
constexpr auto by_intermediate = function([](const auto& x) {
    const std::array z{x * x, sin(x)};
    const auto y = z[0] * exp(z[1]) * x;
    return derivatives(y, z)[1] + derivatives(x, x) + derivatives(z[0], z[1]);
});
constexpr auto twice = function([](const auto& x) {
    const auto y = x * x * sin(x);
    return derivatives(derivatives(y, x), x);
});
// More than the first room for a program.
constexpr auto in_long_body = function([](const auto& x) {
    auto y = x;
    for (int i = 0; i < 300; ++i) y = sin(y) + 0.5 * y;
    return derivatives(y, x);
});

const std::array<double, 3> x{0.1, 0.5, -0.3};
const numbers xs(x.begin(), x.end());
constexpr double a = 0.7;

template <class F>
void check_as_unrolled(F function_of_range) {
    check_close(function_of_range(xs, a), function_of_range(x, a));
    const auto [by_xs, by_a] = gradient(function_of_range)(xs, a);
    const auto [expected_by_x, expected_by_a] = gradient(function_of_range)(x, a);
    check_close(by_a, expected_by_a);
    for (std::size_t i = 0; i < x.size(); ++i) check_close(by_xs[i], expected_by_x[i]);
}

} // namespace

BOOST_AUTO_TEST_CASE(by_a_range_and_a_number_of_the_body) {
    double energy = 0, slope = 0, square = 0;
    for (const double p : x) {
        energy += std::exp(a * p) * p;
        slope += std::exp(a * p) * p * p;
        square += std::pow(a * std::exp(a * p) * (1 + a * p), 2);
    }
    check_close(by_range_and_number(xs, a), square + energy + a * slope);
    check_as_unrolled(by_range_and_number);
    BOOST_TEST(by_range_and_number(numbers{}, a) == 0);
}

BOOST_AUTO_TEST_CASE(by_an_element_of_a_loop) {
    double sum_by_hand = 0;
    for (const double p : x) sum_by_hand += (std::cos(p * a) * a * p + std::sin(p * a)) * std::cos(p * a) * p * p;
    check_close(by_element(xs, a), sum_by_hand);
    check_as_unrolled(by_element);
}

BOOST_AUTO_TEST_CASE(by_a_row) {
    row_matrix<double> rows(2, 3);
    double expected = 0;
    for (std::ptrdiff_t i = 0; i < 2; ++i) {
        double square = 0;
        for (std::ptrdiff_t j = 0; j < 3; ++j) {
            rows(i, j) = 0.3 * static_cast<double>(i) - 0.2 * static_cast<double>(j) + 0.1;
            square += rows(i, j) * rows(i, j);
        }
        expected += std::pow(2 * a * std::exp(a * square), 2) * square;
    }
    check_close(by_row(rows, a), expected);
}

BOOST_AUTO_TEST_CASE(by_what_the_body_has_computed) {
    const double at = 0.4;
    check_close(by_intermediate(at), at * at * std::exp(std::sin(at)) * at + 1);
    check_close(twice(at), 2 * std::sin(at) + 4 * at * std::cos(at) - at * at * std::sin(at));
    double y = at, slope = 1;
    for (int i = 0; i < 300; ++i) {
        slope *= std::cos(y) + 0.5;
        y = std::sin(y) + 0.5 * y;
    }
    check_close(in_long_body(at), slope);
}
