// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_PROGRAM_HPP
#define PULLBACK_PRINT_PROGRAM_HPP

// See pullback.hpp.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"

#include <pullback/print/decimal.hpp>
#include <pullback/print/number.hpp>
#include <pullback/print/style.hpp>
#include <pullback/print/text.hpp>
#include <pullback/print/writer.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/program.hpp>

#include <cstddef>

// This header prints programs for those who write passes: one instruction a line, by node numbers.
// `pullback::to_string` prints the formula that a function computes, for those who call it.

namespace pullback::detail {

/// Writes to a stream what is written to a `text_writer`.
template <class Stream>
struct stream_writer {
    Stream& stream;

    constexpr void put(const char* characters) { stream << characters; }
    constexpr void put(int number) { stream << number; }
};

constexpr void write_literal(text_writer& out, engine::literal value) {
    write_number(out, to_decimal(value), print_style::text);
}

template <class Stream>
constexpr void write_literal(stream_writer<Stream>& out, engine::literal value) {
    char characters[64] = {}; // the longest literal has 21 digits, a sign, and an exponent or zeros beside them
    text_writer digits(characters);
    detail::write_literal(digits, value);
    out.put(characters);
}

constexpr void write_operand(auto& out, const engine::program_view& program, int operand) {
    if (engine::is_literal(operand)) return detail::write_literal(out, program.literal_at(operand));
    out.put(program.is_input(operand) ? "x" : "n");
    out.put(operand);
}

constexpr void write_instructions(auto& out, const engine::program_view& program, int begin, int end) {
    for (int i = begin; i < end; ++i) {
        const engine::instruction& step = program.code[i];
        detail::write_operand(out, program, program.node_of(i));
        out.put(" = ");
        out.put(step.function->name);
        const char* before = "(";
        for (const int operand : program.operands_of(step)) {
            out.put(before);
            detail::write_operand(out, program, operand);
            before = ", ";
        }
        out.put(step.is_primal ? ")\n" : ")  derivative\n");
    }
}

constexpr void write_results(auto& out, const engine::program_view& program) {
    for (int row = 0; row < program.output_count; ++row) {
        out.put(row == 0 ? "result " : ", ");
        detail::write_operand(out, program, program.outputs[row]);
    }
    if (program.output_count > 0) out.put("\n");
}

template <class Built>
struct program_printer {
    static constexpr int parts = pieces_for(Built::code.size);

    static constexpr void write(text_writer& out, int part) {
        constexpr engine::program_view program = Built::code.view();
        const auto [begin, end] = piece_of_program(part, program.size);
        detail::write_instructions(out, program, begin, end);
        if (part + 1 == parts) detail::write_results(out, program);
    }
};

} // namespace pullback::detail

namespace pullback::engine {

/// The program `Built::code` as text, a constant. For `square(exp(square(x)))` it is
///
///     n1 = square(x0)
///     n2 = exp(n1)
///     n3 = square(n2)
///     result n3
///
/// `x0` is node 0, an input, and `n1` node 1, the result of the first instruction. Instructions that differentiation
/// has added end with the word "derivative": passes may rearrange them. `to_string<engine::program_of<F>>()` shows the
/// program that f, of type `F`, has for its compiler; `to_string<engine::optimise::program_for<…, double>::type>()`
/// what runs in the end. Linear in the size of the program.
template <class Built>
constexpr const auto& to_string() {
    return detail::printed<detail::program_printer<Built>>::value;
}

/// Writes the same text of a program that is data at run time, as in a fuzzer or a debugger: `stream <<
/// program.view()`.
template <class Stream>
    requires requires(Stream& stream, const char* c, int i) {
        stream << c;
        stream << i;
    }
constexpr Stream& operator<<(Stream& stream, const program_view& program) {
    detail::stream_writer<Stream> out{stream};
    detail::write_instructions(out, program, 0, program.size);
    detail::write_results(out, program);
    return stream;
}

} // namespace pullback::engine

#pragma GCC diagnostic pop

#endif
