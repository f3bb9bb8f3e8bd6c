// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_SEQUENCE_HPP
#define PULLBACK_SHAPE_SEQUENCE_HPP

#include <pullback/shape/shape.hpp>

#include <span>

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
    [[gnu::always_inline]] static constexpr void load(const A& value, S* out) {
        [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
            // An initialiser list and not a fold: clang bounds the nesting of folds at 256.
            [[maybe_unused]] const int done[] = {
                0, (shape_of<Element>::template load<First + static_cast<int>(I) * stride>(value[I], out), 0)...};
        }(std::make_index_sequence<Size>{});
    }
    static constexpr bool is_addressable = pullback::is_addressable<Element>;
    static constexpr bool is_data = pullback::is_data<Element>;
    template <int I, class V>
    [[gnu::always_inline]] static constexpr auto& at(V& value) {
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

/// A view of as many elements as its type says, as an argument: inside the function, and as derivative, a `std::array`.
template <class Element, std::size_t Size>
    requires(Size != std::dynamic_extent && Shaped<Element>)
struct shape<std::span<Element, Size>>
    : detail::shape_of_sequence<std::span<Element, Size>, std::remove_const_t<Element>, Size> {};

} // namespace pullback

#endif
