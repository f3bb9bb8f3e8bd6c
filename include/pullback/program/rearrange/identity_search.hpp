// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_REARRANGE_IDENTITY_SEARCH_HPP
#define PULLBACK_PROGRAM_REARRANGE_IDENTITY_SEARCH_HPP

#include <pullback/program/forward.hpp>
#include <pullback/program/rearrange/cost.hpp>
#include <pullback/program/rearrange/identity.hpp>
#include <pullback/program/rearrange/singularities.hpp>

namespace pullback::detail {

/// The identities in a program, a finding for each node. What the user wrote has none: it is computed as it is written.
/// Densities of a normal distribution are full of them: by S φ(d1) = K e^(-rT) φ(d2) most terms in the derivatives of
/// the formula of Black and Scholes cancel, which is why quants have closed forms for them. Linear in the size of the
/// program, but for the pairs of exponentials.
class identity_search {
public:
    constexpr identity_search(const program_view& from, identity* found)
        : from_(from),
          prints_(from),
          singular_(from, prints_),
          found_(found),
          mask_(static_cast<unsigned>(table_size(2 * (from.input_count + from.size) + 2)) - 1),
          table_(static_cast<int>(mask_) + 1) {
        for (int node = 0; node < from.input_count + from.size; ++node)
            if (is_primal(node) && !is_condition(node)) enter(node);
        for (int node = from.input_count; node < from.input_count + from.size; ++node) {
            if (is_primal(node) || is_condition(node)) continue;
            if (prints_[node].is_zero()) found_[node].what = identity::kind::zero;
            else if (!find_equal(node)) enter(node);
        }
        relate_exponentials();
    }

private:
    static constexpr int most_exponentials = 8; // all pairs of them are looked at,
    static constexpr int most_tried = 1 << 13;  // but not with more divisors in all

    constexpr bool is_primal(int node) const {
        return node < from_.input_count || from_.code[node - from_.input_count].is_primal;
    }
    constexpr bool is_condition(int node) const {
        return node >= from_.input_count && from_.code[node - from_.input_count].function->is_condition;
    }
    constexpr row_role role_of(int node) const {
        return node < from_.input_count ? row_role::other : from_.code[node - from_.input_count].function->role;
    }
    constexpr bool is_sum(int node) const { return is_sum_role(role_of(node)); }

    // The slot of a node with this value, or the free one where it would be.
    constexpr int& slot_of(const fingerprint& print) {
        for (auto slot = static_cast<unsigned>(print.hash() >> 32);; ++slot) {
            int& entry = table_[static_cast<int>(slot & mask_)];
            if (entry == 0 || prints_[entry - 1].has_value_of(print)) return entry;
        }
    }

    constexpr void enter(int node) {
        int& entry = slot_of(prints_[node]);
        if (entry == 0) entry = 1 + node;
    }

    // A product is not replaced by a sum, whose terms may cancel.
    constexpr bool find_equal(int node) {
        const int entry = slot_of(prints_[node]);
        if (entry == 0 || entry - 1 > node || (is_sum(entry - 1) && !is_sum(node))) return false;
        if (!singular_.is_as_regular(entry - 1, node)) return false;
        found_[node] = {identity::kind::equal, entry - 1};
        return true;
    }

    // One exponential of a derivative is another times y / z, both the user's, z an input if that can be.
    constexpr void relate_exponentials() {
        int list[most_exponentials] = {}, count = 0;
        workspace<bool> is_live(from_.input_count + from_.size);
        mark_live(is_live);
        for (int node = from_.input_count; node < from_.input_count + from_.size; ++node) {
            if (is_primal(node) || !is_live[node] || !is_computed(node)) continue;
            if (!is_call_of<functions::exp>(from_.code[node - from_.input_count].function)) continue;
            if (count == most_exponentials) return;
            list[count++] = node;
        }
        for (const bool is_by_input : {true, false})
            for (int i = 0; i < count; ++i)
                for (int k = 0; k < count; ++k)
                    if (i != k && is_computed(list[i]) && is_computed(list[k])) relate(list[i], list[k], is_by_input);
    }

    constexpr bool is_computed(int node) const { return found_[node].what == identity::kind::none; }

    constexpr void relate(int node, int other, bool is_by_input) {
        const auto ratio = prints_[node] * prints_[other].reciprocal();
        const int first = is_by_input ? 0 : from_.input_count;
        const int last = is_by_input ? from_.input_count : from_.input_count + from_.size;
        for (int over = first; over < last; ++over) {
            if (!is_primal(over) || is_condition(over) || prints_[over].is_zero()) continue;
            if (++tried_ > most_tried) return;
            const int entry = slot_of(ratio * prints_[over]);
            if (entry == 0 || !is_primal(entry - 1)) continue;
            if (!singular_.is_as_regular(entry - 1, node) || !singular_.is_singular_with(node, over)) continue;
            if (depends(other, node)) return;
            found_[node] = {identity::kind::exponential, other, entry - 1, over};
            return;
        }
    }

    // What the outputs need, with the identities used.
    constexpr void mark_live(workspace<bool>& is_live) const {
        for (int row = 0; row < from_.output_count; ++row)
            if (from_.outputs[row] >= 0) is_live[from_.outputs[row]] = true;
        for (int node = from_.input_count + from_.size - 1; node >= from_.input_count; --node) {
            if (!is_live[node]) continue;
            if (found_[node].what == identity::kind::equal) is_live[found_[node].node] = true;
            if (found_[node].what != identity::kind::none) continue;
            const instruction& step = from_.code[node - from_.input_count];
            for (int k = 0; k < step.function->arity; ++k)
                if (step.operands[k] >= 0) is_live[step.operands[k]] = true;
        }
    }

    constexpr bool depends(int node, int on) const {
        workspace<bool> is_needed(from_.input_count + from_.size);
        is_needed[node] = true;
        mark_needed(from_, is_needed.data());
        return is_needed[on];
    }

    program_view from_;
    fingerprints prints_;
    singularities singular_;
    identity* found_;
    unsigned mask_;
    workspace<int> table_; // by value, 1 + node
    int tried_ = 0;
};

} // namespace pullback::detail

#endif
