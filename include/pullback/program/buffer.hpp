// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_BUFFER_HPP
#define PULLBACK_PROGRAM_BUFFER_HPP

#include <pullback/program/literal.hpp>
#include <pullback/program/program.hpp>

namespace pullback::engine {

/// Room for a program while it grows. It is a constant's type, so its capacity is fixed: when it is too small,
/// recording goes on without effect, `overflow` is set and the caller records again with more room.
template <int Capacity, int Outputs>
struct program_buffer {
    instruction code[Capacity]{};
    literal literals[Capacity]{};
    int outputs[Outputs > 0 ? Outputs : 1]{};
    int input_count = 0;
    int size = 0;
    int literal_count = 0;
    bool has_rounded_literals = false;
    bool has_limits = false;
    bool overflow = false;

    constexpr program_view view() const noexcept {
        return {code, size, literals, literal_count, outputs, Outputs, input_count, has_rounded_literals, has_limits};
    }
};

} // namespace pullback::engine

#endif
