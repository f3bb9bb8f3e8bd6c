// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_IDENTITIES_IDENTITY_HPP
#define PULLBACK_OPTIMISE_IDENTITIES_IDENTITY_HPP

#include <pullback/optimise/identities/fingerprints.hpp>
#include <pullback/program/array_view.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/inline.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>
#include <pullback/record/simplify.hpp>

namespace pullback::engine::optimise {

/// What a node of a derivative is by an identity: nothing else, 0, another node or its negative, the product of two or
/// the negative of that.
struct identity {
    enum class kind { none, zero, equal, negative, product, negative_product } what = kind::none;
    int nodes[2] = {0, 0};

    constexpr identity() = default;
    constexpr identity(kind is, int node = 0, int times = 0) : what(is), nodes{node, times} {}

    /// The nodes that it is made of. Precondition: there is an identity, and not with 0.
    constexpr array_view<int> operands() const {
        return {nodes, what == kind::product || what == kind::negative_product ? 2 : 1};
    }
};

/// Writes `from` with its identities used.
class identified_writer {
public:
    constexpr identified_writer(const program_view& from, const identity* identities, record::recorder& target)
        : from_(from),
          identities_(identities),
          target_(target),
          nodes_(from.node_count()),
          is_written_(from.node_count()) {
        record::enter_inputs(from, nodes_.data(), target);
        for (int i = 0; i < from.input_count; ++i) is_written_[i] = true;
    }

    constexpr void write(int* outputs) {
        const int nodes = from_.node_count();
        for (int node = from_.input_count; node < nodes; ++node) write(node);
        for (int row = 0; row < from_.output_count; ++row)
            outputs[row] = record::output_operand(from_, row, nodes_.data(), target_);
        target_.note_literals_of(from_);
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
            case identity::kind::equal: return write(known.nodes[0]);
            case identity::kind::negative: {
                const recorded x = write(known.nodes[0]);
                target_.set_primal(false);
                return -x;
            }
            case identity::kind::product:
            case identity::kind::negative_product: {
                const recorded x = write(known.nodes[0]), y = write(known.nodes[1]);
                target_.set_primal(false);
                return known.what == identity::kind::product ? x * y : -(x * y);
            }
            case identity::kind::none: break;
        }
        const instruction& step = from_.maker_of(node);
        recorded operands[most_operands];
        bool is_simpler = false;
        for (const int operand : from_.operands_of(step)) {
            if (is_literal(operand)) continue;
            is_simpler = write(operand).is_literal() || is_negative(operand) || is_simpler;
        }
        record::read_operands(from_, step, nodes_.data(), &target_, operands);
        target_.set_primal(step.is_primal);
        // An instruction that is no simpler stays as it was: the rules for new instructions would undo other
        // arrangements.
        return is_simpler ? record::record_again(step.function, operands)
                          : recorded(target_, record::write(step.function, operands, target_));
    }

    constexpr bool is_negative(int node) const {
        return identities_[node].what == identity::kind::negative ||
               identities_[node].what == identity::kind::negative_product;
    }

    program_view from_;
    const identity* identities_;
    record::recorder& target_;
    workspace<recorded> nodes_;
    workspace<bool> is_written_;
};

/// A program with the identities used that a search finds: a class made of the program and room for an identity of
/// each node, with `search()`, `name`, and the size of the largest program that is worth it.
template <class Search>
struct identifying {
    static constexpr const char* name = Search::name;
    static constexpr bool keeps_roundings = true;

    template <int Nodes>
    struct findings {
        identity of[Nodes]{};
        bool is_any = false;
    };

    static constexpr bool applies_to(const program_view& from) {
        return from.size <= Search::largest_program && steps_of_fingerprints(from) <= most_fingerprint_steps;
    }
    static constexpr int room_for(const program_view& from) { return from.size + 32; }

    template <int Nodes, int>
    static constexpr findings<Nodes> search(const program_view& from) {
        findings<Nodes> found;
        Search(from, found.of).search();
        for (const identity& each : found.of) found.is_any = found.is_any || each.what != identity::kind::none;
        return found;
    }

    static constexpr void write(const program_view& from, const auto& found, record::recorder& target, int* outputs) {
        identified_writer(from, found.of, target).write(outputs);
    }
};

} // namespace pullback::engine::optimise

#endif
