// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_ARRAY_RESHAPED_HPP
#define PULLBACK_DYNAMIC_ARRAY_RESHAPED_HPP

#include <pullback/dynamic/array/axes.hpp>
#include <pullback/dynamic/array/places.hpp>
#include <pullback/dynamic/array/shapes.hpp>
#include <pullback/dynamic/call/operands.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/errors.hpp>
#include <pullback/dynamic/variable_handle.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace pullback::dynamic {

namespace detail {

/// Extents that a caller named; -1 stands for what is left of `count` elements. Throws `shape_mismatch`.
inline extents shape_from(const std::string& function, std::span<const extent> named, const extents& from) {
    std::string text;
    for (const extent each : named) text += (text.empty() ? "" : ", ") + std::to_string(each.value);
    const std::string call = function + "(x, {" + text + "}): x has the shape " + detail::shape_text(from);
    const bool may_infer = function == "reshape";
    extents shape;
    std::ptrdiff_t inferred = -1;
    std::size_t known = 1;
    for (std::size_t i = 0; i < named.size(); ++i) {
        const bool is_inferred = may_infer && named[i].value == -1 && inferred == -1;
        if (named[i].value < 0 && !is_inferred)
            throw shape_mismatch(call + "; an extent cannot be negative" + (may_infer ? ", but one can be -1" : ""));
        if (is_inferred) inferred = static_cast<std::ptrdiff_t>(i);
        else known *= static_cast<std::size_t>(named[i].value);
        shape.push_back(is_inferred ? 1 : static_cast<std::size_t>(named[i].value));
    }
    if (!may_infer) return shape;
    const std::size_t count = detail::count_of(from);
    if (inferred >= 0 && known != 0) shape[static_cast<std::size_t>(inferred)] = count / known;
    if (detail::count_of(shape) != count)
        throw shape_mismatch(call + " and " + std::to_string(count) + " elements; the new shape must hold as many");
    return shape;
}

template <class To, class T>
variable<To> reshape_to(const variable<T>& x, const extents& shape) {
    return detail::call_map<To>(
        x, {"reshape", "reshape", places::all(x.shape(), is_column_major<T>), places::all(shape, is_column_major<To>)},
        detail::zeros_of<To>(shape));
}

/// `x` spread over, or summed to, what `zeros` has the shape of. Throws `shape_mismatch`.
template <class To, class T>
variable<To> broadcast_onto(const variable<T>& x, To zeros) {
    const extents from = detail::aligned_shape(x.data()), to = detail::aligned_shape(zeros);
    if (from.size() > to.size() || !detail::spreads_over(from, to))
        throw shape_mismatch("broadcast_to(x, shape): x has the shape " + detail::shape_text(from) +
                             " and cannot be spread over " + detail::shape_text(to) +
                             "; counted from the last, extents of x must be the same or 1");
    return detail::call_map<To>(x, detail::spreading(from, is_column_major<T>, to, is_column_major<To>),
                                std::move(zeros));
}
template <class To, class T>
variable<To> sum_onto(const variable<T>& x, To zeros) {
    const extents from = detail::aligned_shape(x.data()), to = detail::aligned_shape(zeros);
    if (!detail::spreads_over(to, from))
        throw shape_mismatch("sum_to(x, shape): x has the shape " + detail::shape_text(from) +
                             " and cannot be summed to " + detail::shape_text(to) +
                             "; counted from the last, extents of the result must be the same or 1");
    return detail::call_map<To>(x, detail::spreading(to, is_column_major<To>, from, is_column_major<T>).adjoint(),
                                std::move(zeros));
}

template <class T, std::size_t Count>
consteval bool names_all_axes() {
    constexpr bool does = !array_shapes<T>::keeps_axes || Count == 2;
    static_assert(does,
                  "broadcast_to(x, {n}), sum_to(x, {n}): an Eigen matrix has two extents; name both, {1, n} for a row "
                  "and {n, 1} for a column, or give an array of that shape");
    return does;
}

// The kind of array of a shape that the caller has: with a number of axes that its type may tell.
template <class T, class Shape>
struct array_in {
    using type = typename array_shapes<T>::any_shape;
};
template <class T, class I, std::size_t N>
struct array_in<T, std::array<I, N>> {
    using type = typename array_shapes<T>::template with_dimensions<N>;
};
template <class T, class Shape>
using array_in_range = typename array_in<T, Shape>::type;

template <class Model, class T>
using model_result = rebind_data<typename operand_for<Model>::data, scalar_of_data<T>>;
template <class To, class Model>
To zeros_in_shape_of(const Model& model) {
    using U = typename operand_for<Model>::data;
    return zeros_like(data_traits<U>::template like<scalar_of_data<To>>(operand_for<Model>(model).value()));
}

template <class T>
variable<T> transpose_by(const variable<T>& x, const std::string& call, std::span<const extent> order) {
    const extents shape = x.shape(), strides = detail::memory_strides(shape, is_column_major<T>);
    extents turned, from;
    std::vector<unsigned char> is_named(shape.size(), 0);
    for (const extent each : order) {
        const std::size_t axis = detail::axis_number(call, shape, each.value);
        is_named[axis] = 1;
        turned.push_back(shape[axis]);
        from.push_back(strides[axis]);
    }
    if (order.size() != shape.size() || std::count(is_named.begin(), is_named.end(), 0) != 0)
        throw shape_mismatch(call + ": x has the shape " + detail::shape_text(shape) +
                             "; the order must name each of its axes once");
    return detail::call_map<T>(
        x, {"transpose", "transpose", places(turned, from), places::all(turned, is_column_major<T>)},
        detail::zeros_of<T>(turned));
}
/// All axes in the other order.
template <class T>
variable<T> transpose_of_array(const variable<T>& x) {
    std::vector<extent> order;
    for (std::size_t i = x.ndim(); i-- > 0;) order.emplace_back(i);
    return detail::transpose_by(x, "transpose(x)", order);
}

} // namespace detail

