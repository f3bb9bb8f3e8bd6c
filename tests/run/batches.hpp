// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_RUN_BATCHES_HPP
#define PULLBACK_TESTS_RUN_BATCHES_HPP

#include <algorithm>
#include <cmath>
#include <limits>

/// What is computed in batches beside what is computed one by one.
namespace batches {

template <class S>
bool near(S a, S b) {
    if (a != a || b != b || std::isinf(a) || std::isinf(b)) return a == b || (a != a && b != b);
    // Results below the normal numbers may be 0.
    return std::abs(a - b) <= 600 * std::numeric_limits<S>::epsilon() * std::max(std::abs(b), S(1)) ||
           std::abs(a - b) <= std::numeric_limits<S>::min();
}

} // namespace batches

#endif
