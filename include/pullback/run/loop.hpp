// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_LOOP_HPP
#define PULLBACK_RUN_LOOP_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/math/selection.hpp>
#include <pullback/optimise/loop_blocks.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/optimise/turn_passes.hpp>
#include <pullback/optimise/turn_segments.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/run/checkpoints.hpp>
#include <pullback/run/chosen_rows.hpp>
#include <pullback/run/coupled_state.hpp>
#include <pullback/run/free_turns.hpp>
#include <pullback/run/inner_turns.hpp>
#include <pullback/run/instructions.hpp>
#include <pullback/run/loop_segments.hpp>
#include <pullback/run/loop_work.hpp>
#include <pullback/run/reductions.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/range_error.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

// How a program with loops runs: what stands at one place is straight-line code on an array of numbers, of which an
// optimising compiler makes registers, and a loop is a loop.

namespace pullback::engine::run {

template <class Built, class T, class Arguments, class Results, class Policy = checkpoints::none_policy>
class loop_run : public loop_work<Built, T, Arguments, Results, Policy> {
    using program = optimise::loop_program_for<Built, T>;
    using turns_pass = optimise::turns_pass;
    static constexpr const auto& code = program::code;
    using running = optimise::running_plan<program, Policy::kept>;
    static constexpr const auto& plan = running::plan;
    static constexpr int nodes = std::remove_cvref_t<decltype(code)>::node_count;
    using base = loop_work<Built, T, Arguments, Results, Policy>;

protected:
    using base::arguments_;
    using base::extents_;
    using base::first_;
    using base::for_each;
    using base::index_;
    using base::integers_;
    using base::work_;

    template <class, int>
    friend class loop_segments;

public:
    // Written out, as clang takes no inherited constructor for one of constant expressions.
    PULLBACK_ALWAYS_INLINE constexpr loop_run(const Arguments& arguments, const Results& results,
                                              const Policy& policy = {})
        : base(arguments, results, policy) {}
    /// Runs with the inputs in the first numbers, and that much memory.
    template <class Load>
    PULLBACK_ALWAYS_INLINE constexpr void run(Load load, T* work) {
        load(numbers_);
        work_ = work;
        if constexpr (has_places()) {
            // Outside of the members, since their subscripts are no constants.
            std::ptrdiff_t places[running::pair_count * places_of_pair];
            places_ = places;
            run_region<0>();
        } else {
            run_region<0>();
        }
    }

