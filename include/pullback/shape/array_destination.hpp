// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_ARRAY_DESTINATION_HPP
#define PULLBACK_SHAPE_ARRAY_DESTINATION_HPP

#include <pullback/always_inline.hpp>
#include <pullback/shape/destination.hpp>
#include <pullback/shape/memory_overlap.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/shape_of.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

// Destinations of results of run-time length that are no container of the same elements: numbers side by side, and
// matrices with a row for each element.

namespace pullback::detail {

/// The numbers of a destination, one after the other.
template <class D>
struct numbers_in {
    D* place;
    PULLBACK_ALWAYS_INLINE constexpr auto& operator[](std::ptrdiff_t i) const {
        if constexpr (std::is_pointer_v<D>) return (*place)[i];
        else if constexpr (is_column_major_memory<D>) return place->first[i];
        else if constexpr (UserDestination<D>) return destination<D>::at(*place, i);
        else if constexpr (DataRange<D>) return range_data<D>::at(*place, i);
        else return (*place)[static_cast<std::size_t>(i)];
    }
    /// How many there are, or -1 if nobody knows.
    constexpr std::ptrdiff_t size() const {
        if constexpr (std::is_pointer_v<D> || is_column_major_memory<D>) return -1;
        else if constexpr (UserDestination<D>) {
            if constexpr (requires { destination<D>::size(*place); })
                return static_cast<std::ptrdiff_t>(destination<D>::size(*place));
            else return -1;
        } else if constexpr (DataRange<D>) return range_data<D>::template extent<0>(*place);
        else return shape_of<D>::size;
    }
};

/// An element whose scalars lie in numbers, `stride` from each other.
template <class Numbers, int Size>
struct element_in_numbers {
    Numbers numbers;
    std::ptrdiff_t first, stride;

    // No aggregate, whose members would be counted to see whether it is a shape.
    PULLBACK_ALWAYS_INLINE constexpr element_in_numbers(const Numbers& all, std::ptrdiff_t begin, std::ptrdiff_t step)
        : numbers(all), first(begin), stride(step) {}
};

/// An array of elements of `Size` scalars in the numbers of a `D`.
template <class D, int Dimensions, int Size>
struct array_in_numbers {
    numbers_in<D> numbers;
    std::ptrdiff_t extents[2] = {0, 1};
    static constexpr bool is_column_major = is_column_major_memory<D>;
};

/// An array of elements whose scalars are the rows of a matrix.
template <class D, int Size>
struct rows_of_matrix {
    D* matrix;
};
template <class D, int Size>
struct element_in_row {
    D* matrix;
    std::ptrdiff_t row;

    PULLBACK_ALWAYS_INLINE constexpr element_in_row(D* all, std::ptrdiff_t place) : matrix(all), row(place) {}
};

} // namespace pullback::detail

namespace pullback {

template <class Numbers, int Size>
struct shape<detail::element_in_numbers<Numbers, Size>> {
    static constexpr int size = Size;
    using scalar = std::remove_reference_t<decltype(std::declval<const Numbers&>()[0])>;
    static constexpr bool is_addressable = true;
    template <int I>
    PULLBACK_ALWAYS_INLINE static constexpr auto& at(const detail::element_in_numbers<Numbers, Size>& element) {
        return element.numbers[element.first + I * element.stride];
    }
};

template <class D, int Dimensions, int Size>
struct range_data<detail::array_in_numbers<D, Dimensions, Size>> {
    static constexpr int dimensions = Dimensions;
    using element = detail::element_in_numbers<detail::numbers_in<D>, Size>;
    using array = detail::array_in_numbers<D, Dimensions, Size>;
    static constexpr int contiguous_dimension =
        std::is_pointer_v<D> || detail::contiguous_dimension<D> == 0 ? Dimensions - 1 : -1;

    PULLBACK_ALWAYS_INLINE static constexpr const element at(const array& a, std::ptrdiff_t i) {
        if constexpr (array::is_column_major) return {a.numbers, i, a.extents[0]};
        else return {a.numbers, i * Size, 1};
    }
    PULLBACK_ALWAYS_INLINE static constexpr const element at(const array& a, std::ptrdiff_t i, std::ptrdiff_t j) {
        if constexpr (array::is_column_major) return {a.numbers, i + j * a.extents[0], a.extents[0] * a.extents[1]};
        else return {a.numbers, (i * a.extents[1] + j) * Size, 1};
    }
    /// Scalar I of an element, by reference.
    template <int I, class... Subscript>
    PULLBACK_ALWAYS_INLINE static constexpr auto& scalar(const array& a, Subscript... subscript) {
        return shape<element>::template at<I>(at(a, subscript...));
    }
};

template <class D, int Size>
struct shape<detail::element_in_row<D, Size>> {
    static constexpr int size = Size;
    using scalar = typename range_data<D>::element;
    static constexpr bool is_addressable = true;
    template <int I>
    PULLBACK_ALWAYS_INLINE static constexpr auto& at(const detail::element_in_row<D, Size>& element) {
        return range_data<D>::at(*element.matrix, element.row, I);
    }
};

template <class D, int Size>
struct range_data<detail::rows_of_matrix<D, Size>> {
    static constexpr int dimensions = 1;
    using element = detail::element_in_row<D, Size>;

    PULLBACK_ALWAYS_INLINE static constexpr const element at(const detail::rows_of_matrix<D, Size>& rows,
                                                             std::ptrdiff_t i) {
        return {rows.matrix, i};
    }
    /// Scalar I of an element, by reference.
    template <int I>
    PULLBACK_ALWAYS_INLINE static constexpr auto& scalar(const detail::rows_of_matrix<D, Size>& rows,
                                                         std::ptrdiff_t i) {
        return range_data<D>::at(*rows.matrix, i, I);
    }
};

namespace detail {

template <class D, int Dimensions, int Size>
constexpr memory_extent memory_of(const array_in_numbers<D, Dimensions, Size>& array) {
    const std::ptrdiff_t count = array.extents[0] * array.extents[1] * Size;
    if (count <= 0) return {};
    auto& first = array.numbers[0];
    return detail::memory_between(detail::address_of(first), detail::address_of(array.numbers[count > 1 ? 1 : 0]),
                                  detail::address_of(array.numbers[count - 1]), sizeof(first));
}
template <class D, int Size>
constexpr memory_extent memory_of(const rows_of_matrix<D, Size>& rows) {
    return detail::memory_of(*rows.matrix);
}

} // namespace detail

} // namespace pullback

#endif
