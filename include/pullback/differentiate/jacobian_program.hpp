// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DIFFERENTIATE_JACOBIAN_PROGRAM_HPP
#define PULLBACK_DIFFERENTIATE_JACOBIAN_PROGRAM_HPP

#include <pullback/differentiate/forward.hpp>
#include <pullback/differentiate/reverse.hpp>
#include <pullback/differentiate/symmetric_entries.hpp>
#include <pullback/program/array_view.hpp>
#include <pullback/program/node_set.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/built.hpp>
#include <pullback/record/inline.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>
#include <pullback/record/stages.hpp>

namespace pullback::engine::differentiate {

/// Forward sweeps, one for each input, or reverse ones, one for each output.
enum class direction { forward, reverse };

/// Whether a derivative function also returns the value.
enum class with_value { no, yes };

/// Where the sweeps over a program meet what may be infinite.
template <int Nodes>
struct singular_nodes {
    bool is_maybe_infinite[Nodes + 1]{}, is_sided[Nodes + 1]{};
};
template <class Built>
inline constexpr auto singular_nodes_of = [] {
    constexpr program_view from = Built::code.view();
    singular_nodes<from.node_count()> nodes;
    mark_maybe_infinite(from, nodes.is_maybe_infinite);
    mark_sided(from, nodes.is_maybe_infinite, nodes.is_sided);
    return nodes;
}();

/// Where a walk of several sweeps over a program of so many nodes stands, as a number: in which sweep, and at which
/// node, or before it has begun.
struct sweep_place {
    int sweep = 0, node = -1;

    static constexpr sweep_place of(int place, int nodes) { return {place / (nodes + 1), place % (nodes + 1) - 1}; }
    constexpr int number(int nodes) const { return sweep * (nodes + 1) + node + 1; }
    constexpr bool has_begun() const { return node >= 0; }
};

// The program of a Jacobian: one forward sweep for each input, or one reverse sweep for each output; all sweeps share
// the nodes of the function itself, and each visits the nodes only where it has a tangent or an adjoint.
// Of the partial derivatives of `Order` by the same arguments that differ only in the sequence of these, one is kept.
template <class Built, class Ranges, with_value Value, int Order, direction Direction>
struct jacobian_program {
    static constexpr bool is_forward = Direction == direction::forward;
    static_assert(is_forward || Order == 1);
    static constexpr int wanted = Ranges::size();
    static constexpr int rows = Built::code.output_count;
    static constexpr int input_count = Built::code.input_count;
    static constexpr int output_count = (Value == with_value::yes ? rows : 0) + rows * wanted;
    static constexpr int node_count = input_count + Built::code.size;
    static constexpr int sweep_count = is_forward ? wanted : rows;
    static constexpr int carry_count = node_count; // the tangents or adjoints of a sweep
    static constexpr int capacity = [] {
        constexpr int most = visits_of_stage(Built::code.size);
        constexpr long long all = static_cast<long long>(sweep_count) * Built::code.size;
        return 64 + 3 * (all < most ? static_cast<int>(all) : most) + 2 * Built::code.size;
    }();

    // A place is a sweep and the node that it has come to.
    template <int Stage>
    static constexpr int write(record::recorder& target, recorded* kept, int* outputs, int place) {
        constexpr program_view from = Built::code.view();
        if constexpr (Stage == 0) target.take_over(from);
        workspace<recorded> nodes(node_count);
        record::name_nodes(from, nodes.data(), input_count, 0, target);
        if constexpr (Value == with_value::yes) {
            if constexpr (Stage == 0)
                for (int row = 0; row < rows; ++row) outputs[row] = from.outputs[row];
            outputs += rows;
        }
        if constexpr (Stage == 0)
            for (int i = 0; i < rows * wanted; ++i) outputs[i] = record::carried_zero;
        if constexpr (is_forward) place = write_columns(place, nodes.data(), kept, target, outputs);
        else place = write_rows(place, nodes.data(), kept, target, outputs);
        if (place != record::end_of_walk) return place;
        if constexpr (Order > 1)
            for (int i = 0; i < rows * wanted; ++i) outputs[i] = outputs[entries::sorted(i)];
        int zero = record::carried_zero;
        for (int i = 0; i < rows * wanted; ++i)
            if (outputs[i] == record::carried_zero)
                outputs[i] = zero == record::carried_zero ? zero = target.record_literal(0) : zero;
        return record::end_of_walk;
    }

private:
    using entries = symmetric_entries<wanted, Order>;
    static constexpr const auto& singular = singular_nodes_of<Built>;

