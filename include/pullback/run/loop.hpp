// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_LOOP_HPP
#define PULLBACK_RUN_LOOP_HPP

#include <pullback/functions/arithmetic.hpp>
#include <pullback/math/selection.hpp>
#include <pullback/optimise/loop_blocks.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/optimise/loops_of.hpp>
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

/// How long the ranges of a call are; of rows that have lengths of their own, the longest and the shortest.
template <bool HasRows>
struct loop_lengths {
    std::ptrdiff_t extents[most_arrays]{}, shortest_extents[HasRows ? most_arrays : 1]{};
    std::ptrdiff_t extent(int number) const { return extents[number]; }
    std::ptrdiff_t shortest(int number) const { return HasRows ? shortest_extents[number] : extents[number]; }
};

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
        for_each(std::make_integer_sequence<int, code.tables.extent_count>{},
                 [&](auto i) __attribute__((always_inline)) {
                     constexpr loop_extent extent = code.tables.extents[i()];
                     constexpr int argument = code.tables.arrays[extent.array].argument;
                     using type = std::remove_cvref_t<decltype(*boost::hana::at_c<argument>(arguments_))>;
                     const type& argument_data = *boost::hana::at_c<argument>(arguments_);
                     if constexpr (extent.is_of_row()) {
                         shortest_[i()] = std::numeric_limits<std::ptrdiff_t>::max();
                         extents_[i()] = 0;
                         const std::ptrdiff_t rows = range_data<type>::template extent<0>(argument_data);
                         for (std::ptrdiff_t row = 0; row < rows; ++row) {
                             const std::ptrdiff_t length = range_data<type>::template extent<1>(argument_data, row);
                             if (length > extents_[i()]) extents_[i()] = length;
                             if (length < shortest_[i()]) shortest_[i()] = length;
                         }
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
            for (std::ptrdiff_t i = 0; i < count; ++i) {
                index_[index] = i;
                run_region<item.region>();
            }
        } else if constexpr (item.action == loop_action::compute) {
            compute<item.node>();
        } else if constexpr (item.action == loop_action::load) {
            load<item.node>(kept<item.array>());
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
            return range_data<std::remove_cvref_t<decltype(argument)>>::template extent<1>(argument,
                                                                                           index_[extent.row]);
        } else {
            return extents_[Extent];
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
        return scalar_in<access>(*boost::hana::at_c<result>(results_));
    }

    // What is kept is a number, also of a truth value and of a place.
    template <int Node>
    [[gnu::always_inline]] T number_to_keep() const {
        if constexpr (code.maker_of(Node).function->is_condition) return math::select(conditions_[Node], T(1), T(0));
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
            static_assert(!is_place(step), "the place of an extremum is kept in a register");
            if constexpr (plan.arrays[Array].store >= 0) {
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
        // Not the row `add`, with which clang would fuse a product and its sum: each sum waits for the one before, and
        // a fused operation takes longer than a sum.
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
            // The first NaN is taken for the best, as the result of max(x, y) is NaN where an operand is. As good as no
            // number is one, so that is a branch; which number is better cannot be foreseen, and is a selection. Asked
            // in the other order, g++ makes a branch of it too.
            if (__builtin_expect(body != body, false)) {
                integers_[Node] = best_[Node] == best_[Node] ? index_[index] : integers_[Node];
                best_[Node] = body;
            } else {
                const bool is_better = step == loop_step::place_of_maximum ? body > best_[Node] : body < best_[Node];
                integers_[Node] = is_better ? index_[index] : integers_[Node];
                best_[Node] = is_better ? body : best_[Node];
            }
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

    template <int Access, int Dimension>
    [[gnu::always_inline]] std::ptrdiff_t subscript() const {
        constexpr array_access at = code.accesses[Access];
        constexpr int extent = code.tables.arrays[at.array].extents[Dimension];
        const std::ptrdiff_t here = place_of<at.subscripts[Dimension], extent>();
        if constexpr (at.offsets[Dimension] == 0) {
            return here;
        } else {
            const std::ptrdiff_t moved = here + at.offsets[Dimension], last = extents_[extent] - 1;
            if constexpr (at.offsets[Dimension] < 0) return moved < 0 ? 0 : moved;
            else return moved > last ? last : moved;
        }
    }
    template <int Subscript, int Extent>
    [[gnu::always_inline]] std::ptrdiff_t place_of() const {
        if constexpr (is_constant_subscript(Subscript)) {
            constexpr int k = constant_of(Subscript);
            return k >= 0 ? k : extents_[Extent] + k;
        } else if constexpr (Subscript >= 0) {
            return index_[Subscript];
        } else {
            constexpr int node = ~Subscript;
            if constexpr (is_place(code.step_of(node))) return integers_[node];
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
        if constexpr (what.adds) place = functions::add::value<type>(place, static_cast<type>(number<what.operand>()));
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
