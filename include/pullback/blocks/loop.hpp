// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_LOOP_HPP
#define PULLBACK_BLOCKS_LOOP_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/unnamed_members.hpp>
#include <pullback/shape/shape.hpp>
#include <pullback/shape/shape_of.hpp>

#include <type_traits>

// What the words do with the body of a loop and with each number in an element.

namespace pullback::detail {

/// What a body gives in a loop over the ranges, and the index of that loop.
template <class Use, class F, class R, class... Rest>
constexpr auto in_loop(Use use, const F& function, const R& range, const Rest&... rest) {
    // Asked as a requirement, so that the compiler says once what is wrong with a body, where it is checked.
    if constexpr (requires { requires !std::is_void_v<decltype(function(range.element(0), rest.element(0)...))>; }) {
        auto& loops = range.loops();
        (loops.must_agree(range.extent(), rest.extent()), ...);
        const int index = loops.enter(range.extent());
        const auto body = function(range.element(index), rest.element(index)...);
        loops.leave();
        return use(loops, body, index);
    } else {
        constexpr bool is_callable = requires { function(range.element(0), rest.element(0)...); };
        detail::check_records<is_callable || !(has_records<R> || ... || has_records<Rest>)>();
        return recorded(); // which has been refused
    }
}

/// What a function makes of each number in an element, in the same shape made of `S`.
template <class S, class X, class F>
constexpr auto transformed(const X& x, F function) {
    if constexpr (Scalar<X>) {
        return static_cast<S>(function(x));
    } else {
        scalar_of<X> in[shape_of<X>::size]{};
        S out[shape_of<X>::size]{};
        shape_of<X>::template load<0>(x, in);
        for (int i = 0; i < shape_of<X>::size; ++i) out[i] = function(in[i]);
        return shape_of<X>::template store<0, rebind_shape<X, S>>(out);
    }
}

/// What a function makes of each two numbers in two elements of one shape.
template <class X, class F>
constexpr X combined(const X& x, const X& y, F function) {
    if constexpr (Scalar<X>) {
        return static_cast<X>(function(x, y));
    } else {
        scalar_of<X> a[shape_of<X>::size]{}, b[shape_of<X>::size]{};
        shape_of<X>::template load<0>(x, a);
        shape_of<X>::template load<0>(y, b);
        for (int i = 0; i < shape_of<X>::size; ++i) a[i] = function(a[i], b[i]);
        return shape_of<X>::template store<0, X>(a);
    }
}

/// A reduction of each number of what the body gives.
template <engine::loop_step Step, class F, class... R>
constexpr auto reduce(const F& function, const R&... ranges) {
    return detail::in_loop(
        [](auto& loops, const auto& body, int index) {
            return detail::transformed<recorded>(body,
                                                 [&](const recorded& each) { return loops.reduce(Step, each, index); });
        },
        function, ranges...);
}

/// a where the condition holds, b elsewhere, for what need not be a number; of plain values the one itself.
template <class Condition, class X>
constexpr X either(const Condition& condition, const X& a, const X& b) {
    if constexpr (std::is_same_v<Condition, bool>) return condition ? a : b;
    else return detail::combined(a, b, [&](const auto& p, const auto& q) { return select(condition, p, q); });
}

} // namespace pullback::detail

#endif
