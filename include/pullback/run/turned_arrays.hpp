// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_TURNED_ARRAYS_HPP
#define PULLBACK_RUN_TURNED_ARRAYS_HPP

#include <pullback/always_inline.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/run/checkpoints.hpp>
#include <pullback/run/lane_memory.hpp>
#include <pullback/run/lanes_policy.hpp>
#include <pullback/shape/range.hpp>

#include <boost/hana/at.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

// Ranges of elements with several numbers each, that a loop with lanes goes through again and again in another loop,
// are turned round: the numbers that are at the same place in all elements lie side by side. What is read is copied
// before all loops. What is added is added up in memory of the run, and to the result behind the outermost loop.

namespace pullback::engine::run {

template <class Built, class T, class Arguments, class Results, class Policy = checkpoints::none_policy>
class turned_arrays : public lane_memory<Built, T, Arguments, Results, Policy> {
    using base = lane_memory<Built, T, Arguments, Results, Policy>;

public:
    using base::base;
    /// Whether there must be memory for rows or elements that are copied, or for sums.
    static constexpr bool copies_rows() {
        bool copies = base::copies_rows();
        for_turned_reads([&](auto) { copies = true; });
        for (const int outermost : turned_arrays_of<program>.added_in)
            copies = copies || (turns_round && outermost > 0);
        return copies;
    }

protected:
    using program = optimise::loop_program_for<Built, T>;
    static constexpr const auto& code = program::code;
    static constexpr const auto& plan = optimise::loops_of<program>;

    static constexpr bool turns_round = std::is_same_v<Policy, lanes_policy>;

    /// Whether an access in a loop over an index reads a copy.
    template <int Access, int Index>
    static constexpr bool is_turned_read = turns_round && run::reads_elements(code, Access, Index) &&
                                           turned_arrays_of<program>.are_read[code.accesses[Access].array];
    /// Whether a loop over an index adds to memory of the run in place of an array that is in a result.
    template <int Array, int Index>
    static constexpr bool is_turned_sum =
        turns_round && plan.arrays[Array].dimensions == 1 && plan.arrays[Array].indices[0] == Index &&
        turned_arrays_of<program>.added_in[Array] > 0;
    /// Whether a loop with lanes reads or adds so.
    template <int Region>
    static constexpr bool has_turned() {
        constexpr int index = plan.regions[Region].index;
        bool has = false;
        base::for_each(std::make_integer_sequence<int, code.access_count>{},
                       [&](auto access) { has = has || is_turned_read<access(), index>; });
        base::for_each(std::make_integer_sequence<int, plan.array_count>{},
                       [&](auto array) { has = has || is_turned_sum<array(), index>; });
        return has;
    }

    template <int Access, int Index>
    PULLBACK_ALWAYS_INLINE const T* turned_read() const {
        constexpr array_access at = code.accesses[Access];
        return this->work_ + first_turned_[at.array] + at.scalar * elements_of<at.array>() + this->index_[Index];
    }
    template <int Array, int Index>
    PULLBACK_ALWAYS_INLINE T* turned_sum() const {
        return this->work_ + first_sum_[Array] + this->index_[Index];
    }

    template <int Owner>
    PULLBACK_ALWAYS_INLINE void place_lanes(std::ptrdiff_t& size) {
        base::template place_lanes<Owner>(size);
        if constexpr (Owner < 0 && turns_round) {
            base::for_each(std::make_integer_sequence<int, code.tables.array_count>{},
                           [&](auto array) PULLBACK_ALWAYS_INLINE {
                               if constexpr (turned_arrays_of<program>.are_read[array()]) {
                                   first_turned_[array()] = size;
                                   size += code.tables.arrays[array()].size * elements_of<array()>();
                               }
                           });
            base::for_each(std::make_integer_sequence<int, plan.array_count>{}, [&](auto array) PULLBACK_ALWAYS_INLINE {
                if constexpr (turned_arrays_of<program>.added_in[array()] > 0) {
                    first_sum_[array()] = size;
                    size += this->template count_kept<array()>();
                }
            });
        }
    }
    PULLBACK_ALWAYS_INLINE void turn_arguments() {
        for_turned_reads([&](auto access) PULLBACK_ALWAYS_INLINE {
            constexpr array_access at = code.accesses[access()];
            const auto& container = *boost::hana::at_c<code.tables.arrays[at.array].argument>(this->arguments_);
            using type = std::remove_cvref_t<decltype(container)>;
            const std::ptrdiff_t count = elements_of<at.array>();
            T* const copied = this->work_ + first_turned_[at.array] + at.scalar * count;
            for (std::ptrdiff_t i = 0; i < count; ++i)
                copied[i] = static_cast<T>(detail::scalar_in<type, at.scalar>(container, i));
        });
    }
    /// Begins the sums of an outermost loop, and adds them to the result.
    template <int Outermost>
    PULLBACK_ALWAYS_INLINE void begin_sums() {
        for_sums_of<Outermost>([&](auto array) PULLBACK_ALWAYS_INLINE {
            T* const sums = this->work_ + first_sum_[array()];
            const std::ptrdiff_t count = this->template count_kept<array()>();
            for (std::ptrdiff_t i = 0; i < count; ++i) sums[i] = T(0);
        });
    }
    template <int Outermost>
    PULLBACK_ALWAYS_INLINE void add_sums() {
        for_sums_of<Outermost>([&](auto array) PULLBACK_ALWAYS_INLINE {
            constexpr int index = plan.arrays[array()].indices[0];
            const T* const sums = this->work_ + first_sum_[array()];
            const std::ptrdiff_t count = this->template count_kept<array()>();
            for (std::ptrdiff_t i = 0; i < count; ++i) {
                this->index_[index] = i;
                auto& sum = this->template kept<array()>();
                sum = sum + sums[i];
            }
        });
    }

private:
    template <int Array>
    PULLBACK_ALWAYS_INLINE std::ptrdiff_t elements_of() const {
        return this->extents_[code.tables.arrays[Array].extents[0]];
    }
    /// Acts on the first access of each number of an element that is read in lanes.
    template <class Act>
    PULLBACK_ALWAYS_INLINE static constexpr void for_turned_reads(Act act) {
        base::for_each(std::make_integer_sequence<int, code.access_count>{}, [&](auto access) PULLBACK_ALWAYS_INLINE {
            if constexpr (turns_round && turned_arrays_of<program>.is_copied[access()]) act(access);
        });
    }
    template <int Outermost, class Act>
    PULLBACK_ALWAYS_INLINE static constexpr void for_sums_of(Act act) {
        base::for_each(std::make_integer_sequence<int, plan.array_count>{}, [&](auto array) PULLBACK_ALWAYS_INLINE {
            if constexpr (turns_round && turned_arrays_of<program>.added_in[array()] == Outermost) act(array);
        });
    }

    std::ptrdiff_t first_turned_[code.tables.array_count + 1];
    std::ptrdiff_t first_sum_[plan.array_count + 1];
};

} // namespace pullback::engine::run

#endif
