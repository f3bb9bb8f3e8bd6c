// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_LOOP_WORK_HPP
#define PULLBACK_RUN_LOOP_WORK_HPP

#include <pullback/always_inline.hpp>
#include <pullback/optimise/loop_blocks.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/optimise/loops_of.hpp>
#include <pullback/optimise/turn_segments.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/run/checkpoint_schedules.hpp>
#include <pullback/run/checkpoints.hpp>
#include <pullback/run/chunk_policy.hpp>
#include <pullback/run/loop_places.hpp>
#include <pullback/shape/range_error.hpp>

#include <cstddef>
#include <limits>
#include <type_traits>
#include <utility>

// How much memory a program with loops needs for what it keeps, and where in it each array lies.

namespace pullback::engine::run {

template <class Built, class T, class Arguments, class Results, class Policy = checkpoints::none_policy>
class loop_work : public loop_places<Built, T, Arguments, Results, Policy> {
    using program = optimise::loop_program_for<Built, T>;
    using base = loop_places<Built, T, Arguments, Results, Policy>;
    static constexpr const auto& code = program::code;
    using running = optimise::running_plan<program, Policy::kept>;
    static constexpr const auto& plan = running::plan;

protected:
    using base::extents_;
    using base::policy_;

public:
    // Written out, as clang takes no inherited constructor for one of constant expressions.
    PULLBACK_ALWAYS_INLINE constexpr loop_work(const Arguments& arguments, const Results& results,
                                               const Policy& policy = {})
        : base(arguments, results, policy) {}

