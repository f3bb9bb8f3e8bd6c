// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_INSTRUCTIONS_HPP
#define PULLBACK_RUN_INSTRUCTIONS_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/size_limits.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/shape/shape.hpp>
#include <pullback/shape/shape_of.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

// How the instructions of a program run: on an array of numbers and one of conditions, of which an optimising compiler
// makes registers.

namespace pullback::engine::run {

template <class T>
using mask_of = decltype(std::declval<const T&>() < std::declval<const T&>());

/// What a row of the function table takes and gives.
enum class row_kind { number, comparison, logic, selection };

template <class F>
inline constexpr row_kind row_kind_of = [] {
    constexpr bool takes_condition = detail::takes_condition<F>;
    return detail::gives_condition<F> ? (takes_condition ? row_kind::logic : row_kind::comparison)
                                      : (takes_condition ? row_kind::selection : row_kind::number);
}();

/// What computes the value of the row F with scalars of the type T: the row, but where T is several numbers that it
/// does not take at once.
template <class F, class T>
struct computing_row {
    using type = F;
};

// A call of `step` takes more code than what is left of it in its place, which compilers that look for small code do
// not see in advance. Other compilers inline it by themselves, in less time than when they are asked to.
#if defined(__OPTIMIZE_SIZE__)
#define PULLBACK_INLINE_FOR_SIZE PULLBACK_ALWAYS_INLINE
#else
#define PULLBACK_INLINE_FOR_SIZE
#endif

// Runs one instruction. There is a function for each row, not for each instruction: its arguments are constants where
// it is called, so once it is inlined every register has a constant index. Literals come by value, as g++ sees through
// an array of them only too late.
template <const operation* Function, class T, class Mask>
PULLBACK_INLINE_FOR_SIZE constexpr int step(T* numbers, Mask* conditions, int result, int a, int b, int c,
                                            literal known_a, literal known_b, literal known_c) {
    using F = row<Function>;
    using C = typename computing_row<F, T>::type;
    constexpr row_kind kind = row_kind_of<F>;
    const auto number = [=](int i, literal known)
                            PULLBACK_ALWAYS_INLINE -> T { return i >= 0 ? numbers[i] : detail::as_scalar<T>(known); };
    if constexpr (kind == row_kind::number && answers_calls<T> && !std::is_same_v<T, recorded>) {
        // Variables of a graph, which know the row's rule; through its value they would be differentiated otherwise.
        if constexpr (F::arity == 1) numbers[result] = F{}(number(a, known_a));
        else if constexpr (F::arity == 2) numbers[result] = F{}(number(a, known_a), number(b, known_b));
        else numbers[result] = F{}(number(a, known_a), number(b, known_b), number(c, known_c));
    } else if constexpr (kind == row_kind::number) {
        if constexpr (F::arity == 1) numbers[result] = C::value(number(a, known_a));
        else if constexpr (F::arity == 2) numbers[result] = C::value(number(a, known_a), number(b, known_b));
        else numbers[result] = C::value(number(a, known_a), number(b, known_b), number(c, known_c));
    } else if constexpr (kind == row_kind::comparison) {
        if constexpr (F::arity == 1) conditions[result] = C::value(number(a, known_a));
        else conditions[result] = C::value(number(a, known_a), number(b, known_b));
    } else if constexpr (kind == row_kind::logic) {
        if constexpr (F::arity == 1) conditions[result] = F::value(conditions[a]);
        else conditions[result] = F::value(conditions[a], conditions[b]);
    } else {
        numbers[result] = F::value(conditions[a], number(b, known_b), number(c, known_c));
    }
    return 0;
}

#undef PULLBACK_INLINE_FOR_SIZE

template <class Built>
consteval bool has_conditions() {
    for (const instruction& step : Built::code.steps())
        if (engine::kind_of(step) == value_kind::truth) return true;
    return false;
}

template <class Built, class T>
using registers_of = T[Built::code.node_count() + 1];
template <class Built, class T>
using condition_registers_of = mask_of<T>[has_conditions<Built>() ? Built::code.node_count() + 1 : 1];

// Operands and literals are constants of the language, not loads from the program. g++ would fold loads only later,
// each in time linear in the size of the program, and would take everything the program refers to, the recorder and all
// rules, for code to generate.
template <class Built>
consteval int operand(int index, int position) {
    return Built::code.code[index].operands[position];
}

template <class Built>
consteval literal literal_operand(int index, int position) {
    const int operand = Built::code.code[index].operands[position];
    return is_literal(operand) ? Built::code.literal_at(operand) : 0;
}

template <class Built>
consteval literal literal_output(int index) {
    const int operand = Built::code.outputs[index];
    return is_literal(operand) ? Built::code.literal_at(operand) : 0;
}

template <class Built, int First, class T, class Mask, int... I>
PULLBACK_ALWAYS_INLINE constexpr int run_chunk([[maybe_unused]] T* numbers, [[maybe_unused]] Mask* conditions,
                                               std::integer_sequence<int, I...>) {
    [[maybe_unused]] const int done[] = {
        0, step<Built::code.code[First + I].function>(
               numbers, conditions, Built::code.node_of(First + I), operand<Built>(First + I, 0),
               operand<Built>(First + I, 1), operand<Built>(First + I, 2), literal_operand<Built>(First + I, 0),
               literal_operand<Built>(First + I, 1), literal_operand<Built>(First + I, 2))...};
    return 0;
}

/// How many chunks `size` instructions or results are, and how many of them chunk number `chunk` has.
constexpr int chunk_count(int size) { return (size + chunk_size - 1) / chunk_size; }
constexpr int length_of_chunk(int chunk, int size) {
    const int left = size - chunk * chunk_size;
    return left < chunk_size ? left : chunk_size;
}

template <int Operand, class T>
constexpr T output_value(const T* registers, literal known) {
    if constexpr (Operand >= 0) return registers[Operand];
    else return detail::as_scalar<T>(known);
}

template <class T, class... A, std::size_t... I>
PULLBACK_ALWAYS_INLINE constexpr void load_all([[maybe_unused]] T* numbers, std::index_sequence<I...>,
                                               const A&... arguments) {
    [[maybe_unused]] const int done[] = {
        0, (shape_of<A>::template load<detail::first_of<A...>(I)>(arguments, numbers), 0)...};
}

} // namespace pullback::engine::run

#endif
