// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_GROUPS_HPP
#define PULLBACK_SHAPE_GROUPS_HPP

#include <pullback/shape/shape.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

#include <boost/hana/basic_tuple.hpp>

namespace pullback {

/// One object per argument of a generic function, in order: what a derivative by several arguments is.
/// Structured bindings, `get<I>(g)` and `g[hana::size_c<I>]` reach them; `g[i]` does where all are of one type.
/// Precondition of `g[i]`: i is below their number.
template <class... A>
struct by_argument {
    boost::hana::basic_tuple<A...> values;

    constexpr by_argument() = default;
    constexpr by_argument(const A&... a) : values(a...) {}

    template <class Index>
    constexpr const auto& operator[](Index index) const {
        if constexpr (std::is_integral_v<Index>) return at_run_time(static_cast<std::size_t>(index));
        else return boost::hana::at_c<Index::value>(values);
    }

    // Structured bindings take these where there are such, and not a `get` of the library that the parts come from.
    template <std::size_t I>
    constexpr auto& get() & {
        return boost::hana::at_c<I>(values);
    }
    template <std::size_t I>
    constexpr const auto& get() const& {
        return boost::hana::at_c<I>(values);
    }
    template <std::size_t I>
    constexpr auto&& get() && {
        return boost::hana::at_c<I>(static_cast<boost::hana::basic_tuple<A...>&&>(values));
    }

private:
    template <std::size_t I = 0>
    constexpr const auto& at_run_time(std::size_t index) const {
        using first = std::remove_cvref_t<decltype(boost::hana::at_c<0>(values))>;
        constexpr bool is_uniform = (std::is_same_v<A, first> && ...);
        static_assert(is_uniform,
                      "g[i]: the parts of g are of different types, so which one is meant must be known at compile "
                      "time; write get<i>(g), or auto [a, b] = g");
        if constexpr (I + 1 >= sizeof...(A) || !is_uniform) return boost::hana::at_c<I>(values);
        else return index == I ? boost::hana::at_c<I>(values) : at_run_time<I + 1>(index);
    }
};

/// One number (or one inner derivative) per variable of an expression. `g[x]` is that of variable `x`; structured
/// bindings, `get<I>(g)` and `g[i]` go by the expression's order of variables. Precondition of `g[i]`: i is below their
/// number.
template <class T, class... Variables>
struct by_variable {
    T values[sizeof...(Variables)];

    template <class Variable>
    constexpr const T& operator[](Variable variable) const {
        if constexpr (std::is_integral_v<Variable>) {
            return values[variable];
        } else {
            static_assert(detail::any_of<std::is_same_v<Variable, Variables>...>,
                          "g[x]: x is not among the variables that g was differentiated by");
            const bool is_it[] = {std::is_same_v<Variable, Variables>..., true};
            int index = 0;
            while (!is_it[index]) ++index;
            return values[index];
        }
    }

    constexpr const T* begin() const { return values; }
    constexpr const T* end() const { return values + sizeof...(Variables); }
    static constexpr std::size_t size() { return sizeof...(Variables); }
};

namespace detail {

template <class T>
inline constexpr bool is_by_argument = false;
template <class... A>
inline constexpr bool is_by_argument<by_argument<A...>> = true;

template <class T>
inline constexpr bool is_by_variable = false;
template <class T, class... Variables>
inline constexpr bool is_by_variable<by_variable<T, Variables...>> = true;

template <class T>
concept Group = is_by_argument<std::remove_cvref_t<T>> || is_by_variable<std::remove_cvref_t<T>>;

template <class T, class... Variables>
inline constexpr bool is_array_in_memory<by_variable<T, Variables...>> = is_array_in_memory<T>;

} // namespace detail

/// Part I of a derivative by several arguments or variables, as constant and as movable as `group` is.
template <std::size_t I, detail::Group G>
constexpr auto&& get(G&& group) {
    constexpr bool is_part = I < std::tuple_size_v<std::remove_cvref_t<G>>;
    static_assert(is_part, "get<I>(g): g has fewer parts than that; they count from 0");
    constexpr std::size_t part = is_part ? I : 0; // so that the sentence above is the only error
    if constexpr (detail::is_by_argument<std::remove_cvref_t<G>>)
        return boost::hana::at_c<part>(std::forward<G>(group).values);
    else return std::forward<G>(group).values[part];
}

} // namespace pullback

namespace std {

template <class... A>
struct tuple_size<pullback::by_argument<A...>> : std::integral_constant<std::size_t, sizeof...(A)> {};

template <std::size_t I, class... A>
struct tuple_element<I, pullback::by_argument<A...>> {
    using type = std::remove_cvref_t<decltype(boost::hana::at_c<I>(std::declval<boost::hana::basic_tuple<A...>>()))>;
};

template <class T, class... Variables>
struct tuple_size<pullback::by_variable<T, Variables...>> : std::integral_constant<std::size_t, sizeof...(Variables)> {
};

template <std::size_t I, class T, class... Variables>
struct tuple_element<I, pullback::by_variable<T, Variables...>> {
    using type = T;
};

} // namespace std

#endif
