// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_BUILT_HPP
#define PULLBACK_RECORD_BUILT_HPP

#include <pullback/program/program.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/record/stages.hpp>

// The end of every pass: a source writes a program, dead code goes, and what is left is packed.

namespace pullback::engine::record {

/// Dead-code elimination: which nodes and literals of a program its outputs need, and what numbers these get.
template <int Nodes, int Literals>
struct live_nodes {
    int node[Nodes]{};        // new index, or -1
    int literals[Literals]{}; // new operand (-1, -2, …), or 0
    int size = 0;
    int literal_count = 0;
};

template <int Nodes, int Literals>
constexpr live_nodes<Nodes, Literals> find_live(const program_view& from) {
    live_nodes<Nodes, Literals> live;
    engine::mark_live(from, live.node, live.literals);
    const int inputs = from.input_count, nodes = from.node_count();
    for (int i = 0; i < inputs; ++i) live.node[i] = i;
    for (int i = inputs; i < nodes; ++i) live.node[i] = live.node[i] != 0 ? inputs + live.size++ : -1;
    for (int i = 0; i < from.literal_count; ++i)
        if (live.literals[i] != 0) live.literals[i] = operand_of_literal(live.literal_count++);
    return live;
}

/// The live part of `from`, in arrays of exactly its size.
template <class Program, class Live>
constexpr Program compact(const program_view& from, const Live& live) {
    Program result{};
    const auto moved = [&](int operand) {
        return operand >= 0 ? live.node[operand] : live.literals[index_of_literal(operand)];
    };
    for (int i = 0; i < from.size; ++i) {
        const int node = live.node[from.node_of(i)];
        if (node < 0) continue;
        instruction& step = result.code[from.index_of(node)];
        step = from.code[i];
        rename_operands(step, moved);
    }
    for (int i = 0; i < from.literal_count; ++i)
        if (live.literals[i] != 0) result.literals[index_of_literal(live.literals[i])] = from.literals[i];
    for (int i = 0; i < from.output_count; ++i) result.outputs[i] = moved(from.outputs[i]);
    result.has_rounded_literals = from.has_rounded_literals;
    result.has_limits = from.has_limits;
    return result;
}

template <class Source>
inline constexpr const auto& whole_program = record::buffer_of(written<Source, last_stage<Source>()>);

template <class Source>
inline constexpr auto live_nodes_of =
    find_live<Source::input_count + whole_program<Source>.size + 1, whole_program<Source>.literal_count + 1>(
        whole_program<Source>.view());

template <class Source, bool IsRefused>
constexpr auto packed() {
    if constexpr (IsRefused) {
        return program<Source::input_count, 0, 0, has_small_result<Source> ? Source::output_count : 1>{};
    } else {
        constexpr const auto& live = live_nodes_of<Source>;
        using program_type = program<Source::input_count, live.size, live.literal_count, Source::output_count>;
        return compact<program_type>(whole_program<Source>.view(), live);
    }
}

/// The program that `Source` writes: `Source::write(recorder&, int* outputs)`, `input_count`, `output_count` and
/// `capacity`, a guess of the number of instructions (of a stage, if it writes in stages).
/// Recording, marking what is live and packing are constants of their own, because compilers bound the steps of each.
template <class Source>
struct built {
private:
    static constexpr bool has_small_result = record::has_small_result<Source>;
    static constexpr bool is_small =
        !has_small_result || needed_capacity<Source, last_stage<Source>()>() != no_capacity;
    using checked = decltype(record::check_size<is_small, has_small_result>());

public:
    /// Whether the program is too large, which an error has said.
    static constexpr bool is_refused = !is_small || !has_small_result;
    static constexpr auto code = record::packed<Source, is_refused>();
};

} // namespace pullback::engine::record

#endif
