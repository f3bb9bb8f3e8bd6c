// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_ELEMENT_HPP
#define PULLBACK_SHAPE_ELEMENT_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/shape/aggregate.hpp>
#include <pullback/shape/shape.hpp>
#include <pullback/shape/shape_of.hpp>

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

// What a range of run-time length may hold: all that is a shape, and records besides, whose members are of fixed types
// and need not be real numbers. An element is read and written scalar by scalar, where it lies in the range.

namespace pullback {

namespace detail {

/// Integers, truth values and enumerators: data that are not differentiated.
template <class E>
inline constexpr bool is_integer_scalar = std::is_integral_v<E> || std::is_enum_v<E>;

template <class E>
concept OneScalar = is_integer_scalar<E> || (Scalar<E> && !TupleLike<E> && !HanaStruct<E>);

// A struct that is a template on its scalar is a shape already, so these are those that are not.
template <class E>
concept AggregateOfFixedTypes =
    std::is_class_v<E> && std::is_aggregate_v<E> && !TupleLike<E> && !HanaStruct<E> && (member_count<E> > 0);

/// How the parts of an element are reached that has such.
template <class E>
struct parts_access {
    using type = void;
};
template <HanaStruct E>
struct parts_access<E> {
    using type = member_access;
};
// A tuple that makes its parts when they are asked for, as a Jacobian that is kept by rows does, is taken as a whole.
template <TupleLike E>
    requires(!is_standard_array<E> && std::tuple_size_v<E> > 0) &&
            (std::is_lvalue_reference_v<decltype(tuple_access::element<0>(std::declval<E&>()))>)
struct parts_access<E> {
    using type = tuple_access;
};
template <class E>
    requires(!OneScalar<E> && (CountedAggregate<E> || (!Shaped<E> && AggregateOfFixedTypes<E>)))
struct parts_access<E> {
    using type = aggregate_access;
};

template <class E>
concept HasParts = !OneScalar<E> && !std::is_void_v<typename parts_access<E>::type>;

template <class E>
constexpr bool is_range_element();
template <class E, class Access, std::size_t... I>
constexpr bool has_range_elements(std::index_sequence<I...>) {
    return (detail::is_range_element<typename Access::template type<I, E>>() && ...);
}
template <class E>
constexpr bool is_range_element() {
    if constexpr (Shaped<E> || is_integer_scalar<E>) {
        return true;
    } else if constexpr (is_standard_array<E>) {
        return std::tuple_size_v<E> > 0 && detail::is_range_element<typename E::value_type>();
    } else if constexpr (HasParts<E>) {
        using access = typename parts_access<E>::type;
        return detail::has_range_elements<E, access>(std::make_index_sequence<access::template count<E>>{});
    } else {
        return false;
    }
}

} // namespace detail

/// What a range may hold: a number, an integer, a truth value or an enumerator; an array, a tuple or a struct of such,
/// the struct of fixed types too; whatever `pullback::shape` knows.
template <class E>
concept RangeElement = detail::is_range_element<std::remove_cv_t<E>>();

namespace detail {

/// How an element is made of scalars:
/// - `size`: how many
/// - `scalar`: their common type
/// - `at<I>(element)`: scalar I, by reference where it lies in the element
/// - `mark_integers(flags)`: sets those flags to true whose scalars are no real numbers
template <class E>
struct element_shape {
    static constexpr int size = shape_of<E>::size;
    using scalar = scalar_of<E>;
    template <int I, class V>
    PULLBACK_ALWAYS_INLINE static constexpr decltype(auto) at(V& element) {
        if constexpr (is_addressable<E>) {
            return (shape_of<E>::template at<I>(element));
        } else {
            scalar all[size];
            shape_of<E>::template load<0>(element, all);
            return scalar(all[I]);
        }
    }
    static constexpr void mark_integers(bool* flags) {
        for (int i = 0; i < size; ++i) flags[i] = is_data<E> || is_integer_scalar<scalar>;
    }
};

template <OneScalar E>
struct element_shape<E> {
    static constexpr int size = 1;
    using scalar = std::conditional_t<std::is_enum_v<E> || std::is_same_v<E, bool>, int, E>;
    template <int I, class V>
    PULLBACK_ALWAYS_INLINE static constexpr V& at(V& element) {
        return element;
    }
    static constexpr void mark_integers(bool* flags) { flags[0] = is_integer_scalar<E>; }
};

template <class Part, std::size_t Size>
struct element_shape<std::array<Part, Size>> {
    static constexpr int stride = element_shape<Part>::size;
    static constexpr int size = static_cast<int>(Size) * stride;
    using scalar = typename element_shape<Part>::scalar;
    template <int I, class V>
    PULLBACK_ALWAYS_INLINE static constexpr decltype(auto) at(V& element) {
        return (element_shape<Part>::template at<I % stride>(element[static_cast<std::size_t>(I / stride)]));
    }
    static constexpr void mark_integers(bool* flags) {
        for (int i = 0; i < size; i += stride) element_shape<Part>::mark_integers(flags + i);
    }
};

template <class... Part>
struct shape_of_parts {
    static constexpr int size = (element_shape<Part>::size + ... + 0);
    using scalar = typename common<typename element_shape<Part>::scalar...>::type;
    static consteval std::size_t part_with(int index) {
        const int sizes[] = {element_shape<Part>::size...};
        std::size_t part = 0;
        for (int end = sizes[0]; end <= index; end += sizes[part]) ++part;
        return part;
    }
    static consteval int first_of_part(std::size_t part) {
        const int sizes[] = {element_shape<Part>::size...};
        int first = 0;
        for (std::size_t i = 0; i < part; ++i) first += sizes[i];
        return first;
    }
    static constexpr void mark_integers(bool* flags) {
        ((element_shape<Part>::mark_integers(flags), flags += element_shape<Part>::size), ...);
    }
};

template <class E, class Access, template <class...> class List, std::size_t... I>
List<typename Access::template type<I, E>...> list_parts(std::index_sequence<I...>);
/// The types of the parts of an element, in a list.
template <class E, template <class...> class List>
using parts_of = decltype(detail::list_parts<E, typename parts_access<E>::type, List>(
    std::make_index_sequence<parts_access<E>::type::template count<E>>{}));

template <HasParts E>
struct element_shape<E> {
private:
    using access = typename parts_access<E>::type;
    using parts = parts_of<E, shape_of_parts>;

public:
    static constexpr int size = parts::size;
    using scalar = typename parts::scalar;
    template <int I, class V>
    PULLBACK_ALWAYS_INLINE static constexpr decltype(auto) at(V& element) {
        constexpr std::size_t part = parts::part_with(I);
        auto&& value = access::template element<part>(element);
        return (
            element_shape<typename access::template type<part, E>>::template at<I - parts::first_of_part(part)>(value));
    }
    static constexpr void mark_integers(bool* flags) { parts::mark_integers(flags); }
};

/// An element of zeros, also where its own constructor leaves them open, as Eigen's vectors do.
template <class E>
constexpr E zero_element() {
    E zero{};
    if constexpr (!std::is_trivially_default_constructible_v<E>)
        [&]<int... I>(std::integer_sequence<int, I...>) {
            ((element_shape<E>::template at<I>(zero) =
                  static_cast<std::remove_reference_t<decltype(element_shape<E>::template at<I>(zero))>>(0)),
             ...);
        }(std::make_integer_sequence<int, element_shape<E>::size>{});
    return zero;
}

} // namespace detail

} // namespace pullback

#endif
