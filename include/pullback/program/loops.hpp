// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_LOOPS_HPP
#define PULLBACK_PROGRAM_LOOPS_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/program/buffer.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>

#include <cstdint>
#include <limits>

// A program with loops of run-time length is a program like any other, whose nodes stand in loops: a node stands in the
// loop over every index that it depends on, and in no other. `sum(x, f)` is f's body, written once, which depends on an
// index, and a reduction over that index, which does not.

namespace pullback::engine {

/// A subscript is an index, or the node of an integer, as its complement, or a constant: the elements count from 0, or
/// back from the end, the last one as -1.
inline constexpr int no_subscript = 1 << 20;
inline constexpr int most_constant_subscripts = 1 << 19;
constexpr int constant_subscript(int k) { return 2 * no_subscript + k; }
constexpr bool is_constant_subscript(int subscript) { return subscript > no_subscript; }
constexpr int constant_of(int subscript) { return subscript - 2 * no_subscript; }
constexpr bool is_index_subscript(int subscript) { return subscript >= 0 && subscript < no_subscript; }

/// The constant of a loop that ends by its condition alone.
inline constexpr int no_bound = std::numeric_limits<int>::max();

/// How far an index runs: which dimension of which array says so, and where each row has a length of its own, the
/// subscript of the row. Where no array says it, it is a constant.
struct loop_extent {
    int array = -1;
    int dimension = 0;
    int row = no_subscript;
    int count = 0; // where it is a constant
    constexpr bool is_constant() const { return array < 0; }
    constexpr bool has_no_bound() const { return is_constant() && count == no_bound; }
    constexpr bool is_of_row() const { return row != no_subscript; }
    /// Whether a node says which row it is.
    constexpr bool has_chosen_row() const { return 0 > row; }
};

/// This stands for all rows, in place of the subscript of one.
inline constexpr int all_rows = no_subscript + 1;

/// An index: its extent, and the number of enclosing loops over the same extent. Sibling loops over one extent so share
/// their index, and what they have in common is one node.
struct loop_index {
    int extent = -1;
    int nesting = 0;
    int depth = 0;           // the deepest nesting that it was met at, which orders the loops
    unsigned within = 0;     // the set of it and of the indices that its extent depends on
    bool is_ordered = false; // of a loop that hands on a state; no other loop has this index
    int reverses = -1;       // the index of the ordered loop whose turns this one goes back through
    // Where a loop may end earlier than its extent says:
    int condition = -1;     // the number in its state that says whether there is another turn
    int turns = -1;         // of a loop that goes back through such turns, the node that is how many there were
    bool is_nested = false; // of an ordered loop that stands in one that is not ordered
    int inside = -1;        // the nested ordered loop whose turns only have it
};

inline constexpr int most_dimensions = 2;
inline constexpr int most_indices = 24; // a set of indices is a mask
inline constexpr int most_arrays = 32;

/// An array of run-time length, an argument or a result: elements of `size` scalars.
struct loop_array {
    int argument = -1; // its place among the arguments, or -1 for a result
    int dimensions = 1;
    int extents[most_dimensions] = {-1, -1};
    int size = 1;
    bool is_integer = false; // whether all of them are integers
    bool is_ragged = false;  // whether each row has a length of its own, so that the second extent is none
};

/// Which scalar of an array is read or written: a subscript for each dimension, and the scalar in the element. An
/// offset is added to its subscript, and where no element stands there it is the nearest one.
struct array_access {
    int array = -1;
    int subscripts[most_dimensions] = {no_subscript, no_subscript};
    int offsets[most_dimensions] = {};
    int scalar = 0;
    bool is_integer = false; // data that are not differentiated, and may be subscripts

    friend constexpr bool operator==(const array_access&, const array_access&) = default;
};

/// What an extent must be at a call: so many elements, or at least so many, or at least as many as another extent has.
/// (Also where a loop around the read has no turns, because what does not depend on that loop is read before it.)
struct extent_need {
    int extent = -1;
    int other = -1;
    int count = 0;
    bool exactly = false;

