// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_XSIMD_POINTS_HPP
#define PULLBACK_EXT_XSIMD_POINTS_HPP

#include <pullback/derivative/engine.hpp>
#include <pullback/ext/xsimd/functions.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/static_function/static_function.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>

namespace pullback {

/// A structure of arrays as points with N numbers each: number k of point i is element i of the k-th array. See
/// `columns`.
template <class S, std::size_t N>
struct point_columns {
    std::array<std::span<S>, N> spans;
};

namespace xsimd_detail {

template <class R>
using element_of_range = std::remove_pointer_t<decltype(std::data(std::declval<R&>()))>;

/// Points one after the other in memory: what has data() and size() and is no single argument by its type, as
/// `std::array<double, 3>` is.
template <class R>
concept PointRange = requires(R& range) {
    std::data(range);
    std::size(range);
    requires Shaped<element_of_range<R>>;
    requires !Shaped<R> || engine::FixedView<std::remove_cvref_t<R>> ||
                 (Scalar<std::remove_cvref_t<R>> && !engine::TupleLike<std::remove_cvref_t<R>>);
};

template <class X>
inline constexpr bool is_columns = false;
template <class S, std::size_t N>
inline constexpr bool is_columns<point_columns<S, N>> = true;

template <class X>
concept Points = PointRange<X> || is_columns<std::remove_cvref_t<X>>;

template <class R>
std::size_t count_of_points(const R& range) {
    return static_cast<std::size_t>(std::size(range));
}
template <class S, std::size_t N>
std::size_t count_of_points(const point_columns<S, N>& columns) {
    for (const auto& span : columns.spans)
        if (span.size() != columns.spans[0].size())
            throw std::invalid_argument("columns(x, y, ...): the arrays have " +
                                        std::to_string(columns.spans[0].size()) + " and " +
                                        std::to_string(span.size()) + " elements; give one element to each point");
    return columns.spans[0].size();
}

/// The scalar that points are made of; nothing for an argument that is the same at every point.
template <class X>
struct point_scalar {
    using type = void;
};
template <PointRange R>
struct point_scalar<R> {
    using type = scalar_of<std::remove_const_t<element_of_range<R>>>;
};
template <class S, std::size_t N>
struct point_scalar<point_columns<S, N>> {
    using type = std::remove_const_t<S>;
};

/// One batch of numbers from `count` elements in memory, the last one again for those that are not there.
template <class B, class S>
B load_some(const S* from, std::size_t count) {
    if (count == B::size) return B::load_unaligned(from);
    alignas(B) S lanes[B::size];
    std::fill(std::copy_n(from, count, lanes), lanes + B::size, from[count - 1]);
    return B::load_aligned(lanes);
}
template <class B, class S>
void store_some(const B& batch, S* to, std::size_t count) {
    if (count == B::size) {
        batch.store_unaligned(to);
    } else {
        alignas(B) S lanes[B::size];
        batch.store_aligned(lanes);
        std::copy_n(lanes, count, to);
    }
}

/// Makes arguments of batches, for points from number `first` on.
template <class B, class X>
class point_reader {
    using rebound = rebind_shape<X, B>;

public:
    explicit point_reader(const X& argument) {
        constexpr int size = shape_of<X>::size;
        typename B::value_type numbers[size];
        shape_of<X>::template load<0>(argument, numbers);
        B batches[size];
        for (int k = 0; k < size; ++k) batches[k] = B(numbers[k]);
        everywhere_ = shape_of<X>::template store<0, rebound>(batches);
    }
    const rebound& operator()(std::size_t, std::size_t) const { return everywhere_; }

private:
    rebound everywhere_;
};

template <class B, PointRange R>
class point_reader<B, R> {
    using point = std::remove_const_t<element_of_range<const R>>;

public:
    explicit point_reader(const R& range) : points_(std::data(range)) {}

    auto operator()(std::size_t first, std::size_t count) const {
        if constexpr (std::is_arithmetic_v<point>) {
            return xsimd_detail::load_some<B>(points_ + first, count);
        } else {
            constexpr int size = shape_of<point>::size;
            using S = typename B::value_type;
            alignas(B) S lanes[size][B::size];
            for (std::size_t i = 0; i < B::size; ++i) {
                S numbers[size];
                shape_of<point>::template load<0>(points_[first + std::min(i, count - 1)], numbers);
                for (int k = 0; k < size; ++k) lanes[k][i] = numbers[k];
            }
            B batches[size];
            for (int k = 0; k < size; ++k) batches[k] = B::load_aligned(lanes[k]);
            return shape_of<point>::template store<0, rebind_shape<point, B>>(batches);
        }
    }

private:
    const point* points_;
};

template <class B, class S, std::size_t N>
class point_reader<B, point_columns<S, N>> {
public:
    explicit point_reader(const point_columns<S, N>& columns) : columns_(columns) {}

