// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_MATRIX_DESTINATION_HPP
#define PULLBACK_SHAPE_MATRIX_DESTINATION_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/shape/array_destination.hpp>
#include <pullback/shape/destination.hpp>
#include <pullback/shape/memory_overlap.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/standard_ranges.hpp>

#include <cstddef>
#include <type_traits>

// Matrices whose rows and columns are counted at run time: the one that is returned, and destinations for one.

namespace pullback::detail {

/// A matrix of numbers in what range `A` has for such, or a `row_matrix` if it has nothing.
template <class A, class T>
auto make_matrix_like(std::ptrdiff_t rows, std::ptrdiff_t columns) {
    if constexpr (requires { range_data<A>::template make_matrix<T>(rows, columns); })
        return range_data<A>::template make_matrix<T>(rows, columns);
    else return typename owning_range<T, 2>::type(rows, columns);
}

/// Whether a `D` is a destination for a matrix of run-time extents.
template <class D>
consteval bool takes_matrix() {
    if constexpr (std::is_pointer_v<D>) return Scalar<std::remove_pointer_t<D>>;
    else if constexpr (is_column_major_memory<D>) return true;
    else if constexpr (UserDestination<D>) return !requires { destination<D>::rows + destination<D>::columns; };
    else if constexpr (DataRange<D>) return Scalar<typename range_data<D>::element>;
    else return is_line_of_numbers<D>;
}

/// Whether a destination has rows and columns of its own.
template <class D>
inline constexpr bool has_rows_and_columns = false;
template <class D>
    requires(DataRange<D> && !UserDestination<D>)
inline constexpr bool has_rows_and_columns<D> = range_data<D>::dimensions == 2;

/// The numbers of a matrix in a destination.
template <class D>
struct matrix_in {
    D* place;
    std::ptrdiff_t rows, columns;

    PULLBACK_ALWAYS_INLINE auto& at(std::ptrdiff_t i, std::ptrdiff_t j) const {
        if constexpr (has_rows_and_columns<D>) return range_data<D>::at(*place, i, j);
        else if constexpr (is_column_major_memory<D>) return numbers_in<D>{place}[i + j * rows];
        else return numbers_in<D>{place}[i * columns + j];
    }
    /// Reports an extent that is not that of the matrix, `report(has, wanted)`.
    void check(auto report) const {
        const auto compare = [&](std::ptrdiff_t has, std::ptrdiff_t wanted) {
            if (has != wanted) report(has, wanted);
        };
        if constexpr (has_rows_and_columns<D>) {
            compare(range_data<D>::template extent<0>(*place), rows);
            compare(range_data<D>::template extent<1>(*place), columns);
        } else if (const std::ptrdiff_t size = numbers_in<D>{place}.size(); size >= 0) {
            compare(size, rows * columns);
        }
    }
};

template <class D>
memory_extent memory_of(const matrix_in<D>& matrix) {
    if (matrix.rows <= 0 || matrix.columns <= 0) return {};
    const auto& first = matrix.at(0, 0);
    const std::uintptr_t address = detail::address_of(first);
    return detail::memory_between(address, address, detail::address_of(matrix.at(matrix.rows - 1, matrix.columns - 1)),
                                  sizeof(first));
}

/// Whether numbers of a matrix lie in this memory.
template <class D>
bool overlaps(const memory_extent& memory, const matrix_in<D>& matrix) {
    if (!detail::overlap(memory, detail::memory_of(matrix))) return false;
    if constexpr (has_rows_and_columns<D>) return detail::overlaps(memory, *matrix.place);
    else return true;
}

enum class matrix_line { row, column };

/// A part of a row of a matrix, or of a column, as a destination.
template <class D, matrix_line Line>
struct line_of_matrix {
    matrix_in<D> matrix;
    std::ptrdiff_t index, first, count;

    PULLBACK_ALWAYS_INLINE auto& operator[](std::ptrdiff_t i) const {
        return Line == matrix_line::row ? matrix.at(index, first + i) : matrix.at(first + i, index);
    }
};

} // namespace pullback::detail

namespace pullback {

template <class D, detail::matrix_line Line>
struct destination<detail::line_of_matrix<D, Line>> {
    using scalar = typename detail::scalar_of_destination<D>::type;
    PULLBACK_ALWAYS_INLINE static auto& at(const detail::line_of_matrix<D, Line>& line, std::ptrdiff_t i) {
        return line[i];
    }
    static std::ptrdiff_t size(const detail::line_of_matrix<D, Line>& line) { return line.count; }
};

} // namespace pullback

#endif
