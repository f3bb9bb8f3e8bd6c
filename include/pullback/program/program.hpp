// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_PROGRAM_HPP
#define PULLBACK_PROGRAM_PROGRAM_HPP

#include <pullback/functions/row_facts.hpp>
#include <pullback/program/array_view.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/operation.hpp>

// The words of the engine, one for each thing; include/pullback/README.md says more.
//
//   row            a function of the table as a type
//   operation      a row as data, without its type
//   program        inputs, instructions in order, results; every value is computed once
//   instruction    one operation with its operands
//   node           a value of a program: an input, or the result of an instruction
//   literal        a number written in a program
//   operand        what an instruction is applied to: a node or a literal
//   recorded       the scalar that writes instructions instead of computing
//   source, pass   what writes a program; a source that reads another program
//   built          the program of a source, without dead code; `Built` is a type that holds a program
//   primal         written by the user, not added by differentiation
//   tangent        the derivative of a node in the direction of the inputs
//   adjoint        the derivative of the result by a node
//   sweep          one walk over a program that finds all tangents, or all adjoints
//   stage          what one constant expression writes of a program
//   segment        what runs between loads of inputs and stores of results
//   part           what runs as a function of its own, of a very large program
//   chunk          a fixed number of calls in one pack expansion

namespace pullback::engine {

/// Nodes are numbered: the inputs come first, then the result of each instruction in order. What an instruction is
/// applied to, and what a program returns, is named by an operand: a node by its number, a literal by a negative one.
constexpr bool is_literal(int operand) { return operand < 0; }
/// Where the literal that an operand names stands in the list of the program's literals.
constexpr int index_of_literal(int operand) { return ~operand; }
/// The operand that names literal number `index`.
constexpr int operand_of_literal(int index) { return ~index; }

/// So many operands has the function of an instruction at most.
inline constexpr int most_operands = 3;

/// One step of a program: a function applied to earlier results. How many operands it really has, and which of them are
/// numbers, is asked of the program; a pass that knows the function names its operands by their positions.
struct instruction {
    const operation* function = nullptr;
    int operands[most_operands] = {0, 0, 0};
    bool is_primal = true; // written by the user; what differentiation adds is not, and may be rearranged
};

/// The kind of what an instruction gives. Of a program with loops, which knows more, it is asked of the program.
constexpr value_kind kind_of(const instruction& step) { return step.function->facts.result; }

/// Gives each operand of an instruction the name `renamed(operand)`.
template <class Renamed>
constexpr void rename_operands(instruction& step, const Renamed& renamed) {
    for (int k = 0; k < step.function->arity; ++k) step.operands[k] = renamed(step.operands[k]);
}

/// At which position the operands of a function begin that are numbers: after the condition of a selection. What
/// combines conditions has none.
constexpr int first_number_operand(const operation* function) {
    if (operand_kind_of(function) != value_kind::truth) return 0;
    return kind_of(function) == value_kind::truth ? function->arity : 1;
}

/// A program as the passes read it, wherever it is stored.
struct program_view {
    const instruction* code;
    int size;
    const literal* literals;
    int literal_count;
    const int* outputs;
    int output_count;
    int input_count;
    bool has_rounded_literals; // some literal was computed, and rounded, while recording
    bool has_limits = false;   // some literal is a limit of the scalar that literals of the language have

    constexpr int node_count() const { return input_count + size; }
    constexpr bool is_input(int operand) const { return operand >= 0 && operand < input_count; }
    /// Whether an operand is the result of an instruction, neither an input nor a literal.
    constexpr bool is_computed(int operand) const { return operand >= input_count; }

    /// The node that instruction number `index` computes.
    constexpr int node_of(int index) const { return input_count + index; }
    /// The number of the instruction that computes a node. Precondition: `is_computed(node)`.
    constexpr int index_of(int node) const { return node - input_count; }
    /// The instruction that computes a node. Precondition: `is_computed(node)`.
    constexpr const instruction& maker_of(int node) const { return code[node - input_count]; }
    /// The kind of a node. Precondition: the operand is no literal.
    constexpr value_kind kind_of(int node) const {
        return node < input_count ? value_kind::number : code[node - input_count].function->facts.result;
    }

    /// The number that an operand names. Precondition: `is_literal(operand)`.
    constexpr literal literal_at(int operand) const { return literals[index_of_literal(operand)]; }

    /// All instructions in order.
    constexpr array_view<instruction> steps() const { return {code, size}; }
    /// The operands of an instruction of this program.
    constexpr array_view<int> operands_of(const instruction& step) const {
        return {step.operands, step.function->arity};
    }
    /// The operands of an instruction that are numbers.
    constexpr array_view<int> number_operands_of(const instruction& step) const {
        if (operand_kind_of(step.function) != value_kind::truth) return {step.operands, step.function->arity};
        const int first = first_number_operand(step.function);
        return {step.operands + first, step.function->arity - first};
    }
    /// The operands that the program returns.
    constexpr array_view<int> results() const { return {outputs, output_count}; }
};

/// A straight-line program: `Inputs` inputs, `Size` instructions in single-assignment form, outputs that name nodes or
/// literals. It is a literal type, held in constants, and has no address of anything but the function table.
template <int Inputs, int Size, int Literals, int Outputs>
struct program {
    instruction code[Size > 0 ? Size : 1];
    literal literals[Literals > 0 ? Literals : 1];
    int outputs[Outputs > 0 ? Outputs : 1];
    bool has_rounded_literals;
    bool has_limits = false;

    static constexpr int input_count = Inputs;
    static constexpr int size = Size;
    static constexpr int literal_count = Literals;
    static constexpr int output_count = Outputs;

    // These members are as `program_view` has them.
    static constexpr int node_count() { return Inputs + Size; }
    static constexpr int node_of(int index) { return Inputs + index; }
    constexpr literal literal_at(int operand) const { return literals[index_of_literal(operand)]; }
    constexpr array_view<instruction> steps() const { return {code, Size}; }

    constexpr program_view view() const noexcept {
        return {code, Size, literals, Literals, outputs, Outputs, Inputs, has_rounded_literals, has_limits};
    }
};

} // namespace pullback::engine

#endif
