// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXPRESSION_TYPE_HASH_HPP
#define PULLBACK_EXPRESSION_TYPE_HASH_HPP

#include <pullback/program/literal.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/recorder.hpp>

#include <cstdint>

namespace pullback::detail {

template <class T>
constexpr std::uint64_t hash_spelling() {
    return engine::hash_of(__PRETTY_FUNCTION__);
}

/// A number for a named type, from its spelling. (Closures of one signature can share a spelling: see
/// `hash_of_program`.)
template <class T>
inline constexpr std::uint64_t hash_of_type = hash_spelling<T>();

/// A number for what a program computes: equal programs are the same function, whatever they were recorded from. It
/// goes into the name of a formula's type (see `formula`); where structure is at hand, structure decides.
constexpr std::uint64_t hash_of_program(const engine::program_view& program) {
    std::uint64_t state = static_cast<std::uint64_t>(2 * program.input_count + (program.has_rounded_literals ? 1 : 0));
    const auto add = [&](int operand) {
        state = engine::mix(state, engine::is_literal(operand) ? engine::hash_of(program.literal_at(operand))
                                                               : static_cast<std::uint64_t>(operand));
    };
    for (const engine::instruction& step : program.steps()) {
        state = engine::mix(state, step.function->hash + (step.is_primal ? 1 : 0));
        for (const int operand : program.operands_of(step)) add(operand);
    }
    for (const int result : program.results()) add(result);
    return state;
}

} // namespace pullback::detail

#endif
