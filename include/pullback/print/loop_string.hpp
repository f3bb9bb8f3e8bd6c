// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_LOOP_STRING_HPP
#define PULLBACK_PRINT_LOOP_STRING_HPP

#include <pullback/optimise/loop_plan.hpp>
#include <pullback/print/formula.hpp>
#include <pullback/print/identifier.hpp>
#include <pullback/print/loop_lines.hpp>
#include <pullback/print/loop_listing.hpp>
#include <pullback/print/loop_results.hpp>
#include <pullback/print/loop_use.hpp>
#include <pullback/print/style.hpp>
#include <pullback/print/writer.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/run/lane_costs.hpp>
#include <pullback/run/tile_choice.hpp>

#include <type_traits>

namespace pullback::detail {

/// The tables of a function that is printed for readers: what has a name is a line.
template <class F, class... Arguments>
struct loop_text_listing : loop_listing<print_style::text, F, Arguments...> {
    using list = loop_listing<print_style::text, F, Arguments...>;
    static constexpr bool has_line(int node) { return list::view.temporaries[list::view.program.index_of(node)] > 0; }
};

/// Whether a text says which loops run many turns at once where a call asks for it, and in how many vectors.
enum class lanes_in_text { are_left_out, are_shown };

template <lanes_in_text Lanes, class F, class... Arguments>
class loop_text_writer {
    using list = loop_text_listing<F, Arguments...>;
    using names_of = typename list::names_of;
    static constexpr const auto& code = list::built::code;
    static constexpr const auto& plan = list::plan;
    static constexpr const auto& use = use_in_loops<typename list::built, typename names_of::results>;

public:
    constexpr loop_text_writer(text_writer& out, bool is_beginning)
        : out_(out), formula_(out, list::view), is_beginning_(is_beginning) {}

    /// What is kept in memory, a line for each array.
    constexpr void write_head() {
        for (int i = 0; i < plan.array_count; ++i) {
            if (!use.has(plan.arrays[i].node) || plan.arrays[i].store >= 0) continue;
            begin_line();
            out_.put("keep ");
            write_kept(i);
            out_.put(": ");
            for (int d = 0; d < plan.arrays[i].dimensions; ++d) {
                if (d > 0) out_.put(" * ");
                names_of::write_extent(out_, code.tables.indices[plan.arrays[i].indices[d]].extent);
            }
            out_.put(" numbers");
        }
    }

    constexpr void write_line(const loop_line& line) {
        using engine::optimise::loop_action;
        const auto& item = line.item;
        if (line.is_end) return;
        begin_line();
        for (int i = 0; i < line.depth; ++i) out_.put("    ");
        switch (item.action) {
            case loop_action::loop: write_loop(item.region); break;
            case loop_action::compute:
                write_name(item.node);
                out_.put(" = ");
                formula_.write_call(code.index_of(item.node));
                break;
            case loop_action::load:
                write_name(item.node);
                out_.put(" = ");
                write_kept(item.array);
                break;
            case loop_action::keep:
                write_kept(item.array);
                out_.put(" = ");
                formula_.write_operand(item.node);
                break;
            case loop_action::begin:
                write_accumulator(item);
                out_.put_all(" = ", first_value(code.step_of(item.node)));
                if (item.array >= 0) out_.put(" everywhere");
                break;
            case loop_action::accumulate: write_accumulate(item); break;
            case loop_action::store: write_store(code.stores[item.node]); break;
            case loop_action::start:
                write_name(item.node);
                out_.put(" = ");
                formula_.write_operand(code.carries[engine::name_in(code.maker_of(item.node))].first);
                break;
            case loop_action::finish:
                write_name(item.node);
                out_.put(" = ");
                write_last(code.carries[engine::name_in(code.maker_of(item.node))]);
                break;
            case loop_action::load_turn:
                write_name(item.node);
                out_.put(" = ");
                write_kept(item.array, item.node);
                break;
            case loop_action::advance: write_advance(item.node); break;
            case loop_action::exchange:
                out_.put("exchange ");
                write_kept_name(item.node);
                out_.put(" and ");
                write_kept_name(item.array);
                break;
        }
    }

