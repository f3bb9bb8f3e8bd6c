// SPDX-License-Identifier: BSL-1.0
#include "bundle_adjustment.hpp"
#include "protocol.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>

// Reprojection errors of many observations, and their Jacobian, a sparse matrix by rows: an observation depends on one
// camera of 11 numbers (rotation as an axis times an angle, centre, focal length, principal point, distortion), on one
// point, and on a weight, which has an error of its own, 1 - w².

namespace {

using gradbench::block_size, gradbench::camera_size, gradbench::point_size;
using gradbench::bundle, gradbench::bundle_errors, gradbench::bundle_with_jacobian;

constexpr auto rotated = []<class T>(const std::array<T, 3>& rotation, const std::array<T, 3>& x) {
    const auto dot = [](const auto& a, const auto& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; };
    const auto cross = [](const auto& a, const auto& b) {
        return std::array<T, 3>{a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    };
    using std::sqrt, std::sin, std::cos; // for numbers; other scalars bring theirs
    const T square_of_angle = dot(rotation, rotation);
    const T angle = sqrt(square_of_angle), cosine = cos(angle), sine = sin(angle);
    const std::array<T, 3> axis{rotation[0] / angle, rotation[1] / angle, rotation[2] / angle};
    const std::array<T, 3> around = cross(axis, x), slightly = cross(rotation, x);
    const T along = dot(axis, x) * (1 - cosine);
    std::array<T, 3> result{};
    for (std::size_t i = 0; i < 3; ++i)
        result[i] = select(square_of_angle > 0, x[i] * cosine + around[i] * sine + axis[i] * along, x[i] + slightly[i]);
    return result;
};

constexpr auto residual = pullback::function([](const auto& c, const auto& x, const auto& w, const auto& seen) {
    using T = typename std::remove_cvref_t<decltype(c)>::value_type;
    const std::array<T, 3> from_centre{x[0] - c[3], x[1] - c[4], x[2] - c[5]};
    const auto p = rotated(std::array<T, 3>{c[0], c[1], c[2]}, from_centre);
    const T u = p[0] / p[2], v = p[1] / p[2];
    const T radius = square(u) + square(v);
    const T distortion = 1 + c[9] * radius + c[10] * square(radius);
    return std::array<T, 2>{w * (u * distortion * c[6] + c[7] - seen[0]), w * (v * distortion * c[6] + c[8] - seen[1])};
});

/// 1 - w²
constexpr auto weight_error = pullback::function([](const auto& w) { return 1 - square(w); });

/// The errors of an observation.
constexpr auto errors = pullback::function([](const auto& cameras, const auto& points, const auto& weights,
                                              const auto& seen, const auto& of_camera, const auto& of_point) {
    return map(weights, seen, of_camera, of_point, [&](const auto& w, const auto& s, const auto& c, const auto& p) {
        return residual(cameras[c], points[p], w, s);
    });
});
constexpr auto weight_errors = pullback::function([](const auto& weights) { return map(weights, weight_error); });

/// Their derivatives, by rows: by the camera, the point and the weight.
constexpr auto blocks = pullback::function([](const auto& cameras, const auto& points, const auto& weights,
                                              const auto& seen, const auto& of_camera, const auto& of_point) {
    return map(weights, seen, of_camera, of_point, [&](const auto& w, const auto& s, const auto& c, const auto& p) {
        const auto [by_camera, by_point, by_weight] =
            pullback::jacobian(residual, pullback::wrt<0, 1, 2>)(cameras[c], points[p], w, s);
        std::array<std::remove_cvref_t<decltype(w * w)>, 2 * block_size> block{};
        for (std::size_t row = 0; row < 2; ++row) {
            auto* const to = block.data() + row * block_size;
            for (std::size_t i = 0; i < camera_size; ++i) to[i] = by_camera[row][i];
            for (std::size_t i = 0; i < point_size; ++i) to[camera_size + i] = by_point[row][i];
            to[camera_size + point_size] = by_weight[row];
        }
        return block;
    });
});
constexpr auto weight_slopes =
    pullback::function([](const auto& weights) { return map(weights, pullback::gradient(weight_error)); });

bundle_errors objective(const bundle& in) {
    return {errors(in.cameras, in.points, in.weights, in.seen, in.of_camera, in.of_point), weight_errors(in.weights)};
}

template <class... Policy>
gradbench::filled_jacobian jacobian_of(bundle_with_jacobian& problem, const Policy&... policy) {
    const bundle& in = problem.in;
    gradbench::numbers& values = problem.jacobian.values;
    const std::size_t in_blocks = 2 * block_size * in.weights.size();
    const std::span to_blocks(reinterpret_cast<gradbench::block*>(values.data()), in.weights.size());
    blocks.into(to_blocks)(policy..., in.cameras, in.points, in.weights, in.seen, in.of_camera, in.of_point);
    weight_slopes.into(std::span(values).subspan(in_blocks))(in.weights);
    return problem.jacobian;
}

gradbench::module answers() {
    using namespace gradbench;
    const auto with = [](bundle_with_jacobian& in, const auto&... policy) { return jacobian_of(in, policy...); };
    const auto in_lanes = [=](bundle_with_jacobian& in) { return with(in, pullback::unseq); };
    return with_threads({{"objective", answered(read_bundle, objective, write_errors)},
                         {"jacobian", answered(read_with_jacobian, with, write_jacobian)},
                         {"jacobian unseq", answered(read_with_jacobian, in_lanes, write_jacobian)}},
                        "jacobian", read_with_jacobian, with, write_jacobian);
}

const gradbench::evaluation added("ba", answers());

} // namespace
