// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

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

} // namespace
