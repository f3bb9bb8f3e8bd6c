// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_LOOP_LISTING_HPP
#define PULLBACK_PRINT_LOOP_LISTING_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/optimise/loops_of.hpp>
#include <pullback/print/form.hpp>
#include <pullback/print/identifier.hpp>
#include <pullback/print/listing.hpp>
#include <pullback/print/loop_names.hpp>
#include <pullback/print/loop_use.hpp>
#include <pullback/print/names.hpp>
#include <pullback/print/style.hpp>
#include <pullback/print/writer.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>

#include <cstddef>
#include <utility>

namespace pullback::detail {

/// The instructions of a program with loops, as the tables of a straight-line program are made of them.
template <class Built>
struct straight_part {
    static constexpr const auto& code = Built::code.straight;
};

template <class Built>
constexpr int count_loop_steps() {
    int count = 0;
    for (int i = 0; i < Built::code.size; ++i)
        count += Built::code.step_of(Built::code.node_of(i)) != engine::loop_step::none ? 1 : 0;
    return count;
}

/// How an element, a length, an index and a reduction are printed, in the notation of rows: a subscript that is a node
/// is an operand. In C, where subscripts are of another type than numbers, it is part of the name.
template <print_style Style, class F, class... Arguments>
struct loop_notations {
    using names_of = loop_names<Style, F, Arguments...>;
    static constexpr const auto& code = names_of::built::code;
    static constexpr int count = count_loop_steps<typename names_of::built>();

    static constexpr void write(text_writer& out, int number) {
        int node = code.input_count;
        for (int before = 0; code.step_of(node) == engine::loop_step::none || before++ < number;) ++node;
        const engine::instruction& made_by = code.maker_of(node);
        const int name = engine::name_in(made_by);
        switch (code.step_of(node)) {
            case engine::loop_step::element: write_element(out, code.accesses[name]); break;
            case engine::loop_step::extent:
                write_cast(out);
                names_of::write_extent(out, name);
                break;
            case engine::loop_step::index:
                write_cast(out);
                names_of::write_index(out, name);
                break;
            case engine::loop_step::carry: out.put("state"); break;
            case engine::loop_step::last: out.put("last state"); break;
            case engine::loop_step::at_turn: out.put("{0} in that turn"); break;
            case engine::loop_step::scatter:
                out.put(Style == print_style::latex ? "\\operatorname{scatter} {0}" : "scatter({0})");
                break;
            default: write_reduction(out, code.step_of(node), name);
        }
        out.put('\0');
    }

    /// A scalar of an array, where it is read or written.
    static constexpr void write_element(text_writer& out, const engine::array_access& at) {
        const engine::loop_array& array = code.tables.arrays[at.array];
        path_writer path(out, Style);
        if constexpr (is_c(Style)) {
            if (at.is_integer) write_cast(out);
            write_c_element(out, at);
        } else {
            names_of::begin_array(path, out, array);
            int operand = 0;
            for (int d = 0; d < array.dimensions; ++d) {
                path.begin_index();
                names_of::write_subscript(out, at, d, [&](int) { out.put_all('{', operand, '}'); });
                if (at.subscripts[d] < 0) ++operand;
                path.end_index();
            }
            names_of::write_element_path(path, array, at.scalar);
        }
        path.finish();
    }