    /// The numbers that are kept in memory.
    PULLBACK_ALWAYS_INLINE constexpr std::ptrdiff_t work_size() {
        std::ptrdiff_t size = 0;
        base::for_each(std::make_integer_sequence<int, code.tables.index_count>{}, [&](auto i) PULLBACK_ALWAYS_INLINE {
            if constexpr (code.tables.indices[i()].turns >= 0) check_turns<code.tables.indices[i()].extent>();
        });
        if constexpr (running::pair_count > 0 && std::is_same_v<Policy, detail::policy_of_memory>) fit_segments();
        else if constexpr (running::pair_count > 0) plan_segments();
        base::for_each(std::make_integer_sequence<int, plan.array_count>{}, [&](auto i) PULLBACK_ALWAYS_INLINE {
            constexpr optimise::kept_array array = plan.arrays[i()];
            if constexpr (is_place(code.step_of(array.node))) check_places<array.node>();
            if constexpr (array.store < 0 && array.record == i() &&
                          !chunk_memory<program, T, Policy>::owns_array(i())) {
                this->first_[i()] = size;
                size += this->template size_of_kept<i()>();
            }
        });
        if constexpr (running::pair_count > 0) place_states(size);
        return size;
    }

protected:
    /// How many turns are kept at a time.
    PULLBACK_ALWAYS_INLINE constexpr void plan_segments() {
        base::for_pairs([this](auto p) PULLBACK_ALWAYS_INLINE {
            constexpr int index = running::segments.pairs[p()].index;
            this->schedules_[p()] = policy_.over(extents_[code.tables.indices[index].extent]);
            this->segments_[p()].length = this->schedules_[p()].length();
        });
    }
    template <int Pair>
    PULLBACK_ALWAYS_INLINE constexpr memory_of_turns memory_of_pair() {
        std::ptrdiff_t turn = 0;
        this->segments_[Pair].length = 1;
        base::for_each(std::make_integer_sequence<int, plan.array_count>{}, [&](auto i) PULLBACK_ALWAYS_INLINE {
            if constexpr (is_in_memory(i()) && running::segments.pair_of_array[i()] == Pair)
                turn += this->template size_of_kept<i()>();
        });
        constexpr int extent = code.tables.indices[running::segments.pairs[Pair].index].extent;
        return {extents_[extent], turn, size_of_state<Pair>(), 2 * size_of_state_arrays<Pair>()};
    }
    static constexpr bool is_in_memory(int array) {
        return plan.arrays[array].store < 0 && plan.arrays[array].record == array;
    }
    /// The same by the memory that there is. Each pair gets the least that it needs, and of the rest as much as is in
    /// proportion to what it could use.
    PULLBACK_ALWAYS_INLINE constexpr void fit_segments() {
        long long rest = policy_.memory, useful = 0;
        base::for_each(std::make_integer_sequence<int, plan.array_count>{}, [&](auto i) PULLBACK_ALWAYS_INLINE {
            if constexpr (is_in_memory(i()) && running::segments.pair_of_array[i()] < 0)
                rest -= this->template size_of_kept<i()>();
        });
        base::for_pairs([&](auto p) PULLBACK_ALWAYS_INLINE {
            const memory_of_turns pair = memory_of_pair<p()>();
            rest -= pair.least();
            useful += pair.for_all() - pair.least();
        });
        if (rest < 0) rest = 0; // which the size says
        if (rest > useful) rest = useful;
        constexpr int digits = 20;
        const long long share = useful > 0 ? (rest << digits) / useful : 0;
        base::for_pairs([&](auto p) PULLBACK_ALWAYS_INLINE {
            const memory_of_turns pair = memory_of_pair<p()>();
            const long long more =
                running::pair_count == 1 ? rest : ((pair.for_all() - pair.least()) * share) >> digits;
            this->schedules_[p()] =
                pair.fitted_to(pair.least() + static_cast<std::ptrdiff_t>(more), Policy::most_slots);
            this->segments_[p()].length = this->schedules_[p()].length();
        });
    }
    /// Where states are kept, behind `size` other numbers.
    PULLBACK_ALWAYS_INLINE constexpr void place_states(std::ptrdiff_t& size) {
        base::for_pairs([&](auto p) PULLBACK_ALWAYS_INLINE {
            const bool goes_again = this->schedules_[p()].slots() > 0;
            for_arrays_of_state<p()>([&](auto item) PULLBACK_ALWAYS_INLINE {
                constexpr int now = plan.items[item()].node, next = plan.items[item()].array;
                this->aside_[now] = size;
                this->aside_[next] = size + this->template size_of_kept<now>();
                size += goes_again ? 2 * this->template size_of_kept<now>() : 0;
            });
            this->segments_[p()].states = size;
            size += this->schedules_[p()].slots() * size_of_state<p()>();
        });
    }
    /// How many numbers of the state of an ordered loop are in no array.
    static constexpr int count_carries(int index) {
        int count = 0;
        for (int i = 0; i < code.carry_count; ++i)
            count += is_number_of_state(code.tables, code.carries[i], index) ? 1 : 0;
        return count;
    }
    /// Acts on the arrays that a forward loop hands on, `act(items)` with the item that exchanges one.
    template <int Pair, class Act>
    PULLBACK_ALWAYS_INLINE static constexpr void for_arrays_of_state(Act act) {
        constexpr optimise::loop_region region = plan.regions[running::segments.pairs[Pair].forward];
        base::for_each(std::make_integer_sequence<int, region.count>{}, [&](auto i) PULLBACK_ALWAYS_INLINE {
            constexpr int item = region.first + i();
            if constexpr (plan.items[item].action == optimise::loop_action::exchange)
                act(std::integral_constant<int, item>{});
        });
    }
    template <int Pair>
    PULLBACK_ALWAYS_INLINE constexpr std::ptrdiff_t size_of_state_arrays() const {
        std::ptrdiff_t size = 0;
        for_arrays_of_state<Pair>([&](auto item) PULLBACK_ALWAYS_INLINE {
            constexpr int array = plan.items[item()].array;
            size += this->template size_of_kept<array>();
        });
        return size;
    }
    template <int Pair>
    PULLBACK_ALWAYS_INLINE constexpr std::ptrdiff_t size_of_state() const {
        constexpr int numbers = count_carries(running::segments.pairs[Pair].index);
        return numbers + size_of_state_arrays<Pair>();
    }

private:
    /// How many turns a loop had is a number, too.
    template <int Extent>
    PULLBACK_ALWAYS_INLINE constexpr void check_turns() const {
        constexpr int digits = std::numeric_limits<T>::digits;
        if constexpr (digits > 0 && digits < 48)
            if (extents_[Extent] > std::ptrdiff_t(1) << digits)
                detail::report_range_error(range_sentence()
                                           << "while_loop(bound, init, condition, f): the bound is " << extents_[Extent]
                                           << ", and numbers of the type of the arguments count to "
                                           << (std::ptrdiff_t(1) << digits)
                                           << "; give a smaller bound, or an argument of a type with more digits");
    }
    /// Memory holds numbers, which count exactly to 2^24 only where they are floats.
    template <int Node>
    PULLBACK_ALWAYS_INLINE constexpr void check_places() const {
        constexpr int most_digits = 48; // more elements than that no memory holds
        if constexpr (std::numeric_limits<T>::digits < most_digits &&
                      std::numeric_limits<T>::digits < std::numeric_limits<std::ptrdiff_t>::digits) {
            constexpr loop_index index = code.tables.indices[name_in(code.maker_of(Node))];
            const std::ptrdiff_t count = extents_[index.extent], most = std::ptrdiff_t(1)
                                                                        << std::numeric_limits<T>::digits;
            if (count > most)
                detail::report_range_error(range_sentence() << "f(x...): f keeps the place of an extremum among "
                                                            << count << " elements, and numbers of its type count to "
                                                            << most << "; give an argument of a type with more digits");
        }
    }
};

} // namespace pullback::engine::run

#endif
