// SPDX-License-Identifier: BSL-1.0
// A Kalman filter over a series as long as it is: how noisy is what a car's position is measured with, and how hard
// does its driver accelerate? The log-likelihood of both is a fold over the measurements; Newton's method finds its
// largest.
#include <pullback.hpp>

#include <cmath>
#include <cstdio>
#include <random>
#include <vector>

// A measurement, and the time since the one before.
template <class T>
struct measurement {
    T gap, position;
};

// What is known after one: means and covariances of the position and the speed, and how likely all measurements were.
template <class T>
struct knowledge {
    T position, speed;
    T position_variance, covariance, speed_variance;
    T log_likelihood;
};

// The speed changes like Brownian motion. Both noises are given by the logarithms of their deviations.
constexpr auto log_likelihood =
    pullback::function([]<class T>(const T& log_acceleration, const T& log_error, const auto& measurements) {
        const T acceleration = exp(2 * log_acceleration), error = exp(2 * log_error);
        const knowledge<T> nothing{T(0), T(0), T(100), T(0), T(100), T(0)};
        return fold(measurements, nothing,
                    [=](const knowledge<T>& before, const auto& seen) {
                        const T h = seen.gap;
                        // In the time between, the car has moved on, and less is known of it;
                        const T position = before.position + h * before.speed;
                        const T variance = before.position_variance +
                                           h * (2 * before.covariance + h * before.speed_variance) +
                                           acceleration * h * h * h / 3;
                        const T covariance = before.covariance + h * before.speed_variance + acceleration * h * h / 2;
                        const T speed_variance = before.speed_variance + acceleration * h;
                        // the measurement tells more.
                        const T spread = variance + error, surprise = seen.position - position;
                        return knowledge<T>{position + variance / spread * surprise,
                                            before.speed + covariance / spread * surprise,
                                            variance * error / spread,
                                            covariance * error / spread,
                                            speed_variance - covariance * covariance / spread,
                                            before.log_likelihood - (log(spread) + surprise * surprise / spread) / 2};
                    })
            .log_likelihood;
    });

int main() {
    std::mt19937 random(1);
    const auto normal = [&] { // sums of so many uniform numbers nearly are
        double sum = -6;
        for (int i = 0; i < 12; ++i) sum += static_cast<double>(random()) / 4294967296.0;
        return sum;
    };
    std::vector<measurement<double>> measurements;
    double position = 0, speed = 10;
    for (int i = 0; i < 2000; ++i) {
        const double gap = i % 3 == 0 ? 0.5 : 0.2;
        position += gap * speed;
        speed += 0.7 * std::sqrt(gap) * normal();
        measurements.push_back({gap, position + 1.5 * normal()});
    }

    constexpr auto by_noises = pullback::wrt<0, 1>;
    double log_acceleration = 0, log_error = 0.2;
    for (int i = 0; i < 4; ++i) {
        const auto [value, gradient] =
            pullback::value_and_gradient(log_likelihood, by_noises)(log_acceleration, log_error, measurements);
        const auto [by_acceleration, by_error] = gradient;
        std::printf("%.3f at %.4f %.4f, slopes %.2g %.2g\n", value, std::exp(log_acceleration), std::exp(log_error),
                    by_acceleration, by_error);

        const auto hessian = pullback::hessian(log_likelihood, by_noises)(log_acceleration, log_error, measurements);
        const auto [row, other_row] = hessian;
        const auto [h11, h12] = row;
        const auto [h21, h22] = other_row;
        const double determinant = h11 * h22 - h12 * h21;
        log_acceleration -= (h22 * by_acceleration - h12 * by_error) / determinant;
        log_error -= (h11 * by_error - h21 * by_acceleration) / determinant;
    }
}