    // Writes the forward sweeps from a place on, one for each input. Each computes what the kept entries of its column
    // need.
    static constexpr int write_columns(int place, const recorded* nodes, recorded* tangents, record::recorder& target,
                                       int* outputs) {
        constexpr program_view from = Built::code.view();
        constexpr const auto& users = users_of<Built>;
        workspace<bool> is_needed(node_count, Order == 1);
        const forward_sweep sweep{from,    nodes, is_needed.data(), singular.is_maybe_infinite, singular.is_sided,
                                  tangents};
        const result_places places(from);
        node_set open(node_count);
        stack<int> visited;
        int left = visits_of_stage(target.size());
        sweep_place at = sweep_place::of(place, node_count);
        const auto pass_on = [&](int node) {
            visited.push(node);
            for (int k = users.first[node]; k < users.first[node + 1]; ++k)
                if (users.users[k] >= at.node) open.add(users.users[k]);
        };
        for (int added = 0; at.sweep < wanted; at = {at.sweep + 1}) {
            const int column = at.sweep;
            if constexpr (Order > 1)
                for (; added <= column; ++added) mark_column(from, added, is_needed.data());
            if (!at.has_begun()) {
                tangents[Ranges::input(column)] = recorded(1);
                pass_on(Ranges::input(column));
            } else { // this sweep was interrupted
                for (int node = 0; node < at.node; ++node)
                    if (!tangents[node].is_literal(0)) pass_on(node);
            }
            int node = open.take_first_from(at.has_begun() ? at.node : 0);
            for (; node >= 0 && left > 0; node = open.take_first_from(node + 1)) {
                if (!is_needed[node]) continue;
                sweep.visit(from.index_of(node));
                --left;
                if (!tangents[node].is_literal(0)) pass_on(node);
            }
            if (node >= 0) return sweep_place{column, node}.number(node_count);
            for (int i = 0; i < visited.size(); ++i) {
                const int tangent = tangents[visited[i]].operand_in(target);
                places.for_each(visited[i], [&](int row) {
                    if (entries::is_kept(row, column)) outputs[row * wanted + column] = tangent;
                });
                tangents[visited[i]] = recorded();
            }
            visited.shrink(0);
        }
        return record::end_of_walk;
    }

    // Marks what a column needs besides: the kept rows whose last index it is, and what these depend on.
    static constexpr void mark_column(const program_view& from, int column, bool* is_needed) {
        stack<int> open;
        const auto mark = [&](int node) {
            if (is_literal(node) || is_needed[node]) return;
            is_needed[node] = true;
            open.push(node);
        };
        for (int row = column; row < rows; row += wanted) {
            if (entries::is_kept(row, column)) mark(from.outputs[row]);
            while (open.size() > 0) {
                const int node = open.pop();
                if (!from.is_computed(node)) continue;
                for (const int operand : from.operands_of(from.maker_of(node))) mark(operand);
            }
        }
    }

    // Writes the reverse sweeps from a place on, one for each output.
    static constexpr int write_rows(int place, const recorded* nodes, recorded* adjoints, record::recorder& target,
                                    int* outputs) {
        constexpr program_view from = Built::code.view();
        workspace<bool> is_active(node_count), is_wanted(input_count);
        workspace<int> columns(input_count);
        for (int column = 0; column < wanted; ++column) {
            is_wanted[Ranges::input(column)] = true;
            columns[Ranges::input(column)] = column;
        }
        mark_active(from, is_wanted.data(), is_active.data());
        const reverse_sweep sweep{from, nodes, is_active.data(), singular.is_maybe_infinite, adjoints};
        recorded operands[most_operands], contributions[most_operands];
        node_set open(node_count);
        int left = visits_of_stage(target.size());
        for (sweep_place at = sweep_place::of(place, node_count); at.sweep < rows; at = {at.sweep + 1}) {
            const int row = at.sweep, output = from.outputs[row];
            if (output < 0 || !is_active[output]) continue;
            if (!at.has_begun()) {
                adjoints[output] = recorded(1);
                open.add(output);
                at.node = output;
            } else { // this sweep was interrupted
                for (int node = 0; node <= at.node; ++node)
                    if (!adjoints[node].is_literal(0)) open.add(node);
            }
            int node = open.take_last_to(at.node);
            for (; node >= input_count && left > 0; node = open.take_last_to(node)) {
                if (!adjoints[node].is_literal(0)) {
                    sweep.visit(from.index_of(node), operands, contributions);
                    --left;
                    const array_view<int> receivers = from.operands_of(from.maker_of(node));
                    for (int k = 0; k < receivers.count; ++k)
                        if (receivers.at[k] >= 0 && is_active[receivers.at[k]]) open.add(receivers.at[k]);
                    adjoints[node] = recorded();
                }
            }
            if (node >= input_count) return sweep_place{row, node}.number(node_count);
            for (; node >= 0; node = open.take_last_to(node)) {
                outputs[row * wanted + columns[node]] = adjoints[node].operand_in(target);
                adjoints[node] = recorded();
            }
        }
        return record::end_of_walk;
    }
};

} // namespace pullback::engine::differentiate

#endif
