// SPDX-License-Identifier: BSL-1.0
#include "../functions/chain_of_rates.hpp"
#include "comparison.hpp"

#include <pullback.hpp>

#include <cstddef>
#include <vector>

// y_i' = x_i y_{i-1}, where y_{-1} is 1, from y = 0 by s steps of the method of Runge and Kutta of fourth order: the
// last component at time 1, and its gradient in x. (GradBench's `ode`.)

namespace {

using numbers = std::vector<double>;

struct result {
    double value;
    numbers gradient;
};

constexpr auto function = pullback::function([](const auto& x, const auto& steps) {
    const auto end = functions::chain_of_rates(x, steps, 1);
    return end[end.size() - 1];
});

[[gnu::noinline]] auto by_pullback(const numbers& x, int steps) {
    return pullback::value_and_gradient(function, pullback::wrt<0>)(x, pullback::step_count(steps));
}

// The states are kept, the slopes are computed again.
[[gnu::noinline]] result by_hand(const numbers& x, int steps) {
    const std::size_t n = x.size(), count = static_cast<std::size_t>(steps);
    const double h = 1.0 / steps;
    numbers states((count + 1) * n), k1(n), k2(n), k3(n), k4(n);
    const auto slope = [&](const double* y, const double* k, double by, double* out) {
        out[0] = x[0];
        for (std::size_t i = 1; i < n; ++i) out[i] = x[i] * (y[i - 1] + by * k[i - 1]);
    };
    for (std::size_t t = 0; t < count; ++t) {
        const double* const y = &states[t * n];
        double* const next = &states[(t + 1) * n];
        slope(y, y, 0, k1.data());
        slope(y, k1.data(), h / 2, k2.data());
        slope(y, k2.data(), h / 2, k3.data());
        slope(y, k3.data(), h, k4.data());
        for (std::size_t i = 0; i < n; ++i) next[i] = y[i] + h / 6 * (k1[i] + 2 * (k2[i] + k3[i]) + k4[i]);
    }
    numbers gradient(n), adjoint(n), before(n), b1(n), b2(n), b3(n), b4(n);
    adjoint[n - 1] = 1;
    // What the adjoints of the slopes at y + by k add to those of x, y and k.
    const auto pull_back = [&](const double* y, const double* k, double by, const double* out, double* of_k) {
        gradient[0] += out[0];
        for (std::size_t i = 1; i < n; ++i) {
            gradient[i] += out[i] * (y[i - 1] + by * k[i - 1]);
            const double of_argument = out[i] * x[i];
            before[i - 1] += of_argument;
            of_k[i - 1] += by * of_argument;
        }
    };
    for (std::size_t t = count; t-- > 0;) {
        const double* const y = &states[t * n];
        slope(y, y, 0, k1.data());
        slope(y, k1.data(), h / 2, k2.data());
        slope(y, k2.data(), h / 2, k3.data());
        for (std::size_t i = 0; i < n; ++i) {
            before[i] = adjoint[i];
            b1[i] = b4[i] = h / 6 * adjoint[i];
            b2[i] = b3[i] = h / 3 * adjoint[i];
        }
        pull_back(y, k3.data(), h, b4.data(), b3.data());
        pull_back(y, k2.data(), h / 2, b3.data(), b2.data());
        pull_back(y, k1.data(), h / 2, b2.data(), b1.data());
        gradient[0] += b1[0];
        for (std::size_t i = 1; i < n; ++i) {
            gradient[i] += b1[i] * y[i - 1];
            before[i - 1] += b1[i] * x[i];
        }
        adjoint.swap(before);
    }
    return {states[count * n + n - 1], gradient};
}

} // namespace

void loops::add_ode(std::vector<comparison>& all) {
    random_numbers random;
    const auto add = [&](const char* name, std::size_t n, int steps) {
        numbers x(n);
        for (double& each : x) each = 2 + 0.5 * random();
        all.push_back({name, 1.10, [=] { keep(by_hand(x, steps)); }, [=] { keep(by_pullback(x, steps)); },
                       difference(by_hand(x, steps).gradient, by_pullback(x, steps).gradient)});
    };
    add("ode 20, 1000", 20, 1000);
    add("ode 100, 100", 100, 100);
    add("ode 10000, 10", 10000, 10);
}
