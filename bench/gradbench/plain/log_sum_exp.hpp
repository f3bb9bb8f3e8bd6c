// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_PLAIN_LOG_SUM_EXP_HPP
#define PULLBACK_BENCH_GRADBENCH_PLAIN_LOG_SUM_EXP_HPP

#include "../../by_hand/log_sum_exp.hpp"
#include "../protocol.hpp"

#include <cmath>
#include <vector>

namespace gradbench::plain {

template <class T>
T log_sum_exp_of(const std::vector<T>& x) {
    using std::exp, std::log; // for numbers; other scalars bring theirs
    T largest = x[0];
    for (const T& each : x)
        if (each > largest) largest = each;
    T sum = 0;
    for (const T& each : x) sum += exp(each - largest);
    return largest + log(sum);
}

struct log_sum_exp {
    numbers arguments;

    explicit log_sum_exp(const json& input) : arguments(flat(input.at("x"))) {}

    template <class T>
    T operator()(const std::vector<T>& x) const {
        return log_sum_exp_of(x);
    }
    numbers gradient() const { return by_hand::log_sum_exp(arguments).gradient; }
    numbers gradient_in_lanes() const { return by_hand::log_sum_exp_in_lanes(arguments).gradient; }
};

} // namespace gradbench::plain

#endif
