// SPDX-License-Identifier: BSL-1.0
// Bodies under their own gravity, as many as there are: the forces are the gradient of the energy, which stays what it
// is.
#include <pullback.hpp>

#include <array>
#include <cstddef>
#include <cstdio>
#include <random>
#include <vector>

using vectors = std::vector<std::array<double, 3>>;

// Over all pairs, each of them twice. A softened distance is never 0, so a body with itself adds a constant only.
constexpr auto potential_energy =
    pullback::function([](const auto& positions, const auto& masses, const auto& softening) {
        const auto bodies = zip(positions, masses);
        return -sum(bodies, [&](const auto& one) {
            return sum(bodies, [&](const auto& other) {
                const auto& [x, m] = one;
                const auto& [y, n] = other;
                const auto squares = square(x[0] - y[0]) + square(x[1] - y[1]) + square(x[2] - y[2]);
                return m * n / sqrt(squares + square(softening));
            });
        }) / 2;
    });

constexpr auto kinetic_energy = pullback::function([](const auto& velocities, const auto& masses) {
    return sum(velocities, masses, [](const auto& v, const auto& m) { return m * dot(v, v); }) / 2;
});

// The equations of motion in Hamilton's words: the energy by the position is minus the force.
struct bodies {
    vectors positions, velocities;
    std::vector<double> masses;

    double energy() const {
        return potential_energy(positions, masses, softening) + kinetic_energy(velocities, masses);
    }
    void kick(double time) {
        const vectors slope = pullback::gradient(potential_energy, pullback::wrt<0>)(positions, masses, softening);
        for (std::size_t i = 0; i < masses.size(); ++i)
            for (std::size_t k = 0; k < 3; ++k) velocities[i][k] -= time * slope[i][k] / masses[i];
    }
    void drift(double time) {
        for (std::size_t i = 0; i < masses.size(); ++i)
            for (std::size_t k = 0; k < 3; ++k) positions[i][k] += time * velocities[i][k];
    }

    static constexpr double softening = 0.05;
};

int main() {
    std::mt19937 generator(1);
    const auto random = [&] { return static_cast<double>(generator()) / 2147483648.0 - 1; };
    bodies disc;
    for (int i = 0; i < 60; ++i) {
        const double x = random(), y = random(), z = random() / 10;
        disc.positions.push_back({x, y, z});
        disc.velocities.push_back({-0.7 * y, 0.7 * x, 0});
        disc.masses.push_back(1.0 / 60);
    }

    const double start = disc.energy(), step = 0.005;
    std::printf("energy %.4f\n", start);
    for (int n = 1; n <= 400; ++n) { // leapfrog
        disc.kick(step / 2);
        disc.drift(step);
        disc.kick(step / 2);
        if (n % 100 == 0) std::printf("time %.1f: changed by %.1e\n", n * step, disc.energy() - start);
    }
}
