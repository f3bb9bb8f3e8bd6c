// SPDX-License-Identifier: BSL-1.0
// Cameras and points found from where the cameras see the points. The residuals are one map over the observations,
// which looks up camera and point of each; Gauss–Newton steps need no more than products with its Jacobian.
#include <pullback.hpp>

#include <array>
#include <cmath>
#include <cstdio>
#include <random>
#include <utility>
#include <vector>

template <std::size_t N>
using blocks = std::vector<std::array<double, N>>;

// A camera: three numbers for its rotation, three for its position, the focal length.
constexpr auto project = pullback::function([](const auto& camera, const auto& point) {
    const auto cross = [](const auto& a, const auto& b) {
        return std::array{a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    };
    const std::array r{camera[0], camera[1], camera[2]}; // the axis, as long as the angle
    const std::array x{point[0] - camera[3], point[1] - camera[4], point[2] - camera[5]};
    const auto rx = cross(r, x), rrx = cross(r, rx); // Rodrigues: x + sin(θ) n × x + (1 - cos(θ)) n × (n × x)
    const auto angle = sqrt(dot(r, r)), first = sinc(angle), second = square(sinc(angle / 2)) / 2;
    const auto turned = [&](std::size_t i) { return x[i] + first * rx[i] + second * rrx[i]; };
    return std::array{camera[6] * turned(0) / turned(2), camera[6] * turned(1) / turned(2)};
});

constexpr auto residuals = pullback::function(
    [](const auto& cameras, const auto& points, const auto& camera_of, const auto& point_of, const auto& seen) {
        return map(camera_of, point_of, seen, [&](const auto& c, const auto& p, const auto& pixel) {
            const auto expected = project(cameras[c], points[p]);
            return std::array{expected[0] - pixel[0], expected[1] - pixel[1]};
        });
    });

struct scene {
    blocks<7> cameras;
    blocks<3> points;
};
template <std::size_t N>
double dot(const blocks<N>& x, const blocks<N>& y) {
    return pullback::sum(x, y, [](const auto& a, const auto& b) { return pullback::dot(a, b); });
}
double dot(const scene& x, const scene& y) { return dot(x.cameras, y.cameras) + dot(x.points, y.points); }
scene sum(scene x, double factor, const scene& y) {
    const auto add = [&](auto& to, const auto& from) {
        for (std::size_t i = 0; i < to.size(); ++i)
            for (std::size_t k = 0; k < to[i].size(); ++k) to[i][k] += factor * from[i][k];
    };
    add(x.cameras, y.cameras), add(x.points, y.points);
    return x;
}

// What was seen, and at which residuals, Jacobians times vectors and their transposes are asked for.
struct observations {
    std::vector<int> camera_of, point_of;
    blocks<2> seen;

    blocks<2> errors(const scene& at) const { return residuals(at.cameras, at.points, camera_of, point_of, seen); }
    blocks<2> forward(const scene& at, const scene& v) const {
        constexpr auto J_times = pullback::jvp(residuals, pullback::wrt<0, 1>);
        return J_times(at.cameras, at.points, camera_of, point_of, seen, v.cameras, v.points).tangent;
    }
    scene backward(const scene& at, const blocks<2>& w) const {
        constexpr auto transposed_J_times = pullback::vjp(residuals, pullback::wrt<0, 1>);
        const auto [by_cameras, by_points] =
            transposed_J_times(at.cameras, at.points, camera_of, point_of, seen, w).cotangent;
        return {by_cameras, by_points};
    }
};

// (Jᵀ J + damping) step = -Jᵀ r, by conjugate gradients.
scene step_from(const scene& at, const observations& data, double damping) {
    scene rest = data.backward(at, data.errors(at));
    scene step = sum(rest, -1, rest), direction = rest;
    double size = dot(rest, rest);
    for (const double enough = 1e-18 * size; size > enough;) {
        const scene curved = sum(data.backward(at, data.forward(at, direction)), damping, direction);
        const double length = size / dot(direction, curved);
        step = sum(step, -length, direction);
        rest = sum(rest, -length, curved);
        const double before = std::exchange(size, dot(rest, rest));
        direction = sum(rest, size / before, direction);
    }
    return step;
}

int main() {
    std::mt19937 generator(1);
    const auto random = [&](double most) { return most * (static_cast<double>(generator()) / 2147483648.0 - 1); };
    scene truth;
    for (int p = 0; p < 40; ++p) truth.points.push_back({random(2), random(2), 8 + random(1)});
    observations data;
    for (int c = 0; c < 6; ++c) {
        const double side = c - 2.5;
        truth.cameras.push_back({random(0.05), 0.12 * side, random(0.1), -side, random(1), random(0.2), 500});
        for (int p = c % 2; p < 40; p += c < 3 ? 1 : 2) data.camera_of.push_back(c), data.point_of.push_back(p);
    }
    data.seen.resize(data.camera_of.size());
    data.seen = data.errors(truth); // where nothing was seen the residual is what is to be seen
    for (auto& [u, v] : data.seen) u += random(0.5), v += random(0.5);

    scene now = truth;
    for (auto& camera : now.cameras)
        for (double& x : camera) x += random(0.03 + 0.02 * std::abs(x));
    for (auto& point : now.points)
        for (double& x : point) x += random(0.3);
    for (double damping : {1000.0, 100.0, 10.0, 10.0, 10.0}) {
        const auto r = data.errors(now);
        std::printf("%.2f pixels\n", std::sqrt(dot(r, r) / static_cast<double>(r.size())));
        now = sum(now, 1, step_from(now, data, damping));
    }
    const auto r = data.errors(now);
    std::printf("%zu observations, %.2f pixels\n", data.seen.size(),
                std::sqrt(dot(r, r) / static_cast<double>(r.size())));
}
