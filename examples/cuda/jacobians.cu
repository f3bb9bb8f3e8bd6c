// SPDX-License-Identifier: BSL-1.0
// A Jacobian in every thread of a GPU: distance and direction in which robots see landmarks. Compile with
// --expt-relaxed-constexpr: the functions of the library are constexpr, and so callable on the device.
#include <pullback.hpp>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

constexpr auto see = pullback::function([](const auto& robot, const auto& landmark) {
    const auto dx = landmark[0] - robot[0], dy = landmark[1] - robot[1];
    return std::array{sqrt(dx * dx + dy * dy), atan2(dy, dx) - robot[2]};
});

using robot = std::array<float, 3>; // position and heading
using landmark = std::array<float, 2>;
using jacobian = std::array<robot, 2>;

__global__ void jacobians(const robot* robots, const landmark* landmarks, jacobian* results, int count) {
    const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
    if (i < count) results[i] = pullback::jacobian(see, pullback::wrt<0>)(robots[i], landmarks[i]);
}

void check(cudaError_t status) {
    if (status == cudaSuccess) return;
    std::printf("skipped: %s\n", cudaGetErrorString(status));
    std::exit(0);
}

int main() {
    constexpr int count = 1000;
    robot* robots = nullptr;
    landmark* landmarks = nullptr;
    jacobian* results = nullptr;
    check(cudaMallocManaged(&robots, count * sizeof(robot)));
    check(cudaMallocManaged(&landmarks, count * sizeof(landmark)));
    check(cudaMallocManaged(&results, count * sizeof(jacobian)));
    for (int i = 0; i < count; ++i) {
        const float t = 0.01f * static_cast<float>(i);
        robots[i] = {std::cos(t), std::sin(t), t};
        landmarks[i] = {3 + t, 4 - t};
    }
    jacobians<<<(count + 127) / 128, 128>>>(robots, landmarks, results, count);
    check(cudaGetLastError());
    check(cudaDeviceSynchronize());

    // The processor computes the same.
    float largest = 0;
    for (int i = 0; i < count; ++i) {
        const jacobian expected = pullback::jacobian(see, pullback::wrt<0>)(robots[i], landmarks[i]);
        for (std::size_t k = 0; k < 6; ++k)
            largest = std::fmax(largest, std::abs(results[i][k / 3][k % 3] - expected[k / 3][k % 3]));
    }
    std::printf("%d Jacobians, %s\n", count,
                largest < 1e-6f ? "as on the processor" : "different from those of the processor");
    return largest < 1e-6f ? 0 : 1;
}
