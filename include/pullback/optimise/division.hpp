// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_DIVISION_HPP
#define PULLBACK_OPTIMISE_DIVISION_HPP

#include <pullback/program/program.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/program/workspace.hpp>

// A program divided into parts, each of which becomes a program of its own: how long they are, and what passes from one
// to another.

namespace pullback::engine::optimise {

/// How a program is divided: into parts of the same length, at most `most`.
struct division {
    int parts, length;

    static constexpr division of(int size, int most) {
        const int parts = (size + most - 1) / most;
        return {parts, (size + parts - 1) / parts};
    }
};

/// Finds the number of the last instruction that reads each node; the number behind the last instruction for results.
constexpr void find_last_readers(const program_view& from, int* last) {
    for_each_use(from, [&](int node, int i, int) { last[node] = i; });
    for (const int result : from.results())
        if (!is_literal(result)) last[result] = from.size;
}

/// The nodes that a part reads from those before it, and the nodes of its own that are read behind it.
template <int Inputs, int Outputs>
struct part_borders {
    int inputs[Inputs + 1]{}, outputs[Outputs + 1]{};
    int input_count = 0, output_count = 0;

    /// The borders of instructions `first` to `last`.
    constexpr part_borders(const program_view& from, const int* last_readers, int first, int last) {
        workspace<bool> is_known(from.node_of(first));
        for (int i = first; i < last; ++i) {
            for (const int operand : from.operands_of(from.code[i])) {
                if (is_literal(operand) || operand >= from.node_of(first) || is_known[operand]) continue;
                is_known[operand] = true;
                inputs[input_count++] = operand;
            }
            const int node = from.node_of(i);
            if (last_readers[node] >= last) outputs[output_count++] = node;
        }
    }
};

template <int Nodes>
struct last_readers {
    int reader[Nodes + 1]{};
};
template <class Built>
inline constexpr auto last_readers_in = [] {
    constexpr program_view from = Built::code.view();
    last_readers<from.node_count()> last;
    optimise::find_last_readers(from, last.reader);
    return last;
}();
template <class Built, int First, int Last>
inline constexpr part_borders<most_operands*(Last - First), Last - First> borders_of_part{
    Built::code.view(), last_readers_in<Built>.reader, First, Last};

} // namespace pullback::engine::optimise

#endif
