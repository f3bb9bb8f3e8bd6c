// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_PARTS_HPP
#define PULLBACK_RUN_PARTS_HPP

#include <pullback/functions/row_facts.hpp>
#include <pullback/program/array_view.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/program/workspace.hpp>

namespace pullback::engine::run {

/// How many instructions a part has. A very large program is compiled in parts, each a function of its own.
inline constexpr int part_size = 128;

/// What the parts of a program exchange. Each part has registers of its own. A node that another part uses has a shared
/// register besides, as have the inputs, which come first, and the outputs.
template <int Nodes, int Operands, int Parts>
struct part_traffic {
    int shared_register[Nodes + 1]{}; // of a node, or -1
    int shared_count = 0;
    int imports[Operands + 1]{}; // the nodes that a part uses and others compute, part by part
    int first_import[Parts + 1]{};
    int exports[Nodes + 1]{}; // the nodes that a part computes and others use, part by part
    int first_export[Parts + 1]{};
};

/// What the parts of a program exchange of numbers, or of truth values.
template <int Nodes, int Operands, int Parts>
constexpr part_traffic<Nodes, Operands, Parts> plan_traffic(const program_view& from, value_kind kind) {
    part_traffic<Nodes, Operands, Parts> traffic;
    const int inputs = from.input_count;
    const auto is_exchanged = [&](int node) { return node >= 0 && from.kind_of(node) == kind; };
    workspace<bool> is_shared(Nodes);
    workspace<int> present(Nodes); // 1 + the last part that has the node in a register of its own
    for (int i = 0; i < inputs; ++i) is_shared[i] = kind == value_kind::number;
    for (const int result : from.results())
        if (is_exchanged(result)) is_shared[result] = true;
    int import_count = 0;
    for (int i = 0; i < from.size; ++i) {
        const int part = i / part_size;
        const array_view<int> operands = from.operands_of(from.code[i]);
        for (int k = 0; k < operands.count; ++k) {
            const int operand = operands.at[k];
            if (!is_exchanged(operand) || present[operand] == part + 1) continue;
            present[operand] = part + 1;
            is_shared[operand] = true;
            traffic.imports[import_count++] = operand;
        }
        present[from.node_of(i)] = part + 1;
        traffic.first_import[part + 1] = import_count;
    }
    int export_count = 0;
    for (int node = 0; node < Nodes; ++node) {
        traffic.shared_register[node] = is_shared[node] ? traffic.shared_count++ : -1;
        if (!from.is_computed(node)) continue;
        if (is_shared[node]) traffic.exports[export_count++] = node;
        traffic.first_export[from.index_of(node) / part_size + 1] = export_count;
    }
    return traffic;
}

/// The parts of the program `Built`.
template <class Built>
struct parts_of {
    static constexpr int size = Built::code.size;
    static constexpr int node_count = Built::code.node_count();
    static constexpr int count = (size + part_size - 1) / part_size;

    static constexpr int size_of(int part) {
        return size - part * part_size < part_size ? size - part * part_size : part_size;
    }

    template <value_kind Kind>
    static constexpr auto traffic =
        plan_traffic<node_count, count_operands(Built::code.view()), count>(Built::code.view(), Kind);
};

} // namespace pullback::engine::run

#endif
