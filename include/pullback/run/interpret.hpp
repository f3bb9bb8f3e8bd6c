// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_INTERPRET_HPP
#define PULLBACK_RUN_INTERPRET_HPP

#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/run/instructions.hpp>
#include <pullback/shape/shape.hpp>

#include <array>
#include <cstddef>
#include <utility>

namespace pullback::engine::run {

// A program run by a loop over its instructions, and not as straight-line code: for what is computed too rarely to be
// worth compiling, or is no number, and for programs that are not known before run time.

/// Performs one instruction, whose result is node `node`, on a machine. A machine holds what has been computed so far,
/// and knows what a row of the function table makes of it:
///   `number(operand)`, `condition(operand)`   the value of an operand, a node or a literal
///   `call<F>(x...)`                           the row F of values x, a number or a condition
///   `set_number(node, value)`, `set_condition(node, value)`
template <const operation* Function, class Machine>
constexpr void perform(Machine& machine, const instruction& step, int node) {
    using F = row<Function>;
    constexpr row_kind kind = row_kind_of<F>;
    const int* const x = step.operands;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        if constexpr (kind == row_kind::number)
            machine.set_number(node, machine.template call<F>(machine.number(x[I])...));
        else if constexpr (kind == row_kind::comparison)
            machine.set_condition(node, machine.template call<F>(machine.number(x[I])...));
        else if constexpr (kind == row_kind::logic)
            machine.set_condition(node, machine.template call<F>(machine.condition(x[I])...));
        else
            machine.set_number(
                node, machine.template call<F>(machine.condition(x[0]), machine.number(x[1]), machine.number(x[2])));
    }(std::make_index_sequence<F::arity>{});
}

/// `perform` for an operation.
template <class Machine>
using step_function = void (*)(Machine&, const instruction&, int);

/// Performs all instructions of a program. `step_of(i)` is the `step_function` of instruction `i`.
template <class Machine, class StepOf>
constexpr void interpret(Machine& machine, const program_view& from, const StepOf& step_of) {
    for (int i = 0; i < from.size; ++i) step_of(i)(machine, from.code[i], from.node_of(i));
}

/// The same of the program `Built`: one function for each row that it uses is all there is to compile.
template <class Built, class Machine>
constexpr void interpret(Machine& machine) {
    constexpr auto& code = Built::code;
    constexpr auto steps = []<int... I>(std::integer_sequence<int, I...>) {
        return std::array<step_function<Machine>, sizeof...(I) + 1>{&perform<code.code[I].function, Machine>...,
                                                                    nullptr};
    }(std::make_integer_sequence<int, code.size>{});
    run::interpret(machine, code.view(), [&](int i) { return steps[static_cast<std::size_t>(i)]; });
}

/// A machine that computes with numbers of type `T`, in memory of the caller: a number and a condition for each node of
/// the program. The inputs are there already.
template <class T, class Condition = mask_of<T>>
struct number_machine {
    program_view program;
    T* numbers;
    Condition* conditions;

    constexpr T number(int operand) const {
        return is_literal(operand) ? detail::as_scalar<T>(program.literal_at(operand)) : numbers[operand];
    }
    constexpr Condition condition(int operand) const { return conditions[operand]; }
    constexpr T output(int index) const { return number(program.outputs[index]); }

    template <class F, class... X>
    static constexpr auto call(const X&... x) {
        return F::value(x...);
    }
    constexpr void set_number(int node, const T& value) { numbers[node] = value; }
    constexpr void set_condition(int node, const Condition& value) { conditions[node] = value; }
};

} // namespace pullback::engine::run

#endif
