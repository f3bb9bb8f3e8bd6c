// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DIFFERENTIATE_TENSOR_PLAN_HPP
#define PULLBACK_DIFFERENTIATE_TENSOR_PLAN_HPP

#include <pullback/differentiate/local_partials.hpp>
#include <pullback/differentiate/multi_index.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/size_limits.hpp>

#include <cstdint>

namespace pullback::engine::differentiate {

// Which partial derivatives of which nodes the tensor of all partial derivatives of one number takes. Its entries are
// derivatives of the entries of the gradient, the rows of `Gradient`; of those that differ in the sequence of the
// variables only one is computed.

/// Whether the tensor is small enough to be planned: the plan has a table of all derivatives of all nodes.
constexpr bool is_small_tensor(int variables, int order, int size) {
    long long table = size;
    for (int i = 1; i < order && table <= 1 << 16; ++i) table = table * (variables + i) / i;
    return variables > 0 && table <= 1 << 16;
}

/// Where the entries of the tensor of order `Order` come from: ∂³f/∂x∂y∂z, say, is the derivative of the gradient's row
/// ∂f/∂x by the multi-index of y and z. For each entry, `rows` holds that row and `ranks` the rank of that multi-index;
/// the variables of an entry are the digits of its number.
template <int Variables, int Order>
struct tensor_entries {
    static constexpr int count = Variables * tensor_entries<Variables, Order - 1>::count;
    int rows[count]{};
    int ranks[count]{};

    constexpr tensor_entries() {
        constexpr tensor_entries<Variables, Order - 1> shorter;
        constexpr const auto& indices = multi_indices_of<Variables, Order - 1>;
        for (int i = 0; i < count; ++i) {
            const int row = shorter.rows[i / Variables], rank = shorter.ranks[i / Variables], added = i % Variables;
            rows[i] = added < row ? added : row;
            ranks[i] = indices.raised[rank][added < row ? row : added];
        }
    }
};

template <int Variables>
struct tensor_entries<Variables, 1> {
    static constexpr int count = Variables;
    int rows[count]{};
    int ranks[count]{};

    constexpr tensor_entries() {
        for (int i = 0; i < count; ++i) rows[i] = i;
    }
};

template <int Variables, int Order>
inline constexpr tensor_entries<Variables, Order> tensor_entries_of{};

/// A set of multi-indices for each node.
template <int Nodes, int Count>
class rank_sets {
public:
    constexpr bool has(int node, int rank) const { return (words_[node * width + rank / 64] >> (rank % 64) & 1) != 0; }
    constexpr void add(int node, int rank) { words_[node * width + rank / 64] |= std::uint64_t{1} << (rank % 64); }

    /// Adds the set `other` to that of a node; false if it was in there.
    constexpr bool add_all(int node, const std::uint64_t* other) {
        bool is_changed = false;
        for (int i = 0; i < width; ++i) {
            is_changed = is_changed || (other[i] & ~words_[node * width + i]) != 0;
            words_[node * width + i] |= other[i];
        }
        return is_changed;
    }
    constexpr const std::uint64_t* of(int node) const { return words_ + node * width; }

