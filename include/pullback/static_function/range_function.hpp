// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_STATIC_FUNCTION_RANGE_FUNCTION_HPP
#define PULLBACK_STATIC_FUNCTION_RANGE_FUNCTION_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/record/loop_fault.hpp>
#include <pullback/record/loop_program.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/run/loop_checks.hpp>
#include <pullback/shape/element.hpp>
#include <pullback/shape/element_types.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/result_container.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/static_function/fitting_memory.hpp>
#include <pullback/static_function/loop_frame.hpp>
#include <pullback/static_function/policy.hpp>
#include <pullback/static_function/workspace.hpp>

#include <boost/hana/at.hpp>
#include <boost/hana/concat.hpp>
#include <boost/hana/tuple.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

// Static functions of arguments of run-time length.

namespace pullback::detail {

/// What a range is for a program: what its elements are, in how many dimensions.
template <class Element, int Dimensions, class Integers, rows_of_range Rows = rows_of_range::are_alike>
struct range_symbol {
    using type = recorded_range<typename range_symbol<Element, Dimensions - 1, Integers>::type, Integers, Rows>;
};
template <class Element, class Integers, rows_of_range Rows>
struct range_symbol<Element, 0, Integers, Rows> {
    using type = Element;
};

template <class R>
struct range_facts {
    static constexpr int dimensions = 0;
    static constexpr int size = shape_of<R>::size;
    static constexpr bool is_integer = false, has_integers = false, is_ragged = false;
};
template <class Element, class Integers, rows_of_range Rows>
struct range_facts<recorded_range<Element, Integers, Rows>> {
    static constexpr int dimensions = 1 + range_facts<Element>::dimensions;
    static constexpr int size = range_facts<Element>::size;
    static constexpr bool is_integer = Integers::are_all(size),
                          has_integers = !std::is_same_v<Integers, integer_scalars<>>,
                          is_ragged = Rows == rows_of_range::are_ragged;
};

/// The inputs of the program that an argument is: none of a range.
template <class Shape>
inline constexpr int fixed_size = shape_of<Shape>::size;
template <SymbolicRange Shape>
inline constexpr int fixed_size<Shape> = 0;

template <class... Shapes>
constexpr int first_input(std::size_t position) {
    const int sizes[] = {fixed_size<Shapes>..., 0};
    int sum = 0;
    for (std::size_t i = 0; i < position; ++i) sum += sizes[i];
    return sum;
}

/// Makes arguments for a body that is recorded.
template <class Shape, int First>
constexpr Shape make_argument(engine::record::loop_recorder& loops, int position) {
    if constexpr (SymbolicRange<Shape>) {
        engine::loop_array array;
        array.argument = position;
        array.dimensions = range_facts<Shape>::dimensions;
        array.size = range_facts<Shape>::size;
        array.is_integer = range_facts<Shape>::is_integer;
        array.is_ragged = range_facts<Shape>::is_ragged;
        for (int d = 0; d < (array.is_ragged ? 1 : array.dimensions); ++d)
            array.extents[d] = loops.add_extent({loops.tables.array_count, d});
        engine::array_access at;
        at.array = loops.add_array(array);
        return Shape(loops, at, 0);
    } else {
        recorded inputs[shape_of<Shape>::size];
        for (int i = 0; i < shape_of<Shape>::size; ++i) inputs[i] = recorded(loops.target(), First + i);
        return shape_of<Shape>::template store<0, Shape>(inputs);
    }
}

constexpr int array_of_argument(const engine::record::loop_recorder& loops, std::size_t position) {
    int array = 0;
    while (loops.tables.arrays[array].argument != static_cast<int>(position)) ++array;
    return array;
}

/// A function of ranges while it is recorded. What it returns is of a fixed shape, or a range, which becomes an array
/// of results.
template <class F, class... Shapes>
struct loop_recording {
    using result = std::remove_cvref_t<decltype(std::declval<const F&>()(std::declval<const Shapes&>()...))>;
    static constexpr bool is_range = SymbolicRange<result>;
    static constexpr int input_count = first_input<Shapes...>(sizeof...(Shapes));
    static constexpr int output_count = fixed_size<result>;
    /// Whether the body is known to fit in little room: how long it is, roughly, is asked before it is called.
    static constexpr bool is_short = [] {
        constexpr int size = engine::record::rough_size<loop_recording>;
        return size >= 0 && size < 64;
    }();

    /// Records the body; `results` are its numbers, where it returns such.
    static constexpr void record(engine::record::loop_recorder& loops, recorded* results) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            const boost::hana::tuple<Shapes...> arguments{
                make_argument<Shapes, first_input<Shapes...>(I)>(loops, static_cast<int>(I))...};
            if constexpr (is_range) record_range(loops, F{}(boost::hana::at_c<I>(arguments)...));
            else shape_of<result>::template load<0>(F{}(boost::hana::at_c<I>(arguments)...), results);
        }(std::index_sequence_for<Shapes...>{});
    }
    static constexpr void write(engine::record::loop_recorder& loops, int* outputs) {
        recorded results[output_count + 1];
        record(loops, results);
        for (int i = 0; i < output_count; ++i) outputs[i] = results[i].operand_in(loops.target());
    }

