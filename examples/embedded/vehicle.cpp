// SPDX-License-Identifier: BSL-1.0
// An extended Kalman filter on a microcontroller: no exceptions, no RTTI, no heap, single precision. The same file is
// a program for the computer at hand, so that one can compare.

#include "drive.hpp"
#include "line.hpp"
#include "port.hpp"

namespace {

// The filter's memory: all of it.
vehicle::estimate<float> now = vehicle::start;

void print(std::size_t step) {
    port::line line;
    line.add("t ").add(static_cast<float>(step) * vehicle::time_step);
    line.add("  position ").add(now.state[0]).add(" ").add(now.state[1]);
    line.add("  heading ").add(now.state[2]).add("  speed ").add(now.state[3]).add("  turn rate ").add(now.state[4]);
    port::write(line.end());
}

} // namespace

int main() {
    for (std::size_t step = 0; step < vehicle::step_count; ++step) {
        now = vehicle::predict(now);
        now = vehicle::update(now, vehicle::drive[step].landmark, vehicle::drive[step].measured);
        if (step % 8 == 7) print(step + 1);
    }
    port::line line;
    const auto exact = vehicle::state_at(vehicle::step_count * vehicle::time_step);
    line.add("off by ").add(now.state[0] - exact[0]).add(" ").add(now.state[1] - exact[1]);
    line.add("  variances ").add(now.covariance[0]).add(" ").add(now.covariance[5]);
    port::write(line.end());
}
