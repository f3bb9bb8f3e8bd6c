// SPDX-License-Identifier: BSL-1.0
// A program so large that it is compiled in parts: numbers, conditions, inputs and outputs go from part to part.
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>

namespace {

constexpr int inputs = 8;
constexpr int states = 150;

// Each state uses the one before, one of long ago and a condition of long ago.
constexpr auto recurrence = [](const auto& x) {
    using pullback::select, pullback::square;
    using scalar = std::remove_cvref_t<decltype(x[0])>;
    std::array<scalar, states> state{};
    for (int i = 0; i < states; ++i) {
        if (i < inputs) {
            state[static_cast<std::size_t>(i)] = x[static_cast<std::size_t>(i)];
            continue;
        }
        const scalar& last = state[static_cast<std::size_t>(i - 1)];
        const scalar& old = state[static_cast<std::size_t>(i * 7 % i / 2)];
        const scalar& other = state[static_cast<std::size_t>(i / 3)];
        const scalar sum = last * other + 0.5 * old;
        state[static_cast<std::size_t>(i)] =
            select(old < other && !(x[0] < x[1]), sum / (1 + square(sum)), last - other * old / (2 + square(other)));
    }
    return std::array<scalar, 4>{state[states - 1], x[2], scalar(3), state[states / 2]};
};

constexpr auto f = pullback::function(recurrence);
constexpr auto jacobian = pullback::value_and_jacobian(f);
static_assert(pullback::detail::program_of<decltype(jacobian), std::array<double, inputs>>::code.size > 2048);
constexpr std::array<double, inputs> point{0.9, 0.3, -0.7, 1.1, 0.2, -1.3, 0.6, 0.5};

std::array<double, 4> value_at(std::array<double, inputs> x, std::size_t input, double step) {
    x[input] += step;
    return recurrence(x);
}

} // namespace

BOOST_AUTO_TEST_CASE(large_program) {
    const auto y = jacobian(point);
    const auto expected = recurrence(point);
    constexpr double step = 1e-6;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        BOOST_TEST(y.value[i] == expected[i], boost::test_tools::tolerance(1e-12));
        for (std::size_t k = 0; k < inputs; ++k) {
            const double difference = (value_at(point, k, step)[i] - value_at(point, k, -step)[i]) / (2 * step);
            BOOST_TEST(std::abs(y.jacobian[i][k] - difference) < 1e-6 * (1 + std::abs(difference)));
        }
    }
}

BOOST_AUTO_TEST_CASE(large_program_at_compile_time) {
    constexpr auto y = jacobian(point);
    const auto at_run_time = jacobian(point);
    for (std::size_t i = 0; i < at_run_time.value.size(); ++i) {
        BOOST_TEST(y.value[i] == at_run_time.value[i], boost::test_tools::tolerance(1e-12));
        for (std::size_t k = 0; k < inputs; ++k)
            BOOST_TEST(std::abs(y.jacobian[i][k] - at_run_time.jacobian[i][k]) < 1e-9);
    }
}
