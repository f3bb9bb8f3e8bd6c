// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_PLAIN_LEAST_SQUARES_HPP
#define PULLBACK_BENCH_GRADBENCH_PLAIN_LEAST_SQUARES_HPP

#include "../../loops/vectors.hpp"
#include "../protocol.hpp"

#include <cstddef>
#include <vector>

namespace gradbench::plain {

class least_squares {
public:
    numbers arguments;

    explicit least_squares(const json& input)
        : arguments(flat(input.at("x"))), count_(input.at("n").get<std::size_t>()) {}

    template <class T>
    T operator()(const std::vector<T>& x) const {
        T sum = 0;
        for (std::size_t i = 0; i < count_; ++i) {
            const double t = place(i);
            T error = sign(t);
            double power = 1;
            for (const T& coefficient : x) {
                error -= coefficient * power;
                power *= t;
            }
            sum += error * error;
        }
        return sum / 2;
    }

    numbers gradient() const {
        numbers result(arguments.size()), powers(arguments.size());
        for (std::size_t i = 0; i < count_; ++i) {
            const double t = place(i);
            double error = sign(t), power = 1;
            for (std::size_t j = 0; j < arguments.size(); ++j) {
                powers[j] = power;
                error -= arguments[j] * power;
                power *= t;
            }
            for (std::size_t j = 0; j < arguments.size(); ++j) result[j] -= error * powers[j];
        }
        return result;
    }

    // A lane for each place, and four vectors of places side by side.
    numbers gradient_in_lanes() const {
        using loops::vector, loops::width;
        constexpr std::size_t side_by_side = 4;
        std::vector<vector> sums(arguments.size());
        for (std::size_t i = 0; i < count_; i += side_by_side * width) {
            vector t[side_by_side], error[side_by_side], power[side_by_side];
            for (std::size_t k = 0; k < side_by_side; ++k) {
                for (std::size_t lane = 0; lane < width; ++lane) {
                    t[k][lane] = place(i + k * width + lane);
                    error[k][lane] = sign(t[k][lane]);
                }
                power[k] = vector{} + 1;
            }
            for (const double coefficient : arguments)
                for (std::size_t k = 0; k < side_by_side; ++k) {
                    error[k] -= coefficient * power[k];
                    power[k] *= t[k];
                }
            for (std::size_t k = 0; k < side_by_side; ++k) {
                power[k] = vector{} + 1;
                for (std::size_t lane = 0; lane < width; ++lane)
                    if (i + k * width + lane >= count_) error[k][lane] = power[k][lane] = 0;
            }
            for (vector& sum : sums)
                for (std::size_t k = 0; k < side_by_side; ++k) {
                    sum -= error[k] * power[k];
                    power[k] *= t[k];
                }
        }
        numbers result;
        for (const vector& sum : sums) result.push_back(loops::sum(sum));
        return result;
    }

private:
    double place(std::size_t i) const { return 2 * static_cast<double>(i) / static_cast<double>(count_ - 1) - 1; }
    static double sign(double t) { return t > 0 ? 1 : t < 0 ? -1 : 0; }

    std::size_t count_;
};

} // namespace gradbench::plain

#endif
