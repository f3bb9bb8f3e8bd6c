// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_LOOP_RECORDER_HPP
#define PULLBACK_RECORD_LOOP_RECORDER_HPP

#include <pullback/functions/conditions.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/record/index_set.hpp>
#include <pullback/record/loop_fault.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>

namespace pullback::engine::record {

/// Writes a program with loops: a recorder, and the arrays, indices and accesses that its nodes name.
class loop_recorder {
public:
    constexpr explicit loop_recorder(recorder& target) : target_(&target) { target.set_loops(this); }

    constexpr recorder& target() const { return *target_; }
    loop_tables tables;
    stack<array_access> accesses;
    stack<array_store> stores;
    stack<loop_carry> carries;
    stack<turn_read> turn_reads;
    struct extent_pair {
        int a = 0, b = 0;
    };
    stack<extent_pair> equal_extents;
    stack<extent_need> needs;
    loop_fault fault = loop_fault::none;

    constexpr int add_extent(loop_extent extent) {
        if (tables.extent_count == most_arrays) return fault = loop_fault::too_many, 0;
        same_as_[tables.extent_count] = tables.extent_count;
        tables.extents[tables.extent_count] = extent;
        return tables.extent_count++;
    }
    constexpr int constant_extent(int count) {
        for (int i = 0; i < tables.extent_count; ++i)
            if (tables.extents[i].is_constant() && tables.extents[i].count == count) return i;
        loop_extent extent;
        extent.count = count;
        return add_extent(extent);
    }
    /// The extent of a row, of an array whose rows have lengths of their own.
    constexpr int extent_of_row(int array, int row) {
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
        for (int i = 0; i < tables.array_count; ++i) count += is_result(i) ? 1 : 0;
        return count;
    }
    constexpr bool is_result(int array) const {
        const int argument = tables.arrays[array].argument;
        return argument < 0 && argument >= -most_arrays;
    }
    /// An array of results is none any more, as nobody asks for it. Its stores go with `forget_stores`.
    constexpr void forget_result(int array) { tables.arrays[array].argument = -1 - most_arrays; }
    constexpr int array_of_result(int result) const {
        int array = 0;
        while (tables.arrays[array].argument != -1 - result) ++array;
        return array;
    }

