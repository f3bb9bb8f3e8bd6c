// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_ORDER_SCHEDULING_HPP
#define PULLBACK_OPTIMISE_ORDER_SCHEDULING_HPP

#include <pullback/optimise/order/schedule.hpp>
#include <pullback/optimise/pass.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/size_limits.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/recorder.hpp>

#include <type_traits>

namespace pullback::engine::optimise {

/// The instructions in an order in which few numbers wait, found with these preferences.
template <schedule::preference Preference>
struct scheduling {
    static constexpr const char* name = Preference.joins_calls       ? "scheduling with joined calls"
                                        : Preference.chooses_results ? "scheduling with chosen results"
                                        : Preference.is_last_first   ? "scheduling"
                                                                     : "scheduling first operands first";
    static constexpr bool keeps_roundings = true;
    static constexpr bool joins_calls = Preference.joins_calls;

    /// An order, as constants keep it.
    template <int Nodes>
    struct findings {
        int nodes[Nodes]{};
        int size = 0;
        int pressure = 0;
        bool is_any = true;
    };

    /// Whether the order can make a difference, and can be found.
    static constexpr bool applies_to(const program_view& from) {
        return from.size >= smallest_scheduled_program && from.size <= largest_scheduled_program;
    }
    static constexpr int room_for(const program_view& from) { return from.size + 16; }

    template <int Nodes, int>
    static constexpr findings<Nodes> search(const program_view& from) {
        const schedule found(from, Preference);
        findings<Nodes> kept;
        kept.size = found.size();
        kept.pressure = found.pressure();
        for (int i = 0; i < found.size(); ++i) kept.nodes[i] = found[i];
        return kept;
    }

    static constexpr void write(const program_view& from, const auto& order, record::recorder& target, int* outputs) {
        workspace<int> moved(from.node_count());
        for (int i = 0; i < from.input_count; ++i) moved[i] = i;
        const auto operand_of = [&](int operand) {
            return is_literal(operand) ? target.record_literal(from.literal_at(operand)) : moved[operand];
        };
        for (int i = 0; i < order.size; ++i) {
            instruction step = from.maker_of(order.nodes[i]);
            rename_operands(step, operand_of);
            target.set_primal(step.is_primal);
            moved[order.nodes[i]] = target.record(step.function, step.operands);
        }
        for (int k = 0; k < from.output_count; ++k) outputs[k] = operand_of(from.outputs[k]);
    }
};

/// Whether calls of one function stand together in order to become a loop.
enum class equal_calls { stay_apart, are_joined };

/// Which one of two operands is computed first.
enum class operand_order { last_first, first_first };

/// The operands are computed in an order; or in that order, but for results that are chosen to leave few numbers
/// waiting.
template <equal_calls Calls>
using by_last_operand =
    scheduling<schedule::preference{.is_last_first = true, .joins_calls = Calls == equal_calls::are_joined}>;
template <equal_calls Calls>
using by_first_operand =
    scheduling<schedule::preference{.is_last_first = false, .joins_calls = Calls == equal_calls::are_joined}>;
template <equal_calls Calls, operand_order Order>
using by_chosen_result = scheduling<schedule::preference{.is_last_first = Order == operand_order::last_first,
                                                         .chooses_results = true,
                                                         .joins_calls = Calls == equal_calls::are_joined}>;

/// The pass that finds the best order of the program `Built`, the first unless another one is clearly better:
/// processors with 32 registers do better with the last operand first.
template <class Built, equal_calls Calls>
consteval auto best_scheduling() {
    using last_first = by_last_operand<Calls>;
    if constexpr (Built::code.size > largest_compared_schedule) {
        return std::type_identity<last_first>{};
    } else {
        using first_first = by_first_operand<Calls>;
        constexpr int by_last = findings_in<last_first, Built>.pressure;
        constexpr int by_first = findings_in<first_first, Built>.pressure;
        constexpr auto is_better = [](int one, int other) { return 8 * one <= 7 * other; };
        constexpr bool is_first = is_better(by_first, by_last);
        using plain = std::conditional_t<is_first, first_first, last_first>;
        if constexpr (by_last == 0 || by_first == 0) {
            return std::type_identity<plain>{};
        } else {
            using chosen =
                by_chosen_result<Calls, by_last <= by_first ? operand_order::last_first : operand_order::first_first>;
            constexpr bool pays = is_better(findings_in<chosen, Built>.pressure, is_first ? by_first : by_last);
            return std::type_identity<std::conditional_t<pays, chosen, plain>>{};
        }
    }
}

} // namespace pullback::engine::optimise

#endif
