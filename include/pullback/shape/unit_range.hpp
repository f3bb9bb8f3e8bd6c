// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_UNIT_RANGE_HPP
#define PULLBACK_SHAPE_UNIT_RANGE_HPP

#include <pullback/always_inline.hpp>
#include <pullback/shape/element.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/shape_of.hpp>

#include <array>
#include <cstddef>

namespace pullback {

namespace detail {

/// A range of zeros but for one number, a 1, of which nothing is in memory: the direction of one column of a matrix of
/// derivatives. Where there is no number `place` all are 0.
template <class T, int Dimensions, int Size>
struct unit_range {
    std::ptrdiff_t extents[2]{};
    std::ptrdiff_t place;

    // No aggregate, whose members would be counted to see whether it is a shape.
    unit_range(std::ptrdiff_t rows, std::ptrdiff_t columns, std::ptrdiff_t one) : place(one) {
        extents[0] = rows;
        extents[1] = columns;
    }
};

/// How many numbers an argument has.
template <class A>
constexpr std::ptrdiff_t count_numbers(const A& argument) {
    if constexpr (DataRange<A>) {
        using data = range_data<A>;
        const std::ptrdiff_t size = data::template extent<0>(argument) * element_shape<typename data::element>::size;
        if constexpr (data::dimensions == 1) return size;
        else return size * data::template extent<1>(argument);
    } else {
        return shape_of<A>::size;
    }
}

/// What is of an argument's shape and 0 but for number `place` of it, which is 1.
template <class T, class A, class S>
auto unit_like(const A& argument, std::ptrdiff_t place) {
    if constexpr (DataRange<A>) {
        using data = range_data<A>;
        std::ptrdiff_t columns = 1;
        if constexpr (data::dimensions == 2) columns = data::template extent<1>(argument);
        return unit_range<T, data::dimensions, element_shape<typename data::element>::size>(
            data::template extent<0>(argument), columns, place);
    } else {
        T numbers[shape_of<A>::size];
        for (int i = 0; i < shape_of<A>::size; ++i) numbers[i] = T(i == place ? 1 : 0);
        return shape_of<rebind_shape<A, S>>::template store<0, rebind_shape<A, T>>(numbers);
    }
}

} // namespace detail

template <class T, int Dimensions, int Size>
struct range_data<detail::unit_range<T, Dimensions, Size>> {
    using range = detail::unit_range<T, Dimensions, Size>;
    static constexpr int dimensions = Dimensions;
    using element = std::array<T, static_cast<std::size_t>(Size)>;

    template <int K>
    PULLBACK_ALWAYS_INLINE static std::ptrdiff_t extent(const range& units) {
        return units.extents[K];
    }
    template <int I, class... Subscript>
    PULLBACK_ALWAYS_INLINE static T scalar(const range& units, Subscript... subscript) {
        return T(number(units, subscript...) * Size + I == units.place ? 1 : 0);
    }
    template <class... Subscript>
    static element at(const range& units, Subscript... subscript) {
        element numbers{};
        const std::ptrdiff_t one = units.place - number(units, subscript...) * Size;
        if (one >= 0 && one < Size) numbers[static_cast<std::size_t>(one)] = T(1);
        return numbers;
    }

private:
    PULLBACK_ALWAYS_INLINE static std::ptrdiff_t number(const range&, std::ptrdiff_t i) { return i; }
    PULLBACK_ALWAYS_INLINE static std::ptrdiff_t number(const range& units, std::ptrdiff_t i, std::ptrdiff_t j) {
        return i * units.extents[1] + j;
    }
};

} // namespace pullback

#endif
