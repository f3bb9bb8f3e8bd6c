// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_SEGMENTS_HPP
#define PULLBACK_RUN_SEGMENTS_HPP

#include <pullback/optimise/order/calls.hpp>
#include <pullback/optimise/zero_results.hpp>
#include <pullback/program/array_view.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/size_limits.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/run/repeated_rows.hpp>

namespace pullback::engine::run {

/// A program runs in segments. Before each, the inputs that it uses are loaded; after it, the results that it has
/// computed are stored: a processor has 16 or 32 registers, and compilers neither move a load of an argument behind the
/// call of a mathematical function nor the store of a result before one, but keep the number on the stack meanwhile.
template <int Segments, int Inputs, int Outputs>
struct segment_plan {
    int end[Segments + 1]{};         // of each segment's instructions
    int first_input[Segments + 2]{}; // among `inputs`
    int inputs[Inputs + 1]{};
    int first_output[Segments + 2]{}; // among `outputs`
    int outputs[Outputs + 1]{};
    bool ends_row[Segments + 2]{};  // what it stores is no neighbour of what is stored next
    bool is_joined[Segments + 2]{}; // it is calls of one function that do not need each other
    int count = 0;
};

inline constexpr int few_inputs = 4; // these are loaded only once

/// How many calls of one function from instruction `first` on do not need each other, as those of sin x and sin y.
constexpr int count_alike_calls(const program_view& from, int first) {
    int end = first;
    while (end < from.size && optimise::is_function_call(from.code[end]) && from.code[end].function->arity == 1 &&
           is_same_operation(from.code[end].function, from.code[first].function) &&
           !is_literal(from.code[end].operands[0]) && from.code[end].operands[0] < from.node_of(first))
        ++end;
    return end - first;
}

template <int Segments, int Inputs, int Outputs>
constexpr auto plan_segments(const program_view& from, const bool* is_copied, bool joins,
                             optimise::zero_results zeros) {
    segment_plan<Segments, Inputs, Outputs> plan;
    const int inputs = from.input_count, node_count = from.node_count();
    workspace<int> first_output(node_count + 1), next_output(from.output_count + 1); // 1 + output
    int used_inputs = 0, used_outputs = 0;
    for (int k = from.output_count - 1; k >= 0; --k) {
        const int node = from.outputs[k];
        if (!from.is_computed(node) || is_copied[k]) continue;
        next_output[k] = first_output[node];
        first_output[node] = k + 1;
    }
    for (int k = 0; k < from.output_count; ++k) // those that no instruction computes
        if (!from.is_computed(from.outputs[k]) && !is_copied[k] &&
            !(zeros == optimise::zero_results::are_left_out && optimise::is_zero_output(from, k)))
            plan.outputs[used_outputs++] = k;
    plan.first_output[1] = used_outputs;
    workspace<int> loaded(inputs + 1);
    int begin = 0, end_of_joined = 0, last_stored = -1, last_storing = 0;
    const auto begins_joined = [&](int i) {
        return joins && count_alike_calls(from, i) >= optimise::fewest_joined_calls;
    };
    if (begins_joined(0)) end_of_joined = count_alike_calls(from, 0);
    const auto are_neighbours = [&](int a, int b) {
        const int other = from.node_of(b);
        for (int k = first_output[from.node_of(a)]; k != 0; k = next_output[k - 1])
            if ((k > 1 && from.outputs[k - 2] == other) || (k < from.output_count && from.outputs[k] == other))
                return true;
        return false;
    };
    for (int i = 0; i < from.size; ++i) {
        const int segment = plan.count + 1;
        const array_view<int> operands = from.operands_of(from.code[i]);
        for (int k = 0; k < operands.count; ++k) {
            const int operand = operands.at[k];
            if (operand >= inputs || operand < 0 || loaded[operand] == segment) continue;
            if (inputs <= few_inputs && loaded[operand] != 0) continue;
            loaded[operand] = segment;
            plan.inputs[used_inputs++] = operand;
        }
        const int node = from.node_of(i);
        for (int k = first_output[node]; k != 0; k = next_output[k - 1]) plan.outputs[used_outputs++] = k - 1;
        if (i + 1 < end_of_joined) continue;
        const bool is_joined = i + 1 == end_of_joined, is_next_joined = begins_joined(i + 1);
        const bool is_end = is_joined || is_next_joined || first_output[node] != 0 || i + 1 - begin == chunk_size ||
                            i + 1 == from.size || optimise::is_function_call(from.code[i]);
        if (!is_end) continue;
        plan.is_joined[segment] = is_joined;
        if (is_next_joined) end_of_joined = i + 1 + count_alike_calls(from, i + 1);
        begin = i + 1;
        plan.end[segment] = begin;
        plan.first_input[segment + 1] = used_inputs;
        plan.first_output[segment + 1] = used_outputs;
        ++plan.count;
        if (first_output[node] == 0) continue;
        if (last_stored >= 0 && are_neighbours(last_stored, i) &&
            optimise::are_alike(from, from.code[last_stored], from.code[i]))
            plan.ends_row[last_storing] = false;
        plan.ends_row[segment] = true;
        last_stored = i;
        last_storing = segment;
    }
    return plan;
}

constexpr int count_function_calls(const program_view& from) {
    int calls = 0;
    for (const instruction& step : from.steps()) calls += optimise::is_function_call(step) ? 1 : 0;
    return calls;
}

constexpr int count_input_operands(const program_view& from) {
    int count = 0;
    engine::for_each_use(from, [&](int operand, int, int) { count += operand < from.input_count ? 1 : 0; });
    return count;
}

template <class Built>
inline constexpr int function_calls_in = count_function_calls(Built::code.view());

/// The segments of the program `Built`.
template <class Built, optimise::zero_results Zeros>
inline constexpr auto segments_of = [] {
    constexpr int outputs = Zeros == optimise::zero_results::are_left_out ? optimise::stored_outputs_of<Built>.count
                                                                          : Built::code.output_count;
    constexpr int segments = (outputs < Built::code.size ? outputs : Built::code.size) + function_calls_in<Built> +
                             Built::code.size / chunk_size + 1;
    return plan_segments<segments, count_input_operands(Built::code.view()), outputs>(
        Built::code.view(), repeated_rows_of<Built>.is_copied, optimise::joins_calls<Built>, Zeros);
}();

} // namespace pullback::engine::run

#endif
