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

template <template <class...> class List, class... Known, class Next, class... More>
struct append_new<List<Known...>, Next, More...>
    : append_new<std::conditional_t<(std::is_same_v<Next, Known> || ...), List<Known...>, List<Known..., Next>>,
                 More...> {};

template <class First, class Second>
struct merged_pair;

template <template <class...> class List, class... A, class... B>
struct merged_pair<List<A...>, List<B...>>
    : std::conditional_t<std::is_same_v<List<A...>, List<B...>>, append_new<List<A...>>, append_new<List<A...>, B...>> {
};

/// Lists of types as one, each type once, in the order of first appearance.
template <class First, class... Rest>
struct merged {
    using type = First;
};

template <class First, class Second, class... Rest>
struct merged<First, Second, Rest...> : merged<typename merged_pair<First, Second>::type, Rest...> {};

// Inserts a numbered variable before the first that is named or has a larger number.
template <class Done, class Variable, class... Rest>
struct insert_by_position;

template <class... Done, class Variable>
struct insert_by_position<named<Done...>, Variable> {
    using type = named<Done..., Variable>;
};

template <class... Done, class Variable, class Next, class... Rest>
struct insert_by_position<named<Done...>, Variable, Next, Rest...>
    : std::conditional_t<(Variable::position >= 0 && (Next::position < 0 || Variable::position < Next::position)),
                         std::type_identity<named<Done..., Variable, Next, Rest...>>,
                         insert_by_position<named<Done..., Next>, Variable, Rest...>> {};

template <class Sorted, class... Variables>
struct insert_all {
    using type = Sorted;
};

template <class... Sorted, class Variable, class... Rest>
struct insert_all<named<Sorted...>, Variable, Rest...>
    : insert_all<typename insert_by_position<named<>, Variable, Sorted...>::type, Rest...> {};

/// The order of arguments in a positional call: numbered variables by their number, then named ones as they appear.
template <class List>
struct ordered_variables {
    using type = List;
};

template <class... Variables>
    requires((Variables::position >= 0) || ...)
struct ordered_variables<named<Variables...>> : insert_all<named<>, Variables...> {};

} // namespace pullback::detail

#endif
