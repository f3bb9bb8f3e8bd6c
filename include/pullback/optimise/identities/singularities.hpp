// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_IDENTITIES_SINGULARITIES_HPP
#define PULLBACK_OPTIMISE_IDENTITIES_SINGULARITIES_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/optimise/cost.hpp>
#include <pullback/optimise/identities/fingerprint.hpp>
#include <pullback/optimise/identities/fingerprints.hpp>
#include <pullback/optimise/nan_propagation.hpp>
#include <pullback/optimise/ranges.hpp>
#include <pullback/program/array_view.hpp>
#include <pullback/program/hash_index.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/size_limits.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/program/workspace.hpp>

#include <cstdint>

namespace pullback::engine::optimise {

/// As formulas x / x and 1 are equal, but x / x is NaN at 0. This decides where a formula may stand for an equal one,
/// at zeros and infinities too. Where neither is NaN they are the same, as each is the limit of the same function; what
/// is left to show is that one is NaN only where the other is. NaN begins where 0 meets ∞ in a product, a quotient is
/// 0/0 or ∞/∞, infinities of two signs are added or a function is undefined, and passes through everything but a
/// selection. A product, of however many factors and divisors in whatever order, is NaN where two of these clash or one
/// is NaN; so a node is NaN where two factors clash that stand in one product anywhere below it.
class singularities {
public:
    constexpr singularities(const program_view& from, const fingerprints& prints)
        : from_(from),
          prints_(prints),
          ranges_(from),
          node_count_(from.node_count()),
          by_magnitude_(node_count_),
          classes_(node_count_),
          ranges_of_classes_(node_count_),
          first_(node_count_ + 1),
          below_of_(node_count_),
          place_(node_count_) {
        for (int node = 0; node < node_count_; ++node) enter(node);
    }

    /// A factor of a product, or a divisor.
    struct factor {
        int operand;
        bool is_divisor = false;
    };

    /// Whether the product of the factors, equal to the node as a formula, may stand for it.
    constexpr bool may_stand_for(int node, const factor* factors, int count) {
        if (steps_ > most_steps()) return false;
        if (node != node_) has_below_ = false;
        node_ = node;
        list whole;
        for (int k = 0; k < count; ++k)
            if (!append(whole, factors[k])) return false;
        return is_covered(whole, deepest);
    }
    constexpr bool may_stand_for(int node, int other) {
        const factor only[] = {{other}};
        return may_stand_for(node, only, 1);
    }

private:
    // A bound that keeps compilers within their limits, of which the fingerprints of a larger program take more. Beyond
    // it nothing is shown any more.
    constexpr int most_steps() const { return most_steps_of_singularities(from_.size); }
    static constexpr int longest_list = 16;
    static constexpr int deepest = 8;

    // Factors, with a bit for divisors.
    struct list {
        int entries[longest_list]{};
        int size = 0;

        constexpr bool push(int entry) {
            for (int i = 0; i < size; ++i)
                if (entries[i] == entry) return true;
            if (size == longest_list) return false;
            entries[size++] = entry;
            return true;
        }
    };

    constexpr bool is_product(int node) const {
        if (!from_.is_computed(node)) return false;
        const row_role role = from_.maker_of(node).function->role;
        return is_product_role(role) || role == row_role::divide || role == row_role::negate;
    }
    constexpr bool is_sum(int node) const {
        return from_.is_computed(node) && is_sum_role(from_.maker_of(node).function->role);
    }

    constexpr void enter(int node) {
        first_[node + 1] = entries_.size();
        if (from_.kind_of(node) == value_kind::truth) return;
        const value_range range = ranges_[node];
        value_range& known = ranges_of_classes_[classes_[node] = class_of(node)];
        known.is_never_infinite = known.is_never_infinite || range.is_never_infinite;
        known.is_never_zero = known.is_never_zero || range.is_never_zero;
        list whole;
        if (!is_product(node)) {
            whole.push(2 * node);
        } else {
            const instruction& step = from_.maker_of(node);
            const bool has_two = step.function->arity == 2;
            if (!append(whole, {step.operands[0]})) return;
            if (has_two && !append(whole, {step.operands[1], step.function->role == row_role::divide})) return;
        }
        for (int i = 0; i < whole.size; ++i) entries_.push(whole.entries[i]);
        first_[node + 1] = entries_.size();
    }

    // The number of the nodes with this magnitude: that of the first.
    constexpr int class_of(int node) {
        const fingerprint& print = prints_[node];
        const std::uint64_t hash = print.hash() ^ (-print).hash();
        const int known = by_magnitude_.find(
            hash, [&](int other) { return prints_[other].has_value_of(print) || prints_[other].has_value_of(-print); });
        if (known >= 0) return known;
        by_magnitude_.enter(hash, node);
        return node;
    }

    // Adds the factors of a factor; false if there are too many, or if one is a literal that is no factor to divide by.
    constexpr bool append(list& whole, factor added) const {
        if (is_literal(added.operand)) {
            const value_range range = ranges_[added.operand];
            return range.is_never_infinite && range.is_never_zero;
        }
        if (first_[added.operand] == first_[added.operand + 1]) return false;
        for (int i = first_[added.operand]; i < first_[added.operand + 1]; ++i)
            if (!whole.push(entries_[i] ^ (added.is_divisor ? 1 : 0))) return false;
        return true;
    }

