// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_REARRANGE_IDENTITIES_HPP
#define PULLBACK_PROGRAM_REARRANGE_IDENTITIES_HPP

#include <pullback/program/forward.hpp>
#include <pullback/program/rearrange/cost.hpp>
#include <pullback/program/rearrange/singularities.hpp>

namespace pullback::detail {

/// What a node of a derivative is by an identity: nothing else, 0, another node or its negative, `node` times `times`
/// or the negative of that, or the exponential `node` times `times` over `over`.
struct identity {
    enum class kind { none, zero, equal, negative, product, negative_product, exponential } what = kind::none;
    int node = 0, times = 0, over = 0; // operands of the program
};

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
          table_(table_size(2 * (from.input_count + from.size) + 2)) {
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
    static constexpr int most_exponentials = 8; // all pairs of them are looked at

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
        const int mask = table_size(2 * (from_.input_count + from_.size) + 2) - 1;
        for (auto slot = static_cast<unsigned>(print.hash() >> 32);; ++slot) {
            int& entry = table_[static_cast<int>(slot & static_cast<unsigned>(mask))];
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
        if (depends(other, node)) return;
        const auto ratio = prints_[node] * prints_[other].reciprocal();
        const int first = is_by_input ? 0 : from_.input_count;
        const int last = is_by_input ? from_.input_count : from_.input_count + from_.size;
        for (int over = first; over < last; ++over) {
            if (!is_primal(over) || is_condition(over) || prints_[over].is_zero()) continue;
            const int entry = slot_of(ratio * prints_[over]);
            if (entry == 0 || !is_primal(entry - 1)) continue;
            if (!singular_.is_as_regular(entry - 1, node) || !singular_.is_singular_with(node, over)) continue;
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
    workspace<int> table_; // by value, 1 + node
};

/// Writes `from` with its identities used.
class identified_writer {
public:
    constexpr identified_writer(const program_view& from, const identity* identities, recorder& target)
        : from_(from),
          identities_(identities),
          target_(target),
          nodes_(from.input_count + from.size),
          is_written_(from.input_count + from.size) {
        enter_inputs(from, nodes_.data(), target);
        for (int i = 0; i < from.input_count; ++i) is_written_[i] = true;
    }

    constexpr void write(int* outputs) {
        for (int node = from_.input_count; node < from_.input_count + from_.size; ++node) write(node);
        for (int row = 0; row < from_.output_count; ++row)
            outputs[row] = output_operand(from_, row, nodes_.data(), target_);
        if (from_.has_rounded_literals) target_.note_rounded_literal();
    }

private:
    constexpr const recorded& write(int node) {
        if (!is_written_[node]) {
            is_written_[node] = true;
            nodes_[node] = meaning_of(node);
        }
        return nodes_[node];
    }

    constexpr recorded meaning_of(int node) {
        const identity& known = identities_[node];
        switch (known.what) {
            case identity::kind::zero: return recorded();
            case identity::kind::equal: return write(known.node);
            case identity::kind::negative: {
                const recorded x = write(known.node);
                target_.set_primal(false);
                return -x;
            }
            case identity::kind::product:
            case identity::kind::negative_product: {
                const recorded x = write(known.node), y = write(known.times);
                target_.set_primal(false);
                return known.what == identity::kind::product ? x * y : -(x * y);
            }
            case identity::kind::exponential: {
                const recorded x = write(known.node), y = write(known.times), z = write(known.over);
                target_.set_primal(false);
                return x * y / z;
            }
            case identity::kind::none: break;
        }
        const instruction& step = from_.code[node - from_.input_count];
        recorded operands[3];
        bool is_simpler = false;
        for (int k = 0; k < step.function->arity; ++k) {
            const int operand = step.operands[k];
            operands[k] = operand >= 0 ? write(operand) : recorded::literal_in(&target_, from_.literals[-operand - 1]);
            is_simpler = is_simpler || (operand >= 0 && (operands[k].is_literal() || is_negative(operand)));
        }
        target_.set_primal(step.is_primal);
        // What is not simpler is as good as it was: the rules for new instructions would undo other arrangements.
        return is_simpler ? record_again(step.function, operands)
                          : recorded(target_, detail::write(step.function, operands, target_));
    }

    constexpr bool is_negative(int node) const {
        return identities_[node].what == identity::kind::negative ||
               identities_[node].what == identity::kind::negative_product;
    }

    program_view from_;
    const identity* identities_;
    recorder& target_;
    workspace<recorded> nodes_;
    workspace<bool> is_written_;
};

/// The identities in the program `Built` that a search finds.
template <class Built, class Search>
struct identities_of {
    static constexpr int node_count = Built::code.input_count + Built::code.size;

    struct findings {
        identity of[node_count]{};
        bool is_any = false;
    };

    static constexpr findings found = [] {
        findings result;
        Search search(Built::code.view(), result.of);
        for (const identity& each : result.of) result.is_any = result.is_any || each.what != identity::kind::none;
        return result;
    }();
};

/// The program `Built`, with its identities used.
template <class Built, class Search>
struct identifying {
    static constexpr int input_count = Built::code.input_count;
    static constexpr int output_count = Built::code.output_count;
    static constexpr int capacity = Built::code.size + 32;

    static constexpr void write(recorder& target, int* outputs) {
        identified_writer(Built::code.view(), identities_of<Built, Search>::found.of, target).write(outputs);
    }
};

} // namespace pullback::detail

#endif
