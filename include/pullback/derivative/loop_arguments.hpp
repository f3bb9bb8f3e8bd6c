// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_LOOP_ARGUMENTS_HPP
#define PULLBACK_DERIVATIVE_LOOP_ARGUMENTS_HPP

#include <pullback/derivative/wrt.hpp>
#include <pullback/differentiate/loops.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorder.hpp>
#include <pullback/static_function/range_function.hpp>
#include <pullback/static_function/signature.hpp>

#include <cstddef>
#include <utility>

// The arguments that a function with loops is differentiated by.

namespace pullback::detail {

/// Acts on what the body has read so far of the elements of a range: the node, and which scalar it is.
constexpr void for_elements_of(engine::record::loop_recorder& loops, std::size_t position, auto&& act) {
    const engine::record::recorder& target = loops.target();
    const int array = array_of_argument(loops, position), end = target.input_count() + target.size();
    for (int node = target.input_count(); node < end; ++node) {
        const engine::instruction step = *target.instruction_of(node);
        if (engine::loop_step_of(step.function) != engine::loop_step::element) continue;
        const engine::array_access at = loops.accesses[engine::name_in(step)];
        if (at.array == array && !at.is_integer) act(node, at);
    }
}

/// Says that the adjoints of an argument are wanted, of each element of a range that the body reads.
template <class Shape, class... Shapes>
constexpr void want_argument(engine::differentiate::loop_reverse& sweep, engine::record::loop_recorder& loops,
                             std::size_t position) {
    if constexpr (SymbolicRange<Shape>) {
        for_elements_of(loops, position, [&](int node, const engine::array_access&) { sweep.is_wanted[node] = true; });
    } else {
        for (int i = 0; i < fixed_size<Shape>; ++i) sweep.is_wanted[first_input<Shapes...>(position) + i] = true;
    }
}

/// The implementation of F for the first arguments only, which are its own: a tangent or a cotangent comes after them.
template <class F, class Sequence, class... Shapes>
struct primal_implementation;
template <class F, std::size_t... I, class... Shapes>
struct primal_implementation<F, std::index_sequence<I...>, Shapes...> {
    using type = typename F::template implementation<element_at<I, Shapes...>...>;
};
template <class F, std::size_t Count, class... Shapes>
using primal_of = typename primal_implementation<F, std::make_index_sequence<Count>, Shapes...>::type;

} // namespace pullback::detail

#endif
