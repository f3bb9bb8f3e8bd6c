// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXPRESSION_VARIABLE_LIST_HPP
#define PULLBACK_EXPRESSION_VARIABLE_LIST_HPP

#include <pullback/static_function/signature.hpp>

#include <type_traits>

namespace pullback::detail {

template <class List, class... More>
struct append_new {
    using type = List;
};

template <class... Known, class Variable, class... More>
struct append_new<named<Known...>, Variable, More...>
    : append_new<std::conditional_t<named<Known...>::template has<Variable>, named<Known...>, named<Known..., Variable>>,
                 More...> {};

/// The variables of the operands, each once, in the order of their first appearance.
template <class... Lists>
struct merged_variables {
    using type = named<>;
};

template <class List>
struct merged_variables<List> {
    using type = List;
};

template <class First, class Second>
struct merged_pair;

template <class... A, class... B>
struct merged_pair<named<A...>, named<B...>>
    : std::conditional_t<std::is_same_v<named<A...>, named<B...>>, append_new<named<A...>>, append_new<named<A...>, B...>> {};

template <class First, class Second, class... Rest>
struct merged_variables<First, Second, Rest...> : merged_variables<typename merged_pair<First, Second>::type, Rest...> {};

// Numbered variables first, by number; then named ones as they appear.
template <class Sorted, class Variable>
struct insert_by_position;

template <class... Before, class Variable>
struct insert_by_position<named<Before...>, Variable> {
    template <class List, class... Rest>
    struct walk {
        using type = named<Variable>;
    };
    template <class... Done, class Next, class... Rest>
    struct walk<named<Done...>, Next, Rest...> {
        static constexpr bool comes_here =
            Variable::position >= 0 && (Next::position < 0 || Variable::position < Next::position);
        using type = typename std::conditional_t<comes_here, std::type_identity<named<Done..., Variable, Next, Rest...>>,
                                                 walk<named<Done..., Next>, Rest...>>::type;
    };
    template <class... Done>
    struct walk<named<Done...>> {
        using type = named<Done..., Variable>;
    };
    using type = typename walk<named<>, Before...>::type;
};

template <class List, class... Variables>
struct insert_all {
    using type = List;
};

template <class List, class Variable, class... Rest>
struct insert_all<List, Variable, Rest...> : insert_all<typename insert_by_position<List, Variable>::type, Rest...> {};

template <class List>
struct ordered_variables;

/// The order of arguments in a positional call.
template <class... Variables>
struct ordered_variables<named<Variables...>> {
    using type = named<Variables...>;
};

template <class... Variables>
    requires((Variables::position >= 0) || ...)
struct ordered_variables<named<Variables...>> : insert_all<named<>, Variables...> {};

} // namespace pullback::detail

#endif