    /// Begins a loop over an extent.
    constexpr int enter(int extent) { return enter_inside(nested_turns(), extent); }
    /// The same in the turns of a nested ordered loop, -1 for none, which share no index with what is outside of them:
    /// there it is not free which of two loops stands in the other.
    constexpr int enter_inside(int turns, int extent) {
        extent = same_as_[extent];
        int nesting = 0;
        for (int i = 0; i < open_count(); ++i)
            nesting += !tables.indices[open_[i]].is_ordered && tables.indices[open_[i]].extent == extent ? 1 : 0;
        int index = 0;
        while (index < tables.index_count &&
               !(tables.indices[index].extent == extent && tables.indices[index].nesting == nesting &&
                 tables.indices[index].inside == turns && !tables.indices[index].is_ordered))
            ++index;
        if (index == most_indices || depth_ >= most_indices) return fault = loop_fault::too_many, depth_++, 0;
        if (index == tables.index_count) {
            tables.indices[index] = {extent, nesting, depth_, set_of(index) | indices_of_row(extent)};
            tables.indices[tables.index_count++].inside = turns;
        }
        if (depth_ > tables.indices[index].depth) tables.indices[index].depth = depth_;
        open_[depth_++] = index;
        return index;
    }
    constexpr void leave() { --depth_; }
    /// The index of a new ordered loop over an extent, which begins when its first state is recorded.
    constexpr int make_ordered(int extent) {
        loop_index made{same_as_[extent], 0, depth_, 0, true};
        for (int i = 0; i < open_count(); ++i) made.is_nested = made.is_nested || !tables.indices[open_[i]].is_ordered;
        return add_index(made);
    }
    /// The index of a loop that is as another one, over an extent of its own: that of a row in another loop over rows.
    constexpr int over_extent(int index, int extent) {
        loop_index made = tables.indices[index];
        if (made.extent == extent) return index;
        for (int i = 0; i < tables.index_count; ++i)
            if (tables.indices[i].extent == extent && tables.indices[i].nesting == made.nesting &&
                tables.indices[i].inside == made.inside && !tables.indices[i].is_ordered)
                return i;
        made.extent = extent;
        return add_index(made);
    }
    /// Begins the loop of an index that is there.
    constexpr void enter_loop_of(int index) {
        if (depth_ > tables.indices[index].depth) tables.indices[index].depth = depth_;
        if (depth_++ < most_indices) open_[depth_ - 1] = index;
    }
    /// The index of the ordered loop that goes back through the turns of another one, as many as an extent says.
    constexpr int reversed(int index, int extent) {
        for (int i = 0; i < tables.index_count; ++i)
            if (tables.indices[i].reverses == index) return i;
        loop_index reverse = tables.indices[index];
        reverse.reverses = index;
        reverse.condition = -1;
        reverse.extent = extent;
        if (tables.extents[reverse.extent].has_no_bound()) fault = loop_fault::no_bound;
        return add_index(reverse);
    }
    /// A number of the state of an ordered loop, which is `first` in the first turn. What it is in the next one is said
    /// later, by `hand_on`. `elements` are the indices of the array that it is an element of.
    constexpr recorded add_carry(int index, const recorded& first, index_set around, index_set elements = 0) {
        const int number = carries.size();
        carries.push(
            {index, around, tables.indices[index].within | around | elements, 0, first.operand_in(*target_), 0});
        carries[number].node = carries[number].next = target_->record(&carry_operation, 0, 0, number);
        return node(carries[number].node);
    }
    constexpr void hand_on(int carry, const recorded& next) { carries[carry].next = next.operand_in(*target_); }
    /// Says that an ordered loop has a first turn where `first` holds, and another one where `next` holds.
    constexpr void end_unless(int index, const recorded_condition& first, const recorded_condition& next,
                              index_set around) {
        tables.indices[index].condition = carries.size();
        add_carry(index, record::as_operand(first), around);
        carries.back().is_condition = true;
        carries.back().next = record::as_operand(next).operand_in(*target_);
    }
    /// A number of the state after the last turn.
    constexpr recorded last(int carry) { return node(target_->record(&last_operation, 0, 0, carry)); }
    /// Whether indices count the same number of turns at every call.
    constexpr bool have_one_extent(int a, int b) const {
        return same_as_[tables.indices[a].extent] == same_as_[tables.indices[b].extent];
    }
    /// The indices of the loops around what is being recorded.
    constexpr index_set open_indices() const {
        index_set set = 0;
        for (int i = 0; i < open_count(); ++i) set |= set_of(open_[i]);
        return set;
    }

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
    /// The subscript that an integer is of a range of that extent: a constant, an index, an element of a range of
    /// integers, an argument, the place of an extremum, or the extent less a constant. What a call must check is noted.
    constexpr int subscript(const recorded& value, int extent) {
        if (value.is_literal()) {
            const int k = whole_number(value.literal_value());
            if (k < 0) return fault = loop_fault::subscript, 0;
            must_have(extent, k + 1, false);
            return constant_subscript(k);
        }
        if (value.operand() < target_->input_count()) return ~value.operand(); // whether it is an integer, a call sees
        const instruction* const made_by = target_->instruction_of(value.operand());
        const loop_step step = made_by == nullptr ? loop_step::none : loop_step_of(made_by->function);
        if (step == loop_step::index || is_place(step)) {
            must_reach(extent, tables.indices[name_in(*made_by)].extent);
            return step == loop_step::index ? name_in(*made_by) : ~value.operand();
        }
        if (step == loop_step::element && accesses[name_in(*made_by)].is_integer) return ~value.operand();
        const int back = made_by == nullptr ? 0 : from_end(*made_by, extent);
        if (back == 0) return fault = loop_fault::subscript, 0;
        must_have(extent, back, false);
        return constant_subscript(-back);
    }
    /// Whether a subscript is an integer among the data.
    constexpr bool is_data(int subscript) const {
        if (subscript >= 0) return false;
        const instruction* const made_by = target_->instruction_of(~subscript);
        return made_by == nullptr || loop_step_of(made_by->function) == loop_step::element;
    }
    /// The subscript that a place is, as a number: an index, or the node of an integer.
    constexpr int subscript_at(const recorded& place) const {
        const instruction* const made_by = target_->instruction_of(place.operand());
        return made_by != nullptr && loop_step_of(made_by->function) == loop_step::index ? name_in(*made_by)
                                                                                         : ~place.operand();
    }
    /// The place that a subscript stands for, as a number.
    constexpr recorded position(int subscript, int extent) {
        if (subscript < 0) return node(~subscript);
        if (!is_constant_subscript(subscript)) return index(subscript);
        const int k = constant_of(subscript);
        return k >= 0 ? recorded::literal_in(target_, k) : this->extent(extent) - recorded(-k);
    }

