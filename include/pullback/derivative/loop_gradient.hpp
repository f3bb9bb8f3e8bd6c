// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_LOOP_GRADIENT_HPP
#define PULLBACK_DERIVATIVE_LOOP_GRADIENT_HPP

#include <pullback/always_inline.hpp>
#include <pullback/derivative/loop_arguments.hpp>
#include <pullback/derivative/results.hpp>
#include <pullback/derivative/wrt.hpp>
#include <pullback/differentiate/jacobian_program.hpp>
#include <pullback/differentiate/loops.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/loop_program.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/shape/element_types.hpp>
#include <pullback/shape/groups.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/static_function/range_function.hpp>
#include <pullback/static_function/signature.hpp>

#include <boost/hana/tuple.hpp>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace pullback::detail {

/// What the adjoints of a function's results are before the sweep: 1, of its only one, or a cotangent, the last
/// argument.
enum class seed_of_results { one, cotangent };

/// The shape of a gradient without the value whose parts are all of fixed size.
template <engine::differentiate::with_value Value, class Positions, class... Shapes>
struct gradient_shape {
    using type = void;
};
template <std::size_t... Position, class... Shapes>
    requires(!SymbolicRange<element_at<Position, Shapes...>> && ...)
struct gradient_shape<engine::differentiate::with_value::no, wrt_positions<Position...>, Shapes...> {
    using type = typename argument_group<wrt_positions<Position...>, positional, Shapes...>::template type<recorded>;
};

/// A function of ranges, if the value is wanted, and the adjoints of the chosen arguments. That of a range is an array
/// of results.
template <class Source, class Positions, seed_of_results Seed, engine::differentiate::with_value Value, class... Shapes>
struct loop_adjoints;

template <class Source, std::size_t... Position, seed_of_results Seed, engine::differentiate::with_value Value,
          class... Shapes>
struct loop_adjoints<Source, wrt_positions<Position...>, Seed, Value, Shapes...> {
    static constexpr int input_count = first_input<Shapes...>(sizeof...(Shapes));
    static constexpr int own_outputs = Source::output_count;
    /// A reverse sweep records some three instructions for each.
    static constexpr bool is_long = engine::record::rough_size<Source> >= 64;
    static constexpr int first_output = Value == engine::differentiate::with_value::yes ? own_outputs : 0;
    using result = typename gradient_shape<Value, wrt_positions<Position...>, Shapes...>::type;
    static constexpr int output_count = first_output + (fixed_size<element_at<Position, Shapes...>> + ... + 0);

    static constexpr void write(engine::record::loop_recorder& loops, int* outputs) {
        int own[own_outputs + 1] = {};
        Source::write(loops, own);
        if (Value == engine::differentiate::with_value::yes)
            for (int i = 0; i < own_outputs; ++i) outputs[i] = own[i];
        loops.target().set_primal(false);
        engine::differentiate::loop_reverse sweep(loops);
        int array = loops.result_count(), next = first_output;
        (want_argument<element_at<Position, Shapes...>, Shapes...>(sweep, loops, Position), ...);
        set_seeds(sweep, loops, own);
        sweep.run();
        (collect<element_at<Position, Shapes...>>(sweep, loops, Position, outputs, next, array), ...);
    }

private:
    static constexpr void set_seeds(engine::differentiate::loop_reverse& sweep, engine::record::loop_recorder& loops,
                                    const int* outputs) {
        if constexpr (Seed == seed_of_results::one) {
            static_assert(own_outputs == 1);
            if (outputs[0] >= 0) sweep.seed(outputs[0], recorded::literal_in(&loops.target(), 1));
        } else {
            using last = element_at<sizeof...(Shapes) - 1, Shapes...>;
            if constexpr (SymbolicRange<last>) {
                // The cotangent of an array of results is an array as long.
                const int of = loops.array_of_result(0);
                const last cotangent = make_argument<last, 0>(loops, sizeof...(Shapes) - 1);
                loops.must_agree(loops.tables.arrays[of].extents[0], cotangent.extent());
                const int array = loops.tables.array_count - 1, stores = loops.stores.size();
                for (int i = 0; i < stores; ++i) {
                    engine::array_access at = loops.accesses[loops.stores[i].access];
                    if (at.array != of || loops.stores[i].operand < 0) continue;
                    at.array = array;
                    sweep.seed_cotangent(loops.stores[i].operand, loops.element(at));
                }
            } else {
                for (int i = 0; i < own_outputs; ++i)
                    if (outputs[i] >= 0)
                        sweep.seed_cotangent(
                            outputs[i], recorded(loops.target(), first_input<Shapes...>(sizeof...(Shapes) - 1) + i));
            }
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
            for_elements_of(loops, position, [&](int node, const engine::array_access& read) {
                engine::array_access at = read;
                at.array = to;
                if (!sweep.has_adjoint(node)) return;
                loops.store(sweep.access_of_adjoint(at), sweep.adjoints[node], !is_only_one(loops, read));
            });
        } else {
            for (int i = 0; i < shape_of<Shape>::size; ++i)
                outputs[next++] = sweep.adjoints[first_input<Shapes...>(position) + i].operand_in(loops.target());
        }
    }

