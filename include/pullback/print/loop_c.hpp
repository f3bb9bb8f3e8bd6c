// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_LOOP_C_HPP
#define PULLBACK_PRINT_LOOP_C_HPP

#include <pullback/functions/scalar.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/print/c_names.hpp>
#include <pullback/print/c_writer.hpp>
#include <pullback/print/loop_c_heads.hpp>
#include <pullback/print/loop_c_parameters.hpp>
#include <pullback/print/loop_c_places.hpp>
#include <pullback/print/loop_lines.hpp>
#include <pullback/print/loop_listing.hpp>
#include <pullback/print/loop_names.hpp>
#include <pullback/print/loop_results.hpp>
#include <pullback/print/loop_use.hpp>
#include <pullback/print/style.hpp>
#include <pullback/print/text.hpp>
#include <pullback/print/writer.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace pullback::detail {

/// The tables of a function that is printed in C: every node that is used is a variable.
template <print_style Style, class F, class... Arguments>
struct loop_c_listing : loop_listing<Style, F, Arguments...> {
    static constexpr bool has_line(int) { return true; }
};

/// The body of a C function with loops, by the plan that runs here too.
template <print_style Style, class F, class... Arguments>
class loop_c_writer {
    using list = loop_c_listing<Style, F, Arguments...>;
    using names_of = typename list::names_of;
    using notations = typename list::notations;
    using parameters = loop_c_parameters<Style, F, Arguments...>;
    using places = loop_c_places<list, Style>;
    static constexpr const auto& code = list::built::code;
    static constexpr const auto& plan = list::plan;
    static constexpr const auto& use = use_in_loops<typename list::built, typename names_of::results>;

public:
    constexpr explicit loop_c_writer(text_writer& out) : out_(out), statements_(out, list::view, 0) {}

    constexpr void write_line(const loop_line& line) {
        using engine::optimise::loop_action;
        const auto& item = line.item;
        const int depth = line.depth + 1;
        switch (item.action) {
            case loop_action::loop:
                return line.is_end ? end_loop(depth) : begin_loop(plan.regions[item.region].index, depth);
            case loop_action::compute: return write_compute(item.node, depth);
            case loop_action::load: return write_load(item, depth);
            case loop_action::keep:
                statements_.indent(depth);
                write_kept(item.array);
                out_.put(" = ");
                if (engine::is_place(code.step_of(item.node))) out_.put_all('(', scalar, ")k", number(item.node));
                else statements_.write_operand(item.node, false);
                return out_.put(";\n");
            case loop_action::begin: return write_begin(item, depth);
            case loop_action::accumulate: return write_accumulate(item, depth);
            case loop_action::store: return write_store(code.stores[item.node], depth);
            case loop_action::start:
                statements_.indent(depth);
                out_.put_all(carry_of(item.node).is_condition ? "int" : scalar, " t", number(item.node), " = ");
                statements_.write_operand(carry_of(item.node).first, false);
                return out_.put(";\n");
            case loop_action::finish:
                begin_declaration(item.node, depth);
                if (carry_of(item.node).is_condition) {
                    out_.put_all('(', scalar, ')');
                    names_of::write_index(out_, carry_of(item.node).index);
                    return out_.put(";\n");
                }
                return out_.put_all('t', number(carry_of(item.node).node), ";\n");
            case loop_action::load_turn:
                begin_declaration(item.node, depth);
                write_kept(item.array, 0, item.node);
                out_.put(";\n");
                if (!use.as_subscript[item.node]) return;
                statements_.indent(depth);
                return out_.put_all("const size_t k", number(item.node), " = (size_t)t", number(item.node), ";\n");
            case loop_action::advance: return write_advance(item.node, depth);
            case loop_action::exchange:
                statements_.indent(depth);
                out_.put_all(scalar, " *const now", item.node, " = kept", item.node, ";\n");
                statements_.indent(depth);
                out_.put_all("kept", item.node, " = kept", item.array, ";\n");
                statements_.indent(depth);
                return out_.put_all("kept", item.array, " = now", item.node, ";\n");
        }
    }

