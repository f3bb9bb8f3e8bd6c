// SPDX-License-Identifier: BSL-1.0
// A function over data: one loop, as long as the data are, for the value and all derivatives.
#include <pullback.hpp>

#include <cmath>
#include <cstdio>
#include <vector>

template <class T>
struct measurement {
    T time, seen;
};

template <class T>
struct curve {
    T amplitude, decay;
};

// Of normal errors with the deviation sigma, but for a constant.
constexpr auto log_likelihood = pullback::function([](const auto& curve, const auto& sigma, const auto& measurements) {
    return -sum(measurements, [&](const auto& m) {
        const auto error = (m.seen - curve.amplitude * exp(-curve.decay * m.time)) / sigma;
        return square(error) / 2 + log(sigma);
    });
});

int main() {
    std::vector<measurement<double>> measurements; // as many as there are
    for (int i = 0; i < 500; ++i) {
        const double t = 0.01 * i;
        measurements.push_back({t, 2 * std::exp(-0.7 * t) + 0.1 * std::sin(9 * t)});
    }

    constexpr auto ascend = pullback::value_and_gradient(log_likelihood, pullback::wrt<0, 1>);
    curve<double> now{1, 1};
    double sigma = 0.3;
    for (int step = 0; step <= 200; ++step) {
        const auto [value, gradient] = ascend(now, sigma, measurements);
        const auto& [by_curve, by_sigma] = gradient; // a curve and a number
        if (step % 100 == 0) std::printf("%.2f at %.3f %.3f %.3f\n", value, now.amplitude, now.decay, sigma);
        now.amplitude += 2e-5 * by_curve.amplitude;
        now.decay += 2e-5 * by_curve.decay;
        sigma += 2e-6 * by_sigma;
    }

    // The derivative by the measurements is a std::vector of as many of them.
    const auto pull = pullback::gradient(log_likelihood, pullback::wrt<2>)(now, sigma, measurements);
    std::printf("%zu: %.2f %.2f\n", pull.size(), pull.front().seen, pull.back().seen);
}
