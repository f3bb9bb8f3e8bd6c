// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_IDENTITIES_PRODUCT_SEARCH_HPP
#define PULLBACK_OPTIMISE_IDENTITIES_PRODUCT_SEARCH_HPP

#include <pullback/functions/row_facts.hpp>
#include <pullback/optimise/cost.hpp>
#include <pullback/optimise/identities/identity.hpp>
#include <pullback/optimise/identities/singularities.hpp>
#include <pullback/optimise/sensitive_nodes.hpp>
#include <pullback/program/array_view.hpp>
#include <pullback/program/hash_index.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/size_limits.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/program/workspace.hpp>

#include <cstdint>

namespace pullback::engine::optimise {

/// Finds nodes of a derivative that are the product of two others, or the negative of another, however they are
/// computed now, where that saves something: the second derivatives of one function have many such relations. One of
/// the two is the user's or has several users; each is tried in constant time, `most_tried` in all.
class product_search {
public:
    constexpr product_search(const program_view& from, identity* found)
        : from_(from),
          node_count_(from.node_count()),
          most_tried_(budget_of(from.size)),
          prints_(from),
          singular_(from, prints_),
          found_(found),
          by_magnitude_(node_count_),
          magnitudes_(node_count_),
          is_maybe_there_(1 << (32 - filter_shift)),
          uses_(node_count_),
          is_compared_(node_count_),
          reached_(node_count_) {}

    static constexpr const char* name = "products of others";
    static constexpr int largest_program = largest_searched_program;

    constexpr void search() {
        mark_compared(from_, is_compared_.data());
        for (int node = 0; node < node_count_; ++node) enter(node);
        engine::count_uses(from_, uses_.data()); // nothing is found yet
        for (int node = 0; node < node_count_; ++node)
            if ((!is_derived(node) || uses_[node] >= fewest_users) && prints_[node].value[0] != 0)
                factors_.push({values::reciprocal(prints_[node].value[0]), node});
        for (int node = node_count_ - 1; node >= from_.input_count && tried_ < most_tried_; --node)
            if (is_derived(node) && uses_[node] > 0 && from_.kind_of(node) != value_kind::truth && !is_compared_[node])
                look_at(node);
    }

private:
    static constexpr int most_tried = 30000, most_steps = 40000; // compilers have their limits
    // The budget is less for larger programs, down to nothing.
    static constexpr int budget_of(int size) {
        if (size <= fully_searched_program) return most_tried;
        return most_tried / (largest_searched_program - fully_searched_program) * (largest_searched_program - size);
    }
    static constexpr int few_nodes = 8;
    static constexpr int fewest_users = 3;
    static constexpr int filter_shift = 19; // of the 32 bits of a value
    using values = fingerprint::values;

    struct factor {
        std::uint64_t reciprocal;
        int node;
    };

    constexpr bool is_derived(int node) const { return from_.is_computed(node) && !from_.maker_of(node).is_primal; }
    constexpr bool is_found(int node) const { return found_[node].what != identity::kind::none; }
    constexpr bool is_there(int node) const { return !is_derived(node) || uses_[node] > 0; }

    // The operands of a node, those of the identity where one was found.
    constexpr array_view<int> operands_of(int node) const {
        if (!is_found(node)) return from_.operands_of(from_.maker_of(node));
        return found_[node].operands();
    }
    constexpr bool is_product(int node) const {
        if (!from_.is_computed(node)) return false;
        return is_found(node) ? found_[node].what == identity::kind::product
                              : is_product_role(from_.maker_of(node).function->role);
    }
    constexpr bool is_sum(int node) const {
        return from_.is_computed(node) && !is_found(node) && is_sum_role(from_.maker_of(node).function->role);
    }

    // Enters a node in the table, by its value at the first point without its sign.
    constexpr void enter(int node) {
        if (from_.kind_of(node) == value_kind::truth) return;
        const std::uint64_t value = prints_[node].value[0], negative = values::difference(0, value);
        magnitudes_[node] = magnitude(value);
        if (node_with(magnitudes_[node]) < 0) by_magnitude_.enter(hash_of_magnitude(magnitudes_[node]), node);
        is_maybe_there_[static_cast<int>(value >> filter_shift)] = true;
        is_maybe_there_[static_cast<int>(negative >> filter_shift)] = true;
    }
    static constexpr std::uint64_t hash_of_magnitude(std::uint64_t magnitude) {
        return (magnitude * 0x9e3779b97f4a7c15u) >> 40;
    }

    // Begins to take the cone of a node: the node, and what is computed for it and nothing else, which then no longer
    // count as users. Most nodes are left as they are, so only the beginning is taken at first, and the rest where
    // something may come of it.
    constexpr void begin_cone(int node) {
        cone_.shrink(0);
        left_ = 0;
        cone_.push(node);
        take_cone(few_nodes);
    }
    constexpr void take_cone(int end) {
        for (; left_ < cone_.size() && left_ < end; ++left_) {
            const array_view<int> operands = operands_of(cone_[left_]);
            for (int k = 0; k < operands.count; ++k)
                if (const int below = operands.at[k]; below >= 0 && --uses_[below] == 0 && is_derived(below))
                    cone_.push(below);
        }
    }
    constexpr void take_whole_cone() {
        tried_ -= left_;
        take_cone(node_count_);
        tried_ += left_;
    }
    constexpr void give_back() {
        for (int i = 0; i < left_; ++i) {
            const array_view<int> operands = operands_of(cone_[i]);
            for (int k = 0; k < operands.count; ++k)
                if (operands.at[k] >= 0) ++uses_[operands.at[k]];
        }
    }

