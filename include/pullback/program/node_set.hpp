// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_NODE_SET_HPP
#define PULLBACK_PROGRAM_NODE_SET_HPP

#include <pullback/functions/row_facts.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/program/workspace.hpp>

#include <bit>
#include <cstdint>

namespace pullback::engine {

/// A set of nodes that are still to be visited, for walks that take them in order while others come in. Such a walk
/// costs a step for each node that it visits, and one for each 64 nodes that it passes by.
class node_set {
public:
    constexpr explicit node_set(int nodes) : words_(nodes / 64 + 1), last_word_(nodes / 64) {}

    constexpr void add(int node) { words_[node / 64] |= std::uint64_t{1} << (node % 64); }

    /// Takes out the first node that is not before `node`, or gives -1.
    constexpr int take_first_from(int node) {
        int i = node / 64;
        if (i > last_word_) return -1;
        std::uint64_t word = words_[i] & (~std::uint64_t{0} << (node % 64));
        while (word == 0 && i < last_word_) word = words_[++i];
        if (word == 0) return -1;
        return take(64 * i + std::countr_zero(word));
    }
    /// Takes out the last node that is not after `node`, or gives -1.
    constexpr int take_last_to(int node) {
        int i = node / 64;
        std::uint64_t word = words_[i] & (~std::uint64_t{0} >> (63 - node % 64));
        while (word == 0 && i > 0) word = words_[--i];
        if (word == 0) return -1;
        return take(64 * i + 63 - std::countl_zero(word));
    }

private:
    constexpr int take(int node) {
        words_[node / 64] &= ~(std::uint64_t{1} << (node % 64));
        return node;
    }

    workspace<std::uint64_t> words_;
    int last_word_;
};

/// For each node, the instructions that use it, without those that are conditions; see `list_users`.
template <int Nodes, int Operands>
struct node_users {
    int first[Nodes + 2]{};
    int users[Operands + 1]{};
};

template <class Built>
inline constexpr auto users_of = [] {
    constexpr program_view from = Built::code.view();
    node_users<from.node_count(), count_operands(from)> list;
    engine::list_users(from, list.first, list.users,
                       [](const instruction& by) { return kind_of(by) != value_kind::truth; });
    return list;
}();

/// The rows of the results that each node is: a node may be several results, or none.
class result_places {
public:
    constexpr explicit result_places(const program_view& from) : first_(from.node_count()), next_(from.output_count) {
        for (int row = from.output_count - 1; row >= 0; --row) {
            const int output = from.outputs[row];
            if (is_literal(output)) continue;
            next_[row] = first_[output];
            first_[output] = row + 1;
        }
    }
    /// Acts on each row of which the node is the result.
    constexpr void for_each(int node, auto&& act) const {
        for (int row = first_[node]; row != 0; row = next_[row - 1]) act(row - 1);
    }

private:
    workspace<int> first_, next_; // 1 + row
};

} // namespace pullback::engine

#endif
