// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_PLAIN_BUNDLE_ADJUSTMENT_HPP
#define PULLBACK_BENCH_GRADBENCH_PLAIN_BUNDLE_ADJUSTMENT_HPP

#include "../../kernels/bundle_adjustment.hpp"
#include "../../loops/vectors.hpp"
#include "../bundle_adjustment.hpp"
#include "../protocol.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace gradbench::plain {

/// Of an observation: camera, point, weight, and where it is seen. The kernel has the camera before the turn, and the
/// negative of the projection, so it gets the point seen from the centre, and the negative of the focal length.
template <class T>
std::array<T, 15> for_kernel(const std::array<T, 17>& in) {
    return {in[0],
            in[1],
            in[2],
            T{},
            T{},
            T{},
            -in[6],
            in[9],
            in[10],
            in[11] - in[3],
            in[12] - in[4],
            in[13] - in[5],
            in[15] - in[7],
            in[16] - in[8],
            in[14]};
}
template <class T>
std::array<T, 2> reprojection_error(const std::array<T, 17>& in) {
    return kernels::bundle_adjustment::primal(for_kernel(in));
}
inline std::array<double, 17> observation(const bundle& in, std::size_t i) {
    std::array<double, 17> all{};
    const camera& c = in.cameras[static_cast<std::size_t>(in.of_camera[i])];
    const point_in_space& p = in.points[static_cast<std::size_t>(in.of_point[i])];
    for (std::size_t k = 0; k < camera_size; ++k) all[k] = c[k];
    for (std::size_t k = 0; k < point_size; ++k) all[camera_size + k] = p[k];
    all[14] = in.weights[i];
    all[15] = in.seen[i][0];
    all[16] = in.seen[i][1];
    return all;
}

inline bundle_errors errors(const bundle& in) {
    const std::size_t count = in.weights.size();
    bundle_errors result{std::vector<place>(count), numbers(count)};
    for (std::size_t i = 0; i < count; ++i) {
        result.reprojection[i] = reprojection_error(observation(in, i));
        result.weight[i] = 1 - in.weights[i] * in.weights[i];
    }
    return result;
}

/// `block_of(observation, to)` writes the derivatives of an observation.
template <class Block>
filled_jacobian jacobian(bundle_with_jacobian& problem, const Block& block_of) {
    const bundle& in = problem.in;
    double* to = problem.jacobian.values.data();
    for (std::size_t i = 0; i < in.weights.size(); ++i, to += 2 * block_size) block_of(observation(in, i), to);
    for (const double w : in.weights) *to++ = -2 * w;
    return problem.jacobian;
}

/// What the kernel says, as the evaluation has it.
template <class T>
void write_block(const std::array<T, 32>& all, T* to) {
    for (std::size_t row = 0; row < 2; ++row, to += block_size) {
        const T* const from = &all[2 + 15 * row];
        for (std::size_t k = 0; k < 3; ++k) {
            to[k] = from[k];
            to[3 + k] = -from[9 + k];
            to[11 + k] = from[9 + k];
        }
        to[6] = -from[6];
        to[7] = -from[12];
        to[8] = -from[13];
        to[9] = from[7];
        to[10] = from[8];
        to[14] = from[14];
    }
}
inline void block_by_hand(const std::array<double, 17>& observation, double* to) {
    write_block(kernels::bundle_adjustment::by_hand(for_kernel(observation)), to);
}

// The same with an observation in each lane; a block is written as vectors of numbers that stand side by side.
inline filled_jacobian jacobian_in_lanes(bundle_with_jacobian& problem) {
    using loops::vector, loops::width;
    struct functions_of_vectors {
        static vector sqrt(vector x) { return loops::sqrt(x); }
        static vector sin(vector x) { return loops::sin(x); }
        static vector cos(vector x) { return loops::cos(x); }
    };
    const bundle& in = problem.in;
    double* to = problem.jacobian.values.data();
    const std::size_t count = in.weights.size();
    for (std::size_t i = 0; i < count; i += width) {
        const std::size_t used = std::min(width, count - i);
        std::array<vector, 17> all;
        for (std::size_t lane = 0; lane < width; ++lane) {
            const std::array<double, 17> of_lane = observation(in, i + std::min(lane, used - 1));
            for (std::size_t k = 0; k < all.size(); ++k) all[k][lane] = of_lane[k];
        }
        std::array<vector, 32> block{}; // two numbers more than are there, so that vectors fill it
        write_block(kernels::bundle_adjustment::block_by_hand(for_kernel(all), functions_of_vectors()), block.data());
        constexpr std::size_t size = 2 * block_size, whole = size / width * width;
        for (std::size_t k = 0; k < block.size(); k += width) {
            loops::transpose(&block[k]);
            for (std::size_t lane = 0; lane < used; ++lane)
                if (k < whole) loops::store(to + lane * size + k, block[k + lane]);
                else
                    for (std::size_t rest = 0; rest < size - whole; ++rest)
                        to[lane * size + k + rest] = block[k + lane][rest];
        }
        to += used * size;
    }
    for (const double w : in.weights) *to++ = -2 * w;
    return problem.jacobian;
}

} // namespace gradbench::plain

#endif
