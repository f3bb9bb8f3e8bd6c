// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_GRADIENT_IN_BODY_HPP
#define PULLBACK_DERIVATIVE_GRADIENT_IN_BODY_HPP

#include <pullback/derivative/loop_arguments.hpp>
#include <pullback/derivative/results.hpp>
#include <pullback/derivative/wrt.hpp>
#include <pullback/differentiate/jacobian_program.hpp>
#include <pullback/differentiate/loops.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/record/index_set.hpp>
#include <pullback/record/loop_fault.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/renamed_index.hpp>
#include <pullback/shape/groups.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/static_function/range_function.hpp>
#include <pullback/static_function/signature.hpp>

#include <boost/hana/at.hpp>
#include <boost/hana/tuple.hpp>

#include <cstddef>
#include <type_traits>

// Gradients by ranges inside of the body of another function: the forces of a step, from its energy.

namespace pullback::detail {

/// The gradient by a range while it is recorded. An element is the sum of the adjoints of what was read of that
/// element, by whatever index.
template <class Element>
class adjoint_range {
public:
    constexpr adjoint_range(engine::record::loop_recorder& loops, int extent) : loops_(&loops), extent_(extent) {}

    constexpr engine::record::loop_recorder& loops() const { return *loops_; }
    constexpr int extent() const { return extent_; }
    constexpr Element element(int subscript) const {
        recorded scalars[size_of_element];
        for (int i = 0; i < count_; ++i) {
            engine::record::renamed_index rename(*loops_, parts_[i].index, subscript);
            const recorded added = rename.of(parts_[i].adjoint);
            recorded& sum = scalars[parts_[i].scalar];
            sum = sum.is_literal(0) ? added : sum + added;
        }
        return shape_of<Element>::template store<0, Element>(scalars);
    }
    constexpr recorded size() const { return loops_->extent(extent_); }
    constexpr Element operator[](const recorded& k) const { return element(loops_->subscript(k, extent_)); }