    /// Notes how many elements there must be, which a call checks.
    constexpr void must_have(int extent, int count, bool exactly) { note({extent, -1, count, exactly}); }
    /// Notes that an extent is at least as large as another, which a call checks.
    constexpr void must_reach(int extent, int other) {
        if (same_as_[extent] != same_as_[other]) note({extent, other, 0, false});
    }
    /// Notes that two extents are one, which a call checks.
    constexpr void must_agree(int a, int b) {
        if (same_as_[a] == same_as_[b]) return;
        equal_extents.push({a, b});
        const int first = same_as_[a] < same_as_[b] ? same_as_[a] : same_as_[b],
                  second = same_as_[a] + same_as_[b] - first;
        const int kept = has_loop(second) && !has_loop(first) ? second : first, other = first + second - kept;
        for (int i = 0; i < tables.extent_count; ++i)
            if (same_as_[i] == other) same_as_[i] = kept;
    }

    /// The length of an array, as a number.
    constexpr recorded extent(int extent) { return node(target_->record(&extent_operation, 0, 0, extent)); }
    constexpr recorded index(int index) { return node(target_->record(&index_operation, 0, 0, index)); }

    /// The number of turns of a loop, as a number.
    constexpr recorded turns(int index) {
        const loop_index& of = tables.indices[index];
        if (of.turns >= 0) return node(of.turns);
        return of.condition >= 0 ? last(of.condition) : extent(of.extent);
    }
    constexpr recorded_condition has_turns(int index) { return recorded(0) < turns(index); }
    /// x, or `otherwise` where a loop has no turn: a factor before a sum over nothing does not make NaN of it, however
    /// infinite it is.
    constexpr recorded unless_empty(const recorded& x, const recorded& otherwise, int index) {
        if (x.is_literal() && is_finite(x.literal_value()) && !x.is_literal(0)) return x;
        return pullback::select(has_turns(index), x, otherwise);
    }

    /// The reduction of `body` over an index.
    constexpr recorded reduce(loop_step step, const recorded& body, int index) {
        if (!contains(indices_of(body), index)) {
            if (step == loop_step::sum) return turns(index) * unless_empty(body, recorded(0), index);
            if (step == loop_step::maximum || step == loop_step::minimum) return body;
        }
        return node(target_->record(operation_of_loop(step), body.operand_in(*target_), 0, index));
    }

    constexpr void store(const array_access& at, const recorded& value, bool adds) {
        stores.push({access(at), value.operand_in(*target_), adds});
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
        return record::indices_of_subscripts(tables, at, [this](int node) { return indices_of_node(node); });
    }
    /// Whether a loop over an argument's extent has been recorded: what others compute there should share its index.
    constexpr bool has_loop(int extent) const {
        if (tables.extents[extent].is_of_row() || tables.extents[extent].is_constant()) return false;
        for (int i = 0; i < tables.index_count; ++i)
            if (!tables.indices[i].is_ordered && tables.indices[i].extent == extent) return true;
        return false;
    }
    /// The indices that an extent depends on: those of the subscript of a row.
    constexpr index_set indices_of_row(int extent) {
        const int row = tables.extents[extent].row;
        if (row < 0) return indices_of_node(~row);
        return is_index_subscript(row) ? tables.indices[row].within : 0;
    }

private:
    /// The innermost nested ordered loop around what is being recorded, or -1.
    constexpr int nested_turns() const {
        for (int i = open_count() - 1; i >= 0; --i)
            if (tables.indices[open_[i]].is_nested) return open_[i];
        return -1;
    }
    constexpr int add_index(loop_index index) {
        if (tables.index_count == most_indices) return fault = loop_fault::too_many, 0;
        index.within = set_of(tables.index_count) | indices_of_row(index.extent);
        tables.indices[tables.index_count] = index;
        return tables.index_count++;
    }

