// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_LOOP_RECORDER_HPP
#define PULLBACK_RECORD_LOOP_RECORDER_HPP

#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>

namespace pullback::engine::record {

using index_set = unsigned;

/// What is wrong with a body that is recorded to its end.
enum class loop_fault { none, subscript, row_subscript, too_many };

constexpr index_set set_of(int index) { return 1u << index; }
constexpr bool contains(index_set set, int index) { return (set >> index & 1u) != 0; }

/// Writes a program with loops: a recorder, and the arrays, indices and accesses that its nodes name.
class loop_recorder {
public:
    constexpr explicit loop_recorder(recorder& target) : target_(&target) {}

    constexpr recorder& target() const { return *target_; }
    loop_tables tables;
    stack<array_access> accesses;
    stack<array_store> stores;
    struct extent_pair {
        int a = 0, b = 0;
    };
    stack<extent_pair> equal_extents;
    loop_fault fault = loop_fault::none;

    constexpr int add_extent(loop_extent extent) {
        if (tables.extent_count == most_arrays) return fault = loop_fault::too_many, 0;
        same_as_[tables.extent_count] = tables.extent_count;
        tables.extents[tables.extent_count] = extent;
        return tables.extent_count++;
    }
    /// The extent of a row, of an array whose rows have lengths of their own.
    constexpr int extent_of_row(int array, int row) {
        if (row < 0 && row != all_rows) return fault = loop_fault::row_subscript, 0;
        for (int i = 0; i < tables.extent_count; ++i)
            if (tables.extents[i].array == array && tables.extents[i].row == row) return i;
        return add_extent({array, 1, row});
    }
    constexpr int add_array(const loop_array& array) {
        if (tables.array_count == most_arrays) return fault = loop_fault::too_many, 0;
        tables.arrays[tables.array_count] = array;
        return tables.array_count++;
    }

    constexpr int result_count() const {
        int count = 0;
        for (int i = 0; i < tables.array_count; ++i) count += tables.arrays[i].argument < 0 ? 1 : 0;
        return count;
    }
    constexpr int array_of_result(int result) const {
        int array = 0;
        while (tables.arrays[array].argument != -1 - result) ++array;
        return array;
    }

    /// Begins a loop over an extent.
    constexpr int enter(int extent) {
        extent = same_as_[extent];
        int nesting = 0;
        for (int i = 0; i < depth_; ++i) nesting += tables.indices[open_[i]].extent == extent ? 1 : 0;
        int index = 0;
        while (index < tables.index_count &&
               !(tables.indices[index].extent == extent && tables.indices[index].nesting == nesting))
            ++index;
        if (index == most_indices || depth_ == most_indices) return fault = loop_fault::too_many, depth_++, 0;
        if (index == tables.index_count) {
            const int row = tables.extents[extent].row;
            tables.indices[tables.index_count++] = {extent, nesting, depth_,
                                                    set_of(index) | (row >= 0 ? tables.indices[row].within : 0)};
        }
        if (depth_ > tables.indices[index].depth) tables.indices[index].depth = depth_;
        open_[depth_++] = index;
        return index;
    }
    constexpr void leave() { --depth_; }

    constexpr int access(const array_access& wanted) {
        for (int i = 0; i < accesses.size(); ++i)
            if (accesses[i] == wanted) return i;
        accesses.push(wanted);
        return accesses.size() - 1;
    }

    constexpr recorded element(const array_access& at) {
        int nodes[most_dimensions] = {}, count = 0;
        for (const int subscript : at.subscripts)
            if (subscript < 0) nodes[count++] = ~subscript;
        return node(target_->record(&element_operations[count], nodes[0], nodes[1], access(at)));
    }
    /// The subscript that an integer is: an index, an element of a range of integers, or the place of an extremum.
    constexpr int subscript(const recorded& value) {
        const instruction* const made_by = value.is_literal() ? nullptr : target_->instruction_of(value.operand());
        const loop_step step = made_by == nullptr ? loop_step::none : loop_step_of(made_by->function);
        if (step == loop_step::index) return name_in(*made_by);
        if (is_place(step)) return ~value.operand();
        if (step == loop_step::element && accesses[name_in(*made_by)].is_integer) return ~value.operand();
        fault = loop_fault::subscript;
        return 0;
    }

