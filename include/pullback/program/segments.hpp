// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_SEGMENTS_HPP
#define PULLBACK_PROGRAM_SEGMENTS_HPP

#include <pullback/program/repeated_rows.hpp>

namespace pullback::detail {

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
    bool ends_row[Segments + 2]{}; // what it stores is no neighbour of what is stored next
    int count = 0;
};

inline constexpr int largest_segment = 64; // g++'s inliner spends time quadratic in the number of calls in one function

inline constexpr int few_inputs = 4; // these are loaded only once

/// Whether an instruction is likely a call, around which compilers keep no number in a register.
constexpr bool is_function_call(const instruction& step) {
    return step.function->role == row_role::other && !step.function->is_condition;
}

/// Whether two results are the same function of a number that both have and another one, as the products of a number
/// and a vector are: as neighbours in memory, they can be computed and stored as a vector.
constexpr bool are_alike(const instruction& a, const instruction& b) {
    if (a.function->hash != b.function->hash) return false;
    for (int i = 0; i < a.function->arity; ++i)
        for (int k = 0; k < b.function->arity; ++k)
            if (a.operands[i] == b.operands[k]) return true;
    return false;
}

template <int Segments, int Inputs, int Outputs>
constexpr auto plan_segments(const program_view& from, const bool* is_copied) {
    segment_plan<Segments, Inputs, Outputs> plan;
    const int inputs = from.input_count, node_count = inputs + from.size;
    workspace<int> first_output(node_count + 1), next_output(from.output_count + 1); // 1 + output
    int used_inputs = 0, used_outputs = 0;
    for (int k = from.output_count - 1; k >= 0; --k) {
        const int node = from.outputs[k];
        if (node < inputs || is_copied[k]) continue;
        next_output[k] = first_output[node];
        first_output[node] = k + 1;
    }
    for (int k = 0; k < from.output_count; ++k) // those that no instruction computes
        if (from.outputs[k] < inputs && !is_copied[k]) plan.outputs[used_outputs++] = k;
    plan.first_output[1] = used_outputs;
    workspace<int> loaded(inputs + 1);
    int begin = 0, last_stored = -1, last_storing = 0;
    const auto are_neighbours = [&](int a, int b) {
        for (int k = first_output[inputs + a]; k != 0; k = next_output[k - 1])
            if ((k > 1 && from.outputs[k - 2] == inputs + b) ||
                (k < from.output_count && from.outputs[k] == inputs + b))
                return true;
        return false;
    };
    for (int i = 0; i < from.size; ++i) {
        const int segment = plan.count + 1;
        for (int k = 0; k < from.code[i].function->arity; ++k) {
            const int operand = from.code[i].operands[k];
            if (operand < 0 || operand >= inputs || loaded[operand] == segment) continue;
            if (inputs <= few_inputs && loaded[operand] != 0) continue;
            loaded[operand] = segment;
            plan.inputs[used_inputs++] = operand;
        }
        const int node = inputs + i;
        for (int k = first_output[node]; k != 0; k = next_output[k - 1]) plan.outputs[used_outputs++] = k - 1;
        const bool is_end = first_output[node] != 0 || i + 1 - begin == largest_segment || i + 1 == from.size ||
                            is_function_call(from.code[i]);
        if (!is_end) continue;
        begin = i + 1;
        plan.end[segment] = begin;
        plan.first_input[segment + 1] = used_inputs;
        plan.first_output[segment + 1] = used_outputs;
        ++plan.count;
        if (first_output[node] == 0) continue;
        if (last_stored >= 0 && are_neighbours(last_stored, i) && are_alike(from.code[last_stored], from.code[i]))
            plan.ends_row[last_storing] = false;
        plan.ends_row[segment] = true;
        last_stored = i;
        last_storing = segment;
    }
    return plan;
}

constexpr int count_function_calls(const program_view& from) {
    int calls = 0;
    for (int i = 0; i < from.size; ++i) calls += is_function_call(from.code[i]) ? 1 : 0;
    return calls;
}

constexpr int count_input_operands(const program_view& from) {
    int operands = 0;
    for (int i = 0; i < from.size; ++i)
        for (int k = 0; k < from.code[i].function->arity; ++k)
            if (from.code[i].operands[k] >= 0 && from.code[i].operands[k] < from.input_count) ++operands;
    return operands;
}

/// The segments of the program `Built`.
template <class Built>
inline constexpr auto segments_of = plan_segments<count_function_calls(Built::code.view()) + Built::code.output_count +
                                                      Built::code.size / largest_segment + 1,
                                                  count_input_operands(Built::code.view()), Built::code.output_count>(
    Built::code.view(), repeated_rows_of<Built>.is_copied);

} // namespace pullback::detail

#endif