    constexpr bool clash(int a, int b) const {
        const value_range &x = ranges_of_classes_[classes_[a / 2]], &y = ranges_of_classes_[classes_[b / 2]];
        if (a % 2 == b % 2)
            return classes_[a / 2] != classes_[b / 2] &&
                   ((!x.is_never_zero && !y.is_never_infinite) || (!x.is_never_infinite && !y.is_never_zero));
        return (!x.is_never_zero && !y.is_never_zero) || (!x.is_never_infinite && !y.is_never_infinite);
    }

    // Whether the product of these is NaN only where the node is.
    constexpr bool is_covered(const list& whole, int depth) {
        unsigned open[longest_list]{}, any = 0; // the clashes that are not found yet
        for (int i = 0; i < whole.size; ++i)
            for (int k = i + 1; k < whole.size; ++k)
                if (clash(whole.entries[i], whole.entries[k])) {
                    open[i] |= 1u << k;
                    any |= 1u << i;
                }
        for (int i = 0; i < whole.size; ++i)
            if (!is_contained(whole.entries[i] / 2, depth)) return false;
        if (any == 0) return true;
        look_below();
        for (int i = 0; i < whole.size; ++i) place_[classes_[whole.entries[i] / 2]] = 1 + i;
        for (int at = 0; at < below_.size() && any != 0; ++at) {
            const int node = below_[at];
            if (!is_product(node)) continue;
            unsigned same = 0, opposite = 0;
            steps_ += 1 + first_[node + 1] - first_[node];
            for (int i = first_[node]; i < first_[node + 1]; ++i) mark(entries_[i], whole, same, opposite);
            any = 0;
            for (int i = 0; i < whole.size; ++i) {
                if ((same >> i) % 2 != 0) open[i] &= ~same;
                if ((opposite >> i) % 2 != 0) open[i] &= ~opposite;
                if (open[i] != 0) any |= 1u << i;
            }
        }
        for (int i = 0; i < whole.size; ++i) place_[classes_[whole.entries[i] / 2]] = 0;
        return any == 0;
    }
    constexpr void mark(int entry, const list& whole, unsigned& same, unsigned& opposite) const {
        if (place_[classes_[entry / 2]] == 0) return;
        for (int i = 0; i < whole.size; ++i)
            if (classes_[whole.entries[i] / 2] == classes_[entry / 2])
                (whole.entries[i] % 2 == entry % 2 ? same : opposite) |= 1u << i;
    }

    // Whether the operand is NaN only where the node is.
    constexpr bool is_contained(int operand, int depth) {
        if (is_literal(operand)) return true;
        look_below();
        if (below_of_[operand] == looked_) return true;
        if (from_.is_input(operand) || depth == 0 || steps_ > most_steps()) return false;
        const instruction& step = from_.maker_of(operand);
        if (is_product(operand)) {
            list whole;
            return append(whole, {operand}) && is_covered(whole, depth - 1);
        }
        for (const int below : from_.number_operands_of(step))
            if (!is_contained(below, depth - 1)) return false;
        if (is_sum(operand))
            return ranges_[step.operands[0]].is_never_infinite || ranges_[step.operands[1]].is_never_infinite;
        return step.function->role == row_role::select || step.function->facts.is_defined_everywhere;
    }

    // Collects the nodes that the node is NaN with.
    constexpr void look_below() {
        if (has_below_) return;
        has_below_ = true;
        ++looked_;
        below_.shrink(0);
        const auto add = [this](int node) {
            if (is_literal(node) || below_of_[node] == looked_) return;
            below_of_[node] = looked_;
            below_.push(node);
        };
        add(node_);
        for (int i = 0; i < below_.size(); ++i) {
            if (from_.is_input(below_[i])) continue;
            const instruction& step = from_.maker_of(below_[i]);
            if (!step.function->facts.passes_on_nan) continue;
            const array_view<int> operands = from_.operands_of(step);
            for (int k = 0; k < operands.count; ++k) add(operands.at[k]);
        }
        steps_ += below_.size();
    }

    program_view from_;
    const fingerprints& prints_;
    value_ranges ranges_;
    int node_count_;
    hash_index by_magnitude_; // the first node of each
    workspace<int> classes_;
    workspace<value_range> ranges_of_classes_;
    workspace<int> first_; // of a node's entries, as many as there are to those of the next; none if there are too many
    stack<int> entries_;   // factors with a bit for divisors
    int node_ = -1;        // the one that is asked about
    bool has_below_ = false;
    int looked_ = 0; // how often it was another
    stack<int> below_;
    workspace<int> below_of_; // when a node was last found below the one asked about
    workspace<int> place_;    // 1 + a place in the list that is looked at, by class
    int steps_ = 0;
};

/// The singularities of a program, looked for when they are first asked about: most programs have no equal formulas.
class singularities_on_demand {
public:
    constexpr singularities_on_demand(const program_view& from, const fingerprints& prints)
        : from_(from), prints_(prints) {}
    singularities_on_demand(const singularities_on_demand&) = delete;
    singularities_on_demand& operator=(const singularities_on_demand&) = delete;
    constexpr ~singularities_on_demand() { delete made_; }

    constexpr singularities* operator->() {
        if (made_ == nullptr) made_ = new singularities(from_, prints_);
        return made_;
    }

private:
    program_view from_;
    const fingerprints& prints_;
    singularities* made_ = nullptr;
};

} // namespace pullback::engine::optimise

#endif
