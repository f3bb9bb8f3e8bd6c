// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_XTENSOR_RANGES_HPP
#define PULLBACK_EXT_XTENSOR_RANGES_HPP

#include <pullback/always_inline.hpp>
#include <pullback/shape/engine.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/range_error.hpp>
#include <pullback/shape/standard_ranges.hpp>

#include <xtensor/xarray.hpp>
#include <xtensor/xexpression.hpp>
#include <xtensor/xtensor.hpp>

#include <array>
#include <cstddef>
#include <tuple>
#include <type_traits>

namespace pullback {

namespace xtensor_detail {

/// The dimensions of an expression of xtensor; 0 where only it itself knows.
template <class A>
inline constexpr int xtensor_dimensions = [] {
    if constexpr (requires { std::tuple_size<typename A::shape_type>::value; })
        return static_cast<int>(std::tuple_size<typename A::shape_type>::value);
    else return 0;
}();

template <class A>
concept XtensorRange = xt::is_xexpression<A>::value && xtensor_dimensions<A> <= 2 &&
                       std::is_lvalue_reference_v<typename A::const_reference> && RangeElement<typename A::value_type>;

} // namespace xtensor_detail

/// `xt::xtensor` of one or two dimensions, views of such, and `xt::xarray`, which is taken for one dimension; a call
/// checks that it has no more. A derivative by one is an `xt::xtensor`.
template <xtensor_detail::XtensorRange A>
struct range_data<A> : range_defaults<A, typename A::value_type, xtensor_detail::xtensor_dimensions<A> == 2 ? 2 : 1> {
    template <int K>
    PULLBACK_ALWAYS_INLINE static std::ptrdiff_t extent(const A& array) {
        if constexpr (xtensor_detail::xtensor_dimensions<A> == 0)
            if (array.dimension() != 1)
                engine::report_range_error(
                    range_sentence() << "f(x...): x is an xt::xarray of "
                                     << static_cast<std::ptrdiff_t>(array.dimension())
                                     << " dimensions and taken for one of 1; give rows_of(x), or an xt::xtensor<T, 2>");
        return static_cast<std::ptrdiff_t>(array.shape()[K]);
    }
    template <class V, class... Subscript>
    PULLBACK_ALWAYS_INLINE static auto& at(V& array, Subscript... subscript) {
        return array.unchecked(static_cast<std::size_t>(subscript)...);
    }
    template <class E>
    using like = xt::xtensor<E, xtensor_detail::xtensor_dimensions<A> == 2 ? 2 : 1>;
    template <class E>
    static like<E> make_like(const A& array) {
        if constexpr (xtensor_detail::xtensor_dimensions<A> != 2)
            return like<E>(std::array<std::size_t, 1>{static_cast<std::size_t>(extent<0>(array))},
                           engine::zero_element<E>());
        else
            return like<E>(std::array<std::size_t, 2>{static_cast<std::size_t>(extent<0>(array)),
                                                      static_cast<std::size_t>(extent<1>(array))},
                           engine::zero_element<E>());
    }
    template <class E>
    using line = xt::xtensor<E, 1>;
    template <class E>
    static line<E> make_line(std::ptrdiff_t count) {
        return line<E>(std::array<std::size_t, 1>{static_cast<std::size_t>(count)}, engine::zero_element<E>());
    }
    template <class E>
    static auto make_matrix(std::ptrdiff_t rows, std::ptrdiff_t columns) {
        return xt::xtensor<E, 2>(
            std::array<std::size_t, 2>{static_cast<std::size_t>(rows), static_cast<std::size_t>(columns)});
    }
};

/// The view that `rows_of` makes; of an array that may be written, `A` is not const.
template <class A>
struct xtensor_rows {
    A& array;
};

/// An `xt::xarray` of two dimensions as a range of rows, as an argument or a place for results: how many dimensions it
/// has is not part of its type. It refers to the array. A call checks that there are two.
template <xtensor_detail::XtensorRange A>
constexpr xtensor_rows<const A> rows_of(const A& array) {
    return {array};
}
template <xtensor_detail::XtensorRange A>
constexpr xtensor_rows<A> rows_of(A& array) {
    return {array};
}

template <class A>
struct range_data<xtensor_rows<A>> : range_defaults<xtensor_rows<A>, typename A::value_type, 2> {
    template <int K>
    PULLBACK_ALWAYS_INLINE static std::ptrdiff_t extent(const xtensor_rows<A>& rows) {
        if (rows.array.dimension() != 2)
            engine::report_range_error(range_sentence()
                                       << "rows_of(x): x has " << static_cast<std::ptrdiff_t>(rows.array.dimension())
                                       << " dimensions; give an array of 2");
        return static_cast<std::ptrdiff_t>(rows.array.shape()[K]);
    }
    PULLBACK_ALWAYS_INLINE static auto& at(const xtensor_rows<A>& rows, std::ptrdiff_t i, std::ptrdiff_t j) {
        return rows.array.unchecked(static_cast<std::size_t>(i), static_cast<std::size_t>(j));
    }
    template <class E>
    using like = xt::xtensor<E, 2>;
    template <class E>
    static like<E> make_like(const xtensor_rows<A>& rows) {
        return like<E>(std::array<std::size_t, 2>{static_cast<std::size_t>(extent<0>(rows)),
                                                  static_cast<std::size_t>(extent<1>(rows))},
                       engine::zero_element<E>());
    }
    template <class E>
    using line = xt::xtensor<E, 1>;
    template <class E>
    static line<E> make_line(std::ptrdiff_t count) {
        return line<E>(std::array<std::size_t, 1>{static_cast<std::size_t>(count)}, engine::zero_element<E>());
    }
};

} // namespace pullback

#endif
