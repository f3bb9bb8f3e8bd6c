// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_AGGREGATE_HPP
#define PULLBACK_SHAPE_AGGREGATE_HPP

#include <pullback/always_inline.hpp>
#include <pullback/shape/shape.hpp>
#include <pullback/shape/shape_of.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

#include <boost/hana/core/tag_of.hpp>

// Plain structs are shapes: their members are counted by what the struct can be initialised with, and reached by
// structured bindings.

namespace pullback {

namespace detail {

// The first stands for a member of any type, the second for a base class only.
struct any_member {
    template <class T>
    constexpr operator T() const;
};
template <class A>
struct any_base {
    template <class T>
        requires(std::is_base_of_v<T, A> && !std::is_same_v<T, A>)
    constexpr operator T() const;
};

template <class A, std::size_t... I>
constexpr bool has_elements(std::index_sequence<I...>) {
    return requires { A{(static_cast<void>(I), any_member{})...}; };
}
template <class A, std::size_t... I>
constexpr bool has_members(std::index_sequence<I...>) {
    return requires { A{{(static_cast<void>(I), any_member{})}...}; };
}
// Members that no braces around something unknown make, such as an Eigen vector, which takes it for its size, are made
// by empty ones. Braces around an array of the language make all of its elements, so that what follows is too much.
template <class A, std::size_t... Before, std::size_t... After>
constexpr bool has_member_between(std::index_sequence<Before...>, std::index_sequence<After...>) {
    return requires {
        A{(static_cast<void>(Before), any_member{})..., {}, (static_cast<void>(After), any_member{})...};
    };
}
template <class A, std::size_t... I>
constexpr bool has_default_members(std::index_sequence<I...>) {
    return (detail::has_member_between<A>(std::make_index_sequence<I>{},
                                          std::make_index_sequence<sizeof...(I) - 1 - I>{}) &&
            ...);
}

inline constexpr std::size_t most_members = 16;

/// The number of members of an aggregate without base class, or 0 if it has too many or one is an array of the
/// language, whose elements would be taken for members.
template <class A, std::size_t Count = most_members>
consteval std::size_t count_members() {
    if constexpr (Count == 0 || requires { A{any_base<A>{}}; }) return 0;
    else if constexpr (!detail::has_elements<A>(std::make_index_sequence<Count>{}))
        return detail::count_members<A, Count - 1>();
    else if constexpr (Count == most_members && detail::has_elements<A>(std::make_index_sequence<Count + 1>{}))
        return 0;
    else if constexpr (detail::has_members<A>(std::make_index_sequence<Count>{})) return Count;
    else return detail::has_default_members<A>(std::make_index_sequence<Count>{}) ? Count : 0;
}

// The members are counted where they are numbers, which any initialiser in braces makes; those of a struct that is no
// template, as they are.
template <class A>
struct counted_as {
    using type = A;
};
template <TemplateOnScalar A>
struct counted_as<A> {
    using type = typename rebind_template<A, decltype(1.)>::type;
};

template <class A>
inline constexpr std::size_t member_count = count_members<typename counted_as<A>::type>();

template <class A>
concept CountedAggregate =
    std::is_class_v<A> && std::is_aggregate_v<A> && !TupleLike<A> && !HanaStruct<A> && TemplateOnScalar<A> &&
    std::is_same_v<typename boost::hana::tag_of<A>::type, A> && (member_count<A> > 0);

template <std::size_t I, class First, class... Rest>
PULLBACK_ALWAYS_INLINE constexpr auto& nth(First& first, Rest&... rest) {
    if constexpr (I == 0) return first;
    else return detail::nth<I - 1>(rest...);
}

struct aggregate_access {
    template <class A>
    static constexpr std::size_t count = member_count<std::remove_const_t<A>>;

    template <std::size_t I, class A>
    PULLBACK_ALWAYS_INLINE static constexpr auto& element(A& value) {
        constexpr std::size_t n = count<A>;
        if constexpr (n == 1) {
            auto& [a] = value;
            return detail::nth<I>(a);
        } else if constexpr (n == 2) {
            auto& [a, b] = value;
            return detail::nth<I>(a, b);
        } else if constexpr (n == 3) {
            auto& [a, b, c] = value;
            return detail::nth<I>(a, b, c);
        } else if constexpr (n == 4) {
            auto& [a, b, c, d] = value;
            return detail::nth<I>(a, b, c, d);
        } else if constexpr (n == 5) {
            auto& [a, b, c, d, e] = value;
            return detail::nth<I>(a, b, c, d, e);
        } else if constexpr (n == 6) {
            auto& [a, b, c, d, e, f] = value;
            return detail::nth<I>(a, b, c, d, e, f);
        } else if constexpr (n == 7) {
            auto& [a, b, c, d, e, f, g] = value;
            return detail::nth<I>(a, b, c, d, e, f, g);
        } else if constexpr (n == 8) {
            auto& [a, b, c, d, e, f, g, h] = value;
            return detail::nth<I>(a, b, c, d, e, f, g, h);
        } else if constexpr (n == 9) {
            auto& [a, b, c, d, e, f, g, h, i] = value;
            return detail::nth<I>(a, b, c, d, e, f, g, h, i);
        } else if constexpr (n == 10) {
            auto& [a, b, c, d, e, f, g, h, i, j] = value;
            return detail::nth<I>(a, b, c, d, e, f, g, h, i, j);
        } else if constexpr (n == 11) {
            auto& [a, b, c, d, e, f, g, h, i, j, k] = value;
            return detail::nth<I>(a, b, c, d, e, f, g, h, i, j, k);
        } else if constexpr (n == 12) {
            auto& [a, b, c, d, e, f, g, h, i, j, k, l] = value;
            return detail::nth<I>(a, b, c, d, e, f, g, h, i, j, k, l);
        } else if constexpr (n == 13) {
            auto& [a, b, c, d, e, f, g, h, i, j, k, l, m] = value;
            return detail::nth<I>(a, b, c, d, e, f, g, h, i, j, k, l, m);
        } else if constexpr (n == 14) {
            auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, o] = value;
            return detail::nth<I>(a, b, c, d, e, f, g, h, i, j, k, l, m, o);
        } else if constexpr (n == 15) {
            auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, o, p] = value;
            return detail::nth<I>(a, b, c, d, e, f, g, h, i, j, k, l, m, o, p);
        } else {
            auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q] = value;
            return detail::nth<I>(a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q);
        }
    }
    template <std::size_t I, class A>
    using type = std::remove_cvref_t<decltype(element<I>(std::declval<A&>()))>;
};

template <class A, std::size_t... I>
constexpr bool has_shaped_members(std::index_sequence<I...>) {
    return (Shaped<aggregate_access::type<I, A>> && ...);
}

template <class A>
concept PlainAggregate = CountedAggregate<A> && has_shaped_members<A>(std::make_index_sequence<member_count<A>>{});

} // namespace detail

/// A plain struct that is a template on its scalar, without base classes, of at most 16 members, all public and none an
/// array of the language: its members in order.
template <detail::PlainAggregate A>
struct shape<A> : detail::shape_of_elements<A, detail::aggregate_access> {
private:
    using base = detail::shape_of_elements<A, detail::aggregate_access>;

public:
    template <int First, class R, class S>
    PULLBACK_ALWAYS_INLINE static constexpr R store(const S* in) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) PULLBACK_ALWAYS_INLINE {
            return R{base::template store_element<I, R, First>(in)...};
        }(typename base::indices{});
    }
};

} // namespace pullback

#endif
