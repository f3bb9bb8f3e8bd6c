// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_LANE_PLACES_HPP
#define PULLBACK_RUN_LANE_PLACES_HPP

#include <pullback/always_inline.hpp>
#include <pullback/math/lane_numbers.hpp>
#include <pullback/optimise/loop_blocks.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/record/index_set.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/run/checkpoints.hpp>
#include <pullback/run/turned_arrays.hpp>

#include <cstddef>
#include <type_traits>

// Where the numbers of many turns of a loop are in memory. Those that lie side by side are read and written as vectors,
// all others one after the other, in the order of the turns.

namespace pullback::engine::run {

template <class Built, class T, class Arguments, class Results, class Policy = checkpoints::none_policy>
class lane_places : public turned_arrays<Built, T, Arguments, Results, Policy> {
    using base = turned_arrays<Built, T, Arguments, Results, Policy>;

public:
    using base::base;

protected:
    using program = optimise::loop_program_for<Built, T>;
    static constexpr const auto& code = program::code;
    static constexpr const auto& plan = optimise::loops_of<program>;
    template <class Used>
    using state = typename base::template state<Used>;

    template <int Access, int Index, class Used>
    PULLBACK_ALWAYS_INLINE typename Used::numbers load_element(const state<Used>& lanes) {
        if constexpr (base::template is_vector<Access, Index>) {
            return lanes.load(__builtin_addressof(this->template scalar_at<Access>()));
        } else if constexpr (Used::have_neighbours && base::template is_vector<Access, Index, true>) {
            return lanes.load(__builtin_addressof(this->template scalar_at<Access, Index>()));
        } else if constexpr (base::template is_packed_read<Access, Index>) {
            constexpr int array = code.accesses[Access].array, size = Used::size;
            return Used::numbers::load(this->rows_[array] + this->template subscript<Access, 1>() * size);
        } else if constexpr (base::template is_turned_read<Access, Index>) {
            return lanes.load(this->template turned_read<Access, Index>());
        } else {
            typename Used::numbers result;
            base::template for_lanes<Access, Index>(lanes, [&](int lane) PULLBACK_ALWAYS_INLINE {
                result.set(lane, static_cast<T>(this->template scalar_at<Access>()));
            });
            return result;
        }
    }

    template <int Array>
    static constexpr int access_of_kept =
        plan.arrays[Array].store < 0 ? -1
                                     : code.stores[plan.arrays[Array].store < 0 ? 0 : plan.arrays[Array].store].access;

    template <int Array, int Reader, int Index, class Used>
    PULLBACK_ALWAYS_INLINE typename Used::numbers load_kept(const state<Used>& lanes) {
        if constexpr (base::template chooses_turn<Reader, Index>()) {
            typename Used::numbers result;
            base::template for_turns_read<Reader, Index>(lanes, [&](int lane) PULLBACK_ALWAYS_INLINE {
                result.set(lane, number_of_turn<Array, Reader, Index, Used>(lane));
            });
            return result;
        } else if constexpr (base::template is_wide<Array, Index>) {
            return Used::numbers::load(this->template wide<Array, Reader, Used>());
        } else if constexpr (base::template is_kept_side_by_side<Array, Reader, Index>()) {
            return lanes.load(&this->template kept<Array, Reader>());
        } else if constexpr (Used::have_neighbours &&
                             base::template is_kept_side_by_side<Array, Reader, Index, true>()) {
            return lanes.load(&this->template kept<Array, Reader, Index>());
        } else {
            typename Used::numbers result;
            base::template for_lanes<access_of_kept<Array>, Index>(lanes, [&](int lane) PULLBACK_ALWAYS_INLINE {
                result.set(lane, this->template kept<Array, Reader>());
            });
            return result;
        }
    }
    /// What is kept of one lane, in the turn that a reader says.
    template <int Array, int Reader, int Index, class Used>
    PULLBACK_ALWAYS_INLINE T& number_of_turn(int lane) {
        if constexpr (base::template is_wide<Array, Index>) return this->template wide<Array, Reader, Used>()[lane];
        else return this->template kept<Array, Reader>();
    }
    /// Terms that are added where data say, lane after lane, as two of them may go to one place.
    template <int Node, int Array, int Index, class Used>
    PULLBACK_ALWAYS_INLINE void scatter_kept(const state<Used>& lanes, const typename Used::numbers& terms) {
        base::template for_turns_read<Node, Index>(lanes, [&](int lane) PULLBACK_ALWAYS_INLINE {
            if (!lanes.is_used(lane)) return;
            T& sum = number_of_turn<Array, Node, Index, Used>(lane);
            sum = base::template join<loop_step::sum, T>(sum, terms[lane]);
        });
    }
    template <int Array, int Index, class Used>
    PULLBACK_ALWAYS_INLINE void store_kept(const state<Used>& lanes, const typename Used::numbers& numbers) {
        if constexpr (base::template is_wide<Array, Index>) {
            numbers.store(this->template wide<Array, -1, Used>());
        } else if constexpr (base::template is_kept_side_by_side<Array, -1, Index>()) {
            lanes.store(numbers, &this->template kept<Array>());
        } else {
            base::template for_used_lanes<access_of_kept<Array>, Index>(
                lanes, [&](int lane) PULLBACK_ALWAYS_INLINE { this->template kept<Array>() = numbers[lane]; });
        }
    }

