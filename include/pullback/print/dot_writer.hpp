// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_DOT_WRITER_HPP
#define PULLBACK_PRINT_DOT_WRITER_HPP

#include <pullback/print/form.hpp>
#include <pullback/print/listing.hpp>
#include <pullback/print/number.hpp>
#include <pullback/print/text.hpp>
#include <pullback/print/writer.hpp>
#include <pullback/program/program.hpp>

#include <cstddef>

namespace pullback::detail {

/// The text of a program as a graph: boxes for inputs and outputs, ovals for calls, plain text for literals,
/// edges from operand to result in the order of the operands.
class dot_writer {
public:
    constexpr dot_writer(text_writer& out, const listing_view& list) : out_(out), list_(list), program_(list.program) {}

    constexpr void write_head() {
        out_.put("digraph {\n    node [fontname=\"Helvetica\"];\n");
        for (int i = 0; i < program_.input_count; ++i) {
            begin_node('n', i);
            list_.inputs.write(out_, i);
            out_.put("\", shape=box];\n");
        }
        for (int i = 0; i < program_.literal_count; ++i) {
            begin_node('c', i);
            write_number(out_, list_.literals[i], list_.style);
            out_.put("\", shape=plaintext];\n");
        }
    }

    constexpr void write_calls(instruction_range range) {
        for (int i = range.begin; i < range.end; ++i) {
            begin_node('n', program_.node_of(i));
            write_symbol(program_.code[i].function->name, list_.form(i));
            out_.put("\"];\n");
            for (const int operand : program_.operands_of(program_.code[i]))
                write_edge(operand, 'n', program_.node_of(i));
        }
    }

    constexpr void write_outputs() {
        for (int i = 0; i < program_.output_count; ++i) {
            begin_node('y', i);
            list_.outputs.write(out_, i);
            out_.put("\", shape=box];\n");
            write_edge(program_.outputs[i], 'y', i);
        }
        out_.put("}\n");
    }

    constexpr void begin_node(char kind, int index) { out_.put_all("    ", kind, index, " [label=\""); }

    constexpr void write_edge(int from, char kind, int to, const char* label = nullptr) {
        const bool is_literal = engine::is_literal(from);
        out_.put_all("    ", is_literal ? 'c' : 'n', is_literal ? engine::index_of_literal(from) : from, " -> ", kind,
                     to);
        if (label != nullptr) out_.put_all(" [label=\"", label, "\"]");
        out_.put(";\n");
    }

    // The operator of `{0} + {1}`, the name of a function.
    constexpr void write_symbol(const char* name, const printed_form& form) {
        const bool is_infix = form.count == 3 && form.pieces[0].operand >= 0 && form.pieces[2].operand >= 0;
        const bool is_prefix = form.count == 2 && form.pieces[1].operand >= 0;
        if (!is_infix && !is_prefix) return write_escaped(name, length_of(name));
        const form_piece& piece = form.pieces[is_infix ? 1 : 0];
        const char* begin = piece.characters;
        const char* end = begin + piece.size;
        while (begin != end && *begin == ' ') ++begin;
        while (begin != end && end[-1] == ' ') --end;
        write_escaped(begin, static_cast<std::size_t>(end - begin));
    }

    constexpr void write_escaped(const char* characters, std::size_t size) {
        for (std::size_t i = 0; i < size; ++i) {
            if (characters[i] == '"' || characters[i] == '\\') out_.put('\\');
            out_.put(characters[i]);
        }
    }

private:
    text_writer& out_;
    const listing_view& list_;
    const engine::program_view& program_;
};

} // namespace pullback::detail

#endif
