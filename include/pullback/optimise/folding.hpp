// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_FOLDING_HPP
#define PULLBACK_OPTIMISE_FOLDING_HPP

#include <pullback/functions/row_facts.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/inline.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>

namespace pullback::engine::optimise {

/// Whether a step of the program has literals only.
constexpr bool has_constant_steps(const program_view& from) {
    for (int i = 0; i < from.size; ++i) {
        const instruction& step = from.code[i];
        bool is_constant = kind_of(step) != value_kind::truth;
        for (const int operand : from.operands_of(step)) is_constant = is_constant && operand < 0;
        if (is_constant) return true;
    }
    return false;
}

/// Constant folding: functions of literals are computed, in the precision of a literal, and constant factors joined.
struct folding {
    static constexpr const char* name = "folding";
    static constexpr bool keeps_roundings =
        false; // a constant is more precise than what a number of the user's type is

    static constexpr bool applies_to(const program_view& from) { return has_constant_steps(from); }
    static constexpr int room_for(const program_view& from) { return from.size + from.literal_count + 16; }

    static constexpr void write_part(const program_view& from, int first, int last, recorded* nodes,
                                     record::recorder& target) {
        target.allow_rounding();
        record::inline_range(from, first, last, nodes, &target);
    }
};

} // namespace pullback::engine::optimise

#endif
