// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_GROUPS_HPP
#define PULLBACK_SHAPE_GROUPS_HPP

#include <pullback/shape/shape.hpp>

#include <boost/hana/basic_tuple.hpp>

namespace pullback {

/// One object per argument of a generic function, in order: what a derivative by several arguments is.
/// Structured bindings, `get<I>(g)` and `g[hana::size_c<I>]` reach them.
template <class... A>
struct by_argument {
    boost::hana::basic_tuple<A...> values;

    constexpr by_argument() = default;
    constexpr by_argument(const A&... a) : values(a...) {}

    template <class Index>
    constexpr const auto& operator[](Index) const {
        return boost::hana::at_c<Index::value>(values);
    }

    template <std::size_t I>
    friend constexpr const auto& get(const by_argument& group) {
        static_assert(I < sizeof...(A), "get<I>(g): there are fewer arguments than that");
        return boost::hana::at_c<I>(group.values);
    }
    template <std::size_t I>
    friend constexpr auto& get(by_argument& group) {
        return boost::hana::at_c<I>(group.values);
    }
};

/// One number (or one inner derivative) per variable of an expression. `g[x]` is that of variable `x`; structured
/// bindings and `get<I>(g)` go by the expression's order of variables.
template <class T, class... Variables>
struct by_variable {
    T values[sizeof...(Variables)];

    template <class Variable>
    constexpr const T& operator[](Variable) const {
        static_assert(detail::any_of<std::is_same_v<Variable, Variables>...>,
                      "g[x]: x is not among the variables that g was differentiated by");
        const bool is_it[] = {std::is_same_v<Variable, Variables>..., true};
        int index = 0;
        while (!is_it[index]) ++index;
        return values[index];
    }

    constexpr const T* begin() const { return values; }
    constexpr const T* end() const { return values + sizeof...(Variables); }
    static constexpr std::size_t size() { return sizeof...(Variables); }

    template <std::size_t I>
    friend constexpr const T& get(const by_variable& group) {
        static_assert(I < sizeof...(Variables), "get<I>(g): there are fewer variables than that");
        return group.values[I];
    }
    template <std::size_t I>
    friend constexpr T& get(by_variable& group) {
        return group.values[I];
    }
};

namespace detail {

template <class T, class... Variables>
inline constexpr bool is_array_in_memory<by_variable<T, Variables...>> = is_array_in_memory<T>;

} // namespace detail

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
