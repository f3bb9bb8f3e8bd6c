// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_REPLAY_FLAT_CODE_HPP
#define PULLBACK_REPLAY_FLAT_CODE_HPP

#include <pullback/program/literal.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/replay/rows.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace pullback::engine::replay {

/// A program as it is run: values stand one after the other, first the inputs, then the literals, then the results of
/// the instructions in the order in which they run. Instructions of one row that do not wait for each other run one
/// after the other, a *run*, so that a processor need not guess what comes next; instructions are put in such an order
/// a window at a time, so that their operands are still near.
class flat_code {
    struct row_run {
        std::uint32_t row, count;
    };

public:
    explicit flat_code(const program_view& from)
        : input_count_(static_cast<std::size_t>(from.input_count)),
          literals_(from.literals, from.literals + from.literal_count) {
        value_count_ = input_count_ + literals_.size();
        std::vector<std::uint32_t> places(static_cast<std::size_t>(from.node_count()));
        for (std::size_t i = 0; i < input_count_; ++i) places[i] = static_cast<std::uint32_t>(i);
        constexpr int window = 8192;
        for (int first = 0; first < from.size; first += window)
            add_window(from, first, std::min(first + window, from.size), places);
        for (const int output : from.results()) outputs_.push_back(place_of(output, places));
    }

    std::size_t input_count() const { return input_count_; }
    std::size_t output_count() const { return outputs_.size(); }
    std::size_t value_count() const { return value_count_; }
    std::size_t run_count() const { return runs_.size(); }

    /// Writes the literals among the values, which no run changes.
    template <class T, std::size_t Lanes>
    void enter_literals(T* values) const {
        T* out = values + input_count_ * Lanes;
        for (const literal each : literals_)
            for (std::size_t lane = 0; lane < Lanes; ++lane) *out++ = static_cast<T>(each);
    }

    /// Computes everything from the inputs, which stand among the values as the literals do.
    template <class T, std::size_t Lanes>
    void run(T* values) const {
        constexpr const auto& functions = row_functions<T, Lanes, known_rows>::all;
        auto result = static_cast<std::uint32_t>(input_count_ + literals_.size());
        const std::uint32_t* places = operands_.data();
        for (const row_run& each : runs_) {
            std::size_t arity = 0;
            if (each.row < functions.size()) {
                functions[each.row](values, places, result, each.count);
                arity = row_arities<known_rows>::all[each.row];
            } else {
                const operation* const function = unknown_[each.row - functions.size()];
                replay::run_unknown_row<T, Lanes>(function, values, places, result, each.count);
                arity = static_cast<std::size_t>(function->arity);
            }
            places += arity * each.count;
            result += each.count;
        }
    }

    std::uint32_t output(std::size_t index) const { return outputs_[index]; }

private:
    std::uint32_t place_of(int operand, const std::vector<std::uint32_t>& places) const {
        return is_literal(operand)
                   ? static_cast<std::uint32_t>(input_count_) + static_cast<std::uint32_t>(index_of_literal(operand))
                   : places[static_cast<std::size_t>(operand)];
    }

    std::uint32_t number_of(const operation* function) {
        const std::uint32_t known = replay::number_of_row(function);
        if (known < known_rows::size) return known;
        const auto found = std::find(unknown_.begin(), unknown_.end(), function);
        const auto number = known + static_cast<std::uint32_t>(found - unknown_.begin());
        if (found == unknown_.end()) unknown_.push_back(function);
        return number;
    }

    // Of all instructions whose operands are there, those of the row that has most of them run next.
    void add_window(const program_view& from, int first, int last, std::vector<std::uint32_t>& places) {
        const auto size = static_cast<std::size_t>(last - first);
        const int first_node = from.node_of(first);
        std::vector<std::uint32_t> row_of(size), user_of, missing(size), first_user(size + 2);
        std::vector<std::vector<std::uint32_t>> ready;
        const auto in_window = [&](int operand) { return operand >= first_node; };
        for (std::size_t i = 0; i < size; ++i) {
            const instruction& step = from.code[first + static_cast<int>(i)];
            row_of[i] = number_of(step.function);
            if (ready.size() <= row_of[i]) ready.resize(row_of[i] + std::size_t{1});
            for (const int operand : from.operands_of(step))
                if (in_window(operand)) ++missing[i], ++first_user[static_cast<std::size_t>(operand - first_node) + 2];
        }
        for (std::size_t i = 2; i < first_user.size(); ++i) first_user[i] += first_user[i - 1];
        user_of.resize(first_user.back());
        for (std::size_t i = 0; i < size; ++i)
            for (const int operand : from.operands_of(from.code[first + static_cast<int>(i)]))
                if (in_window(operand))
                    user_of[first_user[static_cast<std::size_t>(operand - first_node) + 1]++] =
                        static_cast<std::uint32_t>(i);
        std::vector<std::uint32_t> waiting_rows, taken;
        const auto make_ready = [&](std::uint32_t i) {
            if (ready[row_of[i]].empty()) waiting_rows.push_back(row_of[i]);
            ready[row_of[i]].push_back(i);
        };
        for (std::size_t i = 0; i < size; ++i)
            if (missing[i] == 0) make_ready(static_cast<std::uint32_t>(i));
        while (!waiting_rows.empty()) {
            const auto most = std::max_element(waiting_rows.begin(), waiting_rows.end(),
                                               [&](auto a, auto b) { return ready[a].size() < ready[b].size(); });
            const std::uint32_t row = *most;
            waiting_rows.erase(most);
            taken.swap(ready[row]);
            ready[row].clear();
            runs_.push_back({row, static_cast<std::uint32_t>(taken.size())});
            for (const std::uint32_t i : taken) {
                const instruction& step = from.code[first + static_cast<int>(i)];
                for (const int operand : from.operands_of(step)) operands_.push_back(place_of(operand, places));
                places[static_cast<std::size_t>(from.node_of(first)) + i] = static_cast<std::uint32_t>(value_count_++);
            }
            for (const std::uint32_t i : taken)
                for (std::uint32_t k = first_user[i]; k < first_user[i + std::size_t{1}]; ++k)
                    if (--missing[user_of[k]] == 0) make_ready(user_of[k]);
        }
    }

    std::size_t input_count_;
    std::vector<literal> literals_;
    std::size_t value_count_ = 0;
    std::vector<row_run> runs_;
    std::vector<std::uint32_t> operands_; // of all instructions, as places of values
    std::vector<std::uint32_t> outputs_;
    std::vector<const operation*> unknown_;
};

} // namespace pullback::engine::replay

#endif