    constexpr void write_results() {
        names_of::results::for_each([&](const result_path& path, const auto& part) {
            using type = std::remove_cvref_t<decltype(part)>;
            if constexpr (!is_marked_array<type>) {
                int place = 0;
                detail::for_outputs_of(part, [&](int output) {
                    out_.put(Scalar<type> ? "    *" : "    ");
                    parameters::write_result(out_, path);
                    if (!Scalar<type>) out_.put_all('[', place++, ']');
                    out_.put(" = ");
                    statements_.write_operand(code.straight.outputs[output], false);
                    out_.put(";\n");
                });
            }
        });
        out_.put("}\n");
    }

private:
    static constexpr const char* scalar = parameters::scalar;

    constexpr void begin_declaration(int node, int depth) {
        statements_.indent(depth);
        out_.put_all("const ", scalar, " t", number(node), " = ");
    }
    static constexpr int number(int node) { return code.index_of(node) + 1; }

    static constexpr const engine::loop_carry& carry_of(int node) {
        return code.carries[engine::name_in(code.maker_of(node))];
    }
    // All numbers of the state are read before one of them changes.
    constexpr void write_advance(int index, int depth) {
        for (const bool is_read : {true, false})
            for (int i = 0; i < code.carry_count; ++i) {
                const engine::loop_carry& carry = code.carries[i];
                if (!engine::is_number_of_state(code.tables, carry, index) || !use.has(carry.node)) continue;
                const int name = number(carry.node);
                statements_.indent(depth);
                if (is_read) {
                    out_.put_all("const ", scalar, " next", name, " = ");
                    statements_.write_operand(carry.next, false);
                    out_.put(";\n");
                } else {
                    out_.put_all('t', name, " = next", name, ";\n");
                }
            }
        const int condition = code.tables.indices[index].condition;
        if (condition < 0 || !use.has(code.carries[condition].node)) return;
        statements_.indent(depth);
        out_.put_all('t', number(code.carries[condition].node), " = ");
        statements_.write_operand(code.carries[condition].next, false);
        out_.put(";\n");
    }

    constexpr void begin_loop(int index, int depth) { loop_c_heads<list>::begin(out_, index, depth); }
    constexpr void end_loop(int depth) {
        statements_.indent(depth);
        out_.put("}\n");
    }

    constexpr void write_compute(int node, int depth) {
        if (use.as_number[node]) statements_.write_statement(code.index_of(node), depth);
        if (!use.as_subscript[node]) return;
        // An integer among the data.
        statements_.indent(depth);
        out_.put_all("const size_t k", number(node), " = (size_t)");
        notations::write_c_element(out_, code.accesses[engine::name_in(code.maker_of(node))]);
        out_.put(";\n");
    }

    constexpr void write_load(const engine::optimise::loop_item& item, int depth) {
        const bool is_place = engine::is_place(code.step_of(item.node));
        if (!is_place || use.as_number[item.node]) {
            begin_declaration(item.node, depth);
            write_kept(item.array);
            out_.put(";\n");
        }
        if (!is_place) return;
        statements_.indent(depth);
        out_.put_all("const size_t k", number(item.node), " = (size_t)");
        write_kept(item.array);
        out_.put(";\n");
    }

    constexpr void write_kept(int array, int behind = 0, int reader = -1) {
        places::write(out_, array, behind, reader);
    }
    static constexpr const char* first_value(engine::loop_step step) { return places::first_value(step); }
    constexpr void write_begin(const engine::optimise::loop_item& item, int depth) {
        const engine::loop_step step = code.step_of(item.node);
        if (item.array >= 0 && plan.arrays[item.array].store >= 0) return write_begin_of_result(item, depth);
        statements_.indent(depth);
        if (item.array >= 0) {
            out_.put("for (size_t k = 0; k < ");
            parameters::write_kept_size(out_, item.array);
            out_.put_all("; ++k) kept", item.array, "[k] = ");
            if (engine::is_place(step)) out_.put("k % 2 == 0 ? 0 : ");
            out_.put_all(first_value(step), ";\n");
        } else if (engine::is_place(step)) {
            out_.put_all(scalar, " best", number(item.node), " = ", first_value(step), ";\n");
            statements_.indent(depth);
            out_.put_all("size_t k", number(item.node), " = 0;\n");
            if (!use.as_number[item.node]) return;
            statements_.indent(depth);
            out_.put_all(scalar, " t", number(item.node), " = 0;\n");
        } else {
            out_.put_all(scalar, " t", number(item.node), " = ", first_value(step), ";\n");
        }
    }