    template <int I>
    PULLBACK_ALWAYS_INLINE constexpr T output() const {
        constexpr int operand = code.straight.outputs[I];
        if constexpr (operand >= 0) return numbers_[operand];
        else return detail::as_scalar<T>(code.straight.literal_at(operand));
    }

protected:
    static constexpr std::ptrdiff_t places_of_pair = [] {
        if constexpr (running::pair_count > 0) return Policy::most_slots > 0 ? Policy::most_slots + 1 : 0;
        else return 0;
    }();
    /// Whether the turns whose states are kept must be known.
    static constexpr bool has_places() { return places_of_pair > 0; }
    /// `Inner`: -1, or the region of the loop, at a turn that has all neighbours.
    template <int Region, turns_pass Pass = turns_pass::whole, int Inner = -1>
    PULLBACK_ALWAYS_INLINE constexpr void run_region() {
        run_items<plan.regions[Region].first, Pass, Inner>(
            std::make_integer_sequence<int, plan.regions[Region].count>{});
    }
    // A lambda for each would have an instance for each item.
    template <int First, turns_pass Pass, int Inner, int... I>
    PULLBACK_ALWAYS_INLINE constexpr void run_items(std::integer_sequence<int, I...>) {
        [[maybe_unused]] const int done[] = {0, (run_item<First + I, Pass, Inner>(), 0)...};
    }
    template <int Item, turns_pass Pass = turns_pass::whole, int Inner = -1>
    PULLBACK_ALWAYS_INLINE constexpr void run_item() {
        using optimise::loop_action;
        constexpr optimise::loop_item item = plan.items[Item];
        if constexpr (!running::has_item(Pass, Item)) return;
        else if constexpr (item.action == loop_action::loop && running::segments.pair_forward(item.region) >= 0) {
            loop_segments<loop_run, running::segments.pair_forward(item.region)>(*this).go_forward();
        } else if constexpr (item.action == loop_action::loop && running::segments.pair_reversed(item.region) >= 0) {
            loop_segments<loop_run, running::segments.pair_reversed(item.region)>(*this).go_back();
        } else if constexpr (item.action == loop_action::loop) {
            constexpr int index = plan.regions[item.region].index;
            if constexpr (code.tables.indices[index].condition >= 0)
                return run_while_it_goes_on<index>([&](std::ptrdiff_t)
                                                       PULLBACK_ALWAYS_INLINE { run_region<item.region, Pass>(); });
            if constexpr (code.tables.indices[index].reverses < 0 && margins<item.region>.exist()) {
                const std::ptrdiff_t count = turns_of<index>(), end = count - margins<item.region>.last;
                for (std::ptrdiff_t i = 0;; ++i) {
                    if (i == margins<item.region>.first)
                        i = run::go_through<program, running, item.region>(i, end, [&](auto t) PULLBACK_ALWAYS_INLINE {
                            index_[index] = t;
                            run_region<item.region, Pass, item.region>();
                        });
                    if (i >= count) break;
                    index_[index] = i;
                    run_region<item.region, Pass>();
                }
            } else {
                for_turns<item.region>([&]() PULLBACK_ALWAYS_INLINE { run_region<item.region, Pass>(); });
            }
        } else if constexpr (item.action == loop_action::compute) {
            compute<item.node, Inner>();
        } else if constexpr (item.action == loop_action::load) {
            load<item.node>(this->template kept<item.array>());
        } else if constexpr (item.action == loop_action::load_turn) {
            load<item.node>(this->template kept<item.array, item.node, index_in<Inner>>());
        } else if constexpr (item.action == loop_action::start) {
            constexpr loop_carry carry = carry_of(item.node);
            if constexpr (carry.is_condition) conditions_[item.node] = condition<carry.first>();
            else numbers_[item.node] = number<carry.first>();
        } else if constexpr (item.action == loop_action::advance) {
            advance<item.node, next_turn_in<item.node, Pass>()>(
                std::make_integer_sequence<int, base::count_carries(item.node)>{});
        } else if constexpr (item.action == loop_action::exchange) {
            const std::ptrdiff_t now = first_[item.node];
            first_[item.node] = first_[item.array];
            first_[item.array] = now;
        } else if constexpr (item.action == loop_action::finish) {
            constexpr loop_carry carry = carry_of(item.node);
            if constexpr (carry.is_condition) numbers_[item.node] = static_cast<T>(index_[carry.index]);
            else numbers_[item.node] = numbers_[carry.node];
        } else if constexpr (item.action == loop_action::keep) {
            this->template kept<item.array>() = number_to_keep<item.node>();
        } else if constexpr (item.action == loop_action::store) {
            store<item.node, Inner>();
        } else if constexpr (item.action == loop_action::begin) {
            begin<item.node, item.array>();
        } else {
            accumulate<item.node, item.array>();
        }
    }

    template <int Index>
    PULLBACK_ALWAYS_INLINE constexpr std::ptrdiff_t turns_of() const {
        constexpr loop_index index = code.tables.indices[Index];
        if constexpr (index.turns >= 0) return static_cast<std::ptrdiff_t>(numbers_[index.turns]);
        else return this->template count_of<index.extent>();
    }
    /// Acts in each turn of a loop; one that goes back with a state has them in the other order.
    template <int Region, class Act>
    PULLBACK_ALWAYS_INLINE constexpr void for_turns(Act act) {
        constexpr int index = plan.regions[Region].index;
        const std::ptrdiff_t count = turns_of<index>();
        if constexpr (engine::runs_backwards(code, index)) {
            for (std::ptrdiff_t i = count; i > 0; --i) {
                index_[index] = i - 1;
                act();
            }
        } else {
            run::go_through<program, running, Region>(0, count, [&](std::ptrdiff_t i) PULLBACK_ALWAYS_INLINE {
                index_[index] = i;
                act();
            });
        }
    }
    /// A loop that ends by its condition. Afterwards its index is the number of its turns.
    template <int Index, class Act>
    PULLBACK_ALWAYS_INLINE constexpr void run_while_it_goes_on(Act act) {
        static_assert(std::is_same_v<mask_of<T>, bool>,
                      "while_loop(init, condition, f): the numbers are of a type with several in one, which end in "
                      "different turns; call the function with each by itself");
        constexpr loop_index index = code.tables.indices[Index];
        constexpr loop_extent extent = code.tables.extents[index.extent];
        constexpr int goes_on = code.carries[index.condition].node;
        const std::ptrdiff_t most = this->template count_of<index.extent>();
        std::ptrdiff_t i = 0;
        while (conditions_[goes_on]) {
            if constexpr (!extent.has_no_bound())
                if (i == most) pullback::detail::report_no_end(most);
            index_[Index] = i;
            act(i);
            ++i;
        }
        index_[Index] = i;
    }

