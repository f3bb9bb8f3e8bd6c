// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_REPLAY_STORED_PROGRAM_HPP
#define PULLBACK_REPLAY_STORED_PROGRAM_HPP

#include <pullback/program/growing_memory.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/record/recorder.hpp>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace pullback::engine::replay {

/// A program that is known at run time only.
struct stored_program {
    std::vector<instruction> code;
    std::vector<literal> literals;
    std::vector<int> outputs;
    int input_count = 0;
    bool has_rounded_literals = false;
    bool has_limits = false;

    program_view view() const noexcept {
        return {code.data(),    static_cast<int>(code.size()),    literals.data(), static_cast<int>(literals.size()),
                outputs.data(), static_cast<int>(outputs.size()), input_count,     has_rounded_literals,
                has_limits};
    }
};

/// The part of a program that its results need.
inline stored_program live_part(const program_view& from) {
    const auto nodes = static_cast<std::size_t>(from.node_count());
    std::vector<int> node(nodes), known(static_cast<std::size_t>(from.literal_count));
    engine::mark_live(from, node.data(), known.data());
    stored_program made;
    made.input_count = from.input_count;
    made.has_rounded_literals = from.has_rounded_literals;
    made.has_limits = from.has_limits;
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (known[i] == 0) continue;
        known[i] = operand_of_literal(static_cast<int>(made.literals.size()));
        made.literals.push_back(from.literals[i]);
    }
    const auto moved = [&](int operand) {
        return operand >= 0 ? node[static_cast<std::size_t>(operand)]
                            : known[static_cast<std::size_t>(index_of_literal(operand))];
    };
    for (int i = 0; i < from.input_count; ++i) node[static_cast<std::size_t>(i)] = i;
    const auto computed = node.begin() + from.input_count;
    made.code.reserve(static_cast<std::size_t>(node.end() - computed - std::count(computed, node.end(), 0)));
    for (int i = 0; i < from.size; ++i) {
        int& place = node[static_cast<std::size_t>(from.node_of(i))];
        if (place == 0) continue;
        place = made.input_count + static_cast<int>(made.code.size());
        made.code.push_back(from.code[i]);
        engine::rename_operands(made.code.back(), moved);
    }
    made.outputs.reserve(static_cast<std::size_t>(from.output_count));
    for (const int result : from.results()) made.outputs.push_back(moved(result));
    return made;
}

/// The program that `write(recorder&, std::vector<int>& outputs)` writes, without dead code. `capacity` is a guess of
/// the number of instructions.
template <class Write>
stored_program written(int input_count, int capacity, const Write& write) {
    growing_memory memory(capacity < 64 ? 64 : capacity);
    std::vector<int> outputs;
    // The recorder's tables are as large as the program: they go before it is copied.
    program_view whole = [&] {
        record::recorder target(memory, input_count);
        write(target, outputs);
        return target.view();
    }();
    whole.outputs = outputs.data();
    whole.output_count = static_cast<int>(outputs.size());
    return replay::live_part(whole);
}

} // namespace pullback::engine::replay

#endif
