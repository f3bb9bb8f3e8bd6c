// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_LOOP_IN_LANES_HPP
#define PULLBACK_RUN_LOOP_IN_LANES_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/more.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/functions/table.hpp>
#include <pullback/math/lane_functions.hpp>
#include <pullback/math/lane_masks.hpp>
#include <pullback/math/lane_numbers.hpp>
#include <pullback/optimise/loop_blocks.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/run/checkpoints.hpp>
#include <pullback/run/chunk_choice.hpp>
#include <pullback/run/instructions.hpp>
#include <pullback/run/lane_choice.hpp>
#include <pullback/run/lane_costs.hpp>
#include <pullback/run/lane_places.hpp>
#include <pullback/run/loop.hpp>
#include <pullback/run/reductions.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>

// How a program with loops runs many turns of a loop at once. A node that depends on the index of that loop is a number
// in each lane; all others are what they are in `loop_run`, which also runs the loops without lanes and the turns that
// are left over.

namespace pullback::engine::run {

template <class Built, class T, class Arguments, class Results, class Policy = checkpoints::none_policy>
class loop_in_lanes : public lane_places<Built, T, Arguments, Results, Policy> {
    using program = optimise::loop_program_for<Built, T>;
    static constexpr const auto& code = program::code;
    static constexpr const auto& plan = optimise::loops_of<program>;
    using base = lane_places<Built, T, Arguments, Results, Policy>;
    template <int Vectors>
    using state = typename base::template state<Vectors>;
    template <int... I, class Act>
    PULLBACK_ALWAYS_INLINE static void for_each(std::integer_sequence<int, I...> all, Act act) {
        base::for_each(all, act);
    }

public:
    using base::base;
    /// The numbers that are kept in memory.
    PULLBACK_ALWAYS_INLINE std::ptrdiff_t work_size() {
        std::ptrdiff_t size = base::work_size();
        this->template place_lanes<-1>(size);
        return size;
    }
    /// The same where there is memory for so many. If that is too little, loops that keep lanes run without.
    PULLBACK_ALWAYS_INLINE std::ptrdiff_t work_size_within(std::ptrdiff_t room) {
        const std::ptrdiff_t size = loop_in_lanes::work_size();
        has_room_ = size <= room;
        return has_room_ ? size : base::work_size();
    }
    template <class Load>
    PULLBACK_ALWAYS_INLINE void run(Load load, T* work) {
        load(this->numbers_);
        this->work_ = work;
        run_region<0>();
    }

protected:
    // Loops without lanes, some of which have others in them that have.

    template <int Region>
    PULLBACK_ALWAYS_INLINE void run_region() {
        constexpr optimise::loop_region region = plan.regions[Region];
        for_each(std::make_integer_sequence<int, region.count>{},
                 [&](auto i) PULLBACK_ALWAYS_INLINE { run_item<region.first + i()>(); });
    }
    template <int Item>
    PULLBACK_ALWAYS_INLINE void run_item() {
        constexpr optimise::loop_item item = plan.items[Item];
        if constexpr (item.action == optimise::loop_action::loop && has_known_turns(item.region))
            run_loop<item.region>();
        else base::template run_item<Item>();
    }
    /// Some turns of a loop whose turns do not wait for each other, from the first to before the last.
    template <int Region>
    PULLBACK_ALWAYS_INLINE void run_turns_between(std::ptrdiff_t first, std::ptrdiff_t last) {
        if constexpr (run::lanes_of<program>.has_lanes[Region]) {
            run_in_lanes<Region>(first, last);
        } else {
            for (std::ptrdiff_t i = first; i < last; ++i) {
                this->index_[plan.regions[Region].index] = i;
                run_region<Region>();
            }
        }
    }

private:
    /// Whether a loop ends where its index does, and not by a condition.
    static constexpr bool has_known_turns(int region) {
        return 0 > code.tables.indices[plan.regions[region].index].condition; // which is no template
    }
    template <int Region>
    PULLBACK_ALWAYS_INLINE void run_loop() {
        if constexpr (run::lanes_of<program>.has_lanes[Region])
            run_in_lanes<Region>(0, this->template count_of<code.tables.indices[plan.regions[Region].index].extent>());
        else this->template for_turns<Region>([&]() PULLBACK_ALWAYS_INLINE { run_region<Region>(); });
    }

    // The loop with lanes.

