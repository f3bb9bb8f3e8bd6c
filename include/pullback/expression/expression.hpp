// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXPRESSION_EXPRESSION_HPP
#define PULLBACK_EXPRESSION_EXPRESSION_HPP

#include <pullback/expression/captured.hpp>
#include <pullback/expression/lowering.hpp>
#include <pullback/expression/variable_list.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/functions/table.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/record/built.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/static_function/signature.hpp>
#include <pullback/static_function/static_function.hpp>

#include <boost/hana/basic_tuple.hpp>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace pullback {

/// Base of every expression type: variables, constants, captured numbers and calls of functions on them.
/// An expression is a static function of its variables. It is an empty object, but for the run-time numbers it
/// captured, which it owns; so it can be copied, returned and stored anywhere.
template <class Self>
struct expression_base : static_function<Self> {
    template <class... Shapes>
    struct implementation {
        using built = engine::record::built<detail::lowered<Self>>;
        template <class T>
        using result = T;
    };

    template <std::size_t Count>
    static constexpr bool accepts() {
        static_assert(
            Count == Self::signature::count,
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

/// What calling F means in an expression: here, one node for a row of the function table.
template <class F>
struct call_traits {
    static constexpr std::uint64_t hash = hash_of_type<F>;
    static constexpr bool is_condition = gives_condition<F>;
    template <class G>
    static constexpr bool is_call_of = std::is_same_v<F, G>;
    using captured_type = boost::hana::basic_tuple<>;
    /// Types of the user's that the call depends on: their names may mean something else in another translation unit.
    using foreign_types = std::conditional_t<functions::table::contains<F>, types<>, types<F>>;

    static constexpr recorded record(lowering&, const recorded* operands, int) {
        return engine::record::record_again(&engine::operation_of<F>, operands);
    }
};

/// What is known of the call of `F` on operands.
template <class F, class... Operands>
struct call_facts {
    using function_type = F;
    using operand_types = types<Operands...>;
    using traits = call_traits<F>;
    using variables_type = typename merged_variables<typename Operands::variables_type...>::type;
    using captured_type =
        typename joined_type<typename traits::captured_type, typename Operands::captured_type...>::type;
    using foreign_types = typename merged<typename traits::foreign_types, typename Operands::foreign_types...>::type;

    static constexpr std::uint64_t hash = [] {
        std::uint64_t state = traits::hash;
        ((state = engine::mix(state, static_cast<std::uint64_t>(Operands::hash))), ...);
        return state;
    }();

    static constexpr expression_node describe() {
        return {hash,
                sizeof...(Operands),
                operand_nodes<Operands...>,
                tuple_size<captured_type>,
                tuple_size<typename traits::captured_type>,
                &traits::record};
    }
};

// This leads from the short name of an expression type back to what it is. As for rows of the function table (see
// operation.hpp), a friend declared for the name is defined where the expression is made.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-template-friend"
#endif
#if defined(__NVCC_DIAG_PRAGMA_SUPPORT__)
#pragma nv_diagnostic push
#pragma nv_diag_suppress 1301
#endif

template <std::uint64_t Hash, class... Foreign>
struct facts_key {
    friend constexpr auto facts_of(facts_key<Hash, Foreign...>);
};

template <class Facts, class Foreign>
struct facts_link;

template <class Facts, class... Foreign>
struct facts_link<Facts, types<Foreign...>> {
    friend constexpr auto facts_of(facts_key<Facts::hash, Foreign...>) { return std::type_identity<Facts>{}; }
};

#if defined(__NVCC_DIAG_PRAGMA_SUPPORT__)
#pragma nv_diagnostic pop
#endif
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

template <std::uint64_t Hash, class... Foreign>
using facts = typename decltype(facts_of(facts_key<Hash, Foreign...>{}))::type;

/// What the types of calls hold: nothing but the numbers they captured.
template <class Facts>
struct call_storage : Facts {
    using signature = typename Facts::variables_type::in_order;

    [[no_unique_address]] typename Facts::captured_type captured_values;

    constexpr call_storage() = default;
    constexpr call_storage(holding, const typename Facts::captured_type& values) : captured_values(values) {}

    constexpr const auto& captured() const { return captured_values; }
};

} // namespace detail

/// The call of a function on expressions. The type is named by a hash of the whole formula instead of the types of the
/// operands (and by the user's own types in it): spelled out, the name of a formula with shared parts is exponentially
/// long, and compilers spell names for object files, intermediate code and notes. Two formulas with one hash and the
/// same types of the user's are an error where one translation unit has both: a friend defined twice. Where two
/// translation units have one each, no compiler sees both, and the linker may take one for the other: with a chance of
/// 2^-64 for each pair, some 10^-8 for a program of half a million formulas.
template <std::uint64_t Hash, class... Foreign>
struct formula : detail::call_storage<detail::facts<Hash, Foreign...>>, expression_base<formula<Hash, Foreign...>> {
    using detail::call_storage<detail::facts<Hash, Foreign...>>::call_storage;
};

/// The call of a comparison, or of a combination of such, on expressions; its type is named as that of `formula`.
template <std::uint64_t Hash, class... Foreign>
struct condition : detail::call_storage<detail::facts<Hash, Foreign...>>, condition_base<condition<Hash, Foreign...>> {
    using detail::call_storage<detail::facts<Hash, Foreign...>>::call_storage;
};

namespace detail {

template <class Facts, class Foreign = typename Facts::foreign_types>
struct call_name;

template <class Facts, class... Foreign>
struct call_name<Facts, types<Foreign...>> {
    static_assert(sizeof(facts_link<Facts, types<Foreign...>>) > 0);
    using type = std::conditional_t<Facts::traits::is_condition, condition<Facts::hash, Foreign...>,
                                    formula<Facts::hash, Foreign...>>;
    // The node is made now, operands first, so that describing a deep expression later nests nothing.
    static_assert(node_of<type>.hash == Facts::hash);
};

/// The call of F, which captured `own`, on operands.
template <class F, class Own, class... Operands>
constexpr auto make_call(const Own& own, const Operands&... operands) {
    using type = typename call_name<call_facts<F, Operands...>>::type;
    if constexpr (tuple_size<typename type::captured_type> == 0) return type{};
    else return type(holding{}, detail::join(own, operands.captured()...));
}

} // namespace detail

} // namespace pullback

#endif
