// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_FACTORING_COMMON_SUMS_HPP
#define PULLBACK_OPTIMISE_FACTORING_COMMON_SUMS_HPP

#include <pullback/optimise/factoring/equal_sums.hpp>
#include <pullback/optimise/factoring/terms.hpp>
#include <pullback/program/hash_index.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/exact_literals.hpp>

#include <cstdint>

namespace pullback::engine::optimise {

/// Finds pairs of terms that several sums share, but for factors of both, or that are a sum of their own: where x y + x
/// z and w y + w z are in sums, both become products with y + z, which is computed once, or was there anyway. The pair
/// that saves most goes first, and what it leaves is looked at again, so longer common sums are found pair by pair
/// (after Rajski and Vasudevamurthy, "The testability-preserving concurrent decomposition and factorization of Boolean
/// expressions", IEEE Transactions on Computer-Aided Design 11, 1992; for polynomials, with other divisors, Hosangadi,
/// Fallah and Kastner, "Optimizing polynomial expressions by algebraic factorization and common subexpression
/// elimination", ibid. 25, 2006). Quadratic in the size of a sum, linear in their number.
class common_sums {
public:
    constexpr common_sums(terms& in, equal_sums& equal) : in_(in), equal_(equal), by_hash_(table_length) {}

    constexpr void take() {
        for (int factor = 0; factor < in_.factor_count(); ++factor) keys_.push(hash_of_factor(factor));
        for (int i = 0; i < in_.members.size(); ++i) add_slot(in_.members[i]);
        const int count = in_.sums.size();
        for (int sum = 0; sum < count; ++sum) enter(sum);
        do {
            while (take_best()) {
            }
        } while (rename(count));
        for (int sum = 0; sum < count; ++sum) pack(sum);
    }

private:
    static constexpr int largest_sum = 24;
    static constexpr int largest_gain = 31;
    static constexpr int most_occurrences = 1 << 12;
    static constexpr int most_steps = 1 << 14;   // looks at occurrences, so that compilers stay within their limits
    static constexpr int most_coefficients = 32; // that are compared with each other
    static constexpr int table_length = 1 << 10;

    struct occurrence {
        int sum, slot_a, slot_b; // where the terms are
        int a, b;                // and which these were
        int saving;
        int next; // of the same pair
    };
    /// Two terms without the factors that they had in common, and the sum of them if there is one.
    struct pair {
        std::uint64_t hash;
        int first; // occurrence
        int count, saving;
        int own_cost;
        int bucket; // in which it waits, 0 for none
        int factor; // that stands for the sum, or -1
        int sum;
        int a, b;
        literal c_a, c_b;
    };

    constexpr void add_slot(int term) {
        slots_.push(term);
        is_fresh_.push(false);
    }

    constexpr void enter(int sum) {
        const term_list list = in_.sums[sum];
        if (list.count < 2 || list.count > largest_sum || (list.is_primal && list.count != 2)) return;
        for (int k = list.first + 1; k < list.first + list.count; ++k)
            for (int i = list.first; i < k; ++i) enter_pair(sum, i, k, list.count == 2);
    }
    constexpr int count_of(int sum) const {
        const term_list list = in_.sums[sum];
        int count = 0;
        for (int slot = list.first; slot < list.first + list.count; ++slot)
            if (slots_[slot] >= 0) ++count;
        return count;
    }
    // Enters the pairs of a new term, but for those with terms that are newer.
    constexpr void enter_slot(int sum, int slot) {
        is_fresh_[slot] = false;
        const term_list list = in_.sums[sum];
        const bool is_whole = count_of(sum) == 2;
        for (int other = list.first; other < list.first + list.count; ++other)
            if (other != slot && slots_[other] >= 0 && !is_fresh_[other]) enter_pair(sum, other, slot, is_whole);
    }

    struct hashed_rests {
        std::uint64_t a = 0, b = 0;
        int common = 0;
    };
    constexpr hashed_rests rests_of(const monomial& a, const monomial& b) const {
        hashed_rests result;
        int i = a.first, k = b.first;
        const int end_a = a.first + a.count, end_b = b.first + b.count;
        while (i < end_a && k < end_b) {
            const int x = in_.factors[i], y = in_.factors[k];
            if (x <= y) ++i;
            if (y <= x) ++k;
            if (x == y) ++result.common;
            else if (x < y) result.a += keys_[x];
            else result.b += keys_[y];
        }
        for (; i < end_a; ++i) result.a += keys_[in_.factors[i]];
        for (; k < end_b; ++k) result.b += keys_[in_.factors[k]];
        return result;
    }

