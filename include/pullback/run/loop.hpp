// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_LOOP_HPP
#define PULLBACK_RUN_LOOP_HPP

#include <pullback/optimise/loop_blocks.hpp>
#include <pullback/optimise/loop_formation.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/run/instructions.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/shape_of.hpp>

#include <boost/hana/at.hpp>
#include <limits>

#include <cstddef>
#include <type_traits>
#include <utility>

// How a program with loops runs: what stands at one place is straight-line code on an array of numbers, of which an
// optimising compiler makes registers, and a loop is a loop.

namespace pullback::engine::run {

/// How long the ranges of a call are.
struct loop_lengths {
    std::ptrdiff_t extents[most_arrays]{};
    std::ptrdiff_t extent(int number) const { return extents[number]; }
};

template <class Built, class T, class Arguments, class Results>
class loop_run {
    using program = optimise::loop_program_for<Built, T>;
    static constexpr const auto& code = program::code;
    static constexpr const auto& plan = optimise::loops_of<program>;
    static constexpr int nodes = std::remove_cvref_t<decltype(code)>::node_count;

public:
    /// Whether loops keep anything in the work memory.
    static constexpr bool needs_memory = plan.needs_memory();

    [[gnu::always_inline]] loop_run(const Arguments& arguments, const Results& results)
        : arguments_(arguments), results_(results) {
        for_each(std::make_integer_sequence<int, code.tables.extent_count>{},
                 [&](auto i) __attribute__((always_inline)) {
                     constexpr loop_extent extent = code.tables.extents[i()];
                     constexpr int argument = code.tables.arrays[extent.array].argument;
                     using type = std::remove_cvref_t<decltype(*boost::hana::at_c<argument>(arguments_))>;
                     extents_[i()] =
                         range_data<type>::template extent<extent.dimension>(*boost::hana::at_c<argument>(arguments_));
                 });
    }

    // All indices into the members are constants, and nothing that is not inlined has their address, without which
    // compilers do not make registers of them.

