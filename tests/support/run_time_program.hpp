// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_SUPPORT_RUN_TIME_PROGRAM_HPP
#define PULLBACK_TESTS_SUPPORT_RUN_TIME_PROGRAM_HPP

#include <pullback.hpp>
#include <pullback/run/interpret.hpp>

#include <memory>
#include <unordered_map>
#include <vector>

/// Programs that are data at run time. The library's passes run in constant expressions, but they are ordinary
/// functions: here they are given programs that no compiler has seen, and what they write is interpreted.
namespace run_time {

using pullback::recorded;
using pullback::engine::instruction;
using pullback::engine::literal;
using pullback::engine::operation;
using pullback::engine::program_view;
using pullback::engine::record::recorder;
namespace functions = pullback::functions;

struct stored_program {
    std::vector<pullback::engine::instruction> code;
    std::vector<pullback::engine::literal> literals;
    std::vector<int> outputs;
    int input_count = 0;
    bool has_rounded_literals = false;

    pullback::engine::program_view view() const {
        return {code.data(),    static_cast<int>(code.size()),    literals.data(), static_cast<int>(literals.size()),
                outputs.data(), static_cast<int>(outputs.size()), input_count,     has_rounded_literals};
    }
    int node_count() const { return input_count + static_cast<int>(code.size()); }
};

inline constexpr int capacity = 1 << 10;
inline constexpr int most_outputs = 32;

/// The program that `write(recorder&, int* outputs)` writes, packed as the library packs its programs. Without code and
/// outputs if it is larger than `capacity`.
template <class Write>
stored_program written(int input_count, int output_count, const Write& write) {
    const auto buffer = std::make_unique<pullback::engine::program_buffer<capacity, most_outputs>>();
    pullback::engine::record::recorder target(*buffer, input_count);
    write(target, buffer->outputs);
    target.finish(*buffer);
    stored_program result;
    result.input_count = input_count;
    if (buffer->overflow) return result;
    pullback::engine::program_view whole = buffer->view();
    whole.output_count = output_count;
    const auto live = pullback::engine::record::find_live<capacity + most_outputs, capacity>(whole);
    using packed = pullback::engine::program<0, capacity, capacity, most_outputs>;
    const auto compacted = std::make_unique<packed>(pullback::engine::record::compact<packed>(whole, live));
    result.code.assign(compacted->code, compacted->code + live.size);
    result.literals.assign(compacted->literals, compacted->literals + live.literal_count);
    result.outputs.assign(compacted->outputs, compacted->outputs + output_count);
    result.has_rounded_literals = compacted->has_rounded_literals;
    return result;
}

/// A pass from one program to another: `from` is read, `target` written.
using pass = void (*)(const pullback::engine::program_view& from, pullback::engine::record::recorder& target,
                      int* outputs);

inline stored_program passed(const stored_program& from, pass run) {
    return written(
        from.input_count, static_cast<int>(from.outputs.size()),
        [&](pullback::engine::record::recorder& target, int* outputs) { run(from.view(), target, outputs); });
}

/// Whether the values stand before the derivatives.
enum class with_values : bool { no, yes };

/// The derivatives of each output of `from` by all inputs, after its value if that is wanted.
inline void write_derivatives(const pullback::engine::program_view& from, pullback::engine::record::recorder& target,
                              int* outputs, with_values values) {
    const int node_count = from.node_count();
    pullback::engine::workspace<recorded> nodes(node_count), adjoints(node_count);
    pullback::engine::workspace<bool> is_active(node_count), is_maybe_infinite(node_count),
        is_wanted(from.input_count, true);
    target.take_over(from);
    pullback::engine::record::name_nodes(from, nodes.data(), from.input_count, 0, target);
    pullback::engine::differentiate::mark_maybe_infinite(from, is_maybe_infinite.data());
    pullback::engine::differentiate::mark_active(from, is_wanted.data(), is_active.data());
    for (int row = 0; row < from.output_count; ++row) {
        if (values == with_values::yes)
            *outputs++ = pullback::engine::record::output_operand(from, row, nodes.data(), target);
        for (int i = 0; i < node_count; ++i) adjoints[i] = recorded();
        if (!pullback::engine::is_literal(from.outputs[row])) adjoints[from.outputs[row]] = recorded(1);
        pullback::engine::differentiate::reverse_sweep{from, nodes.data(), is_active.data(), is_maybe_infinite.data(),
                                                       adjoints.data()}
            .run(0, from.size);
        for (int i = 0; i < from.input_count; ++i) *outputs++ = adjoints[i].operand_in(target);
    }
}

/// What performs an operation on a machine (see run/interpret.hpp).
template <class Machine>
pullback::engine::run::step_function<Machine> step_of(const operation* function) {
    static const auto steps = [] {
        std::unordered_map<const operation*, pullback::engine::run::step_function<Machine>> made;
        const auto add = [&]<class F>(F) {
            made.emplace(&pullback::engine::operation_of<F>,
                         &pullback::engine::run::perform<&pullback::engine::operation_of<F>, Machine>);
        };
        functions::table::for_each(add);
        functions::inner_table::for_each(add);
        return made;
    }();
    return steps.at(function);
}

/// Runs a program on a machine.
template <class Machine>
void interpret(Machine& machine, const pullback::engine::program_view& from) {
    pullback::engine::run::interpret(machine, from, [&](int i) { return step_of<Machine>(from.code[i].function); });
}

template <class T>
struct registers {
    std::vector<T> numbers;
    std::unique_ptr<bool[]> conditions;
};

/// All nodes of a program, by the library's own interpreter.
template <class T>
registers<T> interpreted(const pullback::engine::program_view& from, const std::vector<T>& inputs) {
    const auto count = static_cast<std::size_t>(from.node_count());
    registers<T> nodes{inputs, std::make_unique<bool[]>(count)};
    nodes.numbers.resize(count);
    pullback::engine::run::number_machine<T> machine{from, nodes.numbers.data(), nodes.conditions.get()};
    interpret(machine, from);
    return nodes;
}

template <class T>
T output_of(const pullback::engine::program_view& from, int row, const registers<T>& nodes) {
    const int output = from.outputs[row];
    return output >= 0 ? nodes.numbers[static_cast<std::size_t>(output)] : static_cast<T>(from.literal_at(output));
}

/// Whether operands come before what uses them, are numbers or conditions as the function wants them, and nothing is
/// computed twice.
inline bool is_well_formed(const pullback::engine::program_view& from) {
    const auto is_node = [&](int operand, int before, bool wants_condition) {
        if (operand < 0) return !wants_condition && -operand <= from.literal_count;
        const bool is_condition = operand >= from.input_count && from.kind_of(operand) == pullback::value_kind::truth;
        return operand < before && is_condition == wants_condition;
    };
    for (int i = 0; i < from.size; ++i) {
        const pullback::engine::instruction& step = from.code[i];
        for (int k = 0; k < step.function->arity; ++k) {
            const bool wants_condition = operand_kind_of(step.function) == pullback::value_kind::truth &&
                                         (kind_of(step) == pullback::value_kind::truth || k == 0);
            if (!is_node(step.operands[k], from.node_of(i), wants_condition)) return false;
        }
        for (int j = 0; j < i; ++j) {
            const pullback::engine::instruction& other = from.code[j];
            if (other.function == step.function && other.operands[0] == step.operands[0] &&
                other.operands[1] == step.operands[1] && other.operands[2] == step.operands[2])
                return false;
        }
    }
    for (int row = 0; row < from.output_count; ++row)
        if (!is_node(from.outputs[row], from.node_count(), false)) return false;
    return true;
}

} // namespace run_time

#endif