    /// Whether it keeps arrays in lanes, or copies of rows.
    template <int Region>
    static constexpr bool keeps_in_lanes() {
        bool keeps = false;
        base::template for_packed_arrays<Region>([&](auto) { keeps = true; });
        run::for_items_in(plan, Region, [&](const optimise::loop_item& item, int) {
            keeps = keeps || run::is_wide(code, plan, item.array, plan.regions[Region].index);
        });
        return keeps;
    }
    template <int Region>
    PULLBACK_ALWAYS_INLINE void run_in_lanes(std::ptrdiff_t first, std::ptrdiff_t count) {
        constexpr int index = plan.regions[Region].index;
        constexpr int vectors = base::template vectors_of<Region>;
        std::ptrdiff_t i = first;
        if (this->counts_all_turns() && (has_room_ || !keeps_in_lanes<Region>())) {
            i = run_turns<Region, vectors>(first, count);
            if constexpr (vectors > 1) i = run_turns<Region, 1>(i, count);
        }
        for (; i < count; ++i) {
            this->index_[index] = i;
            base::template run_region<Region>();
        }
    }
    /// Runs as many turns as fill all lanes, and says which is the next.
    template <int Region, int Vectors>
    PULLBACK_ALWAYS_INLINE std::ptrdiff_t run_turns(std::ptrdiff_t first, std::ptrdiff_t count) {
        constexpr int width = math::lanes<T, Vectors>::size, index = plan.regions[Region].index;
        if (count - first < width) return first;
        state<Vectors> lanes;
        for_reductions<Region>([&](auto node) PULLBACK_ALWAYS_INLINE { begin<node(), true>(lanes, first); });
        for (; count - first >= width; first += width) {
            this->index_[index] = first;
            this->template pack_rows<Region, Vectors>(first);
            run_region_in_lanes<Region, index>(lanes);
        }
        for_reductions<Region>([&](auto node) PULLBACK_ALWAYS_INLINE { finish_lanes<node()>(lanes); });
        return first;
    }
    /// Acts on the nodes that are reductions over the loop and are in no array.
    template <int Region, class Act>
    PULLBACK_ALWAYS_INLINE static void for_reductions(Act act) {
        constexpr optimise::loop_region region = plan.regions[Region];
        for_each(std::make_integer_sequence<int, region.count>{}, [&](auto i) PULLBACK_ALWAYS_INLINE {
            constexpr optimise::loop_item item = plan.items[region.first + i()];
            if constexpr (item.action == optimise::loop_action::accumulate && item.array < 0)
                if constexpr (name_in(code.maker_of(item.node)) == region.index)
                    act(std::integral_constant<int, item.node>{});
        });
    }

    template <int Region, int Index, int Vectors>
    PULLBACK_ALWAYS_INLINE void run_region_in_lanes(state<Vectors>& lanes) {
        constexpr optimise::loop_region region = plan.regions[Region];
        for_each(std::make_integer_sequence<int, region.count>{},
                 [&](auto i) PULLBACK_ALWAYS_INLINE { run_item_in_lanes<region.first + i(), Region, Index>(lanes); });
    }

    template <int Item, int Region, int Index, int Vectors>
    PULLBACK_ALWAYS_INLINE void run_item_in_lanes(state<Vectors>& lanes) {
        using optimise::loop_action;
        constexpr optimise::loop_item item = plan.items[Item];
        if constexpr (item.action == loop_action::loop) {
            this->template for_turns<item.region>(
                [&]() PULLBACK_ALWAYS_INLINE { run_region_in_lanes<item.region, Index>(lanes); });
        } else if constexpr (item.action == loop_action::store) {
            store<item.node, Index>(lanes);
        } else if constexpr (item.action == loop_action::advance) {
            advance<item.node, Index>(lanes, std::make_integer_sequence<int, base::count_carries(item.node)>{});
        } else if constexpr (item.action == loop_action::finish) {
            constexpr int last = base::carry_of(item.node).node;
            if constexpr (run::differs_in(code, last, Index)) lanes.numbers[item.node] = lanes.numbers[last];
            else base::template run_item<Item>();
        } else if constexpr (item.action == loop_action::accumulate) {
            constexpr bool is_own = name_in(code.maker_of(item.node)) == Index;
            if constexpr (is_own || run::differs_in(code, item.node, Index))
                accumulate<item.node, item.array, Index>(lanes);
            else base::template run_item<Item>();
        } else if constexpr (item.action == loop_action::exchange || !run::differs_in(code, item.node, Index)) {
            base::template run_item<Item>();
        } else if constexpr (item.action == loop_action::compute) {
            compute<item.node, Index>(lanes);
        } else if constexpr (item.action == loop_action::load) {
            load<item.node>(lanes, this->template load_kept<item.array, -1, Index>(lanes));
        } else if constexpr (item.action == loop_action::load_turn) {
            load<item.node>(lanes, this->template load_kept<item.array, item.node, Index>(lanes));
        } else if constexpr (item.action == loop_action::start) {
            constexpr int first = base::carry_of(item.node).first;
            lanes.numbers[item.node] = number<first, Index>(lanes);
        } else if constexpr (item.action == loop_action::keep) {
            this->template store_kept<item.array, Index>(lanes, number_to_keep<item.node>(lanes));
        } else if constexpr (item.action == loop_action::begin) {
            if constexpr (item.array >= 0)
                this->template begin_wide<item.array, Vectors>(run::first_value<T>(code.step_of(item.node)));
            else begin<item.node, false>(lanes, 0);
        }
    }

