// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_XTENSOR_OVERLOADS_HPP
#define PULLBACK_EXT_XTENSOR_OVERLOADS_HPP

#include <pullback/dynamic/array/shapes.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/engine.hpp>
#include <pullback/dynamic/variable_handle.hpp>
#include <pullback/ext/xtensor/data.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/piecewise.hpp>
#include <pullback/functions/powers.hpp>

#include <xtensor/xview.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <numeric>
#include <type_traits>

// xtensor's own functions of these names take everything by `E&&`, and are found for variables of its arrays too. An
// overload wins over them only if its parameters are as close to the arguments, so there is one for each kind of
// argument.

namespace pullback::dynamic {

namespace xtensor_detail {

template <class T>
auto square_of_array(const variable<T>& x) {
    return engine::call_free<functions::square>(x);
}
template <class T>
auto squared_norm_of_array(const variable<T>& x) {
    return engine::reduction<engine::sum_over>(engine::call_free<functions::square>(x));
}
template <class T>
auto norm_of_array(const variable<T>& x) {
    return engine::call_free<functions::root_of_squares>(xtensor_detail::squared_norm_of_array(x));
}
using engine::transpose_of_array;
template <class T, std::size_t Count>
auto transpose_of_array(const variable<T>& x, const extent (&order)[Count]) {
    return engine::transpose_by(x, "transpose(x, order)", order);
}

// The kind of array that a view of a `T` is, by the type of its shape.
template <class T, class Shape>
struct view_data {
    using type = T;
};
template <class T, class Extent, std::size_t N>
struct view_data<T, std::array<Extent, N>> {
    using type = typename array_shapes<T>::template with_dimensions<N>;
};

/// The part of x that xtensor's slices name, found by taking the same view of the places of its elements.
template <class T, class... Slices>
auto view_of_array(const variable<T>& x, Slices... slices) {
    using indices = rebind_data<T, std::size_t>;
    indices all = array_shapes<indices>::of_shape(x.shape());
    std::iota(all.data(), all.data() + all.size(), std::size_t(0));
    const auto part = xt::view(all, std::move(slices)...);
    using To = typename view_data<T, typename std::remove_cvref_t<decltype(part)>::shape_type>::type;
    if constexpr (NumberData<To>) {
        return engine::part_of(x, "view", engine::places(engine::extents{part()}), To(0));
    } else {
        const rebind_data<To, std::size_t> chosen = part;
        return engine::part_of(x, "view", engine::places(engine::extents(chosen.data(), chosen.data() + chosen.size())),
                               engine::zeros_of<To>({chosen.shape().begin(), chosen.shape().end()}));
    }
}
template <class T>
auto row_of_array(const variable<T>& x, std::ptrdiff_t i) {
    const engine::extents shape = x.shape();
    if (shape.size() != 2 || i < 0 || i >= static_cast<std::ptrdiff_t>(shape[0]))
        engine::report_part(engine::call_text("row", {i}), x.data(), "row");
    return xtensor_detail::view_of_array(x, i, xt::all());
}
template <class T>
auto col_of_array(const variable<T>& x, std::ptrdiff_t j) {
    const engine::extents shape = x.shape();
    if (shape.size() != 2 || j < 0 || j >= static_cast<std::ptrdiff_t>(shape[1]))
        engine::report_part(engine::call_text("col", {j}), x.data(), "column");
    return xtensor_detail::view_of_array(x, xt::all(), j);
}

} // namespace xtensor_detail

#define PULLBACK_XTENSOR_EACH(OVERLOAD, ...) \
    OVERLOAD(V<T>&, __VA_ARGS__)             \
    OVERLOAD(const V<T>&, __VA_ARGS__)       \
    OVERLOAD(V<T>&&, __VA_ARGS__)

#define PULLBACK_XTENSOR_UNARY(X, NAME)                \
    template <template <class> class V, class T>       \
        requires xtensor_detail::XtensorVariable<V<T>> \
    auto NAME(X x) {                                   \
        return xtensor_detail::NAME##_of_array(x);     \
    }

// An order of axes, or a list of them, is taken as xtensor takes it: as an array of the integers it is.
#define PULLBACK_XTENSOR_REDUCTION(X, NAME, REDUCTION)                                                              \
    template <template <class> class V, class T>                                                                    \
        requires xtensor_detail::XtensorVariable<V<T>>                                                              \
    auto NAME(X x) {                                                                                                \
        return engine::reduction<REDUCTION>(x);                                                                     \
    }                                                                                                               \
    template <template <class> class V, class T>                                                                    \
        requires xtensor_detail::XtensorVariable<V<T>>                                                              \
    auto NAME(X x, keepdims_t) {                                                                                    \
        return engine::reduction<REDUCTION>(x, keepdims);                                                           \
    }                                                                                                               \
    template <template <class> class V, class T, std::integral Axis>                                                \
        requires xtensor_detail::XtensorVariable<V<T>>                                                              \
    auto NAME(X x, Axis axis) {                                                                                     \
        return engine::reduction<REDUCTION>(x, axis);                                                               \
    }                                                                                                               \
    template <template <class> class V, class T, std::integral Axis>                                                \
        requires xtensor_detail::XtensorVariable<V<T>>                                                              \
    auto NAME(X x, Axis axis, keepdims_t) {                                                                         \
        return engine::reduction<REDUCTION>(x, axis, keepdims);                                                     \
    }                                                                                                               \
    template <template <class> class V, class T, std::integral I, std::size_t N>                                    \
        requires xtensor_detail::XtensorVariable<V<T>>                                                              \
    auto NAME(X x, const I(&axes)[N]) {                                                                             \
        return engine::with_extents(axes, [&](const auto& list) { return engine::reduction<REDUCTION>(x, list); }); \
    }                                                                                                               \
    template <template <class> class V, class T, std::integral I, std::size_t N>                                    \
        requires xtensor_detail::XtensorVariable<V<T>>                                                              \
    auto NAME(X x, const I(&axes)[N], keepdims_t) {                                                                 \
        return engine::with_extents(                                                                                \
            axes, [&](const auto& list) { return engine::reduction<REDUCTION>(x, list, keepdims); });               \
    }

#define PULLBACK_XTENSOR_TRANSPOSE(X, NAME)                                                                      \
    template <template <class> class V, class T, std::integral I, std::size_t N>                                 \
        requires xtensor_detail::XtensorVariable<V<T>>                                                           \
    auto NAME(X x, const I(&order)[N]) {                                                                         \
        return engine::with_extents(order,                                                                       \
                                    [&](const auto& list) { return xtensor_detail::NAME##_of_array(x, list); }); \
    }

#define PULLBACK_XTENSOR_LINE(X, NAME)                 \
    template <template <class> class V, class T>       \
        requires xtensor_detail::XtensorVariable<V<T>> \
    auto NAME(X x, std::ptrdiff_t i) {                 \
        return xtensor_detail::NAME##_of_array(x, i);  \
    }

#define PULLBACK_XTENSOR_VIEW(X, NAME)                            \
    template <template <class> class V, class T, class... Slices> \
        requires xtensor_detail::XtensorVariable<V<T>>            \
    auto NAME(X x, Slices&&... slices) {                          \
        return xtensor_detail::NAME##_of_array(x, slices...);     \
    }

/// Sums, means and extremes: of all elements an array without dimensions, or a number if the number of dimensions is
/// known at compile time; along axes as in `dynamic::sum(x, axis)`.
PULLBACK_XTENSOR_EACH(PULLBACK_XTENSOR_REDUCTION, sum, engine::sum_over)
PULLBACK_XTENSOR_EACH(PULLBACK_XTENSOR_REDUCTION, mean, engine::mean_over)
PULLBACK_XTENSOR_EACH(PULLBACK_XTENSOR_REDUCTION, amax, engine::extreme_over<engine::extremum_kind::largest>)
PULLBACK_XTENSOR_EACH(PULLBACK_XTENSOR_REDUCTION, amin, engine::extreme_over<engine::extremum_kind::smallest>)
/// The axes in the other order, rows and columns of a matrix exchanged.
PULLBACK_XTENSOR_EACH(PULLBACK_XTENSOR_UNARY, transpose)
/// The axes in the order named: `transpose(x, {1, 2, 0})`. Throws `shape_mismatch`.
PULLBACK_XTENSOR_EACH(PULLBACK_XTENSOR_TRANSPOSE, transpose)
/// x², element by element.
PULLBACK_XTENSOR_EACH(PULLBACK_XTENSOR_UNARY, square)
/// Σ x_i² and √Σ x_i² over all elements. The derivative of `norm` at 0 is 0.
PULLBACK_XTENSOR_EACH(PULLBACK_XTENSOR_UNARY, squared_norm)
PULLBACK_XTENSOR_EACH(PULLBACK_XTENSOR_UNARY, norm)
/// A part of an array by xtensor's slices: `view(x, xt::all(), xt::range(0, 2))`. Rule: gy in its place.
PULLBACK_XTENSOR_EACH(PULLBACK_XTENSOR_VIEW, view)
/// A row of a matrix, an array with one dimension. Throws `shape_mismatch`.
PULLBACK_XTENSOR_EACH(PULLBACK_XTENSOR_LINE, row)
/// A column of a matrix.
PULLBACK_XTENSOR_EACH(PULLBACK_XTENSOR_LINE, col)

#undef PULLBACK_XTENSOR_VIEW
#undef PULLBACK_XTENSOR_LINE
#undef PULLBACK_XTENSOR_TRANSPOSE
#undef PULLBACK_XTENSOR_REDUCTION
#undef PULLBACK_XTENSOR_UNARY
#undef PULLBACK_XTENSOR_EACH

// The standard library's are found as well, since xtensor's arrays have allocators of its.

/// The smaller and the larger of x and y, and x between two bounds, element by element; see `pullback::min`.
template <template <class> class V, class T>
    requires xtensor_detail::XtensorVariable<V<T>>
auto min(const V<T>& x, const V<T>& y) {
    return engine::call_free<functions::min>(x, y);
}
template <template <class> class V, class T>
    requires xtensor_detail::XtensorVariable<V<T>>
auto max(const V<T>& x, const V<T>& y) {
    return engine::call_free<functions::max>(x, y);
}
template <template <class> class V, class T>
    requires xtensor_detail::XtensorVariable<V<T>>
auto clamp(const V<T>& x, const V<T>& low, const V<T>& high) {
    return engine::call_free<functions::clamp>(x, low, high);
}

} // namespace pullback::dynamic

#endif
