// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_EVALUATE_IN_PARTS_HPP
#define PULLBACK_RUN_EVALUATE_IN_PARTS_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/optimise/zero_results.hpp>
#include <pullback/program/size_limits.hpp>
#include <pullback/run/instructions.hpp>
#include <pullback/run/parts.hpp>
#include <pullback/shape/shape_of.hpp>

#include <bit>
#include <type_traits>
#include <utility>

namespace pullback::engine::run {

template <class Built, value_kind Kind>
consteval int imported_node(int index) {
    return parts_of<Built>::template traffic<Kind>.imports[index];
}

template <class Built, value_kind Kind>
consteval int exported_node(int index) {
    return parts_of<Built>::template traffic<Kind>.exports[index];
}

template <class Built, value_kind Kind>
consteval int shared_register(int node) {
    return node < 0 ? node : parts_of<Built>::template traffic<Kind>.shared_register[node];
}

template <class Built, value_kind Kind, int First, class T, int... I>
PULLBACK_ALWAYS_INLINE constexpr void import_nodes([[maybe_unused]] T* own, [[maybe_unused]] const T* shared,
                                                   std::integer_sequence<int, I...>) {
    [[maybe_unused]] const int done[] = {
        0, (own[imported_node<Built, Kind>(First + I)] =
                shared[shared_register<Built, Kind>(imported_node<Built, Kind>(First + I))],
            0)...};
}

template <class Built, value_kind Kind, int First, class T, int... I>
PULLBACK_ALWAYS_INLINE constexpr void export_nodes([[maybe_unused]] const T* own, [[maybe_unused]] T* shared,
                                                   std::integer_sequence<int, I...>) {
    [[maybe_unused]] const int done[] = {0,
                                         (shared[shared_register<Built, Kind>(exported_node<Built, Kind>(First + I))] =
                                              own[exported_node<Built, Kind>(First + I)],
                                          0)...};
}

template <class Built, value_kind Kind, int Part, class T>
PULLBACK_ALWAYS_INLINE constexpr void import_all(T* own, const T* shared) {
    constexpr const auto& first = parts_of<Built>::template traffic<Kind>.first_import;
    import_nodes<Built, Kind, first[Part]>(own, shared,
                                           std::make_integer_sequence<int, first[Part + 1] - first[Part]>{});
}

template <class Built, value_kind Kind, int Part, class T>
PULLBACK_ALWAYS_INLINE constexpr void export_all(const T* own, T* shared) {
    constexpr const auto& first = parts_of<Built>::template traffic<Kind>.first_export;
    export_nodes<Built, Kind, first[Part]>(own, shared,
                                           std::make_integer_sequence<int, first[Part + 1] - first[Part]>{});
}

// A part is not inlined, or it would be none; everything it calls is inlined into it, as into `evaluate_apart`.
template <class Built, int Part, class T, class Mask>
[[gnu::flatten, gnu::noinline]] constexpr int run_part(T* shared_numbers, [[maybe_unused]] Mask* shared_conditions) {
    using parts = parts_of<Built>;
    T numbers[parts::node_count];
    [[maybe_unused]] Mask conditions[has_conditions<Built>() ? parts::node_count : 1];
    import_all<Built, value_kind::number, Part>(numbers, shared_numbers);
    if constexpr (has_conditions<Built>()) import_all<Built, value_kind::truth, Part>(conditions, shared_conditions);
    run_chunk<Built, Part * part_size>(numbers, conditions, std::make_integer_sequence<int, parts::size_of(Part)>{});
    export_all<Built, value_kind::number, Part>(numbers, shared_numbers);
    if constexpr (has_conditions<Built>()) export_all<Built, value_kind::truth, Part>(conditions, shared_conditions);
    return 0;
}

template <class Built, class T, class Mask, int... Part>
constexpr void run_parts(T* numbers, Mask* conditions, std::integer_sequence<int, Part...>) {
    [[maybe_unused]] const int done[] = {run_part<Built, Part>(numbers, conditions)...};
}

template <class Built>
consteval int stored_output(int index) {
    return optimise::stored_outputs_of<Built>.outputs[index];
}

template <class Built, int Output, class T>
PULLBACK_ALWAYS_INLINE constexpr T shared_output_value(const T* numbers) {
    return output_value<shared_register<Built, value_kind::number>(Built::code.outputs[Output])>(
        numbers, literal_output<Built>(Output));
}

// Results are read in chunks that are functions of their own, for the same reason as the parts.
template <class Built, int First, class T, int... I>
[[gnu::flatten, gnu::noinline]] constexpr int read_output_chunk(const T* numbers, T* outputs,
                                                                std::integer_sequence<int, I...>) {
    [[maybe_unused]] const int done[] = {0, (outputs[stored_output<Built>(First + I)] =
                                                 shared_output_value<Built, stored_output<Built>(First + I)>(numbers),
                                             0)...};
    return 0;
}

template <class Built, class T, int... Chunk>
constexpr void read_shared_outputs(const T* numbers, T* outputs, std::integer_sequence<int, Chunk...>) {
    constexpr int count = optimise::stored_outputs_of<Built>.count;
    [[maybe_unused]] const int done[] = {
        0, read_output_chunk<Built, Chunk * chunk_size>(
               numbers, outputs, std::make_integer_sequence<int, length_of_chunk(Chunk, count)>{})...};
}

/// Runs a very large program in parts: g++ takes more than linear time for one function, most of it to find registers
/// for values that are used thousands of instructions later; these are in memory anyway.
template <class Built, class Result, class T, class... A>
constexpr Result evaluate_in_parts(const A&... arguments) {
    using parts = parts_of<Built>;
    T numbers[parts::template traffic<value_kind::number>.shared_count + 1];
    mask_of<T> conditions[has_conditions<Built>() ? parts::node_count : 1];
    load_all<T>(numbers, std::index_sequence_for<A...>{}, arguments...);
    run_parts<Built>(numbers, conditions, std::make_integer_sequence<int, parts::count>{});
    constexpr int output_count = Built::code.output_count;
    struct {
        T values[output_count];
    } outputs;
    constexpr int stored = optimise::stored_outputs_of<Built>.count;
    if constexpr (stored < output_count)
        for (T& value : outputs.values) value = T(0);
    read_shared_outputs<Built>(numbers, outputs.values, std::make_integer_sequence<int, chunk_count(stored)>{});
    // The outputs are copied at once where that is the same: g++ takes quadratic time to copy thousands of them one by
    // one.
    if constexpr (detail::is_array_in_memory<Result> && sizeof(Result) == sizeof(outputs) && sizeof(T) <= 8)
        if (!std::is_constant_evaluated()) return std::bit_cast<Result>(outputs);
    return shape_of<Result>::template store<0, Result>(outputs.values);
}

} // namespace pullback::engine::run

#endif
