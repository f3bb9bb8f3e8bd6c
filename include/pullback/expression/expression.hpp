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

namespace detail {

template <class Operand>
constexpr recorded lower_operand(lowering& context, int& next_captured) {
    const int first_captured = next_captured;
    next_captured += tuple_size<typename Operand::captured_type>;
    return Operand::lower(context, first_captured);
}

template <class Call, class... Operands>
constexpr recorded lower_call(lowering& context, int first_captured, types<Operands...>) {
    // Captured values are told apart by their place in the whole expression, so only what has none can be known already.
    constexpr bool is_shareable = tuple_size<typename Call::captured_type> == 0;
    if constexpr (is_shareable)
        if (const recorded* known = context.find(Call::hash)) return *known;
    int next_captured = first_captured + tuple_size<typename Call::traits::captured_type>;
    const recorded operands[] = {detail::lower_operand<Operands>(context, next_captured)...};
    const recorded result = Call::traits::record(context, operands, first_captured);
    if constexpr (is_shareable) context.enter(Call::hash, result);
    return result;
}

/// What is known of the call of `F` on operands.
template <class F, class... Operands>
struct call_facts {
    using function_type = F;
    using operand_types = types<Operands...>;
    using traits = call_traits<F>;
    using variables_type = typename merged_variables<typename Operands::variables_type...>::type;
    using signature = typename ordered_variables<variables_type>::type;
    using captured_type = typename joined_type<typename traits::captured_type, typename Operands::captured_type...>::type;

    // An enumerator, as the name of a static member would carry the whole type into the object file.
    enum : std::uint64_t { hash = hash_of_call<traits::hash, Operands...>() };
};

/// Defines the type of the call of `F` on operands.
/// It is a local class for the compilers' sake: it has a short name wherever a type is written down (error messages, notes that are never
/// shown, names of types in clang's intermediate code), and argument-dependent lookup does not walk the operands. With sharing a
/// name spelled with all its operands, and that walk, are exponentially long.
template <class F, class... Operands>
constexpr auto define_call() {
    using facts = call_facts<F, Operands...>;
    struct expression : facts,
                        std::conditional_t<facts::traits::is_condition, condition_base<expression>,
                                           expression_base<expression>> {
        [[no_unique_address]] typename facts::captured_type captured_values;

        constexpr expression() = default;
        constexpr expression(holding, const typename facts::captured_type& values) : captured_values(values) {}

        constexpr const auto& captured() const { return captured_values; }

        /// Records the expression; `first_captured` is the number of its first captured value.
        static constexpr recorded lower(lowering& context, int first_captured) {
            return detail::lower_call<facts>(context, first_captured, typename facts::operand_types{});
        }
    };
    return std::type_identity<expression>{};
}

template <class F, class... Operands>
using call_type = typename decltype(detail::define_call<F, Operands...>())::type;

/// The call of F, which captured `own`, on operands.
template <class F, class Own, class... Operands>
constexpr auto make_call(const Own& own, const Operands&... operands) {
    using type = call_type<F, Operands...>;
    if constexpr (tuple_size<typename type::captured_type> == 0) return type{};
    else return type(holding{}, detail::join(own, operands.captured()...));
}

} // namespace detail

} // namespace pullback

#endif
