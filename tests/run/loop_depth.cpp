// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

// Ten million steps on a stack of 256 KiB: nothing of a loop is on it, and with checkpoints little is elsewhere.

namespace {

namespace checkpoints = pullback::checkpoints;

// A damped oscillator, of two numbers.
constexpr auto end_of_swing = pullback::function([](const auto& stiffness, const auto& damping, const auto& steps) {
    const auto start = std::array{0 * stiffness + 1, 0 * stiffness};
    const auto end = pullback::repeat(steps, start, [&](const auto& s) {
        const auto speed = s[1] - 1e-4 * (stiffness * s[0] + damping * s[1] * s[1] * s[1]);
        return std::array{s[0] + 1e-4 * speed, speed};
    });
    return end[0] + end[1];
});
constexpr auto by = pullback::wrt<0, 1>;

std::array<double, 3> by_hand(double stiffness, double damping, std::ptrdiff_t steps) {
    double s0 = 1, s1 = 0, s0_k = 0, s1_k = 0, s0_d = 0, s1_d = 0;
    for (std::ptrdiff_t i = 0; i < steps; ++i) {
        const double speed = s1 - 1e-4 * (stiffness * s0 + damping * s1 * s1 * s1);
        const double speed_k = s1_k - 1e-4 * (s0 + stiffness * s0_k + 3 * damping * s1 * s1 * s1_k);
        const double speed_d = s1_d - 1e-4 * (stiffness * s0_d + s1 * s1 * s1 + 3 * damping * s1 * s1 * s1_d);
        s0 += 1e-4 * speed, s0_k += 1e-4 * speed_k, s0_d += 1e-4 * speed_d;
        s1 = speed, s1_k = speed_k, s1_d = speed_d;
    }
    return {s0 + s1, s0_k + s1_k, s0_d + s1_d};
}

template <class Policy>
void check(const Policy& policy, std::ptrdiff_t steps, std::ptrdiff_t most_numbers) {
    const auto f = pullback::value_and_gradient(end_of_swing, by, policy);
    const pullback::step_count count(steps);
    const std::ptrdiff_t size = work_size(f, 1.2, 0.3, count);
    BOOST_TEST(size <= most_numbers);
    std::vector<double> memory(static_cast<std::size_t>(size));
    const auto got = f.using_workspace(memory)(1.2, 0.3, count);
    const auto wanted = by_hand(1.2, 0.3, steps);
    BOOST_TEST(std::abs(got.value - wanted[0]) < 1e-9);
    BOOST_TEST(std::abs(get<0>(got.gradient) - wanted[1]) < 1e-7 * std::abs(wanted[1]));
    BOOST_TEST(std::abs(get<1>(got.gradient) - wanted[2]) < 1e-7 * std::abs(wanted[2]));
}

} // namespace

// Two numbers for each step of a segment, and for each segment.
BOOST_AUTO_TEST_CASE(segments_of_the_root) { check(checkpoints::square_root, 10'000'000, 4 * 3163); }
BOOST_AUTO_TEST_CASE(segments_of_a_thousand) { check(checkpoints::every(1000), 10'000'000, 22'000); }
BOOST_AUTO_TEST_CASE(few_states) { check(checkpoints::binomial(100), 1'000'000, 202); }
