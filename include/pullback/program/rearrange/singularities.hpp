// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_REARRANGE_SINGULARITIES_HPP
#define PULLBACK_PROGRAM_REARRANGE_SINGULARITIES_HPP

#include <pullback/program/growing.hpp>
#include <pullback/program/rearrange/fingerprints.hpp>

namespace pullback::detail {

/// Which divisions and functions, that may be infinite or undefined somewhere, a node depends on. A node equal to
/// another as a formula may stand for it only if it depends on no more of them: x y / x is no y where x is 0.
class singularities {
public:
    constexpr singularities(const program_view& from, const fingerprints& prints)
        : from_(from), prints_(prints), sets_(from.input_count + from.size) {
        for (int i = 0; i < from.size; ++i) {
            const instruction& step = from.code[i];
            std::uint64_t& set = sets_[from.input_count + i];
            for (int k = 0; k < step.function->arity; ++k)
                if (step.operands[k] >= 0) set |= sets_[step.operands[k]];
            switch (step.function->role) {
                case row_role::negate:
                case row_role::add:
                case row_role::subtract:
                case row_role::multiply:
                case row_role::square: break;
                case row_role::divide: set |= zeros_of(step.operands[1], largest_divisor); break;
                default:
                    if (is_call_of<functions::exp>(step.function)) break;
                    set = bit_of(from.input_count + i); // it may be finite where its operands are not
                    if (is_call_of<functions::log>(step.function)) set |= zeros_of(step.operands[0], largest_divisor);
            }
        }
    }

    /// Whether `node` is finite wherever `other`, which is equal as a formula, is.
    constexpr bool is_as_regular(int node, int other) const { return (sets_[node] & (~sets_[other] | too_many)) == 0; }

    /// Whether `node` is infinite or undefined wherever `divisor` is 0.
    constexpr bool is_singular_with(int node, int divisor) {
        return (zeros_of(divisor, largest_divisor) & (~sets_[node] | too_many)) == 0;
    }

private:
    static constexpr std::uint64_t too_many = std::uint64_t{1} << 63;
    static constexpr int largest_divisor = 4; // products in products

    // A bit for each factor of a divisor.
    constexpr std::uint64_t zeros_of(int operand, int depth) {
        if (operand < 0) return 0;
        if (operand < from_.input_count || depth == 0) return bit_of(operand);
        const instruction& step = from_.code[operand - from_.input_count];
        switch (step.function->role) {
            case row_role::negate:
            case row_role::square:
            case row_role::divide: return zeros_of(step.operands[0], depth - 1);
            case row_role::multiply:
                return zeros_of(step.operands[0], depth - 1) | zeros_of(step.operands[1], depth - 1);
            default: return bit_of(operand);
        }
    }

    constexpr std::uint64_t bit_of(int node) {
        const std::uint64_t what = prints_[node].hash();
        int i = 0;
        while (i < known_.size() && known_[i] != what) ++i;
        if (i >= 63) return too_many;
        if (i == known_.size()) known_.push(what);
        return std::uint64_t{1} << i;
    }

    program_view from_;
    const fingerprints& prints_;
    growing<std::uint64_t> known_;
    workspace<std::uint64_t> sets_;
};

} // namespace pullback::detail

#endif
