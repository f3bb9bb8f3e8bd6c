// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_LISTING_HPP
#define PULLBACK_PRINT_LISTING_HPP

#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/optimise/pipeline.hpp>
#include <pullback/print/decimal.hpp>
#include <pullback/print/form.hpp>
#include <pullback/print/names.hpp>
#include <pullback/print/number.hpp>
#include <pullback/print/style.hpp>
#include <pullback/print/writer.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/static_function/program_of.hpp>

#include <utility>

namespace pullback::detail {

/// Where an instruction stands in a text if it has no name: printed where it is used, or as one number.
inline constexpr int in_place = 0;
inline constexpr int is_quotient = -1;

/// All that the printers look at, in tables made before; see `listing`.
struct listing_view {
    engine::program_view program;
    print_style style;
    const printed_form* forms; // of the distinct functions
    const int* form_of;        // for each instruction
    const decimal_digits* literals;
    const int* temporaries; // for each instruction: its number if it gets a name, or one of the two below
    int temporary_count;
    const char* temporary_prefix;
    name_list inputs;
    name_list outputs;
    name_list temporary_names = {nullptr, nullptr}; // where they are more than a prefix and a number

    constexpr const printed_form& form(int index) const { return forms[form_of[index]]; }
    constexpr const decimal_digits& digits_of(int operand) const { return literals[engine::index_of_literal(operand)]; }
};

/// The distinct functions of a program.
template <int Size>
struct called_functions {
    const engine::operation* functions[Size + 1]{};
    int index_of[Size + 1]{}; // for each instruction
    int count = 0;
};

template <int Size>
constexpr called_functions<Size> list_functions(const engine::program_view& program) {
    called_functions<Size> list;
    for (int i = 0; i < program.size; ++i) {
        int index = 0;
        const engine::operation* const function = program.code[i].function;
        while (index < list.count && !engine::is_same_operation(list.functions[index], function)) ++index;
        if (index == list.count) list.functions[list.count++] = function;
        list.index_of[i] = index;
    }
    return list;
}

template <int Count>
struct form_list {
    printed_form forms[Count + 1]{};
};

template <int Count>
constexpr form_list<Count> list_forms(const engine::operation* const* functions, print_style style) {
    form_list<Count> list;
    for (int i = 0; i < Count; ++i) list.forms[i] = form_parser(*functions[i], style).parse();
    return list;
}

template <int Count>
struct number_list {
    decimal_digits numbers[Count + 1]{};
};

// The digits of some literals. They cost the compiler more than the rest of a text, so few are made in one
// constant.
inline constexpr int literals_at_once = 8;

template <class Built, print_style Style, int First>
constexpr number_list<literals_at_once> some_literals() {
    constexpr engine::program_view program = Built::code.view();
    number_list<literals_at_once> list;
    for (int i = 0; i < literals_at_once && First + i < program.literal_count; ++i)
        list.numbers[i] = number_for(program.literals[First + i], Style);
    return list;
}

template <class Built, print_style Style, int First>
inline constexpr number_list<literals_at_once> literals_from = some_literals<Built, Style, First>();

template <class Built, print_style Style, int Count, int... Part>
constexpr number_list<Count> all_literals(std::integer_sequence<int, Part...>) {
    number_list<Count> list;
    const number_list<literals_at_once>* const parts[] = {&literals_from<Built, Style, Part * literals_at_once>...,
                                                          nullptr};
    for (int i = 0; i < Count; ++i) list.numbers[i] = parts[i / literals_at_once]->numbers[i % literals_at_once];
    return list;
}

// The constant 0.1 is recorded as 1 / 10, exact for every scalar type; for reading it is 0.1 again.
constexpr bool is_decimal_quotient(const engine::instruction& step, const decimal_digits* literals) {
    if (!engine::is_same_operation(step.function, &engine::operation_of<functions::divide>) ||
        !engine::is_literal(step.operands[0]) || !engine::is_literal(step.operands[1]))
        return false;
    const decimal_digits& numerator = literals[engine::index_of_literal(step.operands[0])];
    const decimal_digits& divisor = literals[engine::index_of_literal(step.operands[1])];
    const bool is_power_of_ten =
        divisor.count == 1 && divisor.digits[0] == '1' && divisor.exponent > 1 && !divisor.is_negative;
    return is_power_of_ten && numerator.count > 0 && numerator.count <= numerator.exponent;
}

template <int Size>
struct placement {
    int temporaries[Size + 1]{};
    int count = 0;
};

template <int Size, int Nodes>
constexpr placement<Size> place(const engine::program_view& program, const printed_form* forms, const int* form_of,
                                const decimal_digits* literals) {
    int uses[Nodes + 1]{};
    engine::for_each_use(program, [&](int operand, int i, int k) { uses[operand] += forms[form_of[i]].uses[k]; });
    for (const int result : program.results())
        if (!engine::is_literal(result)) ++uses[result];
    placement<Size> result;
    for (int i = 0; i < program.size; ++i) {
        if (is_decimal_quotient(program.code[i], literals)) result.temporaries[i] = is_quotient;
        else if (uses[program.node_of(i)] > 1) result.temporaries[i] = ++result.count;
    }
    return result;
}

// Texts for readers show the program as it was recorded; C is to be run, so it is the program that runs.
template <print_style Style, class Built>
struct printed_program {
    using type = Built;
};
template <class Built>
struct printed_program<print_style::c_double, Built> : engine::optimise::program_for<Built, double> {};
template <class Built>
struct printed_program<print_style::c_float, Built> : engine::optimise::program_for<Built, float> {};

/// The tables for printing one program in one style, each a constant of its own.
template <print_style Style, class F, class... Arguments>
struct listing {
    using built = typename printed_program<Style, program_of<F, Arguments...>>::type;

private:
    static constexpr engine::program_view program = built::code.view();
    static constexpr auto functions = list_functions<program.size>(program);
    static constexpr auto forms = list_forms<functions.count>(functions.functions, Style);
    static constexpr int literal_parts = (program.literal_count + literals_at_once - 1) / literals_at_once;
    static constexpr auto literals =
        all_literals<built, Style, program.literal_count>(std::make_integer_sequence<int, literal_parts>{});
    static constexpr auto places =
        place<program.size, program.node_count()>(program, forms.forms, functions.index_of, literals.numbers);
    // Comments and labels name things as a text does.
    static constexpr print_style name_style = Style == print_style::latex ? Style : print_style::text;
    static constexpr const auto& inputs = names<input_names<name_style, F, Arguments...>>::table;
    static constexpr const auto& outputs = names<output_names<name_style, F, Arguments...>>::table;

    static constexpr const char* temporary_prefix =
        variable_names<typename F::signature>::unused_prefix("t", "temporary");

public:
    static constexpr listing_view view = {program,          Style,
                                          forms.forms,      functions.index_of,
                                          literals.numbers, places.temporaries,
                                          places.count,     temporary_prefix,
                                          inputs.list(),    outputs.list()};

    static constexpr bool is_number = Scalar<typename output_names<Style, F, Arguments...>::result>;
    static constexpr int parts = pieces_for(program.size);
    static constexpr int argument_count = input_names<name_style, F, Arguments...>::argument_count;
};

} // namespace pullback::detail

#endif
