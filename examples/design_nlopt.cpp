// SPDX-License-Identifier: BSL-1.0
// A can with the least metal for its volume, found by NLopt: objective and constraint with gradients.
#include <pullback.hpp>
#include <pullback/ext/nlopt.hpp>

#include <cstdio>

constexpr double pi = 3.141592653589793;

// Radius and height in cm, as formulas.
constexpr auto radius = pullback::variable<"radius">;
constexpr auto height = pullback::variable<"height">;
constexpr auto area = 2 * pi * radius * (radius + height);

// How far the volume falls short of what is wanted: not above 0. `volume` is no variable of the optimisation, but a
// datum.
constexpr auto shortage =
    pullback::function([](const auto& r, const auto& h, const auto& volume) { return volume - pi * square(r) * h; });

int main() {
    const auto metal = pullback::nlopt_function(area);
    const auto too_small = pullback::nlopt_function<double, double>(shortage, 500.0);

    nlopt::opt optimizer(nlopt::LD_SLSQP, 2);
    set_min_objective(optimizer, metal); // the optimizer keeps a pointer to it
    add_inequality_constraint(optimizer, too_small, 1e-8);
    optimizer.set_lower_bounds(0.1);
    optimizer.set_xtol_rel(1e-6);

    std::vector<double> x{3, 10};
    double least;
    optimizer.optimize(x, least);
    std::printf("radius %.3f, height %.3f, %.2f square centimetres\n", x[0], x[1], least);

    // The whole of an array is optimised in the same way.
    constexpr auto rosenbrock =
        pullback::function([](const auto& p) { return 100 * square(p[1] - square(p[0])) + square(1 - p[0]); });
    const auto valley = pullback::nlopt_function<std::array<double, 2>>(rosenbrock);
    nlopt::opt descent(nlopt::LD_LBFGS, 2);
    set_min_objective(descent, valley);
    descent.set_xtol_rel(1e-6);
    std::vector<double> p{-1.2, 1};
    descent.optimize(p, least);
    std::printf("%.3f %.3f\n", p[0], p[1]);
}
