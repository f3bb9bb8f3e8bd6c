// SPDX-License-Identifier: BSL-1.0
#include "comparison.hpp"
#include "vectors.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

// Straight functions and their derivatives at many points: one call after the other, and `transform_points`. By hand in
// lanes: with the vector functions of the C library. The number of points is no multiple of any width.

namespace {

using numbers = std::vector<double>;

constexpr std::size_t count = 4003;
constexpr double half = 0.5, root_half = 0.70710678118654752440, inverse_root_two_pi = 0.39894228040143267794;

// What a kernel reads and writes: an array for each number of its points.
struct arrays {
    std::array<numbers, 3> inputs;
    std::array<numbers, 6> results;

    arrays() {
        loops::random_numbers random;
        for (numbers& each : inputs) each = random(count);
        for (numbers& each : results) each.assign(count, 0);
    }
    numbers all_results() const {
        numbers all;
        for (const numbers& each : results) all.insert(all.end(), each.begin(), each.end());
        return all;
    }
};

// Calls `kernel(x...)`, which returns an array of numbers, by vectors and the rest by one more with the last point
// again, or by numbers.
template <class T, std::size_t... I, std::size_t... K, class Kernel>
PULLBACK_ALWAYS_INLINE inline void for_points(arrays& a, Kernel kernel, std::index_sequence<I...>,
                                              std::index_sequence<K...>) {
    std::size_t i = 0;
    if constexpr (std::is_same_v<T, double>) {
        for (; i < count; ++i) {
            const auto result = kernel(a.inputs[I][i]...);
            ((a.results[K][i] = result[K]), ...);
        }
    } else {
        constexpr std::size_t width = loops::width;
        for (; i + width <= count; i += width) {
            const auto result = kernel(loops::load(&a.inputs[I][i])...);
            (loops::store(&a.results[K][i], result[K]), ...);
        }
        if (i == count) return;
        const auto rest = [&](const numbers& x) {
            T last = x[count - 1] - T{};
            for (std::size_t k = 0; i + k < count; ++k) last[k] = x[i + k];
            return last;
        };
        const auto result = kernel(rest(a.inputs[I])...);
        for (std::size_t k = 0; i + k < count; ++k) ((a.results[K][i + k] = result[K][k]), ...);
    }
}

// The price of an option, and its derivatives by spot and volatility.
struct option {
    static constexpr const char* name = "points: option";
    static constexpr std::make_index_sequence<3> inputs{}, results{};
    static void prepare(arrays& a) {
        for (std::size_t i = 0; i < count; ++i) {
            a.inputs[0][i] = 100 + 20 * a.inputs[0][i];
            a.inputs[1][i] = 100 + 10 * a.inputs[1][i];
            a.inputs[2][i] = 0.3 + 0.2 * a.inputs[2][i];
        }
    }
    static constexpr auto function = pullback::function([](const auto& spot, const auto& strike, const auto& sigma) {
        const auto deviation = root_half * sigma; // half a year
        const auto d = log(spot / strike) / deviation + half * deviation;
        const auto normal = [](const auto& x) { return half * erfc(-root_half * x); };
        return spot * normal(d) - strike * normal(d - deviation);
    });
    static constexpr auto derivative = pullback::value_and_gradient(function, pullback::wrt<0, 2>);
    static std::array<double, 3> one(double spot, double strike, double sigma) {
        const auto [value, gradient] = derivative(spot, strike, sigma);
        return {value, get<0>(gradient), get<1>(gradient)};
    }
    template <class T>
    PULLBACK_ALWAYS_INLINE static std::array<T, 3> by_hand(T spot, T strike, T sigma) {
        using std::exp, std::log, std::erfc, loops::exp, loops::log, loops::erfc;
        const T deviation = root_half * sigma, d = log(spot / strike) / deviation + half * deviation;
        const T first = half * erfc(-root_half * d), second = half * erfc(-root_half * (d - deviation));
        return {spot * first - strike * second, first, root_half * inverse_root_two_pi * spot * exp(-half * (d * d))};
    }
    static void many(arrays& a) {
        pullback::transform_points(derivative, pullback::columns(a.results[0], a.results[1], a.results[2]), a.inputs[0],
                                   a.inputs[1], a.inputs[2]);
    }
};

// The hand of an arm with two joints, and its Jacobian.
struct arm {
    static constexpr const char* name = "points: arm";
    static constexpr std::make_index_sequence<2> inputs{};
    static constexpr std::make_index_sequence<6> results{};
    static constexpr double upper = 1.2, lower = 0.8;
    static void prepare(arrays& a) {
        for (std::size_t k = 0; k < 2; ++k)
            for (double& angle : a.inputs[k]) angle *= 3;
    }
    static constexpr auto function = pullback::function([](const auto& shoulder, const auto& elbow) {
        const auto both = shoulder + elbow;
        return std::array{upper * cos(shoulder) + lower * cos(both), upper * sin(shoulder) + lower * sin(both)};
    });
    static constexpr auto derivative = pullback::value_and_jacobian(function);
    static std::array<double, 6> one(double shoulder, double elbow) {
        const auto [value, jacobian] = derivative(shoulder, elbow);
        return {value[0], value[1], jacobian[0][0], jacobian[0][1], jacobian[1][0], jacobian[1][1]};
    }
    template <class T>
    PULLBACK_ALWAYS_INLINE static std::array<T, 6> by_hand(T shoulder, T elbow) {
        using std::cos, std::sin, loops::cos, loops::sin;
        const T both = shoulder + elbow, c = lower * cos(both), s = lower * sin(both);
        const T x = upper * cos(shoulder) + c, y = upper * sin(shoulder) + s;
        return {x, y, -y, -s, x, c};
    }
    static void many(arrays& a) {
        auto& r = a.results;
        pullback::transform_points(derivative, pullback::columns(r[0], r[1], r[2], r[3], r[4], r[5]), a.inputs[0],
                                   a.inputs[1]);
    }
};

// A neuron, and its derivative.
struct neuron {
    static constexpr const char* name = "points: sigmoid of tanh";
    static constexpr std::make_index_sequence<1> inputs{};
    static constexpr std::make_index_sequence<2> results{};
    static void prepare(arrays& a) {
        for (double& x : a.inputs[0]) x *= 4;
    }
    static constexpr auto function = pullback::function([](const auto& x) { return sigmoid(tanh(x)); });
    static constexpr auto derivative = pullback::value_and_gradient(function);
    static std::array<double, 2> one(double x) {
        const auto [value, gradient] = derivative(x);
        return {value, gradient};
    }
    template <class T>
    PULLBACK_ALWAYS_INLINE static std::array<T, 2> by_hand(T x) {
        using std::exp, std::tanh, loops::exp, loops::tanh;
        const T t = tanh(x), s = 1 / (1 + exp(-t));
        return {s, s * (1 - s) * (1 - t * t)};
    }
    static void many(arrays& a) {
        pullback::transform_points(derivative, pullback::columns(a.results[0], a.results[1]), a.inputs[0]);
    }
};

template <class Kernel>
[[gnu::noinline]] void by_hand(arrays& a) {
    for_points<double>(
        a, [](auto... x) { return Kernel::template by_hand<double>(x...); }, Kernel::inputs, Kernel::results);
}
template <class Kernel>
[[gnu::noinline]] void by_hand_in_lanes(arrays& a) {
    for_points<loops::vector>(
        a, [](auto... x) PULLBACK_ALWAYS_INLINE { return Kernel::template by_hand<loops::vector>(x...); },
        Kernel::inputs, Kernel::results);
}
template <class Kernel>
[[gnu::noinline]] void by_pullback(arrays& a) {
    for_points<double>(a, [](auto... x) { return Kernel::one(x...); }, Kernel::inputs, Kernel::results);
}
template <class Kernel>
[[gnu::noinline]] void by_pullback_in_lanes(arrays& a) {
    Kernel::many(a);
}

template <class Kernel>
void add_kernel(std::vector<loops::comparison>& all) {
    arrays a;
    Kernel::prepare(a);
    const auto results_of = [&](void (*run)(arrays&)) {
        arrays copy = a;
        run(copy);
        return copy.all_results();
    };
    const numbers wanted = results_of(by_hand<Kernel>);
    double difference = 0;
    for (const auto run : {by_pullback<Kernel>, by_hand_in_lanes<Kernel>, by_pullback_in_lanes<Kernel>})
        difference = std::fmax(difference, loops::difference(wanted, results_of(run)));
    const auto measured = [&](void (*run)(arrays&)) {
        return [a, run]() mutable {
            run(a);
            loops::keep(a);
        };
    };
    all.push_back({Kernel::name, 1.10, measured(by_hand<Kernel>), measured(by_pullback<Kernel>), difference,
                   measured(by_hand_in_lanes<Kernel>), measured(by_pullback_in_lanes<Kernel>)});
}

} // namespace

void loops::add_points(std::vector<comparison>& all) {
    add_kernel<option>(all);
    add_kernel<arm>(all);
    add_kernel<neuron>(all);
}
