// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXPRESSION_COMPOSITION_HPP
#define PULLBACK_EXPRESSION_COMPOSITION_HPP

#include <pullback/expression/expression.hpp>
#include <pullback/expression/lowering.hpp>
#include <pullback/expression/operators.hpp>
#include <pullback/expression/structure.hpp>
#include <pullback/expression/variable.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/inline.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/static_function/into.hpp>
#include <pullback/static_function/program_of.hpp>
#include <pullback/static_function/signature.hpp>
#include <pullback/static_function/static_function.hpp>

#include <boost/hana/tuple.hpp>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace pullback {

namespace detail {

/// Result number `Output` of a static function of `Count` scalars, as the function of an expression node.
template <class Function, int Output, std::size_t Count>
struct composed_call {};

template <class Function, int Output, std::size_t Count>
struct call_traits<composed_call<Function, Output, Count>> {
    using built = typename implementation_for_scalars<Function, std::make_index_sequence<Count>>::type::built;
    using captured_type = std::remove_cvref_t<decltype(std::declval<const Function&>().captured())>;
    static constexpr std::uint64_t hash =
        engine::mix(hash_of_program(built::code.view()), static_cast<std::uint64_t>(Output));
    static constexpr bool is_condition = false;
    using foreign_types = types<Function>;
    template <class G>
    static constexpr bool is_call_of = std::is_same_v<Function, G>;

    static constexpr recorded record(lowering& context, const recorded* operands, int first_captured) {
        constexpr engine::program_view code = built::code.view();
        engine::workspace<recorded> nodes(code.node_count());
        const int count = static_cast<int>(Count);
        for (int i = 0; i < count; ++i) nodes[i] = operands[i];
        for (int i = count; i < code.input_count; ++i) nodes[i] = context.captured(first_captured + i - count);
        engine::record::inline_program(code, nodes.data(), &context.target());
        return engine::record::output_of(code, Output, nodes.data(), &context.target());
    }
};

// Finds the value for a variable among named arguments; a formula keeps a variable that is not mentioned.
template <class Wanted>
constexpr Wanted value_for(Wanted variable) {
    return variable;
}
template <class Wanted, class Variable, class T, class... Rest>
constexpr auto value_for(Wanted variable, const named_argument<Variable, T>& first, const Rest&... rest) {
    if constexpr (std::is_same_v<Wanted, Variable>) return first.value;
    else return detail::value_for(variable, rest...);
}

template <class Variables, class... Given>
struct named_call;

template <class... Variables, class... Given, class... T>
struct named_call<named<Variables...>, named_argument<Given, T>...> {
    static constexpr bool is_substitution = (is_formula<T> || ...);
    static constexpr bool has_only_variables = (named<Variables...>::template has<Given> && ...);
    static constexpr bool has_all_variables = (named<Given...>::template has<Variables> && ...);
    static constexpr bool has_no_duplicates = []<std::size_t... I>(std::index_sequence<I...>) {
        return ((named<Given...>::template position<Given> == I) && ...);
    }(std::index_sequence_for<Given...>{});
};

template <class F, class... Variables, class... A>
constexpr auto call_by_name(const F& f, named<Variables...>, const A&... arguments) {
    using call = named_call<named<Variables...>, A...>;
    static_assert(call::has_only_variables, "f(x = value): x is not a variable of f");
    static_assert(call::has_no_duplicates, "f(x = value, x = value): a variable is given twice");
    static_assert(call::has_all_variables || call::is_substitution,
                  "f(x = value, ...): a variable of f has no value; name every variable of f (see variables(f))");
    if constexpr (call::has_only_variables && call::has_no_duplicates &&
                  (call::has_all_variables || call::is_substitution))
        return f(detail::value_for(Variables{}, arguments...)...);
}

template <class F, std::size_t... Output, class... X>
constexpr auto compose_outputs(const F& f, std::index_sequence<Output...>, const X&... x) {
    const auto own = f.captured();
    const auto one = [&]<std::size_t O>(std::index_sequence<O>) {
        return detail::make_call<composed_call<F, static_cast<int>(O), sizeof...(X)>>(own, detail::as_expression(x)...);
    };
    if constexpr (sizeof...(Output) == 1) return one(std::index_sequence<Output...>{});
    else return boost::hana::make_tuple(one(std::index_sequence<Output>{})...);
}

} // namespace detail

/// Composition: a static function of scalars called with formulas (and numbers) is a formula, or a `hana::tuple` of
/// formulas if it has several results. Variables of the arguments become variables of the whole.
template <StaticFunction F, class... X>
    requires detail::FormulaOperands<X...>
constexpr auto call_static_function(const F& f, const X&... x) {
    if constexpr (F::template accepts<sizeof...(X)>()) {
        using implementation = typename detail::implementation_for_scalars<F, std::index_sequence_for<X...>>::type;
        constexpr std::size_t outputs = static_cast<std::size_t>(implementation::built::code.output_count);
        return detail::compose_outputs(f, std::make_index_sequence<outputs>{}, x...);
    }
}

/// A call by name, `f(y = 2.0, x = 1.0)`, in any order. With formulas as values it substitutes: variables that are not
/// mentioned stay.
template <StaticFunction F, class... Variables, class... T>
    requires(sizeof...(T) > 0)
constexpr auto call_static_function(const F& f, const named_argument<Variables, T>&... arguments) {
    if constexpr (requires { F::signature::count; })
        return detail::call_by_name(f, typename F::signature{}, arguments...);
    else
        static_assert(detail::always_false<F>,
                      "f(x = value): the arguments of this function have no names; pass the values in order, f(value)");
}

/// A call by name whose results are given: `f.into(results...)(y = 2.0, x = 1.0)`.
template <class F, class Results, class Workspace, class... Variables, class... T>
    requires(sizeof...(T) > 0)
constexpr auto call_by_name(const placed_call<F, Results, Workspace>& f,
                            const named_argument<Variables, T>&... arguments) {
    if constexpr (requires { F::signature::count; })
        return detail::call_by_name(f, typename F::signature{}, arguments...);
    else
        static_assert(detail::always_false<F>,
                      "f(x = value): the arguments of this function have no names; pass the values in order, f(value)");
}

} // namespace pullback

#endif
