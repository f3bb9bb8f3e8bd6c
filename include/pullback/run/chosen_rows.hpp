// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_CHOSEN_ROWS_HPP
#define PULLBACK_RUN_CHOSEN_ROWS_HPP

#include <pullback/program/loops.hpp>
#include <pullback/shape/range.hpp>

#include <boost/hana/at.hpp>

#include <cstddef>
#include <type_traits>

// How long the ranges of a call are, and which integers among the data choose rows, where rows have lengths of their
// own.

namespace pullback::engine::run {

/// How long the ranges of a call are; of rows that have lengths of their own, the longest and the shortest.
template <bool HasRows>
struct loop_lengths {
    std::ptrdiff_t extents[most_arrays]{}, shortest_extents[HasRows ? most_arrays : 1]{};
    std::ptrdiff_t extent(int number) const { return extents[number]; }
    std::ptrdiff_t shortest(int number) const { return HasRows ? shortest_extents[number] : extents[number]; }
};

/// Acts on every integer of a range that is read by an access of the program `Built`, `act(integer, subscripts...)`.
template <class Built, int Access, class Arguments, class Act>
[[gnu::always_inline]] inline void for_each_integer(const Arguments& arguments, Act act) {
    constexpr array_access at = Built::code.accesses[Access];
    constexpr loop_array integers = Built::code.tables.arrays[at.array];
    const auto& data = *boost::hana::at_c<static_cast<std::size_t>(integers.argument)>(arguments);
    using type = std::remove_cvref_t<decltype(data)>;
    using traits = range_data<type>;
    const auto act_on = [&](auto... place) __attribute__((always_inline)) {
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

/// Acts on every row over which an extent of the program `Built` may go, `act(row)`; an integer that is not the number
/// of a row is left out.
template <class Built, int Extent, class Arguments, class Act>
[[gnu::always_inline]] inline void for_each_row(const Arguments& arguments, Act act) {
    constexpr loop_extent extent = Built::code.tables.extents[Extent];
    constexpr auto argument = static_cast<std::size_t>(Built::code.tables.arrays[extent.array].argument);
    const auto& data = *boost::hana::at_c<argument>(arguments);
    const std::ptrdiff_t count = range_data<std::remove_cvref_t<decltype(data)>>::template extent<0>(data);
    constexpr bool is_data = extent.row < 0 && Built::code.step_of(~extent.row) == loop_step::element;
    if constexpr (is_data) {
        run::for_each_integer<Built, name_in(Built::code.maker_of(~extent.row))>(
            arguments, [&](std::ptrdiff_t row, auto...) __attribute__((always_inline)) {
                if (row >= 0 && row < count) act(row);
            });
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