    template <int Operand, int Index, int Vectors>
    PULLBACK_ALWAYS_INLINE math::lanes<T, Vectors> number(const state<Vectors>& lanes) const {
        if constexpr (run::differs_in(code, Operand, Index)) return lanes.numbers[Operand];
        else return math::lanes<T, Vectors>(base::template number<Operand>());
    }
    template <int Node, int Index, int Vectors>
    PULLBACK_ALWAYS_INLINE math::lane_mask<T, Vectors> condition(const state<Vectors>& lanes) const {
        if constexpr (run::differs_in(code, Node, Index)) return lanes.conditions[Node];
        else return math::lane_mask<T, Vectors>(this->conditions_[Node]);
    }

    /// Hands on the state of an ordered loop: all numbers of it are read before one of them changes.
    template <int Ordered, int Index, int Vectors, int... I>
    PULLBACK_ALWAYS_INLINE void advance(state<Vectors>& lanes, std::integer_sequence<int, I...>) {
        [[maybe_unused]] const math::lanes<T, Vectors> next[] = {
            number<base::carry_in(Ordered, I).next, Index>(lanes)..., math::lanes<T, Vectors>(T(0))};
        (set_carry<base::carry_in(Ordered, I).node, Index>(lanes, next[I]), ...);
    }
    template <int Node, int Index, int Vectors>
    PULLBACK_ALWAYS_INLINE void set_carry(state<Vectors>& lanes, const math::lanes<T, Vectors>& next) {
        if constexpr (run::differs_in(code, Node, Index)) lanes.numbers[Node] = next;
        else this->numbers_[Node] = next[0];
    }

    template <int Node, int Vectors>
    PULLBACK_ALWAYS_INLINE math::lanes<T, Vectors> number_to_keep(const state<Vectors>& lanes) const {
        using numbers = math::lanes<T, Vectors>;
        if constexpr (code.kind_of(Node) == value_kind::truth)
            return select(lanes.conditions[Node], numbers(T(1)), numbers(T(0)));
        else return lanes.numbers[Node];
    }
    template <int Node, int Vectors>
    PULLBACK_ALWAYS_INLINE void load(state<Vectors>& lanes, const math::lanes<T, Vectors>& kept) {
        if constexpr (code.kind_of(Node) == value_kind::truth) {
            lanes.conditions[Node] = kept != math::lanes<T, Vectors>(T(0));
        } else {
            lanes.numbers[Node] = kept;
            if constexpr (code.kind_of(Node) == value_kind::index)
                for (int lane = 0; lane < math::lanes<T, Vectors>::size; ++lane)
                    lanes.places[Node].set(lane, static_cast<std::ptrdiff_t>(kept[lane]));
        }
    }

    /// The first value of a reduction, whose first turn in each lane is that one, if the reduction is over the loop
    /// with lanes. Otherwise the first is 0 in all of them.
    template <int Node, bool IsOwn, int Vectors>
    PULLBACK_ALWAYS_INLINE static void begin(state<Vectors>& lanes, [[maybe_unused]] std::ptrdiff_t first) {
        constexpr loop_step step = code.step_of(Node);
        if constexpr (is_place(step)) {
            lanes.best[Node] = math::lanes<T, Vectors>(run::first_value<T>(step));
            if constexpr (IsOwn) lanes.places[Node] = math::lane_integers<T, Vectors>::from(first);
            else lanes.places[Node] = math::lane_integers<T, Vectors>(std::ptrdiff_t(0));
            lanes.numbers[Node] = math::lanes<T, Vectors>(lanes.places[Node]);
        } else {
            lanes.numbers[Node] = math::lanes<T, Vectors>(run::first_value<T>(step));
        }
    }

