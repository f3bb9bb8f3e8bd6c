// SPDX-License-Identifier: BSL-1.0
#include "protocol.hpp"

#include <pullback.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

// Reprojection errors of many observations, and their Jacobian, a sparse matrix by rows: an observation depends on one
// camera of 11 numbers (rotation as an axis times an angle, centre, focal length, principal point, distortion), on one
// point, and on a weight, which has an error of its own, 1 - w².

namespace {

using gradbench::json;
using gradbench::numbers;

constexpr std::size_t camera_size = 11, point_size = 3, block_size = camera_size + point_size + 1;
using camera = std::array<double, camera_size>;
using point = std::array<double, point_size>;
using place = std::array<double, 2>;

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

struct data {
    std::vector<camera> cameras;
    std::vector<point> points;
    numbers weights;
    std::vector<place> seen;
    std::vector<int> of_camera, of_point;
};

// One camera, point and observation stand for all.
data read_data(const json& input) {
    const auto size = [&](const char* name) { return input.at(name).get<std::size_t>(); };
    data in{std::vector<camera>(size("n"), input.at("cam").get<camera>()),
            std::vector<point>(size("m"), input.at("x").get<point>()),
            numbers(size("p"), input.at("w").get<double>()),
            std::vector<place>(size("p"), input.at("feat").get<place>()),
            std::vector<int>(size("p")),
            std::vector<int>(size("p"))};
    for (std::size_t i = 0; i < size("p"); ++i) {
        in.of_camera[i] = static_cast<int>(i % size("n"));
        in.of_point[i] = static_cast<int>(i % size("m"));
    }
    return in;
}

struct objective_value {
    std::vector<place> reprojection;
    numbers weight;
};

objective_value objective(const data& in) {
    return {errors(in.cameras, in.points, in.weights, in.seen, in.of_camera, in.of_point), weight_errors(in.weights)};
}

/// Row i has the columns and values number `rows[i]`, …, `rows[i + 1] - 1`.
struct sparse_matrix {
    std::vector<int> rows, columns;
    numbers values;
};

sparse_matrix jacobian(const data& in) {
    const std::size_t count = in.weights.size(), in_blocks = 2 * block_size * count;
    sparse_matrix result{std::vector<int>(3 * count + 1), std::vector<int>(in_blocks + count),
                         numbers(in_blocks + count)};
    const std::size_t of_points = camera_size * in.cameras.size();
    const std::size_t of_weights = of_points + point_size * in.points.size();

    auto* row = result.rows.data();
    int next = 0;
    *row++ = next;
    for (std::size_t i = 0; i < 2 * count; ++i) *row++ = next += static_cast<int>(block_size);
    for (std::size_t i = 0; i < count; ++i) *row++ = ++next;

    auto* column = result.columns.data();
    for (std::size_t i = 0; i < count; ++i)
        for (int repeat = 0; repeat < 2; ++repeat) {
            for (std::size_t k = 0; k < camera_size; ++k)
                *column++ = static_cast<int>(camera_size * static_cast<std::size_t>(in.of_camera[i]) + k);
            for (std::size_t k = 0; k < point_size; ++k)
                *column++ = static_cast<int>(of_points + point_size * static_cast<std::size_t>(in.of_point[i]) + k);
            *column++ = static_cast<int>(of_weights + i);
        }
    for (std::size_t i = 0; i < count; ++i) *column++ = static_cast<int>(of_weights + i);

    using block = std::array<double, 2 * block_size>;
    const std::span to_blocks(reinterpret_cast<block*>(result.values.data()), count);
    blocks.into(to_blocks)(in.cameras, in.points, in.weights, in.seen, in.of_camera, in.of_point);
    weight_slopes.into(std::span(result.values).subspan(in_blocks))(in.weights);
    return result;
}

// As the evaluation has it: the first observation for all, and the end.
json write_objective(const objective_value& found) {
    return {{"reproj_error", {{"elements", found.reprojection.front()}, {"repeated", found.reprojection.size()}}},
            {"w_err", {{"element", found.weight.front()}, {"repeated", found.weight.size()}}}};
}
json write_jacobian(const sparse_matrix& found) {
    const auto ends = [](const auto& all) {
        auto some = std::vector(all.begin(), all.begin() + std::min<std::ptrdiff_t>(2 * block_size, std::ssize(all)));
        some.push_back(all.back());
        return some;
    };
    return {{"rows", ends(found.rows)}, {"cols", ends(found.columns)}, {"vals", ends(found.values)}};
}

} // namespace

gradbench::module gradbench::bundle_adjustment() {
    return {{"objective", answered(read_data, objective, write_objective)},
            {"jacobian", answered(read_data, jacobian, write_jacobian)}};
}
