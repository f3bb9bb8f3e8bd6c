// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_STATIC_FUNCTION_POINT_PLACES_HPP
#define PULLBACK_STATIC_FUNCTION_POINT_PLACES_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/shape/range_error.hpp>
#include <pullback/shape/sequence.hpp>
#include <pullback/shape/shape.hpp>
#include <pullback/shape/shape_of.hpp>

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

// Where the numbers of points lie. They are read into lanes, and the results are written from lanes; `Used` says which
// lanes have a point, as it does in loops (math/used_lanes.hpp).

namespace pullback {

/// A structure of arrays as points with N numbers each: number k of point i is element i of the k-th array. See
/// `columns`.
template <class S, std::size_t N>
struct point_columns {
    std::array<S*, N> arrays;
    std::array<std::ptrdiff_t, N> sizes;
};

namespace detail {

/// The first of points that lie one after the other.
template <class R>
constexpr auto first_point(R& range) -> decltype(range.data()) {
    return range.data();
}
template <class P, std::size_t N>
constexpr P* first_point(P (&points)[N]) {
    return points;
}
/// How many there are.
template <class R>
constexpr auto count_of_points(const R& range) -> decltype(static_cast<std::ptrdiff_t>(range.size())) {
    return static_cast<std::ptrdiff_t>(range.size());
}
template <class P, std::size_t N>
constexpr std::ptrdiff_t count_of_points(P (&)[N]) {
    return static_cast<std::ptrdiff_t>(N);
}

template <class R>
using point_in = std::remove_pointer_t<decltype(detail::first_point(std::declval<R&>()))>;

/// Points one after the other in memory: what has data() and size() and is no single argument by its type, as
/// `std::array<double, 3>` is.
template <class R>
concept PointRange = requires(R& range) {
    detail::first_point(range);
    detail::count_of_points(range);
    requires Shaped<point_in<R>>;
    requires !Shaped<R> || FixedView<std::remove_cvref_t<R>> ||
                 (Scalar<std::remove_cvref_t<R>> && !TupleLike<std::remove_cvref_t<R>>);
};

template <class X>
inline constexpr bool is_columns = false;
template <class S, std::size_t N>
inline constexpr bool is_columns<point_columns<S, N>> = true;

template <class X>
concept Points = PointRange<X> || is_columns<std::remove_cvref_t<X>>;

template <class S, std::size_t N>
std::ptrdiff_t count_of_points(const point_columns<S, N>& columns) {
    for (const std::ptrdiff_t size : columns.sizes)
        if (size != columns.sizes[0])
            report_range_error(range_sentence() << "columns(x, y, ...): the arrays have " << columns.sizes[0] << " and "
                                                << size << " elements; give one element to each point");
    return columns.sizes[0];
}

/// The scalar that points are made of; nothing for an argument that is the same at every point.
template <class X>
struct point_scalar {
    using type = void;
};
template <PointRange R>
struct point_scalar<R> {
    using type = scalar_of<std::remove_const_t<point_in<R>>>;
};
template <class S, std::size_t N>
struct point_scalar<point_columns<S, N>> {
    using type = std::remove_const_t<S>;
};

/// How many numbers a point has.
template <class R>
inline constexpr int point_size = shape_of<std::remove_const_t<point_in<R>>>::size;
template <class S, std::size_t N>
inline constexpr int point_size<point_columns<S, N>> = static_cast<int>(N);
template <class S, std::size_t N>
inline constexpr int point_size<const point_columns<S, N>> = static_cast<int>(N);

/// Makes arguments in lanes of an argument that is the same at every point.
template <class Numbers, class X>
class point_reader {
    using in_lanes = rebind_shape<X, Numbers>;

public:
    explicit point_reader(const X& argument) {
        constexpr int size = shape_of<X>::size;
        typename Numbers::value_type scalars[size];
        shape_of<X>::template load<0>(argument, scalars);
        Numbers numbers[size];
        for (int k = 0; k < size; ++k) numbers[k] = Numbers(scalars[k]);
        everywhere_ = shape_of<X>::template store<0, in_lanes>(numbers);
    }
    template <class Used>
    PULLBACK_ALWAYS_INLINE const in_lanes& operator()(const Used&, std::ptrdiff_t) const {
        return everywhere_;
    }

private:
    in_lanes everywhere_;
};

/// The numbers of points that lie one after the other.
template <class Numbers, PointRange R>
class point_reader<Numbers, R> {
    using point = std::remove_const_t<point_in<const R>>;

public:
    explicit point_reader(const R& range) : points_(detail::first_point(range)) {}