    // The cost of the cone, as `cost_of` counts that of a program; at least 3 where only the beginning was taken.
    constexpr int cost_of_cone() const {
        int cost = 0;
        for (int i = 0; i < left_; ++i) {
            cost += is_found(cone_[i]) ? 1 : cost_of(from_.maker_of(cone_[i]).function);
            if (!is_sum(cone_[i])) continue;
            const int x = operands_of(cone_[i])[0], y = operands_of(cone_[i])[1];
            if ((is_product(x) && is_derived(x) && uses_[x] == 0) || (is_product(y) && is_derived(y) && uses_[y] == 0))
                --cost;
        }
        return cost;
    }

    constexpr void look_at(int node) {
        begin_cone(node);
        const int cost = cost_of_cone();
        if (cost > 1 && find(node, cost)) {
            for (const int operand : operands_of(node)) ++uses_[operand];
        } else {
            give_back();
        }
    }

    constexpr bool find(int node, int cost) {
        if (const int other = node_with(magnitudes_[node]); other != node && is_negative_of(node, other)) {
            found_[node] = {identity::kind::negative, other};
            return true;
        }
        const std::uint64_t value = prints_[node].value[0];
        const bool* const is_maybe_there = is_maybe_there_.data();
        const factor *const first = factors_.data(), *const last = first + factors_.size();
        tried_ += factors_.size();
        for (const factor* with = first; with != last; ++with) // as few steps as can be: the compiler pays for each
            if (is_maybe_there[value * with->reciprocal % fingerprint::prime >> filter_shift] &&
                accept(node, cost, *with))
                return true;
        return false;
    }

    static constexpr std::uint64_t magnitude(std::uint64_t value) {
        const std::uint64_t negative = values::difference(0, value);
        return negative < value ? negative : value;
    }
    // The first node of this magnitude, or -1.
    constexpr int node_with(std::uint64_t magnitude) const {
        return by_magnitude_.find(hash_of_magnitude(magnitude),
                                  [this, magnitude](int node) { return magnitudes_[node] == magnitude; });
    }

    // Whether one of these nodes is in the beginning of the cone, or not computed at all.
    constexpr bool is_gone(int a, int b) const { return !is_there(a) || !is_there(b); }

    // Whether a node may be computed from another one, to be asked when the whole cone is taken. Where nothing is
    // added, nothing cancels.
    constexpr bool may_use(int node, int other) {
        if (other == node || !is_there(other)) return false;
        if (is_derived(other) && is_sum(other)) {
            bool has_sum = false;
            for (int i = 0; i < left_; ++i) has_sum = has_sum || is_sum(cone_[i]);
            if (!has_sum) return false;
        }
        return !depends(other, node);
    }

    constexpr bool is_negative_of(int node, int other) {
        if (is_gone(other, other) || !prints_[other].has_value_of(-prints_[node])) return false;
        take_whole_cone();
        return may_use(node, other) && singular_->may_stand_for(node, other);
    }

    constexpr bool accept(int node, int cost, const factor& with) {
        const int a = with.node;
        const int b = node_with(magnitude(prints_[node].value[0] * with.reciprocal % fingerprint::prime));
        if (b < 0 || is_gone(a, b) || tried_ > most_steps) return false;
        const auto product = prints_[a] * prints_[b];
        const bool is_negative = !product.has_value_of(prints_[node]);
        if (is_negative && (cost < 3 || !product.has_value_of(-prints_[node]))) return false;
        take_whole_cone();
        if (!may_use(node, a) || !may_use(node, b)) return false;
        const singularities::factor factors[] = {{a}, {b}};
        if (!singular_->may_stand_for(node, factors, 2)) return false;
        found_[node] = {is_negative ? identity::kind::negative_product : identity::kind::product, a, b};
        return true;
    }

    constexpr bool depends(int node, int on) {
        if (!is_derived(node)) return false;
        ++round_;
        open_.shrink(0);
        open_.push(node);
        while (open_.size() > 0) {
            const int next = open_.pop();
            ++tried_;
            if (next == on) return true;
            const array_view<int> operands = operands_of(next);
            for (int k = 0; k < operands.count; ++k) {
                const int below = operands.at[k];
                if (!is_derived(below) || reached_[below] == round_) continue;
                reached_[below] = round_;
                open_.push(below);
            }
        }
        return false;
    }

    program_view from_;
    int node_count_;
    int most_tried_;
    fingerprints prints_;
    singularities_on_demand singular_;
    identity* found_;
    hash_index by_magnitude_;
    workspace<std::uint64_t> magnitudes_;
    stack<factor> factors_;
    workspace<bool> is_maybe_there_; // a node with a value that begins with these bits
    workspace<int> uses_;
    workspace<bool> is_compared_;
    workspace<int> reached_; // in which round
    stack<int> cone_, open_;
    int left_ = 0; // how much of the cone is taken
    int round_ = 0;
    int tried_ = 0;
};

/// The pass that uses them.
using products_of_others = identifying<product_search>;

} // namespace pullback::engine::optimise

#endif
