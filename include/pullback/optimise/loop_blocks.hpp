// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_LOOP_BLOCKS_HPP
#define PULLBACK_OPTIMISE_LOOP_BLOCKS_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/math/precision.hpp>
#include <pullback/optimise/constant_states.hpp>
#include <pullback/optimise/cost.hpp>
#include <pullback/optimise/factoring/rearranged.hpp>
#include <pullback/optimise/order/scheduling.hpp>
#include <pullback/optimise/pipeline.hpp>
#include <pullback/optimise/rates.hpp>
#include <pullback/optimise/sequence.hpp>
#include <pullback/program/compiler.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/index_set.hpp>
#include <pullback/record/loop_program.hpp>
#include <pullback/record/loop_recorder.hpp>

#include <limits>
#include <type_traits>

// What stands in the same loops is straight-line code: its inputs are what is read there and what comes from other
// places, its results what others use. The passes for straight-line programs make it cheaper, where it is a derivative
// that is long enough. Nothing moves from one place to another.

namespace pullback::engine::optimise {

using record::index_set;

/// A shorter block is as differentiation wrote it, which for so few steps is about as good and takes no time.
inline constexpr int shortest_block = 40;
/// A longer one would take the compiler longer than it is worth: the second in the turns of an ordered loop, which wait
/// for each other, and the third, where several quotients share a divisor, which is what most is gained by. (Of a
/// second derivative by steps of Runge and Kutta, blocks of about 250, a seventh of the time is saved with
/// clang 19.)
inline constexpr int longest_block = compiler_is_gcc ? 400 : 150, longest_block_in_turns = 400,
                     longest_block_with_quotients = 1000;

/// Whether a node belongs to the block of a place: truth values, and what chooses by them, stay outside.
constexpr bool is_in_block(const auto& from, int node, index_set place) {
    if (node < from.input_count || from.step_of(node) != loop_step::none || from.indices_of(node) != place)
        return false;
    const operation& function = *from.maker_of(node).function;
    return kind_of(&function) == value_kind::number && operand_kind_of(&function) == value_kind::number;
}

/// How many steps the block has that `node` belongs to, if it is the first of them, and the passes are worth their
/// time.
constexpr int size_of_block_from(const auto& from, int node) {
    const index_set place = from.indices_of(node);
    for (int i = from.input_count; i < node; ++i)
        if (from.indices_of(i) == place && optimise::is_in_block(from, i, place)) return 0;
    int size = 0, divisor = -1;
    bool is_derivative = false, shares_divisor = false;
    for (int i = node; i < from.node_count; ++i) {
        if (!optimise::is_in_block(from, i, place)) continue;
        ++size;
        const instruction& step = from.maker_of(i);
        if (step.is_primal) continue;
        is_derivative = true;
        if (step.function->role != row_role::divide) continue;
        shares_divisor = shares_divisor || step.operands[1] == divisor;
        divisor = step.operands[1];
    }
    bool is_in_turns = false;
    for (int i = 0; i < from.tables.index_count; ++i)
        is_in_turns = is_in_turns || (record::contains(place, i) && from.tables.indices[i].is_ordered);
    const int longest = shares_divisor ? longest_block_with_quotients
                        : is_in_turns  ? longest_block_in_turns
                                       : longest_block;
    return is_derivative && size <= longest ? size : 0;
}

struct block_places {
    index_set sets[8]{};
    int count = 0;
};
constexpr block_places places_of_blocks(const auto& from) {
    block_places places;
    index_set known[32]{};
    int known_count = 0;
    for (int node = from.input_count; node < from.node_count && known_count < 32; ++node) {
        const index_set place = from.indices_of(node);
        bool is_known = !optimise::is_in_block(from, node, place);
        for (int i = 0; i < known_count; ++i) is_known = is_known || known[i] == place;
        if (is_known) continue;
        known[known_count++] = place;
        const int size = optimise::size_of_block_from(from, node);
        if (size >= shortest_block && places.count < 8) places.sets[places.count++] = place;
    }
    return places;
}

/// The block of one place as a program of its own.
template <class Built, index_set Place>
struct block {
private:
    static constexpr int nodes = Built::code.node_count;
    struct layout {
        int number[nodes + 1]{}; // in the block, or -1
        bool is_inside[nodes + 1]{}, is_output[nodes + 1]{};
        int inputs = 0, size = 0, outputs = 0;
    };
    static constexpr layout find() {
        const auto& from = Built::code;
        layout found;
        for (int node = 0; node < nodes; ++node) found.number[node] = -1;
        for (int node = from.input_count; node < nodes; ++node)
            found.is_inside[node] = optimise::is_in_block(from, node, Place);
        const auto use = [&](int operand, bool by_block) {
            if (operand < 0) return;
            if (found.is_inside[operand] && !by_block) found.is_output[operand] = true;
            if (!found.is_inside[operand] && by_block && found.number[operand] < 0)
                found.number[operand] = found.inputs++;
        };
        for (int node = from.input_count; node < nodes; ++node) {
            const instruction& step = from.maker_of(node);
            for (int k = 0; k < step.function->arity; ++k) use(step.operands[k], found.is_inside[node]);
        }
        for (const int output : from.straight.outputs) use(output, false);
        for (int i = 0; i < from.store_count; ++i) use(from.stores[i].operand, false);
        for (int i = 0; i < from.carry_count; ++i) {
            if (from.carries[i].index < 0) continue;
            use(from.carries[i].first, false);
            use(from.carries[i].next, false);
        }
        for (int i = 0; i < from.access_count; ++i)
            for (const int subscript : from.accesses[i].subscripts)
                if (subscript < 0) use(~subscript, false);
        for (int node = from.input_count; node < nodes; ++node) {
            if (found.is_inside[node]) found.number[node] = found.inputs + found.size++;
            if (found.is_output[node]) ++found.outputs;
        }
        return found;
    }
    static constexpr auto pack() {
        const auto& from = Built::code.straight;
        program<facts.inputs, facts.size, from.literal_count, facts.outputs> result{};
        for (int i = 0; i < from.literal_count; ++i) result.literals[i] = from.literals[i];
        int outputs = 0;
        for (int node = Built::code.input_count; node < nodes; ++node) {
            if (!facts.is_inside[node]) continue;
            instruction& step = result.code[facts.number[node] - facts.inputs];
            step = Built::code.maker_of(node);
            for (int k = 0; k < step.function->arity; ++k)
                if (step.operands[k] >= 0) step.operands[k] = facts.number[step.operands[k]];
            if (facts.is_output[node]) result.outputs[outputs++] = facts.number[node];
        }
        result.has_rounded_literals = from.has_rounded_literals;
        result.has_limits = from.has_limits;
        return result;
    }

public:
    static constexpr layout facts = find();
    static constexpr auto code = pack();
};

/// The program with another program for one of its blocks.
template <class Built, index_set Place, class Better>
struct with_block {
private:
    using old = block<Built, Place>;
    static constexpr const auto& from = Built::code;
    static constexpr const auto& better = Better::code;
    static constexpr int inputs = from.input_count, nodes = from.node_count;
    static constexpr int size = from.size - old::facts.size + better.size;

