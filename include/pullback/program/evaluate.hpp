// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_EVALUATE_HPP
#define PULLBACK_PROGRAM_EVALUATE_HPP

#include <pullback/program/program.hpp>

#include <utility>

namespace pullback {

namespace detail {

template <class T>
using mask_of = decltype(std::declval<const T&>() < std::declval<const T&>());

/// A literal as a `T`.
template <class T>
constexpr T to_scalar(literal value) {
    if constexpr (std::is_arithmetic_v<T>) return static_cast<T>(value);
    else if constexpr (requires { typename T::value_type; requires std::is_arithmetic_v<typename T::value_type>; })
        return T(static_cast<typename T::value_type>(value)); // a batch of numbers
    else return T(value);
}

template <int Operand, class T>
[[gnu::always_inline]] constexpr T operand_value(const T* registers, literal known) {
    if constexpr (Operand >= 0) return registers[Operand];
    else return to_scalar<T>(known);
}

template <const operation* Function, int Result, int A, int B, int C, class T, class Mask>
[[gnu::always_inline]] constexpr int step(T* numbers, Mask* conditions, literal a, literal b, literal c) {
    using F = row<Function>;
    if constexpr (requires { F::takes_condition; } && F::arity == 3) {
        numbers[Result] = F::value(conditions[A], operand_value<B>(numbers, b), operand_value<C>(numbers, c));
    } else if constexpr (requires { F::takes_condition; }) {
        if constexpr (F::arity == 1) conditions[Result] = F::value(conditions[A]);
        else conditions[Result] = F::value(conditions[A], conditions[B]);
    } else if constexpr (requires { F::is_condition; }) {
        conditions[Result] = F::value(operand_value<A>(numbers, a), operand_value<B>(numbers, b));
    } else if constexpr (F::arity == 1) {
        numbers[Result] = F::value(operand_value<A>(numbers, a));
    } else if constexpr (F::arity == 2) {
        numbers[Result] = F::value(operand_value<A>(numbers, a), operand_value<B>(numbers, b));
    } else {
        numbers[Result] = F::value(operand_value<A>(numbers, a), operand_value<B>(numbers, b), operand_value<C>(numbers, c));
    }
    return 0;
}

template <class Built>
consteval literal literal_operand(int index, int position) {
    const int operand = Built::code.code[index].operands[position];
    return operand < 0 ? Built::code.literals[-operand - 1] : 0;
}

template <class Built, int First, class T, class Mask, int... I>
[[gnu::always_inline]] constexpr int run_chunk(T* numbers, Mask* conditions, std::integer_sequence<int, I...>) {
    constexpr int inputs = Built::code.input_count;
    [[maybe_unused]] const int done[] = {
        0, step<Built::code.code[First + I].function, inputs + First + I, Built::code.code[First + I].operands[0],
                Built::code.code[First + I].operands[1], Built::code.code[First + I].operands[2]>(
               numbers, conditions, literal_operand<Built>(First + I, 0), literal_operand<Built>(First + I, 1),
               literal_operand<Built>(First + I, 2))...};
    return 0;
}

// In chunks, because g++'s inliner spends time quadratic in the number of calls in one function.
inline constexpr int chunk_size = CHUNK;

template <class Built, class T, class Mask, int... Chunk>
[[gnu::always_inline]] constexpr void run(T* numbers, Mask* conditions, std::integer_sequence<int, Chunk...>) {
    constexpr int size = Built::code.size;
    [[maybe_unused]] const int done[] = {
        0, run_chunk<Built, Chunk * chunk_size>(
               numbers, conditions,
               std::make_integer_sequence<int, (size - Chunk * chunk_size < chunk_size ? size - Chunk * chunk_size
                                                                                     : chunk_size)>{})...};
}

/// Runs the program on registers whose first `input_count` hold the inputs.
template <class Built, class T, class Mask>
[[gnu::always_inline]] constexpr void run(T* numbers, Mask* conditions) {
    run<Built>(numbers, conditions, std::make_integer_sequence<int, (Built::code.size + chunk_size - 1) / chunk_size>{});
}

} // namespace detail

} // namespace pullback

#endif
