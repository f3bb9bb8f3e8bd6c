// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_LINES_HPP
#define PULLBACK_PRINT_LINES_HPP

#include <pullback/print/formula.hpp>
#include <pullback/print/listing.hpp>
#include <pullback/print/writer.hpp>
#include <pullback/program/program.hpp>

namespace pullback::detail {

/// How lines look.
struct line_style {
    const char* equals;
    const char* separator;
};

/// Writes one formula, or a line for each shared part and each output; here the lines of one part of the program.
/// `is_number`: the result is one number, which needs no name if it is the only line.
template <int Size>
constexpr void write_lines(text_writer& out, const listing_view& list, bool is_number, line_style style, int part) {
    formula_writer<Size> formula(out, list);
    const engine::program_view& program = list.program;
    const auto range = piece_of_program(part, program.size);
    for (int i = range.begin; i < range.end; ++i) {
        if (list.temporaries[i] <= 0) continue;
        write_temporary(out, list, list.temporaries[i]);
        out.put(style.equals);
        formula.write_call(i);
        out.put(style.separator);
    }
    if (part + 1 < pieces_for(program.size)) return;
    for (int i = 0; i < program.output_count; ++i) {
        if (i > 0) out.put(style.separator);
        if (!is_number || list.temporary_count > 0) {
            list.outputs.write(out, i);
            out.put(style.equals);
        }
        formula.write_operand(program.outputs[i]);
    }
}

} // namespace pullback::detail

#endif
