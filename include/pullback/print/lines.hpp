// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_LINES_HPP
#define PULLBACK_PRINT_LINES_HPP

#include <pullback/print/formula.hpp>

namespace pullback::detail {

/// One formula, or a line for each shared part and each output.
template <int Size>
constexpr void write_lines(text_writer& out, const listing_view& list, bool is_formula, const char* equals,
                           const char* separator) {
    formula_writer<Size> formula(out, list);
    const program_view& program = list.program;
    for (int i = 0; i < program.size; ++i) {
        if (list.temporaries[i] <= 0) continue;
        write_temporary(out, list, list.temporaries[i]);
        out.put(equals);
        formula.write_call(i);
        out.put(separator);
        is_formula = false;
    }
    for (int i = 0; i < program.output_count; ++i) {
        if (!is_formula) {
            list.outputs.write(out, i);
            out.put(equals);
        }
        formula.write_operand(program.outputs[i]);
        if (i + 1 < program.output_count) out.put(separator);
    }
}

} // namespace pullback::detail

#endif