    template <int Node, int Array, int Index, class Used>
    PULLBACK_ALWAYS_INLINE void accumulate_kept(const state<Used>& lanes, const typename Used::numbers& body) {
        constexpr loop_step step = code.step_of(Node);
        if constexpr (is_place(step)) {
            constexpr int over = name_in(code.maker_of(Node));
            base::template for_used_lanes<access_of_kept<Array>, Index>(lanes, [&](int lane) PULLBACK_ALWAYS_INLINE {
                T* const place_and_best = &this->template kept<Array>();
                if (run::is_better_than<step>(body[lane], place_and_best[1])) {
                    place_and_best[0] = static_cast<T>(this->index_[over]);
                    place_and_best[1] = body[lane];
                }
            });
        } else if constexpr (base::template is_wide<Array, Index>) {
            T* const sums = this->template wide<Array, -1, Used>();
            base::template join_lanes<step>(Used::numbers::load(sums), body).store(sums);
        } else if constexpr (base::template is_turned_sum<Array, Index>) {
            T* const sums = this->template turned_sum<Array, Index>();
            lanes.store(base::template join_lanes<step>(lanes.load(sums), body), sums);
        } else if constexpr (!base::template is_kept_for_each<Array, Index>()) {
            T& sum = this->template kept<Array>();
            sum = base::template join<step, T>(
                sum, base::template join_all<step>(base::template terms_of<step>(lanes, body)));
        } else if constexpr (base::template is_kept_side_by_side<Array, -1, Index>()) {
            T* const sums = &this->template kept<Array>();
            lanes.store(base::template join_lanes<step>(lanes.load(sums), body), sums);
        } else {
            base::template for_used_lanes<access_of_kept<Array>, Index>(lanes, [&](int lane) PULLBACK_ALWAYS_INLINE {
                T& sum = this->template kept<Array>();
                sum = base::template join<step, T>(sum, body[lane]);
            });
        }
    }

    template <int Store, int Index, class Used>
    PULLBACK_ALWAYS_INLINE void store_result(const state<Used>& lanes, const typename Used::numbers& numbers) {
        constexpr array_store what = code.stores[Store];
        if constexpr (base::template is_vector<what.access, Index>) {
            T* const place = __builtin_addressof(this->template result_at<Store>());
            if constexpr (what.adds) lanes.store(lanes.load(place) + numbers, place);
            else lanes.store(numbers, place);
        } else if constexpr (what.adds && Used::have_neighbours && base::template is_vector<what.access, Index, true>) {
            T* const place = __builtin_addressof(this->template result_at<Store, Index>());
            lanes.store(lanes.load(place) + numbers, place);
        } else if constexpr (what.adds && !record::contains(code.indices_of_access(what.access), Index)) {
            auto& place = this->template result_at<Store>();
            place = place + static_cast<std::remove_cvref_t<decltype(place)>>(base::template join_all<loop_step::sum>(
                                base::template terms_of<loop_step::sum>(lanes, numbers)));
        } else {
            base::template for_used_lanes<what.access, Index>(lanes, [&](int lane) PULLBACK_ALWAYS_INLINE {
                auto& place = this->template result_at<Store>();
                const auto number = static_cast<std::remove_cvref_t<decltype(place)>>(numbers[lane]);
                if constexpr (what.adds) place = place + number;
                else place = number;
            });
        }
    }
};

} // namespace pullback::engine::run

#endif
