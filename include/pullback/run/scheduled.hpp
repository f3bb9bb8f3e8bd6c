// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_SCHEDULED_HPP
#define PULLBACK_RUN_SCHEDULED_HPP

#include <pullback/program/sizes.hpp>
#include <pullback/record/build.hpp>
#include <pullback/run/compiler.hpp>
#include <pullback/run/schedule.hpp>

namespace pullback::engine::run {

/// Whether the order of a program of this size can make a difference, and can be found within the limits on steps.
template <class Built>
consteval bool schedule_pays() {
    return Built::code.size > 8 && Built::code.size <= largest_scheduled_program;
}

/// An order, as constants keep it.
template <int Size>
struct node_order {
    int nodes[Size]{};
    int size = 0;
    int pressure = 0;
};

template <int Size>
constexpr node_order<Size> find_order(const program_view& from, schedule::preference by) {
    const schedule found(from, by);
    node_order<Size> kept;
    kept.size = found.size();
    kept.pressure = found.pressure();
    for (int i = 0; i < found.size(); ++i) kept.nodes[i] = found[i];
    return kept;
}

// Each order is a constant of its own, with the compiler's whole budget of steps.
template <class Built, schedule::preference Preference>
inline constexpr auto kept_order = find_order<Built::code.size>(Built::code.view(), Preference);

/// The order of the program `Built` in which few numbers wait.
template <class Built, bool JoinsCalls>
consteval const auto& best_order() {
    constexpr schedule::preference by_last{true, false, JoinsCalls}, by_first{false, false, JoinsCalls};
    constexpr const auto& last_first = kept_order<Built, by_last>;
    if constexpr (Built::code.size > largest_compared_schedule) {
        return last_first;
    } else {
        constexpr const auto& first_first = kept_order<Built, by_first>;
        // Another order is taken only if it is clearly better: processors with 32 registers do better with the last
        // operand first.
        constexpr auto is_better = [](int one, int other) { return 8 * one <= 7 * other; };
        constexpr bool is_first = is_better(first_first.pressure, last_first.pressure);
        constexpr const auto& plain = is_first ? first_first : last_first;
        if constexpr (last_first.pressure == 0 || first_first.pressure == 0) {
            return plain;
        } else {
            constexpr schedule::preference by_choice{last_first.pressure <= first_first.pressure, true, JoinsCalls};
            constexpr const auto& chosen = kept_order<Built, by_choice>;
            if constexpr (is_better(chosen.pressure, plain.pressure)) return chosen;
            else return plain;
        }
    }
}

/// Writes the instructions of `from` in an order.
constexpr void write_in_order(const program_view& from, const int* nodes, int size, record::recorder& target,
                              int* outputs) {
    workspace<int> moved(from.node_count());
    for (int i = 0; i < from.input_count; ++i) moved[i] = i;
    const auto operand_of = [&](int operand) {
        return is_literal(operand) ? target.record_literal(from.literal_at(operand)) : moved[operand];
    };
    for (int i = 0; i < size; ++i) {
        const instruction& step = from.maker_of(nodes[i]);
        int operands[most_operands] = {}, k = 0;
        for (const int operand : from.operands_of(step)) operands[k++] = operand_of(operand);
        target.set_primal(step.is_primal);
        moved[nodes[i]] = target.record(step.function, operands);
    }
    for (int k = 0; k < from.output_count; ++k) outputs[k] = operand_of(from.outputs[k]);
}

template <class Built, bool JoinsCalls>
struct scheduling {
    static constexpr int input_count = Built::code.input_count;
    static constexpr int output_count = Built::code.output_count;
    static constexpr int capacity = Built::code.size + 16;

    static constexpr void write(record::recorder& target, int* outputs) {
        constexpr const auto& order = best_order<Built, JoinsCalls>();
        write_in_order(Built::code.view(), order.nodes, order.size, target, outputs);
    }
};

/// The program `Built` in its best order.
template <class Built>
using scheduled = record::built<scheduling<Built, compiler_vectorizes_calls>>;

template <class Built>
inline constexpr bool joins_calls<record::built<scheduling<Built, true>>> = true;

} // namespace pullback::engine::run

#endif
