// SPDX-License-Identifier: BSL-1.0
// Ordinary code as a static function: arrays, structs, loops and helper functions.
#include <pullback.hpp>

#include <array>
#include <cstdio>

template <class T>
struct camera {
    T focal;
    std::array<T, 2> centre;
};

// A helper is a constexpr template: its scalar may be a number or the recording scalar, and it runs at compile time.
template <class T, std::size_t N>
constexpr T squared_norm(const std::array<T, N>& v) {
    T sum(0);
    for (const T& element : v) sum += element * element;
    return sum;
}

constexpr auto project = pullback::function([](const auto& camera, const auto& point) {
    const auto scale = camera.focal / point[2];
    return std::array{camera.centre[0] + scale * point[0], camera.centre[1] + scale * point[1]};
});

constexpr auto error = pullback::function([](const auto& camera, const auto& point, const auto& seen) {
    const auto pixel = project(camera, point);
    return squared_norm(std::array{pixel[0] - seen[0], pixel[1] - seen[1]});
});

int main() {
    const camera<double> lens{500, {320, 240}};
    const std::array<double, 3> point{0.1, -0.2, 2};
    const std::array<double, 2> seen{350, 180};

    const auto J = pullback::jacobian(project, pullback::wrt<1>)(lens, point); // by the point: 2 rows, 3 columns
    std::printf("%g %g %g\n", J[0][0], J[0][1], J[0][2]);

    // A derivative has the shape of its argument: a camera gives a camera, an array an array.
    const auto [by_lens, by_point] = pullback::gradient(error, pullback::wrt<0, 1>)(lens, point, seen);
    std::printf("%g %g %g\n", by_lens.focal, by_lens.centre[0], by_lens.centre[1]);
    std::printf("%g %g %g\n", by_point[0], by_point[1], by_point[2]);
}
