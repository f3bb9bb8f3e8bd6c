// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXAMPLES_EMBEDDED_DRIVE_HPP
#define PULLBACK_EXAMPLES_EMBEDDED_DRIVE_HPP

#include "filter.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

/// A drive to try the filter on, computed by the compiler, and so the same on every machine: once along a piece of a
/// circle, with four landmarks seen in turn.
namespace vehicle {

inline constexpr float drive_speed = 2, drive_turn_rate = 0.25f;
inline constexpr matrix<float, 4, 2> landmarks{{{12, 2}, {9, 18}, {-8, 15}, {-6, -3}}};

constexpr std::array<float, 5> state_at(float time) {
    const float radius = drive_speed / drive_turn_rate, heading = drive_turn_rate * time;
    return {radius * pullback::sin(heading), radius * (1 - pullback::cos(heading)), heading, drive_speed,
            drive_turn_rate};
}

/// Noise of variance 1: the sum of twelve numbers from -1/2 to 1/2, of the "minimal standard" generator.
constexpr float noise(std::uint32_t seed) {
    std::uint64_t random = 48271u * (seed + 1);
    float sum = 0;
    for (int i = 0; i < 12; ++i) {
        random = random * 48271u % 2147483647u;
        sum += static_cast<float>(random) / 2147483647.0f - 0.5f;
    }
    return sum;
}

struct measurement {
    std::array<float, 2> landmark, measured;
};

/// What is seen at the end of a step. Each is a constant of its own, for compilers that bound the length of one
/// computation.
template <std::size_t Step>
inline constexpr measurement measurement_at = [] {
    const std::array<float, 2> landmark = landmarks[Step % 4];
    const std::array<float, 2> exact = see(state_at(static_cast<float>(Step + 1) * time_step), landmark);
    const float range = exact[0] + 0.1f * noise(2 * Step), bearing = exact[1] + 0.02f * noise(2 * Step + 1);
    return measurement{landmark, {range, bearing}};
}();

inline constexpr std::size_t step_count = 64;
inline constexpr auto drive = []<std::size_t... Step>(std::index_sequence<Step...>) {
    return std::array{measurement_at<Step>...};
}(std::make_index_sequence<step_count>{});

/// What the filter starts with: it knows roughly where the vehicle is, and not that it turns.
inline constexpr estimate<float> start{{0.3f, -0.2f, 0.1f, 1.5f, 0},
                                       {0.25f, 0, 0, 0, 0, 0.25f, 0, 0, 0, 0.04f, 0, 0, 1, 0, 0.25f}};

} // namespace vehicle

#endif
