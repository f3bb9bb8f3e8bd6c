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
#include <pullback/program/program.hpp>
#include <pullback/record/index_set.hpp>
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
        int i = 0;
        while (list::view.temporaries[i] != number + 1) ++i;
        write_at(out, i, -1, [] {});
    }
    /// Writes the name of what an instruction computes, with something in the place of an index.
    template <class WriteTurn>
    static constexpr void write_at(text_writer& out, int i, int replaced, const WriteTurn& write_turn) {
        const auto& code = list::built::code;
        path_writer path(out, print_style::latex);
        path.begin(list::view.temporary_prefix, list::view.temporaries[i]);
        for (int index = 0; index < code.tables.index_count; ++index)
            if (engine::record::contains(code.indices_of(code.node_of(i)), index)) {
                path.begin_index();
                if (index == replaced) write_turn();
                else list::names_of::write_index(out, index);
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
        const int lines = view.temporary_count + count_states() + count_results();
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
            const engine::loop_step step = code.step_of(code.node_of(i));
            begin();
            if (step == engine::loop_step::carry) {
                const engine::loop_carry& carry = carry_of(i);
                write_state_at(out, i, first_turn);
                equals(false);
                formula.write_operand(carry.first);
                begin();
                write_state_at(out, i, next_turn);
                equals(false);
                formula.write_operand(carry.next);
                continue;
            }
            write_temporary(out, view, view.temporaries[i]);
            equals(false);
            if (step == engine::loop_step::last) write_last(out, i);
            else if (step == engine::loop_step::at_turn) write_at_turn(out, formula, i);
            else formula.write_call(i);
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
    // A number of a state is said as a recurrence, and has a line for the first turn and one for the next. A loop that
    // goes back begins at the last turn.
    enum which_turn { first_turn, next_turn, last_turn };
    static constexpr const engine::loop_carry& carry_of(int i) {
        return code.carries[engine::name_in(code.straight.code[i])];
    }
    static constexpr void write_state_at(text_writer& out, int i, which_turn turn) {
        const int index = carry_of(i).index;
        const engine::loop_index& of = code.tables.indices[index];
        loop_temporary_names<F, Arguments...>::write_at(out, i, index, [&] {
            const bool goes_back = of.reverses >= 0;
            if (turn == next_turn) {
                names_of::write_index(out, index);
                out.put(goes_back ? "-1" : "+1");
            } else if (turn == first_turn) {
                if (of.turns >= 0) write_temporary(out, view, view.temporaries[of.turns - code.input_count]);
                else if (goes_back) names_of::write_extent(out, of.extent);
                out.put(goes_back ? "-1" : "0");
            } else if (goes_back) {
                out.put("-1");
            } else if (of.condition >= 0) {
                write_turns(out, index);
            } else {
                names_of::write_extent(out, of.extent);
            }
        });
    }
    /// How many turns a loop has that ends by its condition: where that does not hold for the first time.
    static constexpr void write_turns(text_writer& out, int index) {
        out.put("\\min\\left\\{");
        names_of::write_index(out, index);
        out.put(" \\mid \\neg ");
        const engine::loop_carry& condition = code.carries[code.tables.indices[index].condition];
        write_temporary(out, view, view.temporaries[code.index_of(condition.node)]);
        out.put("\\right\\}");
    }
    static constexpr void write_last(text_writer& out, int i) {
        const engine::loop_carry& carry = carry_of(i);
        if (carry.is_condition) write_turns(out, carry.index);
        else write_state_at(out, code.index_of(carry.node), last_turn);
    }
    /// What a value is in another turn: with that in the place of the index.
    static constexpr void write_at_turn(text_writer& out, auto& formula, int i) {
        const engine::instruction& step = code.straight.code[i];
        const engine::turn_read& read = code.turn_reads[engine::name_in(step)];
        out.put("\\left.");
        formula.write_operand(step.operands[0]);
        out.put("\\right|_{");
        for (int k = 0; k < read.count; ++k) {
            if (k > 0) out.put(", ");
            names_of::write_index(out, read.of[k]);
            out.put('=');
            names_of::write_turn(out, read.of[k], code.node_of(i), [&](int node) { formula.write_operand(node); });
        }
        out.put('}');
    }
    static constexpr int count_states() {
        int count = 0;
        for (int i = 0; i < code.size; ++i)
            count += view.temporaries[i] > 0 && code.step_of(code.node_of(i)) == engine::loop_step::carry ? 1 : 0;
        return count;
    }
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