    static constexpr int width = (Count + 63) / 64;

private:
    std::uint64_t words_[Nodes * width]{};
};

/// The derivatives that are needed of each node of the gradient with its partial derivatives: with one of a node all
/// lower ones of its operands.
template <class Gradient, int Variables, int Order, int Lowest>
constexpr auto needed_ranks() {
    constexpr const auto& indices = multi_indices_of<Variables, Order - 1>;
    constexpr const auto& extended = with_partials<Gradient, Order - 1>;
    constexpr program_view from = extended.program.view();
    rank_sets<from.node_count(), indices.count> needed;
    const auto add_entries = [&](const auto& entries) {
        for (int i = 0; i < entries.count; ++i) {
            const int output = from.outputs[entries.rows[i]], rank = entries.ranks[i];
            if (is_literal(output) || needed.has(output, rank)) continue;
            for (int k = indices.first_term[rank]; k < indices.first_term[rank + 1]; ++k)
                needed.add(output, indices.terms[k].first);
        }
    };
    add_entries(tensor_entries_of<Variables, Order>);
    if constexpr (Lowest < Order) add_entries(tensor_entries_of<Variables, Lowest>);
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (int i = from.size - 1; i >= 0; --i) {
            const instruction& step = from.code[i];
            const int node = from.node_of(i);
            if (kind_of(step) == value_kind::truth || !needed.has(node, 0)) continue;
            for (const int operand : from.number_operands_of(step))
                if (!is_literal(operand)) is_changed = needed.add_all(operand, needed.of(node)) || is_changed;
            if (has_own_formula(step.function)) continue;
            rank_sets<1, indices.count> lower;
            for (int rank = 1; rank < indices.count; ++rank)
                if (needed.has(node, rank))
                    for (int variable = 0; variable < Variables; ++variable)
                        if (indices.lowered[rank][variable] >= 0) lower.add(0, indices.lowered[rank][variable]);
            for (int k = 0; k < step.function->arity; ++k)
                if (const int partial = extended.partials[i][k]; !is_literal(partial))
                    is_changed = needed.add_all(partial, lower.of(0)) || is_changed;
        }
    }
    return needed;
}

/// How many terms of Leibniz' rule one stage goes through; many of them vanish.
inline constexpr int tensor_stage_size = 4 * stage_size;

/// One derivative to write: that of a node by the multi-index of this rank.
struct needed_derivative {
    int node;
    int rank;
};

/// The derivatives in the order in which they are written, cut into stages of about equal work.
template <int Count, int Nodes, int Ranks>
struct derivative_order {
    needed_derivative derivatives[Count + 1]{};
    int place[Nodes][Ranks]{}; // of each in `derivatives`, or -1
    int first_of_stage[Count + 2]{};
    int stage_count = 0;
};

template <class Gradient, int Variables, int Order, int Lowest>
inline constexpr auto needed_ranks_of = needed_ranks<Gradient, Variables, Order, Lowest>();

template <class Gradient, int Variables, int Order, int Lowest>
consteval int count_derivatives() {
    constexpr const auto& needed = needed_ranks_of<Gradient, Variables, Order, Lowest>;
    constexpr program_view from = with_partials<Gradient, Order - 1>.program.view();
    int count = 0;
    for (int node = from.input_count; node < from.node_count(); ++node)
        for (int rank = 1; rank < multi_indices_of<Variables, Order - 1>.count; ++rank)
            count += needed.has(node, rank) ? 1 : 0;
    return count;
}

// Lower orders come first, because a partial derivative of a call may stand after it.
template <class Gradient, int Variables, int Order, int Lowest>
constexpr auto make_schedule() {
    constexpr const auto& needed = needed_ranks_of<Gradient, Variables, Order, Lowest>;
    constexpr const auto& indices = multi_indices_of<Variables, Order - 1>;
    constexpr program_view from = with_partials<Gradient, Order - 1>.program.view();
    constexpr int inputs = from.input_count, nodes = from.node_count();
    derivative_order<count_derivatives<Gradient, Variables, Order, Lowest>(), nodes, indices.count> schedule;
    int count = 0, work = 0;
    for (int order = 1; order < Order; ++order)
        for (int node = inputs; node < nodes; ++node)
            for (int rank = indices.first_of_order[order]; rank < indices.first_of_order[order + 1]; ++rank) {
                schedule.place[node][rank] = needed.has(node, rank) ? count : -1;
                if (schedule.place[node][rank] < 0) continue;
                schedule.derivatives[count++] = {node, rank};
                work += indices.first_term[rank + 1] - indices.first_term[rank];
                if (work <= tensor_stage_size) continue;
                schedule.first_of_stage[++schedule.stage_count] = count;
                work = 0;
            }
    if (schedule.first_of_stage[schedule.stage_count] < count || count == 0)
        schedule.first_of_stage[++schedule.stage_count] = count;
    return schedule;
}

template <class Gradient, int Variables, int Order, int Lowest>
inline constexpr auto derivative_order_of = make_schedule<Gradient, Variables, Order, Lowest>();

} // namespace pullback::engine::differentiate

#endif
