// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_FACTORING_MULTIPLIED_OUT_HPP
#define PULLBACK_OPTIMISE_FACTORING_MULTIPLIED_OUT_HPP

#include <pullback/optimise/factoring/equal_sums.hpp>
#include <pullback/optimise/factoring/terms.hpp>
#include <pullback/optimise/ranges.hpp>

namespace pullback::engine::optimise {

/// Multiplies out short sums that nothing else uses: x (y + z) + w becomes x y + x z + w, where other factors than x
/// may be found to be common ones. So the reverse sweep's c (a p + b q) - s (a q - b p), different for each row of a
/// Jacobian, becomes a (c p - s q) + b (c q + s p), where the sums are the same for all rows.
class multiplied_out {
public:
    constexpr multiplied_out(terms& in, const equal_sums& equal) : in_(in), equal_(equal), ranges_(in.in.from()) {}

    constexpr void rewrite() {
        const int count = in_.sums.size();
        for (int sum = 0; sum < count; ++sum) {
            const term_list list = in_.sums[sum];
            if (list.is_primal || list.count > largest_sum) continue;
            bool is_changed = false;
            for (int k = 0; k < list.count && !is_changed; ++k)
                is_changed = multiplied_factor(in_.members[list.first + k]) >= 0;
            if (is_changed) rewrite(sum);
        }
    }

private:
    static constexpr int largest_sum = 16;
    static constexpr int largest_inner_sum = 4;
    static constexpr int largest_product = 8;

    constexpr void rewrite(int sum) {
        const term_list list = in_.sums[sum];
        terms::short_list result;
        for (int k = 0; k < list.count; ++k) {
            const int term = in_.members[list.first + k], factor = multiplied_factor(term);
            if (factor < 0) {
                result.push(term);
                continue;
            }
            const term_list inner = in_.sums[in_.sum_of(factor)];
            for (int i = 0; i < inner.count; ++i) result.push(product(term, factor, in_.members[inner.first + i]));
            in_.sums[in_.sum_of(factor)].count = 0;
            in_.in.drop(factor);
        }
        in_.sums[sum] = {in_.members.size(), result.size(), false};
        for (int k = 0; k < result.size(); ++k) in_.members.push(result[k]);
    }

    // `term`, with `inner` in the place of `factor`.
    constexpr int product(int term, int factor, int inner) {
        const monomial whole = in_.monomials[term], part = in_.monomials[inner];
        terms::short_list its_factors;
        for (int k = whole.first; k < whole.first + whole.count; ++k)
            if (in_.factors[k] != factor) its_factors.push(in_.factors[k]);
        for (int k = part.first; k < part.first + part.count; ++k) its_factors.push(in_.factors[k]);
        return in_.add_monomial(whole.coefficient * part.coefficient, its_factors);
    }

    // A factor of the term that can be multiplied out, or -1.
    constexpr int multiplied_factor(int term) const {
        const monomial whole = in_.monomials[term];
        for (int k = whole.first; k < whole.first + whole.count; ++k) {
            const int factor = in_.factors[k];
            if (factor < in_.in.node_count() && in_.sum_of(factor) >= 0 && !equal_.has_others(factor) &&
                in_.in.can_be_multiplied_out(factor) && is_never_infinite(whole, factor) &&
                fits(in_.sums[in_.sum_of(factor)], whole))
                return factor;
        }
        return -1;
    }

    constexpr bool fits(const term_list& inner, const monomial& outer) const {
        if (inner.count < 2 || inner.count > largest_inner_sum) return false;
        for (int k = inner.first; k < inner.first + inner.count; ++k) {
            const monomial& term = in_.monomials[in_.members[k]];
            if (term.count + outer.count > largest_product || !in_.can_multiply(term.coefficient, outer.coefficient))
                return false;
        }
        return true;
    }

    // Whether all that a sum is multiplied by is finite: by an infinite factor, its terms may become infinite with
    // different signs, or one of them is 0.
    constexpr bool is_never_infinite(const monomial& outer, int sum) const {
        for (int k = outer.first; k < outer.first + outer.count; ++k)
            if (const int factor = in_.factors[k];
                factor != sum && (factor >= in_.in.node_count() || !ranges_[factor].is_never_infinite))
                return false;
        return true;
    }

    terms& in_;
    const equal_sums& equal_;
    value_ranges ranges_;
};

} // namespace pullback::engine::optimise

#endif
