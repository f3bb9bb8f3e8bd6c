// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>

// A side of a selection that is not taken has no part in a derivative, where the numbers on its way are infinite or no
// numbers: for every function whose range is known something about, and wherever that is too little.

namespace {

using pullback::function;
using pullback::gradient;

// The gradients where c is false, and g singular, of select(c, y g, y²), and of two selections of one number that g is
// a factor of.
template <class G>
bool is_left_alone(G, double x, double y = 3) {
    constexpr auto scaled = function([](const auto& u, const auto& v) { return select(u > 1, v * G{}(u, v), v * v); });
    constexpr auto shared = function([](const auto& u, const auto& v) {
        const auto common = G{}(u, v) * v;
        return select(u > 1, common, v) + select(v > 10, common * common, v);
    });
    const auto [scaled_u, scaled_v] = gradient(scaled)(x, y);
    const auto [shared_u, shared_v] = gradient(shared)(x, y);
    return scaled_u == 0 && scaled_v == 2 * y && shared_u == 0 && shared_v == 2;
}

#define LEFT_ALONE(body, ...) \
    is_left_alone([](const auto& x, [[maybe_unused]] const auto& y) { return body; }, __VA_ARGS__)

BOOST_AUTO_TEST_CASE(a_singular_side_has_no_part) {
    BOOST_TEST(LEFT_ALONE(sqrt(x), 0.));
    BOOST_TEST(LEFT_ALONE(sqrt(x * y), 0.));
    BOOST_TEST(LEFT_ALONE(sqrt(square(x)), 0.));
    BOOST_TEST(LEFT_ALONE(sqrt(square(x) + square(x * y)), 0.));
    BOOST_TEST(LEFT_ALONE(log(x), 0.));
    BOOST_TEST(LEFT_ALONE(log(square(x)), 0.));
    BOOST_TEST(LEFT_ALONE(log(x * exp(y)), 0.));
    BOOST_TEST(LEFT_ALONE(log(x * (1 + square(y))), 0.));
    BOOST_TEST(LEFT_ALONE(sqrt(exp(x) * square(x)), 0.));
    BOOST_TEST(LEFT_ALONE(1 / x, 0.));
    BOOST_TEST(LEFT_ALONE(x / (x + x), 0.));
    BOOST_TEST(LEFT_ALONE(1 / square(x), 0.));
    BOOST_TEST(LEFT_ALONE(1 / sqrt(square(x)), 0.));
    BOOST_TEST(LEFT_ALONE(y / (square(x) * sqrt(square(x))), 0.));
    BOOST_TEST(LEFT_ALONE(exp(-1 / square(x)), 0.));
    BOOST_TEST(LEFT_ALONE(exp(y) / (x * y), 0.));
    BOOST_TEST(LEFT_ALONE(exp(1 / log(x)), 0.));
    BOOST_TEST(LEFT_ALONE(sqrt(log(x) * y), -1.));
    BOOST_TEST(LEFT_ALONE(pow(x, 0.5), 0.));
    BOOST_TEST(LEFT_ALONE(pow(x, y), -1., 2.5));
    BOOST_TEST(LEFT_ALONE(exp(exp(-1000 * x)), -1.));
    BOOST_TEST(LEFT_ALONE(atanh(x - 1), 0.));
    BOOST_TEST(LEFT_ALONE(tanh(1 / x), 0.));
    BOOST_TEST(LEFT_ALONE(max(1 / x, y), 0.));
    BOOST_TEST(LEFT_ALONE(sigmoid(y) / x, 0.));
    BOOST_TEST(LEFT_ALONE(sqrt(sigmoid(x) * x), 0.));
    BOOST_TEST(LEFT_ALONE(clamp(x, y, 1 / x), 0.));
    BOOST_TEST(LEFT_ALONE(fma(1 / x, y, x), 0.));
    BOOST_TEST(LEFT_ALONE(-1 / x, 0.));
    BOOST_TEST(LEFT_ALONE(y - 1 / x, 0.));
    BOOST_TEST(LEFT_ALONE(log1p(x), -1.));
    BOOST_TEST(LEFT_ALONE(log1p(x / 3), -3.)); // a quotient of what may be negative
}

// Roots that are divisors, in a state that is handed on: against the derivative by hand, beside a state that the result
// does not need and whose root has an infinite slope.
constexpr auto falling = function([](const auto& start, const auto& steps, const auto& masses) {
    const auto last = repeat(steps, std::array{start, start}, [&](const auto& s) {
        const auto squares = square(s[0]) + square(masses[0]);
        const auto idle = sqrt(square(s[1] - masses[1]));
        return std::array{s[0] - masses[0] / (squares * sqrt(squares)) + masses[1] / sqrt(squares), idle};
    });
    return last[0] + last[1] * masses[2];
});

BOOST_AUTO_TEST_CASE(roots_that_are_divisors) {
    const double start = 0.75, a = 0.5;
    const auto close = boost::test_tools::tolerance(1e-13);
    const pullback::step_count steps(5);
    for (const double b : {0.75, 0.1}) { // for 0.75 the first idle root is 0
        double s = start, slope = 1;
        for (int i = 0; i < 5; ++i) {
            const double squares = s * s + a * a, root = std::sqrt(squares);
            slope += slope * s * (3 * a / (squares * squares * root) - b / (squares * root));
            s += b / root - a / (squares * root);
        }
        const std::array masses{a, b, 0.0};
        BOOST_TEST(falling(start, steps, masses) == s, close);
        BOOST_TEST((gradient(falling, pullback::wrt<0>)(start, steps, masses)) == slope, close);
        BOOST_TEST((jvp(falling, pullback::wrt<0>)(start, steps, masses, 0.0).tangent) == 0);
        // Forward the slope of the idle root, which is no number where it is 0, is multiplied by a mass that is 0.
        if (b < 0.75) BOOST_TEST((jvp(falling, pullback::wrt<0>)(start, steps, masses, 1.0).tangent) == slope, close);
    }
}

} // namespace