private:
    static constexpr void record_range(engine::record::loop_recorder& loops, const result& range) {
        using element = element_of_range<result>;
        static_assert(!SymbolicRange<element>,
                      "f(x...): f returns a range of ranges; return a range of numbers, arrays or structs");
        constexpr int size = shape_of<element>::size;
        engine::loop_array array;
        array.argument = -1;
        array.extents[0] = range.extent();
        if (loops.tables.extents[range.extent()].is_of_row()) loops.fault = engine::record::loop_fault::row_subscript;
        array.size = size;
        engine::array_access at;
        at.array = loops.add_array(array);
        at.subscripts[0] = loops.enter(range.extent());
        recorded scalars[size];
        shape_of<element>::template load<0>(range.element(at.subscripts[0]), scalars);
        for (const recorded& each : scalars) {
            loops.store(at, each, false);
            ++at.scalar;
        }
        loops.leave();
    }
};

/// Several tuples in one.
constexpr boost::hana::tuple<> joined() { return {}; }
template <class First, class... Rest>
constexpr auto joined(First first, Rest... rest) {
    if constexpr (sizeof...(Rest) == 0) return first;
    else return boost::hana::concat(std::move(first), detail::joined(std::move(rest)...));
}

/// Loads the arguments of fixed shape.
template <class... A>
struct fixed_arguments {
    template <std::size_t I>
    static consteval int first() {
        const int sizes[] = {size<A>()..., 0};
        int sum = 0;
        for (std::size_t i = 0; i < I; ++i) sum += sizes[i];
        return sum;
    }
    template <class X>
    static consteval int size() {
        if constexpr (DataRange<X>) return 0;
        else return shape_of<X>::size;
    }
    template <class T>
    PULLBACK_ALWAYS_INLINE static constexpr void load(T* numbers, const boost::hana::tuple<const A*...>& arguments) {
        [&]<std::size_t... I>(std::index_sequence<I...>) PULLBACK_ALWAYS_INLINE {
            (load_one<T, I>(numbers, *boost::hana::at_c<I>(arguments)), ...);
        }(std::index_sequence_for<A...>{});
    }

private:
    template <class T, std::size_t I, class X>
    PULLBACK_ALWAYS_INLINE static constexpr void load_one(T* numbers, const X& x) {
        if constexpr (!DataRange<X>) shape_of<X>::template load<first<I>()>(x, numbers);
    }
};

template <class Element>
struct scalar_of_argument {
    using type = scalar_of<Element>;
};
template <DataRange A>
struct scalar_of_argument<A> {
    using type = typename element_shape<typename range_data<A>::element>::scalar;
};

template <class Assembly, class Built, class T, class Workspace, class... A>
constexpr auto evaluate_loops(const Workspace& workspace, const A&... arguments) {
    auto results = Assembly::template make_results<T>(arguments...);
    using argument_pointers = boost::hana::tuple<const A*...>;
    const argument_pointers all{__builtin_addressof(arguments)...};
    const boost::hana::tuple<argument_in_loop<A>...> in_loop{argument_in_loop<A>{arguments}...};
    auto results_in_loop = boost::hana::unpack(results, [](auto&... each) PULLBACK_ALWAYS_INLINE {
        return boost::hana::tuple<result_in_loop<std::remove_reference_t<decltype(each)>>...>{{each}...};
    });
    auto places = detail::places_in_loop(in_loop);
    auto places_of_results = detail::places_in_loop(results_in_loop);
    typename loop_run_of<Workspace, Built, T, decltype(places), decltype(places_of_results)>::type run(
        places, places_of_results, detail::policy_of(workspace));
    engine::run::check_ranges<Built>(run.lengths(), all);
    const auto& memory = detail::memory_of_workspace(workspace);
    const std::ptrdiff_t size = detail::work_size_of(run, memory);
    detail::check_workspace(memory, size, arguments...);
    const work_memory<T, keeps_numbers_in<decltype(run), Built, T>(), std::remove_cvref_t<decltype(memory)>> work(
        memory, size);
    run.run([&](T* numbers) PULLBACK_ALWAYS_INLINE { fixed_arguments<A...>::load(numbers, all); }, work.data());
    return Assembly::template assemble<T, 0, 0, A...>(run, results);
}

template <class A>
struct erased_argument {
    using type = rebind_shape<A, recorded>;
};
template <DataRange A>
struct erased_argument<A> {
    using element = typename range_data<A>::element;
    using type =
        typename range_symbol<symbol_of_element<element, recorded>, range_data<A>::dimensions, integers_of<element>,
                              is_ragged<A> ? rows_of_range::are_ragged : rows_of_range::are_alike>::type;
};

/// The implementation of `F` for arguments of these types, some of run-time length.
template <class F, class... A>
using range_implementation_for = typename F::template implementation<typename erased_argument<A>::type...>;

