// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_SUPPORT_PROGRAM_FROM_BYTES_HPP
#define PULLBACK_TESTS_SUPPORT_PROGRAM_FROM_BYTES_HPP

#include "bounded_evaluation.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace run_time {

/// A program as bytes say, with nothing simplified, and a point at which it can be evaluated. The first three bytes are
/// the point, every four more are an instruction: what it does, and with which nodes or literals. What has no
/// well-defined value at the point, or a huge one, becomes no operand, unless as the side of a selection that is not
/// taken.
class program_from_bytes {
public:
    program_from_bytes(const std::uint8_t* bytes, std::size_t size) {
        for (std::size_t i = 0; i < inputs; ++i) {
            at.push_back((i < size ? bytes[i] - 128 : 16) / 32.);
            numbers_.push_back(static_cast<int>(i));
        }
        nodes = bounded_inputs(at);
        program.input_count = inputs;
        program.literals.assign(std::begin(known), std::end(known));
        for (std::size_t i = inputs; i + 4 <= size && program.code.size() < most_instructions; i += 4)
            add(bytes[i], bytes[i + 1], bytes[i + 2], bytes[i + 3]);
        program.outputs = {numbers_.back(), numbers_[numbers_.size() / 2]};
    }

    stored_program program;
    std::vector<double> at;
    std::vector<bounded_node> nodes;

private:
    static constexpr std::size_t most_instructions = 48;
    static constexpr literal known[] = {0, 1, 2, 3, -1, -2, 0.5L, -0.5L, 4, 0.1L, 1 / 3.L, 7, 1024, -0.001L};

    static const std::vector<const operation*>& rows() {
        static const auto all = [] {
            std::vector<const operation*> made;
            functions::table::for_each([&]<class F>(F) { made.push_back(&pullback::engine::operation_of<F>); });
            // Arithmetic more often, which the passes know most about.
            for (int times = 0; times < 6; ++times)
                made.insert(made.end(), {&pullback::engine::operation_of<functions::add>,
                                         &pullback::engine::operation_of<functions::subtract>,
                                         &pullback::engine::operation_of<functions::multiply>,
                                         &pullback::engine::operation_of<functions::divide>,
                                         &pullback::engine::operation_of<functions::negate>,
                                         &pullback::engine::operation_of<functions::select>});
            return made;
        }();
        return all;
    }

    int operand(std::uint8_t byte) const {
        const std::size_t choice = byte / 2;
        if (byte % 2 == 0) return numbers_[numbers_.size() - 1 - choice % std::min<std::size_t>(numbers_.size(), 6)];
        if (choice < 32) return -1 - static_cast<int>(choice % std::size(known));
        return numbers_[choice % numbers_.size()];
    }

    void add(std::uint8_t what, std::uint8_t a, std::uint8_t b, std::uint8_t c) {
        const operation* const function = rows()[what % rows().size()];
        instruction step{function, {0, 0, 0}};
        const std::uint8_t choice[] = {a, b, c};
        for (int k = 0; k < function->arity; ++k) {
            const bool wants_condition = operand_kind_of(function) == pullback::value_kind::truth &&
                                         (kind_of(function) == pullback::value_kind::truth || k == 0);
            if (wants_condition && conditions_.empty()) return;
            step.operands[k] = wants_condition ? conditions_[choice[k] % conditions_.size()] : operand(choice[k]);
        }
        if (function == &pullback::engine::operation_of<functions::polygamma>) step.operands[0] = -1 - a % 4;
        if (function->role == pullback::row_role::select && b % 3 == 0 && !broken_.empty()) {
            const bool takes_first = nodes[static_cast<std::size_t>(step.operands[0])].truth;
            step.operands[takes_first ? 2 : 1] = broken_[c % broken_.size()];
        }
        for (const instruction& other : program.code)
            if (other.function == function && std::equal(step.operands, step.operands + 3, other.operands)) return;
        const bounded_node made = bounded(step, nodes, program.literals.data());
        bool is_sound =
            made.is_known() && std::abs(made.value) < 1e20L && (made.value == 0 || std::abs(made.value) > 1e-20L);
        for (const number slope : made.slope) is_sound = is_sound && std::abs(slope) < 1e20L;
        if (kind_of(function) == pullback::value_kind::truth && !is_sound) return;
        const int node = program.node_count();
        (kind_of(function) == pullback::value_kind::truth ? conditions_
         : is_sound                                       ? numbers_
                                                          : broken_)
            .push_back(node);
        program.code.push_back(step);
        nodes.push_back(made);
    }

    std::vector<int> numbers_;    // operands with a value
    std::vector<int> conditions_; // the same for truth values
    std::vector<int> broken_;     // and those without
};

/// What was compared, and what could not be, because nothing is known about the error.
struct comparisons {
    long made = 0, left_out = 0;
};

[[noreturn]] inline void fail(const stored_program& program) {
    for (std::size_t i = 0; i < program.code.size(); ++i) {
        const instruction& step = program.code[i];
        std::fprintf(stderr, "  n%d = %s(", program.input_count + static_cast<int>(i), step.function->name);
        for (int k = 0; k < step.function->arity; ++k) {
            const int operand = step.operands[k];
            if (operand >= 0) std::fprintf(stderr, "n%d ", operand);
            else std::fprintf(stderr, "%.6Lg ", program.literals[static_cast<std::size_t>(-operand - 1)]);
        }
        std::fprintf(stderr, ")\n");
    }
    for (const int output : program.outputs) std::fprintf(stderr, "  output %d\n", output);
    std::abort();
}

/// Ends the run where `got` is further from `wanted` than `error`, and shows the program.
inline void require_near(const char* what, number got, number wanted, number error, const stored_program& program) {
    if (std::abs(got - wanted) <= error + 1e-270L) return;
    std::fprintf(stderr, "%s: %.21Lg instead of %.21Lg, difference %.3Lg, allowed %.3Lg\n", what, got, wanted,
                 got - wanted, error);
    fail(program);
}

inline void require(const char* what, bool holds, const stored_program& program) {
    if (holds) return;
    std::fprintf(stderr, "%s\n", what);
    fail(program);
}

} // namespace run_time

#endif