    // Enters a pair, the term with the smaller hash first.
    constexpr void enter_pair(int sum, int slot_a, int slot_b, bool is_whole) {
        const monomial &a = in_.monomials[slots_[slot_a]], &b = in_.monomials[slots_[slot_b]];
        const hashed_rests rests = rests_of(a, b);
        if (rests.a == rests.b || a.coefficient == 0 || b.coefficient == 0) return;
        if (occurrences_.size() == most_occurrences) return;
        if (rests.a < rests.b) enter_pair(sum, slot_a, slot_b, rests, is_whole && rests.common == 0);
        else enter_pair(sum, slot_b, slot_a, {rests.b, rests.a, rests.common}, is_whole && rests.common == 0);
    }
    constexpr void enter_pair(int sum, int slot_a, int slot_b, const hashed_rests& rests, bool is_sum_of_both) {
        const monomial &a = in_.monomials[slots_[slot_a]], &b = in_.monomials[slots_[slot_b]];
        const std::uint64_t hash = mix(mix(mix(11, rests.a), rests.b), hash_of(b.coefficient / a.coefficient));
        const int number = find(hash, a, b, rests.common);
        pair& that = pairs_[number];
        const int rest = rests.common + 1 + has_factor(a.coefficient / that.c_a);
        const int saving =
            cost(a.count + has_factor(a.coefficient)) + cost(b.count + has_factor(b.coefficient)) - cost(rest);
        occurrences_.push({sum, slot_a, slot_b, slots_[slot_a], slots_[slot_b], saving, that.first});
        that.first = occurrences_.size() - 1;
        ++that.count;
        that.saving += saving;
        if (is_sum_of_both && (that.factor < 0 || (in_.sums[sum].is_primal && !in_.sums[that.sum].is_primal))) {
            that.factor = equal_.owner_of(sum);
            that.sum = sum;
            that.a = slots_[slot_a], that.b = slots_[slot_b];
            that.c_a = a.coefficient, that.c_b = b.coefficient;
        }
        wait(number);
    }

    // What a term of so many factors costs, in half operations: processors multiply while they add, but not all do.
    static constexpr int cost(int factors) { return factors < 2 ? 2 : 3; }
    static constexpr int has_factor(literal coefficient) { return coefficient != 1 && coefficient != -1 ? 1 : 0; }

    // Finds the pair of two terms, which is entered if it is new.
    constexpr int find(std::uint64_t hash, const monomial& a, const monomial& b, int common) {
        const int known =
            by_hash_.find(hash, [&](int i) { return pairs_[i].hash == hash && is_proportional(a, b, pairs_[i]); });
        if (known >= 0) return known;
        literal c_a = a.coefficient, c_b = b.coefficient;
        if (c_a == c_b) c_a = c_b = 1;
        else if (c_a == -c_b) c_a = 1, c_b = -1;
        const int own_cost = cost(a.count - common + has_factor(c_a)) + cost(b.count - common + has_factor(c_b)) - 2;
        pairs_.push({hash, -1, 0, 0, own_cost, 0, -1, -1, -1, -1, c_a, c_b});
        by_hash_.enter(hash, pairs_.size() - 1);
        return pairs_.size() - 1;
    }

    // Whether the coefficients are those of the pair, but for a factor of both, be it rounded.
    constexpr bool is_proportional(const monomial& a, const monomial& b, const pair& that) const {
        const literal left = a.coefficient * that.c_b, right = b.coefficient * that.c_a;
        return b.coefficient / a.coefficient == that.c_b / that.c_a &&
               (in_.in.may_round() || (left == right && record::is_exact_product(a.coefficient, that.c_b, left) &&
                                       record::is_exact_product(b.coefficient, that.c_a, right)));
    }
    // Whether this factor is a literal that may stand in the program.
    constexpr bool is_multiple(const monomial& a, const monomial& b, const pair& that) const {
        const literal scale = a.coefficient / that.c_a;
        return scale * that.c_a == a.coefficient && scale * that.c_b == b.coefficient &&
               in_.can_multiply(scale, that.c_a) && in_.can_multiply(scale, that.c_b) && record::is_moderate(scale);
    }

