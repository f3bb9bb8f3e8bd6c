// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_REPLAY_JACOBIAN_ENTRIES_HPP
#define PULLBACK_REPLAY_JACOBIAN_ENTRIES_HPP

#include <pullback/differentiate/forward.hpp>
#include <pullback/differentiate/one_sided.hpp>
#include <pullback/differentiate/reverse.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/program/node_set.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/inline.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>

#include <cstddef>
#include <vector>

namespace pullback::engine::replay {

/// An entry of a matrix of derivatives that is not structurally 0, and what computes it.
struct matrix_entry {
    int row, column, operand;
};

/// Whether a matrix is that of second derivatives, of which those with row <= column are computed.
enum class symmetry { none, upper_half };

/// Writes the sweeps of a Jacobian behind the program `from`, which `target` has taken over. Each visits only what has
/// a tangent or an adjoint, so the cost is in proportion to that and to the number of entries, not to their product.
class jacobian_sweeps {
public:
    jacobian_sweeps(const program_view& from, const std::vector<int>& inputs, record::recorder& target)
        : from_(from),
          inputs_(inputs),
          target_(target),
          nodes_(from.node_count()),
          is_maybe_infinite_(from.node_count()) {
        record::name_nodes(from, nodes_.data(), from.input_count, 0, target);
        differentiate::mark_maybe_infinite(from, is_maybe_infinite_.data());
    }

    /// A reverse sweep for each result.
    std::vector<matrix_entry> by_rows() {
        const int count = from_.node_count();
        std::vector<matrix_entry> entries;
        workspace<bool> is_active(count), is_wanted(from_.input_count);
        workspace<int> columns(from_.input_count);
        for (std::size_t i = 0; i < inputs_.size(); ++i) {
            is_wanted[inputs_[i]] = true;
            columns[inputs_[i]] = static_cast<int>(i);
        }
        differentiate::mark_active(from_, is_wanted.data(), is_active.data());
        workspace<recorded> adjoints(count);
        const differentiate::reverse_sweep sweep{from_, nodes_.data(), is_active.data(), is_maybe_infinite_.data(),
                                                 adjoints.data()};
        recorded operands[most_operands], contributions[most_operands];
        node_set open(count);
        for (int row = 0; row < from_.output_count; ++row) {
            const int output = from_.outputs[row];
            if (is_literal(output) || !is_active[output]) continue;
            adjoints[output] = recorded(1);
            open.add(output);
            int node = open.take_last_to(output);
            for (; node >= from_.input_count; node = open.take_last_to(node)) {
                if (adjoints[node].is_literal(0)) continue;
                sweep.visit(from_.index_of(node), operands, contributions);
                for (const int receiver : from_.operands_of(from_.maker_of(node)))
                    if (receiver >= 0 && is_active[receiver]) open.add(receiver);
                adjoints[node] = recorded();
            }
            for (; node >= 0; node = open.take_last_to(node)) {
                if (!adjoints[node].is_literal(0))
                    entries.push_back({row, columns[node], adjoints[node].operand_in(target_)});
                adjoints[node] = recorded();
            }
        }
        return entries;
    }

    /// A forward sweep for each input.
    std::vector<matrix_entry> by_columns(symmetry kept) {
        const int count = from_.node_count();
        std::vector<matrix_entry> entries;
        workspace<bool> is_sided(count), is_needed(count, kept == symmetry::none);
        differentiate::mark_sided(from_, is_maybe_infinite_.data(), is_sided.data());
        workspace<recorded> tangents(count);
        const differentiate::forward_sweep sweep{
            from_, nodes_.data(), is_needed.data(), is_maybe_infinite_.data(), is_sided.data(), tangents.data()};
        workspace<int> first(count + 2), users(engine::count_operands(from_) + 1);
        engine::list_users(from_, first.data(), users.data(),
                           [](const instruction& step) { return kind_of(step) != value_kind::truth; });
        const result_places places(from_);
        node_set open(count);
        stack<int> visited;
        const auto pass_on = [&](int node) {
            visited.push(node);
            for (int k = first[node]; k < first[node + 1]; ++k) open.add(users[k]);
        };
        for (int column = 0; column < static_cast<int>(inputs_.size()); ++column) {
            if (kept == symmetry::upper_half && column < from_.output_count)
                mark_needed(from_.outputs[column], is_needed.data());
            const int input = inputs_[static_cast<std::size_t>(column)];
            tangents[input] = recorded(1);
            pass_on(input);
            for (int node = open.take_first_from(0); node >= 0; node = open.take_first_from(node + 1)) {
                if (!is_needed[node]) continue;
                sweep.visit(from_.index_of(node));
                if (!tangents[node].is_literal(0)) pass_on(node);
            }
            for (int i = 0; i < visited.size(); ++i) {
                const int tangent = tangents[visited[i]].operand_in(target_);
                places.for_each(visited[i], [&](int row) {
                    if (kept == symmetry::none || row <= column) entries.push_back({row, column, tangent});
                });
                tangents[visited[i]] = recorded();
            }
            visited.shrink(0);
        }
        return entries;
    }

private:
    // Marks what a result depends on.
    void mark_needed(int result, bool* is_needed) const {
        stack<int> open;
        const auto mark = [&](int node) {
            if (is_literal(node) || is_needed[node]) return;
            is_needed[node] = true;
            open.push(node);
        };
        mark(result);
        while (open.size() > 0) {
            const int node = open.pop();
            if (!from_.is_computed(node)) continue;
            for (const int operand : from_.operands_of(from_.maker_of(node))) mark(operand);
        }
    }

    const program_view& from_;
    const std::vector<int>& inputs_;
    record::recorder& target_;
    workspace<recorded> nodes_;
    workspace<bool> is_maybe_infinite_;
};

} // namespace pullback::engine::replay

#endif
