// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_DESTINATION_HPP
#define PULLBACK_SHAPE_DESTINATION_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/sequence.hpp>
#include <pullback/shape/shape.hpp>
#include <pullback/shape/shape_of.hpp>

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

// Where `f.into(results...)(arguments...)` writes what the call would return.

namespace pullback {

/// How results are written into an object that is neither of a shape that `pullback::shape` knows nor a container that
/// `pullback::range_data` knows, so that it need not be an argument. A specialisation has
///  - `scalar`, the type of its numbers;
///  - `at(object, i)`, number i by reference, a matrix row by row;
///  - `size(object)`, how many there are; one without it is taken to have room;
///  - `rows` and `columns`, if it is a matrix of fixed size.
/// What `is_memory_view` says of it is whether it may be a temporary object.
template <class D>
struct destination;

/// What a call holds of a destination that is a `D`, if that is not a `D`: another view of the same memory.
template <class D>
struct held_destination {
    using type = D;
};

/// A destination in memory whose matrices are written column by column; see `column_major`.
template <class T>
struct column_major_numbers {
    T* first;
};

/// The memory from `first` on as a destination, `jacobian(f).into(column_major(p))(x)`: a matrix is written column by
/// column. A plain pointer is one that is written row by row. Precondition: there is room for all of it.
template <class T>
constexpr column_major_numbers<T> column_major(T* first) {
    return {first};
}

namespace detail {

template <class D>
concept AddressableShape = requires { requires pullback::is_addressable<D>; };

template <class D>
concept UserDestination = requires { typename destination<D>::scalar; };

template <class D>
inline constexpr bool is_column_major_memory = false;
template <class T>
inline constexpr bool is_column_major_memory<column_major_numbers<T>> = true;

template <class Reference>
inline constexpr bool is_writable =
    std::is_lvalue_reference_v<Reference> && !std::is_const_v<std::remove_reference_t<Reference>>;

template <class D>
consteval bool writes_elsewhere() {
    if constexpr (std::is_pointer_v<D> || is_column_major_memory<D>) return true;
    else if constexpr (AddressableShape<D>)
        return is_writable<decltype(shape_of<D>::template at<0>(std::declval<const D&>()))>;
    else if constexpr (DataRange<D>) {
        if constexpr (range_data<D>::dimensions == 1)
            return is_writable<decltype(range_data<D>::at(std::declval<const D&>(), 0))>;
        else return is_writable<decltype(range_data<D>::at(std::declval<const D&>(), 0, 0))>;
    } else return false;
}

} // namespace detail

/// Whether a `D` is a view of memory that is not its own, such as a pointer or a `std::span`, so that what is written
/// through a temporary `D` is not lost.
template <class D>
inline constexpr bool is_memory_view = detail::writes_elsewhere<D>();

namespace detail {

/// The rows of what is written: those of a matrix, or the elements of an array.
template <class P>
inline constexpr int leading_extent = [] {
    if constexpr (requires { shape<P>::rows + 0; }) return shape<P>::rows;
    else return shape_of<P>::size;
}();
template <class Element, std::size_t Size>
inline constexpr int leading_extent<std::array<Element, Size>> = static_cast<int>(Size);
template <class Element, std::size_t Size>
inline constexpr int leading_extent<Element[Size]> = static_cast<int>(Size);

/// Numbers side by side, as opposed to a struct of them or a matrix.
template <class D>
inline constexpr bool is_line_of_numbers = [] {
    if constexpr (FixedView<D>) return Scalar<std::remove_const_t<typename D::element_type>>;
    else if constexpr (requires { shape<D>::rows + shape<D>::columns; })
        return shape<D>::rows == 1 || shape<D>::columns == 1;
    else return false;
}();
template <class Element, std::size_t Size>
inline constexpr bool is_line_of_numbers<std::array<Element, Size>> = Scalar<Element>;
template <class Element, std::size_t Size>
inline constexpr bool is_line_of_numbers<Element[Size]> = Scalar<Element>;

/// Rows of numbers.
template <class D>
inline constexpr bool is_matrix_of_numbers = [] { return requires { shape<D>::rows + shape<D>::columns; }; }();
template <class Element, std::size_t Size>
inline constexpr bool is_matrix_of_numbers<std::array<Element, Size>> = is_line_of_numbers<Element>;
template <class Element, std::size_t Size>
inline constexpr bool is_matrix_of_numbers<Element[Size]> = is_line_of_numbers<Element>;

template <class D, class P>
concept OfOneShape = requires {
    requires std::is_same_v<rebind_shape<D, typename shape_of<P>::scalar>,
                            rebind_shape<P, typename shape_of<P>::scalar>>;
};

/// Whether a `D` is a destination for a result `P` of fixed shape, a matrix of so many rows.
template <class D, class P, int Rows>
consteval bool takes_fixed() {
    constexpr int size = shape_of<P>::size;
    if constexpr (std::is_same_v<D, P>) return true;
    else if constexpr (std::is_pointer_v<D>) return Scalar<std::remove_pointer_t<D>>;
    else if constexpr (is_column_major_memory<D>) return true;
    else if constexpr (UserDestination<D>) {
        if constexpr (requires { destination<D>::rows + destination<D>::columns; }) {
            constexpr int rows = destination<D>::rows, columns = destination<D>::columns;
            return rows * columns == size && (rows == 1 || columns == 1 || rows == Rows);
        } else {
            return true;
        }
    } else if constexpr (AddressableShape<D>)
        return shape_of<D>::size == size && (OfOneShape<D, P> || is_line_of_numbers<D> || size == 1 ||
                                             (is_matrix_of_numbers<D> && leading_extent<D> == Rows));
    else return DataRange<D>;
}

/// The type of the numbers of a destination.
template <class D>
struct scalar_of_destination {
    using type = void;
};
template <class T>
struct scalar_of_destination<T*> {
    using type = T;
};
template <class T>
struct scalar_of_destination<column_major_numbers<T>> {
    using type = T;
};
template <class D>
    requires(Shaped<D> && !DataRange<D> && !UserDestination<D>)
struct scalar_of_destination<D> {
    using type = scalar_of<D>;
};
template <DataRange D>
    requires(Shaped<typename range_data<D>::element> && !UserDestination<D>)
struct scalar_of_destination<D> {
    using type = scalar_of<typename range_data<D>::element>;
};
template <UserDestination D>
struct scalar_of_destination<D> {
    using type = typename destination<D>::scalar;
};

/// Number I of a result of fixed shape in its destination, by reference.
template <class P, int Rows, int I, class D>
PULLBACK_ALWAYS_INLINE constexpr auto& number_at(D& place) {
    constexpr int columns = shape_of<P>::size / Rows;
    if constexpr (std::is_pointer_v<D>) return place[I];
    else if constexpr (is_column_major_memory<D>) return place.first[I / columns + I % columns * Rows];
    else if constexpr (UserDestination<D>) return destination<D>::at(place, I);
    else if constexpr (AddressableShape<D>) return shape_of<D>::template at<I>(place);
    else {
        using data = range_data<D>;
        using element = shape_of<typename data::element>;
        constexpr int size = element::size;
        if constexpr (data::dimensions == 1) return element::template at<I % size>(data::at(place, I / size));
        else return element::template at<I % size>(data::at(place, I / columns, I % columns / size));
    }
}

/// Whether the numbers of a result lie side by side in such a destination, in order.
template <class D>
inline constexpr bool is_contiguous_destination =
    std::is_pointer_v<D> || is_array_in_memory<D> || (std::is_array_v<D> && is_line_of_numbers<D>);

} // namespace detail

} // namespace pullback

#endif
