// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_LOOPS_OF_HPP
#define PULLBACK_OPTIMISE_LOOPS_OF_HPP

#include <pullback/optimise/loop_formation.hpp>
#include <pullback/optimise/loop_plan.hpp>

namespace pullback::engine::optimise {

/// A plan with room for more than it has.
template <int Capacity>
struct plan_buffer {
    static constexpr int few = Capacity / 8 + 8; // loops, and arrays
    loop_plan<Capacity, few, few> plan;
    int items = 0, regions = 0, arrays = 0;
    constexpr bool overflow() const { return items > Capacity || regions > few || arrays > few; }
};

template <int Capacity>
constexpr plan_buffer<Capacity> form_loops(const auto& code) {
    const loop_former former(code);
    plan_buffer<Capacity> formed{{}, former.items.size(), former.regions.size(), former.arrays.size()};
    if (!formed.overflow()) formed.plan.copy(former.items.data(), former.regions.data(), former.arrays.data(), formed);
    return formed;
}
template <class Built, int Capacity>
inline constexpr plan_buffer<Capacity> plan_in_room = optimise::form_loops<Capacity>(Built::code);

// Forming loops is the dearest step of all, so it is not done a first time for the size alone.
template <class Built, int Capacity>
consteval int plan_capacity() {
    if constexpr (plan_in_room<Built, Capacity>.overflow()) return plan_capacity<Built, 4 * Capacity>();
    else return Capacity;
}

template <class Built>
inline constexpr const auto& roomy_plan = plan_in_room<Built, plan_capacity<Built, 2 * Built::code.node_count + 64>()>;

template <class Plan>
constexpr Plan pack_plan(const auto& formed) {
    Plan plan;
    plan.copy(formed.plan.items, formed.plan.regions, formed.plan.arrays, formed);
    return plan;
}
/// The loops of the program `Built`.
template <class Built>
inline constexpr auto loops_of =
    optimise::pack_plan<loop_plan<roomy_plan<Built>.items, roomy_plan<Built>.regions, roomy_plan<Built>.arrays>>(
        roomy_plan<Built>);

} // namespace pullback::engine::optimise

#endif