    constexpr void write_begin_of_result(const engine::optimise::loop_item& item, int depth) {
        const engine::optimise::kept_array& kept = plan.arrays[item.array];
        for (int d = 0; d < kept.dimensions; ++d) begin_loop(kept.indices[d], depth + d);
        statements_.indent(depth + kept.dimensions);
        write_kept(item.array);
        out_.put_all(" = ", first_value(code.step_of(item.node)), ";\n");
        for (int d = kept.dimensions - 1; d >= 0; --d) end_loop(depth + d);
    }

    constexpr void write_accumulate(const engine::optimise::loop_item& item, int depth) {
        const engine::loop_step step = code.step_of(item.node);
        const int body = code.maker_of(item.node).operands[0];
        statements_.indent(depth);
        if (step == engine::loop_step::scatter) {
            write_kept(item.array, 0, item.node);
            out_.put(" += ");
            statements_.write_operand(body, false);
            return out_.put(";\n");
        }
        if (step == engine::loop_step::sum || step == engine::loop_step::product) {
            write_accumulator(item);
            out_.put(step == engine::loop_step::sum ? " += " : " *= ");
            statements_.write_operand(body, false);
            return out_.put(";\n");
        }
        const bool is_largest = step == engine::loop_step::maximum || step == engine::loop_step::place_of_maximum;
        out_.put(engine::is_place(step) ? "if (!(" : "if (");
        statements_.write_operand(body, true);
        if (engine::is_place(step)) {
            // The first NaN is taken for the best.
            out_.put(is_largest ? " <= " : " >= ");
            write_best(item);
            out_.put(") && ");
            write_best(item);
            out_.put(" == ");
            write_best(item);
            out_.put(") ");
        } else {
            out_.put(is_largest ? " > " : " < ");
            write_accumulator(item);
            out_.put(") ");
        }
        if (!engine::is_place(step)) {
            write_accumulator(item);
            out_.put(" = ");
            statements_.write_operand(body, false);
            return out_.put(";\n");
        }
        out_.put("{\n");
        statements_.indent(depth + 1);
        write_best(item);
        out_.put(" = ");
        statements_.write_operand(body, false);
        out_.put(";\n");
        statements_.indent(depth + 1);
        if (item.array >= 0) {
            write_kept(item.array);
            out_.put_all(" = (", scalar, ')');
        } else {
            out_.put_all('k', number(item.node), " = ");
        }
        names_of::write_index(out_, engine::name_in(code.maker_of(item.node)));
        out_.put(";\n");
        if (item.array < 0 && use.as_number[item.node]) {
            statements_.indent(depth + 1);
            out_.put_all('t', number(item.node), " = (", scalar, ")k", number(item.node), ";\n");
        }
        statements_.indent(depth);
        out_.put("}\n");
    }
    constexpr void write_best(const engine::optimise::loop_item& item) {
        if (item.array >= 0) write_kept(item.array, 1);
        else out_.put_all("best", number(item.node));
    }
    constexpr void write_accumulator(const engine::optimise::loop_item& item) {
        if (item.array >= 0) write_kept(item.array);
        else out_.put_all('t', number(item.node));
    }

    constexpr void write_store(const engine::array_store& store, int depth) {
        statements_.indent(depth);
        notations::write_element(out_, code.accesses[store.access]);
        out_.put(store.adds ? " += " : " = ");
        statements_.write_operand(store.operand, false);
        out_.put(";\n");
    }

    text_writer& out_;
    c_writer statements_;
};

