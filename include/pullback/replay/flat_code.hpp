// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_REPLAY_FLAT_CODE_HPP
#define PULLBACK_REPLAY_FLAT_CODE_HPP

#include <pullback/program/literal.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/replay/fused_rows.hpp>
#include <pullback/replay/fusion.hpp>
#include <pullback/replay/places.hpp>
#include <pullback/replay/rows.hpp>
#include <pullback/replay/run_order.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace pullback::engine::replay {

/// A program as it is run: values stand one after the other, first the inputs, then the literals, then the results of
/// what runs; places of values that nobody needs any more are used again. Instructions that only need each other are
/// fused (fusion.hpp). Those of one row that do not wait for each other run one after the other, a *run*, so that a
/// processor need not guess what comes next, and their results stand side by side; instructions are put in such an
/// order a window at a time, so that their operands are still near.
class flat_code {
    struct row_run {
        std::uint32_t row, count, result, operands;
    };

public:
    flat_code(const program_view& from, arithmetic_rows rows)
        : input_count_(static_cast<std::size_t>(from.input_count)) {
        fusion fused(from, rows);
        literals_ = std::move(fused.literals);
        unknown_ = std::move(fused.unknown_rows);
        const run_order order(fused, from.input_count, from.node_count());
        enter(fused, order, from);
    }

    std::size_t input_count() const { return input_count_; }
    std::size_t output_count() const { return outputs_.size(); }
    std::size_t value_count() const { return value_count_; }
    std::size_t run_count() const { return runs_.size(); }
    /// What a run costs about, in places that are read or written. The start of a run of one row costs as many as a
    /// processor passes while it finds out that it has guessed wrong.
    std::size_t cost() const { return accesses_ + 16 * runs_.size(); }

    /// Writes the literals among the values, which no run changes.
    template <class T, std::size_t Lanes>
    void enter_literals(T* values) const {
        T* out = values + input_count_ * Lanes;
        for (const literal each : literals_)
            for (std::size_t lane = 0; lane < Lanes; ++lane) *out++ = static_cast<T>(each);
    }

    /// Computes everything from the inputs, which stand among the values as the literals do, until a run writes over
    /// them.
    template <class T, std::size_t Lanes>
    void run(T* values) const {
        constexpr const auto& functions = row_functions<T, Lanes, rows_with_functions>::all;
        const std::uint32_t* places = operands_.data();
        for (const row_run& each : runs_) {
            if (each.row < functions.size()) functions[each.row](values, places, each.result, each.count);
            else if (each.row == row_of_long_sums)
                replay::run_long_sums<T, Lanes>(values, places, each.result, each.count);
            else if (each.row == row_of_sines_and_cosines)
                replay::run_sines_and_cosines<T, Lanes>(values, places, each.result, each.count);
            else
                replay::run_unknown_row<T, Lanes>(unknown_[each.row - first_unknown_row], values, places, each.result,
                                                  each.count);
            places += each.operands;
        }
    }

    std::uint32_t output(std::size_t index) const { return outputs_[index]; }

private:
    // Gives all values their places, in the order in which they are computed.
    void enter(const fusion& fused, const run_order& order, const program_view& from) {
        value_places places;
        places.take(static_cast<std::uint32_t>(input_count_ + literals_.size()));
        std::vector<std::uint32_t> place_of(static_cast<std::size_t>(from.node_count())), uses(place_of.size());
        for (std::size_t i = 0; i < input_count_; ++i) place_of[i] = static_cast<std::uint32_t>(i);
        for (const int operand : fused.operands)
            if (operand >= 0) ++uses[static_cast<std::size_t>(operand)];
        for (const int output : from.results())
            if (output >= 0) ++uses[static_cast<std::size_t>(output)];
        const auto place = [&](int operand) {
            return is_literal(operand) ? static_cast<std::uint32_t>(input_count_) +
                                             static_cast<std::uint32_t>(index_of_literal(operand))
                                       : place_of[static_cast<std::size_t>(operand)];
        };
        operands_.reserve(fused.operands.size() + 2 * fused.groups.size());
        runs_.reserve(order.runs.size());
        const std::uint32_t* next = order.steps.data();
        for (const auto& [row, count] : order.runs) {
            const std::uint32_t* const end = next + count;
            const std::uint32_t filled_up = replay::results_of_run(row, count), result = places.take(filled_up);
            const std::size_t first_operand = operands_.size();
            for (const std::uint32_t* i = next; i < end; ++i) {
                const fused_step& step = fused.steps[*i];
                add_operands(fused, step, place);
                const std::uint32_t place_in_run = result + static_cast<std::uint32_t>(i - next);
                place_of[static_cast<std::size_t>(step.result)] = place_in_run;
                if (step.second_result >= 0)
                    place_of[static_cast<std::size_t>(step.second_result)] = place_in_run + count;
            }
            for (std::uint32_t i = count; row < row_of_long_sums && i < filled_up; ++i) {
                add_operands(fused, fused.steps[end[-1]], place);
                places.leave(result + i);
            }
            runs_.push_back({row, count, result, static_cast<std::uint32_t>(operands_.size() - first_operand)});
            for (; next < end; ++next) {
                const fused_step& step = fused.steps[*next];
                for (std::uint32_t k = 0; k < step.operand_count; ++k) {
                    const int operand = fused.operands[step.first_operand + std::size_t{k}];
                    if (operand >= 0 && --uses[static_cast<std::size_t>(operand)] == 0)
                        places.leave(place_of[static_cast<std::size_t>(operand)]);
                }
            }
        }
        value_count_ = places.size();
        accesses_ = operands_.size() + order.steps.size();
        for (const int output : from.results()) outputs_.push_back(place(output));
    }

    template <class Place>
    void add_operands(const fusion& fused, const fused_step& step, const Place& place) {
        const int* operand = fused.operands.data() + step.first_operand;
        if (step.row != row_of_long_sums) {
            for (std::uint32_t k = 0; k < step.operand_count; ++k) operands_.push_back(place(*operand++));
            return;
        }
        operands_.push_back(step.group_count);
        operands_.push_back(place(*operand++));
        for (std::uint32_t group = 0; group < step.group_count; ++group) {
            const term_group terms = fused.groups[step.first_group + std::size_t{group}];
            operands_.push_back(terms.word);
            const std::uint32_t size = terms.count() * (terms.kind() == term_kind::number ? 1 : 2);
            for (std::uint32_t k = 0; k < size; ++k) operands_.push_back(place(*operand++));
        }
    }

    std::size_t input_count_;
    std::vector<literal> literals_;
    std::size_t value_count_ = 0, accesses_ = 0;
    std::vector<row_run> runs_;
    std::vector<std::uint32_t> operands_; // of all that runs, as places of values
    std::vector<std::uint32_t> outputs_;
    std::vector<const operation*> unknown_;
};

/// The cheapest code of a program.
inline std::unique_ptr<const flat_code> code_of(const program_view& from) {
    auto code = std::make_unique<const flat_code>(from, arithmetic_rows::are_many);
    if (16 * code->run_count() < code->cost() / 8) return code;
    auto other = std::make_unique<const flat_code>(from, arithmetic_rows::are_one);
    return other->cost() < code->cost() ? std::move(other) : std::move(code);
}

} // namespace pullback::engine::replay

#endif