    friend constexpr bool operator==(const extent_need&, const extent_need&) = default;
};
inline constexpr int most_needs = 64;

/// A number of the state that an ordered loop hands on from turn to turn: what it is in the first turn, and in the next
/// one. It stands in the ordered loop and in the loops around that; an element of an array of run-time length in the
/// state also stands in the loop over that.
struct loop_carry {
    int index = -1;
    unsigned around = 0;
    unsigned indices = 0; // all of them
    int node = -1;
    int first = 0, next = 0;
    bool is_condition = false; // `first` and `next` are truth values: whether there is a turn, and another one
};

inline constexpr int most_nested_turns = 4;

/// What a value was in one turn of a loop is read in a turn of another one: each index that the value depends on, and
/// the subscript in its place. An offset is added to that, and where no turn is there it is the nearest one.
struct turn_read {
    int count = 0;
    int of[most_nested_turns]{}, in[most_nested_turns]{}, offsets[most_nested_turns]{};
    unsigned over = 0; // of a scatter: the indices that its terms depend on, and what it makes of them does not
    friend constexpr bool operator==(const turn_read& a, const turn_read& b) {
        if (a.count != b.count || a.over != b.over) return false;
        for (int i = 0; i < a.count; ++i)
            if (a.of[i] != b.of[i] || a.in[i] != b.in[i] || a.offsets[i] != b.offsets[i]) return false;
        return true;
    }
    /// The number of what is said of an index, or -1.
    constexpr int place_of(int index) const {
        for (int i = 0; i < count; ++i)
            if (of[i] == index) return i;
        return -1;
    }
    /// The subscript in the place of an index.
    constexpr int at(int index) const {
        const int place = place_of(index);
        return place < 0 ? index : in[place];
    }
    constexpr int offset_at(int index) const {
        const int place = place_of(index);
        return place < 0 ? 0 : offsets[place];
    }
};

/// This stands for a subscript that is a node: the second operand of the instruction.
inline constexpr int operand_subscript = no_subscript;

/// A value that is written to an array of results, or added to what is there.
struct array_store {
    int access = -1;
    int operand = 0;
    bool adds = false;
};

/// What loops add to a program.
struct loop_tables {
    loop_extent extents[most_arrays]{};
    int extent_count = 0;
    loop_index indices[most_indices]{};
    int index_count = 0;
    loop_array arrays[most_arrays]{};
    int array_count = 0;
};

enum class loop_step : unsigned char {
    none,
    element,
    extent,
    index,
    carry, // a number of the state, in the turn
    last,  // the same after the last turn; of the condition of a loop, how many turns there were
    at_turn,
    scatter, // terms added up, each at a subscript of its own
    sum,
    product,
    maximum,
    minimum,
    place_of_maximum,
    place_of_minimum
};

constexpr bool is_reduction(loop_step step) { return step >= loop_step::scatter; }
/// Whether a reduction finds where an extremum is. Whether a value is such an index is asked by `kind_of`.
constexpr bool is_place(loop_step step) { return step >= loop_step::place_of_maximum; }

constexpr bool is_of_state(loop_step step) { return step == loop_step::carry || step == loop_step::last; }
/// The loops over the array in a state that a number is an element of; none over a number by itself.
constexpr unsigned elements_of_state(const loop_tables& tables, const loop_carry& carry) {
    return carry.indices & ~carry.around & ~tables.indices[carry.index].within;
}
/// Whether it is a number in the state of that ordered loop, and not an element of an array.
constexpr bool is_number_of_state(const loop_tables& tables, const loop_carry& carry, int index) {
    return carry.index == index && !carry.is_condition && elements_of_state(tables, carry) == 0;
}

/// Whether a loop of the program `code` hands on a state, so that its turns wait for each other.
constexpr bool hands_on_state(const auto& code, int index) {
    for (const loop_carry& carry : code.carries)
        if (carry.index == index) return true;
    return false;
}
/// Whether it has its last turn first: one that goes back through the turns of another and hands on a state. Without
/// one the order of turns is free, and memory is gone through forward.
constexpr bool runs_backwards(const auto& code, int index) {
    return code.tables.indices[index].reverses >= 0 && engine::hands_on_state(code, index);
}

constexpr operation make_loop_operation(const char* name, int arity, value_kind kind = value_kind::number) {
    operation made{};
    made.name = name;
    made.hash = mix(hash_of(name), static_cast<std::uint64_t>(arity) + 0x100);
    made.arity = arity;
    made.role = row_role::other;
    made.facts.result = kind;
    return made;
}

// What the steps of loops are among the operations. The third operand is no operand: it names an access, an extent, an
// index, a number of a state, or how a turn is read.
inline constexpr operation element_operations[] = {make_loop_operation("element", 0), make_loop_operation("element", 1),
                                                   make_loop_operation("element", 2)};
inline constexpr operation extent_operation = make_loop_operation("extent", 0);
inline constexpr operation index_operation = make_loop_operation("index", 0, value_kind::index);
inline constexpr operation carry_operation = make_loop_operation("carry", 0);
inline constexpr operation last_operation = make_loop_operation("last", 0);
inline constexpr operation at_turn_operations[] = {make_loop_operation("at_turn", 1),
                                                   make_loop_operation("at_turn", 2)};
inline constexpr operation scatter_operations[] = {make_loop_operation("scatter", 1),
                                                   make_loop_operation("scatter", 2)};
inline constexpr operation reductions[] = {make_loop_operation("sum", 1),
                                           make_loop_operation("product", 1),
                                           make_loop_operation("max", 1),
                                           make_loop_operation("min", 1),
                                           make_loop_operation("argmax", 1, value_kind::index),
                                           make_loop_operation("argmin", 1, value_kind::index)};

constexpr const operation* operation_of_loop(loop_step step) {
    return &reductions[static_cast<int>(step) - static_cast<int>(loop_step::sum)];
}

constexpr loop_step loop_step_of(const operation* function) {
    if (function->role != row_role::other) return loop_step::none;
    if (is_same_operation(function, &extent_operation)) return loop_step::extent;
    if (is_same_operation(function, &index_operation)) return loop_step::index;
    if (is_same_operation(function, &carry_operation)) return loop_step::carry;
    if (is_same_operation(function, &last_operation)) return loop_step::last;
    for (const operation& each : at_turn_operations)
        if (is_same_operation(function, &each)) return loop_step::at_turn;
    for (const operation& each : scatter_operations)
        if (is_same_operation(function, &each)) return loop_step::scatter;
    for (const operation& each : element_operations)
        if (is_same_operation(function, &each)) return loop_step::element;
    for (int i = 0; i < 6; ++i)
        if (is_same_operation(function, &reductions[i]))
            return static_cast<loop_step>(static_cast<int>(loop_step::sum) + i);
    return loop_step::none;
}

/// What names the access, extent or index of such a step.
constexpr int name_in(const instruction& step) { return step.operands[2]; }

} // namespace pullback::engine

#endif
