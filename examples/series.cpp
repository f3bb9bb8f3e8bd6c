// SPDX-License-Identifier: BSL-1.0
// Loops with a state: a filter goes through a series of any length, and so do its derivatives.
#include <pullback.hpp>

#include <cmath>
#include <cstdio>
#include <vector>

// A level drifts from step to step and is seen with noise. This is what is known of it after each step.
template <class T>
struct belief {
    T level, variance, log_likelihood;
};

// Before the first step nearly nothing is.
template <class T>
constexpr belief<T> prior(const T&) {
    return {T(0), T(4), T(0)};
}

// Kalman's filter, for a level of one number.
constexpr auto step = [](const auto& drift, const auto& noise) {
    return [=]<class T>(const belief<T>& before, const auto& seen) {
        const T predicted = before.variance + drift;
        const T spread = predicted + noise, error = seen - before.level, gain = predicted / spread;
        return belief<T>{before.level + gain * error, predicted * (1 - gain),
                         before.log_likelihood - (log(spread) + square(error) / spread) / 2};
    };
};

constexpr auto log_likelihood =
    pullback::function([](const auto& log_drift, const auto& log_noise, const auto& series) {
        const auto drift = exp(log_drift), noise = exp(log_noise);
        return fold(series, prior(drift), step(drift, noise)).log_likelihood;
    });

constexpr auto levels = pullback::function([](const auto& log_drift, const auto& log_noise, const auto& series) {
    const auto drift = exp(log_drift), noise = exp(log_noise);
    const auto beliefs = scan(series, prior(drift), step(drift, noise));
    return map(beliefs, [](const auto& each) { return each.level; });
});

int main() {
    std::vector<double> series;
    for (int i = 0; i < 400; ++i) series.push_back(std::sin(0.02 * i) + 0.3 * std::sin(37.0 * i * i));

    constexpr auto ascend = pullback::value_and_gradient(log_likelihood, pullback::wrt<0, 1>);
    double log_drift = -2, log_noise = 0;
    for (int i = 0; i <= 40; ++i) {
        const auto [value, gradient] = ascend(log_drift, log_noise, series);
        const auto [by_drift, by_noise] = gradient;
        if (i % 20 == 0) std::printf("%.2f: drift %.4f, noise %.4f\n", value, std::exp(log_drift), std::exp(log_noise));
        log_drift += 0.01 * by_drift;
        log_noise += 0.01 * by_noise;
    }

    const std::vector<double> filtered = levels(log_drift, log_noise, series);
    std::printf("seen %.3f, filtered %.3f\n", series.back(), filtered.back());

    // How the log-likelihood depends on each of the numbers seen, the last three of 400.
    const auto by_series = pullback::gradient(log_likelihood, pullback::wrt<2>)(log_drift, log_noise, series);
    std::printf("%.3f %.3f %.3f\n", by_series[397], by_series[398], by_series[399]);
}
