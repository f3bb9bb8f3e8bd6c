// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_KERNELS_NORMAL_LOG_DENSITY_HPP
#define PULLBACK_BENCH_KERNELS_NORMAL_LOG_DENSITY_HPP

#include <pullback.hpp>

#include <array>
#include <cmath>
#include <cstdint>

/// Logarithm of the normal density of 1000 data: value and gradient by mean and standard deviation.
/// The loop over the data is a run-time loop with several accumulators, so that it can be vectorised. What is in
/// it, and what is made of the sum, is hand-written in one case and two static functions in the other.
namespace kernels::normal_log_density {

using input = std::array<double, 2>;  // mean, standard deviation
using output = std::array<double, 3>; // value, gradient

inline constexpr input point{0.3, 1.7};

inline constexpr std::size_t count = 1000, lanes = 20;
static_assert(count % lanes == 0);

inline constexpr std::array<double, count> data = [] {
    std::array<double, count> values{};
    std::uint32_t state = 1;
    for (double& x : values) {
        double sum = -3; // of six uniform numbers, nearly normal
        for (int i = 0; i < 6; ++i) {
            state = state * 1664525u + 1013904223u;
            sum += static_cast<double>(state >> 8) / (1 << 24);
        }
        x = 0.5 + 2 * sum;
    }
    return values;
}();

inline constexpr double log_root_two_pi = 0.91893853320467274178; // log √(2π)

inline constexpr auto primal = [](const auto& in) {
    using T = typename std::remove_cvref_t<decltype(in)>::value_type;
    using std::log;
    T sum(0);
    for (const double x : data) {
        const T distance = x - in[0];
        sum += distance * distance;
    }
    const T y = -sum / (2 * in[1] * in[1]) - static_cast<double>(count) * (log(in[1]) + log_root_two_pi);
    return y;
};

inline output by_hand(const input& in) {
    const double mean = in[0], deviation = in[1];
    // With -ffast-math, both compilers make better vectors of multiples, and without of the numbers themselves.
#if defined(__FAST_MATH__)
    constexpr double factor = -2;
#else
    constexpr double factor = 1;
#endif
    std::array<double, lanes> sums{}, squares{};
    for (std::size_t i = 0; i < count; i += lanes)
        for (std::size_t j = 0; j < lanes; ++j) {
            const double distance = data[i + j] - mean;
            sums[j] += factor * distance;
            squares[j] += distance * distance;
        }
    double sum = 0, square = 0;
    for (std::size_t j = 0; j < lanes; ++j) {
        sum += sums[j];
        square += squares[j];
    }
    constexpr double n = count;
    const double inverse = 1 / deviation;
    const double precision = inverse * inverse;
    const double scaled = precision * square;
    return {-0.5 * scaled - n * (std::log(deviation) + log_root_two_pi), precision / factor * sum,
            (scaled - n) * inverse};
}

inline output by_pullback(const input& in) {
    // With the sums inside, so that a product and its sum are one operation.
    constexpr auto add_term = pullback::function([](const auto& mean, const auto& x, const auto& sums) {
        constexpr auto term = pullback::value_and_gradient(
            pullback::function([](const auto& m, const auto& at) { return square(at - m); }), pullback::wrt<0>);
        const auto [value, slope] = term(mean, x);
        return std::array{sums[0] + value, sums[1] + slope};
    });
    constexpr auto density = pullback::value_and_gradient(
        pullback::function([](const auto& squares, const auto& deviation, const auto& constant) {
            return -0.5 * squares * square(1 / deviation) - count * (log(deviation) + constant);
        }),
        pullback::wrt<0, 1>);
    std::array<double, lanes> values{}, slopes{};
    for (std::size_t i = 0; i < count; i += lanes)
        for (std::size_t j = 0; j < lanes; ++j) {
            const auto [value, slope] = add_term(in[0], data[i + j], std::array{values[j], slopes[j]});
            values[j] = value;
            slopes[j] = slope;
        }
    double sum = 0, slope = 0;
    for (std::size_t j = 0; j < lanes; ++j) {
        sum += values[j];
        slope += slopes[j];
    }
    const auto [value, gradient] = density(sum, in[1], log_root_two_pi);
    const auto [by_sum, by_deviation] = gradient;
    return {value, by_sum * slope, by_deviation};
}

} // namespace kernels::normal_log_density

#endif
