// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_EVALUATE_HPP
#define PULLBACK_PROGRAM_EVALUATE_HPP

#include <pullback/program/compiler.hpp>
#include <pullback/program/executed.hpp>
#include <pullback/program/parts.hpp>
#include <pullback/program/segments.hpp>
#include <pullback/shape/shape.hpp>

#include <boost/hana/at.hpp>
#include <boost/hana/basic_tuple.hpp>

#include <bit>
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
    else if constexpr (requires {
                           typename T::value_type;
                           requires std::is_arithmetic_v<typename T::value_type>;
                       })
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

// A call of `step` takes more code than what is left of it in its place, which compilers that look for small code do
// not see in advance. Others do it by themselves, in less time than when it is asked for.
#if defined(__OPTIMIZE_SIZE__)
#define PULLBACK_INLINE_FOR_SIZE [[gnu::always_inline]]
#else
#define PULLBACK_INLINE_FOR_SIZE
#endif

// One instruction. A function for each row, not for each instruction: its arguments are constants where it is called,
// so once it is inlined every register has a constant index. Literals come by value, as g++ sees through an array of
// them only too late.
template <const operation* Function, class T, class Mask>
PULLBACK_INLINE_FOR_SIZE constexpr int step(T* numbers, Mask* conditions, int result, int a, int b, int c,
                                            literal known_a, literal known_b, literal known_c) {
    using F = row<Function>;
    constexpr row_kind kind = kind_of<F>;
    const auto number = [=](int i, literal known)
                            __attribute__((always_inline)) -> T { return i >= 0 ? numbers[i] : to_scalar<T>(known); };
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

#undef PULLBACK_INLINE_FOR_SIZE

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
[[gnu::always_inline]] constexpr void load_all([[maybe_unused]] T* numbers, std::index_sequence<I...>,
                                               const A&... arguments) {
    (shape<A>::template load<first_of<A...>(I)>(arguments, numbers), ...);
}

// Constants of the language, not loads from the program: these g++ would fold only later, each in time linear in the
// size of the program, and it would take everything the program refers to, the recorder and all rules, for code to
// generate.
template <class Built>
consteval int operand(int index, int position) {
    return Built::code.code[index].operands[position];
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
    [[maybe_unused]] const int done[] = {
        0, step<Built::code.code[First + I].function>(
               numbers, conditions, inputs + First + I, operand<Built>(First + I, 0), operand<Built>(First + I, 1),
               operand<Built>(First + I, 2), literal_operand<Built>(First + I, 0), literal_operand<Built>(First + I, 1),
               literal_operand<Built>(First + I, 2))...};
    return 0;
}

// Calls of one function as a loop, for compilers that have vectors of it.
template <class Built, int First, class T, int... I>
[[gnu::always_inline]] constexpr void call_jointly(T* numbers, std::integer_sequence<int, I...>) {
    using F = row<Built::code.code[First].function>;
    T values[] = {numbers[operand<Built>(First + I, 0)]...};
    for (T& value : values) value = F::value(value);
    [[maybe_unused]] const int done[] = {0, (numbers[Built::code.input_count + First + I] = values[I], 0)...};
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

// Scalar I of the arguments.
template <int I, class T, class... A, class Pointers>
[[gnu::always_inline]] constexpr T argument_scalar(const Pointers& arguments) {
    constexpr std::size_t index = elements<A...>::element_with(I);
    const auto& argument = *boost::hana::at_c<index>(arguments);
    return detail::as_scalar<T>(
        shape<std::remove_cvref_t<decltype(argument)>>::template at<I - first_of<A...>(index)>(argument));
}

template <class Built>
consteval int segment_input(int index) {
    return segments_of<Built>.inputs[index];
}
template <class Built>
consteval int segment_output(int index) {
    return segments_of<Built>.outputs[index];
}

template <class Built, class T, int First, class... A, class Pointers, int... I>
[[gnu::always_inline]] constexpr void load_inputs([[maybe_unused]] T* numbers,
                                                  [[maybe_unused]] const Pointers& arguments,
                                                  std::integer_sequence<int, I...>) {
    [[maybe_unused]] const int done[] = {0, (numbers[segment_input<Built>(First + I)] =
                                                 argument_scalar<segment_input<Built>(First + I), T, A...>(arguments),
                                             0)...};
}

template <class Built, int Output, class T, class... A, class Pointers>
[[gnu::always_inline]] constexpr T result_value([[maybe_unused]] const T* numbers,
                                                [[maybe_unused]] const Pointers& arguments) {
    constexpr int node = Built::code.outputs[Output];
    if constexpr (node < 0) return to_scalar<T>(literal_output<Built>(Output));
    else if constexpr (node < Built::code.input_count) return argument_scalar<node, T, A...>(arguments);
    else return numbers[node];
}

template <class Built, class T, int First, class... A, class Result, class Pointers, int... I>
[[gnu::always_inline]] constexpr void store_outputs([[maybe_unused]] const T* numbers, [[maybe_unused]] Result& result,
                                                    [[maybe_unused]] const Pointers& arguments,
                                                    std::integer_sequence<int, I...>) {
    [[maybe_unused]] const int done[] = {
        0, (shape<Result>::template at<segment_output<Built>(First + I)>(result) =
                result_value<Built, segment_output<Built>(First + I), T, A...>(numbers, arguments),
            0)...};
}

// g++ for x86 gathers neighbouring results in vectors, which it stores at the end: of results that are computed one
// after the other that takes a shuffle for each, and all of them wait on the stack meanwhile. It does not reach across
// a volatile statement, nor does it make a vector of a loop that has one. So these stand where a loop over calls would
// be none anyway: a large program is not inlined, so many results are more than there are registers; and if the
// compiler may not reorder, where a function is called, or there is much to do.
template <class Built>
consteval bool keeps_stores_apart() {
    constexpr int fewest_results = 4, many_results = 16, many_instructions = 48;
    constexpr int size = Built::code.size, results = Built::code.output_count;
    if (!compiler_gathers_stores || results < fewest_results) return false;
    if (size > largest_inlined_program || results >= many_results) return true;
    return !compiler_reorders_sums && (size >= many_instructions || count_function_calls(Built::code.view()) > 0);
}

template <class Built, int Segment, class T, class... A, class Mask, class Result, class Pointers>
[[gnu::always_inline]] constexpr int run_segment([[maybe_unused]] T* numbers, [[maybe_unused]] Mask* conditions,
                                                 [[maybe_unused]] Result& result,
                                                 [[maybe_unused]] const Pointers& arguments) {
    constexpr const auto& plan = segments_of<Built>;
    load_inputs<Built, T, plan.first_input[Segment], A...>(
        numbers, arguments,
        std::make_integer_sequence<int, plan.first_input[Segment + 1] - plan.first_input[Segment]>{});
    if constexpr (Segment > 0) {
        constexpr int first = plan.end[Segment - 1];
        const std::make_integer_sequence<int, plan.end[Segment] - first> instructions;
        if constexpr (plan.is_joined[Segment]) call_jointly<Built, first>(numbers, instructions);
        else run_chunk<Built, first>(numbers, conditions, instructions);
    }
    store_outputs<Built, T, plan.first_output[Segment], A...>(
        numbers, result, arguments,
        std::make_integer_sequence<int, plan.first_output[Segment + 1] - plan.first_output[Segment]>{});
    if constexpr (plan.ends_row[Segment] && keeps_stores_apart<Built>())
        if (!std::is_constant_evaluated()) __asm__ volatile("");
    return 0;
}

template <class Built, class T, class... A, class Mask, class Result, class Pointers, int... Segment>
[[gnu::always_inline]] constexpr void run_segments(T* numbers, Mask* conditions, Result& result,
                                                   const Pointers& arguments, std::integer_sequence<int, Segment...>) {
    [[maybe_unused]] const int done[] = {
        run_segment<Built, Segment, T, A...>(numbers, conditions, result, arguments)...};
}

template <int From, int To, class Result, int... I>
[[gnu::always_inline]] constexpr void copy_each(Result& result, std::integer_sequence<int, I...>) {
    [[maybe_unused]] const int done[] = {
        0, (shape<Result>::template at<To + I>(result) = shape<Result>::template at<From + I>(result), 0)...};
}

template <class Built, class T, int Row, class Result>
[[gnu::always_inline]] constexpr int copy_row(Result& result) {
    constexpr row_copy row = repeated_rows_of<Built>.rows[Row];
    if constexpr (is_array_in_memory<Result>)
        if (!std::is_constant_evaluated()) {
            T* const numbers = &shape<Result>::template at<0>(result);
            __builtin_memcpy(numbers + row.to, numbers + row.from, row.size * sizeof(T));
            return 0;
        }
    copy_each<row.from, row.to>(result, std::make_integer_sequence<int, row.size>{});
    return 0;
}

template <class Built, class T, class Result, int... Row>
[[gnu::always_inline]] constexpr void copy_rows([[maybe_unused]] Result& result, std::integer_sequence<int, Row...>) {
    [[maybe_unused]] const int done[] = {0, copy_row<Built, T, Row>(result)...};
}

template <class Built, class T>
using registers_of = T[Built::code.input_count + Built::code.size + 1];
template <class Built, class T>
using condition_registers_of = mask_of<T>[has_conditions<Built>() ? Built::code.input_count + Built::code.size + 1 : 1];

template <class Result, class... A>
concept AddressableCall = is_addressable<Result> && (is_addressable<A> && ...);

// In segments where the scalars of arguments and result can be reached one by one. The result is declared in the
// outermost block: only there it is the object that is returned, in g++ before 14, and not a copy that is stored last.
template <class Built, class Result, class T, class... A>
    requires AddressableCall<Result, A...>
[[gnu::always_inline]] constexpr Result evaluate_here(const A&... arguments) {
    registers_of<Built, T> numbers;
    [[maybe_unused]] condition_registers_of<Built, T> conditions;
    const boost::hana::basic_tuple<const A*...> pointers{&arguments...};
    Result result;
    run_segments<Built, T, A...>(numbers, conditions, result, pointers,
                                 std::make_integer_sequence<int, segments_of<Built>.count + 1>{});
    copy_rows<Built, T>(result, std::make_integer_sequence<int, repeated_rows_of<Built>.count>{});
    return result;
}

// A shape that can only load and store all its scalars does so before and after.
template <class Built, class Result, class T, class... A>
[[gnu::always_inline]] constexpr Result evaluate_here(const A&... arguments) {
    constexpr int size = Built::code.size;
    registers_of<Built, T> numbers;
    [[maybe_unused]] condition_registers_of<Built, T> conditions;
    load_all<T>(numbers, std::index_sequence_for<A...>{}, arguments...);
    run<Built>(numbers, conditions, std::make_integer_sequence<int, (size + chunk_size - 1) / chunk_size>{});
    T outputs[Built::code.output_count];
    read_outputs<Built>(numbers, outputs, std::make_integer_sequence<int, Built::code.output_count>{});
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

template <class Built, bool OfConditions>
consteval int imported_node(int index) {
    return parts_of<Built>::template traffic<OfConditions>.imports[index];
}

template <class Built, bool OfConditions>
consteval int exported_node(int index) {
    return parts_of<Built>::template traffic<OfConditions>.exports[index];
}

template <class Built, bool OfConditions>
consteval int shared_register(int node) {
    return node < 0 ? node : parts_of<Built>::template traffic<OfConditions>.shared_register[node];
}

template <class Built, bool OfConditions, int First, class T, int... I>
[[gnu::always_inline]] constexpr void import_nodes([[maybe_unused]] T* own, [[maybe_unused]] const T* shared,
                                                   std::integer_sequence<int, I...>) {
    [[maybe_unused]] const int done[] = {
        0, (own[imported_node<Built, OfConditions>(First + I)] =
                shared[shared_register<Built, OfConditions>(imported_node<Built, OfConditions>(First + I))],
            0)...};
}

template <class Built, bool OfConditions, int First, class T, int... I>
[[gnu::always_inline]] constexpr void export_nodes([[maybe_unused]] const T* own, [[maybe_unused]] T* shared,
                                                   std::integer_sequence<int, I...>) {
    [[maybe_unused]] const int done[] = {
        0, (shared[shared_register<Built, OfConditions>(exported_node<Built, OfConditions>(First + I))] =
                own[exported_node<Built, OfConditions>(First + I)],
            0)...};
}

template <class Built, bool OfConditions, int Part, class T>
[[gnu::always_inline]] constexpr void import_all(T* own, const T* shared) {
    constexpr const auto& first = parts_of<Built>::template traffic<OfConditions>.first_import;
    import_nodes<Built, OfConditions, first[Part]>(own, shared,
                                                   std::make_integer_sequence<int, first[Part + 1] - first[Part]>{});
}

template <class Built, bool OfConditions, int Part, class T>
[[gnu::always_inline]] constexpr void export_all(const T* own, T* shared) {
    constexpr const auto& first = parts_of<Built>::template traffic<OfConditions>.first_export;
    export_nodes<Built, OfConditions, first[Part]>(own, shared,
                                                   std::make_integer_sequence<int, first[Part + 1] - first[Part]>{});
}

// Not inlined, or it would not be a part; everything it calls is inlined into it, as into `evaluate_apart`.
template <class Built, int Part, class T, class Mask>
[[gnu::flatten, gnu::noinline]] constexpr int run_part(T* shared_numbers, [[maybe_unused]] Mask* shared_conditions) {
    using parts = parts_of<Built>;
    T numbers[parts::node_count];
    [[maybe_unused]] Mask conditions[has_conditions<Built>() ? parts::node_count : 1];
    import_all<Built, false, Part>(numbers, shared_numbers);
    if constexpr (has_conditions<Built>()) import_all<Built, true, Part>(conditions, shared_conditions);
    run_chunk<Built, Part * part_size>(numbers, conditions, std::make_integer_sequence<int, parts::size_of(Part)>{});
    export_all<Built, false, Part>(numbers, shared_numbers);
    if constexpr (has_conditions<Built>()) export_all<Built, true, Part>(conditions, shared_conditions);
    return 0;
}

template <class Built, class T, class Mask, int... Part>
constexpr void run_parts(T* numbers, Mask* conditions, std::integer_sequence<int, Part...>) {
    [[maybe_unused]] const int done[] = {run_part<Built, Part>(numbers, conditions)...};
}

// In chunks that are functions of their own, for the same reason as the parts.
template <class Built, int First, class T, int... I>
[[gnu::flatten, gnu::noinline]] constexpr int read_output_chunk(const T* numbers, T* outputs,
                                                                std::integer_sequence<int, I...>) {
    [[maybe_unused]] const int done[] = {
        0, (outputs[First + I] = output_value<shared_register<Built, false>(Built::code.outputs[First + I])>(
                numbers, literal_output<Built>(First + I)),
            0)...};
    return 0;
}

template <class Built, class T, int... Chunk>
constexpr void read_shared_outputs(const T* numbers, T* outputs, std::integer_sequence<int, Chunk...>) {
    constexpr int count = Built::code.output_count;
    [[maybe_unused]] const int done[] = {
        0, read_output_chunk<Built, Chunk * chunk_size>(
               numbers, outputs,
               std::make_integer_sequence<int, (count - Chunk * chunk_size < chunk_size ? count - Chunk * chunk_size
                                                                                        : chunk_size)>{})...};
}

// A very large program in parts. g++ takes more than linear time for one function, most of it to find registers for
// values that are used thousands of instructions later; these are in memory anyway.
template <class Built, class Result, class T, class... A>
constexpr Result evaluate_in_parts(const A&... arguments) {
    using parts = parts_of<Built>;
    T numbers[parts::template traffic<false>.shared_count + 1];
    mask_of<T> conditions[has_conditions<Built>() ? parts::node_count : 1];
    load_all<T>(numbers, std::index_sequence_for<A...>{}, arguments...);
    run_parts<Built>(numbers, conditions, std::make_integer_sequence<int, parts::count>{});
    constexpr int output_count = Built::code.output_count;
    struct {
        T values[output_count];
    } outputs;
    read_shared_outputs<Built>(numbers, outputs.values,
                               std::make_integer_sequence<int, (output_count + chunk_size - 1) / chunk_size>{});
    // At once where that is the same: g++ takes quadratic time to copy thousands of outputs one by one.
    if constexpr (is_array_in_memory<Result> && sizeof(Result) == sizeof(outputs) && sizeof(T) <= 8)
        if (!std::is_constant_evaluated()) return std::bit_cast<Result>(outputs);
    return shape<Result>::template store<0, Result>(outputs.values);
}

// clang's time is linear, and longer for parts.
inline constexpr int largest_undivided_program = compiler_is_gcc ? 2048 : std::numeric_limits<int>::max();

} // namespace detail

/// Runs a program on numbers of type `T`: `arguments` are the inputs in order, in any shapes. Straight-line code
/// without a heap, a loop or a branch on values; one pass over the program.
template <class Built, class Result, class T, class... A>
[[gnu::always_inline]] constexpr Result evaluate(const A&... arguments) {
    static_assert(
        !Built::code.has_rounded_literals || std::numeric_limits<T>::digits <= std::numeric_limits<literal>::digits,
        "f(x): f computes with constants before they meet an argument (such as `T(1) / T(3)`), and these were "
        "rounded to long double, less than this scalar type has; write `x / 3`, or pass the constant");
    using code = typename detail::program_for<Built, T>::type;
    if constexpr (!std::is_arithmetic_v<T>) return detail::evaluate_plainly<code, Result, T>(arguments...);
    else if constexpr (code::code.size <= detail::largest_inlined_program)
        return detail::evaluate_here<code, Result, T>(arguments...);
    else if constexpr (code::code.size <= detail::largest_undivided_program)
        return detail::evaluate_apart<code, Result, T>(arguments...);
    else return detail::evaluate_in_parts<code, Result, T>(arguments...);
}

} // namespace pullback

#endif
