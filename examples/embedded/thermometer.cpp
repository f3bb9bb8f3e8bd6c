// SPDX-License-Identifier: BSL-1.0
// A thermometer tells how warm a bath is before it is as warm itself: an exponential fitted to as many measurements as
// have come in, by Newton's method. No heap, no exceptions, single precision; the buffer is all the memory there is.

#include "line.hpp"
#include "port.hpp"

#include <pullback.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace {

template <class T>
struct measurement {
    T time, temperature;
};

// The temperature of the bath, what is missing at first, and how fast it is made up for.
using parameters = std::array<float, 3>;

constexpr auto misfit = pullback::function([](const auto& curve, const auto& measurements) {
    return mean(measurements, [&](const auto& m) {
        const auto& [bath, missing, rate] = curve;
        return square(bath - missing * exp(-rate * m.time) - m.temperature) / 2;
    });
});

// H step = gradient, by elimination: at the minimum H is positive definite.
parameters solved(std::array<parameters, 3> H, parameters step) {
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = i + 1; j < 3; ++j) {
            const float factor = H[j][i] / H[i][i];
            for (std::size_t k = i; k < 3; ++k) H[j][k] -= factor * H[i][k];
            step[j] -= factor * step[i];
        }
    for (std::size_t i = 3; i-- > 0;) {
        for (std::size_t k = i + 1; k < 3; ++k) step[i] -= H[i][k] * step[k];
        step[i] /= H[i][i];
    }
    return step;
}

parameters improved(parameters now, std::span<const measurement<float>> measurements) {
    constexpr auto gradient = pullback::gradient(misfit, pullback::wrt<0>);
    constexpr auto H_times = pullback::hvp(misfit, pullback::wrt<0>);
    const std::array<parameters, 3> H{H_times(now, measurements, parameters{1, 0, 0}),
                                      H_times(now, measurements, parameters{0, 1, 0}),
                                      H_times(now, measurements, parameters{0, 0, 1})};
    const parameters step = solved(H, gradient(now, measurements));
    for (std::size_t i = 0; i < 3; ++i) now[i] -= step[i];
    return now;
}

// What the sensor says at a time, from a bath of 60 degrees, with noise.
float read_sensor(float time) {
    static std::uint32_t random = 1;
    random = random * 1664525u + 1013904223u;
    const float noise = static_cast<float>(random >> 16) / 65536.0f - 0.5f;
    return 60 - 38 * pullback::exp(-0.4f * time) + 0.2f * noise;
}

std::array<measurement<float>, 100> buffer;

} // namespace

int main() {
    std::size_t count = 0;
    parameters now{60, 40, 0.5f};
    while (count < buffer.size()) {
        const float time = 0.05f * static_cast<float>(count);
        buffer[count++] = {time, read_sensor(time)};
        if (count % 25 != 0) continue;
        for (int i = 0; i < 10; ++i) now = improved(now, {buffer.data(), count});
        port::line line;
        line.add("at ").add(buffer[count - 1].temperature).add(" degrees: the bath has ").add(now[0]);
        line.add(", time constant ").add(1 / now[2]).add(" s");
        port::write(line.end());
    }
}
