// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_LOOP_IN_LANES_HPP
#define PULLBACK_RUN_LOOP_IN_LANES_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/math/lane_functions.hpp>
#include <pullback/math/lane_masks.hpp>
#include <pullback/math/lane_numbers.hpp>
#include <pullback/math/used_lanes.hpp>
#include <pullback/optimise/loop_blocks.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/simplify.hpp>
#include <pullback/run/checkpoints.hpp>
#include <pullback/run/chunk_choice.hpp>
#include <pullback/run/inner_turns.hpp>
#include <pullback/run/instructions.hpp>
#include <pullback/run/lane_choice.hpp>
#include <pullback/run/lane_costs.hpp>
#include <pullback/run/lane_reductions.hpp>
#include <pullback/run/loop.hpp>
#include <pullback/run/loop_in_tiles.hpp>
#include <pullback/run/reductions.hpp>
#include <pullback/run/rows_in_lanes.hpp>
#include <pullback/run/tile_choice.hpp>

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
class loop_in_lanes : public lane_reductions<Built, T, Arguments, Results, Policy> {
    using program = optimise::loop_program_for<Built, T>;
    static constexpr const auto& code = program::code;
    static constexpr const auto& plan = optimise::loops_of<program>;
    using base = lane_reductions<Built, T, Arguments, Results, Policy>;
    template <class Used>
    using state = typename base::template state<Used>;
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
        if (has_room_) this->turn_arguments();
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
        if constexpr (item.action == optimise::loop_action::loop && has_known_turns(item.region)) {
            // Without lanes, a loop with borders, which has no others in it, runs as it always does.
            if constexpr (!run::lanes_of<program>.has_lanes[item.region] && borders<item.region>.exist())
                base::template run_item<Item>();
            else if constexpr (plan.regions[item.region].parent == 0) run_outermost<item.region>();
            else run_loop<item.region>();
        } else {
            base::template run_item<Item>();
        }
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
            run_in_lanes<Region>(0, this->template turns_of<plan.regions[Region].index>());
        else this->template for_turns<Region>([&]() PULLBACK_ALWAYS_INLINE { run_region<Region>(); });
    }

    template <int Region>
    PULLBACK_ALWAYS_INLINE void run_outermost() {
        if (has_room_) this->template begin_sums<Region>();
        run_loop<Region>();
        if (has_room_) this->template add_sums<Region>();
    }

    // The loop with lanes.

    /// Whether it keeps arrays in lanes, copies of rows, or what is turned round.
    template <int Region>
    static constexpr bool keeps_in_lanes() {
        bool keeps = base::template has_turned<Region>();
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
        constexpr bool keeps = keeps_in_lanes<Region>(), is_masked = run::lanes_of<program>.are_masked[Region];
        std::ptrdiff_t i = first;
        [[maybe_unused]] const auto run_one_by_one = [&](std::ptrdiff_t end) PULLBACK_ALWAYS_INLINE {
            for (; i < end; ++i) {
                this->index_[index] = i;
                base::template run_region<Region>();
            }
        };
        if (this->counts_all_turns() && (has_room_ || !keeps)) {
            if constexpr (is_masked) {
                run_all_turns<Region, vectors>(first, count);
                i = count;
            } else {
                const std::ptrdiff_t end = end_of_inner<Region>(count);
                if constexpr (borders<Region>.first > 0) run_one_by_one(least(borders<Region>.first, count));
                i = run_turns<Region, vectors>(i, end);
                if constexpr (vectors > 1) i = run_turns<Region, 1>(i, end);
            }
        }
        if constexpr (!is_masked || keeps || !base::always_counts_all_turns) run_one_by_one(count);
    }
    PULLBACK_ALWAYS_INLINE static constexpr std::ptrdiff_t least(std::ptrdiff_t a, std::ptrdiff_t b) {
        return a < b ? a : b;
    }

    // Turns at either end of a loop ask for neighbours that are not there; all others are inner ones.

    template <int Region>
    static constexpr loop_margins borders =
        0 > code.tables.indices[plan.regions[Region].index].reverses ? base::template margins<Region> : loop_margins{};
    /// Where the inner turns end among those that end before `count`.
    template <int Region>
    PULLBACK_ALWAYS_INLINE std::ptrdiff_t end_of_inner(std::ptrdiff_t count) const {
        if constexpr (borders<Region>.last == 0) return count;
        else return least(count, this->template turns_of<plan.regions[Region].index>() - borders<Region>.last);
    }
    template <int Region, int Vectors>
    using inner_turns = std::conditional_t<borders<Region>.exist(), math::lanes_with_neighbours<T, Vectors>,
                                           math::all_lanes<T, Vectors>>;
    /// Runs as many turns as fill all lanes, and says which is the next.
    template <int Region, int Vectors>
    PULLBACK_ALWAYS_INLINE std::ptrdiff_t run_turns(std::ptrdiff_t first, std::ptrdiff_t count) {
        if (count - first < math::lanes<T, Vectors>::size) return first;
        state<inner_turns<Region, Vectors>> lanes;
        first = run_full<Region>(lanes, first, count);
        this->template for_reductions<Region>(
            [&](auto node) PULLBACK_ALWAYS_INLINE { this->template finish_lanes<node()>(lanes); });
        return first;
    }
    /// Runs all turns: as many at once as there are lanes, and those that are left over in the lanes of one vector, the
    /// last in as many of them as there are turns.
    template <int Region, int Vectors>
    PULLBACK_ALWAYS_INLINE void run_all_turns(std::ptrdiff_t first, std::ptrdiff_t count) {
        using used = math::first_lanes<T>;
        if (first >= count) return;
        state<used> last;
        this->template for_reductions<Region>([&](auto node) PULLBACK_ALWAYS_INLINE {
            this->template begin<node(), reduced_loop::has_lanes>(last, first);
        });
        if (count - first >= math::lanes<T, Vectors>::size) {
            state<math::all_lanes<T, Vectors>> lanes;
            first = run_full<Region>(lanes, first, count);
            this->template for_reductions<Region>(
                [&](auto node) PULLBACK_ALWAYS_INLINE { this->template hand_over<node()>(lanes, last); });
        }
        for (; first < count; first += used::size) {
            last.use(count - first);
            run_at_once<Region>(last, first);
        }
        this->template for_reductions<Region>(
            [&](auto node) PULLBACK_ALWAYS_INLINE { this->template finish_lanes<node()>(last); });
    }
    template <int Region, class Used>
    PULLBACK_ALWAYS_INLINE std::ptrdiff_t run_full(state<Used>& lanes, std::ptrdiff_t first, std::ptrdiff_t count) {
        this->template for_reductions<Region>([&](auto node) PULLBACK_ALWAYS_INLINE {
            this->template begin<node(), reduced_loop::has_lanes>(lanes, first);
        });
        for (; count - first >= Used::size; first += Used::size) run_at_once<Region>(lanes, first);
        return first;
    }
    template <int Region, class Used>
    PULLBACK_ALWAYS_INLINE void run_at_once(state<Used>& lanes, std::ptrdiff_t first) {
        constexpr int index = plan.regions[Region].index;
        this->index_[index] = first;
        this->template pack_rows<Region>(lanes, first);
        run_region_in_lanes<Region, index>(lanes);
    }
    template <int Region, int Index, class Used>
    PULLBACK_ALWAYS_INLINE void run_region_in_lanes(state<Used>& lanes) {
        constexpr optimise::loop_region region = plan.regions[Region];
        for_each(std::make_integer_sequence<int, region.count>{},
                 [&](auto i) PULLBACK_ALWAYS_INLINE { run_item_in_lanes<region.first + i(), Region, Index>(lanes); });
    }

    template <int Item, int Region, int Index, class Used>
    PULLBACK_ALWAYS_INLINE void run_item_in_lanes(state<Used>& lanes) {
        using optimise::loop_action;
        constexpr optimise::loop_item item = plan.items[Item];
        if constexpr (item.action == loop_action::loop && base::template has_own_lanes<item.region>()) {
            loop_along_rows<loop_in_lanes, item.region, Index, Used>(*this, lanes).run_all_rows();
        } else if constexpr (item.action == loop_action::loop) {
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
            constexpr bool is_scatter = code.step_of(item.node) == loop_step::scatter;
            constexpr bool is_own = !is_scatter && name_in(code.maker_of(item.node)) == Index;
            if constexpr (is_scatter && run::adds_in_each_turn(code, item.node, Index))
                this->template scatter<item.node, item.array, Index>(lanes);
            else if constexpr (is_own || run::differs_in(code, item.node, Index))
                this->template accumulate<item.node, item.array, Index>(lanes);
            else base::template run_item<Item>();
        } else if constexpr (run::keeps_for_each(code, plan, item, Index)) {
            this->template store_kept<item.array, Index>(lanes, number_to_keep<item.node, Index>(lanes));
        } else if constexpr (item.action == loop_action::exchange || !run::differs_in(code, item.node, Index)) {
            base::template run_item<Item>();
        } else if constexpr (item.action == loop_action::compute) {
            compute<item.node, Region, Index>(lanes);
        } else if constexpr (item.action == loop_action::load) {
            load<item.node>(lanes, this->template load_kept<item.array, -1, Index>(lanes));
        } else if constexpr (item.action == loop_action::load_turn) {
            load<item.node>(lanes, this->template load_kept<item.array, item.node, Index>(lanes));
        } else if constexpr (item.action == loop_action::start) {
            constexpr int first = base::carry_of(item.node).first;
            lanes.numbers[item.node] = this->template number<first, Index>(lanes);
        } else if constexpr (item.action == loop_action::begin) {
            if constexpr (item.array >= 0)
                for_each(std::make_integer_sequence<int, plan.array_count>{}, [&](auto a) PULLBACK_ALWAYS_INLINE {
                    if constexpr (plan.arrays[a()].record == plan.arrays[item.array].record)
                        this->template begin_wide<a(), Used>(run::first_value<T>(code.step_of(item.node)));
                });
            else this->template begin<item.node, reduced_loop::is_inside>(lanes, 0);
        }
    }

    /// Hands on the state of an ordered loop: all numbers of it are read before one of them changes.
    template <int Ordered, int Index, class Used, int... I>
    PULLBACK_ALWAYS_INLINE void advance(state<Used>& lanes, std::integer_sequence<int, I...>) {
        [[maybe_unused]] const typename Used::numbers next[] = {
            this->template number<base::carry_in(Ordered, I).next, Index>(lanes)..., typename Used::numbers(T(0))};
        (set_carry<base::carry_in(Ordered, I).node, Index>(lanes, next[I]), ...);
    }
    template <int Node, int Index, class Used>
    PULLBACK_ALWAYS_INLINE void set_carry(state<Used>& lanes, const typename Used::numbers& next) {
        if constexpr (run::differs_in(code, Node, Index)) lanes.numbers[Node] = next;
        else this->numbers_[Node] = next[0];
    }

    template <int Node, int Index, class Used>
    PULLBACK_ALWAYS_INLINE typename Used::numbers number_to_keep(const state<Used>& lanes) const {
        using numbers = typename Used::numbers;
        if constexpr (!run::differs_in(code, Node, Index)) return numbers(base::template number_to_keep<Node>());
        else if constexpr (code.kind_of(Node) == value_kind::truth)
            return select(lanes.conditions[Node], numbers(T(1)), numbers(T(0)));
        else return lanes.numbers[Node];
    }
    template <int Node, class Used>
    PULLBACK_ALWAYS_INLINE void load(state<Used>& lanes, const typename Used::numbers& kept) {
        if constexpr (code.kind_of(Node) == value_kind::truth) {
            lanes.conditions[Node] = kept != typename Used::numbers(T(0));
        } else {
            lanes.numbers[Node] = kept;
            if constexpr (code.kind_of(Node) == value_kind::index)
                for (int lane = 0; lane < Used::size; ++lane)
                    lanes.places[Node].set(lane, static_cast<std::ptrdiff_t>(kept[lane]));
        }
    }

    /// Whether a condition holds in all inner turns of a loop, as that a neighbour is there does.
    template <int Region, class Used>
    static constexpr bool holds(int node) {
        if (!Used::have_neighbours || node < code.input_count || code.step_of(node) != loop_step::none) return false;
        const instruction& made_by = code.maker_of(node);
        if (record::is_call_of<functions::logical_and>(made_by.function))
            return holds<Region, Used>(made_by.operands[0]) && holds<Region, Used>(made_by.operands[1]);
        const neighbour_condition asked = run::neighbour_condition_of(code, node);
        return asked.index == plan.regions[Region].index && asked.holds_within(borders<Region>);
    }
    template <int Node, int Region, int Index, class Used>
    PULLBACK_ALWAYS_INLINE void compute(state<Used>& lanes) {
        constexpr instruction made_by = code.maker_of(Node);
        constexpr loop_step step = code.step_of(Node);
        if constexpr (step == loop_step::element) {
            lanes.numbers[Node] = this->template load_element<name_in(made_by), Index>(lanes);
        } else if constexpr (step == loop_step::index) {
            lanes.numbers[Node] = typename Used::numbers(lanes.turns(this->index_[name_in(made_by)]));
        } else if constexpr (holds<Region, Used>(Node)) {
            lanes.conditions[Node] = typename Used::truths(true);
        } else if constexpr (row_kind_of<row<made_by.function>> == row_kind::selection &&
                             holds<Region, Used>(made_by.operands[0])) {
            lanes.numbers[Node] = this->template number<made_by.operands[1], Index>(lanes);
        } else {
            call<Node, Index>(lanes, std::make_integer_sequence<int, made_by.function->arity>{});
        }
    }
    template <int Node, int Index, class Used, int... K>
    PULLBACK_ALWAYS_INLINE void call(state<Used>& lanes, std::integer_sequence<int, K...>) {
        constexpr instruction made_by = code.maker_of(Node);
        constexpr row_kind kind = row_kind_of<row<made_by.function>>;
        using F = typename computing_row<row<made_by.function>, typename Used::numbers>::type;
        if constexpr (kind == row_kind::selection) {
            lanes.numbers[Node] = F::value(this->template truths<made_by.operands[0], Index>(lanes),
                                           this->template number<made_by.operands[1], Index>(lanes),
                                           this->template number<made_by.operands[2], Index>(lanes));
        } else if constexpr (kind == row_kind::logic) {
            lanes.conditions[Node] = F::value(this->template truths<made_by.operands[K], Index>(lanes)...);
        } else if constexpr (kind == row_kind::comparison) {
            lanes.conditions[Node] = F::value(this->template number<made_by.operands[K], Index>(lanes)...);
        } else {
            lanes.numbers[Node] = F::value(this->template number<made_by.operands[K], Index>(lanes)...);
        }
    }

    template <int Store, int Index, class Used>
    PULLBACK_ALWAYS_INLINE void store(state<Used>& lanes) {
        constexpr array_store what = code.stores[Store];
        this->template store_result<Store, Index>(lanes, this->template number<what.operand, Index>(lanes));
    }

    template <class, int, int, class>
    friend class loop_along_rows;

    bool has_room_ = true;
};

} // namespace pullback::engine::run

#endif
