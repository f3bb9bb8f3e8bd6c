// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_ARRAY_SLICES_HPP
#define PULLBACK_DYNAMIC_ARRAY_SLICES_HPP

#include <pullback/dynamic/array/axes.hpp>
#include <pullback/dynamic/array/places.hpp>
#include <pullback/dynamic/array/shapes.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/errors.hpp>
#include <pullback/dynamic/variable_handle.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <utility>

namespace pullback::dynamic {

namespace detail {

/// A part of x: the elements at these places, in a shape of their own. The others are left out.
template <class To, class T>
variable<To> part_of(const variable<T>& x, const char* name, places from, To zeros) {
    const bool is_all = from.count() == x.size();
    const std::size_t count = data_traits<To>::count(zeros);
    return detail::call_map<To>(x, {name, "scatter", std::move(from), places::in_order(count), is_all},
                                std::move(zeros));
}

/// A block of x: `shape` and `strides` are those of its axes, in the order of the result's.
template <class To, class T>
variable<To> block_of(const variable<T>& x, const char* name, const extents& shape, const extents& strides,
                      std::size_t first) {
    index_map map{name, "scatter", places(shape, strides, first), places::all(shape, is_column_major<To>),
                  detail::count_of(shape) == x.size()};
    return detail::call_map<To>(x, std::move(map), detail::zeros_of<To>(shape));
}

template <class T>
[[noreturn]] void report_part(const std::string& call, const T& x, const char* what) {
    throw shape_mismatch(call + ": there is no such " + what + ", x has the shape " + detail::shape_text(x));
}

inline std::string call_text(const char* function, std::initializer_list<std::ptrdiff_t> arguments) {
    std::string text = std::string(function) + "(x";
    for (const std::ptrdiff_t each : arguments) text += ", " + std::to_string(each);
    return text + ")";
}

template <class T>
inline constexpr bool is_matrix_by_type =
    array_shapes<T>::keeps_axes && !NumberData<typename array_shapes<T>::template reduced<1>>;

} // namespace detail

/// One element, a number: `element(x, i)` of a vector, `element(x, i, j)` of a matrix, and so on. Rule: gy in its
/// place. Throws `shape_mismatch` if there is none, or if x has another number of axes.
template <ShapedArray T, std::integral... Index>
    requires(sizeof...(Index) != 0)
auto element(const variable<T>& x, Index... index) {
    constexpr bool is_number = sizeof...(Index) != 1 || !detail::is_matrix_by_type<T>;
    static_assert(is_number, "element(x, i), x(i): x is a matrix; write element(x, row, column) or x(row, column)");
    const std::array<std::ptrdiff_t, sizeof...(Index)> at{static_cast<std::ptrdiff_t>(index)...};
    const detail::extents shape =
        x.ndim() == at.size() ? detail::shape_of_data(x.data()) : detail::aligned_shape(x.data());
    const detail::extents strides = detail::memory_strides(shape, detail::is_column_major<T>);
    bool is_inside = shape.size() == at.size();
    std::size_t place = 0;
    for (std::size_t i = 0; is_inside && i < at.size(); ++i) {
        is_inside = at[i] >= 0 && at[i] < static_cast<std::ptrdiff_t>(shape[i]);
        place += static_cast<std::size_t>(at[i]) * strides[i];
    }
    if (!is_inside)
        detail::report_part(detail::call_text("element", {static_cast<std::ptrdiff_t>(index)...}), x.data(), "element");
    return detail::part_of(x, "element", detail::places(detail::extents{place}),
                           data_traits<T>::number_of(scalar_of_data<T>(0)));
}

/// What lies at index i of the first axis: an element of a vector, a row of a matrix. Also written `x[i]`. Throws
/// `shape_mismatch`.
template <ShapedArray T>
auto slice(const variable<T>& x, std::ptrdiff_t i) {
    static_assert(!detail::is_matrix_by_type<T>,
                  "x[i], slice(x, i): x is a matrix; write x(i, j) for an element, row(x, i) or col(x, j)");
    using To = typename array_shapes<T>::template reduced<1>;
    const detail::extents shape = x.shape(), strides = detail::memory_strides(shape, detail::is_column_major<T>);
    if (shape.empty() || i < 0 || i >= static_cast<std::ptrdiff_t>(shape[0]))
        detail::report_part(detail::call_text("slice", {i}), x.data(), shape.size() == 1 ? "element" : "slice");
    return detail::block_of<To>(x, shape.size() == 1 ? "element" : "slice", {shape.begin() + 1, shape.end()},
                                {strides.begin() + 1, strides.end()}, static_cast<std::size_t>(i) * strides[0]);
}

} // namespace pullback::dynamic

#endif
