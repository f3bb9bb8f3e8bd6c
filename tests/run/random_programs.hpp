// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_RUN_RANDOM_PROGRAMS_HPP
#define PULLBACK_TESTS_RUN_RANDOM_PROGRAMS_HPP

#include "dual_numbers.hpp"

#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

/// Functions made at random, the same for the library and for dual numbers: a seed decides how often a node
/// is added and which function of which earlier nodes it is. Nodes are kept between about -3 and 3, so that
/// errors stay small.
namespace random_programs {

constexpr int inputs = 3;
constexpr int results = 2;

struct generator {
    std::uint32_t state;

    constexpr int below(int count) {
        state = state * 1664525u + 1013904223u;
        return static_cast<int>((state >> 12) % static_cast<std::uint32_t>(count));
    }
};

template <class T>
constexpr T bounded(const T& x, int way) {
    if (way == 0) return sin(x);
    if (way == 1) return 2 * tanh(x / 2);
    if (way == 2) return atan(x);
    return x / sqrt(1 + square(x) / 8);
}

template <class T>
constexpr T node_of_one(int function, const T& x, int way) {
    switch (function) {
        case 0: return exp(bounded(x, way));
        case 1: return log(2 + square(x));
        case 2: return sqrt(1.5 + sin(x));
        case 3: return sin(x);
        case 4: return cos(x) - x / 4;
        case 5: return tanh(x);
        case 6: return atan(x) * 1.25;
        case 7: return sigmoid(x);
        case 8: return bounded(square(x), way);
        case 9: return -x;
        default: return 1 / (2 + cos(x));
    }
}

template <class T>
constexpr T node_of_two(int function, const T& x, const T& y, int way) {
    switch (function) {
        case 0: return bounded(x + y, way);
        case 1: return x - y;
        case 2: return bounded(x * y, way);
        case 3: return x / (2.5 + sin(y));
        case 4: return hypot(x, 1 + square(y)) - 1;
        case 5: return atan2(x, 2 + cos(y));
        case 6: return pow(1.5 + sin(x), bounded(y, way));
        case 7: return select(x < y, x * 0.5 + y, x - sin(y));
        default: return select(y < 0.25, exp(bounded(x, way)), 0.75 * x + y);
    }
}

// A function of its own that calls itself: continued fractions and Horner's scheme.
template <class T>
constexpr T nested(int depth, int kind, const T& x, const T& y) {
    if (depth == 0) return y;
    const T inner = nested(depth - 1, kind, x, y);
    return kind == 0 ? x / (3 + square(inner)) : bounded(inner * x + depth, 1);
}

template <class T>
constexpr std::array<T, results> run(std::uint32_t seed, const std::array<T, inputs>& x) {
    generator random{seed * 2654435761u + 12345};
    constexpr int largest = 24;
    T nodes[largest];
    for (int i = 0; i < inputs; ++i) nodes[i] = x[static_cast<std::size_t>(i)];
    int count = inputs;
    const int wanted = count + 3 + random.below(largest - inputs - 3);
    while (count < wanted) {
        // Newer nodes more often, or little would depend on much; older ones too, for sharing.
        const int a = random.below(2) == 0 ? count - 1 : random.below(count);
        const int b = random.below(count), kind = random.below(8), way = random.below(4);
        if (kind < 3) {
            nodes[count] = node_of_one(random.below(11), nodes[a], way);
        } else if (kind < 6) {
            nodes[count] = node_of_two(random.below(9), nodes[a], nodes[b], way);
        } else if (kind == 6) {
            const int depth = 1 + random.below(3), scheme = random.below(2); // arguments have no order
            nodes[count] = nested(depth, scheme, nodes[a], nodes[b]);
        } else {
            T sum = nodes[a] / 3;
            const int length = 1 + random.below(3);
            for (int k = 0; k < length; ++k) sum = sum + sin(nodes[b] * (k + 1)) / (k + 2);
            nodes[count] = sum;
        }
        ++count;
    }
    return {nodes[count - 1], nodes[count - 2] - x[0] * 0.5};
}

using point = std::array<double, inputs>;
using matrix = std::array<std::array<double, inputs>, inputs>;

/// What the library computes.
struct answers {
    std::array<double, results> value;
    std::array<double, results> value_beside_jacobian;
    std::array<std::array<double, inputs>, results> jacobian;
    double value_beside_gradient;
    std::array<double, inputs> gradient;
    std::optional<matrix> hessian;
};

template <class T, class Make>
std::array<T, inputs> lift(const point& at, const Make& make) {
    std::array<T, inputs> x;
    for (std::size_t i = 0; i < inputs; ++i) x[i] = make(at[i], i);
    return x;
}

inline bool near(double got, double wanted, double size, double bound) {
    return std::abs(got - wanted) <= bound * std::max({1., size, std::abs(wanted)});
}

inline matrix hessian_of_duals(std::uint32_t seed, const point& at) {
    using first_order = dual_numbers::dual<double>;
    using second_order = dual_numbers::dual<first_order>;
    matrix hessian;
    for (std::size_t j = 0; j < inputs; ++j)
        for (std::size_t k = 0; k < inputs; ++k)
            hessian[j][k] = run(seed, lift<second_order>(at,
                                                         [&](double x, std::size_t i) {
                                                             return second_order(first_order(x, i == j ? 1. : 0.),
                                                                                 first_order(i == k ? 1. : 0., 0.));
                                                         }))[0]
                                .slope.slope;
    return hessian;
}

inline void compare(std::uint32_t seed, const point& at, const answers& got) {
    using first_order = dual_numbers::dual<double>;
    const matrix hessian = hessian_of_duals(seed, at);
    bool is_right = true;
    const auto expect = [&](const char* what, double value, double wanted, double size, double bound = 1e-12) {
        if (near(value, wanted, size, bound)) return;
        is_right = false;
        BOOST_TEST_MESSAGE("seed " << seed << ", " << what << ": " << value << " instead of " << wanted);
    };

    for (std::size_t j = 0; j < inputs; ++j) {
        const auto duals =
            run(seed, lift<first_order>(at, [&](double x, std::size_t i) { return first_order(x, i == j ? 1. : 0.); }));
        double size = 1;
        for (std::size_t row = 0; row < results; ++row) {
            size = std::max(size, std::abs(duals[row].slope));
            expect("value", got.value[row], duals[row].value, 1);
            expect("value beside Jacobian", got.value_beside_jacobian[row], duals[row].value, 1);
            expect("Jacobian", got.jacobian[row][j], duals[row].slope, size);
        }
        expect("value beside gradient", got.value_beside_gradient, duals[0].value, 1);
        expect("gradient", got.gradient[j], duals[0].slope, size);

        for (std::size_t k = 0; got.hessian && k < inputs; ++k) {
            const double curvature = std::abs(hessian[j][j]) + std::abs(hessian[k][k]);
            expect("Hessian", (*got.hessian)[j][k], hessian[j][k], size * size + curvature);
        }

        // The rules here and there could share a mistake, the values do not.
        const double h = 1e-5;
        const auto shifted = [&](double by) {
            return run(seed, lift<first_order>(
                                 at, [&](double x, std::size_t i) { return first_order(i == j ? x + by : x, 0.); }))[0]
                .value;
        };
        expect("difference quotient", (shifted(h) - shifted(-h)) / (2 * h), got.gradient[j],
               size + std::abs(hessian[j][j]), 1e-4);
    }
    BOOST_TEST(is_right, "seed " << seed);
}

// A Hessian takes most of the time to compile, so one program in four has it. (The second derivatives of thousands are
// compared in fuzz/program_derivatives.cpp.)
template <std::uint32_t Seed>
void check() {
    constexpr auto f = pullback::function([](const auto& x) { return run(Seed, x); });
    constexpr auto first = pullback::function([](const auto& x) { return run(Seed, x)[0]; });
    for (const point& at : {point{0.31, -0.72, 1.13}, point{-1.21, 0.45, 0.67}}) {
        const auto with_jacobian = pullback::value_and_jacobian(f)(at);
        const auto with_gradient = pullback::value_and_gradient(first)(at);
        answers got{f(at), with_jacobian.value, with_jacobian.jacobian, with_gradient.value, with_gradient.gradient,
                    {}};
        if constexpr (Seed % 4 == 0) got.hessian = pullback::hessian(first)(at);
        compare(Seed, at, got);
    }
}

template <std::uint32_t First, std::uint32_t... Offset>
void check_from(std::integer_sequence<std::uint32_t, Offset...>) {
    (check<First + Offset>(), ...);
}

template <std::uint32_t First, std::uint32_t Count>
void check_seeds() {
    check_from<First>(std::make_integer_sequence<std::uint32_t, Count>{});
}

} // namespace random_programs

#endif