    constexpr void wait(int number) {
        pair& that = pairs_[number];
        if (that.factor < 0 && that.count < 2) return;
        const int saved = that.factor < 0 ? that.saving - that.own_cost : that.saving;
        if (saved <= 0) return;
        const int gain = (saved < largest_gain ? saved : largest_gain) + (that.factor < 0 ? 0 : largest_gain);
        if (gain == that.bucket) return;
        that.bucket = gain;
        buckets_[gain].push(number);
    }

    // Takes the best pair, before all others one whose sum is there anyway. False when no pair is left that saves
    // something, or when sums have become others and may have more in common.
    constexpr bool take_best() {
        for (int gain = 2 * largest_gain; gain > (is_renamed_ ? largest_gain : 0); --gain)
            while (buckets_[gain].size() > 0 && steps_ < most_steps) {
                const int number = buckets_[gain].pop();
                if (pairs_[number].bucket != gain) continue;
                pairs_[number].bucket = 0;
                count_again(pairs_[number]);
                wait(number);
                if (pairs_[number].bucket != gain) continue;
                take(number);
                return true;
            }
        return false;
    }

    constexpr bool can_be_taken(const occurrence& one, const pair& that) const {
        return one.sum != that.sum && !in_.sums[one.sum].is_primal && slots_[one.slot_a] == one.a &&
               slots_[one.slot_b] == one.b;
    }
    constexpr bool overlap(int i, int k) const {
        const occurrence &one = occurrences_[i], &other = occurrences_[k];
        return one.slot_a == other.slot_a || one.slot_a == other.slot_b || one.slot_b == other.slot_a ||
               one.slot_b == other.slot_b;
    }
    // Counts again what a pair saves, because some of its occurrences may be gone.
    constexpr void count_again(pair& that) {
        that.count = that.saving = 0;
        int before = -1;
        for (int i = that.first; i >= 0; i = occurrences_[i].next) {
            ++steps_;
            if (!can_be_taken(occurrences_[i], that) || (before >= 0 && overlap(i, before))) continue;
            before = i;
            ++that.count;
            that.saving += occurrences_[i].saving;
        }
    }

    constexpr void take(int number) {
        pair& that = pairs_[number];
        that.bucket = 0;
        if (that.factor < 0) make(that);
        stack<int, 8> taken;
        for (int i = that.first; i >= 0; i = occurrences_[i].next) {
            const occurrence one = occurrences_[i];
            if (!can_be_taken(one, that)) continue;
            const monomial a = in_.monomials[one.a], b = in_.monomials[one.b];
            terms::short_list product, same;
            if (!is_multiple(a, b, that) || !divide(a, in_.monomials[that.a], product) ||
                !divide(b, in_.monomials[that.b], same) || !are_equal(product, same))
                continue; // the hashes are the same, the terms are not
            product.push(that.factor);
            slots_[one.slot_a] = in_.add_monomial(a.coefficient / that.c_a, product);
            slots_[one.slot_b] = -1;
            is_fresh_[one.slot_a] = true;
            taken.push(i);
            if (product.size() > 1 || count_of(one.sum) > 1) continue;
            equal_.rename(equal_.owner_of(one.sum), slots_[one.slot_a]);
            is_renamed_ = true;
        }
        that.first = -1;
        that.count = that.saving = 0;
        for (int i = 0; i < taken.size(); ++i) {
            const occurrence one = occurrences_[taken[i]];
            enter_slot(one.sum, one.slot_a);
        }
    }

    constexpr void make(pair& that) {
        int i = that.first;
        while (!can_be_taken(occurrences_[i], that)) i = occurrences_[i].next;
        if (that.c_a != 1 && that.count <= most_coefficients) choose_coefficients(that);
        that.a = rest_of(occurrences_[i].a, occurrences_[i].b, that.c_a);
        that.b = rest_of(occurrences_[i].b, occurrences_[i].a, that.c_b);
        terms::short_list both;
        both.push(that.a);
        both.push(that.b);
        that.sum = in_.add_sum(both, false);
        add_slot(that.a);
        add_slot(that.b);
        that.factor = in_.add_part({found_factor::kind::sum, that.sum, 0});
        keys_.push(hash_of_factor(that.factor));
    }

