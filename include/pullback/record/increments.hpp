// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_INCREMENTS_HPP
#define PULLBACK_RECORD_INCREMENTS_HPP

#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_scalar.hpp>

namespace pullback {

// Increments, decrements and `!x` of recorded values, for bodies that are written for numbers.

/// x becomes x + 1.
constexpr recorded& operator++(recorded& x) { return x = x + recorded(1); }
/// x becomes x - 1.
constexpr recorded& operator--(recorded& x) { return x = x - recorded(1); }
/// x becomes x + 1; the result is x before that.
constexpr recorded operator++(recorded& x, int) {
    const recorded before = x;
    ++x;
    return before;
}
/// x becomes x - 1; the result is x before that.
constexpr recorded operator--(recorded& x, int) {
    const recorded before = x;
    --x;
    return before;
}

/// x == 0.
constexpr recorded_condition operator!(const recorded& x) { return x == recorded(0); }

} // namespace pullback

#endif
