// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_BY_HAND_VALUE_AND_GRADIENT_HPP
#define PULLBACK_BENCH_BY_HAND_VALUE_AND_GRADIENT_HPP

#include <vector>

/// Functions of data whose derivatives were written by hand with care, in scalar code and in the same order.
namespace by_hand {

struct value_and_gradient {
    double value;
    std::vector<double> gradient;
};

} // namespace by_hand

#endif