    template <int Node, int Array, int Index, int Vectors>
    PULLBACK_ALWAYS_INLINE void accumulate(state<Vectors>& lanes) {
        constexpr loop_step step = code.step_of(Node);
        constexpr int operand = code.maker_of(Node).operands[0], over = name_in(code.maker_of(Node));
        using numbers = math::lanes<T, Vectors>;
        const numbers body = number<operand, Index>(lanes);
        if constexpr (Array >= 0) {
            this->template accumulate_kept<Node, Array, Index>(lanes, body);
        } else if constexpr (is_place(step)) {
            const math::lane_integers<T, Vectors> place = [&]() PULLBACK_ALWAYS_INLINE {
                if constexpr (over == Index) return math::lane_integers<T, Vectors>::from(this->index_[Index]);
                else return math::lane_integers<T, Vectors>(this->index_[over]);
            }();
            numbers& best = lanes.best[Node];
            // The first NaN is taken for the best.
            const auto is_more = step == loop_step::place_of_maximum ? body > best : body < best;
            const auto is_better = (is_more || body != body) && best == best;
            lanes.places[Node] = select(is_better, place, lanes.places[Node]);
            best = select(is_better, body, best);
            lanes.numbers[Node] = numbers(lanes.places[Node]);
        } else {
            lanes.numbers[Node] = base::template join_lanes<step>(lanes.numbers[Node], body);
        }
    }

    /// Joins the lanes of a reduction with what it was before.
    template <int Node, int Vectors>
    PULLBACK_ALWAYS_INLINE void finish_lanes(const state<Vectors>& lanes) {
        constexpr loop_step step = code.step_of(Node);
        if constexpr (is_place(step)) {
            // The first NaN, or the first of the best.
            T best = this->best_[Node];
            std::ptrdiff_t place = this->integers_[Node];
            for (int lane = 0; lane < math::lanes<T, Vectors>::size; ++lane) {
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

    template <int Node, int Index, int Vectors>
    PULLBACK_ALWAYS_INLINE void compute(state<Vectors>& lanes) {
        constexpr instruction made_by = code.maker_of(Node);
        constexpr loop_step step = code.step_of(Node);
        if constexpr (step == loop_step::element) {
            lanes.numbers[Node] = this->template load_element<name_in(made_by), Index>(lanes);
        } else if constexpr (step == loop_step::index) {
            lanes.numbers[Node] =
                math::lanes<T, Vectors>(math::lane_integers<T, Vectors>::from(this->index_[name_in(made_by)]));
        } else {
            call<Node, Index>(lanes, std::make_integer_sequence<int, made_by.function->arity>{});
        }
    }
    /// Functions of the library take lanes as they take numbers; others, which may ask whether a number is positive,
    /// take one number after the other.
    template <int Node, int Index, int Vectors, int... K>
    PULLBACK_ALWAYS_INLINE void call(state<Vectors>& lanes, std::integer_sequence<int, K...>) {
        constexpr instruction made_by = code.maker_of(Node);
        using F = row<made_by.function>;
        constexpr row_kind kind = row_kind_of<F>;
        constexpr bool is_known = functions::table::contains<F> || functions::further_table::contains<F> ||
                                  functions::inner_table::contains<F>;
        using numbers = math::lanes<T, Vectors>;
        if constexpr (kind == row_kind::selection) {
            lanes.numbers[Node] =
                F::value(condition<made_by.operands[0], Index>(lanes), number<made_by.operands[1], Index>(lanes),
                         number<made_by.operands[2], Index>(lanes));
        } else if constexpr (kind == row_kind::logic) {
            lanes.conditions[Node] = F::value(condition<made_by.operands[K], Index>(lanes)...);
        } else if constexpr (kind == row_kind::comparison) {
            if constexpr (is_known) {
                lanes.conditions[Node] = F::value(number<made_by.operands[K], Index>(lanes)...);
            } else {
                const auto truth = [](const auto&... x) { return F::value(x...) ? T(1) : T(0); };
                lanes.conditions[Node] =
                    numbers::by_numbers(truth, number<made_by.operands[K], Index>(lanes)...) != numbers(T(0));
            }
        } else if constexpr (is_known) {
            lanes.numbers[Node] = F::value(number<made_by.operands[K], Index>(lanes)...);
        } else {
            lanes.numbers[Node] = numbers::by_numbers([](const auto&... x) { return T(F::value(x...)); },
                                                      number<made_by.operands[K], Index>(lanes)...);
        }
    }

    template <int Store, int Index, int Vectors>
    PULLBACK_ALWAYS_INLINE void store(state<Vectors>& lanes) {
        constexpr array_store what = code.stores[Store];
        this->template store_result<Store, Index>(lanes, number<what.operand, Index>(lanes));
    }

    bool has_room_ = true;
};

} // namespace pullback::engine::run

#endif
