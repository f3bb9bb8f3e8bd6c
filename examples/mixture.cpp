// SPDX-License-Identifier: BSL-1.0
// A mixture of normal distributions fitted to points of the plane by gradient ascent on the log-likelihood: as many
// points and as many components as there are.
#include <pullback.hpp>

#include <array>
#include <cstdio>
#include <random>
#include <vector>

template <class T>
struct component {
    T weight; // the logarithm, up to a constant that all have
    std::array<T, 2> mean;
    T precision; // the logarithm of 1 / standard deviation
};

constexpr auto log_likelihood = pullback::function([](const auto& mixture, const auto& points) {
    const auto fit = mean(points, [&](const auto& point) {
        return log_sum_exp(mixture, [&](const auto& c) {
            const auto distance = square(point[0] - c.mean[0]) + square(point[1] - c.mean[1]);
            return c.weight + 2 * c.precision - 0.5 * exp(2 * c.precision) * distance;
        });
    });
    return fit - log_sum_exp(mixture, [](const auto& c) { return c.weight; });
});

int main() {
    using point = std::array<double, 2>;
    const std::vector<point> centres{{0, 0}, {3, 1}, {-1, 3}};

    std::mt19937 generator(1);
    const auto uniform = [&] { return static_cast<double>(generator()) / 4294967296.0; };
    const auto about_normal = [&] { return uniform() + uniform() + uniform() + uniform() - 2; };
    std::vector<point> points;
    for (int i = 0; i < 3000; ++i) {
        const point& centre = centres[i % 6 < 3 ? 0 : i % 6 < 5 ? 1 : 2];
        points.push_back({centre[0] + about_normal(), centre[1] + about_normal()});
    }

    std::vector<component<double>> mixture{{0, {0, -1}, 0}, {0, {1, 1}, 0}, {0, {0, 1}, 0}};
    constexpr auto ascend = pullback::value_and_gradient(log_likelihood, pullback::wrt<0>);
    for (int step = 0; step <= 60; ++step) {
        const auto [value, gradient] = ascend(mixture, points); // the gradient is a vector of components, too
        if (step % 20 == 0) std::printf("step %2d: %.3f\n", step, value);
        for (std::size_t k = 0; k < mixture.size(); ++k) {
            mixture[k].weight += gradient[k].weight;
            mixture[k].precision += 0.3 * gradient[k].precision;
            for (std::size_t i = 0; i < 2; ++i) mixture[k].mean[i] += gradient[k].mean[i];
        }
    }
    for (const auto& [weight, mean, precision] : mixture)
        std::printf("at %.2f %.2f, deviation %.2f\n", mean[0], mean[1], pullback::exp(-precision));
}
