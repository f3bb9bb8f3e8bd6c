// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_LOOP_CHECKS_HPP
#define PULLBACK_RUN_LOOP_CHECKS_HPP

#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/record/index_set.hpp>
#include <pullback/record/loop_program.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/run/chosen_rows.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/range_error.hpp>
#include <pullback/shape/shape_of.hpp>

#include <boost/hana/at.hpp>
#include <boost/hana/for_each.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

// What is checked of arguments of run-time length, once at each call, before anything is written.

namespace pullback::engine::run {

// Everything that is asked of a program here is a constant. A table of it that were read at run time would be in the
// binary, and with it the operations whose addresses it has, and all that these can do.

template <class Built>
consteval int argument_of_extent(int extent) {
    return Built::code.tables.arrays[Built::code.tables.extents[extent].array].argument;
}

template <class Built, int Pair, class Run>
[[gnu::noinline]] constexpr void check_extent(const Run& run) {
    constexpr auto extents = Built::code.equal_extents[Pair];
    constexpr bool is_of_row =
        Built::code.tables.extents[extents.a].is_of_row() || Built::code.tables.extents[extents.b].is_of_row();
    if (is_of_row || run.extent(extents.a) == run.extent(extents.b)) return;
    constexpr int first = argument_of_extent<Built>(extents.a), second = argument_of_extent<Built>(extents.b);
    detail::report_range_error(range_sentence() << "f(x...): f goes through arguments " << first << " and " << second
                                                << " side by side, but one has " << run.extent(extents.a)
                                                << " elements there and the other " << run.extent(extents.b)
                                                << "; give as many of both");
}

template <class Built, int Extent, class Arguments>
constexpr std::ptrdiff_t extent_in_row(const Arguments& arguments, std::ptrdiff_t row) {
    constexpr loop_extent extent = Built::code.tables.extents[Extent];
    const auto& data = *boost::hana::at_c<static_cast<std::size_t>(argument_of_extent<Built>(Extent))>(arguments);
    using traits = range_data<std::remove_cvref_t<decltype(data)>>;
    if constexpr (extent.is_of_row()) return traits::template extent<1>(data, row);
    else return traits::template extent<extent.dimension>(data);
}

template <class Built, int Extent, class Arguments>
constexpr std::ptrdiff_t rows_of(const Arguments& arguments) {
    const auto& data = *boost::hana::at_c<static_cast<std::size_t>(argument_of_extent<Built>(Extent))>(arguments);
    return range_data<std::remove_cvref_t<decltype(data)>>::template extent<0>(data);
}

/// The access by which the integer is read that chooses a row, or -1 if it is no integer of the data.
template <class Built>
constexpr int access_of_row(int row) {
    return row < 0 && Built::code.step_of(~row) == loop_step::element ? name_in(Built::code.maker_of(~row)) : -1;
}
/// Whether a row is chosen by an integer that stands in a list at the place of the other row.
template <class Built>
consteval bool is_chosen_by_place(int chosen, int place) {
    const int access = access_of_row<Built>(chosen);
    if (access < 0 || !is_index_subscript(place)) return false;
    const array_access& at = Built::code.accesses[access];
    return Built::code.tables.arrays[at.array].dimensions == 1 && at.subscripts[0] == place && at.offsets[0] == 0;
}

/// Rows of lengths of their own that the function goes through side by side with others, or with other ranges.
template <class Built, int Pair, class Run, class Arguments>
[[gnu::noinline]] constexpr void check_rows(const Run& run, const Arguments& arguments) {
    constexpr auto pair = Built::code.equal_extents[Pair];
    constexpr loop_extent a = Built::code.tables.extents[pair.a], b = Built::code.tables.extents[pair.b];
    if constexpr (a.is_of_row() || b.is_of_row()) {
        constexpr int first = argument_of_extent<Built>(pair.a), second = argument_of_extent<Built>(pair.b);
        const auto report = [&](std::ptrdiff_t row, std::ptrdiff_t in_a, std::ptrdiff_t in_b) {
            detail::report_range_error(range_sentence()
                                       << "f(x...): f goes through rows of arguments " << first << " and " << second
                                       << " side by side, but at row " << row << " one has " << in_a
                                       << " elements and the other " << in_b << "; give as many of both");
        };
        const auto compare = [&](std::ptrdiff_t row_of_a, std::ptrdiff_t row_of_b) {
            if (row_of_a >= rows_of<Built, pair.a>(arguments) || row_of_b >= rows_of<Built, pair.b>(arguments)) return;
            const std::ptrdiff_t in_a = extent_in_row<Built, pair.a>(arguments, row_of_a),
                                 in_b = extent_in_row<Built, pair.b>(arguments, row_of_b);
            if (in_a != in_b) report(row_of_a, in_a, in_b);
        };
        if constexpr (a.row == b.row) {
            run::for_each_row<Built, pair.a>(arguments, [&](std::ptrdiff_t row) { compare(row, row); });
        } else if constexpr (run::is_chosen_by_place<Built>(a.row, b.row)) {
            run::for_each_integer<Built, access_of_row<Built>(a.row)>(arguments,
                                                                      [&](std::ptrdiff_t chosen, std::ptrdiff_t place) {
                                                                          if (chosen >= 0) compare(chosen, place);
                                                                      });
        } else if constexpr (run::is_chosen_by_place<Built>(b.row, a.row)) {
            run::for_each_integer<Built, access_of_row<Built>(b.row)>(arguments,
                                                                      [&](std::ptrdiff_t chosen, std::ptrdiff_t place) {
                                                                          if (chosen >= 0) compare(place, chosen);
                                                                      });
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
constexpr void check_extents(const Run& run) {
    [&]<int... Pair>(std::integer_sequence<int, Pair...>) {
        (check_extent<Built, Pair>(run), ...);
    }(std::make_integer_sequence<int, Built::code.equal_extent_count>{});
}

/// The nodes that are extrema: how many, and each.
template <class Built>
consteval int count_extrema() {
    int count = 0;
    for (int node = Built::code.input_count; node < Built::code.node_count; ++node)
        count += is_place(Built::code.step_of(node)) ? 1 : 0;
    return count;
}
template <class Built>
consteval int extremum(int number) {
    int node = Built::code.input_count;
    while (!is_place(Built::code.step_of(node)) || number-- > 0) ++node;
    return node;
}

template <class Built, int Number, class Run>
[[gnu::noinline]] constexpr void check_extremum(const Run& run) {
    constexpr int node = extremum<Built>(Number);
    constexpr int extent = Built::code.tables.indices[name_in(Built::code.maker_of(node))].extent;
    const bool is_asked = [&]<int... I>(std::integer_sequence<int, I...>) {
        return run.shortest(extent) == 0 && (!(record::contains(Built::code.indices_of(node), I) &&
                                               run.extent(Built::code.tables.indices[I].extent) == 0) &&
                                             ...);
    }(std::make_integer_sequence<int, Built::code.tables.index_count>{});
    if (!is_asked) return;
    constexpr int argument = argument_of_extent<Built>(extent);
    detail::report_range_error(range_sentence() << "f(x...): f takes the max or min over argument " << argument
                                                << ", which is empty; give it an element, or do not call f");
}

template <class Built, int Number, class Run>
[[gnu::noinline]] constexpr void check_need(const Run& run) {
    constexpr auto need = Built::code.needs[Number];
    constexpr int argument = argument_of_extent<Built>(need.extent);
    const std::ptrdiff_t count = run.shortest(need.extent);
    if constexpr (need.other >= 0) {
        constexpr int other = argument_of_extent<Built>(need.other);
        if (count >= run.extent(need.other)) return;
        detail::report_range_error(range_sentence() << "x[k]: f takes the elements of argument " << argument
                                                    << " by the places of those of argument " << other
                                                    << ", but it has " << count << " elements there and the other "
                                                    << run.extent(need.other) << "; give at least as many");
    } else if constexpr (need.exactly) {
        const std::ptrdiff_t most = run.extent(need.extent), has = count == need.count ? most : count;
        if (has == need.count || most < count) return;
        detail::report_range_error(
            range_sentence() << "f(x...): f goes through argument " << argument << " and an array of " << need.count
                             << " side by side, but the argument has " << has << " elements there; give as many");
    } else {
        if (count >= need.count) return;
        detail::report_range_error(range_sentence() << "x[k]: f reads " << need.count << " elements of argument "
                                                    << argument << " by constant subscripts, but it has " << count
                                                    << " elements there; give at least as many");
    }
}

/// Elements that are read by constant subscripts, and by subscripts of another range.
template <class Built, class Run>
constexpr void check_needs(const Run& run) {
    [&]<int... Number>(std::integer_sequence<int, Number...>) {
        (check_need<Built, Number>(run), ...);
    }(std::make_integer_sequence<int, Built::code.need_count>{});
}

/// Extrema of empty ranges, which have no value.
template <class Built, class Run>
constexpr void check_extrema(const Run& run) {
    [&]<int... Number>(std::integer_sequence<int, Number...>) {
        (check_extremum<Built, Number>(run), ...);
    }(std::make_integer_sequence<int, count_extrema<Built>()>{});
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

constexpr bool is_among(std::ptrdiff_t subscript, std::ptrdiff_t end) { return subscript >= 0 && subscript < end; }

template <class Built, int AccessOfInteger, int Array, class Arguments>
[[gnu::noinline, gnu::cold]] constexpr void report_integer(std::ptrdiff_t subscript, std::ptrdiff_t end,
                                                           const Arguments& arguments) {
    constexpr array_access at = Built::code.accesses[AccessOfInteger];
    constexpr loop_array holder = Built::code.tables.arrays[at.array];
    using container = std::remove_cvref_t<decltype(*boost::hana::at_c<holder.argument>(arguments))>;
    const auto read = [&](const container& data) {
        if constexpr (holder.dimensions == 1) return detail::scalar_in<container, at.scalar>(data, 0);
        else return detail::scalar_in<container, at.scalar>(data, 0, 0);
    };
    using integer = std::invoke_result_t<decltype(read), const container&>;
    detail::report_range_error((range_sentence()
                                << "f(x...): argument " << holder.argument << " holds subscripts of argument "
                                << Built::code.tables.arrays[Array].argument << ", and ")
                                   .template put_integer<integer>(subscript)
                               << " among them; it has " << end << " elements there, which count from 0");
}

/// Integers that are subscripts of an array, which has so many elements there. All are looked at before one is found
/// that is not, so that compilers do so in vectors.
template <class Built, int AccessOfInteger, int Array, class Arguments>
[[gnu::noinline]] constexpr void check_integers(std::ptrdiff_t end, const Arguments& arguments) {
    bool are_all = true;
    run::for_each_integer<Built, AccessOfInteger>(
        arguments, [&](std::ptrdiff_t subscript, auto...) { are_all = are_all & run::is_among(subscript, end); });
    if (are_all) return;
    run::for_each_integer<Built, AccessOfInteger>(arguments, [&](std::ptrdiff_t subscript, auto...) {
        if (!run::is_among(subscript, end))
            run::report_integer<Built, AccessOfInteger, Array>(subscript, end, arguments);
    });
}

/// The same of an argument that is one.
template <class Built, int Input, int Array, class Arguments>
[[gnu::noinline]] constexpr void check_argument_as_subscript(std::ptrdiff_t subscript, std::ptrdiff_t end) {
    if (run::is_among(subscript, end)) return;
    constexpr input_place place = run::place_of_input(Input, static_cast<Arguments (*)()>(nullptr));
    using argument = std::remove_cvref_t<decltype(*boost::hana::at_c<place.argument>(std::declval<Arguments>()))>;
    detail::report_range_error((range_sentence() << "f(x...): argument " << static_cast<int>(place.argument)
                                                 << " is a subscript of argument "
                                                 << Built::code.tables.arrays[Array].argument << ", and ")
                                   .template put_integer<scalar_of<argument>>(subscript)
                               << "; it has " << end << " elements there, which count from 0");
}

/// Subscripts that are data: each is one of the elements of what it is a subscript of. PULLBACK_UNCHECKED_SUBSCRIPTS
/// leaves this out.
template <class Built, int Access, int Dimension, class Run, class Arguments>
constexpr void check_subscript(const Run& run, const Arguments& arguments) {
    constexpr array_access at = Built::code.accesses[Access];
    if constexpr (at.subscripts[Dimension] < 0 && run::is_first_with_subscript<Built>(Access, Dimension)) {
        constexpr int node = ~at.subscripts[Dimension];
        if constexpr (node < Built::code.input_count && Built::code.tables.arrays[at.array].argument >= 0)
            run::check_argument_as_subscript<Built, node, at.array, Arguments>(
                run::integer_argument<node>(arguments),
                run.extent(Built::code.tables.arrays[at.array].extents[Dimension]));
        if constexpr (Built::code.step_of(node) == loop_step::element &&
                      Built::code.tables.arrays[at.array].argument >= 0)
            run::check_integers<Built, name_in(Built::code.maker_of(node)), at.array>(
                run.extent(Built::code.tables.arrays[at.array].extents[Dimension]), arguments);
    }
}

/// The same of rows of lengths of their own of which no element may be read, as where their size is asked for.
template <class Built, int Extent, class Run, class Arguments>
constexpr void check_chosen_row(const Run& run, const Arguments& arguments) {
    constexpr loop_extent extent = Built::code.tables.extents[Extent];
    constexpr int integer = access_of_row<Built>(extent.row);
    if constexpr (run::is_input(extent.row, Built::code.input_count))
        run::check_argument_as_subscript<Built, ~extent.row, extent.array, Arguments>(
            run::integer_argument<~extent.row>(arguments),
            run.extent(Built::code.tables.arrays[extent.array].extents[0]));
    if constexpr (integer >= 0)
        run::check_integers<Built, integer, extent.array>(
            run.extent(Built::code.tables.arrays[extent.array].extents[0]), arguments);
}

/// Where a node reads or adds in another turn of its loops, which an integer says: that, and the extent it is below.
struct integer_turn {
    int integer = -1, extent = -1;
    constexpr bool operator==(const integer_turn&) const = default;
};
template <class Built>
constexpr integer_turn integer_turn_of(int node) {
    const loop_step step = Built::code.step_of(node);
    const instruction& reader = Built::code.maker_of(node);
    if ((step != loop_step::at_turn && step != loop_step::scatter) || reader.function->arity < 2) return {};
    const turn_read& read = Built::code.turn_reads[name_in(reader)];
    int i = 0;
    while (read.in[i] != operand_subscript) ++i;
    return {reader.operands[1], Built::code.tables.indices[read.of[i]].extent};
}
/// One of them by its number, each counted once however many numbers of a state are read so; none after the last.
template <class Built>
consteval integer_turn different_integer_turn(int number) {
    stack<integer_turn> all;
    for (int node = Built::code.input_count; node < Built::code.node_count; ++node) {
        const integer_turn turn = run::integer_turn_of<Built>(node);
        if (turn.integer < 0) continue;
        int like = 0;
        while (like < all.size() && all[like] != turn) ++like;
        if (like < all.size()) continue;
        if (like == number) return turn;
        all.push(turn);
    }
    return {};
}

/// The same of the arrays in states, from one of those reads on.
template <class Built, int Number, class Run, class Arguments>
constexpr void check_subscripts_of_states(const Run& run, const Arguments& arguments) {
    constexpr integer_turn turn = run::different_integer_turn<Built>(Number);
    if constexpr (turn.integer >= 0) {
        constexpr int node = turn.integer, array = Built::code.tables.extents[turn.extent].array;
        if constexpr (node < Built::code.input_count)
            run::check_argument_as_subscript<Built, node, array, Arguments>(run::integer_argument<node>(arguments),
                                                                            run.extent(turn.extent));
        else if constexpr (Built::code.step_of(node) == loop_step::element)
            run::check_integers<Built, name_in(Built::code.maker_of(node)), array>(run.extent(turn.extent), arguments);
        run::check_subscripts_of_states<Built, Number + 1>(run, arguments);
    }
}

/// What a container checks of itself.
template <class A>
constexpr void check_argument([[maybe_unused]] const A& container) {
    if constexpr (requires { range_data<A>::check(container); }) range_data<A>::check(container);
}

template <class Built, class Run, class Arguments>
constexpr void check_ranges(const Run& run, [[maybe_unused]] const Arguments& arguments) {
    boost::hana::for_each(arguments, [](const auto* each) { run::check_argument(*each); });
    [&]<int... Pair>(std::integer_sequence<int, Pair...>) {
        (check_rows<Built, Pair>(run, arguments), ...);
    }(std::make_integer_sequence<int, Built::code.equal_extent_count>{});
    check_extents<Built>(run);
    check_needs<Built>(run);
    check_extrema<Built>(run);
#if !defined(PULLBACK_UNCHECKED_SUBSCRIPTS)
    [&]<int... Extent>(std::integer_sequence<int, Extent...>) {
        (check_chosen_row<Built, Extent>(run, arguments), ...);
    }(std::make_integer_sequence<int, Built::code.tables.extent_count>{});
    [&]<int... Access>(std::integer_sequence<int, Access...>) {
        (check_subscript<Built, Access, 0>(run, arguments), ...);
        (check_subscript<Built, Access, 1>(run, arguments), ...);
    }(std::make_integer_sequence<int, Built::code.access_count>{});
    if constexpr (Built::code.turn_read_count > 0) run::check_subscripts_of_states<Built, 0>(run, arguments);
#endif
}

} // namespace pullback::engine::run

#endif