    template <int Region>
    static constexpr loop_margins margins = run::margins_of(code, plan, plan.regions[Region]);
    template <int Region>
    static constexpr int index_in = Region < 0 ? -1 : plan.regions[Region < 0 ? 0 : Region].index;
    /// Whether a neighbour is there, as integers say it; in an inner turn it is.
    template <int Node, int Inner>
    PULLBACK_ALWAYS_INLINE constexpr bool has_neighbour() const {
        constexpr neighbour_condition asked = run::neighbour_condition_of(code, Node);
        if constexpr (Inner >= 0 && asked.index == index_in<Inner> &&
                      asked.holds_within(margins < Inner < 0 ? 0 : Inner >))
            return true;
        else if constexpr (asked.extent < 0) return index_[asked.index] >= asked.distance;
        else return index_[asked.index] < this->template count_of<asked.extent>() - asked.distance;
    }

    static constexpr loop_carry carry_of(int node) { return code.carries[name_in(code.maker_of(node))]; }
    static constexpr loop_carry carry_in(int index, int number) {
        int i = 0;
        while (!is_number_of_state(code.tables, code.carries[i], index) || number-- > 0) ++i;
        return code.carries[i];
    }
    /// Hands on the state of an ordered loop: all numbers of it are read before one of them changes.
    template <int Index, optimise::next_turn Next, int... I>
    PULLBACK_ALWAYS_INLINE constexpr void advance(std::integer_sequence<int, I...>) {
        [[maybe_unused]] constexpr bool is_coupled = run::has_coupled_state(code, Index);
        [[maybe_unused]] const T next[] = {run::alone<is_coupled>(number<carry_in(Index, I).next>())..., T(0)};
        constexpr int going_on = code.tables.indices[Index].condition;
        if constexpr (going_on >= 0 && Next == optimise::next_turn::depends)
            conditions_[code.carries[going_on].node] = condition<code.carries[going_on].next>();
        ((numbers_[carry_in(Index, I).node] = next[I]), ...);
    }

    /// Where turns run again it is known already how many there are.
    template <int Index, turns_pass Pass>
    static constexpr optimise::next_turn next_turn_in() {
        if constexpr (Pass == turns_pass::whole) return optimise::next_turn::depends;
        else
            for (int p = 0; p < running::pair_count; ++p)
                if (running::segments.pairs[p].index == Index) return optimise::next_turn::is_known;
        return optimise::next_turn::depends;
    }

    // What is kept is a number, also of a truth value and of a place.
    template <int Node>
    PULLBACK_ALWAYS_INLINE constexpr T number_to_keep() const {
        if constexpr (Node < code.input_count) return number<Node>();
        else if constexpr (code.kind_of(Node) == value_kind::truth) return math::select(conditions_[Node], T(1), T(0));
        else return numbers_[Node];
    }
    template <int Node>
    PULLBACK_ALWAYS_INLINE constexpr void load(const T& number) {
        if constexpr (code.kind_of(Node) == value_kind::truth) {
            conditions_[Node] = number != T(0);
        } else {
            numbers_[Node] = number;
            if constexpr (code.kind_of(Node) == value_kind::index)
                integers_[Node] = static_cast<std::ptrdiff_t>(number);
        }
    }

    template <int Node, int Array>
    PULLBACK_ALWAYS_INLINE constexpr void begin() {
        constexpr loop_step step = code.step_of(Node);
        if constexpr (Array < 0) {
            if constexpr (is_place(step)) {
                best_[Node] = run::first_value<T>(step);
                integers_[Node] = 0;
                numbers_[Node] = T(0);
            } else {
                numbers_[Node] = run::first_value<T>(step);
            }
        } else {
            if constexpr (is_place(step)) {
                T* const first = this->template memory_of<Array>() + first_[Array];
                const std::ptrdiff_t count = this->template size_of_kept<Array>();
                for (std::ptrdiff_t i = 0; i < count; i += 2) {
                    first[i] = T(0);
                    first[i + 1] = run::first_value<T>(step);
                }
            } else if constexpr (plan.arrays[Array].store >= 0 && !base::owns_array(Array)) {
                begin_in_result<Array, 0>(run::first_value<T>(step));
            } else {
                T* const first = this->template memory_of<Array>() + first_[Array];
                const std::ptrdiff_t count = this->template size_of_kept<Array>();
                for (std::ptrdiff_t i = 0; i < count; ++i) first[i] = run::first_value<T>(step);
            }
        }
    }
    template <int Array, int Dimension>
    PULLBACK_ALWAYS_INLINE constexpr void begin_in_result(const T& value) {
        if constexpr (Dimension == plan.arrays[Array].dimensions) {
            this->template kept<Array>() = value;
        } else {
            constexpr int index = plan.arrays[Array].indices[Dimension];
            const std::ptrdiff_t count = this->template count_of<code.tables.indices[index].extent>();
            for (std::ptrdiff_t i = 0; i < count; ++i) {
                index_[index] = i;
                begin_in_result<Array, Dimension + 1>(value);
            }
        }
    }