    // After a fault the body is recorded to its end, however deep.
    constexpr int open_count() const { return depth_ < most_indices ? depth_ : most_indices; }
    constexpr recorded node(int operand) { return recorded(*target_, operand); }

    static constexpr int whole_number(literal value) {
        if (!(value >= 0) || value >= most_constant_subscripts) return -1;
        const int k = static_cast<int>(value);
        return static_cast<literal>(k) == value ? k : -1;
    }
    /// k of `size - k`, or 0.
    constexpr int from_end(const instruction& step, int of_extent) const {
        const bool is_difference = step.function->role == row_role::subtract;
        if (!is_difference && step.function->role != row_role::add) return 0;
        const int at = step.operands[0] < 0 ? 1 : 0;
        if (step.operands[at] < 0 || step.operands[1 - at] >= 0 || (is_difference && at == 1)) return 0;
        const instruction* const of = target_->instruction_of(step.operands[at]);
        if (of == nullptr || loop_step_of(of->function) != loop_step::extent) return 0;
        if (same_as_[name_in(*of)] != same_as_[of_extent]) return 0;
        const literal known = target_->literal_at(step.operands[1 - at]);
        const int k = whole_number(is_difference ? known : -known);
        return k > 0 ? k : 0;
    }
    constexpr void note(const extent_need& need) {
        for (int i = 0; i < needs.size(); ++i) {
            extent_need& other = needs[i];
            if (other == need) return;
            const bool is_alike =
                other.extent == need.extent && other.other == need.other && !other.exactly && !need.exactly;
            if (is_alike) {
                if (need.count > other.count) other.count = need.count;
                return;
            }
        }
        if (needs.size() == most_needs) fault = loop_fault::too_many;
        else needs.push(need);
    }

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
                if (is_index_subscript(subscript)) set |= tables.indices[subscript].within;
        if (step == loop_step::index) set |= tables.indices[name_in(made_by)].within;
        if (step == loop_step::extent) set |= indices_of_row(name_in(made_by));
        if (step == loop_step::carry) set = carries[name_in(made_by)].indices;
        if (step == loop_step::last) set = carries[name_in(made_by)].indices & ~set_of(carries[name_in(made_by)].index);
        if (step == loop_step::at_turn) {
            const turn_read& read = turn_reads[name_in(made_by)];
            set = indices_of_node(made_by.operands[0]);
            for (int i = 0; i < read.count; ++i) set &= ~set_of(read.of[i]);
            for (int i = 0; i < read.count; ++i)
                if (is_index_subscript(read.in[i])) set |= tables.indices[read.in[i]].within;
            if (made_by.function->arity > 1) set |= indices_of_node(made_by.operands[1]);
        } else if (step == loop_step::scatter) {
            const turn_read& read = turn_reads[name_in(made_by)];
            if (is_index_subscript(read.in[0])) set |= tables.indices[read.in[0]].within;
            set = (set & ~read.over) | tables.indices[read.of[0]].within;
        } else if (is_reduction(step)) {
            set = (set | tables.indices[name_in(made_by)].within) & ~set_of(name_in(made_by));
        }
        return set;
    }

    recorder* target_;
    stack<index_set> sets_;
    int same_as_[most_arrays]{}; // of the extents that are one, the first, or the one with a loop
    int open_[most_indices + 1]{};
    int depth_ = 0;
};

} // namespace pullback::engine::record

#endif
