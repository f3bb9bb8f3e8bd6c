// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): the body of f cannot run at compile time, where it is recorded
#include <pullback.hpp>
#include <pullback/ext/eigen.hpp>

#include <Eigen/Core>

constexpr auto f = pullback::function([](const auto& v) {
#ifdef PULLBACK_WRONG
    using T = double;
#else
    using T = typename std::remove_cvref_t<decltype(v)>::Scalar;
#endif
    Eigen::Matrix<T, 2, 2> m;
    m << 1, 2, 3, 4;
    return v.x() * m(0, 1) + v.y() * m(1, 0);
});

Eigen::Vector2d slope(const Eigen::Vector2d& at) { return pullback::gradient(f)(at); }
