// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_CHOSEN_ROWS_HPP
#define PULLBACK_RUN_CHOSEN_ROWS_HPP

#include <pullback/always_inline.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/shape_of.hpp>

#include <boost/hana/at.hpp>

#include <boost/hana/tuple.hpp>
#include <cstddef>
#include <type_traits>

// How long the ranges of a call are, and which integers among the data choose rows, where rows have lengths of their
// own.

namespace pullback::engine::run {

/// Whether a subscript is an input of a program.
constexpr bool is_input(int subscript, int input_count) { return subscript < 0 && ~subscript < input_count; }

/// How long the ranges of a call are; of rows that have lengths of their own, the longest and the shortest.
template <bool HasRows>
struct loop_lengths {
    std::ptrdiff_t extents[most_arrays]{}, shortest_extents[HasRows ? most_arrays : 1]{};
    constexpr std::ptrdiff_t extent(int number) const { return extents[number]; }
    constexpr std::ptrdiff_t shortest(int number) const { return HasRows ? shortest_extents[number] : extents[number]; }
};

/// Acts on every integer of a range that is read by an access of the program `Built`, `act(integer, subscripts...)`.
template <class Built, int Access, class Arguments, class Act>
PULLBACK_ALWAYS_INLINE constexpr void for_each_integer(const Arguments& arguments, Act act) {
    constexpr array_access at = Built::code.accesses[Access];
    constexpr loop_array integers = Built::code.tables.arrays[at.array];
    const auto& data = *boost::hana::at_c<static_cast<std::size_t>(integers.argument)>(arguments);
    using type = std::remove_cvref_t<decltype(data)>;
    using traits = range_data<type>;
    const auto act_on = [&](auto... place) PULLBACK_ALWAYS_INLINE {
        act(static_cast<std::ptrdiff_t>(detail::scalar_in<type, at.scalar>(data, place...)), place...);
    };
    const std::ptrdiff_t count = traits::template extent<0>(data);
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        if constexpr (integers.dimensions == 1) {
            act_on(i);
        } else {
            const std::ptrdiff_t in_row = [&] {
                if constexpr (integers.is_ragged) return traits::template extent<1>(data, i);
                else return traits::template extent<1>(data);
            }();
            for (std::ptrdiff_t j = 0; j < in_row; ++j) act_on(i, j);
        }
    }
}

/// The argument that has an input of a program, and which of its numbers that is.
struct input_place {
    std::size_t argument = 0;
    int number = 0;
};
template <class... A>
consteval input_place place_of_input(int input, boost::hana::tuple<const A*...> (*)()) {
    constexpr auto size = []<class X>(std::type_identity<X>) {
        if constexpr (DataRange<X>) return 0;
        else return shape_of<X>::size;
    };
    const int sizes[] = {size(std::type_identity<A>{})...};
    input_place place{0, input};
    while (place.number >= sizes[place.argument]) place.number -= sizes[place.argument++];
    return place;
}

/// Says what is wrong with a type of subscripts, once for each type, however many places take such an argument.
template <class T>
constexpr auto check_subscript_argument() {
    static_assert(std::is_integral_v<T>,
                  "x[k]: k is an argument that is no integer; give an int or a std::size_t, or a range of them");
}

/// An input that is a subscript, as the integer that it is among the arguments.
template <int Input, class Arguments>
PULLBACK_ALWAYS_INLINE constexpr std::ptrdiff_t integer_argument(const Arguments& arguments) {
    constexpr input_place place = run::place_of_input(Input, static_cast<Arguments (*)()>(nullptr));
    const auto& argument = *boost::hana::at_c<place.argument>(arguments);
    using type = std::remove_cvref_t<decltype(argument)>;
    using checked [[maybe_unused]] = decltype(run::check_subscript_argument<scalar_of<type>>());
    if constexpr (std::is_integral_v<type>) {
        return static_cast<std::ptrdiff_t>(argument);
    } else {
        std::ptrdiff_t numbers[shape_of<type>::size]{};
        shape_of<type>::template load<0>(argument, numbers);
        return numbers[place.number];
    }
}

/// Acts on every row over which an extent of the program `Built` may go, `act(row)`; an integer that is not the number
/// of a row is left out.
template <class Built, int Extent, class Arguments, class Act>
PULLBACK_ALWAYS_INLINE constexpr void for_each_row(const Arguments& arguments, Act act) {
    constexpr loop_extent extent = Built::code.tables.extents[Extent];
    constexpr auto argument = static_cast<std::size_t>(Built::code.tables.arrays[extent.array].argument);
    const auto& data = *boost::hana::at_c<argument>(arguments);
    const std::ptrdiff_t count = range_data<std::remove_cvref_t<decltype(data)>>::template extent<0>(data);
    constexpr bool is_data = extent.row < 0 && Built::code.step_of(~extent.row) == loop_step::element;
    if constexpr (is_data) {
        run::for_each_integer<Built, name_in(Built::code.maker_of(~extent.row))>(
            arguments, [&](std::ptrdiff_t row, auto...) PULLBACK_ALWAYS_INLINE {
                if (row >= 0 && row < count) act(row);
            });
    } else if constexpr (is_input(extent.row, Built::code.input_count)) {
        const std::ptrdiff_t row = run::integer_argument<~extent.row>(arguments);
        if (row >= 0 && row < count) act(row);
    } else if constexpr (extent.row != all_rows && is_constant_subscript(extent.row)) {
        constexpr int k = constant_of(extent.row);
        const std::ptrdiff_t row = k >= 0 ? k : count + k;
        if (row >= 0 && row < count) act(row);
    } else {
        for (std::ptrdiff_t row = 0; row < count; ++row) act(row);
    }
}

} // namespace pullback::engine::run

#endif
