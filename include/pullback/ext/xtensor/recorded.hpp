// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_XTENSOR_RECORDED_HPP
#define PULLBACK_EXT_XTENSOR_RECORDED_HPP

#include <pullback/ext/xtensor/data.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/replay/shape.hpp>

#include <xtensor/xarray.hpp>
#include <xtensor/xtensor.hpp>

#include <cstddef>
#include <type_traits>
#include <vector>

// xtensor's arrays in functions recorded at run time: as arguments, as results, and in bodies, where they are xtensor's
// own arrays of `recorded`. Their scalars are taken row by row, whatever their layout.

namespace pullback {

namespace xtensor_detail {

// The number of axes that a type has, or 0 where it is known at run time, or there are none.
template <class X>
inline constexpr std::size_t axes_of = 0;
template <class Elements, std::size_t N, xt::layout_type Layout, class Tag>
inline constexpr std::size_t axes_of<xt::xtensor_container<Elements, N, Layout, Tag>> = N;

/// A shape of `N` axes, or of as many as it has at run time, made of something else: of scalars an array; of arrays an
/// array with the axes of both; of other shapes a `std::vector`, row by row.
template <class T, std::size_t N, xt::layout_type Layout>
struct rebound_recorded {
    using type = std::vector<T>;
};
template <Scalar T, std::size_t N, xt::layout_type Layout>
    requires(!dynamic::xtensor_detail::is_xtensor<T>) // arrays may be scalars too
struct rebound_recorded<T, N, Layout> {
    using type = std::conditional_t<N == 0, xt::xarray<T, Layout>, xt::xtensor<T, (N == 0 ? 1 : N), Layout>>;
};
template <class T, std::size_t N, xt::layout_type Layout>
    requires dynamic::xtensor_detail::is_xtensor<T>
struct rebound_recorded<T, N, Layout> {
    static constexpr std::size_t inner = axes_of<T>, both = N == 0 || inner == 0 ? 0 : N + inner;
    using type = typename rebound_recorded<typename T::value_type, both, Layout>::type;
};

/// An array with `N` axes, or with as many as it has at run time: their number then stands before the extents.
template <class Array, std::size_t N, xt::layout_type Layout>
struct recorded_array_shape {
private:
    static std::vector<std::size_t> next(const std::ptrdiff_t*& extents) {
        std::vector<std::size_t> read(N == 0 ? static_cast<std::size_t>(*extents++) : N);
        for (std::size_t& each : read) each = static_cast<std::size_t>(*extents++);
        return read;
    }
    static std::size_t product(const std::vector<std::size_t>& of) {
        std::size_t made = 1;
        for (const std::size_t each : of) made *= each;
        return made;
    }

public:
    static constexpr bool is_fixed = false;
    using scalar = typename Array::value_type;
    template <class T>
    using rebind = typename rebound_recorded<T, N, Layout>::type;

    static void describe(const Array& value, std::vector<std::ptrdiff_t>& extents) {
        if constexpr (N == 0) extents.push_back(static_cast<std::ptrdiff_t>(value.dimension()));
        for (const auto each : value.shape()) extents.push_back(static_cast<std::ptrdiff_t>(each));
    }
    static bool matches(const Array& value, const std::ptrdiff_t*& extents) {
        const std::vector<std::size_t> expected = next(extents);
        if (value.dimension() != expected.size()) return false;
        for (std::size_t i = 0; i < expected.size(); ++i)
            if (value.shape(i) != expected[i]) return false;
        return true;
    }
    static std::size_t count(const std::ptrdiff_t*& extents) { return product(next(extents)); }
    template <class T>
    static void load(const Array& value, T*& out) {
        const auto end = value.template end<xt::layout_type::row_major>();
        for (auto each = value.template begin<xt::layout_type::row_major>(); each != end; ++each)
            *out++ = static_cast<T>(*each);
    }
    template <class Result, class T>
    static Result store(const std::ptrdiff_t*& extents, const T*& in) {
        Result made;
        made.resize(next(extents));
        recorded_shape<Result>::assign(made, in);
        return made;
    }
    template <class T>
    static void assign(Array& value, const T*& in) {
        const auto end = value.template end<xt::layout_type::row_major>();
        for (auto each = value.template begin<xt::layout_type::row_major>(); each != end; ++each)
            *each = static_cast<scalar>(*in++);
    }
    template <class Inner>
    static void spread(const std::ptrdiff_t*& extents, const std::vector<std::ptrdiff_t>& inner,
                       std::vector<std::ptrdiff_t>& out) {
        const std::vector<std::size_t> read = next(extents);
        if constexpr (Scalar<Inner> || dynamic::xtensor_detail::is_xtensor<Inner>) {
            // The axes are those of both arrays; the inner ones have their number before them where the compiler does
            // not know it.
            constexpr bool has_axes = dynamic::xtensor_detail::is_xtensor<Inner>;
            constexpr bool is_counted = has_axes && axes_of<Inner> == 0;
            const auto begin = inner.begin() + (is_counted ? 1 : 0);
            const auto axes = static_cast<std::ptrdiff_t>(read.size()) + (inner.end() - begin);
            if constexpr (N == 0 || is_counted) out.push_back(axes);
            for (const std::size_t each : read) out.push_back(static_cast<std::ptrdiff_t>(each));
            out.insert(out.end(), begin, inner.end());
        } else {
            const std::size_t size = product(read);
            out.push_back(static_cast<std::ptrdiff_t>(size));
            for (std::size_t i = 0; i < size; ++i) out.insert(out.end(), inner.begin(), inner.end());
        }
    }
};

} // namespace xtensor_detail

namespace engine {

template <class X>
    requires dynamic::xtensor_detail::is_xtensor<X>
inline constexpr bool is_array_with_operators<X> = true;

} // namespace engine

template <class Elements, xt::layout_type Layout, class Shape, class Tag>
    requires(dynamic::xtensor_detail::is_static_layout(Layout) && Scalar<typename Elements::value_type>)
struct recorded_shape<xt::xarray_container<Elements, Layout, Shape, Tag>>
    : xtensor_detail::recorded_array_shape<xt::xarray_container<Elements, Layout, Shape, Tag>, 0, Layout> {};

template <class Elements, std::size_t N, xt::layout_type Layout, class Tag>
    requires(dynamic::xtensor_detail::is_static_layout(Layout) && N > 0 && Scalar<typename Elements::value_type>)
struct recorded_shape<xt::xtensor_container<Elements, N, Layout, Tag>>
    : xtensor_detail::recorded_array_shape<xt::xtensor_container<Elements, N, Layout, Tag>, N, Layout> {};

} // namespace pullback

#endif
