// SPDX-License-Identifier: BSL-1.0
// A function and its gradient at many points, a vector of the processor full of them at once.
//
// Compile with -O3 -march=native and call with any argument to have the times printed.
#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <vector>

constexpr auto price = pullback::function([](const auto& S, const auto& K, const auto& sigma, const auto& T) {
    const auto deviation = sigma * sqrt(T);
    const auto d = log(S / K) / deviation + deviation / 2;
    const auto normal = [](const auto& x) { return erfc(-x / sqrt(constant_like(x, 2))) / 2; };
    return S * normal(d) - K * normal(d - deviation);
});

template <class Action>
double nanoseconds(std::size_t count, Action action) {
    const auto start = std::chrono::steady_clock::now();
    for (int repeated = 0; repeated < 100; ++repeated) action();
    const std::chrono::duration<double, std::nano> time = std::chrono::steady_clock::now() - start;
    return time.count() / (100.0 * static_cast<double>(count));
}

int main(int argument_count, char**) {
    const std::size_t count = 4099; // no multiple of any width: the rest is taken care of
    std::vector<double> spot(count), strike(count), sigma(count), value(count), delta(count), vega(count);
    for (std::size_t i = 0; i < count; ++i) {
        spot[i] = 80 + static_cast<double>(i % 41);
        strike[i] = 90 + static_cast<double>(i % 23);
        sigma[i] = 0.1 + 0.01 * static_cast<double>(i % 31);
    }

    // Arrays in, arrays out; the time 0.5 is the same at all points.
    constexpr auto greeks = pullback::value_and_gradient(price, pullback::wrt<0, 2>);
    const auto many = [&] {
        pullback::transform_points(greeks, pullback::columns(value, delta, vega), spot, strike, sigma, 0.5);
    };
    many();
    std::printf("%.4f %.4f %.4f\n", value[7], delta[7], vega[7]);

    // The same one by one.
    std::vector<double> value_alone(count), delta_alone(count), vega_alone(count);
    const auto one_by_one = [&] {
        for (std::size_t i = 0; i < count; ++i) {
            const auto [v, gradient] = greeks(spot[i], strike[i], sigma[i], 0.5);
            value_alone[i] = v;
            delta_alone[i] = get<0>(gradient);
            vega_alone[i] = get<1>(gradient);
        }
    };
    one_by_one();
    double difference = 0;
    for (std::size_t i = 0; i < count; ++i)
        difference = std::max({difference, std::abs(value[i] - value_alone[i]), std::abs(vega[i] - vega_alone[i])});
    std::printf("%s\n", difference < 1e-11 ? "as one by one" : "not as one by one");

    // Points may also lie one after the other.
    constexpr auto length = pullback::function([](const auto& p) { return hypot(p[0], p[1], p[2]); });
    const std::vector<std::array<float, 3>> points{{1, 2, 2}, {2, 3, 6}, {1, 4, 8}};
    std::vector<std::array<float, 3>> directions(points.size());
    pullback::transform_points(pullback::gradient(length), directions, points);
    for (const auto& d : directions) std::printf("%.3f %.3f %.3f\n", d[0], d[1], d[2]);

    if (argument_count > 1)
        std::printf("%.1f ns a point, %.1f ns one by one\n", nanoseconds(count, many), nanoseconds(count, one_by_one));
}