inline constexpr int lines_at_once = 256;

// What comes before the name, between it and its second place, and after that.
template <print_style Style, class F, class... Arguments>
struct loop_c_head_printer {
    static constexpr int parts = 1;
    static constexpr void write(text_writer& out, int) {
        using parameters = loop_c_parameters<Style, F, Arguments...>;
        parameters::write_comment(out);
        out.put(parameters::may_abort() ? "#include <math.h>\n#include <stddef.h>\n#include <stdlib.h>\n\n"
                                        : "#include <math.h>\n#include <stddef.h>\n\n");
        c_writer(out, loop_c_listing<Style, F, Arguments...>::view, 0).write_helpers();
        out.put(parameters::has_work ? "size_t " : "void ");
    }
};

template <print_style Style, class F, class... Arguments>
struct loop_c_work_printer {
    static constexpr int parts = 1;
    static constexpr void write(text_writer& out, int) {
        loop_c_parameters<Style, F, Arguments...>::write_work_size(out);
        out.put("\nvoid ");
    }
};

template <print_style Style, class F, class... Arguments>
struct loop_c_body_printer {
    using list = loop_c_listing<Style, F, Arguments...>;
    static constexpr int size = count_lines<list>();
    static constexpr int parts = 1 + size / lines_at_once;

    static constexpr void write(text_writer& out, int part) {
        if (part == 0) loop_c_parameters<Style, F, Arguments...>::write_parameters(out);
        loop_c_writer<Style, F, Arguments...> writer(out);
        const int end = (part + 1) * lines_at_once;
        for (int i = part * lines_at_once; i < size && i < end; ++i) writer.write_line(loop_lines<list>.lines[i]);
        if (part + 1 == parts) writer.write_results();
    }
};

template <class Built, int I>
constexpr bool check_c_form_in_loops() {
    if constexpr (Built::code.steps[I] != engine::loop_step::none) {
        return true;
    } else {
        using row = engine::row<Built::code.straight.code[I].function>;
        constexpr bool is_known = Built::code.straight.code[I].function->printed.c != nullptr ||
                                  has_c_name(*Built::code.straight.code[I].function);
        return check_c_form<row, is_known>();
    }
}
template <class Built, int... I>
constexpr bool check_c_forms_in_loops(std::integer_sequence<int, I...>) {
    const bool known[] = {true, detail::check_c_form_in_loops<Built, I>()...};
    bool is_all_known = true;
    for (const bool is_known : known) is_all_known = is_all_known && is_known;
    return is_all_known;
}

/// The C function of a function of ranges.
template <print_style Style, class F, class... Arguments, std::size_t Size>
constexpr auto loops_to_c(const char (&name)[Size]) {
    using built = typename loop_names<Style, F, Arguments...>::built;
    constexpr bool has_arrays = (is_c_array<Arguments> && ...);
    static_assert(
        has_arrays,
        "to_c<Arguments...>(f, name): the elements of a range hold numbers and integers side by side, which no "
        "array in C does; name a range of each, and put them together in f with zip");
    if constexpr (!has_arrays) return text<0>{};
    else if constexpr (detail::check_c_forms_in_loops<built>(std::make_integer_sequence<int, built::code.size>{})) {
        constexpr bool has_work = loop_c_parameters<Style, F, Arguments...>::has_work;
        constexpr const auto& head = printed<loop_c_head_printer<Style, F, Arguments...>>::value;
        constexpr const auto& work = printed<loop_c_work_printer<Style, F, Arguments...>>::value;
        constexpr const auto& body = printed<loop_c_body_printer<Style, F, Arguments...>>::value;
        text<head.size() + Size - 1 + (has_work ? work.size() + Size - 1 : 0) + body.size()> result;
        text_writer out(result.characters);
        out.put(head.data(), head.size());
        out.put(name, Size - 1);
        if (has_work) {
            out.put(work.data(), work.size());
            out.put(name, Size - 1);
        }
        out.put(body.data(), body.size());
        return result;
    }
}

} // namespace pullback::detail

#endif