    /// Notes that two extents are one, which a call checks.
    constexpr void must_agree(int a, int b) {
        if (a == b) return;
        equal_extents.push({a, b});
        const int kept = same_as_[a] < same_as_[b] ? same_as_[a] : same_as_[b],
                  other = same_as_[a] + same_as_[b] - kept;
        for (int i = 0; i < tables.extent_count; ++i)
            if (same_as_[i] == other) same_as_[i] = kept;
    }

    /// The number of turns of a loop, as a number.
    constexpr recorded extent(int extent) { return node(target_->record(&extent_operation, 0, 0, extent)); }
    constexpr recorded index(int index) { return node(target_->record(&index_operation, 0, 0, index)); }

    /// The reduction of `body` over an index.
    constexpr recorded reduce(loop_step step, const recorded& body, int index) {
        if (!contains(indices_of(body), index)) {
            if (step == loop_step::sum) return extent(tables.indices[index].extent) * body;
            if (step == loop_step::maximum || step == loop_step::minimum) return body;
        }
        return node(target_->record(operation_of_loop(step), body.operand_in(*target_), 0, index));
    }

    constexpr void store(const array_access& at, const recorded& value, bool adds) {
        stores.push({access(at), value.operand_in(*target_), adds});
    }

    /// Puts the loop over a row inside of that over the rows. (Indices that depend on others have greater numbers.)
    constexpr void order_rows() {
        for (int i = 0; i < tables.index_count; ++i) {
            const int row = tables.extents[tables.indices[i].extent].row;
            if (row >= 0 && tables.indices[i].depth <= tables.indices[row].depth)
                tables.indices[i].depth = tables.indices[row].depth + 1;
            if (tables.indices[i].depth >= most_indices) fault = loop_fault::too_many;
        }
    }

    /// Takes back the first stores.
    constexpr void forget_stores(int count) {
        for (int i = count; i < stores.size(); ++i) stores[i - count] = stores[i];
        stores.shrink(stores.size() - count);
    }

    /// The indices that a value depends on.
    constexpr index_set indices_of(const recorded& value) {
        return value.is_literal() ? 0 : indices_of_node(value.operand());
    }
    constexpr index_set indices_of_node(int node) {
        if (node < target_->input_count()) return 0;
        while (sets_.size() <= node - target_->input_count())
            sets_.push(find_indices(target_->input_count() + sets_.size()));
        return sets_[node - target_->input_count()];
    }
    constexpr index_set indices_of_access(const array_access& at) {
        index_set set = 0;
        for (const int subscript : at.subscripts)
            if (subscript != no_subscript)
                set |= subscript >= 0 ? tables.indices[subscript].within : indices_of_node(~subscript);
        return set;
    }

private:
    constexpr recorded node(int operand) { return recorded(*target_, operand); }

    constexpr index_set find_indices(int node) {
        const instruction& made_by = *target_->instruction_of(node);
        index_set set = 0;
        for (int k = 0; k < made_by.function->arity; ++k) {
            const int operand = made_by.operands[k];
            if (operand >= target_->input_count()) set |= sets_[operand - target_->input_count()];
        }
        const loop_step step = loop_step_of(made_by.function);
        if (step == loop_step::element)
            for (const int subscript : accesses[name_in(made_by)].subscripts)
                if (subscript >= 0 && subscript != no_subscript) set |= tables.indices[subscript].within;
        if (step == loop_step::index) set |= tables.indices[name_in(made_by)].within;
        if (step == loop_step::extent) {
            const int row = tables.extents[name_in(made_by)].row;
            if (row >= 0) set |= tables.indices[row].within;
        }
        if (is_reduction(step)) set = (set | tables.indices[name_in(made_by)].within) & ~set_of(name_in(made_by));
        return set;
    }

    recorder* target_;
    stack<index_set> sets_;
    int same_as_[most_arrays]{}; // of the extents that are one, the first
    int open_[most_indices + 1]{};
    int depth_ = 0;
};

} // namespace pullback::engine::record

#endif
