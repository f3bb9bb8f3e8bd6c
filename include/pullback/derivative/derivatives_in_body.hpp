// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_DERIVATIVES_IN_BODY_HPP
#define PULLBACK_DERIVATIVE_DERIVATIVES_IN_BODY_HPP

#include <pullback/derivative/gradient_in_body.hpp>
#include <pullback/differentiate/loops.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>
#include <pullback/record/recorder_of_numbers.hpp>
#include <pullback/shape/groups.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/static_function/static_function.hpp>

#include <type_traits>

namespace pullback {

namespace detail {

template <class X>
inline constexpr bool is_made_of_recorded = false;
template <SymbolicRange X>
inline constexpr bool is_made_of_recorded<X> = true;
template <class X>
    requires(!SymbolicRange<X> && Shaped<X>)
inline constexpr bool is_made_of_recorded<X> = std::is_same_v<scalar_of<X>, recorded>;

template <bool IsNumber, bool AreRecorded>
constexpr void check_derivatives() {
    static_assert(IsNumber,
                  "derivatives(y, x...): y is not a number that a static function computes in its body; take "
                  "derivatives of one number at a time, in the body of pullback::function([](const auto& x) { ... }), "
                  "and of a formula by gradient(y, wrt(x))");
    static_assert(AreRecorded || !IsNumber,
                  "derivatives(y, x...): an x is a constant, on which y does not depend; give arguments of the "
                  "function, or what its body computes");
}

/// Whether y is made by a loop that goes on around the call, or reads x by the index of one: then all of its turns are
/// meant, of which only the present one is at hand.
template <class... X>
constexpr bool is_made_around(const engine::differentiate::loop_reverse& sweep, engine::record::loop_recorder& loops,
                              const X&... x) {
    const engine::record::index_set open = loops.open_indices();
    bool is = false;
    for (int node = loops.target().input_count(); sweep.has_node(node); ++node) {
        const engine::instruction step = *loops.target().instruction_of(node);
        const engine::loop_step loop = engine::loop_step_of(step.function);
        const bool is_reduction = loop == engine::loop_step::sum || loop == engine::loop_step::product;
        is = is || (is_reduction && sweep.has_adjoint(node) && engine::record::contains(open, engine::name_in(step)));
    }
    const auto look_at = [&](const auto& each) {
        if constexpr (SymbolicRange<std::remove_cvref_t<decltype(each)>>)
            detail::for_nodes(loops, each, [&](int node, const engine::array_access& at) {
                const int subscript = at.subscripts[each.dimension()];
                is = is || (sweep.has_adjoint(node) && subscript >= 0 && engine::record::contains(open, subscript));
            });
    };
    (look_at(x), ...);
    return is;
}

template <class... X>
constexpr auto derivatives_in(engine::record::loop_recorder& loops, const recorded& y, const X&... x) {
    engine::differentiate::loop_reverse sweep(loops);
    sweep.keep_apart(loops.open_indices());
    const auto stop_at = [&](int node, const engine::array_access&) {
        if (node >= 0) sweep.is_wanted[node] = true;
    };
    (detail::for_nodes(loops, x, stop_at), ...);
    if (!y.is_literal()) sweep.seed(y.operand(), recorded::literal_in(&loops.target(), 1));
    sweep.run();
    if (detail::is_made_around(sweep, loops, x...)) loops.fault = engine::record::loop_fault::made_around;
    if constexpr (sizeof...(X) == 1) return (detail::adjoint_of(sweep, loops, x), ...);
    else return by_argument<decltype(detail::adjoint_of(sweep, loops, x))...>(detail::adjoint_of(sweep, loops, x)...);
}

template <class... X>
constexpr engine::record::recorder* target_of(const recorded& y, const X&... x) {
    engine::record::recorder* target = y.target();
    const auto look_at = [&](const auto& each) {
        if (target != nullptr) return;
        if constexpr (SymbolicRange<std::remove_cvref_t<decltype(each)>>) target = &each.loops().target();
        else target = detail::recorder_of_numbers(each);
    };
    (look_at(x), ...);
    return target;
}

} // namespace detail

/// The derivatives of y by x in the body of a static function that has computed y from x: of the shape of x, a range of
/// a range; of several x, each while the others are held fixed, `get<I>` or structured bindings. An x is an argument,
/// an element of a loop, or what the body has computed; a range is an argument. What y is made of besides is held
/// fixed, such as other elements where x is one. Cost: a reverse sweep.
template <class Y, class... X>
    requires(sizeof...(X) > 0)
constexpr auto derivatives(const Y& y, const X&... x) {
    constexpr bool is_number = std::is_same_v<Y, recorded>, are_recorded = (detail::is_made_of_recorded<X> && ...);
    detail::check_derivatives<is_number, are_recorded>();
    if constexpr (is_number && are_recorded) {
        engine::record::recorder& target = *detail::target_of(y, x...);
        if (target.loops() != nullptr) return detail::derivatives_in(*target.loops(), y, x...);
        engine::record::loop_recorder no_loops(target);
        const auto result = detail::derivatives_in(no_loops, y, x...);
        target.set_loops(nullptr);
        return result;
    } else {
        return refused{};
    }
}

} // namespace pullback

#endif