    /// Whether a scalar of the elements is read in one way only, by different indices, so that its adjoint need not be
    /// added to others.
    static constexpr bool is_only_one(const engine::record::loop_recorder& loops, const engine::array_access& read) {
        for (const int subscript : read.subscripts)
            if (subscript < 0) return false;
        for (const int offset : read.offsets)
            if (offset != 0) return false;
        if (read.subscripts[0] == read.subscripts[1]) return false;
        for (int i = 0; i < loops.accesses.size(); ++i) {
            const engine::array_access& other = loops.accesses[i];
            if (other.array == read.array && other.scalar == read.scalar && !(other == read)) return false;
        }
        return true;
    }
};

/// What such a function returns: the value first, if it is wanted, in an aggregate `With<value, adjoints>`.
template <class Own, class Positions, class... Shapes>
struct loop_adjoints_assembly;

template <class Own, std::size_t... Position, class... Shapes>
struct loop_adjoints_assembly<Own, wrt_positions<Position...>, Shapes...> {
    template <template <class, class> class With, engine::differentiate::with_value Value>
    struct of {
        template <class T, class... A>
        static constexpr auto make_results(const A&... arguments) {
            const boost::hana::tuple<const A*...> all{__builtin_addressof(arguments)...};
            return joined(Own::template make_results<T>(arguments...),
                          make_result<T>(*boost::hana::at_c<Position>(all))...);
        }
        static constexpr int own_outputs = Value == engine::differentiate::with_value::yes ? Own::output_count : 0;
        static constexpr int output_count = own_outputs + (fixed_size<element_at<Position, Shapes...>> + ... + 0),
                             array_count = Own::array_count +
                                           ((SymbolicRange<element_at<Position, Shapes...>> ? 1 : 0) + ... + 0);
        template <class T, int FirstOutput, std::size_t FirstArray, class... A, class Run, class Results>
        PULLBACK_ALWAYS_INLINE static constexpr auto assemble(const Run& run, Results& results) {
            constexpr int first = FirstOutput + own_outputs;
            constexpr std::size_t first_array = FirstArray + Own::array_count;
            // All that has the address of the run is inlined: clang keeps in memory what a call may look at.
            auto adjoints = [&]() PULLBACK_ALWAYS_INLINE {
                if constexpr (sizeof...(Position) == 1) {
                    return (part<T, first, first_array, Position, A...>(run, results), ...);
                } else {
                    return by_argument<decltype(part<T, first, first_array, Position, A...>(run, results))...>(
                        part<T, first, first_array, Position, A...>(run, results)...);
                }
            }();
            if constexpr (Value == engine::differentiate::with_value::yes) {
                auto value = Own::template assemble<T, FirstOutput, FirstArray, A...>(run, results);
                return With<decltype(value), decltype(adjoints)>{std::move(value), std::move(adjoints)};
            } else {
                return adjoints;
            }
        }