    constexpr void add(int scalar, int index, const recorded& adjoint) {
        if (count_ == most_parts) loops_->fault = engine::record::loop_fault::too_many;
        else parts_[count_++] = {scalar, index, adjoint};
    }

private:
    static constexpr int size_of_element = shape_of<Element>::size;
    static constexpr int most_parts = 8 * size_of_element;
    struct part {
        int scalar = 0;
        int index = 0;
        recorded adjoint;
    };
    engine::record::loop_recorder* loops_;
    int extent_;
    part parts_[most_parts]{};
    int count_ = 0;
};

template <bool IsArgument>
constexpr auto check_range_in_body() {
    static_assert(
        IsArgument,
        "gradient(f)(x), derivatives(y, x) in the body of a function: x is a range that is computed, or one of ranges; "
        "differentiate by an argument of the outer function that is a range of numbers, arrays or structs");
}

template <class R>
inline constexpr bool is_range_of_elements = false;
template <class Element, class Integers>
inline constexpr bool is_range_of_elements<recorded_range<Element, Integers, rows_of_range::are_alike>> =
    !SymbolicRange<Element> && !range_facts<recorded_range<Element, Integers, rows_of_range::are_alike>>::is_integer;

template <class First, class... Rest>
constexpr engine::record::loop_recorder& recorder_of(const First& first, const Rest&... rest) {
    if constexpr (SymbolicRange<First>) return first.loops();
    else return detail::recorder_of(rest...);
}

/// Acts on the node of each scalar of an argument.
template <class Act, class A>
constexpr void for_nodes(engine::record::loop_recorder& loops, const A& argument, Act act) {
    if constexpr (SymbolicRange<A>) {
        using checked [[maybe_unused]] = decltype(detail::check_range_in_body<is_range_of_elements<A>>());
        if constexpr (is_range_of_elements<A>)
            for_elements_of(loops, static_cast<std::size_t>(loops.tables.arrays[argument.array()].argument),
                            [&](int node, const engine::array_access& at) {
                                if (argument.has(at)) act(node, at);
                            });
    } else {
        recorded scalars[shape_of<A>::size];
        shape_of<A>::template load<0>(argument, scalars);
        for (const recorded& each : scalars) act(each.operand(), engine::array_access{});
    }
}

/// The derivative by one argument, after the sweep.
template <class A>
constexpr auto adjoint_of(engine::differentiate::loop_reverse& sweep, engine::record::loop_recorder& loops,
                          const A& argument) {
    if constexpr (SymbolicRange<A>) {
        adjoint_range<element_of_range<A>> result(loops, argument.extent());
        for_nodes(loops, argument, [&](int node, const engine::array_access& at) {
            // The body of f is in loops of its own, so what is read by the index of a loop around it is another
            // argument.
            const int subscript = at.subscripts[argument.dimension()];
            const bool is_own = subscript < 0 || !engine::record::contains(loops.open_indices(), subscript);
            if (!sweep.has_adjoint(node) || !is_own) return;
            if (subscript < 0 || at.offsets[argument.dimension()] != 0)
                loops.fault = engine::record::loop_fault::scattered;
            else result.add(at.scalar, subscript, sweep.adjoints[node]);
        });
        return result;
    } else {
        recorded scalars[shape_of<A>::size];
        shape_of<A>::template load<0>(argument, scalars);
        for (recorded& each : scalars) each = each.is_literal() ? recorded(0) : sweep.adjoints[each.operand()];
        return shape_of<A>::template store<0, A>(scalars);
    }
}

/// Whether all arguments are different values, of which one can change and the others not, as it is where a function is
/// differentiated that stands alone.
template <class... A>
constexpr bool are_distinct(const A&... arguments) {
    engine::stack<int> nodes, arrays;
    bool are = true;
    const auto note = [&](auto& seen, int one) {
        for (int i = 0; i < seen.size(); ++i) are = are && seen[i] != one;
        seen.push(one);
    };
    const auto note_all = [&](const auto& argument) {
        using type = std::remove_cvref_t<decltype(argument)>;
        if constexpr (SymbolicRange<type>) {
            if constexpr (requires { argument.array(); }) note(arrays, argument.array());
            else are = false; // computed, maybe from the others
        } else {
            recorded scalars[shape_of<type>::size];
            shape_of<type>::template load<0>(argument, scalars);
            for (const recorded& each : scalars) {
                are = are && !each.is_literal();
                note(nodes, each.operand());
            }
        }
    };
    (note_all(arguments), ...);
    return are;
}

/// The gradient of F by arguments that are recorded, some of which are ranges.
template <class F, engine::differentiate::with_value Value, std::size_t... I, class... A>
constexpr auto gradient_in_body(wrt_positions<I...>, const A&... arguments) {
    engine::record::loop_recorder& loops = detail::recorder_of(arguments...);
    if (!are_distinct(arguments...)) loops.fault = engine::record::loop_fault::same_argument;
    const recorded value = F::call_body(arguments...);
    engine::differentiate::loop_reverse sweep(loops);
    sweep.keep_apart(loops.open_indices());
    const boost::hana::tuple<const A*...> all{&arguments...};
    const auto stop_at = [&](int node, const engine::array_access&) {
        if (node >= 0) sweep.is_wanted[node] = true;
    };
    (for_nodes(loops, *boost::hana::at_c<I>(all), stop_at), ...);
    const auto stop_at_fixed = [&](const auto& argument) {
        if constexpr (!SymbolicRange<std::remove_cvref_t<decltype(argument)>>) for_nodes(loops, argument, stop_at);
    };
    (stop_at_fixed(arguments), ...);
    if (!value.is_literal()) sweep.seed(value.operand(), recorded::literal_in(&loops.target(), 1));
    sweep.run();
    auto adjoints = [&] {
        if constexpr (sizeof...(I) == 1) {
            return (detail::adjoint_of(sweep, loops, *boost::hana::at_c<I>(all)), ...);
        } else {
            return by_argument<decltype(detail::adjoint_of(sweep, loops, *boost::hana::at_c<I>(all)))...>(
                detail::adjoint_of(sweep, loops, *boost::hana::at_c<I>(all))...);
        }
    }();
    if constexpr (Value == engine::differentiate::with_value::yes)
        return value_with_gradient<recorded, decltype(adjoints)>{value, adjoints};
    else return adjoints;
}

} // namespace pullback::detail

#endif