    // Chooses the coefficients of a pair among those of its occurrences, so that the fewest others are rounded as
    // multiples of them: of 2 and 3 it is 2, as 2/3 is rounded and 3/2 is not.
    constexpr void choose_coefficients(pair& that) {
        int fewest = -1;
        for (int i = that.first; i >= 0; i = occurrences_[i].next) {
            if (!can_be_taken(occurrences_[i], that)) continue;
            const literal c = in_.monomials[occurrences_[i].a].coefficient;
            int rounded = 0;
            for (int k = that.first; k >= 0; k = occurrences_[k].next) {
                if (!can_be_taken(occurrences_[k], that)) continue;
                const literal d = in_.monomials[occurrences_[k].a].coefficient;
                if (d / c * c != d || !record::is_exact_product(d / c, c, d)) ++rounded;
            }
            if (fewest >= 0 && rounded >= fewest) continue;
            fewest = rounded;
            that.c_a = c;
            that.c_b = in_.monomials[occurrences_[i].b].coefficient;
        }
        if (that.c_a < 0 && that.c_b < 0) that.c_a = -that.c_a, that.c_b = -that.c_b;
    }

    // The monomial of those factors of a term that the other term does not have.
    constexpr int rest_of(int term, int other, literal coefficient) {
        const monomial whole = in_.monomials[term], by = in_.monomials[other];
        terms::short_list rest;
        int k = by.first;
        for (int i = whole.first; i < whole.first + whole.count; ++i) {
            while (k < by.first + by.count && in_.factors[k] < in_.factors[i]) ++k;
            if (k < by.first + by.count && in_.factors[k] == in_.factors[i]) ++k;
            else rest.push(in_.factors[i]);
        }
        return in_.add_monomial(coefficient, rest);
    }

    // Divides a term by another one; false if not all factors of `by` are there.
    constexpr bool divide(const monomial& whole, const monomial& by, terms::short_list& quotient) const {
        int k = by.first;
        for (int i = whole.first; i < whole.first + whole.count; ++i)
            if (k < by.first + by.count && in_.factors[k] == in_.factors[i]) ++k;
            else quotient.push(in_.factors[i]);
        return k == by.first + by.count;
    }
    static constexpr bool are_equal(const terms::short_list& a, const terms::short_list& b) {
        if (a.size() != b.size()) return false;
        for (int k = 0; k < a.size(); ++k)
            if (a[k] != b[k]) return false;
        return true;
    }

    // Uses, in the first `sum_count` sums, what some of them have become; false if none has become another.
    constexpr bool rename(int sum_count) {
        if (!is_renamed_) return false;
        is_renamed_ = false;
        steps_ += in_.members.size();
        equal_.rename_in_products();
        struct place {
            int sum, slot;
        };
        stack<place> changed;
        for (int sum = 0; sum < sum_count; ++sum) {
            const term_list list = in_.sums[sum];
            if (list.is_primal || list.count > largest_sum) continue;
            for (int slot = list.first; slot < list.first + list.count; ++slot) {
                const int now = slots_[slot] < 0 ? -1 : equal_.renamed(slots_[slot]);
                if (now == slots_[slot]) continue;
                slots_[slot] = now;
                is_fresh_[slot] = true;
                changed.push({sum, slot});
                for (int other = list.first; other < list.first + list.count; ++other)
                    if (other != slot && slots_[other] >= 0 && in_.has_equal_factors(slots_[slot], slots_[other]) &&
                        equal_.add(slots_[slot], slots_[other]))
                        slots_[other] = -1;
            }
        }
        for (int i = 0; i < changed.size(); ++i)
            if (slots_[changed[i].slot] >= 0) enter_slot(changed[i].sum, changed[i].slot);
        return true;
    }

    constexpr void pack(int sum) {
        term_list& list = in_.sums[sum];
        int count = 0;
        for (int k = list.first; k < list.first + list.count; ++k)
            if (slots_[k] >= 0) in_.members[list.first + count++] = slots_[k];
        list.count = count;
    }

    terms& in_;
    equal_sums& equal_;
    bool is_renamed_ = false; // since `rename` was called
    int steps_ = 0;
    stack<int> slots_;          // the members of sums as they change, -1 where one is gone
    stack<bool> is_fresh_;      // whether the pairs of a slot are still to be entered
    stack<std::uint64_t> keys_; // of the factors
    hash_index by_hash_;
    stack<pair> pairs_;
    stack<occurrence> occurrences_;
    workspace<stack<int, 8>> buckets_{2 * largest_gain + 1}; // no array: nvcc does not destroy those of constants
};

} // namespace pullback::engine::optimise

#endif
