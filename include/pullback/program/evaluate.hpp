// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_EVALUATE_HPP
#define PULLBACK_PROGRAM_EVALUATE_HPP

#include <pullback/program/fold.hpp>
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

/// What a row of the function table takes and gives.
enum class row_kind { number, comparison, logic, selection };

template <class F>
inline constexpr row_kind kind_of = [] {
    constexpr bool gives_condition = requires { F::is_condition; };
    constexpr bool takes_condition = requires { F::takes_condition; };
    return gives_condition ? (takes_condition ? row_kind::logic : row_kind::comparison)
                           : (takes_condition ? row_kind::selection : row_kind::number);
}();

// One instruction. A function for each row, not for each instruction: its arguments are constants where it is called, so once it is inlined
// every register has a constant index. Literals come by value, as g++ sees through an array of them only too late.
template <const operation* Function, class T, class Mask>
constexpr int step(T* numbers, Mask* conditions, int result, int a, int b, int c, literal known_a, literal known_b,
                   literal known_c) {
    using F = row<Function>;
    constexpr row_kind kind = kind_of<F>;
    const auto number = [=](int i, literal known) -> T { return i >= 0 ? numbers[i] : to_scalar<T>(known); };
    if constexpr (kind == row_kind::number) {
        if constexpr (F::arity == 1) numbers[result] = F::value(number(a, known_a));
        else if constexpr (F::arity == 2) numbers[result] = F::value(number(a, known_a), number(b, known_b));
        else numbers[result] = F::value(number(a, known_a), number(b, known_b), number(c, known_c));
    } else if constexpr (kind == row_kind::comparison) {
        conditions[result] = F::value(number(a, known_a), number(b, known_b));
    } else if constexpr (kind == row_kind::logic) {
        if constexpr (F::arity == 1) conditions[result] = F::value(conditions[a]);
        else conditions[result] = F::value(conditions[a], conditions[b]);
    } else {
        numbers[result] = F::value(conditions[a], number(b, known_b), number(c, known_c));
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
[[gnu::always_inline]] constexpr void load_all([[maybe_unused]] T* numbers, std::index_sequence<I...>, const A&... arguments) {
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
[[gnu::always_inline]] constexpr int run_chunk([[maybe_unused]] T* numbers, [[maybe_unused]] Mask* conditions,
                                                     std::integer_sequence<int, I...>) {
    constexpr int inputs = Built::code.input_count;
    constexpr const instruction* code = Built::code.code + First;
    [[maybe_unused]] const int done[] = {
        0, step<code[I].function>(numbers, conditions, inputs + First + I, code[I].operands[0], code[I].operands[1],
                                  code[I].operands[2], literal_operand<Built>(First + I, 0),
                                  literal_operand<Built>(First + I, 1), literal_operand<Built>(First + I, 2))...};
    return 0;
}

template <class Built, class T, class Mask, int... Chunk>
[[gnu::always_inline]] constexpr void run([[maybe_unused]] T* numbers, [[maybe_unused]] Mask* conditions,
                                                std::integer_sequence<int, Chunk...>) {
    constexpr int size = Built::code.size;
    [[maybe_unused]] const int done[] = {
        0, run_chunk<Built, Chunk * chunk_size>(
               numbers, conditions,
               std::make_integer_sequence<int, (size - Chunk * chunk_size < chunk_size ? size - Chunk * chunk_size
                                                                                     : chunk_size)>{})...};
}

template <int Operand, class T>
constexpr T output_value(const T* registers, literal known) {
    if constexpr (Operand >= 0) return registers[Operand];
    else return to_scalar<T>(known);
}

template <class Built, class T, int... I>
[[gnu::always_inline]] constexpr void read_outputs(const T* numbers, T* outputs, std::integer_sequence<int, I...>) {
    [[maybe_unused]] const int done[] = {
        0, (outputs[I] = output_value<Built::code.outputs[I]>(numbers, literal_output<Built>(I)), 0)...};
}

template <class Built, class Result, class T, class... A>
[[gnu::always_inline]] constexpr Result evaluate_here(const A&... arguments) {
    using mask = mask_of<T>;
    constexpr const auto& code = Built::code;
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
    static_assert(!Built::code.has_rounded_literals || std::numeric_limits<T>::digits <= std::numeric_limits<literal>::digits,
                  "f(x): f computes with constants before they meet an argument (such as `T(1) / T(3)`), and these were "
                  "rounded to long double, less than this scalar type has; write `x / 3`, or pass the constant");
    using code = typename detail::program_for<Built, T>::type;
    if constexpr (!std::is_arithmetic_v<T>) return detail::evaluate_plainly<code, Result, T>(arguments...);
    else if constexpr (code::code.size <= detail::largest_inlined_program)
        return detail::evaluate_here<code, Result, T>(arguments...);
    else return detail::evaluate_apart<code, Result, T>(arguments...);
}

} // namespace pullback

#endif