template <class... A>
using scalar_of_range_call = promoted_t<typename scalar_of_argument<A>::type...>;

/// Whether such a call is in order, so that no errors follow from the one that was reported.
template <class Implementation>
consteval bool is_sound_call() {
    if constexpr (requires { typename Implementation::loops; }) return Implementation::loops::is_sound;
    else return false;
}

/// Whether a call has no program of its own and runs that of something else many times, as a matrix of derivatives by
/// arguments of run-time length does for each column.
template <class Implementation>
inline constexpr bool is_made_by_passes = requires { typename Implementation::passes; };

template <class Results>
inline constexpr bool is_allocated = true;
template <class... Container>
inline constexpr bool is_allocated<boost::hana::tuple<Container...>> = !(is_missing_container<Container> || ...);

template <class F, class Workspace, class... A>
constexpr auto call_with_ranges(const F& f, const Workspace& memory, const A&... arguments) {
    using implementation = range_implementation_for<F, A...>;
    [[maybe_unused]] const auto& workspace = detail::workspace_for(f, memory);
    if constexpr (is_made_by_passes<implementation>) {
        return implementation::passes::template call<scalar_of_range_call<A...>>(workspace, arguments...);
    } else if constexpr (is_sound_call<implementation>()) {
        using assembly = typename implementation::assembly;
        using T = scalar_of_range_call<A...>;
        constexpr bool allocates = is_allocated<decltype(assembly::template make_results<T>(arguments...))>;
        detail::check_container<allocates>();
        if constexpr (allocates) {
            using loops = typename implementation::loops;
            if constexpr (MemoryOfCaller<decltype(workspace)>)
                return detail::with_fitting_memory<loops, T>(
                    workspace,
                    [&](const auto& fitting) PULLBACK_ALWAYS_INLINE {
                        return detail::evaluate_loops<assembly, loops, T>(fitting, arguments...);
                    },
                    arguments...);
            else return detail::evaluate_loops<assembly, loops, T>(workspace, arguments...);
        }
    }
}

/// A static function called in the body of another one with a range of that: its body becomes a part of the other.
template <class F, class... A>
constexpr auto call_in_loops(const F& f, const A&... arguments) {
    constexpr bool has_body = requires { f.call_body(arguments...); };
    static_assert(
        has_body,
        "gradient(f)(x), jvp(f)(x, v), ...: x is a range inside the body of another function, where derivatives "
        "by ranges cannot be taken; differentiate the whole function");
    if constexpr (has_body) return f.call_body(arguments...);
}

/// The array that is result number `k`.
template <class Built>
consteval int array_of_result(int k) {
    int array = 0;
    while (Built::code.tables.arrays[array].argument != -1 - k) ++array;
    return array;
}

/// A container of zeros for elements of type `Element`, as long as the array that the function of the program `Built`
/// returns and of the kind of the argument that says how long that is.
template <class Element, class Built, class... A>
constexpr auto make_array_of_result(const A&... arguments) {
    constexpr int array = array_of_result<Built>(0);
    constexpr engine::loop_extent extent = Built::code.tables.extents[Built::code.tables.arrays[array].extents[0]];
    constexpr auto position = static_cast<std::size_t>(Built::code.tables.arrays[extent.array].argument);
    const auto& argument =
        *boost::hana::at_c<position>(boost::hana::tuple<const A*...>{__builtin_addressof(arguments)...});
    using data = range_data<std::remove_cvref_t<decltype(argument)>>;
    return data::template make_line<Element>(data::template extent<extent.dimension>(argument));
}

/// The value of a function of ranges.
template <class F, class... Shapes>
struct range_implementation {
    using source = loop_recording<F, Shapes...>;
    using loops = engine::record::loops_built<source>;
    struct assembly {
        template <class T, class... A>
        static constexpr auto make_results(const A&... arguments) {
            if constexpr (source::is_range) {
                using element = rebind_shape<element_of_range<typename source::result>, T>;
                return boost::hana::make_tuple(detail::make_array_of_result<element, loops>(arguments...));
            } else {
                return boost::hana::tuple<>();
            }
        }
        static constexpr int output_count = source::output_count, array_count = source::is_range ? 1 : 0;
        template <class T, int FirstOutput, std::size_t FirstArray, class... A, class Run, class Results>
        PULLBACK_ALWAYS_INLINE static constexpr auto assemble(const Run& run, Results& results) {
            if constexpr (source::is_range) {
                return std::move(boost::hana::at_c<FirstArray>(results));
            } else {
                using result = rebind_shape<typename source::result, T>;
                return [&]<int... I>(std::integer_sequence<int, I...>) PULLBACK_ALWAYS_INLINE {
                    const T numbers[] = {run.template output<FirstOutput + I>()...};
                    return shape_of<typename source::result>::template store<0, result>(numbers);
                }(std::make_integer_sequence<int, source::output_count>{});
            }
        }
    };
};

} // namespace pullback::detail

#endif
