// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_LOOP_USE_HPP
#define PULLBACK_PRINT_LOOP_USE_HPP

#include <pullback/optimise/loop_plan.hpp>
#include <pullback/optimise/loops_of.hpp>
#include <pullback/print/decimal.hpp>
#include <pullback/print/form.hpp>
#include <pullback/print/listing.hpp>
#include <pullback/print/loop_results.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/shape/shape_of.hpp>

#include <type_traits>

namespace pullback::detail {

/// Calls `act(output)` for each output of the program that a part of a result of fixed shape is, in order.
template <class Part, class Act>
constexpr void for_outputs_of(const Part& part, const Act& act) {
    constexpr int size = shape_of<Part>::size;
    engine::literal outputs[size];
    shape_of<Part>::template load<0>(part, outputs);
    for (const engine::literal output : outputs) act(static_cast<int>(output));
}

/// How the nodes of a program with loops are used by what is returned. What is not used is not printed.
template <class Built>
struct loop_use {
    static constexpr const auto& code = Built::code;

    bool as_number[Built::code.node_count + 1]{};
    bool as_subscript[Built::code.node_count + 1]{};
    bool is_returned[engine::most_arrays]{}; // arrays of results, by their number

    constexpr bool has(int node) const { return as_number[node] || as_subscript[node]; }
    constexpr bool has_store(int store) const {
        return is_returned[-1 - code.tables.arrays[code.accesses[code.stores[store].access].array].argument];
    }
    /// Whether a number in the state of an ordered loop is used.
    constexpr bool has_state(int index) const {
        for (int i = 0; i < code.carry_count; ++i)
            if (engine::is_number_of_state(code.tables, code.carries[i], index) && has(code.carries[i].node))
                return true;
        return false;
    }
    /// Whether an array is the first of a record in the work memory.
    constexpr bool has_record(int array) const {
        const auto& plan = engine::optimise::loops_of<Built>;
        if (plan.arrays[array].store >= 0 || plan.arrays[array].record != array) return false;
        for (int i = array; i < plan.array_count; ++i)
            if (plan.arrays[i].store < 0 && plan.arrays[i].record == array && has(plan.arrays[i].node)) return true;
        return false;
    }
    /// Whether what is done leaves something that is used.
    constexpr bool has_item(const engine::optimise::loop_item& item) const {
        using engine::optimise::loop_action;
        if (item.action == loop_action::store) return has_store(item.node);
        if (item.action == loop_action::advance) return has_state(item.node);
        const auto& plan = engine::optimise::loops_of<Built>;
        if (item.action == loop_action::exchange ||
            (item.action == loop_action::keep && plan.arrays[item.array].is_of_state))
            return has(plan.arrays[item.array].node);
        if (item.action != loop_action::loop) return has(item.node);
        const engine::optimise::loop_region& region = plan.regions[item.region];
        for (int i = region.first; i < region.first + region.count; ++i)
            if (has_item(plan.items[i])) return true;
        return false;
    }
};

template <class Built, class Results>
constexpr loop_use<Built> find_loop_use() {
    constexpr const auto& code = Built::code;
    loop_use<Built> use;
    engine::stack<int> waiting;
    const auto need = [&](bool* kind, int node) {
        if (node < 0) return;
        if (!use.has(node)) waiting.push(node);
        kind[node] = true;
    };
    const auto need_subscripts = [&](int access) {
        for (const int subscript : code.accesses[access].subscripts)
            if (subscript < 0) need(use.as_subscript, ~subscript);
    };
    Results::for_each([&](const result_path&, const auto& part) {
        if constexpr (is_marked_array<std::remove_cvref_t<decltype(part)>>) use.is_returned[part.number] = true;
        else detail::for_outputs_of(part, [&](int output) { need(use.as_number, code.straight.outputs[output]); });
    });
    for (int i = 0; i < code.store_count; ++i) {
        if (!use.has_store(i)) continue;
        need(use.as_number, code.stores[i].operand);
        need_subscripts(code.stores[i].access);
    }
    while (waiting.size() > 0) {
        const int node = waiting.pop();
        if (node < code.input_count) continue;
        const engine::instruction& step = code.maker_of(node);
        for (int i = 0; i < code.tables.index_count; ++i)
            if (engine::record::contains(code.indices_of(node), i)) need(use.as_number, code.tables.indices[i].turns);
        if (code.step_of(node) == engine::loop_step::element) need_subscripts(engine::name_in(step));
        else if (code.step_of(node) == engine::loop_step::at_turn || code.step_of(node) == engine::loop_step::scatter)
            for (int k = 0; k < step.function->arity; ++k)
                need(k == 0 ? use.as_number : use.as_subscript, step.operands[k]);
        else
            for (int k = 0; k < step.function->arity; ++k) need(use.as_number, step.operands[k]);
        if (!engine::is_of_state(code.step_of(node))) continue;
        const engine::loop_carry& carry = code.carries[engine::name_in(step)];
        need(use.as_number, carry.node);
        need(use.as_number, carry.first);
        need(use.as_number, carry.next);
        const int condition = code.tables.indices[carry.index].condition;
        if (condition >= 0) need(use.as_number, code.carries[condition].node);
    }
    return use;
}

template <class Built, class Results>
inline constexpr loop_use<Built> use_in_loops = find_loop_use<Built, Results>();

/// Marks the nodes that are kept in memory, or computed outside of the loop that uses them.
template <class Built>
constexpr void mark_read_elsewhere(bool* is_named) {
    using engine::optimise::loop_action;
    constexpr const auto& code = Built::code;
    constexpr const auto& plan = engine::optimise::loops_of<Built>;
    int computed_in[code.node_count + 1]{};
    for (int& region : computed_in) region = -1;
    for (int r = 0; r < plan.region_count; ++r) {
        const auto& region = plan.regions[r];
        for (int i = region.first; i < region.first + region.count; ++i) {
            const auto& item = plan.items[i];
            if (item.action == loop_action::compute) computed_in[item.node] = r;
            else if ((item.action == loop_action::load || item.action == loop_action::keep ||
                      item.action == loop_action::load_turn) &&
                     code.is_computed(item.node))
                is_named[item.node] = true;
        }
        const auto read = [&](int operand) {
            if (code.is_computed(operand) && computed_in[operand] != r) is_named[operand] = true;
        };
        for (int i = region.first; i < region.first + region.count; ++i) {
            const auto& item = plan.items[i];
            if (item.action == loop_action::store) {
                read(code.stores[item.node].operand);
            } else if (item.action == loop_action::compute || item.action == loop_action::accumulate) {
                const engine::instruction& step = code.maker_of(item.node);
                for (int k = 0; k < step.function->arity; ++k) read(step.operands[k]);
            } else if (item.action == loop_action::advance) {
                for (int c = 0; c < code.carry_count; ++c)
                    if (code.carries[c].index == item.node) read(code.carries[c].next);
            } else if (item.action == loop_action::start) {
                read(code.carries[engine::name_in(code.maker_of(item.node))].first);
            }
        }
    }
}

/// How a program with loops is printed: as mathematics, or as what runs.
enum class loop_text { formula, listing };

/// Which nodes have a name where a program with loops is printed: what is used more than once and the places of
/// extrema; in a listing of what runs all reductions, what is kept in memory, and what is computed outside of the loop
/// that uses it. Elements are printed where they are used.
template <class Built, class Results, loop_text Text>
constexpr auto place_in_loops(const printed_form* forms, const int* form_of, const decimal_digits* literals) {
    constexpr const auto& code = Built::code;
    constexpr const auto& use = use_in_loops<Built, Results>;
    int uses[code.node_count + 1]{};
    bool is_named[code.node_count + 1]{};
    for (int node = code.input_count; node < code.node_count; ++node) {
        if (!use.has(node)) continue;
        const engine::instruction& step = code.maker_of(node);
        const printed_form& form = forms[form_of[code.index_of(node)]];
        for (int k = 0; k < step.function->arity; ++k)
            if (step.operands[k] >= 0)
                uses[step.operands[k]] += engine::is_reduction(code.step_of(node)) ? 1 : form.uses[k];
    }
    for (int i = 0; i < code.store_count; ++i)
        if (use.has_store(i) && code.stores[i].operand >= 0) ++uses[code.stores[i].operand];
    for (const int output : code.straight.outputs)
        if (output >= 0) ++uses[output];

    detail::mark_read_elsewhere<Built>(is_named);
    placement<code.size> result;
    for (int i = 0; i < code.size; ++i) {
        const int node = code.node_of(i);
        const engine::loop_step step = code.step_of(node);
        const bool is_of_turns = engine::is_of_state(step) || step == engine::loop_step::at_turn;
        if (is_of_turns && use.has(node)) {
            result.temporaries[i] = ++result.count;
            continue;
        }
        if (step != engine::loop_step::none && !engine::is_reduction(step)) continue;
        if (is_decimal_quotient(code.straight.code[i], literals)) result.temporaries[i] = is_quotient;
        else if (use.has(node) && (uses[node] > 1 || engine::is_place(step) ||
                                   (Text == loop_text::listing && (is_named[node] || engine::is_reduction(step)))))
            result.temporaries[i] = ++result.count;
    }
    return result;
}

} // namespace pullback::detail

#endif
