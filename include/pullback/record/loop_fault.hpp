// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_LOOP_FAULT_HPP
#define PULLBACK_RECORD_LOOP_FAULT_HPP

#include <pullback/cpp20.hpp>

namespace pullback::engine::record {

/// What is wrong with a body that is recorded to its end.
enum class loop_fault {
    none,
    subscript,
    row_subscript,
    too_many,
    dense,
    scattered,
    same_argument,
    made_around,
    reversed_twice,
    state_shape,
    no_bound,
    left_loop
};

} // namespace pullback::engine::record

#endif
