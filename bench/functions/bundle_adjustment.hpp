// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_FUNCTIONS_BUNDLE_ADJUSTMENT_HPP
#define PULLBACK_BENCH_FUNCTIONS_BUNDLE_ADJUSTMENT_HPP

#include <array>
#include <cmath>
#include <cstddef>
#include <type_traits>

namespace functions {

/// The residual of one observation in bundle adjustment: 15 inputs, 2 outputs. The camera model is that of Agarwal,
/// Snavely, Seitz and Szeliski, "Bundle adjustment in the large" (2010). The inputs:
///   0-2 rotation (axis times angle, which is not 0), 3-5 translation, 6 focal length, 7-8 radial distortion,
///   9-11 point, 12-13 observation, 14 weight
inline constexpr auto reprojection_error = [](const auto& in) {
    using T = typename std::remove_cvref_t<decltype(in)>::value_type;
    using vector = std::array<T, 3>;
    using std::sqrt, std::sin, std::cos; // for numbers; other scalars bring theirs
    const auto dot = [](const vector& a, const vector& b) -> T { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; };
    const vector rotation{in[0], in[1], in[2]}, translation{in[3], in[4], in[5]}, x{in[9], in[10], in[11]};

    const T angle = sqrt(dot(rotation, rotation));
    const T cosine = cos(angle), sine = sin(angle);
    const vector axis{rotation[0] / angle, rotation[1] / angle, rotation[2] / angle};
    const vector cross{axis[1] * x[2] - axis[2] * x[1], axis[2] * x[0] - axis[0] * x[2],
                       axis[0] * x[1] - axis[1] * x[0]};
    const T along = dot(axis, x) * (1 - cosine);
    vector p{};
    for (std::size_t i = 0; i < 3; ++i) p[i] = cosine * x[i] + sine * cross[i] + along * axis[i] + translation[i];

    const T u = -p[0] / p[2], v = -p[1] / p[2];
    const T radius = u * u + v * v;
    const T distortion = 1 + radius * (in[7] + in[8] * radius);
    const T scale = in[6] * distortion;
    return std::array<T, 2>{in[14] * (scale * u - in[12]), in[14] * (scale * v - in[13])};
};

} // namespace functions

#endif
