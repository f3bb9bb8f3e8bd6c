// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_XTENSOR_DATA_HPP
#define PULLBACK_EXT_XTENSOR_DATA_HPP

#include <pullback/dynamic.hpp>
#include <pullback/dynamic/array/shapes.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/engine.hpp>
#include <pullback/dynamic/errors.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_scalar.hpp>

#include <xtensor/xarray.hpp>
#include <xtensor/xmath.hpp>
#include <xtensor/xtensor.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

namespace pullback::dynamic {

namespace xtensor_detail {

/// What arrays with and without a fixed number of dimensions have in common.
template <class Array, xt::layout_type Layout>
struct xtensor_data {
    using scalar = typename Array::value_type;

    static constexpr bool is_column_major = Layout == xt::layout_type::column_major;

    static scalar* elements(Array& x) { return x.data(); }
    static const scalar* elements(const Array& x) { return x.data(); }
    static std::size_t count(const Array& x) { return x.size(); }
    static std::vector<std::size_t> shape(const Array& x) { return {x.shape().begin(), x.shape().end()}; }

protected:
    template <class Result>
    static Result shaped_like(const Array& x) {
        Result result;
        result.resize(x.shape());
        return result;
    }
};

constexpr bool is_static_layout(xt::layout_type layout) {
    return layout == xt::layout_type::row_major || layout == xt::layout_type::column_major;
}

} // namespace xtensor_detail

/// Arrays with a number of dimensions known at run time. One number is an array without dimensions: so is
/// `sum(x)`, and it stays one through every operation. Only such arrays and plain numbers are spread over
/// others.
template <class Elements, xt::layout_type Layout, class Shape, class Tag>
    requires(xtensor_detail::is_static_layout(Layout) && NumberData<typename Elements::value_type>)
struct data_traits<xt::xarray_container<Elements, Layout, Shape, Tag>>
    : xtensor_detail::xtensor_data<xt::xarray_container<Elements, Layout, Shape, Tag>, Layout> {
    template <class S>
    using rebind = xt::xarray_container<xt::rebind_container_t<S, Elements>, Layout, Shape, Tag>;
    using number = xt::xarray_container<Elements, Layout, Shape, Tag>;

    static number number_of(const typename number::value_type& value) { return number(value); }
    template <class S>
    static rebind<S> like(const number& x) {
        return data_traits::template shaped_like<rebind<S>>(x);
    }
};

/// Arrays with a number of dimensions known at compile time. One number is a plain number.
template <class Elements, std::size_t N, xt::layout_type Layout, class Tag>
    requires(xtensor_detail::is_static_layout(Layout) && NumberData<typename Elements::value_type>)
struct data_traits<xt::xtensor_container<Elements, N, Layout, Tag>>
    : xtensor_detail::xtensor_data<xt::xtensor_container<Elements, N, Layout, Tag>, Layout> {
    template <class S>
    using rebind = xt::xtensor_container<xt::rebind_container_t<S, Elements>, N, Layout, Tag>;
    using number = typename Elements::value_type;

    static number number_of(const number& value) { return value; }
    template <class S>
    static rebind<S> like(const xt::xtensor_container<Elements, N, Layout, Tag>& x) {
        return data_traits::template shaped_like<rebind<S>>(x);
    }
};

/// The number of axes is no matter of the type.
template <class Elements, xt::layout_type Layout, class Shape, class Tag>
    requires(xtensor_detail::is_static_layout(Layout) && NumberData<typename Elements::value_type>)
struct array_shapes<xt::xarray_container<Elements, Layout, Shape, Tag>> {
    using array = xt::xarray_container<Elements, Layout, Shape, Tag>;
    using resizable = array;
    using any_shape = array;
    template <std::size_t>
    using with_dimensions = array;
    template <std::size_t>
    using reduced = array;
    static constexpr bool keeps_axes = false;

    static array of_shape(const std::vector<std::size_t>& shape) {
        array result;
        result.resize(shape);
        return result;
    }
    static std::vector<std::size_t> aligned_shape(const array& x) { return {x.shape().begin(), x.shape().end()}; }
};

/// The number of axes is known to the compiler, also of what is made of such an array, unless a shape of any length is
/// named: that one must have as many extents as the array.
template <class Elements, std::size_t N, xt::layout_type Layout, class Tag>
    requires(xtensor_detail::is_static_layout(Layout) && NumberData<typename Elements::value_type>)
struct array_shapes<xt::xtensor_container<Elements, N, Layout, Tag>> {
    using array = xt::xtensor_container<Elements, N, Layout, Tag>;
    using resizable = array;
    using any_shape = array;
    template <std::size_t M>
    using with_dimensions = std::conditional_t<M == 0, typename Elements::value_type,
                                               xt::xtensor_container<Elements, (M == 0 ? 1 : M), Layout, Tag>>;
    template <std::size_t Axes>
    using reduced = with_dimensions<(Axes < N ? N - Axes : 0)>;
    static constexpr bool keeps_axes = false;

