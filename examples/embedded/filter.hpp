// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXAMPLES_EMBEDDED_FILTER_HPP
#define PULLBACK_EXAMPLES_EMBEDDED_FILTER_HPP

#include <pullback.hpp>

#include <boost/hana/define_struct.hpp>

#include <array>
#include <cstddef>

/// An extended Kalman filter that follows a vehicle by the distance and direction of known landmarks. Formulas in plain
/// matrix algebra; both steps are recorded as a whole, so what is compiled is the arithmetic that zeros and ones of the
/// Jacobians and the symmetry of the covariance leave. (Thrun, Burgard and Fox, "Probabilistic
/// Robotics", chapters 3 and 7.)
namespace vehicle {

/// What is known of the vehicle.
template <class T>
struct estimate {
    // state: 0-1 position in m, 2 heading in rad, 3 speed in m/s, 4 turn rate in rad/s
    // covariance: that of the state, its upper triangle by rows
    BOOST_HANA_DEFINE_STRUCT(estimate, (std::array<T, 5>, state), (std::array<T, 15>, covariance));
};

inline constexpr float time_step = 0.125f; // s, between two measurements
/// Variances that a step adds to the state, and those of a measurement.
inline constexpr std::array<float, 5> motion_noise{1e-4f, 1e-4f, 1e-5f, 4e-3f, 1e-3f};
inline constexpr std::array<float, 2> sensor_noise{0.01f, 4e-4f};

template <class T, std::size_t Rows, std::size_t Columns>
using matrix = std::array<std::array<T, Columns>, Rows>;

template <class T, std::size_t Rows, std::size_t Inner, std::size_t Columns>
constexpr matrix<T, Rows, Columns> product(const matrix<T, Rows, Inner>& a, const matrix<T, Inner, Columns>& b) {
    matrix<T, Rows, Columns> result{};
    for (std::size_t i = 0; i < Rows; ++i)
        for (std::size_t j = 0; j < Columns; ++j)
            for (std::size_t k = 0; k < Inner; ++k) result[i][j] += a[i][k] * b[k][j];
    return result;
}

template <class T, std::size_t Rows, std::size_t Columns>
constexpr matrix<T, Columns, Rows> transposed(const matrix<T, Rows, Columns>& a) {
    matrix<T, Columns, Rows> result{};
    for (std::size_t i = 0; i < Rows; ++i)
        for (std::size_t j = 0; j < Columns; ++j) result[j][i] = a[i][j];
    return result;
}

template <class T>
constexpr matrix<T, 5, 5> unpacked(const std::array<T, 15>& triangle) {
    matrix<T, 5, 5> result{};
    for (std::size_t i = 0, next = 0; i < 5; ++i)
        for (std::size_t j = i; j < 5; ++j) result[i][j] = result[j][i] = triangle[next++];
    return result;
}

template <class T>
constexpr std::array<T, 15> packed(const matrix<T, 5, 5>& symmetric) {
    std::array<T, 15> result{};
    for (std::size_t i = 0, next = 0; i < 5; ++i)
        for (std::size_t j = i; j < 5; ++j) result[next++] = symmetric[i][j];
    return result;
}

/// The vehicle turns for half a time step.
inline constexpr auto turn = pullback::function([](const auto& state) {
    auto after = state;
    after[2] += state[4] * (time_step / 2);
    return after;
});

/// It goes straight on for a time step.
inline constexpr auto advance = pullback::function([](const auto& state) {
    auto after = state;
    after[0] += state[3] * (time_step * cos(state[2]));
    after[1] += state[3] * (time_step * sin(state[2]));
    return after;
});

/// Both, the turn half before and half after.
inline constexpr auto move = pullback::function([](const auto& state) { return turn(advance(turn(state))); });

/// Distance and direction in which the vehicle sees a landmark.
inline constexpr auto see = pullback::function([](const auto& state, const auto& landmark) {
    const auto dx = landmark[0] - state[0], dy = landmark[1] - state[1];
    return std::array{sqrt(dx * dx + dy * dy), atan2(dy, dx) - state[2]};
});

/// The estimate after a motion: P becomes F P Fᵀ, with F the 5×5 Jacobian of the motion.
template <class Motion, class Estimate>
constexpr Estimate moved(Motion motion, const Estimate& before) {
    const auto [state, F] = pullback::value_and_jacobian(motion)(before.state);
    const auto P = unpacked(before.covariance);
    return {state, packed(product(product(F, P), transposed(F)))};
}

/// The estimate one time step later.
inline constexpr auto predict = pullback::function([](const auto& before) {
    auto after = moved(turn, moved(advance, moved(turn, before)));
    for (std::size_t i = 0, diagonal = 0; i < 5; diagonal += 5 - i, ++i) after.covariance[diagonal] += motion_noise[i];
    return after;
});

/// The estimate after a measurement of distance and direction: K = P Hᵀ (H P Hᵀ + R)⁻¹ times what was measured
/// beyond what was expected, with H the 2×5 Jacobian of the sensor; P becomes P - K H P.
inline constexpr auto update = pullback::function([](const auto& before, const auto& landmark, const auto& measured) {
    const auto [expected, H] = pullback::value_and_jacobian(see, pullback::wrt<0>)(before.state, landmark);
    constexpr float whole_turn = 6.2831853f;
    const auto angle = measured[1] - expected[1];
    const std::array beyond{measured[0] - expected[0], angle - whole_turn * round(angle * (1 / whole_turn))};

    auto P = unpacked(before.covariance);
    const auto HP = product(H, P);
    auto S = product(HP, transposed(H));
    for (std::size_t k = 0; k < 2; ++k) S[k][k] += sensor_noise[k];
    const auto scale = 1 / (S[0][0] * S[1][1] - S[0][1] * S[0][1]);
    const decltype(S) inverse{{{scale * S[1][1], -(scale * S[0][1])}, {-(scale * S[0][1]), scale * S[0][0]}}};
    const auto transposed_K = product(inverse, HP);
    auto after = before;
    for (std::size_t k = 0; k < 2; ++k)
        for (std::size_t i = 0; i < 5; ++i) {
            after.state[i] += transposed_K[k][i] * beyond[k];
            for (std::size_t j = i; j < 5; ++j) P[i][j] -= transposed_K[k][i] * HP[k][j];
        }
    after.covariance = packed(P);
    return after;
});

} // namespace vehicle

#endif
