// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_RESULT_PARTS_HPP
#define PULLBACK_SHAPE_RESULT_PARTS_HPP

#include <pullback/always_inline.hpp>
#include <pullback/shape/blocks.hpp>
#include <pullback/shape/destination.hpp>
#include <pullback/shape/groups.hpp>
#include <pullback/shape/shape_of.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

#include <boost/hana/at.hpp>
#include <boost/hana/basic_tuple.hpp>

// Which part of a result goes to which destination, and where its numbers lie in both.

namespace pullback::detail {

/// A value and its derivative, which are never one destination.
template <class R>
concept ValueFirst = requires(const R& result) {
    result.value;
    requires std::tuple_size<R>::value == 2;
};

template <class R>
inline constexpr std::size_t part_count = [] {
    if constexpr (requires { std::tuple_size<R>::value; }) return std::tuple_size<R>::value;
    else return std::size_t(1);
}();

/// Whether so many destinations take an `R`: one all of it, or each one a part of it. Where `R` begins with a value,
/// its derivative is taken so by all destinations but the first, and one that takes both is an `R`.
template <class R, std::size_t Count>
constexpr bool has_parts() {
    if constexpr (ValueFirst<R> && Count > 1) return has_parts<std::tuple_element_t<1, R>, Count - 1>();
    else return Count == 1 || Count == part_count<R>;
}

/// Part `P` of a result, a matrix of so many rows: as many numbers side by side, from number `Base` of the result on,
/// or columns from `Column` on of a matrix that begins there and has `Stride` columns.
template <class P, int Rows, int Base, int Stride = 0, int Column = 0>
struct result_part {
    using type = P;
    static constexpr int rows = Rows, size = shape_of<P>::size;

    /// Which number of the part number `index` of the result is, or -1.
    static constexpr int local(int index) {
        constexpr int height = Stride == 0 ? 1 : Rows, width = size / height, stride = Stride == 0 ? size : Stride;
        if (index < Base || index >= Base + height * stride) return -1;
        const int row = (index - Base) / stride, column = (index - Base) % stride - Column;
        return column >= 0 && column < width ? row * width + column : -1;
    }
};

template <class... Part>
struct result_parts {
    static constexpr std::size_t count = sizeof...(Part);
    static constexpr std::size_t part_with(int index) {
        const bool has[] = {Part::local(index) >= 0 ...};
        std::size_t part = 0;
        while (!has[part]) ++part;
        return part;
    }
    static constexpr int local(int index) {
        const int each[] = {Part::local(index)...};
        return each[part_with(index)];
    }
};

template <class First, class... Part>
constexpr result_parts<First, Part...> prepended(First, result_parts<Part...>) {
    return {};
}

template <class R, int JacobianRows, int Base, std::size_t... I>
constexpr auto list_elements(std::index_sequence<I...>) {
    constexpr auto before = [](std::size_t part) {
        const int sizes[] = {shape_of<std::tuple_element_t<I, R>>::size...};
        int sum = 0;
        for (std::size_t i = 0; i < part; ++i) sum += sizes[i];
        return sum;
    };
    constexpr int rows = JacobianRows > 0 ? JacobianRows : 1, columns = shape_of<R>::size / rows;
    if constexpr (is_jacobian_rows<R>) {
        return result_parts<result_part<std::tuple_element_t<I, R>, rows, Base, columns, before(I) / rows>...>{};
    } else {
        // The parts are those of the result, each with some of the rows, or those of the only row.
        constexpr auto rows_in = [](int size, int leading) {
            return JacobianRows == 0 ? leading : JacobianRows == 1 ? 1 : size / columns;
        };
        return result_parts<
            result_part<std::tuple_element_t<I, R>,
                        rows_in(shape_of<std::tuple_element_t<I, R>>::size, leading_extent<std::tuple_element_t<I, R>>),
                        Base + before(I)>...>{};
    }
}

/// The parts of a result that is a Jacobian of so many rows, or ends with one, or none if that is 0.
template <class R, std::size_t Count, int JacobianRows, int Base = 0>
constexpr auto list_parts() {
    if constexpr (ValueFirst<R> && Count > 1) {
        using value = std::tuple_element_t<0, R>;
        return detail::prepended(
            result_part<value, leading_extent<value>, Base>{},
            list_parts<std::tuple_element_t<1, R>, Count - 1, JacobianRows, Base + shape_of<value>::size>());
    } else if constexpr (Count == 1) {
        return result_parts<result_part<R, (JacobianRows > 0 ? JacobianRows : leading_extent<R>), Base>>{};
    } else {
        return detail::list_elements<R, JacobianRows, Base>(std::make_index_sequence<Count>{});
    }
}

/// A destination while a call writes to it: an object, or a view of memory.
template <class D>
struct object_destination {
    using type = D;
    D* object;
    constexpr D& get() const { return *object; }
};
template <class D>
struct view_destination {
    using type = D;
    mutable D view;
    constexpr D& get() const { return view; }
};

/// The destinations of a result of fixed shape. It is a shape itself, whose scalars are those in the destinations, so
/// that programs store in it.
template <class T, class Parts, class... Held>
struct placed_results;
template <class T, class... Part, class... Held>
struct placed_results<T, result_parts<Part...>, Held...> {
    using parts = result_parts<Part...>;
    boost::hana::basic_tuple<Held...> held;

    // No aggregate, whose members would be counted to see whether it is a shape.
    constexpr explicit placed_results(const boost::hana::basic_tuple<Held...>& destinations) : held(destinations) {}

    static constexpr int size = (Part::size + ...);
    /// Whether numbers beside each other in a part are so in its destination.
    static constexpr bool is_contiguous = (is_contiguous_destination<typename Held::type> && ...);

    template <int I>
    PULLBACK_ALWAYS_INLINE constexpr T& at() const {
        constexpr std::size_t k = parts::part_with(I);
        using part = std::tuple_element_t<k, by_argument<Part...>>;
        return detail::number_at<typename part::type, part::rows, parts::local(I)>(boost::hana::at_c<k>(held).get());
    }
    constexpr void set_zero() const {
        [&]<std::size_t... K>(std::index_sequence<K...>) {
            (set_zero<Part>(boost::hana::at_c<K>(held).get()), ...);
        }(std::index_sequence_for<Part...>{});
    }

private:
    template <class P, class D>
    static constexpr void set_zero(D& place) {
        T* const numbers = &detail::number_at<typename P::type, P::rows, 0>(place);
        for (int i = 0; i < P::size; ++i) numbers[i] = T(0);
    }
};

} // namespace pullback::detail

namespace pullback {

template <class T, class Parts, class... Held>
struct shape<detail::placed_results<T, Parts, Held...>> {
    static constexpr int size = detail::placed_results<T, Parts, Held...>::size;
    using scalar = T;
    static constexpr bool is_addressable = true;
    template <int I, class V>
    PULLBACK_ALWAYS_INLINE static constexpr auto& at(V& value) {
        return value.template at<I>();
    }
};

} // namespace pullback

#endif
