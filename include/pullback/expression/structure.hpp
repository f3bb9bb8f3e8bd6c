// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXPRESSION_STRUCTURE_HPP
#define PULLBACK_EXPRESSION_STRUCTURE_HPP

#include <pullback/expression/captured.hpp>
#include <pullback/expression/expression.hpp>
#include <pullback/expression/operators.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/none.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/static_function/signature.hpp>
#include <pullback/static_function/static_function.hpp>

#include <boost/hana/length.hpp>
#include <boost/hana/tuple.hpp>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace pullback {

/// An expression as it was found inside another one. It is used like the expression itself, but compares by identity:
/// `input(c) == x` is true or false now, where `x == y` of two formulas is a condition for `select`.
template <class E>
struct linked : E {
    constexpr explicit linked(const E& found) : E(found) {}
};

/// The call that made an expression: its function, its inputs, its output.
template <class E>
struct creator_of {
    E made;
};

namespace detail {

template <class T>
inline constexpr bool is_linked = false;
template <class E>
inline constexpr bool is_linked<linked<E>> = true;
template <class E>
inline constexpr bool is_formula<linked<E>> = true;

template <class E>
constexpr const E& as_expression(const linked<E>& expression) {
    return expression;
}

template <class E>
concept CallExpression = requires { typename E::operand_types; };

// The operands with their share of the captured values.
template <class E, class... Operands>
constexpr auto operands_of(const E& expression, types<Operands...>) {
    constexpr int sizes[] = {tuple_size<typename Operands::captured_type>..., 0};
    constexpr auto first = [](const int* size, std::size_t index) {
        std::size_t sum = static_cast<std::size_t>(tuple_size<typename E::traits::captured_type>);
        for (std::size_t i = 0; i < index; ++i) sum += static_cast<std::size_t>(size[i]);
        return sum;
    };
    const auto operand = [&]<class Operand, std::size_t I>(std::type_identity<Operand>, std::index_sequence<I>) {
        using part = typename Operand::captured_type;
        if constexpr (tuple_size<part> == 0) return linked<Operand>(Operand{});
        else
            return linked<Operand>(Operand(
                holding{},
                detail::part_of<part, first(sizes, I)>(
                    expression.captured(), std::make_index_sequence<static_cast<std::size_t>(tuple_size<part>)>{})));
    };
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return boost::hana::make_tuple(operand(std::type_identity<Operands>{}, std::index_sequence<I>{})...);
    }(std::index_sequence_for<Operands...>{});
}

} // namespace detail

template <class E>
inline constexpr bool is_argument<linked<E>> = true;
template <class E>
inline constexpr bool answers_calls<linked<E>> = true;

/// The call that made y, or `none` for a variable or a constant. It equals the function: `creator(y) ==
/// pullback::functions::exp{}`.
template <Expression E>
constexpr auto creator(const E& y) {
    if constexpr (detail::CallExpression<E>) return creator_of<E>{y};
    else return none;
}

template <class E>
constexpr auto creator(const linked<E>& y) {
    return creator(static_cast<const E&>(y));
}

/// The inputs of a call, as a `hana::tuple`.
template <class E>
constexpr auto inputs(const creator_of<E>& call) {
    return detail::operands_of(call.made, typename E::operand_types{});
}

/// The input of a call that has one.
template <class E>
constexpr auto input(const creator_of<E>& call) {
    const auto all = inputs(call);
    constexpr std::size_t count = decltype(boost::hana::length(all))::value;
    static_assert(count == 1, "input(creator): this function has several inputs; use inputs(creator), a Hana tuple");
    return boost::hana::at_c<0>(all);
}

/// What a call made.
template <class E>
constexpr linked<E> output(const creator_of<E>& call) {
    return linked<E>(call.made);
}

template <class E, class F>
    requires(Elementary<F> || StaticFunction<F>)
constexpr bool operator==(const creator_of<E>&, const F&) {
    return E::traits::template is_call_of<F>;
}
template <class D, class E>
constexpr bool operator==(const creator_of<D>&, const creator_of<E>&) {
    return std::is_same_v<D, E>;
}
template <class E>
constexpr bool operator==(const creator_of<E>&, no_creator) {
    return false;
}

template <class D, class E>
    requires(Expression<E> || detail::is_linked<E>)
constexpr bool operator==(const linked<D>&, const E&) {
    return std::is_same_v<D, E> || std::is_same_v<linked<D>, E>;
}

/// The variables of an expression in the order of its arguments, as a `hana::tuple`.
template <Expression E>
constexpr auto variables(const E&) {
    return []<class... Variables>(named<Variables...>) {
        return boost::hana::make_tuple(Variables{}...);
    }(typename E::signature{});
}

} // namespace pullback

#endif
