// SPDX-License-Identifier: BSL-1.0
#include "../kernels/bundle_adjustment.hpp"
#include "comparison.hpp"
#include "vectors.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

// Residuals of all observations, each with its Jacobian, a block of 2 x 15: by the camera and the point that the
// observation names, and by itself.

namespace {

namespace kernel = kernels::bundle_adjustment;

using camera = std::array<double, 9>;
using point = std::array<double, 3>;
using measured = std::array<double, 3>; // where, and with what weight
using block = kernel::output;

constexpr auto residual = pullback::function(kernel::primal);

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

struct data {
    std::vector<camera> cameras;
    std::vector<point> points;
    std::vector<measured> observations;
    std::vector<int> of_camera, of_point;
};

template <class... Policy>
[[gnu::noinline]] auto by_pullback(const data& d, const Policy&... policy) {
    return function(policy..., d.cameras, d.points, d.observations, d.of_camera, d.of_point);
}

[[gnu::noinline]] std::vector<block> by_hand(const data& d) {
    std::vector<block> all(d.observations.size());
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = kernel::by_hand(joined(d.cameras[static_cast<std::size_t>(d.of_camera[i])],
                                        d.points[static_cast<std::size_t>(d.of_point[i])], d.observations[i]));
    return all;
}

// An observation in each lane; the blocks are written by vectors of numbers that stand side by side in one of them.
[[gnu::noinline]] std::vector<block> by_hand_in_lanes(const data& d) {
    using loops::vector, loops::width;
    struct functions_of_vectors {
        static vector sqrt(vector x) { return loops::sqrt(x); }
        static vector sin(vector x) { return loops::sin(x); }
        static vector cos(vector x) { return loops::cos(x); }
    };
    std::vector<block> all(d.observations.size());
    for (std::size_t i = 0; i < all.size(); i += width) {
        const std::size_t used = std::min(width, all.size() - i);
        std::array<vector, 15> in;
        for (std::size_t lane = 0; lane < width; ++lane) {
            const std::size_t at = i + std::min(lane, used - 1);
            const camera& c = d.cameras[static_cast<std::size_t>(d.of_camera[at])];
            const point& p = d.points[static_cast<std::size_t>(d.of_point[at])];
            for (std::size_t k = 0; k < 9; ++k) in[k][lane] = c[k];
            for (std::size_t k = 0; k < 3; ++k) in[9 + k][lane] = p[k], in[12 + k][lane] = d.observations[at][k];
        }
        std::array<vector, 32> out = kernel::block_by_hand(in, functions_of_vectors());
        for (std::size_t k = 0; k < 32; k += width) {
            loops::transpose(&out[k]);
            for (std::size_t lane = 0; lane < used; ++lane) loops::store(&all[i + lane][k], out[k + lane]);
        }
    }
    return all;
}

} // namespace

void loops::add_bundle_adjustment(std::vector<comparison>& all) {
    random_numbers random;
    data d;
    const auto near = [&](std::size_t first, auto& numbers) {
        for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = kernel::point[first + i] * (1 + 0.1 * random());
    };
    d.cameras.resize(49);
    d.points.resize(7776);
    d.observations.resize(31843);
    for (camera& each : d.cameras) near(0, each);
    for (point& each : d.points) near(9, each);
    for (measured& each : d.observations) {
        near(12, each);
        d.of_camera.push_back(random.below(49));
        d.of_point.push_back(random.below(7776));
    }
    const auto numbers = [](const std::vector<block>& blocks) {
        std::vector<double> entries;
        for (const block& each : blocks) entries.insert(entries.end(), each.begin(), each.end());
        return entries;
    };
    all.push_back({"bundle adjustment 31843", 1.10, [=] { keep(by_hand(d)); }, [=] { keep(by_pullback(d)); },
                   std::max(difference(numbers(by_hand(d)), numbers(by_pullback(d))),
                            difference(numbers(by_hand(d)), numbers(by_hand_in_lanes(d)))),
                   [=] { keep(by_hand_in_lanes(d)); }, [=] { keep(by_pullback(d, pullback::unseq)); }});
    add_threads(all.back(), [=](const auto& policy) { return by_pullback(d, policy); }, numbers);
    // Where the blocks need not be set to zero first. Each thread that calls has its own.
    add_threads(
        all.back(),
        [=](const auto& policy) -> const std::vector<block>& {
            thread_local std::vector<block> blocks;
            blocks.resize(d.observations.size());
            function.into(blocks)(policy, d.cameras, d.points, d.observations, d.of_camera, d.of_point);
            return blocks;
        },
        numbers, ", into");
}
