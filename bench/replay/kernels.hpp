// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_REPLAY_KERNELS_HPP
#define PULLBACK_BENCH_REPLAY_KERNELS_HPP

#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

// Functions of a vector, generic in their scalar, that are recorded once and replayed.

namespace replay_kernels {

template <std::size_t Size>
struct rosenbrock {
    static constexpr const char* name = Size < 1000 ? "Rosenbrock 50" : "Rosenbrock 1000";
    static constexpr std::size_t input_count = Size;

    template <class S>
    S operator()(const std::vector<S>& x) const {
        S sum = 0;
        for (std::size_t i = 0; i + 1 < x.size(); ++i) {
            const S miss = x[i + 1] - x[i] * x[i], rest = 1.0 - x[i];
            sum += 100.0 * miss * miss + rest * rest;
        }
        return sum;
    }
};

/// Three layers, of weights that are constant, with a tanh behind each.
struct network {
    static constexpr const char* name = "network 40-40-40-1";
    static constexpr std::size_t input_count = 40;

    template <class S>
    S operator()(const std::vector<S>& x) const {
        using std::tanh;
        std::vector<S> layer = x;
        for (std::size_t depth = 0; depth < 2; ++depth) {
            std::vector<S> next;
            for (std::size_t i = 0; i < x.size(); ++i) {
                S sum = 0;
                for (std::size_t j = 0; j < x.size(); ++j)
                    sum += std::cos(double(i * 7 + j * 3 + depth)) * 0.2 * layer[j];
                next.push_back(tanh(sum));
            }
            layer = next;
        }
        S sum = 0;
        for (const S& each : layer) sum += each * each;
        return sum;
    }
};

/// Operations drawn at random on values drawn at random.
class random_arithmetic {
public:
    static constexpr const char* name = "random arithmetic";
    static constexpr std::size_t input_count = 100;

    random_arithmetic() {
        std::mt19937 random(1);
        for (std::size_t i = 0; i < 20000; ++i)
            steps_.push_back({random() % 3, i + random() % input_count, i + random() % input_count});
    }

    template <class S>
    S operator()(const std::vector<S>& x) const {
        std::vector<S> values = x;
        values.reserve(x.size() + steps_.size());
        for (const step& each : steps_) {
            const S &a = values[each.left], &b = values[each.right];
            // Mostly between 0 and 1, however long it goes on.
            if (each.what == 0) values.push_back(0.5 * (a + b));
            else if (each.what == 1) values.push_back(a - 0.5 * b);
            else values.push_back(a * b + 0.25);
        }
        S sum = 0;
        for (std::size_t i = values.size() - input_count; i < values.size(); ++i) sum += values[i];
        return sum;
    }

private:
    struct step {
        std::size_t what, left, right;
    };
    std::vector<step> steps_;
};

/// Functions of the table, one for every two operations of arithmetic.
struct functions {
    static constexpr const char* name = "sin, exp, sqrt, log";
    static constexpr std::size_t input_count = 1000;

    template <class S>
    S operator()(const std::vector<S>& x) const {
        using std::exp, std::log, std::sin, std::sqrt;
        S sum = 0;
        for (std::size_t i = 0; i + 1 < x.size(); ++i)
            sum += sin(x[i] * x[i + 1]) * exp(-x[i]) + log(1.0 + x[i] * sqrt(x[i + 1] + 2.0));
        return sum;
    }

    /// The calls alone that value and gradient cannot do without, with numbers that they have there.
    template <class S>
    static S calls_alone(const S& x, const S& y) {
        using std::cos, std::exp, std::log, std::sin, std::sqrt;
        return sin(x) + cos(y) + exp(x) + log(x) +
               sqrt(x); // of two numbers, so that no compiler makes one call of them
    }
};

} // namespace replay_kernels

#endif