/// The elements of x in another shape, in the order of reading: by rows, however they are stored. One extent can be -1
/// and stands for what is left: `reshape(x, {2, -1})`. Rule: gy in the shape of x. Throws `shape_mismatch` unless the
/// shapes hold as many elements.
template <ShapedArray T, std::size_t Count>
auto reshape(const variable<T>& x, const extent (&shape)[Count]) {
    using To = typename array_shapes<T>::template with_dimensions<Count>;
    return detail::reshape_to<To>(x, detail::shape_from("reshape", shape, x.shape()));
}
/// The elements of x in a shape from elsewhere, such as `y.shape()`.
template <ShapedArray T, detail::ExtentRange Shape>
auto reshape(const variable<T>& x, const Shape& shape) {
    using To = detail::array_in_range<T, Shape>;
    return detail::reshape_to<To>(x, detail::shape_from("reshape", detail::extents_in(shape), x.shape()));
}

/// x repeated along axes in which it has the extent 1, or none, up to the shape that is named, or that of an array or
/// variable: `broadcast_to(x, {2, 3})`, `broadcast_to(x, y)`. Rule: gy summed over what was repeated. Throws
/// `shape_mismatch`. Functions computed element by element do this to their arguments of themselves.
template <ShapedArray T, std::size_t Count>
auto broadcast_to(const variable<T>& x, const extent (&shape)[Count]) {
    if constexpr (detail::names_all_axes<T, Count>()) {
        using To = typename array_shapes<T>::template with_dimensions<Count>;
        return detail::broadcast_onto<To>(x,
                                          detail::zeros_of<To>(detail::shape_from("broadcast_to", shape, x.shape())));
    }
}
template <ShapedArray T, detail::ExtentRange Shape>
auto broadcast_to(const variable<T>& x, const Shape& shape) {
    using To = detail::array_in_range<T, Shape>;
    return detail::broadcast_onto<To>(
        x, detail::zeros_of<To>(detail::shape_from("broadcast_to", detail::extents_in(shape), x.shape())));
}
template <Data T, class Model>
    requires detail::is_operand<Model>
auto broadcast_to(const variable<T>& x, const Model& model) {
    using To = detail::model_result<Model, T>;
    return detail::broadcast_onto<To>(x, detail::zeros_in_shape_of<To>(model));
}

/// x summed along axes down to the shape that is named, or that of an array or variable, the adjoint of `broadcast_to`:
/// `sum_to(x, {1, 3})`, `sum_to(x, y)`. Rule: gy spread over x. Throws `shape_mismatch`.
template <ShapedArray T, std::size_t Count>
auto sum_to(const variable<T>& x, const extent (&shape)[Count]) {
    if constexpr (detail::names_all_axes<T, Count>()) {
        using To = typename array_shapes<T>::template with_dimensions<Count>;
        return detail::sum_onto<To>(x, detail::zeros_of<To>(detail::shape_from("sum_to", shape, x.shape())));
    }
}
template <ShapedArray T, detail::ExtentRange Shape>
auto sum_to(const variable<T>& x, const Shape& shape) {
    using To = detail::array_in_range<T, Shape>;
    return detail::sum_onto<To>(
        x, detail::zeros_of<To>(detail::shape_from("sum_to", detail::extents_in(shape), x.shape())));
}
template <ShapedArray T, class Model>
    requires detail::is_operand<Model>
auto sum_to(const variable<T>& x, const Model& model) {
    using To = detail::model_result<Model, T>;
    return detail::sum_onto<To>(x, detail::zeros_in_shape_of<To>(model));
}

} // namespace pullback::dynamic

#endif
