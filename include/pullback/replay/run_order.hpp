// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_REPLAY_RUN_ORDER_HPP
#define PULLBACK_REPLAY_RUN_ORDER_HPP

#include <pullback/replay/fusion.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pullback::engine::replay {

/// The order in which the steps of a program run: of all in a window whose operands are there, those of the row that
/// has most of them run next, as one run.
class run_order {
    struct run {
        std::uint32_t row, count;
    };

public:
    run_order(const fusion& of, int input_count, int node_count)
        : of_(&of), step_of_(static_cast<std::size_t>(node_count), none), input_count_(input_count) {
        // So few that what they compute is still near when it is used, eight lanes of it too; more would make runs
        // longer, at whose starts one point does not gain by the clock.
        constexpr std::size_t window = 512;
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
            for (const std::uint32_t i : taken) steps.push_back(static_cast<std::uint32_t>(first + i));
            for (const std::uint32_t i : taken)
                for (std::uint32_t k = first_user[i]; k < first_user[i + std::size_t{1}]; ++k)
                    if (--missing[user_of[k]] == 0) make_ready(user_of[k]);
        }
    }

    const fusion* of_;
    std::vector<std::uint32_t> step_of_; // which step computes a node
    int input_count_;
};

} // namespace pullback::engine::replay

#endif
