// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_RANGE_HPP
#define PULLBACK_SHAPE_RANGE_HPP

#include <pullback/always_inline.hpp>
#include <pullback/shape/element.hpp>
#include <pullback/shape/sequence.hpp>
#include <pullback/shape/shape_of.hpp>

#include <cstddef>
#include <type_traits>

namespace pullback {

/// How a container of run-time length is an argument. Specialise it for one of your own; where that has `size()` and
/// `[i]`, or `rows()`, `columns()` and `(i, j)`, to say what it holds is enough:
///
///     template <>
///     struct pullback::range_data<ring_buffer> : pullback::range_defaults<ring_buffer, double> {};
///
/// What is reached in another way is written there, in place of what `range_defaults` has:
///
///     template <class T>
///     struct pullback::range_data<picture<T>> : pullback::range_defaults<picture<T>, T, 2> {
///         template <int K>
///         static std::ptrdiff_t extent(const picture<T>& p) { return K == 0 ? p.height : p.width; }
///         static auto& at(auto& p, std::ptrdiff_t i, std::ptrdiff_t j) { return p.pixels[i * p.stride + j]; }
///     };
///
/// Members:
///  - `dimensions`, 1 or 2: a range of two is one of rows
///  - `element`, what it holds, a `RangeElement`
///  - `extent<K>(container)`: how many elements there are along dimension K
///  - `at(container, i)` or `at(container, i, j)`: an element, by reference or by value
///  - `like<E>`, what a derivative by it is, and `make_like<E>(container)`, one of the same extents that holds zeros of
///    type `E`: a container whose `at` is by reference, the user's own or, by default, a `std::vector` or a
///    `row_matrix`
///  - `line<E>` and `make_line<E>(count)`, the same of one dimension: what a function returns that maps its elements
///  - `make_matrix<E>(rows, columns)`, if a matrix of derivatives by it is to be something else than a `row_matrix`: a
///    range of two dimensions of numbers
///
/// Where each row has a length of its own, `is_ragged` is true, there are two dimensions, and `extent<1>(container, i)`
/// is the length of row i; `check(container)`, if there is one, reports what is wrong with the container itself.
///
/// Where the elements lie side by side along dimension D, `contiguous_dimension` is D; loops with lanes read vectors
/// then.
///
/// Where the container is not itself a small view, `view(container)` may be one of the same elements, with a
/// `range_data` of its own: what loops read then, so that where the elements are is in registers. It is called with
/// what is const for arguments, and with what is not for results.
///
/// A call reads each scalar where it lies, as often as loops go over it, and copies nothing.
template <class A>
struct range_data;

/// A container of run-time length that can be an argument.
template <class A>
concept DataRange = requires {
    { range_data<A>::dimensions + 0 };
    typename range_data<A>::element;
};

namespace detail {

/// What a view keeps of a container that it was given as an `A&&`: it refers to what has a name, and holds a temporary.
template <class A>
using kept_as = std::conditional_t<std::is_lvalue_reference_v<A>, const std::remove_reference_t<A>&, const A>;

/// What results of run-time length are in where nobody says otherwise.
template <class E, int Dimensions>
struct owning_range;

} // namespace detail

/// What `range_data<A>` has by default, for a container of elements of type `Element`.
template <class A, class Element, int Dimensions = 1>
struct range_defaults {
    static_assert(Dimensions == 1 || Dimensions == 2, "range_defaults<A, Element, D>: D is 1, or 2 for a matrix");
    static constexpr int dimensions = Dimensions;
    using element = std::remove_cv_t<Element>;

