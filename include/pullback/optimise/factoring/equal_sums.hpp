// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_FACTORING_EQUAL_SUMS_HPP
#define PULLBACK_OPTIMISE_FACTORING_EQUAL_SUMS_HPP

#include <pullback/optimise/factoring/terms.hpp>
#include <pullback/program/hash_index.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/exact_literals.hpp>

#include <cstdint>

namespace pullback::engine::optimise {

/// Finds sums that differentiation made and that are an earlier sum, in whatever order, but for a literal factor: what
/// uses 6 x - 4 y uses 3 x - 2 y and the factor 2. Users of such a sum are looked at after it, so equal sums of equal
/// sums are found too. Terms that are equal are added up first: 3 w + 3 w is 6 w.
class equal_sums {
public:
    constexpr explicit equal_sums(terms& in)
        : in_(in),
          owners_(in.sums.size(), -1),
          by_hash_(in.sums.size()),
          hashes_(in.sums.size()),
          multiple_(in.in.node_count()),
          has_others_(in.in.node_count()) {
        for (int node = 0; node < in.in.node_count(); ++node)
            if (in.sum_of(node) >= 0) owners_[in.sum_of(node)] = node;
        const int count = in.sums.size();
        for (int sum = 0; sum < count; ++sum) take(sum);
        rename_in_products();
    }

    /// The node that is a sum, or -1.
    constexpr int owner_of(int sum) const { return owners_[sum]; }
    /// Whether other sums have become this node.
    constexpr bool has_others(int node) const { return has_others_[node]; }

    /// The term with the nodes that its factors have become.
    constexpr int renamed(int term) {
        const monomial whole = in_.monomials[term];
        literal coefficient = whole.coefficient;
        terms::short_list product;
        bool is_changed = false;
        for (int k = whole.first; k < whole.first + whole.count; ++k) {
            int factor = in_.factors[k];
            while (factor < in_.in.node_count() && multiple_[factor] != 0) {
                const monomial other = in_.monomials[multiple_[factor] - 1];
                if (!in_.can_multiply(coefficient, other.coefficient)) break;
                coefficient *= other.coefficient;
                factor = in_.factors[other.first];
                is_changed = true;
            }
            product.push(factor);
        }
        return is_changed ? in_.add_monomial(coefficient, product) : term;
    }
    constexpr void rename_in_products() {
        for (int node = 0; node < in_.in.node_count(); ++node)
            if (const int product = in_.product_of(node); product >= 0)
                in_.monomials[product] = in_.monomials[renamed(product)];
    }

    /// Says that a node is a term of one factor.
    constexpr void rename(int node, int term) { multiple_[node] = 1 + term; }

    /// Adds a term of the same factors to a term; false, with nothing done, where the coefficient would be rounded.
    constexpr bool add(int& term, int other) {
        monomial whole = in_.monomials[term];
        const literal c = whole.coefficient, d = in_.monomials[other].coefficient;
        if (!record::is_moderate(c + d) || !(in_.in.may_round() || record::is_exact_sum(c, d, c + d))) return false;
        whole.coefficient = c + d;
        in_.monomials.push(whole);
        term = in_.monomials.size() - 1;
        return true;
    }

private:
    static constexpr int largest_sum = 32; // each term is compared with all others

    constexpr void take(int sum) {
        if (in_.sums[sum].count > largest_sum) return;
        if (!in_.sums[sum].is_primal) add_up(sum);
        hashes_[sum] = hash_of(sum);
        const auto is_found = [&](int other) { return hashes_[other] == hashes_[sum] && become(sum, other); };
        if (!in_.sums[sum].is_primal && by_hash_.find(hashes_[sum], is_found) >= 0) return;
        by_hash_.enter(hashes_[sum], sum);
    }

    // Rewrites a sum with the nodes that its factors have become, and with equal terms as one.
    constexpr void add_up(int sum) {
        terms::short_list list;
        bool is_changed = false;
        for (int k = 0; k < in_.sums[sum].count; ++k) {
            const int term = in_.members[in_.sums[sum].first + k], now = renamed(term);
            is_changed = is_changed || now != term;
            int same = 0;
            while (same < list.size() && !in_.has_equal_factors(list[same], now)) ++same;
            if (same < list.size() && add(list[same], now)) is_changed = true;
            else list.push(now);
        }
        if (!is_changed) return;
        in_.sums[sum] = {in_.members.size(), list.size(), false};
        for (int k = 0; k < list.size(); ++k) in_.members.push(list[k]);
    }

    // The hash of a sum, which depends neither on the order of its terms nor on a factor of all coefficients.
    constexpr std::uint64_t hash_of(int sum) const {
        const term_list list = in_.sums[sum];
        literal unit = 1;
        std::uint64_t least = 0, hash = 0;
        for (int k = list.first; k < list.first + list.count; ++k) {
            const monomial& term = in_.monomials[in_.members[k]];
            std::uint64_t key = 1;
            for (int i = term.first; i < term.first + term.count; ++i) key += hash_of_factor(in_.factors[i]);
            if (k == list.first || key < least) {
                least = key;
                unit = term.coefficient;
            }
            hash += mix(5, key);
        }
        if (unit == 0) return hash;
        for (int k = list.first; k < list.first + list.count; ++k)
            hash += engine::hash_of(in_.monomials[in_.members[k]].coefficient / unit);
        return hash;
    }

    constexpr bool become(int sum, int other) {
        const literal scale = ratio(sum, other);
        if (scale == 0) return false;
        terms::short_list product;
        product.push(owners_[other]);
        const int term = in_.add_monomial(scale, product);
        rename(owners_[sum], term);
        has_others_[owners_[other]] = true;
        in_.sums[sum] = {in_.members.size(), 1, false};
        in_.members.push(term);
        return true;
    }

    // The factor that makes a sum of the other one, or 0 if there is none.
    constexpr literal ratio(int sum, int other) const {
        const term_list left = in_.sums[sum], right = in_.sums[other];
        if (left.count != right.count) return 0;
        literal result = 0;
        for (int i = left.first; i < left.first + left.count; ++i) {
            int k = right.first;
            while (k < right.first + right.count && !in_.has_equal_factors(in_.members[i], in_.members[k])) ++k;
            if (k == right.first + right.count) return 0;
            const literal c = in_.monomials[in_.members[i]].coefficient;
            const literal d = in_.monomials[in_.members[k]].coefficient;
            if (d == 0) return 0;
            if (result == 0) result = c / d;
            if (!record::is_moderate(result) || result * d != c || !in_.can_multiply(result, d)) return 0;
        }
        return result;
    }

    terms& in_;
    workspace<int> owners_; // the nodes that are the sums
    hash_index by_hash_;
    workspace<std::uint64_t> hashes_;
    workspace<int> multiple_; // 1 + the monomial of another node that a node has become, or 0
    workspace<bool> has_others_;
};

} // namespace pullback::engine::optimise

#endif