    std::array<B, N> operator()(std::size_t first, std::size_t count) const {
        std::array<B, N> result;
        for (std::size_t k = 0; k < N; ++k)
            result[k] = xsimd_detail::load_some<B>(columns_.spans[k].data() + first, count);
        return result;
    }

private:
    point_columns<S, N> columns_;
};

template <int Size, int Wanted>
constexpr bool check_result_size() {
    static_assert(Size == Wanted,
                  "transform_points(f, results, x...): f returns another number of real numbers than one element of "
                  "results, or columns(...), has");
    return Size == Wanted;
}

template <class B, PointRange R>
void write_points(const B* batches, R& range, std::size_t first, std::size_t count) {
    using point = element_of_range<R>;
    if constexpr (std::is_arithmetic_v<point>) {
        xsimd_detail::store_some(batches[0], std::data(range) + first, count);
    } else {
        constexpr int size = shape_of<point>::size;
        using S = typename B::value_type;
        alignas(B) S lanes[size][B::size];
        for (int k = 0; k < size; ++k) batches[k].store_aligned(lanes[k]);
        for (std::size_t i = 0; i < count; ++i) {
            S numbers[size];
            for (int k = 0; k < size; ++k) numbers[k] = lanes[k][i];
            std::data(range)[first + i] = shape_of<point>::template store<0, point>(numbers);
        }
    }
}
template <class B, class S, std::size_t N>
void write_points(const B* batches, const point_columns<S, N>& columns, std::size_t first, std::size_t count) {
    for (std::size_t k = 0; k < N; ++k) xsimd_detail::store_some(batches[k], columns.spans[k].data() + first, count);
}

template <class R>
inline constexpr int point_size = shape_of<std::remove_const_t<element_of_range<R>>>::size;
template <class S, std::size_t N>
inline constexpr int point_size<point_columns<S, N>> = static_cast<int>(N);
template <class S, std::size_t N>
inline constexpr int point_size<const point_columns<S, N>> = static_cast<int>(N);

template <class S, class X>
inline constexpr bool has_scalar =
    std::is_void_v<typename point_scalar<X>::type> || std::is_same_v<typename point_scalar<X>::type, S>;

template <class F, class S, class Results, class... X>
constexpr bool check_points() {
    static_assert(StaticFunction<F> || std::is_same_v<F, refused>,
                  "transform_points(f, results, x...): f is not a static function; make one of a generic lambda with "
                  "pullback::function([](const auto& x) { ... }), or write f as an expression of variables");
    constexpr bool are_known = (Points<Results> && ... && (Points<const X> || Shaped<X>));
    static_assert(are_known,
                  "transform_points(f, results, x...): results and each x are a range of points (a std::vector or "
                  "std::span of numbers, std::arrays, structs), columns(...), or, for an x, one argument that is the "
                  "same at every point");
    constexpr bool is_scalar = !are_known || std::is_same_v<S, double> || std::is_same_v<S, float>;
    static_assert(is_scalar, "transform_points(f, results, x...): the points are not made of double or float");
    constexpr bool are_alike = !are_known || (has_scalar<S, X> && ...);
    static_assert(are_alike,
                  "transform_points(f, results, x...): some points are made of double and some of float; a batch has "
                  "one of them");
    return StaticFunction<F> && are_known && is_scalar && are_alike;
}

template <class X>
void check_count(const X& points, std::size_t count, std::size_t position) {
    if constexpr (Points<const X>) {
        const std::size_t given = xsimd_detail::count_of_points(points);
        if (given != count)
            throw std::invalid_argument("transform_points(f, results, x...): argument " + std::to_string(position) +
                                        " has " + std::to_string(given) + " points, results has " +
                                        std::to_string(count));
    }
}

} // namespace xsimd_detail

/// Arrays x, y, … of one length as points (x[i], y[i], …): for a function of one `std::array`, and for the numbers that
/// a function returns. It refers to the arrays.
template <class... Ranges>
auto columns(Ranges&&... ranges) {
    using element = std::common_type_t<xsimd_detail::element_of_range<Ranges>*...>;
    using S = std::remove_pointer_t<element>;
    return point_columns<S, sizeof...(Ranges)>{
        {std::span<S>(std::data(ranges), static_cast<std::size_t>(std::size(ranges)))...}};
}

/// results[i] = f(x[i]...) at all points i, a SIMD register full of points at once. Each x is
///  - a range of points: a `std::vector`, `std::span`, … of numbers, or of `std::array`s, structs, Eigen vectors of
///    fixed size: an array of structures;
///  - `columns(a, b, c)`: points with a number in each of these arrays: a structure of arrays;
///  - one argument, the same at every point: a number, a `std::array`, ….
///
/// `results` is a range or `columns` with as many numbers to a point as f returns, in order; it may be one of the x.
/// Scalar: `double` or `float`. All results are computed in batches, the last one filled up, so a result does not
/// depend on where its point stands. Width: that of `Architecture`, by default the widest instructions that the
/// compiler may use (`-march=native`). Throws `std::invalid_argument` if ranges differ in length.
template <class Architecture = xsimd::default_arch, class F, class Results, class... X>
void transform_points(const F& f, Results&& results, const X&... x) {
    using range = std::remove_reference_t<Results>;
    using S = typename xsimd_detail::point_scalar<std::remove_const_t<range>>::type;
    if constexpr (xsimd_detail::check_points<F, S, range, X...>()) {
        using batch = xsimd::batch<S, Architecture>;
        const std::size_t count = xsimd_detail::count_of_points(results);
        std::size_t position = 0;
        (xsimd_detail::check_count(x, count, position++), ...);
        const std::tuple<xsimd_detail::point_reader<batch, X>...> readers(x...);
        const auto compute = [&](std::size_t first, std::size_t width) {
            const auto result = std::apply([&](const auto&... read) { return f(read(first, width)...); }, readers);
            using returned = std::remove_const_t<decltype(result)>;
            if constexpr (xsimd_detail::check_result_size<shape_of<returned>::size,
                                                          xsimd_detail::point_size<range>>()) {
                batch numbers[shape_of<returned>::size];
                shape_of<returned>::template load<0>(result, numbers);
                xsimd_detail::write_points(numbers, results, first, width);
            }
        };
        std::size_t first = 0;
        for (; first + batch::size <= count; first += batch::size) compute(first, batch::size);
        if (first < count) compute(first, count - first);
    }
}

} // namespace pullback

#endif