    template <int Node, int Array>
    PULLBACK_ALWAYS_INLINE constexpr void accumulate() {
        constexpr loop_step step = code.step_of(Node);
        const T body = number<code.maker_of(Node).operands[0]>();
        if constexpr (is_place(step)) {
            constexpr int index = name_in(code.maker_of(Node));
            if constexpr (Array < 0) {
                // The first NaN is taken for the best, as the result of max(x, y) is NaN where an operand is. As good
                // as no number is one, so that is a branch; which number is better cannot be foreseen, and is a
                // selection. Asked in the other order, g++ makes a branch of it too.
                if (__builtin_expect(body != body, false)) {
                    integers_[Node] = best_[Node] == best_[Node] ? index_[index] : integers_[Node];
                    best_[Node] = body;
                } else {
                    const bool is_better =
                        step == loop_step::place_of_maximum ? body > best_[Node] : body < best_[Node];
                    integers_[Node] = is_better ? index_[index] : integers_[Node];
                    best_[Node] = is_better ? body : best_[Node];
                }
                numbers_[Node] = static_cast<T>(integers_[Node]);
            } else {
                T* const place_and_best = &this->template kept<Array>();
                if (run::is_better_than<step>(body, place_and_best[1])) {
                    place_and_best[0] = static_cast<T>(index_[index]);
                    place_and_best[1] = body;
                }
            }
        } else if constexpr (Array < 0) {
            numbers_[Node] = run::joined<step>(numbers_[Node], body);
        } else {
            T& sum = this->template kept<Array, step == loop_step::scatter ? Node : -1>();
            // Each turn has a sum of its own here, so none waits for the one before.
            if constexpr (step == loop_step::sum || step == loop_step::scatter) sum = functions::add::value(sum, body);
            else sum = run::joined<step>(sum, body);
        }
    }

    template <int Operand>
    PULLBACK_ALWAYS_INLINE constexpr T number() const {
        if constexpr (Operand >= 0) return numbers_[Operand];
        else return detail::as_scalar<T>(code.straight.literal_at(Operand));
    }

    template <int Operand>
    PULLBACK_ALWAYS_INLINE constexpr bool condition() const {
        if constexpr (Operand >= 0) return conditions_[Operand];
        else return code.straight.literal_at(Operand) != 0;
    }

    template <int Node, int K>
    static consteval literal known() {
        const int operand = code.maker_of(Node).operands[K];
        return operand < 0 ? code.straight.literal_at(operand) : literal(0);
    }

    template <int Node, int Inner>
    PULLBACK_ALWAYS_INLINE constexpr void compute() {
        constexpr instruction made_by = code.maker_of(Node);
        constexpr loop_step step = code.step_of(Node);
        if constexpr (step == loop_step::element) {
            numbers_[Node] = static_cast<T>(this->template scalar_at<name_in(made_by), index_in<Inner>>());
        } else if constexpr (step == loop_step::extent) {
            numbers_[Node] = static_cast<T>(this->template count_of<name_in(made_by)>());
        } else if constexpr (step == loop_step::index) {
            numbers_[Node] = static_cast<T>(index_[name_in(made_by)]);
        } else if constexpr (run::neighbour_condition_of(code, Node).index >= 0) {
            conditions_[Node] = has_neighbour<Node, Inner>() ? T(0) == T(0) : T(0) != T(0);
        } else {
            run::step<made_by.function>(numbers_, conditions_, Node, made_by.operands[0], made_by.operands[1],
                                        made_by.operands[2], known<Node, 0>(), known<Node, 1>(), known<Node, 2>());
        }
    }

    template <int Store, int Inner>
    PULLBACK_ALWAYS_INLINE constexpr void store() {
        constexpr array_store what = code.stores[Store];
        auto& place = this->template result_at<Store, index_in<Inner>>();
        using type = std::remove_cvref_t<decltype(place)>;
        if constexpr (what.adds) place = functions::add::value<type>(place, static_cast<type>(number<what.operand>()));
        else place = static_cast<type>(number<what.operand>());
    }

    T numbers_[nodes + 1];
    mask_of<T> conditions_[nodes + 1];
    T best_[nodes + 1];
    struct no_places {};
    [[no_unique_address]] std::conditional_t<(running::pair_count > 0), std::ptrdiff_t*, no_places> places_;
};

} // namespace pullback::engine::run

#endif
