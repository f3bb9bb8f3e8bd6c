// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_REARRANGE_WANTED_HPP
#define PULLBACK_PROGRAM_REARRANGE_WANTED_HPP

#include <pullback/program/rearrange/identity.hpp>
#include <pullback/program/rearrange/special_values.hpp>

namespace pullback::detail {

/// Which results of a program want a node, and which are NaN where it is.
class wanted_results {
public:
    constexpr wanted_results(const program_view& from, const identity* found)
        : from_(from),
          found_(found),
          words_(from.output_count / 64 + 1),
          wanting_((from.input_count + from.size) * words_),
          spoilt_((from.input_count + from.size) * words_) {
        for (int row = 0; row < from.output_count; ++row)
            if (from.outputs[row] >= 0) {
                const std::uint64_t bit = std::uint64_t{1} << row % 64;
                wanting_[from.outputs[row] * words_ + row / 64] |= bit;
                spoilt_[from.outputs[row] * words_ + row / 64] |= bit;
            }
        for (int i = from.size - 1; i >= 0; --i) {
            const instruction& step = from.code[i];
            if (!passes_on_nan(step.function)) continue;
            for (int k = 0; k < step.function->arity; ++k) join(spoilt_, step.operands[k], from.input_count + i);
        }
        while (find_wanting()) {
        }
    }

    static constexpr bool is_possible(const program_view& from) { return from.output_count <= most_results; }

    /// Lists the results that want `node`.
    constexpr void list(int node, growing<int>& results) const {
        for (int row = 0; row < from_.output_count; ++row)
            if ((wanting_[node * words_ + row / 64] >> row % 64) % 2 != 0) results.push(from_.outputs[row]);
    }
    /// Marks the nodes that are NaN only where every result is that wants `node`.
    constexpr void mark_context(int node, bool* is_in) const {
        for (int other = 0; other < from_.input_count + from_.size; ++other) {
            is_in[other] = true;
            for (int k = 0; k < words_; ++k)
                if ((wanting_[node * words_ + k] & ~spoilt_[other * words_ + k]) != 0) is_in[other] = false;
        }
    }

private:
    static constexpr int most_results = 255;

    constexpr bool join(workspace<std::uint64_t>& sets, int operand, int node) {
        bool is_changed = false;
        for (int k = 0; k < words_ && operand >= 0; ++k) {
            std::uint64_t& set = sets[operand * words_ + k];
            const std::uint64_t joined = set | sets[node * words_ + k];
            is_changed = is_changed || joined != set;
            set = joined;
        }
        return is_changed;
    }

    // With the identities used, which may name later nodes; true if one has changed that was looked at before.
    constexpr bool find_wanting() {
        bool is_late = false;
        for (int i = from_.size - 1; i >= 0; --i) {
            const int node = from_.input_count + i;
            const instruction& step = from_.code[i];
            const identity& known = found_[node];
            if (known.what == identity::kind::none)
                for (int k = 0; k < step.function->arity; ++k) join(wanting_, step.operands[k], node);
            else if (known.what != identity::kind::zero)
                for (const int operand : {known.node, known.times, known.over})
                    is_late = (join(wanting_, operand, node) && operand > node) || is_late;
        }
        return is_late;
    }

    program_view from_;
    const identity* found_;
    int words_;
    workspace<std::uint64_t> wanting_, spoilt_;
};

} // namespace pullback::detail

#endif
