// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_LOOP_TURNS_HPP
#define PULLBACK_OPTIMISE_LOOP_TURNS_HPP

#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/record/index_set.hpp>
#include <pullback/record/loop_recorder.hpp>

#include <bit>

// What the formation of loops asks of ordered loops. Such a loop is one whole: all that stands in its turns is computed
// in one loop, when everything is there that any of it needs, and each turn reads its state before it hands on the
// next.

namespace pullback::engine::optimise {

/// The states of a program.
template <class Program>
class loop_turns {
public:
    static constexpr bool exist = Program::carry_count > 0;

    constexpr explicit loop_turns(const Program& from) : from_(from) {}

    constexpr bool is_last(int node) const { return from_.step_of(node) == loop_step::last; }
    constexpr bool is_scatter(int node) const { return from_.step_of(node) == loop_step::scatter; }
    constexpr int number_of(int node) const { return name_in(from_.maker_of(node)); }
    constexpr const loop_carry& carry_of(int node) const { return from_.carries[number_of(node)]; }

    /// Acts on the numbers of the state that an ordered loop hands on, `act(carry, number)`.
    constexpr void for_carries(int index, auto&& act) const {
        for (int i = 0; i < Program::carry_count; ++i)
            if (from_.carries[i].index == index) act(from_.carries[i], i);
    }
    /// The loops over an array in a state.
    constexpr record::index_set elements_of(const loop_carry& carry) const {
        return engine::elements_of_state(from_.tables, carry);
    }
    /// The loops around an ordered one.
    constexpr record::index_set around(int index) const {
        record::index_set set = 0;
        for_carries(index, [&](const loop_carry& carry, int) { set |= carry.around; });
        return set;
    }

private:
    const Program& from_;
};

/// The ordered loops in one region or further in, and on which level each stands.
template <class Program>
class turns_in_region {
    static constexpr bool exist = loop_turns<Program>::exist;

public:
    constexpr bool has(int index) const { return record::contains(all_, index); }
    constexpr bool is_empty() const { return all_ == 0; }
    /// Notes a loop, and the loops around it within this region.
    constexpr void add(int index, record::index_set around) {
        all_ |= record::set_of(index);
        around_[index] = around;
    }
    constexpr record::index_set around(int index) const { return around_[index]; }
    constexpr int level_of(int index) const { return level_[index]; }
    /// The ordered loops that what stands in these loops is a part of. (After a sum over a loop around an ordered one,
    /// what stands in the turns of that stands in no such loop.)
    constexpr record::index_set among(record::index_set loops) const {
        record::index_set set = all_ & loops;
        if constexpr (exist)
            for (record::index_set left = set; left != 0; left &= left - 1)
                if (const int i = std::countr_zero(left); (around_[i] & ~loops) != 0) set &= ~record::set_of(i);
        return set;
    }
    /// Whether what stands in these loops and what stands in those are parts of one ordered loop.
    constexpr bool have_common(record::index_set a, record::index_set b) const {
        return (all_ & a & b) != 0 && (among(a) & among(b)) != 0;
    }
    /// The level of what stands in these loops and waits for `level`: that of the ordered ones among them.
    constexpr int level_in(record::index_set loops, int level) const {
        for (record::index_set left = among(loops); left != 0; left &= left - 1)
            if (const int i = std::countr_zero(left); level_[i] > level) level = level_[i];
        return level;
    }
    /// The same, which is then the level of all that stands in those.
    constexpr int raised(record::index_set loops, int level) {
        const record::index_set turns = among(loops);
        for (record::index_set left = turns; left != 0; left &= left - 1)
            if (const int i = std::countr_zero(left); level_[i] > level) level = level_[i];
        for (record::index_set left = turns; left != 0; left &= left - 1) level_[std::countr_zero(left)] = level;
        return level;
    }

private:
    record::index_set all_ = 0;
    int level_[exist ? most_indices : 1]{};
    record::index_set around_[exist ? most_indices : 1]{};
};

/// An array in a state, in one turn and in the next.
struct state_array {
    int carry = 0;
    int now = 0, next = 0; // the arrays
};

} // namespace pullback::engine::optimise

#endif
