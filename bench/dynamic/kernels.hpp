// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_DYNAMIC_KERNELS_HPP
#define PULLBACK_BENCH_DYNAMIC_KERNELS_HPP

#include <pullback/dynamic.hpp>

#include <cmath>
#include <cstddef>
#include <numeric>
#include <random>
#include <vector>

// Functions generic in their scalar, which records a graph. Each has a point, and knows how many operations it records.

namespace dynamic_kernels {

// For scalars that do not bring their own.
template <class S>
S square(const S& x) {
    return x * x;
}
using pullback::exp;
using pullback::sin;
using pullback::square;

/// Squares and shifts in turn, at the fixed point of x² + 1/4: values and gradient neither grow nor vanish, however
/// long it is.
struct chain {
    std::size_t operation_count;

    std::vector<double> point() const { return {0.5}; }

    template <class S>
    S operator()(const std::vector<S>& x) const {
        S y = x[0];
        for (std::size_t i = 0; i < operation_count; i += 2) {
            y = square(y);
            y = y + 0.25;
        }
        return y;
    }
};

/// Operations drawn at random, mostly on values that nothing uses yet; at the end sums join all of these.
class random_graph {
public:
    explicit random_graph(std::size_t operations) : operation_count(operations) {
        std::mt19937 random(1);
        std::vector<double> values = point();
        std::vector<std::size_t> unused(input_count);
        std::iota(unused.begin(), unused.end(), std::size_t(0));
        const auto take_unused = [&] {
            const auto place = unused.begin() + static_cast<std::ptrdiff_t>(random() % unused.size());
            const std::size_t chosen = *place;
            unused.erase(place);
            return chosen;
        };
        const auto operand = [&](bool may_be_used) {
            return unused.empty() || (may_be_used && random() % 4 == 0) ? random() % values.size() : take_unused();
        };
        while (steps_.size() < operation_count) {
            const bool must_join = unused.size() + steps_.size() > operation_count;
            const std::size_t left = operand(!must_join);
            // Large values pass through a sine, so that none overflows.
            kind what = static_cast<kind>(random() % 4);
            if (must_join) what = kind::add;
            else if (std::abs(values[left]) > 1.5) what = kind::sin;
            const bool is_binary = what == kind::add || what == kind::multiply;
            const std::size_t right = is_binary ? operand(!must_join) : 0;
            steps_.push_back({what, left, right});
            unused.push_back(values.size());
            values.push_back(steps_.back().on(values));
        }
    }

    std::vector<double> point() const {
        std::vector<double> result;
        for (std::size_t i = 0; i < input_count; ++i) result.push_back(0.1 + 0.05 * static_cast<double>(i));
        return result;
    }

    template <class S>
    S operator()(const std::vector<S>& x) const {
        std::vector<S> values(x);
        values.reserve(x.size() + steps_.size());
        for (const step& next : steps_) values.push_back(next.on(values));
        return values.back();
    }

    const std::size_t operation_count;

private:
    static constexpr std::size_t input_count = 10;
    enum class kind { add, multiply, sin, exp };

    struct step {
        kind what;
        std::size_t left, right;

        template <class S>
        S on(const std::vector<S>& values) const {
            switch (what) {
                case kind::add: return values[left] + values[right];
                case kind::multiply: return values[left] * values[right];
                case kind::sin: return sin(values[left]);
                default: return exp(values[left]);
            }
        }
    };

    std::vector<step> steps_;
};

/// 100 (y - x²)² + (1 - x)², summed over neighbours.
struct rosenbrock {
    std::size_t variable_count = 100;
    std::size_t operation_count = (variable_count - 1) * 8 - 1;

    std::vector<double> point() const {
        std::vector<double> result;
        for (std::size_t i = 0; i < variable_count; ++i) result.push_back(0.9 + 0.002 * static_cast<double>(i));
        return result;
    }

    template <class S>
    static S term(const S& x, const S& y) {
        const S x_squared = square(x);
        const S step = y - x_squared;
        const S step_cost = square(step);
        const S scaled = 100.0 * step_cost;
        const S rest = 1.0 - x;
        const S rest_cost = square(rest);
        return scaled + rest_cost;
    }

    template <class S>
    S operator()(const std::vector<S>& x) const {
        S sum = term(x[0], x[1]);
        for (std::size_t i = 1; i + 1 < x.size(); ++i) sum = sum + term(x[i], x[i + 1]);
        return sum;
    }
};

/// So few operations that what it costs to start a pass counts.
struct eight_operations {
    static constexpr std::size_t operation_count = 8;

    std::vector<double> point() const { return {0.5, 1.25}; }

    template <class S>
    S operator()(const std::vector<S>& x) const {
        const S product = x[0] * x[1];
        const S wave = sin(x[0]);
        const S sum = product + wave;
        const S growth = exp(sum);
        const S scaled = 0.5 * growth;
        const S squared = square(scaled);
        const S joined = squared + product;
        return joined * x[1];
    }
};

} // namespace dynamic_kernels

#endif
