// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/derivative/engine.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <type_traits>
#include <vector>

// A long derivative in loops at two places, with shared divisors and with selections by what an earlier loop computed.

namespace {

using namespace pullback; // as the bodies say sum(x, f) for sequences too

constexpr auto quotients = function([](const auto& x, const auto& a) {
    return sum(x, [&](const auto& p) {
        const auto s = sum(x, [&](const auto& q) {
            auto y = p / (1 + q * q) + q / (2 + p * p) + a / (2 + p * p);
            for (int i = 0; i < 4; ++i)
                y = select(y < 0.3, y * p / (1 + q * q), y - q / (2 + p * p)) + sin(y) / (3 + p * q);
            return y;
        });
        auto z = p / (1 + s * s) + s / (1 + s * s);
        for (int i = 0; i < 6; ++i) z = (z * p + z * a) / (2 + s * s) + p / (2 + z * z) + a / (2 + z * z);
        return z * s;
    });
});

// In turns that wait for each other, blocks are shortened up to a greater length with each compiler: here that of a
// second derivative by steps of the method of Runge and Kutta.
constexpr auto hares = function([](const auto& r, const auto& steps) {
    using S = std::remove_cvref_t<decltype(r[0] * 1.0)>;
    using state = std::array<S, 2>;
    const auto h = 10 / steps.size();
    return repeat(steps, state{S(1.0), S(0.5)}, [&](const state& s) {
        const auto slope = [&](const state& at) {
            return state{at[0] * (r[0] - r[1] * at[1]), at[1] * (r[2] * at[0] - r[3])};
        };
        const auto moved = [&](const auto& by, const state& k) { return state{s[0] + by * k[0], s[1] + by * k[1]}; };
        const state k1 = slope(s), k2 = slope(moved(h / 2, k1)), k3 = slope(moved(h / 2, k2)), k4 = slope(moved(h, k3));
        return state{s[0] + h / 6 * (k1[0] + 2 * (k2[0] + k3[0]) + k4[0]),
                     s[1] + h / 6 * (k1[1] + 2 * (k2[1] + k3[1]) + k4[1])};
    })[0];
});
using rates = std::array<double, 4>;
using second_derivative = decltype(jvp(gradient(hares, wrt<0>), wrt<0>));
using both_loops = engine::loops_program_of<second_derivative, rates, step_count, rates>;
static_assert(engine::optimise::places_of_blocks(both_loops::code).count == 2);

} // namespace

BOOST_AUTO_TEST_CASE(passes_on_blocks_keep_the_derivative) {
    const std::array<double, 5> x{.3, -.4, .9, .11, -.77};
    const auto [value, gradient] = value_and_gradient(quotients)(std::vector<double>(x.begin(), x.end()), 0.7);
    const auto [expected_value, expected_gradient] = value_and_gradient(quotients)(x, 0.7);
    BOOST_TEST(std::abs(value - expected_value) < 1e-12);
    for (std::size_t i = 0; i < x.size(); ++i)
        BOOST_TEST(std::abs(get<0>(gradient)[i] - get<0>(expected_gradient)[i]) < 1e-12);
    BOOST_TEST(std::abs(get<1>(gradient) - get<1>(expected_gradient)) < 1e-12);
}
