// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_STRIDED_HPP
#define PULLBACK_SHAPE_STRIDED_HPP

#include <pullback/always_inline.hpp>
#include <pullback/shape/range.hpp>

#include <cstddef>

// Views of someone's memory where no container is, or where elements do not lie side by side. They need no operating
// system.

namespace pullback {

/// So many elements, each `stride` elements after the one before.
template <class T>
class strided_range {
public:
    constexpr strided_range(T* first, std::ptrdiff_t count, std::ptrdiff_t stride)
        : first_(first), count_(count), stride_(stride) {}
    constexpr std::ptrdiff_t size() const { return count_; }
    /// Precondition: i is below `size()`.
    PULLBACK_ALWAYS_INLINE constexpr T& operator[](std::ptrdiff_t i) const { return first_[i * stride_]; }

private:
    T* first_;
    std::ptrdiff_t count_, stride_;
};

/// Rows and columns of elements, with a stride for either.
template <class T>
class strided_matrix {
public:
    constexpr strided_matrix(T* first, std::ptrdiff_t rows, std::ptrdiff_t columns, std::ptrdiff_t row_stride,
                             std::ptrdiff_t column_stride)
        : first_(first), rows_(rows), columns_(columns), row_stride_(row_stride), column_stride_(column_stride) {}
    constexpr std::ptrdiff_t rows() const { return rows_; }
    constexpr std::ptrdiff_t columns() const { return columns_; }
    /// Precondition: i and j are below the numbers of rows and columns.
    PULLBACK_ALWAYS_INLINE constexpr T& operator()(std::ptrdiff_t i, std::ptrdiff_t j) const {
        return first_[i * row_stride_ + j * column_stride_];
    }

private:
    T* first_;
    std::ptrdiff_t rows_, columns_, row_stride_, column_stride_;
};

/// The range of `count` elements at `first`, `first + stride`, …, as an argument. It refers to them.
template <class T>
constexpr strided_range<T> strided(T* first, std::ptrdiff_t count, std::ptrdiff_t stride = 1) {
    return {first, count, stride};
}
/// The matrix whose element (i, j) is at `first + i * row_stride + j * column_stride`, as an argument.
template <class T>
constexpr strided_matrix<T> strided(T* first, std::ptrdiff_t rows, std::ptrdiff_t columns, std::ptrdiff_t row_stride,
                                    std::ptrdiff_t column_stride) {
    return {first, rows, columns, row_stride, column_stride};
}

template <class T>
struct range_data<strided_range<T>> : range_defaults<strided_range<T>, T> {};
template <class T>
struct range_data<strided_matrix<T>> : range_defaults<strided_matrix<T>, T, 2> {};

} // namespace pullback

#endif
