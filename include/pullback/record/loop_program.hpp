// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_LOOP_PROGRAM_HPP
#define PULLBACK_RECORD_LOOP_PROGRAM_HPP

#include <pullback/functions/row_facts.hpp>
#include <pullback/program/buffer.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/index_set.hpp>
#include <pullback/record/loop_fault.hpp>
#include <pullback/record/loop_order.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorder.hpp>
#include <pullback/record/stages.hpp>

#include <type_traits>

namespace pullback::engine::record {

inline constexpr int most_turn_reads = 32;

/// A program with loops as a constant.
template <int Capacity, int Outputs>
struct loop_buffer {
    program_buffer<Capacity, Outputs> straight;
    loop_tables tables;
    array_access accesses[Capacity]{};
    int access_count = 0;
    array_store stores[Capacity]{};
    int store_count = 0;
    loop_carry carries[Capacity / 4]{};
    int carry_count = 0;
    turn_read turn_reads[most_turn_reads]{};
    int turn_read_count = 0;
    loop_recorder::extent_pair equal_extents[most_arrays]{};
    int equal_extent_count = 0;
    extent_need needs[most_needs]{};
    int need_count = 0;
    index_set sets[Capacity]{}; // of each instruction
    loop_fault fault = loop_fault::none;

    constexpr int node_of(int index) const { return straight.input_count + index; }
};

/// The same of just its size, without what nothing needs.
template <int Inputs, int Size, int Literals, int Outputs, int Accesses, int Stores, int Needs, int Carries = 0,
          int TurnReads = 0>
struct loop_program {
    program<Inputs, Size, Literals, Outputs> straight{};
    loop_tables tables;
    array_access accesses[Accesses + 1]{};
    array_store stores[Stores + 1]{};
    loop_carry carries[Carries + 1]{};
    turn_read turn_reads[TurnReads + 1]{};
    loop_recorder::extent_pair equal_extents[most_arrays]{};
    int equal_extent_count = 0;
    extent_need needs[Needs + 1]{};
    index_set sets[Size + 1]{};
    loop_step steps[Size + 1]{};

    static constexpr int input_count = Inputs, size = Size, output_count = Outputs, store_count = Stores,
                         access_count = Accesses, need_count = Needs, carry_count = Carries,
                         turn_read_count = TurnReads, node_count = Inputs + Size;

    // These members are as `program_view` has them.
    static constexpr int node_of(int index) { return Inputs + index; }
    static constexpr int index_of(int node) { return node - Inputs; }
    static constexpr bool is_computed(int operand) { return operand >= Inputs; }