    /// The lengths alone, for what is not inlined.
    [[gnu::always_inline]] loop_lengths lengths() const {
        loop_lengths copied;
        for_each(std::make_integer_sequence<int, code.tables.extent_count>{},
                 [&](auto i) __attribute__((always_inline)) { copied.extents[i()] = extents_[i()]; });
        return copied;
    }
    /// The numbers that are kept in memory.
    [[gnu::always_inline]] std::ptrdiff_t work_size() {
        std::ptrdiff_t size = 0;
        for_each(std::make_integer_sequence<int, plan.array_count>{}, [&](auto i) __attribute__((always_inline)) {
            constexpr optimise::kept_array array = plan.arrays[i()];
            if constexpr (array.store < 0 && array.record == i()) {
                first_[i()] = size;
                size += records_of<i()>() * array.record_size;
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
    template <int Array>
    [[gnu::always_inline]] std::ptrdiff_t records_of() const {
        std::ptrdiff_t count = 1;
        for_each(std::make_integer_sequence<int, plan.arrays[Array].dimensions>{},
                 [&](auto d) __attribute__((always_inline)) {
                     count *= extents_[code.tables.indices[plan.arrays[Array].indices[d()]].extent];
                 });
        return count;
    }

    template <int... I, class Act>
    [[gnu::always_inline]] static void for_each(std::integer_sequence<int, I...>, Act act) {
        [[maybe_unused]] const int done[] = {0, (act(std::integral_constant<int, I>{}), 0)...};
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
            const std::ptrdiff_t count = extents_[code.tables.indices[index].extent];
            for (std::ptrdiff_t i = 0; i < count; ++i) {
                index_[index] = i;
                run_region<item.region>();
            }
        } else if constexpr (item.action == loop_action::compute) {
            compute<item.node>();
        } else if constexpr (item.action == loop_action::load) {
            numbers_[item.node] = kept<item.array>();
        } else if constexpr (item.action == loop_action::keep) {
            kept<item.array>() = numbers_[item.node];
        } else if constexpr (item.action == loop_action::store) {
            store<item.node>();
        } else if constexpr (item.action == loop_action::begin) {
            begin<item.node, item.array>();
        } else {
            accumulate<item.node, item.array>();
        }
    }

    /// The number of an array that belongs to the turns of the loops.
    template <int Array>
    [[gnu::always_inline]] T& kept() {
        constexpr optimise::kept_array array = plan.arrays[Array];
        if constexpr (array.store >= 0) {
            return result_at<array.store>();
        } else {
            std::ptrdiff_t place = 0;
            for_each(std::make_integer_sequence<int, array.dimensions>{}, [&](auto d) __attribute__((always_inline)) {
                constexpr int index = plan.arrays[Array].indices[d()];
                place = place * extents_[code.tables.indices[index].extent] + index_[index];
            });
            return work_[first_[array.record] + place * plan.arrays[array.record].record_size + array.slot];
        }
    }
    template <int Store>
    [[gnu::always_inline]] auto& result_at() {
        constexpr int access = code.stores[Store].access;
        constexpr int result = -1 - code.tables.arrays[code.accesses[access].array].argument;
        return element_of<access>(*boost::hana::at_c<result>(results_));
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
            static_assert(!is_place(step), "the place of an extremum is kept in a register");
            if constexpr (plan.arrays[Array].store >= 0) {
                begin_in_result<Array, 0>(first_value(step));
            } else {
                T* const first = work_ + first_[Array];
                const std::ptrdiff_t count = records_of<Array>() * plan.arrays[Array].record_size;
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
            const std::ptrdiff_t count = extents_[code.tables.indices[index].extent];
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

    template <int Node, int Array>
    [[gnu::always_inline]] void accumulate() {
        constexpr loop_step step = code.step_of(Node);
        const T body = number<code.maker_of(Node).operands[0]>();
        if constexpr (is_place(step)) {
            constexpr int index = name_in(code.maker_of(Node));
            const bool is_better = step == loop_step::place_of_maximum ? body > best_[Node] : body < best_[Node];
            best_[Node] = is_better ? body : best_[Node];
            integers_[Node] = is_better ? index_[index] : integers_[Node];
            numbers_[Node] = static_cast<T>(integers_[Node]);
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

    template <int Subscript>
    [[gnu::always_inline]] std::ptrdiff_t subscript() const {
        if constexpr (Subscript >= 0) {
            return index_[Subscript];
        } else {
            constexpr int node = ~Subscript;
            if constexpr (is_place(code.step_of(node))) return integers_[node];
            else return static_cast<std::ptrdiff_t>(scalar_at<name_in(code.maker_of(node))>());
        }
    }

    template <int Access>
    [[gnu::always_inline]] const auto& scalar_at() const {
        constexpr array_access at = code.accesses[Access];
        constexpr int argument = code.tables.arrays[at.array].argument;
        return element_of<Access>(*boost::hana::at_c<argument>(arguments_));
    }

    template <int Access, class A>
    [[gnu::always_inline]] auto& element_of(A& container) const {
        constexpr array_access at = code.accesses[Access];
        using data = range_data<std::remove_const_t<A>>;
        using shape_of_element = shape_of<typename data::element>;
        if constexpr (data::dimensions == 1)
            return shape_of_element::template at<at.scalar>(data::at(container, subscript<at.subscripts[0]>()));
        else
            return shape_of_element::template at<at.scalar>(
                data::at(container, subscript<at.subscripts[0]>(), subscript<at.subscripts[1]>()));
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
            numbers_[Node] = static_cast<T>(extents_[name_in(made_by)]);
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
        if constexpr (what.adds) place += number<what.operand>();
        else place = number<what.operand>();
    }

    Arguments arguments_;
    Results results_;
    T numbers_[nodes + 1];
    mask_of<T> conditions_[nodes + 1];
    T best_[nodes + 1];
    std::ptrdiff_t integers_[nodes + 1];
    std::ptrdiff_t index_[most_indices];
    std::ptrdiff_t extents_[most_arrays];
    std::ptrdiff_t first_[plan.array_count + 1];
    T* work_ = nullptr;
};

} // namespace pullback::engine::run

#endif
