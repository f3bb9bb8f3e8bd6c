// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_SEQUENCE_HPP
#define PULLBACK_SHAPE_SEQUENCE_HPP

#include <pullback/always_inline.hpp>
#include <pullback/shape/shape.hpp>
#include <pullback/shape/shape_of.hpp>

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

// Sequences that are arguments only, because they cannot be returned: what is computed from them is in std::arrays.

namespace pullback {

namespace detail {

/// The shape of `Size` elements that `value[i]` gives.
template <class A, class Element, std::size_t Size>
struct shape_of_sequence {
    static constexpr int size = static_cast<int>(Size) * shape_of<Element>::size;
    using scalar = scalar_of<Element>;
    template <class S>
    using rebind = std::array<rebind_shape<Element, S>, Size>;

    template <int First, class S>
    PULLBACK_ALWAYS_INLINE static constexpr void load(const A& value, S* out) {
        [&]<std::size_t... I>(std::index_sequence<I...>) PULLBACK_ALWAYS_INLINE {
            // This is an initialiser list and not a fold, because clang bounds the nesting of folds at 256.
            [[maybe_unused]] const int done[] = {
                0, (shape_of<Element>::template load<First + static_cast<int>(I) * stride>(value[I], out), 0)...};
        }(std::make_index_sequence<Size>{});
    }
    static constexpr bool is_addressable = pullback::is_addressable<Element>;
    static constexpr bool is_data = pullback::is_data<Element>;
    template <int I, class V>
    PULLBACK_ALWAYS_INLINE static constexpr auto& at(V& value) {
        return shape_of<Element>::template at<I % stride>(value[static_cast<std::size_t>(I / stride)]);
    }

private:
    static constexpr int stride = shape_of<Element>::size;
};

// A text is no array of numbers, though its characters are integers.
template <class T>
inline constexpr bool is_character =
    std::is_same_v<T, char> || std::is_same_v<T, wchar_t> || std::is_same_v<T, char8_t> ||
    std::is_same_v<T, char16_t> || std::is_same_v<T, char32_t>;

} // namespace detail

/// An array of the language as an argument: inside the function, and as derivative, it is a `std::array`.
template <class Element, std::size_t Size>
    requires(Shaped<Element> && !detail::is_character<Element>)
struct shape<Element[Size]> : detail::shape_of_sequence<Element[Size], Element, Size> {};

namespace detail {

/// A `std::span` of as many elements as its type says, or a view like it. (By its members: the header of `std::span` is
/// large, and not there where there is no operating system.)
template <class A>
concept FixedView = std::is_class_v<A> && requires(const A& view) {
    typename A::element_type;
    requires A::extent > 0 && A::extent < static_cast<std::size_t>(-1);
    view.data() + A::extent;
    view[A::extent - 1];
} && Shaped<std::remove_const_t<typename A::element_type>>;

} // namespace detail

/// A view of fixed size as an argument: inside the function, and as derivative, it is a `std::array`.
template <detail::FixedView A>
struct shape<A> : detail::shape_of_sequence<A, std::remove_const_t<typename A::element_type>, A::extent> {};

} // namespace pullback

#endif