    /// The same in C, of whatever type it is there.
    static constexpr void write_c_element(text_writer& out, const engine::array_access& at) {
        path_writer path(out, Style);
        names_of::begin_array(path, out, code.tables.arrays[at.array]);
        out.put('[');
        write_place(out, at);
        out.put(']');
    }
    /// The integer that a node is as a subscript in C.
    static constexpr void write_subscript(text_writer& out, const engine::array_access& at, int dimension) {
        const bool is_scaled = code.tables.arrays[at.array].size > 1 || code.tables.arrays[at.array].dimensions > 1;
        const bool has_brackets = is_scaled && at.offsets[dimension] == 0 &&
                                  engine::is_constant_subscript(at.subscripts[dimension]) &&
                                  engine::constant_of(at.subscripts[dimension]) < 0;
        if (has_brackets) out.put('(');
        names_of::write_subscript(out, at, dimension, [&](int node) { write_c_integer(out, node); });
        if (has_brackets) out.put(')');
    }
    /// At which turn of an index the loops are in C, or what a reader has in place of that.
    static constexpr void write_turn(text_writer& out, int index, int reader) {
        const bool has_brackets = reader >= 0;
        if (has_brackets) out.put('(');
        names_of::write_turn(out, index, reader, [&](int node) { write_c_integer(out, node); });
        if (has_brackets) out.put(')');
    }

private:
    static constexpr void write_c_integer(text_writer& out, int node) {
        if (code.is_computed(node)) return out.put_all('k', code.index_of(node) + 1);
        out.put("(size_t)");
        names_of::write_input(out, node);
    }
    static constexpr void write_cast(text_writer& out) {
        if constexpr (is_c(Style)) out.put(Style == print_style::c_float ? "(float)" : "(double)");
    }
    // Rows one after the other, and in them the scalars of elements.
    static constexpr void write_place(text_writer& out, const engine::array_access& at) {
        const engine::loop_array& array = code.tables.arrays[at.array];
        const bool is_matrix = array.dimensions == 2, is_scaled = array.size > 1;
        if (is_scaled) out.put_all(array.size, is_matrix ? " * (" : " * ");
        if (is_matrix) {
            names_of::write_extent(out, array.extents[1]);
            out.put(" * ");
        }
        write_subscript(out, at, 0);
        if (is_matrix) {
            out.put(" + ");
            write_subscript(out, at, 1);
        }
        if (is_scaled && is_matrix) out.put(')');
        if (is_scaled && at.scalar > 0) out.put_all(" + ", at.scalar);
    }
    static constexpr void write_reduction(text_writer& out, engine::loop_step step, int index) {
        if constexpr (Style == print_style::latex) {
            const bool is_sum = step == engine::loop_step::sum, is_product = step == engine::loop_step::product;
            out.put(is_sum                                        ? "\\sum"
                    : is_product                                  ? "\\prod"
                    : step == engine::loop_step::maximum          ? "\\max"
                    : step == engine::loop_step::minimum          ? "\\min"
                    : step == engine::loop_step::place_of_maximum ? "\\operatorname{argmax}"
                                                                  : "\\operatorname{argmin}");
            out.put("_{");
            names_of::write_index(out, index);
            const engine::loop_index& of = code.tables.indices[index];
            // A loop that ends by its condition, and one that goes back through it, has fewer turns than its extent.
            if (of.condition >= 0 || of.turns >= 0) return out.put("} {0}");
            out.put("=0}^{");
            names_of::write_extent(out, of.extent);
            out.put("-1} {0}");
        } else {
            out.put_all(engine::operation_of_loop(step)->name, '(');
            names_of::write_index(out, index);
            out.put(" < ");
            names_of::write_extent(out, code.tables.indices[index].extent);
            out.put(": {0})");
        }
    }
};

template <print_style Style, class F, class... Arguments>
struct loop_input_names {
    static constexpr int count = loop_names<Style, F, Arguments...>::built::code.input_count;
    static constexpr void write(text_writer& out, int input) {
        loop_names<Style, F, Arguments...>::write_input(out, input);
    }
};

template <int Size>
struct instruction_numbers {
    int of[Size + 1]{};
};

/// The tables for printing a program with loops in one style. An instruction of a loop has a form of its own.
template <print_style Style, class F, class... Arguments>
struct loop_listing {
    using names_of = loop_names<Style, F, Arguments...>;
    using notations = loop_notations<Style, F, Arguments...>;
    using built = typename names_of::built;
    static constexpr const auto& plan = engine::optimise::loops_of<built>;

private:
    using straight = straight_part<built>;
    static constexpr engine::program_view program = straight::code.view();
    static constexpr auto functions = list_functions<program.size>(program);
    static constexpr const auto& notation_table = names<notations>::table;

    static constexpr auto list_all_forms() {
        form_list<functions.count + notations::count> list;
        for (int i = 0; i < functions.count; ++i) list.forms[i] = form_parser(*functions.functions[i], Style).parse();
        int number = 0;
        for (int i = 0; i < program.size; ++i) {
            if (built::code.step_of(program.node_of(i)) == engine::loop_step::none) continue;
            engine::operation printed = *program.code[i].function;
            const char* const notation = notation_table.characters + notation_table.begin[number];
            printed.printed.text = printed.printed.latex = printed.printed.c = notation;
            printed.printed.precedence = precedence::sum;
            printed_form& form = list.forms[functions.count + number++];
            form = form_parser(printed, Style).parse();
            if (!engine::is_reduction(built::code.step_of(program.node_of(i)))) form.precedence = precedence::atom;
        }
        return list;
    }
    static constexpr auto number_forms() {
        instruction_numbers<program.size> numbers;
        int number = 0;
        for (int i = 0; i < program.size; ++i)
            numbers.of[i] = built::code.step_of(program.node_of(i)) == engine::loop_step::none
                                ? functions.index_of[i]
                                : functions.count + number++;
        return numbers;
    }
    static constexpr auto forms = list_all_forms();
    static constexpr auto form_numbers = number_forms();
    static constexpr int literal_parts = (program.literal_count + literals_at_once - 1) / literals_at_once;
    static constexpr auto literals =
        all_literals<straight, Style, program.literal_count>(std::make_integer_sequence<int, literal_parts>{});
    static constexpr loop_text text = Style == print_style::latex ? loop_text::formula : loop_text::listing;
    static constexpr auto places =
        place_in_loops<built, typename names_of::results, text>(forms.forms, form_numbers.of, literals.numbers);
    static constexpr const auto& inputs = names<loop_input_names<Style, F, Arguments...>>::table;

public:
    static constexpr listing_view view = {
        program,      Style, forms.forms,   form_numbers.of, literals.numbers, places.temporaries,
        places.count, "t",   inputs.list(), inputs.list()};
};

} // namespace pullback::detail

#endif
