// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_RIVALS_PRIMALS_HPP
#define PULLBACK_BENCH_RIVALS_PRIMALS_HPP

#include <array>
#include <cmath>
#include <numbers>

// Kernels once more that have no generic primal, or one that some libraries cannot run: with functions that only
// pullback has, or a result by `auto`, which is an expression of operands that are gone by then.

namespace rivals {

template <>
inline constexpr auto primal_of<kernel::chain> = [](const auto& in) {
    using T = typename std::remove_cvref_t<decltype(in)>::value_type;
    using std::exp;
    const T b = exp(in[0] * in[0]);
    const T y = b * b;
    return y;
};

template <>
inline constexpr auto primal_of<kernel::rosenbrock> = [](const auto& x) {
    using T = typename std::remove_cvref_t<decltype(x)>::value_type;
    T sum(0);
    for (std::size_t i = 0; i + 1 < x.size(); ++i) {
        const T a = x[i + 1] - x[i] * x[i];
        const T b = 1 - x[i];
        sum += 100 * a * a + b * b;
    }
    return sum;
};

template <>
inline constexpr auto primal_of<kernel::black_scholes> = kernels::black_scholes_hessian::primal;

template <>
inline constexpr auto primal_of<kernel::bundle_adjustment> = [](const auto& in) {
    using T      = typename std::remove_cvref_t<decltype(in)>::value_type;
    using vector = std::array<T, 3>;
    using std::sqrt, std::sin, std::cos;
    const auto dot = [](const vector& a, const vector& b) -> T { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; };
    const vector rotation{in[0], in[1], in[2]}, translation{in[3], in[4], in[5]}, x{in[9], in[10], in[11]};

    const T angle  = sqrt(dot(rotation, rotation));
    const T cosine = cos(angle), sine = sin(angle);
    const vector axis{rotation[0] / angle, rotation[1] / angle, rotation[2] / angle};
    const vector cross{axis[1] * x[2] - axis[2] * x[1], axis[2] * x[0] - axis[0] * x[2],
                       axis[0] * x[1] - axis[1] * x[0]};
    const T along = dot(axis, x) * (1 - cosine);
    vector p{};
    for (std::size_t i = 0; i < 3; ++i) p[i] = cosine * x[i] + sine * cross[i] + along * axis[i] + translation[i];

    const T u = -p[0] / p[2], v = -p[1] / p[2];
    const T radius     = u * u + v * v;
    const T distortion = 1 + radius * (in[7] + in[8] * radius);
    const T scale      = in[6] * distortion;
    return std::array<T, 2>{in[14] * (scale * u - in[12]), in[14] * (scale * v - in[13])};
};

} // namespace rivals

#endif
