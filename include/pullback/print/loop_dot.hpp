// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_LOOP_DOT_HPP
#define PULLBACK_PRINT_LOOP_DOT_HPP

#include <pullback/print/dot_writer.hpp>
#include <pullback/print/identifier.hpp>
#include <pullback/print/loop_listing.hpp>
#include <pullback/print/loop_results.hpp>
#include <pullback/print/loop_use.hpp>
#include <pullback/print/style.hpp>
#include <pullback/print/writer.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/record/index_set.hpp>
#include <pullback/record/loop_recorder.hpp>

#include <type_traits>

namespace pullback::detail {

/// A program with loops as a graph.
template <class F, class... Arguments>
class loop_dot_writer {
    using list = loop_listing<print_style::text, F, Arguments...>;
    using names_of = typename list::names_of;
    static constexpr const auto& code = list::built::code;
    static constexpr const auto& use = use_in_loops<typename list::built, typename names_of::results>;

public:
    constexpr explicit loop_dot_writer(text_writer& out) : out_(out), graph_(out, list::view) {}

    constexpr void write() {
        graph_.write_head();
        for (int node = code.input_count; node < code.node_count; ++node)
            if (use.has(node)) write_node(node);
        write_frames();
        write_results();
    }

private:
    constexpr void write_node(int node) {
        const engine::instruction& step = code.maker_of(node);
        const engine::loop_step kind = code.step_of(node);
        graph_.begin_node('n', node);
        if (kind == engine::loop_step::none) {
            graph_.write_symbol(step.function->name, list::view.form(code.index_of(node)));
        } else if (kind == engine::loop_step::scatter) {
            out_.put(step.function->name);
        } else if (engine::is_reduction(kind)) {
            out_.put_all(step.function->name, ' ');
            write_range(engine::name_in(step));
        } else if (kind == engine::loop_step::element) {
            write_place(code.accesses[engine::name_in(step)]);
        } else if (kind == engine::loop_step::extent) {
            names_of::write_extent(out_, engine::name_in(step));
        } else if (engine::is_of_state(kind)) {
            const engine::loop_carry& carry = code.carries[engine::name_in(step)];
            out_.put(kind == engine::loop_step::carry ? "state " : carry.is_condition ? "turns of " : "last of ");
            names_of::write_index(out_, carry.index);
        } else if (kind == engine::loop_step::at_turn) {
            write_turns(node);
        } else {
            names_of::write_index(out_, engine::name_in(step));
        }
        const bool is_data =
            kind == engine::loop_step::element || kind == engine::loop_step::extent || kind == engine::loop_step::index;
        out_.put(is_data ? "\", shape=box];\n" : "\"];\n");
        for (int k = 0; k < step.function->arity; ++k) graph_.write_edge(step.operands[k], 'n', node);
        if (kind == engine::loop_step::carry) {
            const engine::loop_carry& carry = code.carries[engine::name_in(step)];
            graph_.write_edge(carry.first, 'n', node, "first");
            graph_.write_edge(carry.next, 'n', node, "next");
        } else if (kind == engine::loop_step::last) {
            graph_.write_edge(code.carries[engine::name_in(step)].node, 'n', node);
        }
    }
    /// In which turns a value is read: where a node says it, an arrow leads there.
    constexpr void write_turns(int node) {
        const engine::turn_read& read = code.turn_reads[engine::name_in(code.maker_of(node))];
        for (int k = 0; k < read.count; ++k) {
            out_.put(k == 0 ? "at " : ", ");
            names_of::write_index(out_, read.of[k]);
            if (read.in[k] == engine::operand_subscript) continue;
            out_.put(" = ");
            names_of::write_turn(out_, read.of[k], node, [](int) {});
        }
    }
    constexpr void write_range(int index) {
        names_of::write_index(out_, index);
        out_.put(" < ");
        names_of::write_extent(out_, code.tables.indices[index].extent);
    }
    // An element; where a subscript is a node, nothing stands in its brackets, and an arrow leads there.
    constexpr void write_place(const engine::array_access& at) {
        const engine::loop_array& array = code.tables.arrays[at.array];
        path_writer path(out_, print_style::text);
        names_of::begin_array(path, out_, array);
        for (int d = 0; d < array.dimensions; ++d) {
            path.begin_index();
            if (at.subscripts[d] >= 0) names_of::write_subscript(out_, at, d);
            path.end_index();
        }
        names_of::write_element_path(path, array, at.scalar);
    }

    constexpr void write_frames() {
        engine::stack<engine::record::index_set> frames;
        for (int first = code.input_count; first < code.node_count; ++first) {
            const engine::record::index_set set = code.indices_of(first);
            bool is_new = use.has(first) && set != 0;
            for (int i = 0; i < frames.size(); ++i) is_new = is_new && frames[i] != set;
            if (!is_new) continue;
            out_.put_all("    subgraph cluster_", frames.size(), " {\n        label=\"");
            frames.push(set);
            bool is_first = true;
            for (int index = 0; index < code.tables.index_count; ++index) {
                if (!engine::record::contains(set, index)) continue;
                if (!is_first) out_.put(", ");
                is_first = false;
                write_range(index);
            }
            out_.put("\";\n       ");
            for (int node = first; node < code.node_count; ++node)
                if (use.has(node) && code.indices_of(node) == set) out_.put_all(" n", node, ';');
            out_.put("\n    }\n");
        }
    }

    constexpr void write_results() {
        int box = 0;
        for (int i = 0; i < code.store_count; ++i) {
            if (!use.has_store(i)) continue;
            const engine::array_access& at = code.accesses[code.stores[i].access];
            graph_.begin_node('y', box);
            write_place(at);
            out_.put(code.stores[i].adds ? " +=\", shape=box];\n" : "\", shape=box];\n");
            graph_.write_edge(code.stores[i].operand, 'y', box);
            for (const int subscript : at.subscripts)
                if (subscript < 0) graph_.write_edge(~subscript, 'y', box);
            ++box;
        }
        names_of::results::for_each([&](const result_path& way, const auto& part) {
            using type = std::remove_cvref_t<decltype(part)>;
            if constexpr (!is_marked_array<type>) {
                int scalar = 0;
                detail::for_outputs_of(part, [&](int output) {
                    graph_.begin_node('y', box);
                    path_writer path(out_, print_style::text);
                    names_of::write_result(path, out_, way);
                    write_path<type>(path, scalar++);
                    out_.put("\", shape=box];\n");
                    graph_.write_edge(code.straight.outputs[output], 'y', box++);
                });
            }
        });
        out_.put("}\n");
    }

    text_writer& out_;
    dot_writer graph_;
};

template <class F, class... Arguments>
struct loop_dot_printer {
    static constexpr int parts = 1;
    static constexpr void write(text_writer& out, int) { loop_dot_writer<F, Arguments...>(out).write(); }
};

} // namespace pullback::detail

#endif