    constexpr void write_results() {
        names_of::results::for_each([&](const result_path& way, const auto& part) {
            using type = std::remove_cvref_t<decltype(part)>;
            if constexpr (!is_marked_array<type>) {
                int scalar = 0;
                detail::for_outputs_of(part, [&](int output) {
                    begin_line();
                    path_writer path(out_, print_style::text);
                    names_of::write_result(path, out_, way);
                    write_path<type>(path, scalar++);
                    out_.put(" = ");
                    formula_.write_operand(code.straight.outputs[output]);
                });
            }
        });
    }

private:
    constexpr void begin_line() {
        if (!is_beginning_) out_.put('\n');
        is_beginning_ = false;
    }
    constexpr void write_name(int node) {
        write_temporary(out_, list::view, list::view.temporaries[code.index_of(node)]);
    }
    /// The array of the next turn of a state has the name of that of this turn, and a mark.
    constexpr void write_kept_name(int array) {
        write_name(plan.arrays[array].node);
        bool is_next = false;
        for (int i = 0; i < array; ++i)
            is_next = is_next || (plan.arrays[array].is_of_state && plan.arrays[i].is_of_state &&
                                  plan.arrays[i].node == plan.arrays[array].node);
        if (is_next) out_.put('\'');
    }
    constexpr void write_advance(int index) {
        for (const bool is_next : {false, true}) {
            int count = 0;
            for (int i = 0; i < code.carry_count; ++i) {
                const engine::loop_carry& carry = code.carries[i];
                const bool says_whether = i == code.tables.indices[index].condition;
                if (!says_whether && !engine::is_number_of_state(code.tables, carry, index)) continue;
                if (!use.has(carry.node)) continue;
                if (count++ > 0) out_.put(", ");
                if (is_next) formula_.write_operand(carry.next);
                else write_name(carry.node);
            }
            if (!is_next) out_.put(" = ");
        }
    }
    constexpr void write_kept(int array, int reader = -1) {
        const int store = plan.arrays[array].store;
        if (store >= 0) return write_place(code.accesses[code.stores[store].access]);
        write_kept_name(array);
        for (int d = 0; d < plan.arrays[array].dimensions; ++d) {
            out_.put('[');
            const int index = plan.arrays[array].indices[d];
            names_of::write_turn(out_, index, reader, [&](int node) { formula_.write_operand(node); });
            out_.put(']');
        }
    }
    constexpr void write_loop(int region) {
        const int index = plan.regions[region].index;
        const engine::loop_index& of = code.tables.indices[index];
        out_.put("for ");
        names_of::write_index(out_, index);
        if (of.turns >= 0 || !code.tables.extents[of.extent].has_no_bound()) {
            out_.put(" < ");
            if (of.turns >= 0) write_name(of.turns);
            else names_of::write_extent(out_, of.extent);
        }
        if (of.condition >= 0) {
            out_.put(" while ");
            write_name(code.carries[of.condition].node);
        }
        bool has_lanes = false; // in which the order of turns is free
        if constexpr (Lanes == lanes_in_text::are_shown)
            has_lanes = engine::run::lanes_of<typename list::built>.has_lanes[region];
        if (engine::runs_backwards(code, index) && !has_lanes) out_.put(", backwards");
        if constexpr (Lanes == lanes_in_text::are_shown) {
            constexpr const auto& lanes = engine::run::lanes_of<typename list::built>;
            if (has_lanes) out_.put(", in lanes");
            if (has_lanes && lanes.vectors[region] > 1)
                out_.put_all(" of ", lanes.vectors[region] == 2 ? "2" : "4", " vectors");
            if (lanes.inside[region] != engine::run::inner_lanes::of_outer) {
                out_.put_all(", in lanes of its own for ",
                             lanes.inside[region] == engine::run::inner_lanes::tiled ? "several " : "each ");
                names_of::write_index(out_, plan.regions[plan.regions[region].parent].index);
            }
            if (lanes.obstacles[region] != engine::run::lane_obstacle::none)
                out_.put_all(", no lanes: ", obstacle_in_words(lanes.obstacles[region]));
        }
        out_.put(':');
    }
    static constexpr const char* obstacle_in_words(engine::run::lane_obstacle obstacle) {
        using engine::run::lane_obstacle;
        switch (obstacle) {
            case lane_obstacle::state: return "a state is handed on";
            case lane_obstacle::condition: return "it ends by a condition";
            case lane_obstacle::inner_condition: return "a loop inside ends by a condition";
            case lane_obstacle::lengths: return "a loop inside has a length of its own in each turn";
            case lane_obstacle::common_place: return "its turns write to one place";
            case lane_obstacle::other_turns: return "its turns read what others keep";
            default: return "they would take longer";
        }
    }
    constexpr void write_last(const engine::loop_carry& carry) {
        if (!carry.is_condition) return write_name(carry.node);
        out_.put("number of ");
        names_of::write_index(out_, carry.index);
    }
    static constexpr const char* first_value(engine::loop_step step) {
        switch (step) {
            case engine::loop_step::product: return "1";
            case engine::loop_step::maximum: return "-inf";
            case engine::loop_step::minimum: return "inf";
            default: return "0";
        }
    }
    constexpr void write_accumulator(const engine::optimise::loop_item& item) {
        if (item.array >= 0) write_kept(item.array);
        else write_name(item.node);
    }
    constexpr void write_accumulate(const engine::optimise::loop_item& item) {
        const engine::loop_step step = code.step_of(item.node);
        const int body = code.maker_of(item.node).operands[0];
        if (step == engine::loop_step::scatter) {
            write_kept(item.array, item.node);
            out_.put(" += ");
            return formula_.write_operand(body);
        }
        write_accumulator(item);
        if (step == engine::loop_step::sum || step == engine::loop_step::product) {
            out_.put(step == engine::loop_step::sum ? " += " : " *= ");
            return formula_.write_operand(body);
        }
        out_.put(" = ");
        if (engine::is_place(step)) {
            names_of::write_index(out_, engine::name_in(code.maker_of(item.node)));
            out_.put(" where ");
            formula_.write_operand(body);
            return out_.put(step == engine::loop_step::place_of_maximum ? " is largest" : " is smallest");
        }
        out_.put(step == engine::loop_step::maximum ? "max(" : "min(");
        write_accumulator(item);
        out_.put(", ");
        formula_.write_operand(body);
        out_.put(')');
    }
    constexpr void write_store(const engine::array_store& store) {
        write_place(code.accesses[store.access]);
        out_.put(store.adds ? " += " : " = ");
        formula_.write_operand(store.operand);
    }
    constexpr void write_place(const engine::array_access& at) {
        const engine::loop_array& array = code.tables.arrays[at.array];
        path_writer path(out_, print_style::text);
        names_of::begin_array(path, out_, array);
        for (int d = 0; d < array.dimensions; ++d) {
            path.begin_index();
            names_of::write_subscript(out_, at, d, [&](int node) { formula_.write_operand(node); });
            path.end_index();
        }
        names_of::write_element_path(path, array, at.scalar);
    }

    text_writer& out_;
    formula_writer<list::view.program.size> formula_;
    bool is_beginning_; // of the text
};

template <lanes_in_text Lanes, class F, class... Arguments>
struct loop_string_printer {
    using list = loop_text_listing<F, Arguments...>;
    static constexpr int size = count_lines<list>(), lines_at_once = 128;
    static constexpr int parts = 1 + size / lines_at_once;

    static constexpr void write(text_writer& out, int part) {
        loop_text_writer<Lanes, F, Arguments...> writer(out, part == 0);
        if (part == 0) writer.write_head();
        const int end = (part + 1) * lines_at_once;
        for (int i = part * lines_at_once; i < size && i < end; ++i) writer.write_line(loop_lines<list>.lines[i]);
        if (part + 1 == parts) writer.write_results();
    }
};

} // namespace pullback::detail

#endif
