// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_EVALUATE_INTO_HPP
#define PULLBACK_RUN_EVALUATE_INTO_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/optimise/pipeline.hpp>
#include <pullback/program/size_limits.hpp>
#include <pullback/run/evaluate.hpp>
#include <pullback/run/evaluate_in_parts.hpp>
#include <pullback/run/evaluate_in_segments.hpp>
#include <pullback/run/instructions.hpp>
#include <pullback/run/parts.hpp>
#include <pullback/run/segments.hpp>
#include <pullback/shape/shape_of.hpp>

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <boost/hana/basic_tuple.hpp>
#include <boost/hana/unpack.hpp>

// How a program runs whose results go to memory of the caller. That may be the memory of arguments: all of them have
// been read when the first result is stored.

namespace pullback::engine::run {

/// The first segment that stores a result.
template <class Built, class Result>
inline constexpr int first_storing_segment = [] {
    constexpr const auto& plan = segments_for<Built, Result>;
    int segment = 0;
    while (segment < plan.count && plan.first_output[segment + 1] == plan.first_output[segment]) ++segment;
    return segment;
}();

template <class Built, int Output, class T>
PULLBACK_ALWAYS_INLINE constexpr T loaded_result(const T* numbers) {
    return output_value<Built::code.outputs[Output]>(numbers, literal_output<Built>(Output));
}

template <class Built, class T, int First, class Result, int... I>
PULLBACK_ALWAYS_INLINE constexpr void store_in_memory([[maybe_unused]] const T* numbers,
                                                      [[maybe_unused]] Result& result,
                                                      std::integer_sequence<int, I...>) {
    [[maybe_unused]] const int done[] = {
        0, (shape_of<Result>::template at<segment_output<Built, Result>(First + I)>(result) =
                loaded_result<Built, segment_output<Built, Result>(First + I)>(numbers),
            0)...};
}

/// Which result is stored at place `index` among those that are.
template <class Built, class Result>
consteval int output_in_memory(int index) {
    return leaves_zeros_out<Built, Result> ? stored_output<Built>(index) : index;
}

template <class Built, int Segment, class T, class... A, class Mask, class Result, class Pointers>
PULLBACK_ALWAYS_INLINE constexpr int run_segment_into([[maybe_unused]] T* numbers, [[maybe_unused]] Mask* conditions,
                                                      [[maybe_unused]] Result& result, const Pointers& arguments) {
    constexpr const auto& plan = segments_for<Built, Result>;
    constexpr int first_storing = first_storing_segment<Built, Result>;
    if constexpr (Segment <= first_storing)
        load_inputs<Built, Result, T, plan.first_input[Segment], A...>(
            numbers, arguments,
            std::make_integer_sequence<int, plan.first_input[Segment + 1] - plan.first_input[Segment]>{});
    run_instructions_of<Built, Result, Segment>(numbers, conditions);
    if constexpr (Segment == first_storing)
        boost::hana::unpack(arguments, [&](const A*... each) PULLBACK_ALWAYS_INLINE {
            load_all<T>(numbers, std::index_sequence_for<A...>{}, *each...);
        });
    store_in_memory<Built, T, plan.first_output[Segment]>(
        numbers, result,
        std::make_integer_sequence<int, plan.first_output[Segment + 1] - plan.first_output[Segment]>{});
    if constexpr (plan.ends_row[Segment] && keeps_stores_apart<Built>())
        if (!std::is_constant_evaluated()) __asm__ volatile("");
    return 0;
}

template <class Built, class T, class Result, class... A, int... Segment>
PULLBACK_ALWAYS_INLINE constexpr void run_segments_into(Result& result, std::integer_sequence<int, Segment...>,
                                                        const A&... arguments) {
    registers_of<Built, T> numbers;
    [[maybe_unused]] condition_registers_of<Built, T> conditions;
    const boost::hana::basic_tuple<const A*...> pointers{&arguments...};
    [[maybe_unused]] const int done[] = {
        run_segment_into<Built, Segment, T, A...>(numbers, conditions, result, pointers)...};
    copy_rows<Built, T>(result, std::make_integer_sequence<int, repeated_rows_of<Built>.count>{});
}

template <class Built, class T, class Result, class... A>
PULLBACK_ALWAYS_INLINE constexpr void evaluate_here_into(Result& result, const A&... arguments) {
    if constexpr (detail::all_of<is_addressable<A>...> && !leaves_zeros_out<Built, Result>) {
        run_segments_into<Built, T>(result, std::make_integer_sequence<int, segments_for<Built, Result>.count + 1>{},
                                    arguments...);
    } else {
        registers_of<Built, T> numbers;
        [[maybe_unused]] condition_registers_of<Built, T> conditions;
        load_all<T>(numbers, std::index_sequence_for<A...>{}, arguments...);
        run<Built>(numbers, conditions, std::make_integer_sequence<int, chunk_count(Built::code.size)>{});
        if constexpr (leaves_zeros_out<Built, Result>) result.set_zero();
        constexpr int count =
            leaves_zeros_out<Built, Result> ? optimise::stored_outputs_of<Built>.count : Built::code.output_count;
        [&]<int... I>(std::integer_sequence<int, I...>) PULLBACK_ALWAYS_INLINE {
            [[maybe_unused]] const int done[] = {
                0, (shape_of<Result>::template at<output_in_memory<Built, Result>(I)>(result) =
                        loaded_result<Built, output_in_memory<Built, Result>(I)>(numbers),
                    0)...};
        }(std::make_integer_sequence<int, count>{});
    }
}

// This is a function of its own for the reasons that `evaluate_apart` has.
template <class Built, class T, class Result, class... A>
[[gnu::flatten]] constexpr void evaluate_apart_into(Result& result, const A&... arguments) {
    evaluate_here_into<Built, T>(result, arguments...);
}

template <class Built, int First, class T, class Result, int... I>
[[gnu::flatten, gnu::noinline]] constexpr int store_chunk(const T* numbers, Result& result,
                                                          std::integer_sequence<int, I...>) {
    [[maybe_unused]] const int done[] = {0, (shape_of<Result>::template at<stored_output<Built>(First + I)>(result) =
                                                 shared_output_value<Built, stored_output<Built>(First + I)>(numbers),
                                             0)...};
    return 0;
}

template <class Built, class T, class Result, class... A>
constexpr void evaluate_in_parts_into(Result& result, const A&... arguments) {
    using parts = parts_of<Built>;
    T numbers[parts::template traffic<value_kind::number>.shared_count + 1];
    mask_of<T> conditions[has_conditions<Built>() ? parts::node_count : 1];
    load_all<T>(numbers, std::index_sequence_for<A...>{}, arguments...);
    run_parts<Built>(numbers, conditions, std::make_integer_sequence<int, parts::count>{});
    constexpr int stored = optimise::stored_outputs_of<Built>.count;
    if constexpr (stored < Built::code.output_count) {
        if constexpr (Result::is_contiguous) result.set_zero();
        else
            [&]<int... I>(std::integer_sequence<int, I...>) {
                [[maybe_unused]] const int done[] = {0, (shape_of<Result>::template at<I>(result) = T(0), 0)...};
            }(std::make_integer_sequence<int, Built::code.output_count>{});
    }
    [&]<int... Chunk>(std::integer_sequence<int, Chunk...>) {
        [[maybe_unused]] const int done[] = {
            0, store_chunk<Built, Chunk * chunk_size>(
                   numbers, result, std::make_integer_sequence<int, length_of_chunk(Chunk, stored)>{})...};
    }(std::make_integer_sequence<int, chunk_count(stored)>{});
}

/// Runs a program as `evaluate` does and stores its results in `result`, whose scalars lie where the caller says.
template <class Built, class T, class Result, class... A>
PULLBACK_ALWAYS_INLINE constexpr void evaluate_into(Result& result, const A&... arguments) {
    static_assert(are_literals_fit<Built, T>());
    using code = typename optimise::program_for<Built, T>::type;
    constexpr bool has_long_name = sizeof...(A) > run::most_separate_arguments;
    if constexpr (requires { requires Built::is_refused; }) return;
    else if constexpr (has_long_name && detail::all_of<std::is_same_v<A, T>...>) {
        const std::array<T, sizeof...(A)> packed{arguments...};
        evaluate_into<Built, T>(result, packed);
    } else if constexpr (!std::is_arithmetic_v<T> || code::code.size <= engine::largest_inlined_program)
        run::evaluate_here_into<code, T>(result, arguments...);
    else if constexpr (code::code.size <= engine::largest_undivided_program)
        run::evaluate_apart_into<code, T>(result, arguments...);
    else run::evaluate_in_parts_into<code, T>(result, arguments...);
}

} // namespace pullback::engine::run

#endif
