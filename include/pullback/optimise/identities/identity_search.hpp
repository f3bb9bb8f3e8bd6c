// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_IDENTITIES_IDENTITY_SEARCH_HPP
#define PULLBACK_OPTIMISE_IDENTITIES_IDENTITY_SEARCH_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/optimise/cost.hpp>
#include <pullback/optimise/identities/borders.hpp>
#include <pullback/optimise/identities/identity.hpp>
#include <pullback/optimise/identities/singularities.hpp>
#include <pullback/optimise/sensitive_nodes.hpp>
#include <pullback/program/hash_index.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/size_limits.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/program/workspace.hpp>

namespace pullback::engine::optimise {

/// The identities in a program, a finding for each node. What the user wrote has none: it is computed as it is written.
/// Densities of a normal distribution are full of them: by S φ(d1) = K e^(-rT) φ(d2) most terms in the derivatives of
/// the formula of Black and Scholes cancel, which is why quants have closed forms for them. Linear in the size of the
/// program.
class identity_search {
public:
    constexpr identity_search(const program_view& from, identity* found)
        : from_(from),
          prints_(from),
          singular_(from, prints_),
          borders_(from, prints_),
          found_(found),
          by_value_(from.node_count()),
          is_compared_(from.node_count()),
          is_result_(from.node_count()) {}

    static constexpr const char* name = "identities";
    static constexpr int largest_program = largest_identified_program;

    constexpr void search() {
        mark_compared(from_, is_compared_.data());
        mark_results();
        for (int node = 0; node < from_.node_count(); ++node)
            if (is_primal(node) && !is_condition(node)) enter(node);
        for (int node = from_.input_count; node < from_.node_count(); ++node) {
            if (is_primal(node) || is_condition(node)) continue;
            if (is_compared_[node]) enter(node);
            else if (prints_[node].is_zero() && may_vanish(node)) found_[node].what = identity::kind::zero;
            else if (!find_equal(node)) enter(node);
        }
    }

private:
    constexpr bool is_primal(int node) const { return !from_.is_computed(node) || from_.maker_of(node).is_primal; }
    constexpr bool is_condition(int node) const { return from_.kind_of(node) == value_kind::truth; }
    constexpr row_role role_of(int node) const {
        return !from_.is_computed(node) ? row_role::other : from_.maker_of(node).function->role;
    }
    constexpr bool is_sum(int node) const { return is_sum_role(role_of(node)); }

    // The first node entered with this value, or -1.
    constexpr int node_with(const fingerprint& print) const {
        return by_value_.find(print.hash(), [&](int node) { return prints_[node].has_value_of(print); });
    }

    constexpr void enter(int node) {
        if (node_with(prints_[node]) < 0) by_value_.enter(prints_[node].hash(), node);
    }

    // Marks the results, and what they are up to a sign, a selection or a factor if they vanish.
    constexpr void mark_results() {
        for (const int result : from_.results())
            if (!is_literal(result)) is_result_[result] = true;
        const auto is_visited = [this](int node, const instruction&) { return is_result_[node]; };
        const auto is_followed = [this](int node, const instruction& step, int k) {
            if (k < first_number_operand(step.function)) return false;
            return step.function->role == row_role::select || step.function->role == row_role::negate ||
                   (prints_[node].is_zero() && prints_[step.operands[k]].is_zero());
        };
        engine::mark_needed(from_, is_result_.data(), is_visited, is_followed);
    }

    // Whether a node may become 0 or an input. A result may not where it has borders, because nothing would be left to
    // say where it is undefined; for a term that vanishes, the terms beside it say so.
    constexpr bool may_vanish(int node) const { return !is_result_[node] || !borders_.has_any(node); }

    // Finds an equal node that is earlier. A product is not replaced by a sum, whose terms may cancel.
    constexpr bool find_equal(int node) {
        const int known = node_with(prints_[node]);
        if (known < 0 || known > node || (is_sum(known) && !is_sum(node))) return false;
        if (!borders_.are_kept(node, known) || (from_.is_input(known) && !may_vanish(node))) return false;
        if (!singular_->may_stand_for(node, known)) return false;
        found_[node] = {identity::kind::equal, known};
        return true;
    }

    program_view from_;
    fingerprints prints_;
    singularities_on_demand singular_;
    borders borders_;
    identity* found_;
    hash_index by_value_;
    workspace<bool> is_compared_, is_result_;
};

/// The pass that uses them.
using identities = identifying<identity_search>;

} // namespace pullback::engine::optimise

#endif
