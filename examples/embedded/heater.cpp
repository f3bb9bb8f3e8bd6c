// SPDX-License-Identifier: BSL-1.0
// A heater learns from its thermometer how fast an oven cools down, by a fold over what was measured, and finds the
// power that makes the oven as warm as it should be after some time, by repeated steps of a simulation. No heap, no
// exceptions, single precision; the memory of the derivatives is one array, which holds a few states of the simulation.

#include "line.hpp"
#include "port.hpp"

#include <pullback.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace {

constexpr float time_step = 0.5f, room = 20;

/// The temperature a time step later, by Heun's method: it cools by radiation, too.
constexpr auto later = [](const auto& oven, const auto& temperature, const auto& power) {
    const auto slope = [&](const auto& t) {
        const auto above = t - room;
        return oven[0] * power - oven[1] * above - 1e-3f * oven[1] * above * pullback::abs(above);
    };
    const auto first = slope(temperature);
    return temperature + time_step / 2 * (first + slope(temperature + time_step * first));
};

template <class T>
struct measurement {
    T power, temperature;
};

/// How far the simulation is off what was measured. Each measurement is compared with what the one before predicts.
constexpr auto misfit = pullback::function([](const auto& oven, const auto& measurements) {
    using T = std::remove_cvref_t<decltype(oven[0])>;
    const auto last = fold(measurements, std::array{T(room), T(0.0f)}, [&](const auto& s, const auto& m) {
        const auto predicted = later(oven, s[0], m.power);
        // What is believed lies between what is predicted and what is seen.
        return std::array{predicted + 0.2f * (m.temperature - predicted), s[1] + square(m.temperature - predicted)};
    });
    return last[1];
});

/// The temperature after so many steps at one power.
constexpr auto heated = pullback::function([](const auto& power, const auto& oven, const auto& steps) {
    using T = std::remove_cvref_t<decltype(power)>;
    return repeat(steps, T(room), [&](const auto& t) { return later(oven, t, power); });
});

using parameters = std::array<float, 2>;
std::array<measurement<float>, 120> measured;
std::array<float, 48> memory; // of all derivatives

/// The oven as it is, whose thermometer is noisy.
float read_sensor(float& temperature, float power) {
    static std::uint32_t random = 1;
    random = random * 1664525u + 1013904223u;
    const float noise = static_cast<float>(random >> 16) / 65536.0f - 0.5f;
    temperature = later(parameters{0.05f, 0.02f}, temperature, power);
    return temperature + noise;
}

/// A step of Newton's method for two parameters.
parameters improved(const parameters& now, std::span<const measurement<float>> data) {
    constexpr auto by_oven = pullback::wrt<0>;
    constexpr auto H_times = pullback::hvp(misfit, by_oven);
    const parameters g = pullback::gradient(misfit, by_oven).using_workspace(memory)(now, data);
    const parameters a = H_times.using_workspace(memory)(now, data, parameters{1, 0});
    const parameters b = H_times.using_workspace(memory)(now, data, parameters{0, 1});
    const float determinant = a[0] * b[1] - a[1] * b[0];
    return {now[0] - (b[1] * g[0] - b[0] * g[1]) / determinant, now[1] - (a[0] * g[1] - a[1] * g[0]) / determinant};
}

} // namespace

int main() {
    float temperature = room;
    for (std::size_t i = 0; i < measured.size(); ++i) {
        const float power = i < 60 ? 100 : 20;
        measured[i] = {power, read_sensor(temperature, power)};
    }
    parameters oven{0.04f, 0.03f};
    for (int i = 0; i < 6; ++i) oven = improved(oven, measured);
    // To three digits, which is as good as the thermometer.
    for (float& each : oven) each = pullback::round(each * 1000) / 1000;
    port::line line;
    line.add("warms by ").add(oven[0]).add(" per unit of power, cools at rate ").add(oven[1]);
    port::write(line.end());

    const pullback::step_count steps(400);
    float power = 60;
    for (int i = 0; i < 5; ++i) {
        // 400 steps do not fit into the memory, so some of their states are kept, and steps are done again.
        const auto [reached, slope] =
            pullback::value_and_gradient(heated, pullback::wrt<0>).using_workspace(memory)(power, oven, steps);
        port::line reached_line;
        reached_line.add("power ").add(power).add(" reaches ").add(reached).add(" degrees");
        port::write(reached_line.end());
        power += (120 - reached) / slope;
    }
}