    template <int K>
    PULLBACK_ALWAYS_INLINE static constexpr std::ptrdiff_t extent(const A& container) {
        if constexpr (Dimensions == 1) return static_cast<std::ptrdiff_t>(container.size());
        else if constexpr (K == 0) return static_cast<std::ptrdiff_t>(container.rows());
        else return static_cast<std::ptrdiff_t>(container.columns());
    }
    template <class V>
    PULLBACK_ALWAYS_INLINE static constexpr decltype(auto) at(V& container, std::ptrdiff_t i) {
        return container[static_cast<std::remove_cvref_t<decltype(container.size())>>(i)];
    }
    template <class V>
    PULLBACK_ALWAYS_INLINE static constexpr decltype(auto) at(V& container, std::ptrdiff_t i, std::ptrdiff_t j) {
        using subscript = std::remove_cvref_t<decltype(container.rows())>;
        return container(static_cast<subscript>(i), static_cast<subscript>(j));
    }
    template <class E>
    using like = typename detail::owning_range<E, Dimensions>::type;
    template <class E>
    static constexpr auto make_like(const A& container) {
        using data = range_data<A>;
        using result [[maybe_unused]] = typename data::template like<E>;
        if constexpr (Dimensions == 1) return data::template make_line<E>(data::template extent<0>(container));
        else
            return result(data::template extent<0>(container), data::template extent<1>(container),
                          detail::zero_element<E>());
    }
    template <class E>
    using line = typename detail::owning_range<E, 1>::type;
    template <class E>
    static constexpr auto make_line(std::ptrdiff_t count) {
        using result = typename range_data<A>::template line<E>;
        if constexpr (std::is_trivially_default_constructible_v<E>)
            if (!std::is_constant_evaluated()) return result(static_cast<std::size_t>(count)); // nothing is copied
        return result(static_cast<std::size_t>(count), detail::zero_element<E>());
    }
};

namespace detail {

/// Whether the rows of a range have lengths of their own.
template <class A>
inline constexpr bool is_ragged = [] {
    if constexpr (requires { range_data<A>::is_ragged; }) return range_data<A>::is_ragged;
    else return false;
}();

/// What is contiguous, has data() and size(), and whose number of elements is not part of its type. (By its members:
/// the headers of `std::span` and `std::vector` are large. They come first: not all else can be asked whether it is of
/// a fixed shape.) A text is none, nor what has dimensions.
template <class A>
concept ContiguousView = std::is_class_v<A> && requires(const A& view) {
    typename A::value_type;
    { view.data() + view.size() };
    view.size();
} && !requires(const A& view) { view.rows(); } && !requires(const A& view) {
    view.dimension();
} && !Shaped<A> && RangeElement<typename A::value_type> && !is_character<std::remove_cv_t<typename A::value_type>>;

/// The dimension along which the elements of a container lie side by side, or -1.
template <class A>
inline constexpr int contiguous_dimension = [] {
    if constexpr (requires { range_data<A>::contiguous_dimension; }) return range_data<A>::contiguous_dimension;
    else return -1;
}();

/// A container that gives a small view of its elements, for arguments and, where it is not const, for results.
template <class A>
concept RangeWithView = DataRange<std::remove_const_t<A>> &&
                        requires(A& container) { range_data<std::remove_const_t<A>>::view(container); };
template <RangeWithView A>
using view_of_range = decltype(range_data<std::remove_const_t<A>>::view(*static_cast<A*>(nullptr)));

/// What is copied as it is while loops run: a small view, or a container of a few numbers that is only read.
template <class A>
concept CopiedInLoop = !RangeWithView<const A> && DataRange<A> && std::is_trivially_copy_constructible_v<A> &&
                       sizeof(A) <= 6 * sizeof(void*);
/// A view through which numbers may be written though it is const itself.
template <class A>
concept WrittenByCopies = ContiguousView<A> && !RangeWithView<A> && std::is_trivially_copy_constructible_v<A> &&
                          requires(const A& view, typename A::value_type x) { *view.data() = x; };

/// What a view of a container may be made of: what has a view, or is copied.
template <class A>
concept PartInLoop =
    RangeWithView<A> || (CopiedInLoop<std::remove_const_t<A>> && (std::is_const_v<A> || WrittenByCopies<A>));
template <PartInLoop A>
PULLBACK_ALWAYS_INLINE constexpr auto part_in_loop(A& part) {
    if constexpr (RangeWithView<A>) return range_data<std::remove_const_t<A>>::view(part);
    else return std::remove_const_t<A>(part);
}

/// Scalar I of an element of a range: by reference, unless the range gives its elements by value.
template <class A, int I, class V, class... Subscripts>
PULLBACK_ALWAYS_INLINE constexpr decltype(auto) scalar_in(V& container, Subscripts... subscripts) {
    using data = range_data<A>;
    using shape = element_shape<typename data::element>;
    if constexpr (requires { data::template scalar<I>(container, subscripts...); }) {
        return (data::template scalar<I>(container, subscripts...));
    } else if constexpr (std::is_lvalue_reference_v<decltype(data::at(container, subscripts...))>) {
        return (shape::template at<I>(data::at(container, subscripts...)));
    } else {
        const typename data::element element = data::at(container, subscripts...);
        return std::remove_cvref_t<decltype(shape::template at<I>(element))>(shape::template at<I>(element));
    }
}

} // namespace detail

} // namespace pullback

#endif
