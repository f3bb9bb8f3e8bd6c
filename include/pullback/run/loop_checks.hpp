// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_LOOP_CHECKS_HPP
#define PULLBACK_RUN_LOOP_CHECKS_HPP

#include <pullback/program/loops.hpp>
#include <pullback/record/loop_program.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/range_error.hpp>
#include <pullback/shape/shape_of.hpp>

#include <boost/hana/at.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

// What is checked of arguments of run-time length, once at each call, before anything is written.

namespace pullback::engine::run {

template <class Built>
constexpr int argument_of_extent(int extent) {
    return Built::code.tables.arrays[Built::code.tables.extents[extent].array].argument;
}

/// Lengths that the function takes for one.
template <class Built, class Run>
void check_extents(const Run& run) {
    for (int i = 0; i < Built::code.equal_extent_count; ++i) {
        const auto [a, b] = Built::code.equal_extents[i];
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
        bool is_asked = run.extent(extent) == 0;
        for (int i = 0; i < Built::code.tables.index_count; ++i)
            if (record::contains(Built::code.indices_of(node), i))
                is_asked = is_asked && run.extent(Built::code.tables.indices[i].extent) > 0;
        if (is_asked)
            detail::report_range_error(range_sentence() << "f(x...): f takes the max or min over argument "
                                                        << argument_of_extent<Built>(extent)
                                                        << ", which is empty; give it an element, or do not call f");
    }
}

/// Whether no access before it goes by the same subscript into the same array, which is then checked already.
template <class Built>
consteval bool is_first_with_subscript(int access, int dimension) {
    const array_access& at = Built::code.accesses[access];
    for (int i = 0; i < access; ++i)
        if (Built::code.accesses[i].array == at.array &&
            Built::code.accesses[i].subscripts[dimension] == at.subscripts[dimension])
            return false;
    return true;
}

/// Subscripts that are data: each is one of the elements of what it is a subscript of. PULLBACK_UNCHECKED_SUBSCRIPTS
/// leaves this out.
template <class Built, int Access, int Dimension, class Run, class Arguments>
void check_subscript(const Run& run, const Arguments& arguments) {
    constexpr array_access at = Built::code.accesses[Access];
    if constexpr (at.subscripts[Dimension] < 0 && run::is_first_with_subscript<Built>(Access, Dimension)) {
        constexpr int node = ~at.subscripts[Dimension];
        if constexpr (Built::code.step_of(node) == loop_step::element) {
            constexpr array_access of_integer = Built::code.accesses[name_in(Built::code.maker_of(node))];
            constexpr loop_array integers = Built::code.tables.arrays[of_integer.array];
            constexpr loop_array array = Built::code.tables.arrays[at.array];
            if constexpr (array.argument >= 0) {
                const auto& data = *boost::hana::at_c<static_cast<std::size_t>(integers.argument)>(arguments);
                using traits = range_data<std::remove_cvref_t<decltype(data)>>;
                const std::ptrdiff_t end = run.extent(array.extents[Dimension]);
                const auto check = [&](const auto& element) {
                    const auto subscript = static_cast<std::ptrdiff_t>(
                        shape_of<typename traits::element>::template at<of_integer.scalar>(element));
                    if (subscript >= 0 && subscript < end) return;
                    detail::report_range_error(range_sentence() << "f(x...): argument " << integers.argument
                                                                << " holds subscripts of argument " << array.argument
                                                                << ", and " << subscript << " among them; it has "
                                                                << end << " elements there, which count from 0");
                };
                for (std::ptrdiff_t i = 0; i < run.extent(integers.extents[0]); ++i) {
                    if constexpr (integers.dimensions == 1) {
                        check(traits::at(data, i));
                    } else {
                        for (std::ptrdiff_t j = 0; j < run.extent(integers.extents[1]); ++j)
                            check(traits::at(data, i, j));
                    }
                }
            }
        }
    }
}

template <class Built, class Run, class Arguments>
void check_ranges(const Run& run, [[maybe_unused]] const Arguments& arguments) {
    check_extents<Built>(run);
    check_extrema<Built>(run);
#if !defined(PULLBACK_UNCHECKED_SUBSCRIPTS)
    [&]<int... Access>(std::integer_sequence<int, Access...>) {
        (check_subscript<Built, Access, 0>(run, arguments), ...);
        (check_subscript<Built, Access, 1>(run, arguments), ...);
    }(std::make_integer_sequence<int, Built::code.access_count>{});
#endif
}

} // namespace pullback::engine::run

#endif
