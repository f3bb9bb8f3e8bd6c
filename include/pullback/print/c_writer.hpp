// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_C_WRITER_HPP
#define PULLBACK_PRINT_C_WRITER_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/print/c_helpers.hpp>
#include <pullback/print/c_helpers_special.hpp>
#include <pullback/print/c_names.hpp>
#include <pullback/print/decimal.hpp>
#include <pullback/print/form.hpp>
#include <pullback/print/listing.hpp>
#include <pullback/print/number.hpp>
#include <pullback/print/style.hpp>
#include <pullback/print/writer.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>

#include <cstddef>
#include <utility>

namespace pullback::detail {

/// The text of a C function, but for its name: one statement for each instruction, so that every rounding is
/// that of this library's evaluation.
class c_writer {
public:
    constexpr c_writer(text_writer& out, const listing_view& list, int argument_count)
        : out_(out),
          list_(list),
          program_(list.program),
          argument_count_(argument_count),
          scalar_(list.style == print_style::c_float ? "float" : "double") {}

    constexpr void write_head() {
        out_.put("/* Made by pullback.\n");
        for (int i = 0; i < argument_count_; ++i) describe("in", i, list_.inputs);
        for (int i = 0; i < program_.output_count; ++i) describe("out", i, list_.outputs);
        out_.put(" */\n#include <math.h>\n\n");
        write_helpers();
        out_.put("void ");
    }

    /// The functions that C lacks.
    constexpr void write_helpers() {
        const bool has_trigamma = calls(c_helper::trigamma), has_polygamma = calls(c_helper::polygamma) || has_trigamma;
        if (calls(c_helper::digamma) || has_polygamma) out_.put(c_digamma);
        if (has_polygamma) out_.put(c_polygamma);
        if (has_trigamma) out_.put(c_trigamma);
        if (calls(c_helper::circle)) out_.put(c_circle);
        if (calls(c_helper::sinc)) out_.put(c_sinc);
        if (calls(c_helper::error_function_inverses)) out_.put(c_error_function_inverses);
        if (calls(c_helper::beta)) out_.put(c_beta);
    }

    constexpr void begin_body() { out_.put_all("(const ", scalar_, " *in, ", scalar_, " *out)\n{\n"); }

    /// Writes a number that the function captured, by the name that the statements use.
    constexpr void write_constant(int index, engine::literal value) {
        if (!is_used(index)) return;
        out_.put_all("    const ", scalar_, ' ');
        list_.inputs.write(out_, index);
        out_.put(" = ");
        write_number(out_, number_for(value, list_.style), list_.style);
        out_.put(";\n");
    }

    constexpr void write_statements(instruction_range range) {
        for (int i = range.begin; i < range.end; ++i) write_statement(i);
    }

    constexpr void write_outputs() {
        bool reads = false;
        for (int i = 0; i < program_.output_count; ++i) {
            out_.put_all("    out[", i, "] = ");
            write_operand(program_.outputs[i], false);
            out_.put(";\n");
            reads = reads || is_argument(program_.outputs[i]);
        }
        for (const engine::instruction& step : program_.steps()) {
            if (reads) break;
            for (const int operand : program_.operands_of(step)) reads = reads || is_argument(operand);
        }
        if (!reads) out_.put("    (void)in;\n");
        out_.put("}\n");
    }

    /// The statement that computes an instruction.
    constexpr void write_statement(int index, int depth = 1) {
        const engine::instruction& step = program_.code[index];
        indent(depth);
        out_.put_all("const ", kind_of(step) == value_kind::truth ? "int" : scalar_, " t", index + 1, " = ");
        const printed_form& form = list_.form(index);
        for (int i = 0; i < form.count; ++i) {
            const form_piece& piece = form.pieces[i];
            if (piece.operand < 0) out_.put(piece.characters, static_cast<std::size_t>(piece.size));
            else write_operand(step.operands[piece.operand], piece.required > precedence::lowest);
        }
        out_.put(";\n");
    }

    constexpr void indent(int depth) {
        for (int i = 0; i < depth; ++i) out_.put("    ");
    }

    constexpr void write_operand(int operand, bool is_operand) {
        if (engine::is_literal(operand)) {
            const decimal_digits& value = list_.digits_of(operand);
            const bool has_brackets = is_operand && value.is_negative;
            if (has_brackets) out_.put('(');
            write_number(out_, value, list_.style);
            if (has_brackets) out_.put(')');
        } else if (is_argument(operand)) {
            out_.put_all("in[", operand, "]");
        } else if (program_.is_input(operand)) {
            list_.inputs.write(out_, operand);
        } else {
            out_.put_all("t", program_.index_of(operand) + 1);
        }
    }

private:
    constexpr void describe(const char* array, int index, const name_list& names) {
        out_.put_all(" * ", array, '[', index, "]: ");
        names.write(out_, index);
        out_.put('\n');
    }

    constexpr bool is_argument(int operand) const { return program_.is_input(operand) && operand < argument_count_; }

    constexpr bool is_used(int input) const {
        for (const int result : program_.results())
            if (result == input) return true;
        for (const engine::instruction& step : program_.steps())
            for (const int operand : program_.operands_of(step))
                if (operand == input) return true;
        return false;
    }

    constexpr bool calls(c_helper helper) const {
        for (const engine::instruction& step : program_.steps())
            if (step.function->printed.helper == helper) return true;
        return false;
    }

    text_writer& out_;
    const listing_view& list_;
    const engine::program_view& program_;
    int argument_count_;
    const char* scalar_;
};

// An error that shows the row: the compiler prints the arguments of this template.
template <class Row, bool IsKnown>
constexpr bool check_c_form() {
    static_assert(IsKnown,
                  "to_c(f): f calls a function that C does not have, named here as Row; give that row a form in C, "
                  "static constexpr notation printed{nullptr, nullptr, \"my_function({0})\"}");
    return IsKnown;
}

template <class Built, int... I>
constexpr bool check_c_forms(std::integer_sequence<int, I...>) {
    const bool known[] = {
        true,
        check_c_form<engine::row<Built::code.code[I].function>, Built::code.code[I].function->printed.c != nullptr ||
                                                                    has_c_name(*Built::code.code[I].function)>()...};
    bool is_all_known = true;
    for (const bool is_known : known) is_all_known = is_all_known && is_known;
    return is_all_known;
}

} // namespace pullback::detail

#endif
