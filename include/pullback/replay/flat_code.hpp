// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_REPLAY_FLAT_CODE_HPP
#define PULLBACK_REPLAY_FLAT_CODE_HPP

#include <pullback/program/literal.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/replay/fused_rows.hpp>
#include <pullback/replay/fusion.hpp>
#include <pullback/replay/packed_blocks.hpp>
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
/// order a window at a time, so that their operands are still near. Code for one point at a time packs steps
/// (packed_blocks.hpp): those of a block read their operands as vectors, literals from copies behind the values.
class flat_code {
    struct row_run {
        std::uint32_t row, count, result, operands;
    };

public:
    flat_code(const program_view& from, arithmetic_rows rows, points_at_once points)
        : input_count_(static_cast<std::size_t>(from.input_count)) {
        fusion fused(from, rows);
        literals_ = std::move(fused.literals);
        unknown_ = std::move(fused.unknown_rows);
        const run_order order(fused, from.input_count, from.node_count(), points);
        enter(fused, order, from, points);
    }

    std::size_t input_count() const { return input_count_; }
    std::size_t output_count() const { return outputs_.size(); }
    std::size_t value_count() const { return value_count_; }
    std::size_t run_count() const { return runs_.size(); }
    /// How many steps run in packed blocks.
    std::size_t packed_count() const { return packed_count_; }
    /// What a run costs about, in places that are read or written. The start of a run of one row costs as many as a
    /// processor passes while it finds out that it has guessed wrong.
    std::size_t cost() const { return accesses_ + 16 * runs_.size(); }

    /// Writes the literals among the values, which no run changes.
    template <class T, std::size_t Lanes>
    void enter_literals(T* values) const {
        T* out = values + input_count_ * Lanes;
        for (const literal each : literals_)
            for (std::size_t lane = 0; lane < Lanes; ++lane) *out++ = static_cast<T>(each);
        out = values + first_packed_literal_ * Lanes;
        for (const literal each : packed_literals_)
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
    void enter(const fusion& fused, const run_order& order, const program_view& from, points_at_once points) {
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
        packed_blocks blocks(fused, literals_);
        const std::uint32_t* next = order.steps.data();
        for (const auto& [row, count] : order.runs) {
            const std::uint32_t* const end = next + count;
            const std::uint32_t packed = points == points_at_once::one && replay::is_run_in_blocks(row)
                                             ? blocks.pack(next, end, place)
                                             : blocks.leave(next, end);
            const std::uint32_t rest = count - packed;
            const std::uint32_t filled_up = packed + (rest > 0 ? replay::results_of_run(row, rest) : 0);
            const std::uint32_t result = places.take(filled_up);
            if (packed > 0) add_packed_runs(row, result, blocks);
            const std::size_t first_operand = operands_.size();
            for (std::uint32_t i = 0; i < count; ++i) {
                const fused_step& step = fused.steps[blocks.order()[i]];
                if (i >= packed) add_operands(fused, step, place);
                place_of[static_cast<std::size_t>(step.result)] = result + i;
                if (step.second_result >= 0)
                    place_of[static_cast<std::size_t>(step.second_result)] = result + i + count;
            }
            for (std::uint32_t i = count; rest > 0 && row < row_of_long_sums && i < filled_up; ++i) {
                add_operands(fused, fused.steps[blocks.order()[count - 1]], place);
                places.leave(result + i);
            }
            if (rest > 0)
                runs_.push_back(
                    {row, rest, result + packed, static_cast<std::uint32_t>(operands_.size() - first_operand)});
            for (; next < end; ++next) {
                const fused_step& step = fused.steps[*next];
                for (std::uint32_t k = 0; k < step.operand_count; ++k) {
                    const int operand = fused.operands[step.first_operand + std::size_t{k}];
                    if (operand >= 0 && --uses[static_cast<std::size_t>(operand)] == 0)
                        places.leave(place_of[static_cast<std::size_t>(operand)]);
                }
            }
        }
        packed_literals_ = blocks.take_literals();
        first_packed_literal_ = places.size();
        value_count_ = places.size() + packed_literals_.size();
        for (const std::size_t k : packed_literal_operands_) operands_[k] += places.size();
        packed_literal_operands_ = {};
        accesses_ = operands_.size() + order.steps.size();
        for (const int output : from.results()) outputs_.push_back(place(output));
    }

    void add_packed_runs(std::uint32_t row, std::uint32_t result, const packed_blocks& packed) {
        for (std::uint32_t same = 0; same < packed_kinds; ++same) {
            const packed_blocks::steps_of_kind& all = packed.of_kind(same);
            if (all.steps.empty()) continue;
            for (const std::size_t k : all.literals) packed_literal_operands_.push_back(operands_.size() + k);
            operands_.insert(operands_.end(), all.places.begin(), all.places.end());
            const auto count = static_cast<std::uint32_t>(all.steps.size());
            runs_.push_back({replay::number_of_packed_row(row, same), count, result,
                             static_cast<std::uint32_t>(all.places.size())});
            result += count;
            packed_count_ += count;
        }
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
    std::vector<literal> literals_, packed_literals_;
    std::size_t first_packed_literal_ = 0, packed_count_ = 0;
    std::size_t value_count_ = 0, accesses_ = 0;
    std::vector<row_run> runs_;
    std::vector<std::uint32_t> operands_; // of all that runs, as places of values
    std::vector<std::uint32_t> outputs_;
    std::vector<std::size_t> packed_literal_operands_; // which of them are packed literals
    std::vector<const operation*> unknown_;
};

/// The cheapest code of a program.
inline std::unique_ptr<const flat_code> code_of(const program_view& from, points_at_once points) {
    auto code = std::make_unique<const flat_code>(from, arithmetic_rows::are_many, points);
    if (16 * code->run_count() < code->cost() / 8) return code;
    auto other = std::make_unique<const flat_code>(from, arithmetic_rows::are_one, points);
    return other->cost() < code->cost() ? std::move(other) : std::move(code);
}

} // namespace pullback::engine::replay

#endif
