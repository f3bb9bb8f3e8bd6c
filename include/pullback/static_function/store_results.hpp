// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_STATIC_FUNCTION_STORE_RESULTS_HPP
#define PULLBACK_STATIC_FUNCTION_STORE_RESULTS_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/shape/destination.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/range_error.hpp>
#include <pullback/shape/result_parts.hpp>
#include <pullback/shape/shape.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/static_function/signature.hpp>

#include <boost/hana/at.hpp>
#include <boost/hana/basic_tuple.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

// Whether destinations fit results, and how a result that is there is stored in them.

namespace pullback::detail {

/// What is wrong with the destinations of a call.
enum class destination_fault { none, count, shape, scalar };

constexpr destination_fault fault_of_destinations(bool shapes_fit, bool scalars_fit) {
    if (!shapes_fit) return destination_fault::shape;
    return scalars_fit ? destination_fault::none : destination_fault::scalar;
}

template <destination_fault Fault>
constexpr void report_destinations() {
    static_assert(Fault != destination_fault::count,
                  "f.into(results...)(x...): give one destination for each part of what f(x...) returns, in order, as "
                  "value_and_gradient(f).into(value, slope_x, slope_y)(x, y), or one for all parts of a derivative");
    static_assert(Fault != destination_fault::shape,
                  "f.into(results...)(x...): a destination has not the shape of its result; give a variable of the "
                  "type that f(x...) returns there, a pointer to as many numbers, or a span, vector or matrix of them");
    static_assert(Fault != destination_fault::scalar,
                  "f.into(results...)(x...): a destination holds numbers of another type than f(x...) returns, which "
                  "is the common type of x...");
}

/// Whether the numbers of a `D` can be reached one by one.
template <class D>
inline constexpr bool has_numbers =
    std::is_pointer_v<D> || is_column_major_memory<D> || UserDestination<D> || AddressableShape<D> || DataRange<D>;

template <class T, class... Part, class... Held>
consteval bool fits_parts(result_parts<Part...>, types<Held...>) {
    constexpr bool shapes = (takes_fixed<typename Held::type, typename Part::type, Part::rows>() && ...);
    constexpr bool scalars = (std::is_same_v<typename scalar_of_destination<typename Held::type>::type, T> && ...);
    detail::report_destinations<detail::fault_of_destinations(shapes, scalars)>();
    return shapes && scalars;
}

/// Whether the destinations fit a result of fixed shape and of scalar `T`; if not, an error says so.
template <class R, class T, int JacobianRows, class... Held>
consteval bool fits_destinations() {
    constexpr bool is_divided =
        !ValueFirst<R> || sizeof...(Held) > 1 || (std::is_same_v<typename Held::type, R> && ...);
    if constexpr (is_divided && has_parts<R, sizeof...(Held)>()) {
        return detail::fits_parts<T>(detail::list_parts<R, sizeof...(Held), JacobianRows>(), types<Held...>{});
    } else {
        // The condition depends on `R`, or clang would report it at once.
        detail::report_destinations<always_false<R> ? destination_fault::none : destination_fault::count>();
        return false;
    }
}

[[noreturn, gnu::cold, gnu::noinline]] inline void report_extent(std::size_t part, std::ptrdiff_t has,
                                                                 std::ptrdiff_t wanted) {
    detail::report_range_error(range_sentence()
                               << "f.into(results...)(x...): result " << static_cast<std::ptrdiff_t>(part) << " has "
                               << wanted << " elements, and its destination " << has << "; give it as many");
}

/// Whether a destination whose size is known at run time has that of a result of fixed shape.
template <class Part, class D>
PULLBACK_ALWAYS_INLINE constexpr void check_extents_of(std::size_t k, const D& place) {
    constexpr int size = Part::size, rows = Part::rows, columns = size / rows;
    const auto check = [&](std::ptrdiff_t has, std::ptrdiff_t wanted) PULLBACK_ALWAYS_INLINE {
        if (has != wanted) detail::report_extent(k, has, wanted);
    };
    if constexpr (std::is_pointer_v<D> || is_column_major_memory<D>) return;
    else if constexpr (UserDestination<D>) {
        if constexpr (requires { destination<D>::size(place); })
            check(static_cast<std::ptrdiff_t>(destination<D>::size(place)), size);
    } else if constexpr (!AddressableShape<D> && DataRange<D>) {
        using data = range_data<D>;
        constexpr int scalars = shape_of<typename data::element>::size;
        if constexpr (data::dimensions == 1) {
            check(data::template extent<0>(place) * scalars, size);
        } else {
            check(data::template extent<0>(place), rows);
            check(data::template extent<1>(place) * scalars, columns);
        }
    }
}

template <class... Part, class... Held>
PULLBACK_ALWAYS_INLINE constexpr void check_extents(result_parts<Part...>,
                                                    const boost::hana::basic_tuple<Held...>& held) {
    [&]<std::size_t... K>(std::index_sequence<K...>) PULLBACK_ALWAYS_INLINE {
        (check_extents_of<Part>(K, boost::hana::at_c<K>(held).get()), ...);
    }(std::index_sequence_for<Part...>{});
}

/// Stores part `P` of a result, which is there.
template <class Part, class P, class D>
PULLBACK_ALWAYS_INLINE constexpr void store_part(const P& part, D& place) {
    if constexpr (std::is_same_v<D, P>) {
        place = part;
    } else {
        scalar_of<P> numbers[Part::size];
        shape_of<P>::template load<0>(part, numbers);
        [&]<int... I>(std::integer_sequence<int, I...>) PULLBACK_ALWAYS_INLINE {
            [[maybe_unused]] const int done[] = {0, (detail::number_at<P, Part::rows, I>(place) = numbers[I], 0)...};
        }(std::make_integer_sequence<int, Part::size>{});
    }
}

/// What stands beside the value of a result, by its name: `get` of an array of xtensor is found too.
template <class R>
PULLBACK_ALWAYS_INLINE constexpr auto& derivative_in(R& result) {
    if constexpr (requires { result.gradient; }) return result.gradient;
    else if constexpr (requires { result.jacobian; }) return result.jacobian;
    else if constexpr (requires { result.tangent; }) return result.tangent;
    else return result.cotangent;
}

/// Acts on part K, `act(part)`, of a result that has `Count` parts.
template <std::size_t Count, std::size_t K, class R, class Act>
PULLBACK_ALWAYS_INLINE constexpr void with_part(R& result, Act act) {
    if constexpr (ValueFirst<R> && Count > 1) {
        if constexpr (K == 0) act(result.value);
        else detail::with_part<Count - 1, K - 1>(detail::derivative_in(result), act);
    } else if constexpr (Count == 1) {
        act(result);
    } else {
        auto&& part = get<K>(result);
        act(part);
    }
}

// Functions and not lambdas in the expansions of packs: compilers of CUDA do not expand through a lambda.
template <class Part, std::size_t Count, std::size_t K, class R, class D>
PULLBACK_ALWAYS_INLINE constexpr void store_part_of(const R& result, D&& place) {
    detail::with_part<Count, K>(result, [&](const auto& part) { detail::store_part<Part>(part, place); });
}

template <int JacobianRows, class R, class... Held, class... Part>
constexpr void store_parts(const R& result, const boost::hana::basic_tuple<Held...>& held,
                           result_parts<Part...> parts) {
    detail::check_extents(parts, held);
    [&]<std::size_t... K>(std::index_sequence<K...>) {
        (detail::store_part_of<Part, sizeof...(Held), K>(result, boost::hana::at_c<K>(held).get()), ...);
    }(std::index_sequence_for<Part...>{});
}

/// Stores what a call has returned.
template <int JacobianRows, class R, class... Held>
constexpr void store_result(const R& result, const boost::hana::basic_tuple<Held...>& held) {
    if constexpr (fits_destinations<R, scalar_of<R>, JacobianRows, Held...>())
        detail::store_parts<JacobianRows>(result, held, detail::list_parts<R, sizeof...(Held), JacobianRows>());
}

} // namespace pullback::detail

#endif
