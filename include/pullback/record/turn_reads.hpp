// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_TURN_READS_HPP
#define PULLBACK_RECORD_TURN_READS_HPP

#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_scalar.hpp>

// What a value was in other turns of its loops, and the way back: terms that are added up at subscripts of their own.

namespace pullback::engine::record {

namespace detail {

/// Takes a node out of the subscripts of a read, as the operand that it becomes.
constexpr int taken_out(turn_read& read) {
    int subscript = 0;
    for (int i = 0; i < read.count; ++i)
        if (read.in[i] < 0) {
            subscript = read.in[i];
            read.in[i] = operand_subscript;
        }
    return subscript;
}
constexpr int number_of(loop_recorder& loops, const turn_read& read) {
    int number = 0;
    while (number < loops.turn_reads.size() && !(loops.turn_reads[number] == read)) ++number;
    if (number == loops.turn_reads.size()) loops.turn_reads.push(read);
    return number;
}
/// Makes of a read the one in whose turns that is read, if that is one.
constexpr bool are_joined(loop_recorder& loops, turn_read& read, const turn_read& turns) {
    int nodes = 0;
    for (int i = 0; i < read.count; ++i) {
        if (read.in[i] < 0) {
            ++nodes;
            const index_set set = loops.indices_of_node(~read.in[i]);
            for (int k = 0; k < turns.count; ++k)
                if (contains(set, turns.of[k])) return false;
            continue;
        }
        const int place = is_index_subscript(read.in[i]) ? turns.place_of(read.in[i]) : -1;
        if (place < 0) continue;
        if (read.offsets[i] != 0 && turns.offsets[place] != 0) return false; // each goes to the nearest turn
        read.offsets[i] += turns.offsets[place];
        read.in[i] = turns.in[place];
        nodes += read.in[i] < 0 ? 1 : 0;
    }
    for (int i = 0; i < turns.count && read.count < most_nested_turns; ++i) {
        if (read.place_of(turns.of[i]) >= 0) continue;
        nodes += turns.in[i] < 0 ? 1 : 0;
        read.of[read.count] = turns.of[i];
        read.offsets[read.count] = turns.offsets[i];
        read.in[read.count++] = turns.in[i];
    }
    return nodes <= 1;
}

} // namespace detail

/// How an instruction reads in other turns.
constexpr turn_read turns_of_read(const loop_recorder& loops, const instruction& step) {
    turn_read read = loops.turn_reads[name_in(step)];
    for (int i = 0; i < read.count; ++i)
        if (read.in[i] == operand_subscript) read.in[i] = ~step.operands[1];
    return read;
}

/// What x is in turns that other subscripts say; one of them at most is a node.
constexpr recorded at_turn(loop_recorder& loops, const recorded& x, const turn_read& turns) {
    if (x.is_literal()) return x;
    const instruction* const made_by = loops.target().instruction_of(x.operand());
    if (made_by != nullptr && loop_step_of(made_by->function) == loop_step::at_turn) {
        // What is read in the turns of a read is read at once.
        turn_read both = record::turns_of_read(loops, *made_by);
        if (detail::are_joined(loops, both, turns))
            return record::at_turn(loops, recorded(loops.target(), made_by->operands[0]), both);
    }
    turn_read read;
    const index_set set = loops.indices_of(x);
    for (int i = 0; i < turns.count; ++i)
        if (contains(set, turns.of[i]) && (turns.of[i] != turns.in[i] || turns.offsets[i] != 0)) {
            read.of[read.count] = turns.of[i]; // no more than there are in `turns`
            read.offsets[read.count] = turns.offsets[i];
            read.in[read.count++] = turns.in[i];
        }
    if (read.count == 0) return x;
    const int subscript = detail::taken_out(read), number = detail::number_of(loops, read);
    const bool has_node = 0 > subscript;
    return recorded(loops.target(), loops.target().record(&at_turn_operations[has_node ? 1 : 0], x.operand(),
                                                          has_node ? ~subscript : 0, number));
}

/// For each element of an array over the index `of` the sum of all x whose subscript, moved by the offset, is the place
/// of the element. The sum is over the indices `over`, which the subscript depends on.
constexpr recorded scatter(loop_recorder& loops, const recorded& x, int of, int subscript, int offset, index_set over) {
    turn_read read;
    read.count = 1;
    read.of[0] = of;
    read.in[0] = subscript;
    read.offsets[0] = offset;
    read.over = over;
    recorder& target = loops.target();
    const int operand = x.operand_in(target), place = detail::taken_out(read), number = detail::number_of(loops, read);
    const bool has_node = 0 > place;
    return recorded(target,
                    target.record(&scatter_operations[has_node ? 1 : 0], operand, has_node ? ~place : 0, number));
}

} // namespace pullback::engine::record

#endif
