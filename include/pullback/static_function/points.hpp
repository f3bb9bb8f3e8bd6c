// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_STATIC_FUNCTION_POINTS_HPP
#define PULLBACK_STATIC_FUNCTION_POINTS_HPP

#include <pullback/always_inline.hpp>
#include <pullback/math/lane_functions.hpp>
#include <pullback/math/lane_numbers.hpp>
#include <pullback/math/used_lanes.hpp>
#include <pullback/math/vector_types.hpp>
#include <pullback/run/rows_in_lanes.hpp>
#include <pullback/shape/range_error.hpp>
#include <pullback/static_function/point_places.hpp>
#include <pullback/static_function/static_function.hpp>

#include <cstddef>
#include <type_traits>

#include <boost/hana/basic_tuple.hpp>
#include <boost/hana/unpack.hpp>

// Static functions at many points: in the lanes, by the functions and with the end that loops in lanes have.

namespace pullback {

namespace detail {

template <int Size, int Wanted>
constexpr bool check_point_size() {
    static_assert(Size == Wanted,
                  "transform_points(f, results, x...): f returns another number of real numbers than one element of "
                  "results, or columns(...), has");
    return Size == Wanted;
}

template <class S, class X>
inline constexpr bool has_point_scalar =
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
    constexpr bool is_scalar = !are_known || std::is_same_v<S, decltype(0.)> || std::is_same_v<S, decltype(0.f)>;
    static_assert(is_scalar, "transform_points(f, results, x...): the points are not made of double or float");
    constexpr bool are_alike = !are_known || (has_point_scalar<S, X> && ...);
    static_assert(are_alike,
                  "transform_points(f, results, x...): some points are made of double and some of float; a vector has "
                  "one of them");
    return StaticFunction<F> && are_known && is_scalar && are_alike;
}

template <class X>
void check_point_count(const X& points, std::ptrdiff_t count, std::ptrdiff_t position) {
    if constexpr (Points<const X>) {
        const std::ptrdiff_t given = detail::count_of_points(points);
        if (given != count)
            report_range_error(range_sentence() << "transform_points(f, results, x...): argument " << position
                                                << " has " << given << " points, results has " << count);
    }
}

} // namespace detail

/// results[i] = f(x[i]...) at all points i, a vector of the processor full of points at once. Each x is
///  - a range of points: a `std::vector`, `std::span`, … of numbers, or of `std::array`s, structs, Eigen vectors of
///    fixed size: an array of structures;
///  - `columns(a, b, c)`: points with a number in each of these arrays: a structure of arrays;
///  - one argument, the same at every point: a number, a `std::array`, ….
///
/// `results` is a range or `columns` with as many numbers to a point as f returns, in order; it may be one of the x.
/// Scalar: `double` or `float`. Functions are those of loops in lanes: at most 4 units in the last place from the right
/// result, at edges as the scalar ones, and functions of your own number by number. Lanes that are left over at the end
/// repeat the last point, so a result does not depend on where its point stands. The vectors are the widest that the
/// compiler may use (`-march=native`). An error (`range_error`) if ranges
/// differ in length.
template <class F, class Results, class... X>
void transform_points(const F& f, Results&& results, const X&... x) {
    using range = std::remove_reference_t<Results>;
    using S = typename detail::point_scalar<std::remove_const_t<range>>::type;
    if constexpr (detail::check_points<F, S, range, X...>()) {
        using all = math::all_lanes<S, 1>;
        using numbers = typename all::numbers;
        const std::ptrdiff_t count = detail::count_of_points(results);
        std::ptrdiff_t position = 0;
        (detail::check_point_count(x, count, position++), ...);
        const boost::hana::basic_tuple<detail::point_reader<numbers, X>...> readers(
            detail::point_reader<numbers, X>{x}...);
        const auto compute = [&](const auto& used, std::ptrdiff_t first) PULLBACK_ALWAYS_INLINE {
            const auto result = boost::hana::unpack(
                readers, [&](const auto&... read) PULLBACK_ALWAYS_INLINE { return f(read(used, first)...); });
            using returned = std::remove_const_t<decltype(result)>;
            if constexpr (detail::check_point_size<shape_of<returned>::size, detail::point_size<range>>()) {
                numbers computed[shape_of<returned>::size];
                shape_of<returned>::template load<0>(result, computed);
                detail::write_points(used, computed, results, first);
            }
        };
        std::ptrdiff_t first = 0;
        for (; count - first >= all::size; first += all::size) compute(all(), first);
        if (first == count) return;
        math::first_lanes<S> left_over;
        left_over.use(count - first);
        compute(left_over, first);
    }
}

} // namespace pullback

#endif
