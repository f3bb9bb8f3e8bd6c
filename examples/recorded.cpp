// SPDX-License-Identifier: BSL-1.0
// A function recorded at run time: springs of a mesh that is read when the program runs, held by a closure.
#include <pullback/record.hpp>

#include <cstddef>
#include <cstdio>
#include <vector>

struct spring {
    std::size_t from, to;
    double length;
};

int main() {
    const std::vector<spring> mesh{{0, 1, 1.0}, {1, 2, 0.5}, {2, 0, 1.2}};
    const std::vector<double> start{0.0, 1.1, 1.5};

    const auto energy = pullback::record(
        [&](const auto& x) {
            auto sum = 0 * x[0];
            for (const spring& each : mesh) sum += square(abs(x[each.to] - x[each.from]) - each.length);
            return sum;
        },
        start);
    const auto [value, gradient] = pullback::value_and_gradient(energy)(start);
    std::printf("energy %.2f, gradient %.2f %.2f %.2f\n", value, gradient[0], gradient[1], gradient[2]);
    const auto product = pullback::hvp(energy)(start, std::vector<double>{1, 0, 0});
    std::printf("second derivatives by the first: %.0f %.0f %.0f\n", product[0], product[1], product[2]);

    // In a loop a call has memory of its own and allocates nothing but its result.
    const auto slope = pullback::gradient(energy);
    auto memory = slope.workspace();
    std::vector<double> x = start, dx(x.size());
    for (int step = 0; step < 200; ++step) {
        slope.call_into(dx, memory, x);
        for (std::size_t i = 0; i < x.size(); ++i) x[i] -= 0.1 * dx[i];
    }
    std::printf("energy %.4f after 200 steps\n", energy(x));
}
