// SPDX-License-Identifier: BSL-1.0
// The adapters and the other headers that are included by themselves, beside the library in one file.
#include <pullback.hpp>
#include <pullback/ext/eigen.hpp>

#include <pullback/check/gradient_check.hpp>
#include <pullback/derivative/taylor.hpp>
#include <pullback/dynamic.hpp>
#include <pullback/ext/boost_math/lambert_w.hpp>

#include <cstdio>

constexpr auto f = pullback::function([](const auto& v) { return v.dot(v) * v[0]; });

int main() {
    const Eigen::Vector3d g = pullback::gradient(f)(Eigen::Vector3d(1, 2, 3));
    pullback::dynamic::variable v{Eigen::VectorXd(Eigen::Vector3d(1, 2, 3))};
    squared_norm(v).backward();
    std::printf("%g %g %g, %g %g %g\n", g[0], g[1], g[2], v.grad()[0], v.grad()[1], v.grad()[2]);
    return !gradient_check(f, Eigen::Vector3d(1, 2, 3));
}
