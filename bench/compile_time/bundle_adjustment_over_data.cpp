// SPDX-License-Identifier: BSL-1.0
#include "../functions/bundle_adjustment.hpp"

#include <pullback.hpp>

#include <array>
#include <cstddef>
#include <type_traits>
#include <vector>

// Residuals of all observations, each with its Jacobian, a block of 2 x 15: by the camera and the point that the
// observation names, and by itself.

namespace {

using camera = std::array<double, 9>;
using point = std::array<double, 3>;
using measured = std::array<double, 3>; // where, and with what weight

constexpr auto residual = pullback::function(functions::reprojection_error);

template <class T>
constexpr std::array<T, 15> joined(const std::array<T, 9>& c, const std::array<T, 3>& p, const std::array<T, 3>& m) {
    return {c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], p[0], p[1], p[2], m[0], m[1], m[2]};
}

constexpr auto function = pullback::function(
    [](const auto& cameras, const auto& points, const auto& observations, const auto& of_camera, const auto& of_point) {
        return map(observations, of_camera, of_point, [&](const auto& observation, const auto& c, const auto& p) {
            const auto in = joined(cameras[c], points[p], observation);
            const auto [value, jacobian] = pullback::value_and_jacobian(residual)(in);
            using T = typename std::remove_cvref_t<decltype(in)>::value_type;
            std::array<T, 32> all{value[0], value[1]};
            for (std::size_t i = 0; i < 15; ++i) {
                all[2 + i] = jacobian[0][i];
                all[17 + i] = jacobian[1][i];
            }
            return all;
        });
    });

} // namespace

auto residuals_and_jacobians(const std::vector<camera>& cameras, const std::vector<point>& points,
                             const std::vector<measured>& observations, const std::vector<int>& of_camera,
                             const std::vector<int>& of_point) {
    return function(cameras, points, observations, of_camera, of_point);
}
