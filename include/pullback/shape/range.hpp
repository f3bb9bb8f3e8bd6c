// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_RANGE_HPP
#define PULLBACK_SHAPE_RANGE_HPP

#include <pullback/shape/shape.hpp>
#include <pullback/shape/shape_of.hpp>

#include <cstddef>
#include <type_traits>

namespace pullback {

/// How a container of run-time length is an argument. A specialisation has
///  - `dimensions`, 1 or 2, and `element`, the type of what it holds, of a fixed shape;
///  - `extent<K>(container)`, how many elements there are along dimension K;
///  - `at(container, i)`, or `at(container, i, j)`, an element by reference;
///  - `like<E>`, a container of as many dimensions for elements E, and `make_like<E>(container)`, one of the same
///  extents
///    whose numbers are 0: what a derivative by it is;
///  - `line<E>` and `make_line<E>(count)`, the same of one dimension: what a function that maps its elements returns.
template <class A>
struct range_data;

template <class A>
concept DataRange = requires {
    { range_data<A>::dimensions + 0 };
    typename range_data<A>::element;
};

namespace detail {

/// What is contiguous, has data() and size(), and whose number of elements is not part of its type. (By its members:
/// the headers of `std::span` and `std::vector` are large. They come first: not all else can be asked whether it is of
/// a fixed shape.)
template <class A>
concept ContiguousView = std::is_class_v<A> && requires(const A& view) {
    typename A::value_type;
    { view.data() + view.size() };
    view.size();
} && !requires(const A& view) { view.rows(); } && !Shaped<A> && Shaped<std::remove_cv_t<typename A::value_type>>;

} // namespace detail

} // namespace pullback

#endif
