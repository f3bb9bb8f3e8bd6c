// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_FACTORING_FACTORING_HPP
#define PULLBACK_OPTIMISE_FACTORING_FACTORING_HPP

#include <pullback/optimise/factoring/common_products.hpp>
#include <pullback/optimise/factoring/terms.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/exact_literals.hpp>

namespace pullback::engine::optimise {

/// Takes common factors out of the sums that differentiation made: a w + b w becomes (a + b) w, where a + b may be in
/// use elsewhere, and 3 w + 3 w becomes 6 w. Each term goes to the factor that it shares with most others; not where
/// the products a w and b w are shared with so many other sums that they cost less than one product here.
class factoring {
public:
    constexpr factoring(terms& in, const common_products* products)
        : in_(in), products_(products), room_(in.factor_count()), seen_(room_) {}

    constexpr void take_out() {
        const int count = in_.sums.size();
        for (int i = 0; i < count; ++i) {
            if (in_.sums[i].is_primal) continue;
            terms::short_list list;
            for (int k = 0; k < in_.sums[i].count; ++k) list.push(in_.members[in_.sums[i].first + k]);
            if (list.size() > largest_sum) continue;
            if (!factor(list)) continue;
            in_.sums[i] = {in_.members.size(), list.size(), false};
            for (int k = 0; k < list.size(); ++k) in_.members.push(list[k]);
        }
    }

private:
    static constexpr int largest_sum = 64; // each group looks through the whole sum

    // Whether a factor is counted: sums that were made here are no factors of others.
    constexpr bool is_countable(int factor) const { return factor < room_; }

    // Takes common factors out of a sum; true if something changed.
    constexpr bool factor(terms::short_list& list) {
        if (list.size() < 2) return false;
        count(list, false);
        workspace<int> choice(list.size());
        for (int i = 0; i < list.size(); ++i) choice[i] = choose(in_.monomials[list[i]]);
        count(list, true);

        terms::short_list result;
        bool is_changed = false;
        for (int i = 0; i < list.size(); ++i) {
            if (choice[i] == taken) continue;
            terms::short_list group;
            if (choice[i] >= 0)
                for (int k = i; k < list.size(); ++k)
                    if (choice[k] == choice[i]) group.push(k);
            if (group.size() < 2 || !pays(list, group, choice[i]) || !take_out_factor(list, group, choice[i], result)) {
                result.push(list[i]);
                continue;
            }
            is_changed = true;
            for (int k = group.size() - 1; k >= 0; --k) choice[group[k]] = taken;
        }
        // A sum of which nothing is left stays: where its terms are infinite it is NaN, and says so.
        if (result.size() == 0) return false;
        list.shrink(0);
        for (int i = 0; i < result.size(); ++i) list.push(result[i]);
        return is_changed;
    }

    // Whether one product for all terms is less than their products with the factor, each shared by so many.
    constexpr bool pays(terms::short_list& list, terms::short_list& group, int common) const {
        if (products_ == nullptr) return true;
        literal products = 0;
        for (int i = 0; i < group.size(); ++i) {
            const monomial whole = in_.monomials[list[group[i]]];
            int most = 1;
            for (int k = whole.first; k < whole.first + whole.count; ++k) {
                const int factor = in_.factors[k];
                const int count =
                    factor < common ? products_->count_of(factor, common) : products_->count_of(common, factor);
                if (count > most) most = count;
            }
            products += 1 / static_cast<literal>(most);
        }
        return products >= 1;
    }

    static constexpr int taken = -2;

    // Replaces the terms of `group` by one.
    constexpr bool take_out_factor(terms::short_list& list, terms::short_list& group, int common,
                                   terms::short_list& result) {
        terms::short_list cofactors;
        literal constant = 0;
        int constant_count = 0;
        for (int i = 0; i < group.size(); ++i) {
            const monomial whole = in_.monomials[list[group[i]]];
            terms::short_list rest;
            bool is_out = false;
            for (int k = 0; k < whole.count; ++k) {
                const int factor = in_.factors[whole.first + k];
                if (factor == common && !is_out) is_out = true;
                else rest.push(factor);
            }
            if (rest.size() == 0) {
                if (!in_.in.may_round() &&
                    !record::is_exact_sum(constant, whole.coefficient, constant + whole.coefficient))
                    return false;
                constant += whole.coefficient;
                ++constant_count;
            } else {
                cofactors.push(in_.add_monomial(whole.coefficient, rest));
            }
        }
        // Equal terms that cancel go, before others come between them and are rounded.
        if (constant_count > 0 && constant != 0) {
            if (!record::is_moderate(constant)) return false;
            terms::short_list none;
            cofactors.push(in_.add_monomial(constant, none));
        }
        if (cofactors.size() == 0) return true;
        terms::short_list product;
        literal coefficient = 1;
        factor(cofactors);
        if (cofactors.size() == 1) {
            const monomial only = in_.monomials[cofactors[0]];
            coefficient = only.coefficient;
            for (int k = 0; k < only.count; ++k) product.push(in_.factors[only.first + k]);
        } else {
            product.push(in_.add_part({found_factor::kind::sum, in_.add_sum(cofactors, false), 0}));
        }
        product.push(common);
        result.push(in_.add_monomial(coefficient, product));
        return true;
    }

    // The next factor of a term from number `k` on that is not the one before and can be counted; -1 after the last.
    constexpr int next_factor(const monomial& term, int& k) {
        for (; k < term.count; ++k) {
            const int factor = in_.factors[term.first + k];
            if (is_countable(factor) && (k == 0 || in_.factors[term.first + k - 1] != factor)) return k++, factor;
        }
        return -1;
    }

    constexpr void count(terms::short_list& list, bool is_reset) {
        for (int i = 0; i < list.size(); ++i) {
            const monomial term = in_.monomials[list[i]];
            int k = 0;
            for (int factor = next_factor(term, k); factor >= 0; factor = next_factor(term, k))
                seen_[factor] = is_reset ? 0 : seen_[factor] + 1;
        }
    }

    // The factor that most terms have, the last one of several.
    constexpr int choose(const monomial& term) {
        int k = 0, best = -1;
        for (int factor = next_factor(term, k); factor >= 0; factor = next_factor(term, k))
            if (seen_[factor] > 1 && (best < 0 || seen_[factor] >= seen_[best])) best = factor;
        return best;
    }

    terms& in_;
    const common_products* products_; // null where they are not asked
    int room_;
    workspace<int> seen_;
};

} // namespace pullback::engine::optimise

#endif
