// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_LOOP_HPP
#define PULLBACK_RUN_LOOP_HPP

#include <pullback/math/selection.hpp>
#include <pullback/optimise/loop_blocks.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/optimise/loops_of.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/run/chosen_rows.hpp>
#include <pullback/run/instructions.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/range_error.hpp>
#include <pullback/shape/shape_of.hpp>

#include <boost/hana/at.hpp>
#include <limits>

#include <cstddef>
#include <type_traits>
#include <utility>

// How a program with loops runs: what stands at one place is straight-line code on an array of numbers, of which an
// optimising compiler makes registers, and a loop is a loop.

namespace pullback::engine::run {

template <class Built, class T, class Arguments, class Results>
class loop_run {
    using program = optimise::loop_program_for<Built, T>;
    static constexpr const auto& code = program::code;
    static constexpr const auto& plan = optimise::loops_of<program>;
    static constexpr int nodes = std::remove_cvref_t<decltype(code)>::node_count;
    /// Whether some rows have lengths of their own.
    static constexpr bool has_rows = [] {
        bool has = false;
        for (int i = 0; i < code.tables.extent_count; ++i) has = has || code.tables.extents[i].is_of_row();
        return has;
    }();

public:
    [[gnu::always_inline]] loop_run(const Arguments& arguments, const Results& results)
        : arguments_(arguments), results_(results) {
        for_each(
            std::make_integer_sequence<int, code.tables.extent_count>{}, [&](auto i) __attribute__((always_inline)) {
                constexpr loop_extent extent = code.tables.extents[i()];
                constexpr int argument = code.tables.arrays[extent.array].argument;
                using type = std::remove_cvref_t<decltype(*boost::hana::at_c<argument>(arguments_))>;
                const type& argument_data = *boost::hana::at_c<argument>(arguments_);
                if constexpr (extent.is_of_row()) {
                    shortest_[i()] = std::numeric_limits<std::ptrdiff_t>::max();
                    extents_[i()] = 0;
                    run::for_each_row<program, i()>(arguments_, [&](std::ptrdiff_t row) __attribute__((always_inline)) {
                        const std::ptrdiff_t length = range_data<type>::template extent<1>(argument_data, row);
                        if (length > extents_[i()]) extents_[i()] = length;
                        if (length < shortest_[i()]) shortest_[i()] = length;
                    });
                } else {
                    extents_[i()] = range_data<type>::template extent<extent.dimension>(argument_data);
                    if constexpr (has_rows) shortest_[i()] = extents_[i()];
                }
            });
    }

    // All indices into the members are constants, and nothing that is not inlined has their address, without which
    // compilers do not make registers of them.

    /// The lengths alone, for what is not inlined.
    [[gnu::always_inline]] auto lengths() const {
        loop_lengths<has_rows> copied;
        for_each(std::make_integer_sequence<int, code.tables.extent_count>{},
                 [&](auto i) __attribute__((always_inline)) {
                     copied.extents[i()] = extents_[i()];
                     if constexpr (has_rows) copied.shortest_extents[i()] = shortest_[i()];
                 });
        return copied;
    }
    /// The numbers that are kept in memory.
    [[gnu::always_inline]] std::ptrdiff_t work_size() {
        std::ptrdiff_t size = 0;
        for_each(std::make_integer_sequence<int, plan.array_count>{}, [&](auto i) __attribute__((always_inline)) {
            constexpr optimise::kept_array array = plan.arrays[i()];
            if constexpr (is_place(code.step_of(array.node))) check_places<array.node>();
            if constexpr (array.store < 0 && array.record == i()) {
                first_[i()] = size;
                size += size_of_kept<i()>();
            }
        });
        return size;
    }

    /// Runs with the inputs in the first numbers, and that much memory.
    template <class Load>
    [[gnu::always_inline]] void run(Load load, T* work) {
        load(numbers_);
        work_ = work;
        run_region<0>();
    }

