// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_ELEMENT_TYPES_HPP
#define PULLBACK_SHAPE_ELEMENT_TYPES_HPP

#include <pullback/shape/element.hpp>
#include <pullback/shape/groups.hpp>
#include <pullback/shape/shape.hpp>
#include <pullback/shape/shape_of.hpp>

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

// What an element of a range is inside a function, which of its scalars are integers, and what a derivative by it is.

namespace pullback::detail {

/// Which scalars of an element are integers, as a type: a bit for each, 64 in a word, no zeros at the end.
template <unsigned long long... Words>
struct integer_scalars {
    static constexpr bool has(int scalar) {
        const unsigned long long words[] = {Words..., 0};
        const auto word = static_cast<std::size_t>(scalar / 64);
        return word < sizeof...(Words) && (words[word] >> (scalar % 64) & 1) != 0;
    }
    /// Whether these are all of so many.
    static constexpr bool are_all(int size) {
        for (int i = 0; i < size; ++i)
            if (!has(i)) return false;
        return true;
    }
};

template <class E>
struct integers_of_element {
    struct words {
        unsigned long long bits[element_shape<E>::size / 64 + 1]{};
        std::size_t count = 0;
    };
    static constexpr words found = [] {
        words result;
        bool flags[element_shape<E>::size]{};
        element_shape<E>::mark_integers(flags);
        for (std::size_t i = 0; i < sizeof(flags); ++i) {
            if (!flags[i]) continue;
            result.bits[i / 64] |= 1ULL << (i % 64);
            result.count = i / 64 + 1;
        }
        return result;
    }();
    template <std::size_t... I>
    static integer_scalars<found.bits[I]...> as_type(std::index_sequence<I...>);
    using type = decltype(as_type(std::make_index_sequence<found.count>{}));
};

/// The integers among the scalars of an element.
template <class E>
using integers_of = typename integers_of_element<E>::type;

/// Whether an element is, or has a part that is, of a type that does not become another one where its scalars do.
template <class E, class S>
constexpr bool is_of_fixed_types();

template <class S, class... Part>
constexpr bool any_is_of_fixed_types(by_argument<Part...> (*)()) {
    return (detail::is_of_fixed_types<Part, S>() || ...);
}
template <class E, class S>
constexpr bool is_of_fixed_types() {
    if constexpr (!Shaped<E>) {
        return true;
    } else if constexpr (is_standard_array<E>) {
        return detail::is_of_fixed_types<typename E::value_type, S>();
    } else if constexpr (HasParts<E>) {
        if constexpr (requires { shape<E>::template is_uniform<S>; })
            return !shape<E>::template is_uniform<S> ||
                   detail::any_is_of_fixed_types<S>(static_cast<parts_of<E, by_argument> (*)()>(nullptr));
        else return false;
    } else {
        return false;
    }
}

template <class E, class S>
struct element_symbol {
    using type = rebind_shape<E, S>;
};
template <class Part, std::size_t Size, class S>
struct element_symbol<std::array<Part, Size>, S> {
    using type = std::array<typename element_symbol<Part, S>::type, Size>;
};
template <class E, class S>
    requires(HasParts<E> && is_of_fixed_types<E, S>())
struct element_symbol<E, S> {
    template <class... Part>
    using symbols = by_argument<typename element_symbol<Part, S>::type...>;
    using type = parts_of<E, symbols>;
};

/// What an element is inside a function that is recorded with `S`: the same shape made of `S`; of a record of fixed
/// types its members in order, which structured bindings take apart.
template <class E, class S>
using symbol_of_element = typename element_symbol<E, S>::type;

template <class E, class T, class S>
struct derivative_element;

template <class E, class T, class S>
struct derivative_of_template {
    using type = E;
};
template <template <class...> class Template, class... Parameters, class T, class S>
struct derivative_of_template<Template<Parameters...>, T, S> {
    template <class Parameter>
    static constexpr auto parameter() {
        if constexpr (RangeElement<Parameter>) return derivative_element<Parameter, T, S>{};
        else return std::type_identity<Parameter>{};
    }
    using type = Template<typename decltype(parameter<Parameters>())::type...>;
};

template <class E, class T, class S>
struct derivative_element {
    static constexpr auto choose() {
        if constexpr (is_integer_scalar<E> || detail::is_of_fixed_types<E, S>()) return std::type_identity<E>{};
        else if constexpr (std::is_same_v<integers_of<E>, integer_scalars<>>)
            return std::type_identity<rebind_shape<E, T>>{};
        else return derivative_of_template<E, T, S>{};
    }
    using type = typename decltype(choose())::type;
};
template <class Part, std::size_t Size, class T, class S>
struct derivative_element<std::array<Part, Size>, T, S> {
    using type = std::array<typename derivative_element<Part, T, S>::type, Size>;
};

/// What the derivative by an element is, in the scalar `T`: of its shape, with integers as they are, which are 0. A
/// record of fixed types is of its own type.
template <class E, class T, class S>
using derivative_of_element = typename derivative_element<E, T, S>::type;

} // namespace pullback::detail

#endif
