// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_EVALUATE_HPP
#define PULLBACK_PROGRAM_EVALUATE_HPP

#include <pullback/program/program.hpp>
#include <pullback/shape/shape.hpp>

#include <limits>
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
constexpr T operand_value(const T* registers, literal known) {
    if constexpr (Operand >= 0) return registers[Operand];
    else return to_scalar<T>(known);
}

template <const operation* Function, int Result, int A, int B, int C, class T, class Mask>
constexpr int step(T* numbers, Mask* conditions, literal a, literal b, literal c) {
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
consteval literal literal_output(int index) {
    const int operand = Built::code.outputs[index];
    return operand < 0 ? Built::code.literals[-operand - 1] : 0;
}

template <class Built>
consteval bool has_conditions() {
    for (int i = 0; i < Built::code.size; ++i)
        if (Built::code.code[i].function->is_condition) return true;
    return false;
}

template <class T, class... A, std::size_t... I>
[[gnu::always_inline]] constexpr void load_all(T* numbers, std::index_sequence<I...>, const A&... arguments) {
    (shape<A>::template load<first_of<A...>(I)>(arguments, numbers), ...);
}

template <class Built>
consteval literal literal_operand(int index, int position) {
    const int operand = Built::code.code[index].operands[position];
    return operand < 0 ? Built::code.literals[-operand - 1] : 0;
}

// In chunks, because g++'s inliner spends time quadratic in the number of calls in one function.
inline constexpr int chunk_size = 64;

template <class Built, int First, class T, class Mask, int... I>
[[gnu::always_inline]] constexpr int run_chunk([[maybe_unused]] T* numbers, [[maybe_unused]] Mask* conditions, std::integer_sequence<int, I...>) {
    constexpr int inputs = Built::code.input_count;
    [[maybe_unused]] const int done[] = {
        0, step<Built::code.code[First + I].function, inputs + First + I, Built::code.code[First + I].operands[0],
                Built::code.code[First + I].operands[1], Built::code.code[First + I].operands[2]>(
               numbers, conditions, literal_operand<Built>(First + I, 0), literal_operand<Built>(First + I, 1),
               literal_operand<Built>(First + I, 2))...};
    return 0;
}

template <class Built, class T, class Mask, int... Chunk>
[[gnu::always_inline]] constexpr void run([[maybe_unused]] T* numbers, [[maybe_unused]] Mask* conditions, std::integer_sequence<int, Chunk...>) {
    constexpr int size = Built::code.size;
    [[maybe_unused]] const int done[] = {
        0, run_chunk<Built, Chunk * chunk_size>(
               numbers, conditions,
               std::make_integer_sequence<int, (size - Chunk * chunk_size < chunk_size ? size - Chunk * chunk_size
                                                                                     : chunk_size)>{})...};
}

template <class Built, class T, int... I>
[[gnu::always_inline]] constexpr void read_outputs(const T* numbers, T* outputs, std::integer_sequence<int, I...>) {
    [[maybe_unused]] const int done[] = {
        0, (outputs[I] = operand_value<Built::code.outputs[I]>(numbers, literal_output<Built>(I)), 0)...};
}

template <class Built, class Result, class T, class... A>
[[gnu::always_inline]] constexpr Result evaluate_here(const A&... arguments) {
    using mask = mask_of<T>;
    constexpr const auto& code = Built::code;
    static_assert(!code.has_rounded_literals || std::numeric_limits<T>::digits <= std::numeric_limits<literal>::digits,
                  "f(x): f computes with constants before they meet an argument (such as `T(1) / T(3)`), and these were "
                  "rounded to long double, less than this scalar type has; write `x / 3`, or pass the constant");
    T numbers[code.input_count + code.size + 1];
    [[maybe_unused]] mask conditions[has_conditions<Built>() ? code.input_count + code.size + 1 : 1];
    load_all<T>(numbers, std::index_sequence_for<A...>{}, arguments...);
    run<Built>(numbers, conditions, std::make_integer_sequence<int, (code.size + chunk_size - 1) / chunk_size>{});
    T outputs[code.output_count];
    read_outputs<Built>(numbers, outputs, std::make_integer_sequence<int, code.output_count>{});
    return shape<Result>::template store<0, Result>(outputs);
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

inline constexpr int largest_inlined_program = 128;

} // namespace detail

/// Runs a program on numbers of type `T`: `arguments` are the inputs in order, in any shapes. Straight-line code without a heap, a
/// loop or a branch on values; one pass over the program.
template <class Built, class Result, class T, class... A>
[[gnu::always_inline]] constexpr Result evaluate(const A&... arguments) {
    if constexpr (!std::is_arithmetic_v<T>) return detail::evaluate_plainly<Built, Result, T>(arguments...);
    else if constexpr (Built::code.size <= detail::largest_inlined_program)
        return detail::evaluate_here<Built, Result, T>(arguments...);
    else return detail::evaluate_apart<Built, Result, T>(arguments...);
}

} // namespace pullback

#endif
