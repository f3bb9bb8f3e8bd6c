// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_LOOP_C_HEADS_HPP
#define PULLBACK_PRINT_LOOP_C_HEADS_HPP

#include <pullback/print/writer.hpp>
#include <pullback/program/loops.hpp>

namespace pullback::detail {

/// How loops begin in C.
template <class Listing>
struct loop_c_heads {
    using names_of = typename Listing::names_of;
    static constexpr const auto& code = Listing::built::code;

    static constexpr void begin(text_writer& out, int index, int depth) {
        const engine::loop_index& of = code.tables.indices[index];
        if (of.condition >= 0) return begin_while(out, index, depth);
        indent(out, depth);
        out.put("for (size_t ");
        names_of::write_index(out, index);
        if (engine::runs_backwards(code, index)) {
            out.put(" = ");
            write_turns(out, of);
            out.put("; ");
            names_of::write_index(out, index);
            return out.put("-- > 0;) {\n");
        }
        out.put(" = 0; ");
        names_of::write_index(out, index);
        out.put(" < ");
        write_turns(out, of);
        out.put("; ++");
        names_of::write_index(out, index);
        out.put(") {\n");
    }

private:
    static constexpr void write_turns(text_writer& out, const engine::loop_index& of) {
        if (of.turns >= 0) out.put_all("(size_t)t", number(of.turns));
        else names_of::write_extent(out, of.extent);
    }
    // A loop that ends by a condition says by its index, which is a variable after it as well, how many turns it had.
    static constexpr void begin_while(text_writer& out, int index, int depth) {
        const engine::loop_index& of = code.tables.indices[index];
        indent(out, depth);
        out.put("size_t ");
        names_of::write_index(out, index);
        out.put(" = 0;\n");
        indent(out, depth);
        out.put_all("for (; t", number(code.carries[of.condition].node), "; ++");
        names_of::write_index(out, index);
        out.put(") {\n");
        if (code.tables.extents[of.extent].has_no_bound()) return;
        indent(out, depth + 1);
        out.put("if (");
        names_of::write_index(out, index);
        out.put(" == ");
        names_of::write_extent(out, of.extent);
        out.put(") abort();\n");
    }
    static constexpr int number(int node) { return code.index_of(node) + 1; }
    static constexpr void indent(text_writer& out, int depth) {
        for (int i = 0; i < depth; ++i) out.put("    ");
    }
};

} // namespace pullback::detail

#endif
