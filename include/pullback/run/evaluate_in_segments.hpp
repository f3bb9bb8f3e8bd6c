// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_EVALUATE_IN_SEGMENTS_HPP
#define PULLBACK_RUN_EVALUATE_IN_SEGMENTS_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/table.hpp>
#include <pullback/program/compiler.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/size_limits.hpp>
#include <pullback/run/instructions.hpp>
#include <pullback/run/repeated_rows.hpp>
#include <pullback/run/segments.hpp>
#include <pullback/shape/shape.hpp>
#include <pullback/shape/shape_of.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

#include <boost/hana/at.hpp>
#include <boost/hana/basic_tuple.hpp>

#if PULLBACK_JOINS_CALLS
#include <pullback/run/joined_calls.hpp>
#endif

namespace pullback::engine::run {

/// Runs calls of one function: for the vectors that there are functions of, or as a loop, of which some compilers make
/// such calls.
template <class Built, int First, class T, int... I>
PULLBACK_ALWAYS_INLINE constexpr void call_jointly(T* numbers, std::integer_sequence<int, I...>) {
    using F = row<Built::code.code[First].function>;
#if PULLBACK_JOINS_CALLS
    if constexpr (has_vector_function<F, T>)
        if (!std::is_constant_evaluated())
            return run::call_in_vectors<Built, First, static_cast<int>(sizeof...(I))>(numbers);
#endif
    T values[] = {numbers[operand<Built>(First + I, 0)]...};
    for (T& value : values) value = F::value(value);
    [[maybe_unused]] const int done[] = {0, (numbers[Built::code.node_of(First + I)] = values[I], 0)...};
}

// Scalar I of the arguments.
template <int I, class T, class... A, class Pointers>
PULLBACK_ALWAYS_INLINE constexpr T argument_scalar(const Pointers& arguments) {
    constexpr std::size_t index = detail::elements<A...>::element_with(I);
    const auto& argument = *boost::hana::at_c<index>(arguments);
    return detail::as_scalar<T>(
        shape_of<std::remove_cvref_t<decltype(argument)>>::template at<I - detail::first_of<A...>(index)>(argument));
}

/// Whether the results of the program `Built` that are 0 are set before all others: where they lie in memory as an
/// array does.
template <class Built, class Result>
inline constexpr bool leaves_zeros_out = [] {
    if constexpr (detail::is_array_in_memory<Result>) return optimise::has_many_zeros<Built>;
    else if constexpr (requires { requires Result::is_contiguous; }) return optimise::has_many_zeros<Built>;
    else return false;
}();

template <class Built, class Result>
inline constexpr auto zeros_of_call =
    leaves_zeros_out<Built, Result> ? optimise::zero_results::are_left_out : optimise::zero_results::are_stored;

template <class Built, class Result>
inline constexpr const auto& segments_for = segments_of<Built, zeros_of_call<Built, Result>>;

template <class Built, class Result>
consteval int segment_input(int index) {
    return segments_for<Built, Result>.inputs[index];
}
template <class Built, class Result>
consteval int segment_output(int index) {
    return segments_for<Built, Result>.outputs[index];
}

template <class Built, class Result, class T, int First, class... A, class Pointers, int... I>
PULLBACK_ALWAYS_INLINE constexpr void load_inputs([[maybe_unused]] T* numbers,
                                                  [[maybe_unused]] const Pointers& arguments,
                                                  std::integer_sequence<int, I...>) {
    [[maybe_unused]] const int done[] = {
        0, (numbers[segment_input<Built, Result>(First + I)] =
                argument_scalar<segment_input<Built, Result>(First + I), T, A...>(arguments),
            0)...};
}

template <class Built, int Output, class T, class... A, class Pointers>
PULLBACK_ALWAYS_INLINE constexpr T result_value([[maybe_unused]] const T* numbers,
                                                [[maybe_unused]] const Pointers& arguments) {
    constexpr int node = Built::code.outputs[Output];
    if constexpr (is_literal(node)) return detail::as_scalar<T>(literal_output<Built>(Output));
    else if constexpr (node < Built::code.input_count) return argument_scalar<node, T, A...>(arguments);
    else return numbers[node];
}

template <class Built, class T, int First, class... A, class Result, class Pointers, int... I>
PULLBACK_ALWAYS_INLINE constexpr void store_outputs([[maybe_unused]] const T* numbers, [[maybe_unused]] Result& result,
                                                    [[maybe_unused]] const Pointers& arguments,
                                                    std::integer_sequence<int, I...>) {
    [[maybe_unused]] const int done[] = {
        0, (shape_of<Result>::template at<segment_output<Built, Result>(First + I)>(result) =
                result_value<Built, segment_output<Built, Result>(First + I), T, A...>(numbers, arguments),
            0)...};
}

// g++ for x86 gathers neighbouring results in vectors, which it stores at the end. For results that are computed one
// after the other that takes a shuffle for each, and all of them wait on the stack meanwhile. g++ does not reach across
// a volatile statement, nor does it make a vector of a loop that has one. So volatile statements stand where a loop
// over calls would be no vector anyway: a large program is not inlined, so many results are more than there are
// registers; and if the compiler may not reorder, where a function is called, or there is much to do.
template <class Built>
consteval bool keeps_stores_apart() {
    constexpr int fewest_results = 4, many_results = 16, many_instructions = 48;
    constexpr int size = Built::code.size, results = Built::code.output_count;
    if (!compiler_gathers_stores || results < fewest_results) return false;
    if (size > largest_inlined_program || results >= many_results) return true;
    return !compiler_reorders_sums && (size >= many_instructions || function_calls_in<Built> > 0);
}

template <class Built, class Result, int Segment, class T, class Mask>
PULLBACK_ALWAYS_INLINE constexpr void run_instructions_of([[maybe_unused]] T* numbers,
                                                          [[maybe_unused]] Mask* conditions) {
    constexpr const auto& plan = segments_for<Built, Result>;
    if constexpr (Segment > 0) {
        constexpr int first = plan.end[Segment - 1];
        const std::make_integer_sequence<int, plan.end[Segment] - first> instructions;
        if constexpr (plan.is_joined[Segment]) call_jointly<Built, first>(numbers, instructions);
        else run_chunk<Built, first>(numbers, conditions, instructions);
    }
}

template <class Built, int Segment, class T, class... A, class Mask, class Result, class Pointers>
PULLBACK_ALWAYS_INLINE constexpr int run_segment([[maybe_unused]] T* numbers, [[maybe_unused]] Mask* conditions,
                                                 [[maybe_unused]] Result& result,
                                                 [[maybe_unused]] const Pointers& arguments) {
    constexpr const auto& plan = segments_for<Built, Result>;
    load_inputs<Built, Result, T, plan.first_input[Segment], A...>(
        numbers, arguments,
        std::make_integer_sequence<int, plan.first_input[Segment + 1] - plan.first_input[Segment]>{});
    run_instructions_of<Built, Result, Segment>(numbers, conditions);
    store_outputs<Built, T, plan.first_output[Segment], A...>(
        numbers, result, arguments,
        std::make_integer_sequence<int, plan.first_output[Segment + 1] - plan.first_output[Segment]>{});
    if constexpr (plan.ends_row[Segment] && keeps_stores_apart<Built>())
        if (!std::is_constant_evaluated()) __asm__ volatile("");
    return 0;
}

template <class Built, class T, class... A, class Mask, class Result, class Pointers, int... Segment>
PULLBACK_ALWAYS_INLINE constexpr void run_segments(T* numbers, Mask* conditions, Result& result,
                                                   const Pointers& arguments, std::integer_sequence<int, Segment...>) {
    [[maybe_unused]] const int done[] = {
        run_segment<Built, Segment, T, A...>(numbers, conditions, result, arguments)...};
}

template <int From, int To, class Result, int... I>
PULLBACK_ALWAYS_INLINE constexpr void copy_each(Result& result, std::integer_sequence<int, I...>) {
    [[maybe_unused]] const int done[] = {
        0, (shape_of<Result>::template at<To + I>(result) = shape_of<Result>::template at<From + I>(result), 0)...};
}

template <class Built, class T, int Row, class Result>
PULLBACK_ALWAYS_INLINE constexpr int copy_row(Result& result) {
    constexpr row_copy row = repeated_rows_of<Built>.rows[Row];
    if constexpr (detail::is_array_in_memory<Result>)
        if (!std::is_constant_evaluated()) {
            T* const numbers = &shape_of<Result>::template at<0>(result);
            __builtin_memcpy(numbers + row.to, numbers + row.from, row.size * sizeof(T));
            return 0;
        }
    copy_each<row.from, row.to>(result, std::make_integer_sequence<int, row.size>{});
    return 0;
}

template <class Built, class T, class Result, int... Row>
PULLBACK_ALWAYS_INLINE constexpr void copy_rows([[maybe_unused]] Result& result, std::integer_sequence<int, Row...>) {
    [[maybe_unused]] const int done[] = {0, copy_row<Built, T, Row>(result)...};
}

/// A call whose scalars, those of the arguments and of the result, can be reached one by one.
template <class Result, class... A>
concept AddressableCall = is_addressable<Result> && detail::all_of<is_addressable<A>...>;

/// Runs a program that loads each input before the segment that uses it, and stores each result after the segment that
/// computes it.
template <class Built, class Result, class T, class... A>
    requires AddressableCall<Result, A...>
PULLBACK_ALWAYS_INLINE constexpr Result evaluate_in_segments(const A&... arguments) {
    registers_of<Built, T> numbers;
    [[maybe_unused]] condition_registers_of<Built, T> conditions;
    const boost::hana::basic_tuple<const A*...> pointers{&arguments...};
    // The result stands in the outermost block, because only there it is the object that is returned, in g++ before 14,
    // and not a copy that is stored last.
    Result result;
    run_segments<Built, T, A...>(numbers, conditions, result, pointers,
                                 std::make_integer_sequence<int, segments_for<Built, Result>.count + 1>{});
    copy_rows<Built, T>(result, std::make_integer_sequence<int, repeated_rows_of<Built>.count>{});
    return result;
}

/// Runs a program in segments whose result is 0 for the most part: all of it is set to 0 first.
template <class Built, class Result, class T, class... A>
    requires(AddressableCall<Result, A...> && leaves_zeros_out<Built, Result>)
PULLBACK_ALWAYS_INLINE constexpr Result evaluate_in_segments(const A&... arguments) {
    registers_of<Built, T> numbers;
    [[maybe_unused]] condition_registers_of<Built, T> conditions;
    const boost::hana::basic_tuple<const A*...> pointers{&arguments...};
    Result result{};
    run_segments<Built, T, A...>(numbers, conditions, result, pointers,
                                 std::make_integer_sequence<int, segments_for<Built, Result>.count + 1>{});
    copy_rows<Built, T>(result, std::make_integer_sequence<int, repeated_rows_of<Built>.count>{});
    return result;
}

} // namespace pullback::engine::run

#endif
