// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_WRT_HPP
#define PULLBACK_DERIVATIVE_WRT_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/shape/groups.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/static_function/signature.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace pullback {

/// "With respect to": the choice of arguments by position, `wrt<0, 2>`.
template <std::size_t... I>
struct wrt_positions {};

/// "With respect to": the choice of variables, `wrt(x, y)`.
template <class... Variables>
struct wrt_variables {};

/// All arguments.
struct wrt_all {};

/// Chooses arguments by position: `gradient(f, wrt<0, 2>)`.
template <std::size_t... I>
constexpr wrt_positions<I...> wrt() {
    return {};
}

/// Chooses variables of an expression: `gradient(y, wrt(S, K))`. The order is that of the derivative's parts.
template <class... Variables>
    requires(sizeof...(Variables) > 0)
constexpr wrt_variables<Variables...> wrt(const Variables&...) {
    return {};
}

namespace detail {

// `wrt<0, 2>` without a call names a function.
template <std::size_t... I>
constexpr wrt_positions<I...> chosen(wrt_positions<I...> (*)()) {
    return {};
}
template <std::size_t... I>
constexpr wrt_positions<I...> chosen(wrt_positions<I...>) {
    return {};
}
template <class... Variables>
constexpr wrt_variables<Variables...> chosen(wrt_variables<Variables...>) {
    return {};
}
constexpr wrt_all chosen(wrt_all) { return {}; }

/// All arguments, and data among them too, whose derivatives are 0: for those who want an entry for every input.
struct wrt_inputs : wrt_all {};
constexpr wrt_inputs chosen(wrt_inputs) { return {}; }

template <class NoChoice>
constexpr wrt_all chosen(const NoChoice&) {
    static_assert(always_false<NoChoice>,
                  "gradient(f, x), jacobian(f, x), ...: what to differentiate by is chosen by wrt; write "
                  "gradient(f, wrt(x)), or wrt<0> for an argument by its position");
    return {};
}

template <class Choice>
inline constexpr std::size_t chosen_count = 0;
template <std::size_t... I>
inline constexpr std::size_t chosen_count<wrt_positions<I...>> = sizeof...(I);
template <class... Variables>
inline constexpr std::size_t chosen_count<wrt_variables<Variables...>> = sizeof...(Variables);

template <class Sequence>
struct to_positions;
template <std::size_t... I>
struct to_positions<std::index_sequence<I...>> {
    using type = wrt_positions<I...>;
};

// The positions a choice means, for a function of `Count` arguments; the first one instead of those that do not exist.
template <class Choice, class Signature, std::size_t Count>
struct resolve;

template <class Signature, std::size_t Count>
struct resolve<wrt_all, Signature, Count> {
    static constexpr bool is_valid = true;
    using type = typename to_positions<std::make_index_sequence<Count>>::type;
};

template <class Signature, std::size_t Count>
struct resolve<wrt_inputs, Signature, Count> : resolve<wrt_all, Signature, Count> {};

template <std::size_t... I, class Signature, std::size_t Count>
struct resolve<wrt_positions<I...>, Signature, Count> {
    static constexpr bool is_valid = all_of<(I < Count)...>;
    using type = std::conditional_t<is_valid, wrt_positions<I...>, wrt_positions<0>>;
};

template <class... Chosen, std::size_t Count>
struct resolve<wrt_variables<Chosen...>, positional, Count> {
    static constexpr bool is_valid = false;
    using type = wrt_positions<0>;
};

template <class... Chosen, class... Variables, std::size_t Count>
struct resolve<wrt_variables<Chosen...>, named<Variables...>, Count> {
    static constexpr bool is_valid = all_of<named<Variables...>::template has<Chosen>...>;
    using type = wrt_positions<named<Variables...>::template position<Chosen>...>;
};

template <class Choice>
inline constexpr bool names_variables = false;
template <class... Variables>
inline constexpr bool names_variables<wrt_variables<Variables...>> = true;

template <class F, class Choice>
consteval bool is_valid_choice() {
    if constexpr (requires { F::signature::count; })
        return resolve<Choice, typename F::signature, F::signature::count>::is_valid;
    else return !names_variables<Choice>; // positions are compared with the number of arguments in a call
}

/// Says why a choice is not valid for a function with this signature. (A function of its own, so that the compiler
/// takes the failure for this function's only.)
template <class Choice, class Signature>
constexpr auto report_choice() {
    static_assert(names_variables<Choice>,
                  "wrt<I...>: the function has no argument at one of these positions; they count from 0");
    static_assert(!names_variables<Choice> || !std::is_same_v<Signature, positional>,
                  "wrt(x): the arguments of this function have no names; choose them by position, wrt<0>");
    static_assert(
        !names_variables<Choice> || std::is_same_v<Signature, positional>,
        "wrt(x): x is not a variable of the function, so there is no derivative with respect to it; choose among the "
        "variables that the expression contains");
}

template <std::size_t I, class... A>
using element_at = std::tuple_element_t<I, by_argument<A...>>;

template <class Choice, class Positions, class... Shapes>
inline constexpr bool chooses_data = false;
template <class Choice, std::size_t... I, class... Shapes>
    requires(!std::is_same_v<Choice, wrt_inputs>)
inline constexpr bool chooses_data<Choice, wrt_positions<I...>, Shapes...> = (is_data<element_at<I, Shapes...>> || ...);

template <bool ChoosesData>
constexpr auto check_chosen() {
    static_assert(
        !ChoosesData,
        "gradient(f)(x...), jvp(f)(x...), ...: an argument that f is differentiated by is a truth value or an "
        "enumerator, which has no derivative; choose the others, as in gradient(f, wrt<0, 1>)");
}

// What a derivative by these arguments looks like: bare for one, else one object for each.
template <class Positions, class Signature, class... Shapes>
struct argument_group;

template <std::size_t I, class Signature, class... Shapes>
struct argument_group<wrt_positions<I>, Signature, Shapes...> {
    template <class T>
    using type = rebind_shape<element_at<I, Shapes...>, T>;
};

template <std::size_t... I, class... Shapes>
    requires(sizeof...(I) != 1)
struct argument_group<wrt_positions<I...>, positional, Shapes...> {
    template <class T>
    using type = by_argument<rebind_shape<element_at<I, Shapes...>, T>...>;
};

template <std::size_t... I, class... Variables, class... Shapes>
    requires(sizeof...(I) != 1)
struct argument_group<wrt_positions<I...>, named<Variables...>, Shapes...> {
    template <class T>
    using type = by_variable<T, element_at<I, Variables...>...>;
};

/// The inputs of a program that a derivative is taken by, as runs of `Size` from `First`.
template <int... FirstAndSize>
struct chosen_inputs {
    static constexpr int bounds[sizeof...(FirstAndSize) + 1] = {FirstAndSize..., 0};
    static constexpr int range_count = sizeof...(FirstAndSize) / 2;

