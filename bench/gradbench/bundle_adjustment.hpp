// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_BUNDLE_ADJUSTMENT_HPP
#define PULLBACK_BENCH_GRADBENCH_BUNDLE_ADJUSTMENT_HPP

#include "protocol.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <iterator>
#include <utility>
#include <vector>

namespace gradbench {

inline constexpr std::size_t camera_size = 11, point_size = 3, block_size = camera_size + point_size + 1;
using camera = std::array<double, camera_size>;
using point_in_space = std::array<double, point_size>;
using block = std::array<double, 2 * block_size>; // the derivatives of an observation, by rows
using place = std::array<double, 2>;

struct bundle {
    std::vector<camera> cameras;
    std::vector<point_in_space> points;
    numbers weights;
    std::vector<place> seen;
    std::vector<int> of_camera, of_point;
};

// One camera, point and observation stand for all.
inline bundle read_bundle(const json& input) {
    const auto size = [&](const char* name) { return input.at(name).get<std::size_t>(); };
    bundle in{std::vector<camera>(size("n"), input.at("cam").get<camera>()),
              std::vector<point_in_space>(size("m"), input.at("x").get<point_in_space>()),
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

struct bundle_errors {
    std::vector<place> reprojection;
    numbers weight;
};

/// Row i has the columns and values number `rows[i]`, …, `rows[i + 1] - 1`.
struct sparse_matrix {
    std::vector<int> rows, columns;
    numbers values;
};

/// The Jacobian of all errors, first those of the places, with its structure but not its values.
inline sparse_matrix structure(const bundle& in) {
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

    return result;
}

/// The memory of the Jacobian and its structure do not depend on the values, and are made once.
struct bundle_with_jacobian {
    bundle in;
    sparse_matrix jacobian;
};
inline bundle_with_jacobian read_with_jacobian(const json& input) {
    bundle in = read_bundle(input);
    sparse_matrix jacobian = structure(in);
    return {std::move(in), std::move(jacobian)};
}
using filled_jacobian = std::reference_wrapper<const sparse_matrix>;

// As the evaluation has it: the first observation for all, and the end.
inline json write_errors(const bundle_errors& found) {
    return {{"reproj_error", {{"elements", found.reprojection.front()}, {"repeated", found.reprojection.size()}}},
            {"w_err", {{"element", found.weight.front()}, {"repeated", found.weight.size()}}}};
}
inline json write_jacobian(const sparse_matrix& found) {
    const auto ends = [](const auto& all) {
        auto some = std::vector(all.begin(), all.begin() + std::min<std::ptrdiff_t>(2 * block_size, std::ssize(all)));
        some.push_back(all.back());
        return some;
    };
    return {{"rows", ends(found.rows)}, {"cols", ends(found.columns)}, {"vals", ends(found.values)}};
}

} // namespace gradbench

#endif
