// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_RATES_HPP
#define PULLBACK_OPTIMISE_RATES_HPP

#include <pullback/functions/implicit.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/inline.hpp>
#include <pullback/record/loop_program.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>
#include <pullback/record/simplify.hpp>

#include <type_traits>

// A program that runs, and is not differentiated any more, needs no rates: what an implicit function's derivatives are
// made of is dead code then.

namespace pullback::engine::optimise {

/// Whether a step is its first operand, and has others for its derivatives only.
constexpr bool is_known_with_rate(const instruction& step) {
    return record::is_call_of<functions::with_rate>(step.function) ||
           record::is_call_of<functions::without_rate>(step.function) ||
           record::is_call_of<functions::unknown>(step.function);
}
constexpr bool has_rates(const program_view& from) {
    for (int i = 0; i < from.size; ++i)
        if (is_known_with_rate(from.code[i])) return true;
    return false;
}

/// Numbers in place of numbers with rates.
struct forgetting_rates {
    static constexpr const char* name = "numbers without rates";
    static constexpr bool keeps_roundings = true;

    static constexpr bool applies_to(const program_view& from) { return has_rates(from); }
    static constexpr int room_for(const program_view& from) { return from.size + from.literal_count + 16; }

    static constexpr void write_part(const program_view& from, int first, int last, recorded* nodes,
                                     record::recorder& target) {
        for (int i = first; i < last; ++i)
            if (is_known_with_rate(from.code[i]))
                nodes[from.node_of(i)] = record::value_of(from, from.code[i].operands[0], nodes, &target);
            else record::inline_range(from, i, i + 1, nodes, &target);
    }
};

template <class Built>
constexpr bool has_rates_in_loops() {
    for (int i = 0; i < Built::code.size; ++i)
        if (is_known_with_rate(Built::code.straight.code[i])) return true;
    return false;
}

/// The same of a program with loops.
template <class Built>
struct loops_without_rates {
private:
    static constexpr const auto& from = Built::code;
    static constexpr auto write() {
        auto result = from;
        int now[from.node_count + 1]{};
        const auto moved = [&](int operand) { return operand < 0 ? operand : now[operand]; };
        for (int node = 0; node < from.node_count; ++node) {
            now[node] = node;
            if (!from.is_computed(node)) continue;
            instruction& step = result.straight.code[from.index_of(node)];
            rename_operands(step, moved);
            if (is_known_with_rate(step)) now[node] = step.operands[0];
        }
        for (int& output : result.straight.outputs) output = moved(output);
        for (int i = 0; i < from.store_count; ++i) result.stores[i].operand = moved(result.stores[i].operand);
        for (int i = 0; i < from.carry_count; ++i) {
            result.carries[i].first = moved(result.carries[i].first);
            result.carries[i].next = moved(result.carries[i].next);
        }
        for (int i = 0; i < from.tables.index_count; ++i)
            result.tables.indices[i].turns = moved(result.tables.indices[i].turns);
        return result;
    }
    static constexpr auto whole = write();

public:
    static constexpr const auto& code = record::live_loops<whole>::code;
};

/// A program with loops as it runs, without rates.
template <class Built>
struct after_rates : std::type_identity<Built> {};
template <class Built>
    requires(optimise::has_rates_in_loops<Built>())
struct after_rates<Built> : std::type_identity<loops_without_rates<Built>> {};

} // namespace pullback::engine::optimise

#endif
