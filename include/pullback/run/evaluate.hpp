// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_EVALUATE_HPP
#define PULLBACK_RUN_EVALUATE_HPP

#include <pullback/always_inline.hpp>
#include <pullback/math/precision.hpp>
#include <pullback/optimise/pipeline.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/size_limits.hpp>
#include <pullback/run/evaluate_in_parts.hpp>
#include <pullback/run/evaluate_in_segments.hpp>
#include <pullback/run/instructions.hpp>
#include <pullback/shape/shape_of.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <limits>
#include <utility>

namespace pullback::engine::run {

template <class Built, class T, class Mask, int... Chunk>
PULLBACK_ALWAYS_INLINE constexpr void run([[maybe_unused]] T* numbers, [[maybe_unused]] Mask* conditions,
                                          std::integer_sequence<int, Chunk...>) {
    [[maybe_unused]] constexpr int size = Built::code.size;
    [[maybe_unused]] const int done[] = {
        0, run_chunk<Built, Chunk * chunk_size>(numbers, conditions,
                                                std::make_integer_sequence<int, length_of_chunk(Chunk, size)>{})...};
}

template <class Built, class T, int... I>
PULLBACK_ALWAYS_INLINE constexpr void read_outputs(const T* numbers, T* outputs, std::integer_sequence<int, I...>) {
    [[maybe_unused]] const int done[] = {
        0, (outputs[I] = output_value<Built::code.outputs[I]>(numbers, literal_output<Built>(I)), 0)...};
}

/// Runs a program between loads of all its inputs and stores of all its results.
template <class Built, class Result, class T, class... A>
PULLBACK_ALWAYS_INLINE constexpr Result evaluate_at_once(const A&... arguments) {
    constexpr int size = Built::code.size;
    registers_of<Built, T> numbers;
    [[maybe_unused]] condition_registers_of<Built, T> conditions;
    load_all<T>(numbers, std::index_sequence_for<A...>{}, arguments...);
    run<Built>(numbers, conditions, std::make_integer_sequence<int, chunk_count(size)>{});
    T outputs[Built::code.output_count];
    read_outputs<Built>(numbers, outputs, std::make_integer_sequence<int, Built::code.output_count>{});
    return shape_of<Result>::template store<0, Result>(outputs);
}

template <class Built, class Result, class T, class... A>
PULLBACK_ALWAYS_INLINE constexpr Result evaluate_here(const A&... arguments) {
    if constexpr (AddressableCall<Result, A...>) return evaluate_in_segments<Built, Result, T>(arguments...);
    else return evaluate_at_once<Built, Result, T>(arguments...);
}

// A large program is a function of its own, everything it calls inlined into it: the register file has to dissolve into
// registers, and g++ reaches that for thousands of instructions only this way in linear time.
template <class Built, class Result, class T, class... A>
[[gnu::flatten]] constexpr Result evaluate_apart(const A&... arguments) {
    return evaluate_here<Built, Result, T>(arguments...);
}

template <class Built, class Result, class T, class... A>
constexpr Result evaluate_plainly(const A&... arguments) {
    return evaluate_here<Built, Result, T>(arguments...);
}

inline constexpr std::size_t most_separate_arguments = 32;

/// Whether the limits of `T` are those that a recorded function takes for them. Where nothing is known of `T`, they are
/// not known to be others.
template <class T>
inline constexpr bool has_limits_of_literals =
    math::significand_bits<T>() == 0 || math::significand_bits<T>() == math::significand_bits<decltype(1.)>();

/// Whether numbers of type `T` may take the place of those that the program was recorded with: an error says why not.
template <class Built, class T>
consteval bool are_literals_fit() {
    static_assert(
        !Built::code.has_rounded_literals || math::significand_bits<T>() <= std::numeric_limits<literal>::digits,
        "f(x): f computes with constants before they meet an argument (such as `T(1) / T(3)`), and these were "
        "rounded to long double, less than this scalar type has; write `x / 3`, or pass the constant");
    static_assert(
        !Built::code.has_limits || run::has_limits_of_literals<T>,
        "f(x): f computes with std::numeric_limits<T>::epsilon(), max() or another limit of T, which is that of a "
        "number "
        "written 1.0 while f is recorded, and x is of another type; pass the limit of that type to f as an argument");
    return true;
}

/// Runs a program on numbers of type `T`: `arguments` are the inputs in order, in any shapes. The call is straight-line
/// code without a heap, a loop or a branch on values; it passes over the program once.
template <class Built, class Result, class T, class... A>
PULLBACK_ALWAYS_INLINE constexpr Result evaluate(const A&... arguments) {
    static_assert(are_literals_fit<Built, T>());
    using code = typename optimise::program_for<Built, T>::type;
    // Many numbers are passed as one argument: each function here would have all types in its name, once for each of
    // them, and compilers take time quadratic in the length of a name. The type of a result that names its variables is
    // the longest.
    constexpr bool has_long_name = sizeof...(A) > run::most_separate_arguments;
    if constexpr (requires { requires Built::is_refused; }) return Result{};
    else if constexpr (has_long_name && detail::all_of<std::is_same_v<A, T>...>) {
        const std::array<T, sizeof...(A)> packed{arguments...};
        if constexpr (detail::is_array_in_memory<Result> && sizeof(T) <= 8)
            return std::bit_cast<Result>(evaluate<Built, std::array<T, sizeof(Result) / sizeof(T)>, T>(packed));
        else return evaluate<Built, Result, T>(packed);
    } else if constexpr (!std::is_arithmetic_v<T>) return run::evaluate_plainly<code, Result, T>(arguments...);
    else if constexpr (code::code.size <= engine::largest_inlined_program)
        return run::evaluate_here<code, Result, T>(arguments...);
    else if constexpr (code::code.size <= engine::largest_undivided_program)
        return run::evaluate_apart<code, Result, T>(arguments...);
    else return run::evaluate_in_parts<code, Result, T>(arguments...);
}

} // namespace pullback::engine::run

#endif