    /// The place of a node: the indices that it depends on, none for an input or a literal. A straight program has no
    /// such sets, because all of its nodes stand outside of loops.
    constexpr index_set indices_of(int operand) const { return is_computed(operand) ? sets[index_of(operand)] : 0; }
    constexpr const instruction& maker_of(int node) const { return straight.code[index_of(node)]; }
    constexpr loop_step step_of(int node) const { return is_computed(node) ? steps[index_of(node)] : loop_step::none; }
    /// The kind of a node. What is read at another turn is of the kind that it was then, and of a state, what says
    /// whether there is a turn is a truth value.
    constexpr value_kind kind_of(int node) const {
        while (step_of(node) == loop_step::at_turn) node = maker_of(node).operands[0];
        if (!is_computed(node)) return value_kind::number;
        if (step_of(node) == loop_step::carry && carries[name_in(maker_of(node))].is_condition)
            return value_kind::truth;
        return engine::kind_of(maker_of(node));
    }
    constexpr index_set indices_of_access(int access) const {
        return record::indices_of_subscripts(tables, accesses[access], [this](int node) { return indices_of(node); });
    }
};

/// Whether one of the results is a number of a turn, that a body has left in a variable from outside of its loop: there
/// are as many of it as turns.
template <int Count>
constexpr bool leaves_its_loop(loop_recorder& loops, const auto& outputs) {
    for (int i = 0; i < Count; ++i)
        if (outputs[i] >= 0 && loops.indices_of_node(outputs[i]) != 0) return true;
    return false;
}

template <class Source, int Capacity>
constexpr auto record_loops() {
    loop_buffer<Capacity, Source::output_count> result;
    recorder target(result.straight, Source::input_count);
    loop_recorder loops(target);
    Source::write(loops, result.straight.outputs);
    target.finish(result.straight);
    if (target.overflow() || loops.accesses.size() > Capacity || loops.stores.size() > Capacity ||
        loops.carries.size() > Capacity / 4) {
        result.straight.overflow = true;
        return result;
    }
    record::order_turns(loops);
    record::order_rows(loops);
    if (loops.turn_reads.size() > most_turn_reads) loops.fault = loop_fault::too_many;
    if (loops.fault == loop_fault::none &&
        record::leaves_its_loop<Source::output_count>(loops, result.straight.outputs))
        loops.fault = loop_fault::left_loop;
    result.fault = loops.fault;
    if (result.fault != loop_fault::none) return result;
    result.tables = loops.tables;
    result.access_count = loops.accesses.size();
    for (int i = 0; i < result.access_count; ++i) result.accesses[i] = loops.accesses[i];
    result.store_count = loops.stores.size();
    for (int i = 0; i < result.store_count; ++i) result.stores[i] = loops.stores[i];
    result.carry_count = loops.carries.size();
    for (int i = 0; i < result.carry_count; ++i) result.carries[i] = loops.carries[i];
    result.turn_read_count = loops.turn_reads.size();
    for (int i = 0; i < result.turn_read_count; ++i) result.turn_reads[i] = loops.turn_reads[i];
    result.equal_extent_count = loops.equal_extents.size();
    for (int i = 0; i < result.equal_extent_count; ++i) result.equal_extents[i] = loops.equal_extents[i];
    result.need_count = loops.needs.size();
    for (int i = 0; i < result.need_count; ++i) result.needs[i] = loops.needs[i];
    for (int i = 0; i < result.straight.size; ++i) result.sets[i] = loops.indices_of_node(result.node_of(i));
    return result;
}

template <class Source, int Capacity>
inline constexpr auto recorded_loops = record_loops<Source, Capacity>();

template <class Source, int Size = record::record_loops<Source, 64>().straight.size>
constexpr int size_in_little_room(int) {
    return Size;
}
template <class Source>
constexpr int size_in_little_room(long) {
    return -1;
}
/// How long the program is, 64 if it is longer than that, or -1 if the body cannot run at compile time.
template <class Source>
inline constexpr int rough_size = size_in_little_room<Source>(0);

/// With how much room a source is recorded first. One that says how long it is likely to be, or that it will be long,
/// is not recorded in vain, and one that says that it is short has been recorded already, which compilers remember that
/// keep the results of calls.
template <class Source>
consteval int first_loop_capacity() {
    if constexpr (requires { Source::likely_size; }) {
        int capacity = 256;
        while (capacity < Source::likely_size && capacity < (1 << 14)) capacity *= 4;
        return capacity;
    } else if constexpr (requires { Source::is_long; }) return Source::is_long ? 1024 : 256;
    else if constexpr (requires { Source::is_short; }) return Source::is_short ? 64 : 256;
    else return 256;
}

template <class Source, int Capacity = first_loop_capacity<Source>()>
consteval int loop_capacity() {
    if constexpr (Capacity > (1 << 15)) return Capacity;
    else if constexpr (recorded_loops<Source, Capacity>.straight.overflow) return loop_capacity<Source, 4 * Capacity>();
    else return Capacity;
}

/// How many instructions a source records.
template <class Source>
inline constexpr int recorded_size = recorded_loops<Source, loop_capacity<Source>()>.straight.size;

template <int Nodes, int Literals>
struct live_in_loops {
    int nodes[Nodes + 1]{};
    int literals[Literals + 1]{};
    int size = 0;
    int literal_count = 0;
};

/// Gives what is marked as live its new number.
constexpr void number_live(auto& live, int inputs, int size, int literal_count) {
    for (int i = 0; i < inputs; ++i) live.nodes[i] = i;
    for (int i = inputs; i < inputs + size; ++i) live.nodes[i] = live.nodes[i] != 0 ? inputs + live.size++ : -1;
    for (int i = 0; i < literal_count; ++i)
        if (live.literals[i] != 0) live.literals[i] = operand_of_literal(live.literal_count++);
}

template <int Nodes, int Literals>
constexpr auto mark_live_in_loops(const auto& from) {
    live_in_loops<Nodes, Literals> live;
    const auto need = [&](int operand) {
        if (operand >= 0) live.nodes[operand] = 1;
        else live.literals[index_of_literal(operand)] = 1;
    };
    for (const int output : from.straight.outputs) need(output);
    for (int i = 0; i < from.store_count; ++i) {
        need(from.stores[i].operand);
        for (const int subscript : from.accesses[from.stores[i].access].subscripts)
            if (subscript < 0) need(~subscript);
    }
    for (int i = 0; i < from.tables.extent_count; ++i)
        if (from.tables.extents[i].has_chosen_row()) need(~from.tables.extents[i].row);
    // What is computed in a loop that goes back needs the number of its turns.
    const auto need_turns = [&] {
        bool is_new = false;
        for (int t = 0; t < from.tables.index_count; ++t) {
            const int turns = from.tables.indices[t].turns;
            if (turns < 0 || live.nodes[turns] != 0) continue;
            for (int i = 0; i < from.straight.size && live.nodes[turns] == 0; ++i)
                if (live.nodes[from.node_of(i)] != 0 && contains(from.sets[i], t)) need(turns), is_new = true;
        }
        return is_new;
    };
    // The next value of a number of a state comes later than the number, so once more where such a number is needed.
    workspace<bool> is_handed_on(from.carry_count);
    for (bool is_done = false; !is_done;) {
        for (int i = from.straight.size - 1; i >= 0; --i) {
            if (live.nodes[from.node_of(i)] == 0) continue;
            const instruction& step = from.straight.code[i];
            for (int k = 0; k < step.function->arity; ++k) need(step.operands[k]);
            if (from.carry_count > 0 && loop_step_of(step.function) == loop_step::last)
                need(from.carries[name_in(step)].node);
        }
        is_done = true;
        for (int i = 0; i < from.carry_count; ++i) {
            if (from.carries[i].index < 0 || is_handed_on[i] || live.nodes[from.carries[i].node] == 0) continue;
            is_handed_on[i] = true;
            is_done = false;
            need(from.carries[i].first);
            need(from.carries[i].next);
            const int condition = from.tables.indices[from.carries[i].index].condition;
            if (condition >= 0) need(from.carries[condition].node);
        }
        if (need_turns()) is_done = false;
    }
    record::number_live(live, from.straight.input_count, from.straight.size, from.straight.literal_count);
    return live;
}

/// What is live of a program, in arrays of `Packed`.
template <class Packed>
constexpr Packed pack_loops(const auto& whole, const auto& live) {
    Packed result{};
    const auto moved = [&](int operand) {
        return operand >= 0 ? live.nodes[operand] : live.literals[index_of_literal(operand)];
    };
    for (int i = 0; i < whole.straight.size; ++i) {
        const int node = live.nodes[whole.node_of(i)];
        if (node < 0) continue;
        const int moved_to = Packed::index_of(node);
        instruction& step = result.straight.code[moved_to];
        step = whole.straight.code[i];
        rename_operands(step, moved);
        result.sets[moved_to] = whole.sets[i];
        result.steps[moved_to] = loop_step_of(step.function);
    }
    for (int i = 0; i < whole.straight.literal_count; ++i)
        if (live.literals[i] != 0)
            result.straight.literals[index_of_literal(live.literals[i])] = whole.straight.literals[i];
    for (int i = 0; i < Packed::output_count; ++i) result.straight.outputs[i] = moved(whole.straight.outputs[i]);
    result.straight.has_rounded_literals = whole.straight.has_rounded_literals;
    result.straight.has_limits = whole.straight.has_limits;
    result.tables = whole.tables;
    for (int i = 0; i < result.tables.extent_count; ++i) {
        int& row = result.tables.extents[i].row;
        if (row < 0) row = ~live.nodes[~row];
    }
    for (int i = 0; i < result.tables.index_count; ++i) {
        int& turns = result.tables.indices[i].turns;
        if (turns >= 0) turns = live.nodes[turns];
    }
    for (int i = 0; i < whole.access_count; ++i) {
        result.accesses[i] = whole.accesses[i];
        for (int& subscript : result.accesses[i].subscripts)
            if (subscript < 0) subscript = ~live.nodes[~subscript];
    }
    for (int i = 0; i < whole.store_count; ++i) {
        result.stores[i] = whole.stores[i];
        result.stores[i].operand = moved(whole.stores[i].operand);
    }
    for (int i = 0; i < whole.carry_count; ++i) {
        const loop_carry carry = whole.carries[i];
        if (carry.index < 0 || live.nodes[carry.node] < 0) result.carries[i].index = -1; // nothing reads it
        else
            result.carries[i] = {carry.index,        carry.around,      carry.indices,     live.nodes[carry.node],
                                 moved(carry.first), moved(carry.next), carry.is_condition};
    }
    for (int i = 0; i < whole.turn_read_count; ++i) result.turn_reads[i] = whole.turn_reads[i];
    for (int i = 0; i < whole.equal_extent_count; ++i) result.equal_extents[i] = whole.equal_extents[i];
    result.equal_extent_count = whole.equal_extent_count;
    for (int i = 0; i < whole.need_count; ++i) result.needs[i] = whole.needs[i];
    return result;
}

template <loop_fault Fault>
constexpr auto check_loops() {
    static_assert(Fault != loop_fault::subscript,
                  "x[k]: k is not an integer that data or a loop give; take k from a range of integers, from an int "
                  "argument, from indices(x), argmax or argmin, or write a constant from 0, or x.size() less a "
                  "constant; in place of x[k + 1] write shifted(x, 1, edge)[k]");
    static_assert(
        Fault != loop_fault::row_subscript,
        "row[k], shifted(rows, n, edge), ..., where rows have lengths of their own: data choose rows, rows[k], but not "
        "an element of a row, a result as long as one row, or a neighbour of a row; go through a row by sum(row, f), "
        "map(row, f), ..., or give rows of one length");
    static_assert(
        Fault != loop_fault::too_many,
        "f(x...): f takes or makes more than 32 arrays, or has more than 16 different loops; divide f, or put "
        "several arrays together as one range of structs");
    static_assert(Fault != loop_fault::left_loop,
                  "sum(x, f), map(x, f), ...: f writes to a variable from outside of it, which is used after the loop, "
                  "but f is recorded once for all turns; return what is to be added up, or hand it from turn to turn "
                  "in the state of a fold");
    static_assert(Fault != loop_fault::scattered,
                  "gradient(f)(x) in the body of another function: f reads elements of the range x by subscripts that "
                  "are data, or as neighbours by shifted(x, ...), so that which of them belong to an element of the "
                  "gradient is known at run time only; differentiate the whole function");
    static_assert(
        Fault != loop_fault::made_around,
        "derivatives(y, x) in a loop: y is computed before the loop, or reads the range x by its elements, so "
        "that other turns of the loop have a part in the derivative; take it before the loop, or by the "
        "element instead of x");
    static_assert(Fault != loop_fault::same_argument,
                  "gradient(f)(x...) in the body of another function: two arguments are the same value, or one is a "
                  "number or a range that is computed, so that f does not depend on each by itself; give each of them "
                  "once, ranges that are arguments of the outer function, and write numbers into f");
    static_assert(Fault != loop_fault::reversed_twice,
                  "gradient(f)(x...), where f has the gradient of a fold or a scan in its body: an ordered loop that "
                  "goes back is not differentiated in reverse once more; take second derivatives by jvp of the "
                  "gradient, or by hvp");
    static_assert(Fault != loop_fault::state_shape,
                  "fold(x, init, f), scan(x, init, f), repeat(n, init, f), while_loop(init, condition, f): f returns a "
                  "state of another shape than "
                  "init; return as many numbers, in the same order, and a range where init has one");
    static_assert(
        Fault != loop_fault::no_bound,
        "derivative of while_loop(init, condition, f): what its turns compute is kept for a derivative in reverse, and "
        "nothing says how many there are; give a bound, while_loop(pullback::at_most<N>, init, condition, f), or an "
        "argument in its place, pullback::step_count(n), or use jvp");
}

/// What is wrong with a body, if something is, without an error.
template <class Source>
inline constexpr loop_fault fault_of = recorded_loops<Source, loop_capacity<Source>()>.fault;

/// The program with loops that `Source` writes.
/// What is live of a program, in arrays of its own size.
template <const auto& Whole>
struct live_loops {
private:
    using from = std::remove_cvref_t<decltype(Whole)>;
    static constexpr auto live =
        mark_live_in_loops<from::input_count + Whole.straight.size, Whole.straight.literal_count>(Whole);
    using packed =
        loop_program<from::input_count, live.size, live.literal_count, from::output_count, Whole.access_count,
                     Whole.store_count, Whole.need_count, Whole.carry_count, Whole.turn_read_count>;

public:
    static constexpr auto code = record::pack_loops<packed>(Whole, live);
};

template <class Source>
struct loops_built {
private:
    static constexpr const auto& whole = recorded_loops<Source, loop_capacity<Source>()>;
    using checked = decltype(record::check_loops<whole.fault>());

public:
    /// Whether nothing is wrong with the body; if something is, that has been said.
    static constexpr bool is_sound = whole.fault == loop_fault::none;

private:
    static constexpr auto live =
        mark_live_in_loops<Source::input_count + whole.straight.size, whole.straight.literal_count>(whole);

    using packed =
        loop_program<Source::input_count, live.size, live.literal_count, Source::output_count, whole.access_count,
                     whole.store_count, whole.need_count, whole.carry_count, whole.turn_read_count>;

public:
    static constexpr auto code = record::pack_loops<packed>(whole, live);
};

} // namespace pullback::engine::record

#endif