    private:
        template <class T, class A>
        static constexpr auto make_result(const A& argument) {
            if constexpr (DataRange<A>)
                return boost::hana::make_tuple(
                    range_data<A>::template make_like<
                        derivative_of_element<typename range_data<A>::element, T, recorded>>(argument));
            else return boost::hana::tuple<>();
        }
        template <class T, int FirstOutput, std::size_t FirstArray, std::size_t At, class... A, class Run,
                  class Results>
        PULLBACK_ALWAYS_INLINE static constexpr auto part(const Run& run, Results& results) {
            using argument = element_at<At, A...>;
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
                return std::move(boost::hana::at_c<FirstArray + before(true)>(results));
            } else {
                using type = rebind_shape<argument, T>;
                return [&]<int... I>(std::integer_sequence<int, I...>) PULLBACK_ALWAYS_INLINE {
                    const T numbers[] = {run.template output<FirstOutput + before(false) + I>()...};
                    return shape_of<rebind_shape<argument, recorded>>::template store<0, type>(numbers);
                }(std::make_integer_sequence<int, shape_of<argument>::size>{});
            }
        }
    };
};

template <class Shape>
inline constexpr bool is_range_of_integers = false;
template <SymbolicRange Shape>
inline constexpr bool is_range_of_integers<Shape> = range_facts<Shape>::is_integer;

template <bool ChoosesIntegers>
constexpr auto check_chosen_ranges() {
    static_assert(
        !ChoosesIntegers,
        "gradient(f)(x...), jvp(f)(x...), ...: an argument that f is differentiated by is a range of integers or truth "
        "values, which are not differentiated; choose the others, as in gradient(f, wrt<0, 1>), or give a range of "
        "real numbers");
}

/// Says what is wrong with a choice of arguments that have no derivative.
template <class Choice, class Positions, class... Shapes>
struct checked_choice;
template <class Choice, std::size_t... Position, class... Shapes>
struct checked_choice<Choice, wrt_positions<Position...>, Shapes...> {
    using type =
        types<decltype(detail::check_chosen<chooses_data<Choice, wrt_positions<Position...>, Shapes...>>()),
              decltype(detail::check_chosen_ranges<!std::is_same_v<Choice, wrt_inputs> &&
                                                   (is_range_of_integers<element_at<Position, Shapes...>> || ...)>())>;
};

template <bool IsScalar>
constexpr auto check_gradient() {
    static_assert(
        IsScalar,
        "gradient(f): f returns several numbers, so it has a Jacobian; use jacobian(f) or value_and_jacobian(f)");
}

template <bool IsProgram>
constexpr auto check_matrix_derivative() {
    static_assert(
        IsProgram,
        "jacobian(f), gradient(f), jvp(f), vjp(f), ...: f is a matrix of derivatives by arguments of run-time "
        "length, which is made column by column and is not differentiated again; differentiate a product "
        "with it, as in jvp(hvp(f))");
}

/// The gradient of F for ranges, if F itself can be recorded for them.
template <class F, class Choice, engine::differentiate::with_value Value, class List>
struct loop_gradient {};
template <class F, class Choice, engine::differentiate::with_value Value, class... Shapes>
    requires(is_made_by_passes<typename F::template implementation<Shapes...>>)
struct loop_gradient<F, Choice, Value, types<Shapes...>> {
    using checked = decltype(detail::check_matrix_derivative<always_false<F>>());
};
template <class F, class Choice, engine::differentiate::with_value Value, class... Shapes>
    requires requires { typename F::template implementation<Shapes...>::loops; } &&
             (!std::is_same_v<typename F::template implementation<Shapes...>::source::result, recorded>)
struct loop_gradient<F, Choice, Value, types<Shapes...>> {
    using checked = decltype(detail::check_gradient<always_false<F>>());
};
template <class F, class Choice, engine::differentiate::with_value Value, class... Shapes>
    requires requires { typename F::template implementation<Shapes...>::loops; } &&
             std::is_same_v<typename F::template implementation<Shapes...>::source::result, recorded>
struct loop_gradient<F, Choice, Value, types<Shapes...>> {
    using inner = typename F::template implementation<Shapes...>;
    using positions = typename resolve<Choice, typename F::signature, sizeof...(Shapes)>::type;
    using checked [[maybe_unused]] = typename checked_choice<Choice, positions, Shapes...>::type;
    static constexpr engine::differentiate::with_value with_value = Value;
    using source = loop_adjoints<typename inner::source, positions, seed_of_results::one, Value, Shapes...>;
    using loops = engine::record::loops_built<source>;
    using assembly = typename loop_adjoints_assembly<typename inner::assembly, positions,
                                                     Shapes...>::template of<value_with_gradient, Value>;
};

} // namespace pullback::detail

#endif
