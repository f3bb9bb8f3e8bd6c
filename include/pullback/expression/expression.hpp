// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXPRESSION_EXPRESSION_HPP
#define PULLBACK_EXPRESSION_EXPRESSION_HPP

#include <pullback/expression/captured.hpp>
#include <pullback/expression/lowering.hpp>
#include <pullback/expression/variable_list.hpp>
#include <pullback/static_function/static_function.hpp>

namespace pullback {

/// Base of every expression type: variables, constants, captured numbers and calls of functions on them.
/// An expression is a static function of its variables. It is an empty object, but for the run-time numbers it captured,
/// which it owns; so it can be copied, returned and stored anywhere.
template <class Self>
struct expression_base : static_function<Self> {
    template <class... Shapes>
    struct implementation {
        using built = detail::built<detail::lowered<Self>>;
        template <class T>
        using result = T;
    };

    template <std::size_t Count>
    static constexpr bool accepts() {
        static_assert(Count == Self::signature::count,
                      "f(values...): an expression takes one value for each of its variables, in their order (see variables(f)), "
                      "or by name, f(x = 1.0, y = 2.0)");
        return Count == Self::signature::count;
    }
};

/// Base of comparisons and their combinations: operands of `select`, no functions.
template <class Self>
struct condition_base {
    template <class Bool>
        requires std::is_same_v<Bool, bool>
    explicit constexpr operator Bool() const {
        static_assert(detail::always_false<Bool>,
                      "if (condition): an expression has no truth value before its variables have values; write "
                      "select(condition, a, b)");
        return false;
    }
};

/// A formula as a type.
template <class T>
concept Expression = std::is_base_of_v<expression_base<T>, T>;

/// A comparison of formulas as a type.
template <class T>
concept ConditionExpression = std::is_base_of_v<condition_base<T>, T>;

template <Expression T>
inline constexpr bool is_argument<T> = true;
template <Expression T>
inline constexpr bool answers_calls<T> = true;
template <ConditionExpression T>
inline constexpr bool answers_calls<T> = true;

namespace detail {

/// Expressions, and what stands for one.
template <class T>
inline constexpr bool is_formula = Expression<T>;

} // namespace detail

namespace detail {

/// What calling F means in an expression: here, one node for a row of the function table.
template <class F>
struct call_traits {
    static constexpr std::uint64_t hash = hash_of_type<F>;
    static constexpr bool is_condition = requires { F::is_condition; };
    template <class G>
    static constexpr bool is_call_of = std::is_same_v<F, G>;
    using captured_type = boost::hana::basic_tuple<>;

    static constexpr recorded record(lowering&, const recorded* operands, int) {
        return record_again(&operation_of<F>, operands);
    }
};

template <std::uint64_t Hash, class... Operands>
constexpr std::uint64_t hash_of_call() {
    std::uint64_t state = Hash;
    ((state = mix(state, static_cast<std::uint64_t>(Operands::hash))), ...);
    return state;
}

template <class... T>
struct types {};

} // namespace detail

/// The call of `F` on operands. The class that users hold is nested in this template, because argument-dependent lookup walks
/// the template arguments of a class, and with sharing there are exponentially many, but not those of an enclosing class.
template <class F, class... Operands>
struct expression_ {
    struct type;
};

template <class F, class... Operands>
struct expression_<F, Operands...>::type
    : std::conditional_t<detail::call_traits<F>::is_condition, condition_base<typename expression_<F, Operands...>::type>,
                         expression_base<typename expression_<F, Operands...>::type>> {
    using function_type = F;
    using operand_types = detail::types<Operands...>;
    using traits = detail::call_traits<F>;
    using variables_type = typename detail::merged_variables<typename Operands::variables_type...>::type;
    using signature = typename detail::ordered_variables<variables_type>::type;
    using captured_type =
        typename detail::joined_type<typename traits::captured_type, typename Operands::captured_type...>::type;

    // An enumerator, as the name of a static member would carry the whole type into the object file.
    enum : std::uint64_t { hash = detail::hash_of_call<traits::hash, Operands...>() };

    [[no_unique_address]] captured_type captured_values;

    constexpr type() = default;
    constexpr type(detail::holding, const captured_type& values) : captured_values(values) {}

    constexpr const captured_type& captured() const { return captured_values; }

    /// Records the expression; `first_captured` is the number of its first captured value.
    static constexpr recorded lower(detail::lowering& context, int first_captured) {
        // Captured values are told apart by their place in the whole expression, so only what has none can be known already.
        constexpr bool is_shareable = detail::tuple_size<captured_type> == 0;
        if constexpr (is_shareable)
            if (const recorded* known = context.find(hash)) return *known;
        int next = first_captured + detail::tuple_size<typename traits::captured_type>;
        const recorded operands[] = {lower_operand<Operands>(context, next)...};
        const recorded result = traits::record(context, operands, first_captured);
        if constexpr (is_shareable) context.enter(hash, result);
        return result;
    }

private:
    template <class Operand>
    static constexpr recorded lower_operand(detail::lowering& context, int& next) {
        const int first = next;
        next += detail::tuple_size<typename Operand::captured_type>;
        return Operand::lower(context, first);
    }
};

namespace detail {

/// The call of F, which captured `own`, on operands.
template <class F, class Own, class... Operands>
constexpr auto make_call(const Own& own, const Operands&... operands) {
    using type = typename expression_<F, Operands...>::type;
    if constexpr (tuple_size<typename type::captured_type> == 0) return type{};
    else return type(holding{}, detail::join(own, operands.captured()...));
}

} // namespace detail

} // namespace pullback

#endif
