// SPDX-License-Identifier: BSL-1.0
// Newton's, Halley's and Schroeder's methods of Boost.Math, with derivatives nobody has to write.
#include <pullback.hpp>
#include <pullback/ext/boost_math.hpp>

#include <cstdio>

using namespace boost::math::tools;

// Kepler's equation for the eccentric anomaly E: the place of a planet from the time.
constexpr auto kepler = pullback::function([](const auto& E, const auto& eccentricity, const auto& mean_anomaly) {
    return E - eccentricity * sin(E) - mean_anomaly;
});

int main() {
    // The root is searched between 0 and pi, from 1 on, to 50 bits.
    const double guess = 1, low = 0, high = 3.1416;
    const auto f = pullback::value_and_derivatives<1>(kepler, 0.2, 0.8);
    const auto f2 = pullback::value_and_derivatives<2>(kepler, 0.2, 0.8);
    std::printf("Newton    %.10f\n", newton_raphson_iterate(f, guess, low, high, 50));
    std::printf("Halley    %.10f\n", halley_iterate(f2, guess, low, high, 50));
    std::printf("Schroeder %.10f\n", schroder_iterate(f2, guess, low, high, 50));

    // How the root moves with the eccentricity e and the mean anomaly M: the implicit function theorem.
    const double E = newton_raphson_iterate(f, guess, low, high, 50);
    const auto [by_E, by_e, by_M] = pullback::gradient(kepler)(E, 0.2, 0.8);
    std::printf("dE/de = %.6f, dE/dM = %.6f\n", -by_e / by_E, -by_M / by_E);

    // A formula of one variable works as well.
    constexpr auto x = pullback::variable<"x">;
    const auto cube = pullback::value_and_derivatives<2>(x * x * x - 2);
    std::printf("%.10f\n", halley_iterate(cube, 1.0, 0.0, 2.0, 50));
}
