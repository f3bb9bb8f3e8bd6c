// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_LOOP_GRADIENT_HPP
#define PULLBACK_DERIVATIVE_LOOP_GRADIENT_HPP

#include <pullback/derivative/results.hpp>
#include <pullback/derivative/wrt.hpp>
#include <pullback/differentiate/loops.hpp>
#include <pullback/static_function/range_function.hpp>

namespace pullback::detail {

/// The gradient of a function of ranges, with its value. The gradient by a range is an array of results.
template <class Source, class Positions, class... Shapes>
struct loop_gradient;

template <class Source, std::size_t... Position, class... Shapes>
struct loop_gradient<Source, wrt_positions<Position...>, Shapes...> {
    static constexpr int input_count = Source::input_count;
    static constexpr int wanted_inputs = (fixed_size<element_at<Position, Shapes...>> + ... + 0);
    static constexpr int output_count = 1 + wanted_inputs;

    static constexpr void write(engine::record::loop_recorder& loops, int* outputs) {
        engine::record::recorder& target = loops.target();
        recorded value[1];
        Source::record(loops, value);
        outputs[0] = value[0].operand_in(target);
        target.set_primal(false);
        engine::differentiate::loop_reverse sweep(loops);
        int result = 0, next = 1;
        (want<element_at<Position, Shapes...>>(sweep, loops, Position), ...);
        if (outputs[0] >= 0) sweep.seed(outputs[0], recorded::literal_in(&target, 1));
        sweep.run();
        (collect<element_at<Position, Shapes...>>(sweep, loops, Position, outputs, next, result), ...);
    }

private:
    template <class Shape>
    static constexpr void want(engine::differentiate::loop_reverse& sweep, engine::record::loop_recorder& loops,
                               std::size_t position) {
        if constexpr (SymbolicRange<Shape>) {
            for_elements(loops, position, [&](int node, const engine::array_access&) { sweep.is_wanted[node] = true; });
        } else {
            for (int i = 0; i < shape_of<Shape>::size; ++i) sweep.is_wanted[first_input<Shapes...>(position) + i] = true;
        }
    }

    template <class Shape>
    static constexpr void collect(engine::differentiate::loop_reverse& sweep, engine::record::loop_recorder& loops,
                                  std::size_t position, int* outputs, int& next, int& result) {
        if constexpr (SymbolicRange<Shape>) {
            const int of = array_of_argument(loops, position);
            engine::loop_array array = loops.tables.arrays[of];
            array.argument = -1 - result++;
            const int to = loops.add_array(array);
            for_elements(loops, position, [&](int node, const engine::array_access& read) {
                engine::array_access at = read;
                at.array = to;
                const recorded adjoint = sweep.adjoints[node];
                if (!adjoint.is_literal(0)) loops.store(at, adjoint, !is_only_one(loops, read));
            });
        } else {
            for (int i = 0; i < shape_of<Shape>::size; ++i)
                outputs[next++] = sweep.adjoints[first_input<Shapes...>(position) + i].operand_in(loops.target());
        }
    }

    // Those that the body reads, which are recorded before any adjoint.
    static constexpr void for_elements(engine::record::loop_recorder& loops, std::size_t position, auto&& act) {
        const engine::record::recorder& target = loops.target();
        const int array = array_of_argument(loops, position), end = target.input_count() + target.size();
        for (int node = target.input_count(); node < end; ++node) {
            const engine::instruction step = *target.instruction_of(node);
            if (engine::loop_step_of(step.function) != engine::loop_step::element) continue;
            const engine::array_access at = loops.accesses[engine::name_in(step)];
            if (at.array == array) act(node, at);
        }
    }
    /// Whether a scalar of the elements is read in one way only, by different indices, so that its adjoint need not be
    /// added to others.
    static constexpr bool is_only_one(const engine::record::loop_recorder& loops, const engine::array_access& read) {
        for (const int subscript : read.subscripts)
            if (subscript < 0) return false;
        if (read.subscripts[0] == read.subscripts[1]) return false;
        for (int i = 0; i < loops.accesses.size(); ++i) {
            const engine::array_access& other = loops.accesses[i];
            if (other.array == read.array && other.scalar == read.scalar && !(other == read)) return false;
        }
        return true;
    }
};

template <class Positions, class... Shapes>
struct loop_gradient_assembly;

template <std::size_t... Position, class... Shapes>
struct loop_gradient_assembly<wrt_positions<Position...>, Shapes...> {
    template <bool WithValue>
    struct of {
        template <class T, class... A>
        static auto make_results(const A&... arguments) {
            const std::tuple<const A&...> all(arguments...);
            return std::tuple_cat(make_result<T>(std::get<Position>(all))...);
        }
        static constexpr int output_count = 1 + (fixed_size<element_at<Position, Shapes...>> + ... + 0),
                             array_count = ((SymbolicRange<element_at<Position, Shapes...>> ? 1 : 0) + ... + 0);
        template <class T, int FirstOutput, std::size_t FirstArray, class... A, class Run, class Results>
        [[gnu::always_inline]] static auto assemble(const Run& run, Results& results) {
            auto gradient = [&] {
                if constexpr (sizeof...(Position) == 1) {
                    return (part<T, FirstOutput + 1, FirstArray, Position, A...>(run, results), ...);
                } else {
                    return by_argument<decltype(part<T, FirstOutput + 1, FirstArray, Position, A...>(run, results))...>(
                        part<T, FirstOutput + 1, FirstArray, Position, A...>(run, results)...);
                }
            }();
            if constexpr (WithValue)
                return value_with_gradient<T, decltype(gradient)>{run.template output<FirstOutput>(),
                                                                  std::move(gradient)};
            else return gradient;
        }

    private:
        template <class T, class A>
        static auto make_result(const A& argument) {
            if constexpr (DataRange<A>)
                return std::make_tuple(
                    range_data<A>::template make_like<rebind_shape<typename range_data<A>::element, T>>(argument));
            else return std::tuple<>();
        }
        template <class T, int FirstOutput, std::size_t FirstArray, std::size_t At, class... A, class Run,
                  class Results>
        [[gnu::always_inline]] static auto part(const Run& run, Results& results) {
            using argument = std::tuple_element_t<At, std::tuple<A...>>;
            constexpr auto before = [](bool of_ranges) {
                constexpr std::size_t positions[] = {Position...};
                constexpr bool is_range[] = {DataRange<A>...};
                constexpr int sizes[] = {fixed_size<Shapes>...};
                int sum = 0;
                for (const std::size_t p : positions) {
                    if (p == At) break;
                    sum += of_ranges ? (is_range[p] ? 1 : 0) : sizes[p];
                }
                return sum;
            };
            if constexpr (DataRange<argument>) {
                return std::move(std::get<FirstArray + before(true)>(results));
            } else {
                using type = rebind_shape<argument, T>;
                return [&]<int... I>(std::integer_sequence<int, I...>) {
                    const T numbers[] = {run.template output<FirstOutput + before(false) + I>()...};
                    return shape_of<rebind_shape<argument, recorded>>::template store<0, type>(numbers);
                }(std::make_integer_sequence<int, shape_of<argument>::size>{});
            }
        }
    };
};

} // namespace pullback::detail

#endif
