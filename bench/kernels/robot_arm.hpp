// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_KERNELS_ROBOT_ARM_HPP
#define PULLBACK_BENCH_KERNELS_ROBOT_ARM_HPP

#include <pullback.hpp>

#include <array>
#include <cmath>

/// Where the tip of an arm with six joints is, with the Jacobian by the angles. Each joint is a 4 x 4 matrix by Denavit
/// and Hartenberg; its axis is at a right angle to the next one's.
namespace kernels::robot_arm {

using input = std::array<double, 6>;
using output = std::array<double, 3 + 18>; // position; Jacobian by rows

inline constexpr input point{0.3, -0.5, 0.8, 0.4, -0.9, 1.1};

struct link {
    double length, offset, cosine, sine; // the last two of the twist
};
inline constexpr std::array<link, 6> links{{{0.1, 0.5, 0, 1},
                                            {0.4, 0.1, 0, -1},
                                            {0.05, 0.2, 0, 1},
                                            {0.3, 0.35, 0, -1},
                                            {0.08, 0.1, 0, 1},
                                            {0.06, 0.15, 1, 0}}};

inline constexpr auto primal = [](const auto& in) {
    using T = typename std::remove_cvref_t<decltype(in)>::value_type;
    using matrix = std::array<std::array<T, 4>, 4>;
    const auto joint = [](const T& angle, const link& by) {
        using std::sin, std::cos;
        const T c = cos(angle), s = sin(angle);
        return matrix{{{c, -s * by.cosine, s * by.sine, c * by.length},
                       {s, c * by.cosine, -c * by.sine, s * by.length},
                       {T(0), T(by.sine), T(by.cosine), T(by.offset)},
                       {T(0), T(0), T(0), T(1)}}};
    };
    const auto product = [](const matrix& a, const matrix& b) {
        matrix result{};
        for (std::size_t i = 0; i < 4; ++i)
            for (std::size_t j = 0; j < 4; ++j) {
                T sum(0);
                for (std::size_t k = 0; k < 4; ++k) sum += a[i][k] * b[k][j];
                result[i][j] = sum;
            }
        return result;
    };
    matrix all = joint(in[0], links[0]);
    for (std::size_t i = 1; i < 6; ++i) all = product(all, joint(in[i], links[i]));
    return std::array<T, 3>{all[0][3], all[1][3], all[2][3]};
};

// From the tip to the base: vectors, as each joint turns them, and not matrices.
inline output by_hand(const input& in) {
    struct vector {
        double x, y, z;
    };
    const auto right = [](double c, double s, const vector& v) {
        return vector{c * v.x + s * v.z, s * v.x - c * v.z, v.y};
    };
    const auto left = [](double c, double s, const vector& v) {
        return vector{c * v.x - s * v.z, s * v.x + c * v.z, -v.y};
    };
    const auto moved = [](const vector& v, std::size_t i) {
        return vector{v.x + links[i].length, v.y + links[i].sine * links[i].offset, v.z};
    };
    const auto slope = [](const vector& v) { return vector{-v.y, v.x, 0}; };

    // The one way g++ has vectors of them from the C library, the other way one call for both.
    std::array<double, 6> cosines, sines;
#if defined(__FAST_MATH__)
    for (std::size_t i = 0; i < 6; ++i) cosines[i] = std::cos(in[i]);
    for (std::size_t i = 0; i < 6; ++i) sines[i] = std::sin(in[i]);
#else
    for (std::size_t i = 0; i < 6; ++i) {
        cosines[i] = std::cos(in[i]);
        sines[i] = std::sin(in[i]);
    }
#endif
    const auto [c0, c1, c2, c3, c4, c5] = cosines;
    const auto [s0, s1, s2, s3, s4, s5] = sines;

    const vector p5{links[5].length * c5, links[5].length * s5, links[5].offset};
    const vector p4 = right(c4, s4, moved(p5, 4));
    const vector p3 = left(c3, s3, moved(p4, 3));
    const vector p2 = right(c2, s2, moved(p3, 2));
    const vector p1 = left(c1, s1, moved(p2, 1));
    const vector p0 = right(c0, s0, moved(p1, 0));

    const auto from1 = [&](const vector& v) { return right(c0, s0, v); };
    const auto from2 = [&](const vector& v) { return from1(left(c1, s1, v)); };
    const auto from3 = [&](const vector& v) { return from2(right(c2, s2, v)); };
    const auto from4 = [&](const vector& v) { return from3(left(c3, s3, v)); };
    const auto from5 = [&](const vector& v) { return from4(right(c4, s4, v)); };
    const vector t1 = from1(slope(p1)), t2 = from2(slope(p2)), t3 = from3(slope(p3));
    const vector t4 = from4(slope(p4)), t5 = from5(slope(p5));
    return {p0.x, p0.y, p0.z, -p0.y, t1.x, t2.x, t3.x, t4.x, t5.x, p0.x, t1.y,
            t2.y, t3.y, t4.y, t5.y,  0,    t1.z, t2.z, t3.z, t4.z, t5.z};
}

inline auto by_pullback(const input& in) {
    constexpr auto f = pullback::value_and_jacobian(pullback::function(primal));
    return f(in);
}

} // namespace kernels::robot_arm

#endif
