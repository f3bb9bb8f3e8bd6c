// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_SHAPE_OF_HPP
#define PULLBACK_SHAPE_SHAPE_OF_HPP

#include <pullback/functions/scalar.hpp>

#include <type_traits>
#include <utility>

namespace pullback {

/// How an argument or a result is made of scalars, in order. Members:
/// - `size`: number of scalars
/// - `scalar`: their type
/// - `rebind<S>`: the same shape made of `S`
/// - `load<First>(value, out)`: copies the scalars to `out[First]`, `out[First + 1]`, …
/// - `store<First, R>(in)`: an `R`, a rebound shape, made of `in[First]`, …
///
/// and, so that a call reads and writes each scalar when it is due and not all at once:
/// - `is_addressable`: true
/// - `at<I>(value)`: scalar I of `value`, by reference
///
/// Every index is a compile-time constant, so that the arrays on the other side can live in processor registers.
/// Specialise it for a container of your own, a class template on its scalar:
///
///     template <class T>
///     struct pullback::shape<vec3<T>> {
///         static constexpr int size = 3;
///         using scalar = T;
///         template <class S>
///         using rebind = vec3<S>;
///         template <int First>
///         static constexpr void load(const vec3<T>& v, auto* out) {
///             out[First] = v.x, out[First + 1] = v.y, out[First + 2] = v.z;
///         }
///         template <int First, class R>
///         static constexpr R store(const auto* in) {
///             return {in[First], in[First + 1], in[First + 2]};
///         }
///     };
///
/// `T` is a number there, and in a Jacobian or Hessian a shape, of which `in` and `out` are arrays then; nothing need
/// be done for that. Known are numbers, `std::array`, tuples (`std::pair`, `std::tuple`), and structs that are
/// templates on their scalar, plain or adapted with Boost.Hana. All nest. Arguments only are arrays of the language,
/// views of fixed size, truth values and enumerators.
template <class A>
struct shape;

/// A scalar, or scalars in a shape that `pullback::shape` knows.
template <class A>
concept Shaped = requires { shape<std::remove_cvref_t<A>>::size; };

namespace detail {

// Whether `shape<A>` takes for scalars what are shapes themselves: that of a user's class template on its scalar does
// where a derivative is made of such objects, a Hessian of one for each scalar.
template <class A>
concept ShapeOfShapes = Shaped<A> && Shaped<typename shape<A>::scalar> && !Scalar<typename shape<A>::scalar>;

template <class A>
struct shape_down_to_scalars {
    using type = shape<A>;
};

} // namespace detail

/// The shape of an `A` down to its scalars, whether `shape<A>` goes down to them or stops at elements that are shapes.
template <class A>
using shape_of = typename detail::shape_down_to_scalars<A>::type;

template <class A>
using scalar_of = typename shape_of<A>::scalar;

/// Whether the scalars of an `A` can be reached one by one.
template <class A>
inline constexpr bool is_addressable = [] {
    if constexpr (requires { shape_of<A>::is_addressable; }) return shape_of<A>::is_addressable;
    else return false;
}();

/// Whether an `A` is, or holds, data that are not real numbers, such as truth values: they have no derivative.
template <class A>
inline constexpr bool is_data = [] {
    if constexpr (requires { shape_of<A>::is_data; }) return shape_of<A>::is_data;
    else return false;
}();

/// The shape of `A`, made of `S`.
template <class A, class S>
using rebind_shape = typename shape_of<A>::template rebind<S>;

namespace detail {

/// The shape of an `A` whose elements are shapes: `shape<A>` says where these are, and their own shapes what is in
/// each.
template <class A>
struct shape_of_shapes {
    using element = typename shape<A>::scalar;
    static constexpr int stride = shape_of<element>::size;
    static constexpr int size = shape<A>::size * stride;
    using scalar = scalar_of<element>;
    template <class S>
    using rebind = typename shape<A>::template rebind<rebind_shape<element, S>>;
    static constexpr bool is_addressable = [] {
        if constexpr (requires { shape<A>::is_addressable; })
            return shape<A>::is_addressable && pullback::is_addressable<element>;
        else return false;
    }();

    template <int First, class S>
    static constexpr void load(const A& value, S* out) {
        element elements[count]{};
        element* const begin = elements;
        shape<A>::template load<0>(value, begin);
        [&]<int... I>(std::integer_sequence<int, I...>) {
            (shape_of<element>::template load<First + I * stride>(elements[I], out), ...);
        }(std::make_integer_sequence<int, count>{});
    }
    template <int First, class R, class S>
    static constexpr R store(const S* in) {
        using stored = typename shape<R>::scalar;
        return [&]<int... I>(std::integer_sequence<int, I...>) {
            const stored elements[] = {shape_of<element>::template store<First + I * stride, stored>(in)...};
            const stored* const begin = elements;
            return shape<A>::template store<0, R>(begin);
        }(std::make_integer_sequence<int, count>{});
    }
    template <int I, class V>
    static constexpr auto& at(V& value) {
        return shape_of<element>::template at<I % stride>(shape<A>::template at<I / stride>(value));
    }

private:
    static constexpr int count = shape<A>::size;
};

template <ShapeOfShapes A>
struct shape_down_to_scalars<A> {
    using type = shape_of_shapes<A>;
};

} // namespace detail

} // namespace pullback

#endif
