// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_FREE_TURNS_HPP
#define PULLBACK_RUN_FREE_TURNS_HPP

#include <pullback/always_inline.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>

#include <cstddef>

// Loops whose turns write to elements of their own, in the work memory, which overlaps with nothing else. Compilers are
// told so: to find it out g++ compares the addresses of all arrays before such a loop, and with many arrays it does
// not, and makes no vectors.

namespace pullback::engine::run {

/// Whether the turns of the loop that a region is write only to elements of kept arrays that no other turn reads.
constexpr bool has_free_turns(const auto& code, const auto& plan, int region) {
    using optimise::loop_action;
    const optimise::loop_region& loop = plan.regions[region];
    if (loop.index < 0 || code.tables.indices[loop.index].condition >= 0) return false;
    if (engine::hands_on_state(code, loop.index)) return false;
    const auto has_element_for_each_turn = [&](const optimise::kept_array& array) {
        if (array.store >= 0) return false;
        for (int d = 0; d < array.dimensions; ++d)
            if (array.indices[d] == loop.index) return true;
        return false;
    };
    const auto writes = [&](int array) {
        for (int i = loop.first; i < loop.first + loop.count; ++i)
            if (plan.items[i].array == array &&
                (plan.items[i].action == loop_action::keep || plan.items[i].action == loop_action::accumulate))
                return true;
        return false;
    };
    bool is_any = false;
    for (int i = loop.first; i < loop.first + loop.count; ++i) {
        const optimise::loop_item& item = plan.items[i];
        switch (item.action) {
            case loop_action::compute:
            case loop_action::load: break;
            case loop_action::load_turn:
                if (writes(item.array)) return false;
                break;
            case loop_action::accumulate:
                // In registers, sums are added up in the order of the turns whatever is said.
                if (item.array < 0 && !is_place(code.step_of(item.node))) break;
                if (is_reduction(code.step_of(item.node)) && code.step_of(item.node) != loop_step::sum) return false;
                [[fallthrough]];
            case loop_action::keep:
                if (item.array < 0 || !has_element_for_each_turn(plan.arrays[item.array])) return false;
                is_any = true;
                break;
            default: return false;
        }
    }
    return is_any;
}

/// Acts in the turns from `first` to `end`, which is the result, of the loop that a region of a program's plan is.
template <class Program, class Running, int Region, class Act>
PULLBACK_ALWAYS_INLINE constexpr std::ptrdiff_t go_through(std::ptrdiff_t first, std::ptrdiff_t end, Act act) {
    std::ptrdiff_t i = first;
#if defined(__GNUC__) && !defined(__clang__)
    if constexpr (run::has_free_turns(Program::code, Running::plan, Region)) {
#pragma GCC ivdep
        for (; i < end; ++i) act(i);
        return i;
    }
#endif
    for (; i < end; ++i) act(i);
    return i;
}

} // namespace pullback::engine::run

#endif