    static constexpr int size() {
        int sum = 0;
        for (int i = 0; i < range_count; ++i) sum += bounds[2 * i + 1];
        return sum;
    }
    /// The input that is number `index` among the chosen ones.
    static constexpr int input(int index) {
        int range = 0;
        while (index >= bounds[2 * range + 1]) index -= bounds[2 * range++ + 1];
        return bounds[2 * range] + index;
    }
};

template <class Positions, class... Shapes>
struct ranges_of;

// Neighbours are one range, as all arguments of most derivatives are.
template <std::size_t... I, class... Shapes>
struct ranges_of<wrt_positions<I...>, Shapes...> {
    struct joined {
        int bounds[2 * sizeof...(I) + 1]{};
        int count = 0;
    };
    static constexpr joined join() {
        const int sizes[] = {shape_of<Shapes>::size..., 0};
        int first[sizeof...(Shapes) + 1]{};
        for (std::size_t i = 0; i < sizeof...(Shapes); ++i) first[i + 1] = first[i] + sizes[i];
        joined result;
        int* const bounds = result.bounds;
        int& count = result.count;
        for (const std::size_t position : {I...}) {
            if (count > 0 && bounds[count - 2] + bounds[count - 1] == first[position]) {
                bounds[count - 1] += sizes[position];
            } else {
                bounds[count++] = first[position];
                bounds[count++] = sizes[position];
            }
        }
        return result;
    }
    static constexpr joined all = join();
    template <std::size_t... K>
    static chosen_inputs<all.bounds[K]...> named_by(std::index_sequence<K...>);
    using type = decltype(named_by(std::make_index_sequence<static_cast<std::size_t>(all.count)>{}));
};

} // namespace detail

} // namespace pullback

#endif
