// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXPRESSION_VARIABLE_LIST_HPP
#define PULLBACK_EXPRESSION_VARIABLE_LIST_HPP

#include <pullback/static_function/signature.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

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

template <template <class...> class List, class First, class... B>
struct merged_pair<List<>, List<First, B...>> {
    using type = List<First, B...>;
};

/// Joins lists of types to one that has each type once, in the order of first appearance.
template <class First, class... Rest>
struct merged {
    using type = First;
};

template <class First, class Second, class... Rest>
struct merged<First, Second, Rest...> : merged<typename merged_pair<First, Second>::type, Rest...> {};

/// The variable with this position.
template <int Position>
struct numbered_variable;

/// The positions of numbered variables, ascending.
template <int... Position>
struct positions {};

/// The variables of an expression in the order of a positional call: numbered ones by their number, then named ones as
/// they appear. The numbered ones are numbers here, as formulas of hundreds have a list for each node.
template <class Numbered = positions<>, class Named = named<>>
struct variable_list;

template <int... Position, class... Named>
struct variable_list<positions<Position...>, named<Named...>> {
    using in_order = named<typename numbered_variable<Position>::type..., Named...>;
};

template <class Variable, int Position>
struct list_of_one {
    using type = variable_list<positions<Position>>;
};
template <class Variable>
struct list_of_one<Variable, -1> {
    using type = variable_list<positions<>, named<Variable>>;
};

template <int Capacity>
struct merged_numbers {
    int of[Capacity + 1]{};
    int count = 0;
};

template <int A, int B>
consteval merged_numbers<A + B> merge_numbers(const int (&a)[A], const int (&b)[B]) { // whose last ones do not count
    merged_numbers<A + B> result;
    int i = 0, k = 0;
    while (i < A - 1 || k < B - 1) {
        const int next = k == B - 1 || (i < A - 1 && a[i] < b[k]) ? a[i] : b[k];
        if (i < A - 1 && a[i] == next) ++i;
        if (k < B - 1 && b[k] == next) ++k;
        result.of[result.count++] = next;
    }
    return result;
}

// How two ascending lists become one. Most formulas grow at their end or take what they have, and then nothing looks at
// the whole list: compilers keep what each step of a constant makes.
enum class merging { none, append, append_rest, all };

template <int A, int B>
consteval merging how_to_merge(const int (&a)[A], const int (&b)[B]) {
    if (a[A - 1] < b[0]) return merging::append;
    if (a[A - 1] == b[0]) return merging::append_rest;
    if (B > 4) return merging::all;
    for (const int wanted : b) {
        int first = 0;
        for (int last = A; last - first > 1;) {
            const int middle = (first + last) / 2;
            if (a[middle] <= wanted) first = middle;
            else last = middle;
        }
        if (a[first] != wanted) return merging::all;
    }
    return merging::none;
}

template <class A, class B, merging How>
struct merged_as;

template <int... A, int... B>
struct merged_as<positions<A...>, positions<B...>, merging::none> {
    using type = positions<A...>;
};
template <int... A, int... B>
struct merged_as<positions<A...>, positions<B...>, merging::append> {
    using type = positions<A..., B...>;
};
template <int... A, int First, int... B>
struct merged_as<positions<A...>, positions<First, B...>, merging::append_rest> {
    using type = positions<A..., B...>;
};
template <int... A, int... B>
struct merged_as<positions<A...>, positions<B...>, merging::all> {
    static constexpr auto all = merge_numbers({A..., 0}, {B..., 0});
    template <std::size_t... I>
    static positions<all.of[I]...> named_by(std::index_sequence<I...>);
    using type = decltype(named_by(std::make_index_sequence<static_cast<std::size_t>(all.count)>{}));
};

template <class A, class B>
struct merged_positions;

template <int... A, int... B>
struct merged_positions<positions<A...>, positions<B...>>
    : merged_as<positions<A...>, positions<B...>, how_to_merge({A...}, {B...})> {};
template <int... A>
struct merged_positions<positions<A...>, positions<>> {
    using type = positions<A...>;
};
template <int First, int... B>
struct merged_positions<positions<>, positions<First, B...>> {
    using type = positions<First, B...>;
};
template <int First, int... A>
struct merged_positions<positions<First, A...>, positions<First, A...>> {
    using type = positions<First, A...>;
};

/// Joins lists of variables to one.
template <class... Lists>
struct merged_variables {
    using type = variable_list<>;
};
template <class List>
struct merged_variables<List> {
    using type = List;
};
template <class Positions, class Named, class OtherPositions, class OtherNamed, class... Rest>
struct merged_variables<variable_list<Positions, Named>, variable_list<OtherPositions, OtherNamed>, Rest...>
    : merged_variables<variable_list<typename merged_positions<Positions, OtherPositions>::type,
                                     typename merged_pair<Named, OtherNamed>::type>,
                       Rest...> {};

} // namespace pullback::detail

#endif
