// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_PROGRAM_HPP
#define PULLBACK_PROGRAM_PROGRAM_HPP

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

/// One step of a program: a function applied to earlier results.
/// An operand `i >= 0` is node `i`: the inputs come first, then the result of each instruction in order.
/// An operand `i < 0` is the literal number `~i`.
struct instruction {
    const operation* function = nullptr;
    int operands[3] = {0, 0, 0};
    bool is_primal = true; // written by the user; what differentiation adds is not, and may be rearranged
};

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
    static constexpr int output_count = Outputs;

    constexpr program_view view() const noexcept {
        return {code, Size, literals, Literals, outputs, Outputs, Inputs, has_rounded_literals, has_limits};
    }
};

} // namespace pullback::engine

#endif