    static array of_shape(const std::vector<std::size_t>& shape) {
        if (shape.size() != N)
            throw shape_mismatch("an array with " + std::to_string(N) + " axes by its type cannot have the shape " +
                                 engine::shape_text(shape) + "; name the shape in braces or as a std::array");
        array result;
        result.resize(shape);
        return result;
    }
    static std::vector<std::size_t> aligned_shape(const array& x) { return {x.shape().begin(), x.shape().end()}; }
};

/// The common kind of two tensors is the one with more axes; what meets an `xt::xarray` becomes one.
template <class E, std::size_t N, std::size_t M, xt::layout_type L, class Tag>
    requires(N != M)
struct common_array<xt::xtensor_container<E, N, L, Tag>, xt::xtensor_container<E, M, L, Tag>> {
    using type = xt::xtensor_container<E, (N > M ? N : M), L, Tag>;
};
template <class E, xt::layout_type L, class Shape, class Tag, std::size_t N>
struct common_array<xt::xarray_container<E, L, Shape, Tag>, xt::xtensor_container<E, N, L, Tag>> {
    using type = xt::xarray_container<E, L, Shape, Tag>;
};
template <class E, xt::layout_type L, class Shape, class Tag, std::size_t N>
struct common_array<xt::xtensor_container<E, N, L, Tag>, xt::xarray_container<E, L, Shape, Tag>> {
    using type = xt::xarray_container<E, L, Shape, Tag>;
};

namespace xtensor_detail {

template <class X>
inline constexpr bool is_xtensor = false;
template <class Elements, xt::layout_type Layout, class Shape, class Tag>
inline constexpr bool is_xtensor<xt::xarray_container<Elements, Layout, Shape, Tag>> = true;
template <class Elements, std::size_t N, xt::layout_type Layout, class Tag>
inline constexpr bool is_xtensor<xt::xtensor_container<Elements, N, Layout, Tag>> = true;

template <class V>
concept XtensorVariable = engine::is_variable<V> && is_xtensor<typename V::data_type>;

// The array that an expression is computed into: with the number of dimensions in its type if that of the
// expression is. (In C++20, xtensor 0.24 itself takes expressions of `xarray` for four-dimensional.)
template <class Shape>
struct array_for_shape {
    template <class S, xt::layout_type Layout>
    using type = xt::xarray<S, Layout>;
};
template <class Extent, std::size_t N>
struct array_for_shape<std::array<Extent, N>> {
    template <class S, xt::layout_type Layout>
    using type = xt::xtensor<S, N, Layout>;
};
template <std::size_t... Extents>
struct array_for_shape<xt::fixed_shape<Extents...>> {
    template <class S, xt::layout_type Layout>
    using type = xt::xtensor<S, sizeof...(Extents), Layout>;
};

template <class X>
using array_for = typename array_for_shape<typename X::shape_type>::template type<
    std::remove_cv_t<typename X::value_type>,
    X::static_layout == xt::layout_type::column_major ? xt::layout_type::column_major : xt::layout_type::row_major>;

} // namespace xtensor_detail

/// An expression such as `a + b` or a view is computed into an `xt::xarray`, or an `xt::xtensor` if its type
/// tells the number of dimensions.
template <class X>
    requires(xt::is_xexpression<X>::value && !xtensor_detail::is_xtensor<X>)
struct plain_data<X> {
    using type = xtensor_detail::array_for<X>;
};

} // namespace pullback::dynamic

namespace pullback {

// Arrays are constants in `max(x, a)`. Those of recorded values have xtensor's own functions.
template <class X>
    requires dynamic::xtensor_detail::is_xtensor<X>
inline constexpr bool is_argument<X> = !std::is_same_v<typename X::value_type, recorded>;

} // namespace pullback

namespace xt::detail {

// xtensor's operators and functions take everything that meets one of its expressions, and argument-dependent
// look-up finds them for variables whose data are its arrays. Without a type of result they leave `x * a`
// with a variable to this library.
template <class F, class... E>
    requires(pullback::dynamic::engine::is_variable<std::decay_t<E>> || ...)
struct xfunction_type<F, E...> {};

} // namespace xt::detail

#endif
