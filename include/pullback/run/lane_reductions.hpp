// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_LANE_REDUCTIONS_HPP
#define PULLBACK_RUN_LANE_REDUCTIONS_HPP

#include <pullback/always_inline.hpp>
#include <pullback/optimise/loop_blocks.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/optimise/loops_of.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/run/checkpoints.hpp>
#include <pullback/run/lane_choice.hpp>
#include <pullback/run/lane_places.hpp>
#include <pullback/run/reductions.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

// Reductions over many turns of a loop at once: a number in each lane, which are joined at the end.

namespace pullback::engine::run {

/// Which loop a reduction is over: the one that has lanes, or one inside of it.
enum class reduced_loop { has_lanes, is_inside };

template <class Built, class T, class Arguments, class Results, class Policy = checkpoints::none_policy>
class lane_reductions : public lane_places<Built, T, Arguments, Results, Policy> {
    using base = lane_places<Built, T, Arguments, Results, Policy>;

public:
    using base::base;

protected:
    using program = optimise::loop_program_for<Built, T>;
    static constexpr const auto& code = program::code;
    static constexpr const auto& plan = optimise::loops_of<program>;
    template <class Used>
    using state = typename base::template state<Used>;

    /// Acts on the nodes that are reductions over the loop and are in no array, few of its many items.
    template <int Region, class Act>
    PULLBACK_ALWAYS_INLINE static void for_reductions(Act act) {
        base::for_each(std::make_integer_sequence<int, count_reductions<Region>()>{},
                       [&](auto number)
                           PULLBACK_ALWAYS_INLINE { act(std::integral_constant<int, reduction<Region>(number())>{}); });
    }

    template <int Operand, int Index, class Used>
    PULLBACK_ALWAYS_INLINE typename Used::numbers number(const state<Used>& lanes) const {
        if constexpr (run::differs_in(code, Operand, Index)) return lanes.numbers[Operand];
        else return typename Used::numbers(base::template number<Operand>());
    }
    template <int Node, int Index, class Used>
    PULLBACK_ALWAYS_INLINE typename Used::truths truths(const state<Used>& lanes) const {
        if constexpr (run::differs_in(code, Node, Index)) return lanes.conditions[Node];
        else return typename Used::truths(this->conditions_[Node]);
    }

    /// The first value of a reduction. Its first turn in the lanes is `first`, and 0 in all of them where it is over a
    /// loop inside.
    template <int Node, reduced_loop Loop, class Used>
    PULLBACK_ALWAYS_INLINE static void begin(state<Used>& lanes, [[maybe_unused]] std::ptrdiff_t first) {
        constexpr loop_step step = code.step_of(Node);
        if constexpr (is_place(step)) {
            lanes.best[Node] = typename Used::numbers(run::first_value<T>(step));
            if constexpr (Loop == reduced_loop::has_lanes) lanes.places[Node] = Used::integers::from(first);
            else lanes.places[Node] = typename Used::integers(std::ptrdiff_t(0));
            lanes.numbers[Node] = typename Used::numbers(lanes.places[Node]);
        } else {
            lanes.numbers[Node] = typename Used::numbers(run::first_value<T>(step));
        }
    }

    template <int Node, int Array, int Index, class Used>
    PULLBACK_ALWAYS_INLINE void scatter(state<Used>& lanes) {
        base::template scatter_kept<Node, Array, Index>(lanes, number<code.maker_of(Node).operands[0], Index>(lanes));
    }
    template <int Node, int Array, int Index, class Used>
    PULLBACK_ALWAYS_INLINE void accumulate(state<Used>& lanes) {
        constexpr loop_step step = code.step_of(Node);
        constexpr int operand = code.maker_of(Node).operands[0], over = name_in(code.maker_of(Node));
        using numbers = typename Used::numbers;
        const numbers body = number<operand, Index>(lanes);
        if constexpr (Array >= 0) {
            this->template accumulate_kept<Node, Array, Index>(lanes, body);
        } else if constexpr (is_place(step)) {
            const typename Used::integers place = [&]() PULLBACK_ALWAYS_INLINE {
                if constexpr (over == Index) return lanes.turns(this->index_[Index]);
                else return typename Used::integers(this->index_[over]);
            }();
            numbers& best = lanes.best[Node];
            // The first NaN is taken for the best.
            const auto is_more = step == loop_step::place_of_maximum ? body > best : body < best;
            const auto is_better = (is_more || body != body) && best == best;
            lanes.places[Node] = select(is_better, place, lanes.places[Node]);
            best = select(is_better, body, best);
            lanes.numbers[Node] = numbers(lanes.places[Node]);
        } else {
            // A loop inside has as many turns in each lane.
            const numbers terms = [&]() PULLBACK_ALWAYS_INLINE {
                if constexpr (over == Index) return base::template terms_of<step>(lanes, body);
                else return body;
            }();
            lanes.numbers[Node] = base::template join_lanes<step>(lanes.numbers[Node], terms);
        }
    }

    /// The lanes of a reduction in those of one vector, which go on with it; an extremum is joined at once.
    template <int Node, class Used, class Last>
    PULLBACK_ALWAYS_INLINE void hand_over(const state<Used>& lanes, state<Last>& last) {
        constexpr loop_step step = code.step_of(Node);
        if constexpr (is_place(step)) finish_lanes<Node>(lanes);
        else last.numbers[Node] = base::template join_vectors<step>(lanes.numbers[Node]);
    }
    /// Joins the lanes of a reduction with what it was before.
    template <int Node, class Used>
    PULLBACK_ALWAYS_INLINE void finish_lanes(const state<Used>& lanes) {
        constexpr loop_step step = code.step_of(Node);
        if constexpr (is_place(step)) {
            // The first NaN, or the first of the best.
            T best = this->best_[Node];
            std::ptrdiff_t place = this->integers_[Node];
            for (int lane = 0; lane < Used::size; ++lane) {
                const T number = lanes.best[Node][lane];
                const std::ptrdiff_t at = lanes.places[Node][lane];
                const bool is_number = number == number, was_number = best == best;
                const bool is_more = step == loop_step::place_of_maximum ? number > best : number < best;
                const bool takes =
                    was_number ? (!is_number || is_more || (number == best && at < place)) : (!is_number && at < place);
                place = takes ? at : place;
                best = takes ? number : best;
            }
            this->best_[Node] = best;
            this->integers_[Node] = place;
            this->numbers_[Node] = static_cast<T>(place);
        } else {
            this->numbers_[Node] =
                base::template join<step, T>(this->numbers_[Node], base::template join_all<step>(lanes.numbers[Node]));
        }
    }

private:
    static constexpr bool is_reduction_over(const optimise::loop_item& item, int index) {
        return item.action == optimise::loop_action::accumulate && item.array < 0 &&
               code.step_of(item.node) != loop_step::scatter && name_in(code.maker_of(item.node)) == index;
    }
    template <int Region>
    static consteval int count_reductions() {
        constexpr optimise::loop_region region = plan.regions[Region];
        int count = 0;
        for (int i = 0; i < region.count; ++i)
            count += is_reduction_over(plan.items[region.first + i], region.index) ? 1 : 0;
        return count;
    }
    template <int Region>
    static consteval int reduction(int number) {
        constexpr optimise::loop_region region = plan.regions[Region];
        int i = region.first;
        while (!is_reduction_over(plan.items[i], region.index) || number-- > 0) ++i;
        return plan.items[i].node;
    }
};

} // namespace pullback::engine::run

#endif