    struct merged {
        record::loop_program<inputs, size, from.straight.literal_count + better.literal_count, from.output_count,
                             from.access_count, from.store_count, from.need_count, from.carry_count,
                             from.turn_read_count>
            code;
        bool is_whole = false;
    };

    // What is not an instruction; `outside` says where an operand has come to.
    static constexpr void copy_rest(auto& to, const auto& outside) {
        for (int i = 0; i < from.straight.literal_count; ++i) to.straight.literals[i] = from.straight.literals[i];
        for (int i = 0; i < better.literal_count; ++i)
            to.straight.literals[from.straight.literal_count + i] = better.literals[i];
        for (int i = 0; i < from.output_count; ++i) to.straight.outputs[i] = outside(from.straight.outputs[i]);
        to.straight.has_rounded_literals = from.straight.has_rounded_literals || better.has_rounded_literals;
        to.straight.has_limits = from.straight.has_limits;
        to.tables = from.tables;
        for (int i = 0; i < to.tables.extent_count; ++i) {
            int& row = to.tables.extents[i].row;
            if (row < 0) row = ~outside(~row);
        }
        for (int i = 0; i < to.tables.index_count; ++i) {
            int& turns = to.tables.indices[i].turns;
            if (turns >= 0) turns = outside(turns);
        }
        for (int i = 0; i < from.access_count; ++i) {
            to.accesses[i] = from.accesses[i];
            for (int& subscript : to.accesses[i].subscripts)
                if (subscript < 0) subscript = ~outside(~subscript);
        }
        for (int i = 0; i < from.store_count; ++i) {
            to.stores[i] = from.stores[i];
            to.stores[i].operand = outside(from.stores[i].operand);
        }
        for (int i = 0; i < from.carry_count; ++i) {
            to.carries[i] = from.carries[i];
            if (from.carries[i].index < 0) continue;
            to.carries[i].node = outside(from.carries[i].node);
            to.carries[i].first = outside(from.carries[i].first);
            to.carries[i].next = outside(from.carries[i].next);
        }
        for (int i = 0; i < from.turn_read_count; ++i) to.turn_reads[i] = from.turn_reads[i];
        for (int i = 0; i < from.equal_extent_count; ++i) to.equal_extents[i] = from.equal_extents[i];
        to.equal_extent_count = from.equal_extent_count;
        for (int i = 0; i < from.need_count; ++i) to.needs[i] = from.needs[i];
    }
    static constexpr merged merge() {
        merged result;
        auto& to = result.code;
        constexpr int none = 1 << 30;
        int place_of[nodes + 1]{}, place_in_block[better.size + 1]{}, input[old::facts.inputs + 1]{};
        for (int node = 0; node < nodes; ++node) {
            place_of[node] = node < inputs ? node : none;
            if (!old::facts.is_inside[node] && old::facts.number[node] >= 0) input[old::facts.number[node]] = node;
        }
        for (int i = 0; i < better.size; ++i) place_in_block[i] = none;
        // Where an operand of the better block, or of what is outside of it, has come to; `none` if it has not yet.
        const auto in_block = [&](int operand) {
            if (operand < 0) return operand - from.straight.literal_count;
            return operand < old::facts.inputs ? place_of[input[operand]] : place_in_block[operand - old::facts.inputs];
        };
        int results[nodes + 1]{};
        for (int node = 0, next = 0; node < nodes; ++node)
            if (old::facts.is_output[node]) results[node] = better.outputs[next++];
        const auto outside = [&](int operand) {
            if (operand < 0) return operand;
            return old::facts.is_output[operand] ? in_block(results[operand]) : place_of[operand];
        };
        int placed = 0;
        const auto place = [&](const instruction& step, const auto& moved) {
            instruction made = step;
            for (int k = 0; k < step.function->arity; ++k) {
                made.operands[k] = moved(step.operands[k]);
                if (made.operands[k] == none) return none;
            }
            to.straight.code[placed] = made;
            return inputs + placed++;
        };
        // What is outside and the block are placed by turns, each as far as its operands are there.
        for (int before = -1; before != placed;) {
            before = placed;
            for (int node = inputs; node < nodes; ++node) {
                if (old::facts.is_inside[node] || place_of[node] != none) continue;
                place_of[node] = place(from.maker_of(node), outside);
                if (place_of[node] == none) continue;
                to.sets[place_of[node] - inputs] = from.indices_of(node);
                to.steps[place_of[node] - inputs] = from.step_of(node);
            }
            for (int i = 0; i < better.size; ++i) {
                if (place_in_block[i] != none) continue;
                place_in_block[i] = place(better.code[i], in_block);
                if (place_in_block[i] == none) continue;
                index_set set = 0;
                const instruction& made = to.straight.code[placed - 1];
                for (int k = 0; k < made.function->arity; ++k)
                    if (made.operands[k] >= 0) set |= to.indices_of(made.operands[k]);
                to.sets[placed - 1] = set;
            }
        }
        result.is_whole = placed == size;
        if (!result.is_whole) return result;
        copy_rest(to, outside);
        return result;
    }
    static constexpr merged whole = merge();

public:
    /// False where the better block needs for a result what was computed from that result.
    static constexpr bool is_whole = whole.is_whole;
    static constexpr const auto& code = whole.code;
};

template <class T>
inline constexpr bool may_round =
    math::significand_bits<T>() != 0 && math::significand_bits<T>() <= std::numeric_limits<literal>::digits;

/// The passes for derivatives that find most in blocks, in little time: common factors come out of sums, and a
/// divisor that several quotients share is inverted once.
template <class Built, class T>
using better_block =
    after<only_if<rearranges_derivatives,
                  cheapest<rearranging<may_round<T> ? rounding::is_allowed : rounding::is_excluded, depth::shallow>>,
                  in_best_order<compiler_joins_calls ? equal_calls::are_joined : equal_calls::stay_apart>>,
          Built>;

/// The program after the passes on its blocks from number `I` on.
template <class Built, class T, block_places Places, int I = 0>
struct after_blocks : std::type_identity<Built> {};
template <class Built, class T, block_places Places, int I>
    requires(I < Places.count)
struct after_blocks<Built, T, Places, I> {
private:
    using old = block<Built, Places.sets[I]>;
    using better = better_block<old, T>;
    static constexpr auto chosen() {
        if constexpr (cost_in<better> < cost_in<old>) {
            using with_better = with_block<Built, Places.sets[I], better>;
            if constexpr (with_better::is_whole) return std::type_identity<with_better>();
            else return std::type_identity<Built>();
        } else {
            return std::type_identity<Built>();
        }
    }

public:
    using type = typename after_blocks<typename decltype(chosen())::type, T, Places, I + 1>::type;
};

/// Finds it once for a program and a scalar: an alias alone would look for the blocks wherever it is named.
template <class Built, class T>
struct with_better_blocks {
private:
    using prepared = typename after_constant_states<typename after_rates<Built>::type>::type;

public:
    using type = typename after_blocks<prepared, T, optimise::places_of_blocks(prepared::code)>::type;
};
/// The program with loops to run on scalars of type `T` for the program `Built`.
template <class Built, class T>
using loop_program_for = typename with_better_blocks<Built, T>::type;

} // namespace pullback::engine::optimise

#endif
