// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_KERNELS_LOG_SUM_EXP_HPP
#define PULLBACK_BENCH_KERNELS_LOG_SUM_EXP_HPP

#include <pullback.hpp>

#include <array>
#include <cmath>
#include <span>

/// log Σ exp xᵢ of 1000 numbers that are not large: value and gradient. The loops over the numbers are run-time loops.
namespace kernels::log_sum_exp {

inline constexpr std::size_t count = 1000;

using input = std::array<double, count>;
using output = std::array<double, 1 + count>; // value, gradient

inline constexpr input point = [] {
    input p{};
    for (std::size_t i = 0; i < count; ++i) p[i] = 0.01 * static_cast<double>(i * 389 % count) - 5;
    return p;
}();

inline constexpr auto primal = [](const auto& in) {
    using T = typename std::remove_cvref_t<decltype(in)>::value_type;
    using std::exp, std::log;
    T sum(0);
    for (const T& x : in) sum += exp(x);
    const T y = log(sum);
    return y;
};

inline output by_hand(const input& in) {
    output result;
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const double e = std::exp(in[i]);
        sum += e;
        result[1 + i] = e;
    }
    result[0] = std::log(sum);
    const double inverse = 1 / sum;
    for (std::size_t i = 0; i < count; ++i) result[1 + i] *= inverse;
    return result;
}

inline output by_pullback(const input& in) {
    constexpr auto whole = pullback::value_and_gradient(
        pullback::function([](const auto& x) { return log(sum(x, [](const auto& each) { return exp(each); })); }));
    output result;
    // Spans of run-time length, as the loops over one of constant length are unrolled.
    const auto gradient = std::span<double>(result).subspan(1);
    whole.into(result[0], gradient)(std::span<const double>(in));
    return result;
}

} // namespace kernels::log_sum_exp

#endif
