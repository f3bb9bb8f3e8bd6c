// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_ORDER_SCHEDULE_HPP
#define PULLBACK_OPTIMISE_ORDER_SCHEDULE_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/optimise/order/calls.hpp>
#include <pullback/program/array_view.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/program/workspace.hpp>

namespace pullback::engine::optimise {

/// Puts the instructions of a program in an order in which few numbers wait in registers: what the calls of
/// mathematical functions need comes first, as no register survives a call; then what each result needs, one result
/// after the other, those first that leave the fewest numbers waiting. Whatever sets as many registers free as it takes
/// is done as soon as it can be. Inputs are in memory, so only what instructions compute is counted.
class schedule {
public:
    struct preference {
        bool is_last_first = true;    // of two operands the last one is computed first, else the first one
        bool chooses_results = false; // the result that leaves the fewest numbers waiting is next
        bool joins_calls = false;     // calls of one function that do not need each other stand together
    };

    constexpr schedule(const program_view& from, preference order)
        : from_(from),
          preference_(order),
          node_count_(from.node_count()),
          uses_(node_count_),
          missing_(node_count_),
          first_user_(node_count_ + 2),
          users_(count_operands(from)),
          reached_(node_count_),
          uses_here_(node_count_),
          is_done_(node_count_),
          is_joined_(node_count_),
          order_(from.size) {
        list_users();
        if (order.joins_calls) visit_calls_jointly();
        for (int i = 0; i < from.size; ++i)
            if (is_function_call(from.code[i])) visit(from.node_of(i));
        visit_results();
    }

    /// How many numbers wait outside of registers, summed over all instructions: all at a call, else those that are too
    /// many.
    constexpr int pressure() const {
        constexpr int registers = 14;
        workspace<int> uses(node_count_);
        engine::for_each_use(from_, [&](int operand, int, int) { ++uses[operand]; });
        int live = 0, sum = 0;
        for (int i = 0; i < size_; ++i) {
            const instruction& step = from_.maker_of(order_[i]);
            const array_view<int> operands = from_.operands_of(step);
            for (int k = 0; k < operands.count; ++k)
                if (from_.is_computed(operands.at[k]) && --uses[operands.at[k]] == 0) --live;
            if (is_function_call(step)) sum += live;
            else if (live > registers) sum += live - registers;
            if (uses[order_[i]] > 0) ++live;
        }
        return sum;
    }

    /// The node that comes as number `i`.
    constexpr int operator[](int i) const { return order_[i]; }
    constexpr int size() const { return size_; }

private:
    constexpr void list_users() {
        engine::list_users(from_, first_user_.data(), users_.data(), [](const instruction&) { return true; });
        engine::for_each_use(from_, [this](int operand, int i, int) {
            if (!from_.is_computed(operand)) return;
            ++uses_[operand];
            ++missing_[from_.node_of(i)];
        });
    }

    // Calls of one function with as many calls below them do not need each other.
    constexpr void visit_calls_jointly() {
        workspace<int> calls_below(node_count_);
        stack<int> calls;
        int most_below = 0;
        for (int node = from_.input_count; node < node_count_; ++node) {
            const instruction& step = from_.maker_of(node);
            int& below = calls_below[node];
            for (const int operand : from_.operands_of(step)) {
                if (!from_.is_computed(operand)) continue;
                const int its = calls_below[operand] + (is_function_call(from_.maker_of(operand)) ? 1 : 0);
                if (its > below) below = its;
            }
            if (!is_function_call(step) || step.function->arity != 1) continue;
            calls.push(node);
            if (below > most_below) most_below = below;
        }
        const auto for_each_alike = [&](int call, auto&& act) {
            for (int i = 0; i < calls.size(); ++i)
                if (calls_below[calls[i]] == calls_below[call] &&
                    is_same_operation(from_.maker_of(calls[i]).function, from_.maker_of(call).function))
                    act(calls[i]);
        };
        for (int i = 0; i < calls.size(); ++i) {
            int alike = 0;
            for_each_alike(calls[i], [&](int) { ++alike; });
            is_joined_[calls[i]] = alike >= fewest_joined_calls;
        }
        for (int below = 0; below <= most_below; ++below)
            for (int i = 0; i < calls.size(); ++i) {
                if (!is_joined_[calls[i]] || is_done_[calls[i]] || calls_below[calls[i]] != below) continue;
                for_each_alike(calls[i], [&](int call) { visit(from_.maker_of(call).operands[0]); });
                for_each_alike(calls[i], [&](int call) { complete(call); });
                perform_ready();
            }
    }

