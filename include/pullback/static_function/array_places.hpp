// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_STATIC_FUNCTION_ARRAY_PLACES_HPP
#define PULLBACK_STATIC_FUNCTION_ARRAY_PLACES_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/run/loop_checks.hpp>
#include <pullback/shape/array_destination.hpp>
#include <pullback/shape/destination.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/range_error.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/static_function/store_results.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

// Which destinations take an array of results, where in them it is written, and whether its extents are theirs.

namespace pullback::detail {

/// Whether a `D` is a destination for an array that would be a `Container`.
template <class D, class Container>
consteval bool takes_array() {
    using data = range_data<Container>;
    constexpr int size = shape_of<typename data::element>::size;
    if constexpr (std::is_pointer_v<D>) return Scalar<std::remove_pointer_t<D>> && !is_ragged<Container>;
    else if constexpr (is_column_major_memory<D> || UserDestination<D>) return !is_ragged<Container>;
    else if constexpr (DataRange<D>) {
        using element = typename range_data<D>::element;
        constexpr int dimensions = range_data<D>::dimensions;
        if constexpr (is_ragged<D> || is_ragged<Container>)
            return is_ragged<D> && is_ragged<Container> && OfOneShape<element, typename data::element>;
        return (dimensions == data::dimensions && OfOneShape<element, typename data::element>) ||
               (Scalar<element> && (dimensions == 1 || (dimensions == 2 && data::dimensions == 1 && size > 1)));
    } else return is_line_of_numbers<D> && !is_ragged<Container>;
}

/// Where array `Container` is written in a `D`: in `D` itself, or in its numbers.
template <class D, class Container>
constexpr auto place_array(D& place) {
    using data = range_data<Container>;
    constexpr int size = shape_of<typename data::element>::size;
    if constexpr (DataRange<D>) {
        using element = typename range_data<D>::element;
        constexpr int dimensions = range_data<D>::dimensions;
        if constexpr (dimensions == data::dimensions && OfOneShape<element, typename data::element>) return &place;
        else if constexpr (dimensions == 2) return rows_of_matrix<D, size>{&place};
        else return array_in_numbers<D, data::dimensions, size>{{&place}};
    } else {
        return array_in_numbers<D, data::dimensions, size>{{&place}};
    }
}
template <class D>
constexpr D* pointer_to_array(D*& place) {
    return place;
}
template <class Place>
constexpr Place* pointer_to_array(Place& place) {
    return &place;
}

/// Sets all of an array to 0.
template <class T, class Place>
constexpr void set_array_to_zero(Place& place, std::ptrdiff_t rows, [[maybe_unused]] std::ptrdiff_t columns) {
    using data = range_data<Place>;
    using element = shape_of<typename data::element>;
    const auto clear = [](auto&& each) PULLBACK_ALWAYS_INLINE {
        [&]<int... S>(std::integer_sequence<int, S...>) PULLBACK_ALWAYS_INLINE {
            [[maybe_unused]] const int done[] = {0, (element::template at<S>(each) = T(0), 0)...};
        }(std::make_integer_sequence<int, element::size>{});
    };
    for (std::ptrdiff_t i = 0; i < rows; ++i) {
        if constexpr (data::dimensions == 1) {
            clear(data::at(place, i));
        } else {
            if constexpr (is_ragged<Place>) columns = data::template extent<1>(place, i);
            for (std::ptrdiff_t j = 0; j < columns; ++j) clear(data::at(place, i, j));
        }
    }
}

[[noreturn, gnu::cold, gnu::noinline]] inline void report_row(std::size_t part, std::ptrdiff_t row, std::ptrdiff_t has,
                                                              std::ptrdiff_t wanted) {
    detail::report_range_error(range_sentence()
                               << "f.into(results...)(x...): row " << row << " of result "
                               << static_cast<std::ptrdiff_t>(part) << " has " << wanted
                               << " elements, and that of its destination " << has << "; give it as many");
}

/// Whether an array has the extents of the result that is written to it.
template <class Place>
constexpr void check_array(std::size_t part, Place& place, std::ptrdiff_t rows, std::ptrdiff_t columns) {
    const auto check = [&](std::ptrdiff_t has, std::ptrdiff_t wanted) {
        if (has != wanted) detail::report_extent(part, has, wanted);
    };
    check(range_data<Place>::template extent<0>(place), rows);
    if constexpr (is_ragged<Place>) engine::run::check_argument(place);
    else if constexpr (range_data<Place>::dimensions == 2) check(range_data<Place>::template extent<1>(place), columns);
}
template <class D, int Dimensions, int Size>
constexpr void check_array(std::size_t part, array_in_numbers<D, Dimensions, Size>& place, std::ptrdiff_t rows,
                           std::ptrdiff_t columns) {
    const std::ptrdiff_t has = place.numbers.size(), wanted = rows * columns * Size;
    if (has >= 0 && has != wanted) detail::report_extent(part, has, wanted);
    place.extents[0] = rows;
    place.extents[1] = columns;
}
template <class D, int Size>
constexpr void check_array(std::size_t part, rows_of_matrix<D, Size>& place, std::ptrdiff_t rows, std::ptrdiff_t) {
    detail::check_array(part, *place.matrix, rows, std::ptrdiff_t(Size));
}

} // namespace pullback::detail

#endif