    template <int I>
    [[gnu::always_inline]] T output() const {
        constexpr int operand = code.straight.outputs[I];
        if constexpr (operand >= 0) return numbers_[operand];
        else return detail::as_scalar<T>(code.straight.literals[-operand - 1]);
    }

private:
    template <int... I, class Act>
    [[gnu::always_inline]] static void for_each(std::integer_sequence<int, I...>, [[maybe_unused]] Act act) {
        [[maybe_unused]] const int done[] = {0, (act(std::integral_constant<int, I>{}), 0)...};
    }

    // Which extents these are is known to the compiler: whoever asks a program for something at run time has all of it
    // in the binary, and with it what its operations refer to, the recorder too.
    template <int Array>
    [[gnu::always_inline]] std::ptrdiff_t size_of_kept() const {
        std::ptrdiff_t size = plan.arrays[Array].record_size;
        for_each(std::make_integer_sequence<int, plan.arrays[Array].dimensions>{},
                 [&](auto d) __attribute__((always_inline)) {
                     constexpr int index = plan.arrays[Array].indices[d()];
                     constexpr int extent = code.tables.indices[index].extent;
                     size *= extents_[extent];
                 });
        return size;
    }

    /// Memory holds numbers, which count exactly to 2^24 only where they are floats.
    template <int Node>
    [[gnu::always_inline]] void check_places() const {
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

    template <int Region>
    [[gnu::always_inline]] void run_region() {
        constexpr optimise::loop_region region = plan.regions[Region];
        for_each(std::make_integer_sequence<int, region.count>{},
                 [&](auto i) __attribute__((always_inline)) { run_item<region.first + i()>(); });
    }

    template <int Item>
    [[gnu::always_inline]] void run_item() {
        using optimise::loop_action;
        constexpr optimise::loop_item item = plan.items[Item];
        if constexpr (item.action == loop_action::loop) {
            constexpr int index = plan.regions[item.region].index;
            const std::ptrdiff_t count = count_of<code.tables.indices[index].extent>();
            if constexpr (code.tables.indices[index].reverses >= 0) {
                for (std::ptrdiff_t i = count; i > 0; --i) {
                    index_[index] = i - 1;
                    run_region<item.region>();
                }
            } else {
                for (std::ptrdiff_t i = 0; i < count; ++i) {
                    index_[index] = i;
                    run_region<item.region>();
                }
            }
        } else if constexpr (item.action == loop_action::compute) {
            compute<item.node>();
        } else if constexpr (item.action == loop_action::load) {
            load<item.node>(kept<item.array>());
        } else if constexpr (item.action == loop_action::load_turn) {
            load<item.node>(kept<item.array, name_in(code.maker_of(item.node))>());
        } else if constexpr (item.action == loop_action::start) {
            constexpr int first = carry_of(item.node).first;
            numbers_[item.node] = number<first>();
        } else if constexpr (item.action == loop_action::advance) {
            advance<item.node>(std::make_integer_sequence<int, count_carries(item.node)>{});
        } else if constexpr (item.action == loop_action::exchange) {
            const std::ptrdiff_t now = first_[item.node];
            first_[item.node] = first_[item.array];
            first_[item.array] = now;
        } else if constexpr (item.action == loop_action::finish) {
            constexpr int last = carry_of(item.node).node;
            numbers_[item.node] = numbers_[last];
        } else if constexpr (item.action == loop_action::keep) {
            kept<item.array>() = number_to_keep<item.node>();
        } else if constexpr (item.action == loop_action::store) {
            store<item.node>();
        } else if constexpr (item.action == loop_action::begin) {
            begin<item.node, item.array>();
        } else {
            accumulate<item.node, item.array>();
        }
    }

    template <int Extent>
    [[gnu::always_inline]] std::ptrdiff_t count_of() const {
        constexpr loop_extent extent = code.tables.extents[Extent];
        if constexpr (extent.is_of_row()) {
            const auto& argument = *boost::hana::at_c<code.tables.arrays[extent.array].argument>(arguments_);
            return range_data<std::remove_cvref_t<decltype(argument)>>::template extent<1>(
                argument, place_of<extent.row>(extents_[code.tables.arrays[extent.array].extents[0]]));
        } else {
            return extents_[Extent];
        }
    }

    static constexpr loop_carry carry_of(int node) { return code.carries[name_in(code.maker_of(node))]; }
    static constexpr int count_carries(int index) {
        int count = 0;
        for (int i = 0; i < code.carry_count; ++i)
            count += is_number_of_state(code.tables, code.carries[i], index) ? 1 : 0;
        return count;
    }
    static constexpr loop_carry carry_in(int index, int number) {
        int i = 0;
        while (!is_number_of_state(code.tables, code.carries[i], index) || number-- > 0) ++i;
        return code.carries[i];
    }
    /// Hands on the state of an ordered loop: all numbers of it are read before one of them changes.
    template <int Index, int... I>
    [[gnu::always_inline]] void advance(std::integer_sequence<int, I...>) {
        [[maybe_unused]] const T next[] = {number<carry_in(Index, I).next>()..., T(0)};
        ((numbers_[carry_in(Index, I).node] = next[I]), ...);
    }

    /// The number of an array that belongs to the turns of the loops, or to the other turns that are read.
    template <int Array, int TurnRead = -1>
    [[gnu::always_inline]] T& kept() {
        constexpr optimise::kept_array array = plan.arrays[Array];
        if constexpr (array.store >= 0) {
            return result_at<array.store>();
        } else {
            std::ptrdiff_t place = 0;
            for_each(std::make_integer_sequence<int, array.dimensions>{}, [&](auto d) __attribute__((always_inline)) {
                constexpr int own = plan.arrays[Array].indices[d()];
                constexpr int index = TurnRead < 0 ? own : code.turn_reads[TurnRead < 0 ? 0 : TurnRead].at(own);
                place = place * extents_[code.tables.indices[own].extent] + index_[index];
            });
            return work_[first_[array.record] + place * plan.arrays[array.record].record_size + array.slot];
        }
    }
    template <int Store>
    [[gnu::always_inline]] auto& result_at() {
        constexpr int access = code.stores[Store].access;
        constexpr int result = -1 - code.tables.arrays[code.accesses[access].array].argument;
        return scalar_in<access>(*boost::hana::at_c<result>(results_));
    }

    // What is kept is a number, also of a truth value and of a place.
    template <int Node>
    [[gnu::always_inline]] T number_to_keep() const {
        if constexpr (Node < code.input_count) return number<Node>();
        else if constexpr (code.maker_of(Node).function->is_condition)
            return math::select(conditions_[Node], T(1), T(0));
        else return numbers_[Node];
    }
    template <int Node>
    [[gnu::always_inline]] void load(const T& number) {
        if constexpr (code.maker_of(Node).function->is_condition) {
            conditions_[Node] = number != T(0);
        } else {
            numbers_[Node] = number;
            if constexpr (is_place(code.step_of(Node))) integers_[Node] = static_cast<std::ptrdiff_t>(number);
        }
    }

    static constexpr T first_value(loop_step step) {
        switch (step) {
            case loop_step::sum: return T(0);
            case loop_step::product: return T(1);
            case loop_step::maximum:
            case loop_step::place_of_maximum: return -std::numeric_limits<T>::infinity();
            default: return std::numeric_limits<T>::infinity();
        }
    }

    template <int Node, int Array>
    [[gnu::always_inline]] void begin() {
        constexpr loop_step step = code.step_of(Node);
        if constexpr (Array < 0) {
            if constexpr (is_place(step)) {
                best_[Node] = first_value(step);
                integers_[Node] = 0;
                numbers_[Node] = T(0);
            } else {
                numbers_[Node] = first_value(step);
            }
        } else {
            if constexpr (is_place(step)) {
                T* const first = work_ + first_[Array];
                const std::ptrdiff_t count = size_of_kept<Array>();
                for (std::ptrdiff_t i = 0; i < count; i += 2) {
                    first[i] = T(0);
                    first[i + 1] = first_value(step);
                }
            } else if constexpr (plan.arrays[Array].store >= 0) {
                begin_in_result<Array, 0>(first_value(step));
            } else {
                T* const first = work_ + first_[Array];
                const std::ptrdiff_t count = size_of_kept<Array>();
                for (std::ptrdiff_t i = 0; i < count; ++i) first[i] = first_value(step);
            }
        }
    }
    template <int Array, int Dimension>
    [[gnu::always_inline]] void begin_in_result(const T& value) {
        if constexpr (Dimension == plan.arrays[Array].dimensions) {
            kept<Array>() = value;
        } else {
            constexpr int index = plan.arrays[Array].indices[Dimension];
            const std::ptrdiff_t count = count_of<code.tables.indices[index].extent>();
            for (std::ptrdiff_t i = 0; i < count; ++i) {
                index_[index] = i;
                begin_in_result<Array, Dimension + 1>(value);
            }
        }
    }

    template <loop_step Step>
    [[gnu::always_inline]] static T joined(const T& x, const T& y) {
        if constexpr (Step == loop_step::sum) return x + y;
        else if constexpr (Step == loop_step::product) return x * y;
        else if constexpr (Step == loop_step::maximum) return y > x ? y : x;
        else return y < x ? y : x;
    }

    /// The first NaN is taken for the best, as the result of max(x, y) is NaN where an operand is.
    template <loop_step Step>
    [[gnu::always_inline]] static bool is_better_than(const T& body, const T& best) {
        const bool is_worse = Step == loop_step::place_of_maximum ? body <= best : body >= best;
        return !is_worse && best == best;
    }

    template <int Node, int Array>
    [[gnu::always_inline]] void accumulate() {
        constexpr loop_step step = code.step_of(Node);
        const T body = number<code.maker_of(Node).operands[0]>();
        if constexpr (is_place(step)) {
            constexpr int index = name_in(code.maker_of(Node));
            if constexpr (Array < 0) {
                const bool is_better = is_better_than<step>(body, best_[Node]);
                best_[Node] = is_better ? body : best_[Node];
                integers_[Node] = is_better ? index_[index] : integers_[Node];
                numbers_[Node] = static_cast<T>(integers_[Node]);
            } else {
                T* const place_and_best = &kept<Array>();
                if (is_better_than<step>(body, place_and_best[1])) {
                    place_and_best[0] = static_cast<T>(index_[index]);
                    place_and_best[1] = body;
                }
            }
        } else if constexpr (Array < 0) {
            numbers_[Node] = joined<step>(numbers_[Node], body);
        } else {
            T& sum = kept<Array>();
            sum = joined<step>(sum, body);
        }
    }

    template <int Operand>
    [[gnu::always_inline]] T number() const {
        if constexpr (Operand >= 0) return numbers_[Operand];
        else return detail::as_scalar<T>(code.straight.literals[-Operand - 1]);
    }

    template <int Access, int Dimension>
    [[gnu::always_inline]] std::ptrdiff_t subscript() const {
        constexpr array_access at = code.accesses[Access];
        constexpr bool is_from_end =
                           is_constant_subscript(at.subscripts[Dimension]) && constant_of(at.subscripts[Dimension]) < 0,
                       is_moved = at.offsets[Dimension] != 0;
        std::ptrdiff_t size = 0;
        if constexpr (is_from_end || is_moved) size = size_along<Access, Dimension>();
        const std::ptrdiff_t here = place_of<at.subscripts[Dimension]>(size);
        if constexpr (!is_moved) {
            return here;
        } else {
            const std::ptrdiff_t moved = here + at.offsets[Dimension], last = size - 1;
            if constexpr (at.offsets[Dimension] < 0) return moved < 0 ? 0 : moved;
            else return moved > last ? last : moved;
        }
    }
    /// How many elements stand where an access reads, along a dimension.
    template <int Access, int Dimension>
    [[gnu::always_inline]] std::ptrdiff_t size_along() const {
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
    [[gnu::always_inline]] const auto& array_data() const {
        if constexpr (Argument >= 0) return *boost::hana::at_c<Argument>(arguments_);
        else return *boost::hana::at_c<-1 - Argument>(results_);
    }
    /// The place that a subscript stands for, among `size` elements.
    template <int Subscript>
    [[gnu::always_inline]] std::ptrdiff_t place_of([[maybe_unused]] std::ptrdiff_t size) const {
        if constexpr (is_constant_subscript(Subscript)) {
            constexpr int k = constant_of(Subscript);
            return k >= 0 ? k : size + k;
        } else if constexpr (Subscript >= 0) {
            return index_[Subscript];
        } else {
            constexpr int node = ~Subscript;
            if constexpr (node < code.input_count) return run::integer_argument<node>(arguments_);
            else if constexpr (is_place(code.step_of(node))) return integers_[node];
            else if constexpr (code.step_of(node) == loop_step::at_turn)
                return static_cast<std::ptrdiff_t>(numbers_[node]); // the place of an extremum in another turn
            else return static_cast<std::ptrdiff_t>(scalar_at<name_in(code.maker_of(node))>());
        }
    }

    template <int Access>
    [[gnu::always_inline]] decltype(auto) scalar_at() const {
        constexpr array_access at = code.accesses[Access];
        constexpr int argument = code.tables.arrays[at.array].argument;
        return scalar_in<Access>(*boost::hana::at_c<argument>(arguments_));
    }

    template <int Access, class A>
    [[gnu::always_inline]] decltype(auto) scalar_in(A& container) const {
        constexpr array_access at = code.accesses[Access];
        using type = std::remove_const_t<A>;
        if constexpr (range_data<type>::dimensions == 1)
            return (detail::scalar_in<type, at.scalar>(container, subscript<Access, 0>()));
        else return (detail::scalar_in<type, at.scalar>(container, subscript<Access, 0>(), subscript<Access, 1>()));
    }

    template <int Node, int K>
    static consteval literal known() {
        const int operand = code.maker_of(Node).operands[K];
        return operand < 0 ? code.straight.literals[-operand - 1] : literal(0);
    }

    template <int Node>
    [[gnu::always_inline]] void compute() {
        constexpr instruction made_by = code.maker_of(Node);
        constexpr loop_step step = code.step_of(Node);
        if constexpr (step == loop_step::element) {
            numbers_[Node] = static_cast<T>(scalar_at<name_in(made_by)>());
        } else if constexpr (step == loop_step::extent) {
            numbers_[Node] = static_cast<T>(count_of<name_in(made_by)>());
        } else if constexpr (step == loop_step::index) {
            numbers_[Node] = static_cast<T>(index_[name_in(made_by)]);
        } else {
            run::step<made_by.function>(numbers_, conditions_, Node, made_by.operands[0], made_by.operands[1],
                                        made_by.operands[2], known<Node, 0>(), known<Node, 1>(), known<Node, 2>());
        }
    }

    template <int Store>
    [[gnu::always_inline]] void store() {
        constexpr array_store what = code.stores[Store];
        auto& place = result_at<Store>();
        using type = std::remove_cvref_t<decltype(place)>;
        if constexpr (what.adds) place += static_cast<type>(number<what.operand>());
        else place = static_cast<type>(number<what.operand>());
    }

    Arguments arguments_;
    Results results_;
    T numbers_[nodes + 1];
    mask_of<T> conditions_[nodes + 1];
    T best_[nodes + 1];
    std::ptrdiff_t integers_[nodes + 1];
    std::ptrdiff_t index_[most_indices];
    std::ptrdiff_t extents_[most_arrays];
    std::ptrdiff_t shortest_[has_rows ? most_arrays : 1];
    std::ptrdiff_t first_[plan.array_count + 1];
    T* work_ = nullptr;
};

} // namespace pullback::engine::run

#endif