    // Lists the results: rows of alike numbers in the order in which they stand, so that each row can be a vector.
    constexpr void list_results(stack<int>& results) const {
        workspace<bool> is_result(node_count_);
        int alike = 0;
        for (int k = 0; k < from_.output_count; ++k) {
            const int node = from_.outputs[k];
            if (!from_.is_computed(node)) continue;
            is_result[node] = true;
            if (k > 0 && from_.is_computed(from_.outputs[k - 1]) &&
                are_alike(from_, from_.maker_of(from_.outputs[k - 1]), from_.maker_of(node)))
                ++alike;
        }
        const auto list = [&](int node) {
            if (!from_.is_computed(node) || !is_result[node]) return;
            is_result[node] = false;
            results.push(node);
        };
        if (2 * alike > from_.output_count)
            for (const int result : from_.results()) list(result);
        else
            for (int node = from_.input_count; node < node_count_; ++node) list(node);
    }

    // Visits the results: of the next few always the one that leaves the fewest numbers waiting or, among equals, takes
    // the fewest instructions.
    constexpr void visit_results() {
        stack<int> results;
        list_results(results);
        for (int first = 0; first < results.size(); ++first) {
            if (is_done_[results[first]]) continue;
            const int compared = preference_.chooses_results && looked_at_ < most_looked_at ? most_compared : 1;
            int best = -1;
            effort least{};
            for (int i = first, seen = 0; i < results.size() && seen < compared; ++i) {
                if (is_done_[results[i]]) continue;
                const effort its = compared > 1 ? effort_for(results[i]) : effort{};
                if (best < 0 || its < least) {
                    best = i;
                    least = its;
                }
                ++seen;
            }
            visit(results[best]);
            if (best != first) --first;
        }
    }

    // These bounds keep the time linear in the size of the program.
    static constexpr int most_compared = 16, largest_neighbourhood = 24, most_looked_at = 1 << 14;

    /// How many more numbers wait after a result than before it, and how many instructions it takes.
    struct effort {
        int waiting = 0, instructions = 0;
        constexpr bool operator<(const effort& other) const {
            return waiting != other.waiting ? waiting < other.waiting : instructions < other.instructions;
        }
    };

    constexpr effort effort_for(int result) {
        ++round_;
        near_.shrink(0);
        const auto reach = [&](int node) {
            if (reached_[node] == round_) return;
            reached_[node] = round_;
            uses_here_[node] = 0;
            near_.push(node);
        };
        reach(result);
        effort its;
        for (int i = 0; i < near_.size(); ++i, ++looked_at_) {
            if (is_done_[near_[i]]) continue;
            if (near_.size() > largest_neighbourhood) return {node_count_, node_count_};
            ++its.instructions;
            const array_view<int> operands = from_.operands_of(from_.maker_of(near_[i]));
            for (int k = 0; k < operands.count; ++k) {
                const int operand = operands.at[k];
                if (!from_.is_computed(operand)) continue;
                reach(operand);
                ++uses_here_[operand];
            }
        }
        for (int i = 0; i < near_.size(); ++i) {
            const int left = uses_[near_[i]] - uses_here_[near_[i]];
            if (is_done_[near_[i]]) its.waiting -= left == 0 ? 1 : 0;
            else its.waiting += left > 0 ? 1 : 0;
        }
        return its;
    }

