// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_WALKS_HPP
#define PULLBACK_PROGRAM_WALKS_HPP

#include <pullback/program/array_view.hpp>
#include <pullback/program/program.hpp>

// The walks over a program that passes have in common: what depends on given nodes, what is needed for others, and who
// uses each. All of them are linear in the size of the program, with as few steps as can be, as the compiler pays for
// each: operands are compared with 0 here, where passes ask `is_literal`. Marks are truth values, or sets of bits.

namespace pullback::engine {

/// Dependence: spreads the marks of nodes to all that are computed from them by instructions for which `passes(step)`
/// holds. Such an instruction adds the marks of its operands to those that it has.
template <class Mark, class Passes>
constexpr void mark_dependent(const program_view& from, Mark* marks, const Passes& passes) {
    Mark* made = marks + from.input_count;
    for (int i = 0; i < from.size; ++i, ++made) {
        const instruction& step = from.code[i];
        if (!passes(step)) continue;
        const array_view<int> operands = from.operands_of(step);
        for (int k = 0; k < operands.count; ++k)
            if (operands.at[k] >= 0) *made = static_cast<Mark>(*made | marks[operands.at[k]]);
    }
}
/// The same by all instructions.
template <class Mark>
constexpr void mark_dependent(const program_view& from, Mark* marks) {
    engine::mark_dependent(from, marks, [](const instruction&) { return true; });
}

/// Need, from the last instruction to the first: where `is_visited(node, step)` holds, marks the operands for which
/// `is_followed(node, step, k)` holds, of which number `k` is one. A node is marked, if it is, before it is visited.
template <class Visited, class Followed>
constexpr void mark_needed(const program_view& from, bool* marks, const Visited& is_visited,
                           const Followed& is_followed) {
    int node = from.node_count();
    for (int i = from.size - 1; i >= 0; --i) {
        const instruction& step = from.code[i];
        if (!is_visited(--node, step)) continue;
        const array_view<int> operands = from.operands_of(step);
        for (int k = 0; k < operands.count; ++k)
            if (operands.at[k] >= 0 && is_followed(node, step, k)) marks[operands.at[k]] = true;
    }
}

/// Liveness: marks the nodes and the literals that the results of a program need, with 1.
template <class Mark>
constexpr void mark_live(const program_view& from, Mark* nodes, Mark* literals) {
    for (const int result : from.results())
        if (result >= 0) nodes[result] = 1;
        else literals[index_of_literal(result)] = 1;
    for (int i = from.size - 1; i >= 0; --i) {
        if (nodes[from.node_of(i)] == 0) continue;
        const array_view<int> operands = from.operands_of(from.code[i]);
        for (int k = 0; k < operands.count; ++k)
            if (operands.at[k] >= 0) nodes[operands.at[k]] = 1;
            else literals[index_of_literal(operands.at[k])] = 1;
    }
}

/// Uses: acts on each operand that is a node, `act(node, i, k)` for operand `k` of instruction `i`.
template <class Act>
constexpr void for_each_use(const program_view& from, const Act& act) {
    for (int i = 0; i < from.size; ++i) {
        const array_view<int> operands = from.operands_of(from.code[i]);
        for (int k = 0; k < operands.count; ++k)
            if (operands.at[k] >= 0) act(operands.at[k], i, k);
    }
}

/// Counts as what operand each node is used, and as what result, in `uses`.
constexpr void count_uses(const program_view& from, int* uses) {
    engine::for_each_use(from, [=](int operand, int, int) { ++uses[operand]; });
    for (const int result : from.results())
        if (result >= 0) ++uses[result];
}

/// How many operands the instructions of a program have.
constexpr int count_operands(const program_view& from) {
    int count = 0;
    for (int i = 0; i < from.size; ++i) count += from.code[i].function->arity;
    return count;
}

/// Lists the instructions that use each node and for which `includes(step)` holds, as nodes in ascending order: those
/// of node `n` are `users[first[n]]` up to `users[first[n + 1]]`. Precondition: there is room for two more numbers in
/// `first` than there are nodes, all 0, and in `users` for all operands.
template <class Includes>
constexpr void list_users(const program_view& from, int* first, int* users, const Includes& includes) {
    const auto for_each = [&](auto&& act) {
        for (int i = 0; i < from.size; ++i) {
            if (!includes(from.code[i])) continue;
            const array_view<int> operands = from.operands_of(from.code[i]);
            for (int k = 0; k < operands.count; ++k)
                if (operands.at[k] >= 0) act(operands.at[k], from.node_of(i));
        }
    };
    // Two places further at first, so that each count becomes the place of the next user.
    for_each([=](int operand, int) { ++first[operand + 2]; });
    for (int node = 2; node < from.node_count() + 2; ++node) first[node] += first[node - 1];
    for_each([=](int operand, int user) { users[first[operand + 1]++] = user; });
}

} // namespace pullback::engine

#endif
