// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_LOOP_CHECKS_HPP
#define PULLBACK_RUN_LOOP_CHECKS_HPP

#include <pullback/program/loops.hpp>
#include <pullback/record/loop_program.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/range_error.hpp>

#include <boost/hana/at.hpp>
#include <boost/hana/for_each.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

// What is checked of arguments of run-time length, once at each call, before anything is written.

namespace pullback::engine::run {

template <class Built>
constexpr int argument_of_extent(int extent) {
    return Built::code.tables.arrays[Built::code.tables.extents[extent].array].argument;
}

template <class Built, int Extent, class Arguments>
std::ptrdiff_t extent_in_row(const Arguments& arguments, std::ptrdiff_t row) {
    constexpr loop_extent extent = Built::code.tables.extents[Extent];
    const auto& data = *boost::hana::at_c<static_cast<std::size_t>(argument_of_extent<Built>(Extent))>(arguments);
    using traits = range_data<std::remove_cvref_t<decltype(data)>>;
    if constexpr (extent.is_of_row()) return traits::template extent<1>(data, row);
    else return traits::template extent<extent.dimension>(data);
}

template <class Built, int Extent, class Arguments>
std::ptrdiff_t rows_of(const Arguments& arguments) {
    const auto& data = *boost::hana::at_c<static_cast<std::size_t>(argument_of_extent<Built>(Extent))>(arguments);
    return range_data<std::remove_cvref_t<decltype(data)>>::template extent<0>(data);
}

/// Rows of lengths of their own that the function goes through side by side with others, or with other ranges.
template <class Built, int Pair, class Run, class Arguments>
void check_rows(const Run& run, const Arguments& arguments) {
    constexpr auto pair = Built::code.equal_extents[Pair];
    constexpr loop_extent a = Built::code.tables.extents[pair.a], b = Built::code.tables.extents[pair.b];
    if constexpr (a.is_of_row() || b.is_of_row()) {
        const auto report = [&](std::ptrdiff_t row, std::ptrdiff_t in_a, std::ptrdiff_t in_b) {
            detail::report_range_error(
                range_sentence() << "f(x...): f goes through rows of arguments " << argument_of_extent<Built>(pair.a)
                                 << " and " << argument_of_extent<Built>(pair.b) << " side by side, but at row " << row
                                 << " one has " << in_a << " elements and the other " << in_b
                                 << "; give as many of both");
        };
        if constexpr (a.row == b.row) {
            const std::ptrdiff_t of_a = rows_of<Built, pair.a>(arguments), of_b = rows_of<Built, pair.b>(arguments);
            for (std::ptrdiff_t row = 0; row < of_a && row < of_b; ++row) {
                const std::ptrdiff_t in_a = extent_in_row<Built, pair.a>(arguments, row),
                                     in_b = extent_in_row<Built, pair.b>(arguments, row);
                if (in_a != in_b) report(row, in_a, in_b);
            }
        } else {
            // All rows of the one are as long as all of the other.
            const std::ptrdiff_t most =
                run.extent(pair.a) > run.extent(pair.b) ? run.extent(pair.a) : run.extent(pair.b);
            if (run.shortest(pair.a) < most) report(0, run.shortest(pair.a), most);
            if (run.shortest(pair.b) < most) report(0, most, run.shortest(pair.b));
        }
    }
}

/// Lengths that the function takes for one.
template <class Built, class Run>
void check_extents(const Run& run) {
    for (int i = 0; i < Built::code.equal_extent_count; ++i) {
        const auto [a, b] = Built::code.equal_extents[i];
        if (Built::code.tables.extents[a].is_of_row() || Built::code.tables.extents[b].is_of_row()) continue;
        if (run.extent(a) == run.extent(b)) continue;
        detail::report_range_error(range_sentence()
                                   << "f(x...): f goes through arguments " << argument_of_extent<Built>(a) << " and "
                                   << argument_of_extent<Built>(b) << " side by side, but one has " << run.extent(a)
                                   << " elements there and the other " << run.extent(b) << "; give as many of both");
    }
}

/// Extrema of empty ranges, which have no value.
template <class Built, class Run>
void check_extrema(const Run& run) {
    for (int node = Built::code.input_count; node < Built::code.node_count; ++node) {
        if (!is_place(Built::code.step_of(node))) continue;
        const int extent = Built::code.tables.indices[name_in(Built::code.maker_of(node))].extent;
        bool is_asked = run.shortest(extent) == 0;
        for (int i = 0; i < Built::code.tables.index_count; ++i)
            if (record::contains(Built::code.indices_of(node), i))
                is_asked = is_asked && run.extent(Built::code.tables.indices[i].extent) > 0;
        if (is_asked)
            detail::report_range_error(range_sentence() << "f(x...): f takes the max or min over argument "
                                                        << argument_of_extent<Built>(extent)
                                                        << ", which is empty; give it an element, or do not call f");
    }
}

/// Elements that are taken by the indices of another range: it is not longer.
template <class Built, int Access, int Dimension, class Run>
void check_index(const Run& run) {
    constexpr array_access at = Built::code.accesses[Access];
    constexpr int index = at.subscripts[Dimension];
    if constexpr (index >= 0 && index != no_subscript) {
        constexpr loop_array array = Built::code.tables.arrays[at.array];
        constexpr int over = Built::code.tables.indices[index].extent, of = array.extents[Dimension];
        if constexpr (array.argument >= 0 && of >= 0 && of != over)
            if (run.extent(over) > run.extent(of))
                detail::report_range_error(range_sentence()
                                           << "f(x...): f takes elements of argument " << array.argument
                                           << ", which has " << run.extent(of) << " there, by the indices of argument "
                                           << argument_of_extent<Built>(over) << ", which has " << run.extent(over));
    }
}

/// Subscripts that are data: each is one of the elements of what it is a subscript of. PULLBACK_UNCHECKED_SUBSCRIPTS
/// leaves this out.
template <class Built, int Access, int Dimension, class Run, class Arguments>
void check_subscript(const Run& run, const Arguments& arguments) {
    constexpr array_access at = Built::code.accesses[Access];
    if constexpr (at.subscripts[Dimension] < 0) {
        constexpr int node = ~at.subscripts[Dimension];
        if constexpr (Built::code.step_of(node) == loop_step::element) {
            constexpr array_access of_integer = Built::code.accesses[name_in(Built::code.maker_of(node))];
            constexpr loop_array integers = Built::code.tables.arrays[of_integer.array];
            constexpr loop_array array = Built::code.tables.arrays[at.array];
            if constexpr (array.argument >= 0) {
                const auto& data = *boost::hana::at_c<static_cast<std::size_t>(integers.argument)>(arguments);
                const std::ptrdiff_t end = run.extent(array.extents[Dimension]);
                using type = std::remove_cvref_t<decltype(data)>;
                const auto check = [&](auto... place) {
                    const auto subscript =
                        static_cast<std::ptrdiff_t>(detail::scalar_in<type, of_integer.scalar>(data, place...));
                    if (subscript >= 0 && subscript < end) return;
                    detail::report_range_error(range_sentence() << "f(x...): argument " << integers.argument
                                                                << " holds subscripts of argument " << array.argument
                                                                << ", and " << subscript << " among them; it has "
                                                                << end << " elements there, which count from 0");
                };
                for (std::ptrdiff_t i = 0; i < run.extent(integers.extents[0]); ++i) {
                    if constexpr (integers.dimensions == 1) {
                        check(i);
                    } else if constexpr (integers.is_ragged) {
                        for (std::ptrdiff_t j = 0; j < range_data<type>::template extent<1>(data, i); ++j) check(i, j);
                    } else {
                        for (std::ptrdiff_t j = 0; j < run.extent(integers.extents[1]); ++j) check(i, j);
                    }
                }
            }
        }
    }
}

template <class Built, class Run, class Arguments>
void check_ranges(const Run& run, [[maybe_unused]] const Arguments& arguments) {
    boost::hana::for_each(arguments, [](const auto* argument) {
        using data = std::remove_cvref_t<decltype(*argument)>;
        if constexpr (requires { range_data<data>::check(*argument); }) range_data<data>::check(*argument);
    });
    [&]<int... Pair>(std::integer_sequence<int, Pair...>) {
        (check_rows<Built, Pair>(run, arguments), ...);
    }(std::make_integer_sequence<int, Built::code.equal_extent_count>{});
    check_extents<Built>(run);
    check_extrema<Built>(run);
    [&]<int... Access>(std::integer_sequence<int, Access...>) {
        (check_index<Built, Access, 0>(run), ...);
        (check_index<Built, Access, 1>(run), ...);
    }(std::make_integer_sequence<int, Built::code.access_count>{});
#if !defined(PULLBACK_UNCHECKED_SUBSCRIPTS)
    [&]<int... Access>(std::integer_sequence<int, Access...>) {
        (check_subscript<Built, Access, 0>(run, arguments), ...);
        (check_subscript<Built, Access, 1>(run, arguments), ...);
    }(std::make_integer_sequence<int, Built::code.access_count>{});
#endif
}

} // namespace pullback::engine::run

#endif