    template <class Used>
    PULLBACK_ALWAYS_INLINE auto operator()(const Used& used, std::ptrdiff_t first) const {
        if constexpr (std::is_arithmetic_v<point>) {
            return used.load(points_ + first);
        } else {
            constexpr int size = shape_of<point>::size;
            using S = typename Numbers::value_type;
            S lanes[size][Numbers::size];
            for (int lane = 0; lane < Numbers::size; ++lane) {
                S scalars[size];
                shape_of<point>::template load<0>(points_[used.turn(first, lane)], scalars);
                for (int k = 0; k < size; ++k) lanes[k][lane] = scalars[k];
            }
            Numbers numbers[size];
            for (int k = 0; k < size; ++k) numbers[k] = Numbers::load(lanes[k]);
            return shape_of<point>::template store<0, rebind_shape<point, Numbers>>(numbers);
        }
    }

private:
    const point* points_;
};

/// The numbers of points whose scalars are columns, each in memory of its own.
template <class Numbers, class S, std::size_t N>
class point_reader<Numbers, point_columns<S, N>> {
public:
    explicit point_reader(const point_columns<S, N>& columns) : columns_(columns) {}

    template <class Used>
    PULLBACK_ALWAYS_INLINE std::array<Numbers, N> operator()(const Used& used, std::ptrdiff_t first) const {
        std::array<Numbers, N> result;
        for (std::size_t k = 0; k < N; ++k) result[k] = used.load(columns_.arrays[k] + first);
        return result;
    }

private:
    point_columns<S, N> columns_;
};

/// Writes the numbers of the results of points, from number `first` on.
template <class Used, class Numbers, PointRange R>
PULLBACK_ALWAYS_INLINE inline void write_points(const Used& used, const Numbers* numbers, R& range,
                                                std::ptrdiff_t first) {
    using point = point_in<R>;
    if constexpr (std::is_arithmetic_v<point>) {
        used.store(numbers[0], detail::first_point(range) + first);
    } else {
        constexpr int size = shape_of<point>::size;
        using S = typename Numbers::value_type;
        S lanes[size][Numbers::size];
        for (int k = 0; k < size; ++k) numbers[k].store(lanes[k]);
        for (int lane = 0; lane < Numbers::size; ++lane) {
            if (!used.is_used(lane)) break;
            S scalars[size];
            for (int k = 0; k < size; ++k) scalars[k] = lanes[k][lane];
            detail::first_point(range)[first + lane] = shape_of<point>::template store<0, point>(scalars);
        }
    }
}
template <class Used, class Numbers, class S, std::size_t N>
PULLBACK_ALWAYS_INLINE inline void write_points(const Used& used, const Numbers* numbers,
                                                const point_columns<S, N>& columns, std::ptrdiff_t first) {
    for (std::size_t k = 0; k < N; ++k) used.store(numbers[k], columns.arrays[k] + first);
}

} // namespace detail

/// Arrays x, y, … of one length as points (x[i], y[i], …): for a function of one `std::array`, and for the numbers that
/// a function returns. It refers to the arrays.
template <class... Ranges>
auto columns(Ranges&&... ranges) {
    using element = std::common_type_t<detail::point_in<Ranges>*...>;
    using S = std::remove_pointer_t<element>;
    return point_columns<S, sizeof...(Ranges)>{{detail::first_point(ranges)...}, {detail::count_of_points(ranges)...}};
}

} // namespace pullback

#endif
