// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_LOOP_LATEX_HPP
#define PULLBACK_PRINT_LOOP_LATEX_HPP

#include <pullback/print/formula.hpp>
#include <pullback/print/identifier.hpp>
#include <pullback/print/listing.hpp>
#include <pullback/print/loop_listing.hpp>
#include <pullback/print/loop_results.hpp>
#include <pullback/print/loop_use.hpp>
#include <pullback/print/names.hpp>
#include <pullback/print/style.hpp>
#include <pullback/print/writer.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/record/loop_recorder.hpp>

#include <type_traits>

// A function of ranges in LaTeX is formulas with sums, not loops: what runs, and in which order, is in `to_string`.

namespace pullback::detail {

/// The names of what has one: numbered, with the indices that it depends on.
template <class F, class... Arguments>
struct loop_temporary_names {
    using list = loop_listing<print_style::latex, F, Arguments...>;
    static constexpr int count = list::view.temporary_count;
    static constexpr void write(text_writer& out, int number) {
        const auto& code = list::built::code;
        int i = 0;
        while (list::view.temporaries[i] != number + 1) ++i;
        path_writer path(out, print_style::latex);
        path.begin(list::view.temporary_prefix, number + 1);
        for (int index = 0; index < code.tables.index_count; ++index)
            if (engine::record::contains(code.indices_of(code.input_count + i), index)) {
                path.begin_index();
                list::names_of::write_index(out, index);
                path.end_index();
            }
        path.finish();
    }
};

template <class F, class... Arguments>
struct loop_latex_printer {
    using list = loop_listing<print_style::latex, F, Arguments...>;
    using names_of = typename list::names_of;
    static constexpr const auto& code = list::built::code;
    static constexpr const auto& use = use_in_loops<typename list::built, typename names_of::results>;
    static constexpr listing_view view = [] {
        listing_view named = list::view;
        named.temporary_names = names<loop_temporary_names<F, Arguments...>>::table.list();
        return named;
    }();
    static constexpr int parts = 1;

    static constexpr void write(text_writer& out, int) {
        const int lines = view.temporary_count + count_results();
        if (lines > 1) out.put("\\begin{aligned}\n");
        formula_writer<view.program.size> formula(out, view);
        int line = 0;
        const auto equals = [&](bool adds) {
            out.put(adds ? " \\mathrel{+}" : " ");
            out.put(lines > 1 ? "&= " : "= ");
        };
        const auto begin = [&] {
            if (line++ > 0) out.put(" \\\\\n");
        };
        for (int i = 0; i < code.size; ++i) {
            if (view.temporaries[i] <= 0) continue;
            begin();
            write_temporary(out, view, view.temporaries[i]);
            equals(false);
            formula.write_call(i);
        }
        for (int i = 0; i < code.store_count; ++i) {
            if (!use.has_store(i)) continue;
            begin();
            write_place(out, formula, code.accesses[code.stores[i].access]);
            equals(code.stores[i].adds);
            formula.write_operand(code.stores[i].operand);
        }
        names_of::results::for_each([&](const result_path& way, const auto& part) {
            using type = std::remove_cvref_t<decltype(part)>;
            if constexpr (!is_marked_array<type>) {
                int scalar = 0;
                detail::for_outputs_of(part, [&](int output) {
                    begin();
                    path_writer path(out, print_style::latex);
                    names_of::write_result(path, out, way);
                    write_path<type>(path, scalar++);
                    path.finish();
                    equals(false);
                    formula.write_operand(code.straight.outputs[output]);
                });
            }
        });
        if (lines > 1) out.put("\n\\end{aligned}");
    }

private:
    static constexpr int count_results() {
        int count = 0;
        for (int i = 0; i < code.store_count; ++i) count += use.has_store(i) ? 1 : 0;
        names_of::results::for_each([&](const result_path&, const auto& part) {
            if constexpr (!is_marked_array<std::remove_cvref_t<decltype(part)>>)
                detail::for_outputs_of(part, [&](int) { ++count; });
        });
        return count;
    }
    static constexpr void write_place(text_writer& out, auto& formula, const engine::array_access& at) {
        const engine::loop_array& array = code.tables.arrays[at.array];
        path_writer path(out, print_style::latex);
        names_of::begin_array(path, out, array);
        for (int d = 0; d < array.dimensions; ++d) {
            path.begin_index();
            names_of::write_subscript(out, at, d, [&](int node) { formula.write_operand(node); });
            path.end_index();
        }
        names_of::write_element_path(path, array, at.scalar);
        path.finish();
    }
};

} // namespace pullback::detail

#endif
