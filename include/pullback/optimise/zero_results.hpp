// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_ZERO_RESULTS_HPP
#define PULLBACK_OPTIMISE_ZERO_RESULTS_HPP

#include <pullback/optimise/order/calls.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/workspace.hpp>

// Most results of a sparse Jacobian are 0. Passes leave them out, and the call sets them all at once.

namespace pullback::engine::optimise {

/// Whether result k is the literal 0, as most entries of a sparse Jacobian are.
constexpr bool is_zero_output(const program_view& from, int k) {
    const int output = from.outputs[k];
    return is_literal(output) && same_literal(from.literal_at(output), 0);
}

/// How many results must be 0 for them to be set all at once: compilers take their time for each result that is stored.
inline constexpr int fewest_zeros_left_out = 256;

/// Whether a call stores each result that is 0, or sets all of them at once before it begins.
enum class zero_results { are_stored, are_left_out };

/// The results of a program that are not 0, or all if few of them are.
template <int Outputs>
struct stored_outputs {
    int outputs[Outputs + 1]{};
    int count = 0;
};

template <int Outputs>
constexpr auto list_stored_outputs(const program_view& from) {
    stored_outputs<Outputs> stored;
    for (int k = 0; k < Outputs; ++k)
        if (!is_zero_output(from, k)) stored.outputs[stored.count++] = k;
    if (Outputs - stored.count >= fewest_zeros_left_out) return stored;
    for (int k = 0; k < Outputs; ++k) stored.outputs[k] = k;
    stored.count = Outputs;
    return stored;
}

template <class Built>
inline constexpr auto stored_outputs_of = list_stored_outputs<Built::code.output_count>(Built::code.view());

template <class Built>
inline constexpr bool has_many_zeros = [] {
    if constexpr (Built::code.output_count < fewest_zeros_left_out) return false;
    else return stored_outputs_of<Built>.count < Built::code.output_count;
}();

// A copy of the program's instructions and literals, with room for `Literals` literals and `Outputs` results, which are
// still to be entered.
template <class From, int Literals, int Outputs>
constexpr auto copy_without_outputs() {
    constexpr const auto& from = From::code;
    program<from.input_count, from.size, Literals, Outputs> result{};
    for (int i = 0; i < from.size; ++i) result.code[i] = from.code[i];
    for (int i = 0; i < from.view().literal_count; ++i) result.literals[i] = from.literals[i];
    result.has_rounded_literals = from.has_rounded_literals;
    result.has_limits = from.has_limits;
    return result;
}

/// The program `Built` with only those of its results that are not 0: passes take their time for each result.
template <class Built>
struct without_zeros {
    static constexpr auto code = [] {
        constexpr const auto& stored = stored_outputs_of<Built>;
        auto result = copy_without_outputs<Built, Built::code.view().literal_count, stored.count>();
        for (int i = 0; i < stored.count; ++i) result.outputs[i] = Built::code.outputs[stored.outputs[i]];
        return result;
    }();
};

/// The program `Passed`, which passes have made of `without_zeros<Built>`, with all results of `Built` again.
template <class Passed, class Built>
struct with_zeros {
    static constexpr bool joins_calls = optimise::joins_calls<Passed>;
    static constexpr auto code = [] {
        constexpr const auto& stored = stored_outputs_of<Built>;
        constexpr int literals = Passed::code.view().literal_count;
        auto result = copy_without_outputs<Passed, literals + 1, Built::code.output_count>();
        result.literals[literals] = 0;
        for (int i = 0; i < Built::code.output_count; ++i) result.outputs[i] = operand_of_literal(literals);
        for (int i = 0; i < stored.count; ++i) result.outputs[stored.outputs[i]] = Passed::code.outputs[i];
        return result;
    }();
};

} // namespace pullback::engine::optimise

#endif
