// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_REPLAY_RUN_ORDER_HPP
#define PULLBACK_REPLAY_RUN_ORDER_HPP

#include <pullback/program/program.hpp>
#include <pullback/replay/fusion.hpp>
#include <pullback/replay/rows.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace pullback::engine::replay {

/// Code that runs one point at a time performs several instructions at once instead.
enum class points_at_once { one, several };

/// The order in which the steps of a program run: of all in a window whose operands are there, those of the row that
/// has most of them run next, as one run.
class run_order {
    struct run {
        std::uint32_t row, count;
    };

public:
    run_order(const fusion& of, int input_count, int node_count, points_at_once points)
        : of_(&of), points_(points), step_of_(static_cast<std::size_t>(node_count), none), input_count_(input_count) {
        // So few that what they compute is still near when it is used, in eight lanes too; for one point so many that
        // steps alike, such as those of the turns of a loop, meet in runs whose operands stand side by side.
        const std::size_t window = points == points_at_once::one ? 4096 : 512;
        position_.resize(static_cast<std::size_t>(node_count));
        for (int i = 0; i < input_count; ++i) position_[static_cast<std::size_t>(i)] = static_cast<std::uint32_t>(i);
        steps.reserve(of.steps.size());
        for (std::size_t first = 0; first < of.steps.size(); first += window)
            add_window(first, std::min(first + window, of.steps.size()));
    }

    std::vector<std::uint32_t> steps;
    std::vector<run> runs;

private:
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    // The users of the steps of a window, those of one after those of another.
    template <class Act>
    void for_each_use(std::size_t first, std::size_t size, const Act& act) const {
        for (std::size_t i = 0; i < size; ++i) {
            const fused_step& step = of_->steps[first + i];
            const int* const begin = of_->operands.data() + step.first_operand;
            for (const int* operand = begin; operand != begin + step.operand_count; ++operand) {
                if (*operand < input_count_) continue;
                const std::uint32_t used = step_of_[static_cast<std::size_t>(*operand)];
                if (used != none && used >= first) act(i, used - first);
            }
        }
    }

    void add_window(std::size_t first, std::size_t last) {
        const std::size_t size = last - first;
        std::vector<std::uint32_t> user_of, missing(size), first_user(size + 2);
        std::vector<std::vector<std::uint32_t>> ready;
        const auto row_of = [&](std::size_t i) { return std::size_t{of_->steps[first + i].row}; };
        for (std::size_t i = 0; i < size; ++i) {
            const fused_step& step = of_->steps[first + i];
            step_of_[static_cast<std::size_t>(step.result)] = static_cast<std::uint32_t>(first + i);
            if (step.second_result >= 0)
                step_of_[static_cast<std::size_t>(step.second_result)] = static_cast<std::uint32_t>(first + i);
            if (ready.size() <= row_of(i)) ready.resize(row_of(i) + 1);
        }
        for_each_use(first, size, [&](std::size_t i, std::size_t used) { ++missing[i], ++first_user[used + 2]; });
        for (std::size_t i = 2; i < first_user.size(); ++i) first_user[i] += first_user[i - 1];
        user_of.resize(first_user.back());
        for_each_use(first, size, [&](std::size_t i, std::size_t used) {
            user_of[first_user[used + 1]++] = static_cast<std::uint32_t>(i);
        });
        std::vector<std::uint32_t> waiting_rows, taken;
        const auto make_ready = [&](std::uint32_t i) {
            if (ready[row_of(i)].empty()) waiting_rows.push_back(static_cast<std::uint32_t>(row_of(i)));
            ready[row_of(i)].push_back(i);
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
            runs.push_back({row, static_cast<std::uint32_t>(taken.size())});
            if (points_ == points_at_once::one && replay::is_run_in_blocks(row)) sort(taken, first);
            for (const std::uint32_t i : taken) {
                const fused_step& step = of_->steps[first + i];
                position_[static_cast<std::size_t>(step.result)] =
                    static_cast<std::uint32_t>(steps.size()) + static_cast<std::uint32_t>(input_count_);
                if (step.second_result >= 0)
                    position_[static_cast<std::size_t>(step.second_result)] =
                        position_[static_cast<std::size_t>(step.result)];
                steps.push_back(static_cast<std::uint32_t>(first + i));
            }
            for (const std::uint32_t i : taken)
                for (std::uint32_t k = first_user[i]; k < first_user[i + std::size_t{1}]; ++k)
                    if (--missing[user_of[k]] == 0) make_ready(user_of[k]);
        }
    }

    // Orders the steps of a run so that neighbours have the same operands, or such as stand side by side: by the one
    // of their operands that most have in common, and then by where another one was computed.
    void sort(std::vector<std::uint32_t>& all, std::size_t first) {
        const std::size_t count = all.size();
        if (count < 2 * std::size_t{instructions_of_block}) return;
        const auto operand = [&](std::uint32_t i, std::uint32_t k) {
            return of_->operands[of_->steps[first + i].first_operand + std::size_t{k}];
        };
        const std::uint32_t arity = of_->steps[first + all.front()].operand_count;
        std::uint32_t common = arity, apart = arity;
        std::size_t fewest = count / instructions_of_block + 1;
        for (std::uint32_t k = 0; k < arity; ++k) {
            nodes_.clear();
            for (const std::uint32_t i : all)
                if (!is_literal(operand(i, k))) nodes_.push_back(operand(i, k));
            if (2 * nodes_.size() < count) continue; // literals may stand in any order
            std::sort(nodes_.begin(), nodes_.end());
            const auto different = static_cast<std::size_t>(std::unique(nodes_.begin(), nodes_.end()) - nodes_.begin());
            if (different >= fewest) {
                if (apart == arity) apart = k;
                continue;
            }
            if (common != arity && apart == arity) apart = common;
            common = k, fewest = different;
        }
        const auto key = [&](std::uint32_t i, std::uint32_t k) -> std::uint64_t {
            return k == arity || is_literal(operand(i, k)) ? 0 : position_[static_cast<std::size_t>(operand(i, k))];
        };
        keys_.clear();
        for (const std::uint32_t i : all) keys_.emplace_back(key(i, common) << 32 | key(i, apart), i);
        std::stable_sort(keys_.begin(), keys_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        for (std::size_t i = 0; i < count; ++i) all[i] = keys_[i].second;
    }

    const fusion* of_;
    points_at_once points_;
    std::vector<std::uint32_t> position_; // of nodes, in the order in which they are computed
    std::vector<int> nodes_;
    std::vector<std::pair<std::uint64_t, std::uint32_t>> keys_;
    std::vector<std::uint32_t> step_of_; // which step computes a node
    int input_count_;
};

} // namespace pullback::engine::replay

#endif