    // Performs everything that `root` needs, then `root`.
    constexpr void visit(int root) {
        if (!from_.is_computed(root) || is_done_[root]) return;
        open_.push(root);
        while (open_.size() > 0) {
            const int node = open_.back();
            if (is_done_[node]) {
                open_.shrink(open_.size() - 1);
                continue;
            }
            if (missing_[node] == 0) {
                open_.shrink(open_.size() - 1);
                perform(node);
                continue;
            }
            const array_view<int> operands = from_.operands_of(from_.maker_of(node));
            for (int k = 0; k < operands.count; ++k) {
                const int operand = operands.at[preference_.is_last_first ? k : operands.count - 1 - k];
                if (from_.is_computed(operand) && !is_done_[operand]) open_.push(operand);
            }
        }
    }

    // Performs this instruction, and those that are ready after it and do not need more registers.
    constexpr void perform(int node) {
        complete(node);
        perform_ready();
    }

    constexpr void perform_ready() {
        while (ready_.size() > 0) {
            const int next = ready_.pop();
            if (!is_done_[next] && is_frugal(next)) complete(next);
        }
    }

    constexpr void complete(int node) {
        is_done_[node] = true;
        order_[size_++] = node;
        const instruction& step = from_.maker_of(node);
        if (is_function_call(step)) last_called_ = step.operands[0];
        const array_view<int> operands = from_.operands_of(step);
        for (int k = 0; k < operands.count; ++k)
            if (from_.is_computed(operands.at[k])) --uses_[operands.at[k]];
        for (int k = 0; k < operands.count; ++k) { // those that may be the last user now
            const int operand = operands.at[k];
            if (is_literal(operand) ||
                (!is_function_call(step) && (!from_.is_computed(operand) || uses_[operand] != 1)))
                continue;
            for (int i = first_user_[operand]; i < first_user_[operand + 1]; ++i)
                if (missing_[users_[i]] == 0 && !is_done_[users_[i]]) ready_.push(users_[i]);
        }
        for (int i = first_user_[node]; i < first_user_[node + 1]; ++i) // these come first
            if (--missing_[users_[i]] == 0) ready_.push(users_[i]);
    }

    constexpr bool is_frugal(int node) const {
        const instruction& step = from_.maker_of(node);
        if (is_function_call(step)) return !is_joined_[node] && has_called_argument(step);
        int freed = freed_by(step);
        if (const int sum = fused_sum(node); sum >= 0) { // judged together
            freed += freed_by(from_.maker_of(sum));
            return freed >= (uses_[sum] > 0 ? 1 : 0);
        }
        return freed >= (uses_[node] > 0 ? 1 : 0);
    }

    constexpr int freed_by(const instruction& step) const {
        int freed = 0;
        const array_view<int> operands = from_.operands_of(step);
        for (int k = 0; k < operands.count; ++k)
            if (from_.is_computed(operands.at[k]) && is_done_[operands.at[k]] && uses_[operands.at[k]] == 1) ++freed;
        return freed;
    }

    // The sum that a product is added in, as one operation of the processor, if everything else that it needs is there.
    constexpr int fused_sum(int node) const {
        const row_role role = from_.maker_of(node).function->role;
        if ((role != row_role::multiply && role != row_role::square) || uses_[node] != 1) return -1;
        const int user = users_[first_user_[node]];
        const row_role by = from_.maker_of(user).function->role;
        return (by == row_role::add || by == row_role::subtract) && missing_[user] == 1 ? user : -1;
    }

    // Whether an instruction is a sine beside the cosine of the same number, which compilers join.
    constexpr bool has_called_argument(const instruction& step) const {
        const int operand = step.operands[0];
        return step.function->arity == 1 && !is_literal(operand) && operand == last_called_;
    }

    program_view from_;
    preference preference_;
    int node_count_;
    workspace<int> uses_;       // that are still to come
    workspace<int> missing_;    // operands
    workspace<int> first_user_; // of each node, among these
    workspace<int> users_;
    workspace<int> reached_, uses_here_; // of the nodes near a result: in which round, and by how many of them
    workspace<bool> is_done_, is_joined_;
    workspace<int> order_;
    stack<int> open_, ready_, near_;
    int round_ = 0, looked_at_ = 0;
    int size_ = 0;
    int last_called_ = -1;
};

} // namespace pullback::engine::optimise

#endif
