// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_LOOP_PLACES_HPP
#define PULLBACK_RUN_LOOP_PLACES_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/optimise/loop_blocks.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/optimise/turn_segments.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/run/checkpoints.hpp>
#include <pullback/run/chosen_rows.hpp>
#include <pullback/run/chunk_policy.hpp>
#include <pullback/run/instructions.hpp>
#include <pullback/run/kept_segments.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/range_error.hpp>
#include <pullback/shape/shape_of.hpp>

#include <boost/hana/at.hpp>
#include <limits>

#include <cstddef>
#include <type_traits>
#include <utility>

// Where the numbers of a program with loops are, at a turn of its loops: in arguments, in results and in the memory for
// what is kept.

namespace pullback::engine::run {

template <class Built, class T, class Arguments, class Results, class Policy = checkpoints::none_policy>
class loop_places
    : protected kept_segments<optimise::running_plan<optimise::loop_program_for<Built, T>, Policy::kept>, Policy>,
      protected chunk_memory<optimise::loop_program_for<Built, T>, T, Policy> {
    using program = optimise::loop_program_for<Built, T>;
    static constexpr const auto& code = program::code;
    using running = optimise::running_plan<program, Policy::kept>;
    static constexpr const auto& plan = running::plan;
    static constexpr int nodes = std::remove_cvref_t<decltype(code)>::node_count;
    using chunks = chunk_memory<program, T, Policy>;
    /// Whether some rows have lengths of their own.
    static constexpr bool has_rows = [] {
        bool has = false;
        for (int i = 0; i < code.tables.extent_count; ++i) has = has || code.tables.extents[i].is_of_row();
        return has;
    }();

public:
    PULLBACK_ALWAYS_INLINE constexpr loop_places(const Arguments& arguments, const Results& results,
                                                 const Policy& policy = {})
        : arguments_(arguments), results_(results), policy_(policy) {
        for_each(std::make_integer_sequence<int, code.tables.extent_count>{}, [&](auto i) PULLBACK_ALWAYS_INLINE {
            if constexpr (code.tables.extents[i()].is_constant()) {
                extents_[i()] = code.tables.extents[i()].count;
                if constexpr (has_rows) shortest_[i()] = extents_[i()];
            } else {
                measure<i()>();
            }
        });
    }

    // How far an index runs that an array tells.
    template <int Extent>
    PULLBACK_ALWAYS_INLINE constexpr void measure() {
        constexpr loop_extent extent = code.tables.extents[Extent];
        constexpr int argument = code.tables.arrays[extent.array].argument;
        using type = std::remove_cvref_t<decltype(*boost::hana::at_c<argument>(arguments_))>;
        const type& argument_data = *boost::hana::at_c<argument>(arguments_);
        if constexpr (extent.is_of_row()) {
            shortest_[Extent] = std::numeric_limits<std::ptrdiff_t>::max();
            extents_[Extent] = 0;
            run::for_each_row<program, Extent>(arguments_, [&](std::ptrdiff_t row) PULLBACK_ALWAYS_INLINE {
                const std::ptrdiff_t length = range_data<type>::template extent<1>(argument_data, row);
                if (length > extents_[Extent]) extents_[Extent] = length;
                if (length < shortest_[Extent]) shortest_[Extent] = length;
            });
        } else {
            extents_[Extent] = range_data<type>::template extent<extent.dimension>(argument_data);
            if constexpr (has_rows) shortest_[Extent] = extents_[Extent];
        }
    }

    // All indices into the members are constants, and nothing that is not inlined has their address, without which
    // compilers do not make registers of them.

    /// The lengths alone, for what is not inlined.
    PULLBACK_ALWAYS_INLINE constexpr auto lengths() const {
        loop_lengths<has_rows> copied;
        for_each(std::make_integer_sequence<int, code.tables.extent_count>{}, [&](auto i) PULLBACK_ALWAYS_INLINE {
            copied.extents[i()] = extents_[i()];
            if constexpr (has_rows) copied.shortest_extents[i()] = shortest_[i()];
        });
        return copied;
    }

protected:
    template <class Act>
    PULLBACK_ALWAYS_INLINE static constexpr void for_pairs(Act act) {
        for_each(std::make_integer_sequence<int, running::pair_count>{}, act);
    }
    template <int Pair>
    PULLBACK_ALWAYS_INLINE constexpr const kept_segment& segment() const {
        return this->segments_[Pair];
    }
    /// The pair that keeps an array for some turns at a time, if that is what one of its indices counts.
    static constexpr int pair_of(int array, int index) {
        if constexpr (running::pair_count > 0) {
            const int pair = running::segments.pair_of_array[array];
            if (pair >= 0 && running::segments.pairs[pair].index == index) return pair;
        }
        return -1;
    }

    template <int... I, class Act>
    PULLBACK_ALWAYS_INLINE static constexpr void for_each(std::integer_sequence<int, I...>, [[maybe_unused]] Act act) {
        [[maybe_unused]] const int done[] = {0, (act(std::integral_constant<int, I>{}), 0)...};
    }

    // Which extents these are is known to the compiler: whoever asks a program for something at run time has all of it
    // in the binary, and with it what its operations refer to, the recorder too.
    template <int Array>
    PULLBACK_ALWAYS_INLINE constexpr std::ptrdiff_t size_of_kept() const {
        return plan.arrays[Array].record_size * count_kept<Array>();
    }
    /// The same without the other arrays of its record.
    template <int Array>
    PULLBACK_ALWAYS_INLINE constexpr std::ptrdiff_t count_kept() const {
        std::ptrdiff_t size = 1;
        for_each(std::make_integer_sequence<int, plan.arrays[Array].dimensions>{},
                 [&](auto d) PULLBACK_ALWAYS_INLINE { size *= count_along<Array, d()>(); });
        return size;
    }

    /// How far an index runs, over a row at the turn that a loop is at, or that `Reader` reads.
    template <int Extent, int Reader = -1, int Inner = -1>
    PULLBACK_ALWAYS_INLINE constexpr std::ptrdiff_t count_of() const {
        constexpr loop_extent extent = code.tables.extents[Extent];
        if constexpr (extent.is_of_row()) {
            const auto& argument = *boost::hana::at_c<code.tables.arrays[extent.array].argument>(arguments_);
            const auto row = [&]() PULLBACK_ALWAYS_INLINE {
                if constexpr (is_index_subscript(extent.row)) return turn_of<extent.row, Reader, Inner>();
                else return place_of<extent.row>(extents_[code.tables.arrays[extent.array].extents[0]]);
            }();
            return range_data<std::remove_cvref_t<decltype(argument)>>::template extent<1>(argument, row);
        } else {
            return extents_[Extent];
        }
    }

    /// The number of an array that belongs to the turns of the loops, or to the other turns that `Reader` reads.
    /// `Inner`: -1, or an index at a turn that has all neighbours.
    template <int Array, int Reader = -1, int Inner = -1>
    PULLBACK_ALWAYS_INLINE constexpr T& kept() {
        constexpr optimise::kept_array array = plan.arrays[Array];
        if constexpr (array.store >= 0 && !chunks::owns_array(Array)) {
            return result_at<array.store, Inner>();
        } else if constexpr (keeps_rows_apart(Array)) {
            constexpr int record_size = plan.arrays[array.record].record_size, last = array.dimensions - 1;
            const std::ptrdiff_t row = place_in_kept<Array, Reader, Inner, 1>();
            return memory_of<Array>()[first_[array.record] +
                                      (row * record_size + array.slot) * count_along<Array, last>() +
                                      turn_along<Array, Reader, Inner, last>()];
        } else {
            return memory_of<Array>()[first_[array.record] +
                                      place_in_kept<Array, Reader, Inner>() * plan.arrays[array.record].record_size +
                                      array.slot];
        }
    }
    /// Whether the policy lays the arrays of a record out one behind the other in each row (run/lanes_policy.hpp).
    static constexpr bool keeps_rows_apart([[maybe_unused]] int array) {
        if constexpr (requires { Policy::template keeps_rows_apart<program>(0); })
            return Policy::template keeps_rows_apart<program>(array);
        else return false;
    }
    /// Which number of a kept array that is in memory, or without its last dimensions, which row.
    template <int Array, int Reader = -1, int Inner = -1, int Fewer = 0>
    PULLBACK_ALWAYS_INLINE constexpr std::ptrdiff_t place_in_kept() {
        std::ptrdiff_t place = 0;
        for_each(std::make_integer_sequence<int, plan.arrays[Array].dimensions - Fewer>{},
                 [&](auto d) PULLBACK_ALWAYS_INLINE {
                     place = place * count_along<Array, d()>() + turn_along<Array, Reader, Inner, d()>();
                 });
        return place;
    }
    /// How many numbers are kept along a dimension, and which of them belongs to a turn.
    template <int Array, int Dimension>
    PULLBACK_ALWAYS_INLINE constexpr std::ptrdiff_t count_along() const {
        constexpr int own = plan.arrays[Array].indices[Dimension], pair = pair_of(Array, own);
        if constexpr (pair >= 0) return segment<pair>().length;
        else return extents_[code.tables.indices[own].extent];
    }
    template <int Array, int Reader, int Inner, int Dimension>
    PULLBACK_ALWAYS_INLINE constexpr std::ptrdiff_t turn_along() const {
        constexpr int own = plan.arrays[Array].indices[Dimension], pair = pair_of(Array, own);
        if constexpr (pair >= 0) return turn_of<own, Reader, Inner>() - segment<pair>().first;
        else return turn_of<own, Reader, Inner>();
    }
    /// The memory that a kept array lies in which is in no result.
    template <int Array>
    PULLBACK_ALWAYS_INLINE constexpr T* memory_of() const {
        if constexpr (chunks::owns_array(Array)) return chunks::template own_memory<Array>();
        return work_;
    }
    /// At which turn of an index a loop is, or what a reader has in place of that.
    template <int Index, int Reader, int Inner>
    PULLBACK_ALWAYS_INLINE constexpr std::ptrdiff_t turn_of() const {
        if constexpr (Reader < 0) {
            return index_[Index];
        } else {
            constexpr instruction reader = code.maker_of(Reader);
            constexpr int said = code.turn_reads[name_in(reader)].at(Index),
                          offset = code.turn_reads[name_in(reader)].offset_at(Index);
            constexpr int subscript = said == operand_subscript ? ~reader.operands[1] : said;
            std::ptrdiff_t size = 0;
            constexpr bool is_moved = offset != 0 && !has_neighbours(subscript, Inner);
            if constexpr (is_moved || is_constant_subscript(subscript))
                size = count_of<extent_at<Index, subscript>(), Reader, Inner>();
            return nearest<is_moved ? offset : 0>(place_of<subscript>(size) + offset, size);
        }
    }
    /// How far an index runs where another stands in for it: that one is over the row which is there, and as long.
    template <int Index, int Subscript>
    static consteval int extent_at() {
        return code.tables.indices[is_index_subscript(Subscript) ? Subscript : Index].extent;
    }
    /// Whether a subscript is the index at a turn that has all neighbours. A subscript below 0 is a node, no index.
    static constexpr bool has_neighbours(int subscript, int inner) { return inner >= 0 && subscript == inner; }
    template <int Offset>
    PULLBACK_ALWAYS_INLINE static constexpr std::ptrdiff_t nearest(std::ptrdiff_t moved,
                                                                   [[maybe_unused]] std::ptrdiff_t size) {
        if constexpr (Offset == 0) return moved;
        else if constexpr (Offset < 0) return moved < 0 ? 0 : moved;
        else return moved > size - 1 ? size - 1 : moved;
    }
    template <int Store, int Inner = -1>
    PULLBACK_ALWAYS_INLINE constexpr auto& result_at() {
        constexpr int access = code.stores[Store].access;
        if constexpr (chunks::owns_store(Store))
            if (chunks::template has_added<Store>()) return added_at<access, Inner>();
        constexpr int result = -1 - code.tables.arrays[code.accesses[access].array].argument;
        return scalar_in<access, Inner>(*boost::hana::at_c<result>(results_));
    }

    /// What a chunk adds to a number of a result. It lies as in the result, side by side along the same dimension.
    template <int Access, int Inner>
    PULLBACK_ALWAYS_INLINE constexpr T& added_at() {
        constexpr int array = code.accesses[Access].array, size = code.tables.arrays[array].size;
        std::ptrdiff_t place = subscript<Access, 0, Inner>();
        if constexpr (code.tables.arrays[array].dimensions == 2)
            place = place_in_added<array>(place, subscript<Access, 1, Inner>());
        return chunks::template added_to<array>()[place * size + code.accesses[Access].scalar];
    }
    template <int Array>
    PULLBACK_ALWAYS_INLINE constexpr std::ptrdiff_t place_in_added(std::ptrdiff_t i, std::ptrdiff_t j) const {
        constexpr loop_array array = code.tables.arrays[Array];
        using type = std::remove_cvref_t<decltype(array_data<array.argument>())>;
        return detail::contiguous_dimension<type> == 0 ? i + j * extents_[array.extents[0]]
                                                       : i * extents_[array.extents[1]] + j;
    }

    template <int Access, int Dimension, int Inner = -1>
    PULLBACK_ALWAYS_INLINE constexpr std::ptrdiff_t subscript() const {
        constexpr array_access at = code.accesses[Access];
        constexpr bool is_from_end =
                           is_constant_subscript(at.subscripts[Dimension]) && constant_of(at.subscripts[Dimension]) < 0,
                       is_moved = at.offsets[Dimension] != 0 && !has_neighbours(at.subscripts[Dimension], Inner);
        std::ptrdiff_t size = 0;
        if constexpr (is_from_end || is_moved) size = size_along<Access, Dimension>();
        return nearest<is_moved ? at.offsets[Dimension] : 0>(
            place_of<at.subscripts[Dimension]>(size) + at.offsets[Dimension], size);
    }
    /// How many elements stand where an access reads, along a dimension.
    template <int Access, int Dimension>
    PULLBACK_ALWAYS_INLINE constexpr std::ptrdiff_t size_along() const {
        constexpr loop_array array = code.tables.arrays[code.accesses[Access].array];
        if constexpr (array.is_ragged && Dimension == 1) {
            const auto& rows = array_data<array.argument>();
            return range_data<std::remove_cvref_t<decltype(rows)>>::template extent<1>(rows, subscript<Access, 0>());
        } else {
            return extents_[array.extents[Dimension]];
        }
    }
    /// An argument, or where its number is negative, a result.
    template <int Argument>
    PULLBACK_ALWAYS_INLINE constexpr const auto& array_data() const {
        if constexpr (Argument >= 0) return *boost::hana::at_c<Argument>(arguments_);
        else return *boost::hana::at_c<-1 - Argument>(results_);
    }
    /// The place that a subscript stands for, among `size` elements.
    template <int Subscript>
    PULLBACK_ALWAYS_INLINE constexpr std::ptrdiff_t place_of([[maybe_unused]] std::ptrdiff_t size) const {
        if constexpr (is_constant_subscript(Subscript)) {
            constexpr int k = constant_of(Subscript);
            return k >= 0 ? k : size + k;
        } else if constexpr (Subscript >= 0) {
            return index_[Subscript];
        } else {
            constexpr int node = ~Subscript;
            if constexpr (node < code.input_count) return run::integer_argument<node>(arguments_);
            else if constexpr (code.kind_of(node) == value_kind::index) return integers_[node];
            else return static_cast<std::ptrdiff_t>(scalar_at<name_in(code.maker_of(node))>());
        }
    }

    template <int Access, int Inner = -1>
    PULLBACK_ALWAYS_INLINE constexpr decltype(auto) scalar_at() const {
        constexpr array_access at = code.accesses[Access];
        constexpr int argument = code.tables.arrays[at.array].argument;
        return scalar_in<Access, Inner>(*boost::hana::at_c<argument>(arguments_));
    }

    template <int Access, int Inner, class A>
    PULLBACK_ALWAYS_INLINE constexpr decltype(auto) scalar_in(A& container) const {
        constexpr array_access at = code.accesses[Access];
        using type = std::remove_const_t<A>;
        if constexpr (range_data<type>::dimensions == 1)
            return (detail::scalar_in<type, at.scalar>(container, subscript<Access, 0, Inner>()));
        else
            return (detail::scalar_in<type, at.scalar>(container, subscript<Access, 0, Inner>(),
                                                       subscript<Access, 1, Inner>()));
    }

    Arguments arguments_;
    Results results_;
    std::ptrdiff_t integers_[nodes + 1];
    std::ptrdiff_t index_[most_indices];
    std::ptrdiff_t extents_[most_arrays];
    std::ptrdiff_t shortest_[has_rows ? most_arrays : 1];
    std::ptrdiff_t first_[plan.array_count + 1];
    T* work_ = nullptr;
    [[no_unique_address]] Policy policy_;
};

} // namespace pullback::engine::run

#endif
