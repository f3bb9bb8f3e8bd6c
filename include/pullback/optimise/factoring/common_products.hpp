// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_FACTORING_COMMON_PRODUCTS_HPP
#define PULLBACK_OPTIMISE_FACTORING_COMMON_PRODUCTS_HPP

#include <pullback/optimise/factoring/terms.hpp>
#include <pullback/program/hash_index.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/program/workspace.hpp>

#include <cstdint>

namespace pullback::engine::optimise {

/// Finds pairs of factors that several products share, and makes each a part that is computed once. A coefficient
/// counts as a factor: 2 x y and 2 x z share 2 x. Greedy: the pair that most products have goes first (after Breuer,
/// "Generation of optimal code for expressions via factorization", Communications of the ACM 12, 1969).
class common_products {
public:
    /// Looks at the products now if `count_of` is going to be asked for, or not before `take`.
    constexpr common_products(terms& in, bool counts_now) : in_(in), by_factors_(in.monomials.size()) {
        if (!counts_now) return;
        mark_live();
        for (int i = 0; i < in.monomials.size(); ++i) enter(i);
    }

    /// How many products have both factors.
    constexpr int count_of(int a, int b) const {
        const int known = known_pair(a, b);
        return known < 0 ? 0 : pairs_[known].seen;
    }

    /// Makes parts of pairs; the products may have changed since.
    constexpr void take() {
        const int known = kinds_.size();
        mark_live();
        enter_coefficients(known);
        for (int i = known; i < in_.monomials.size(); ++i) enter(i);
        for (int gain = largest_gain; gain > 0; --gain) take_all(gain);
    }

    /// The coefficient that factor number -1 - i stands for.
    constexpr literal coefficient(int i) const { return literals_[i]; }

private:
    static constexpr int largest_gain = 31;
    static constexpr int largest_product = 8; // pairs beyond these factors are not looked at
    // These bounds keep compilers within their limits: how many pairs are entered, and how many factors are looked at
    // again.
    static constexpr int most_occurrences = 6000, most_steps = 24000, steps_of_replacing = 16;

    enum class kind : unsigned char { dead, term, whole }; // a whole one is computed alone, a term in a sum

    constexpr void mark_live() {
        kinds_.renew(in_.monomials.size());
        for (int node = in_.in.from().input_count; node < in_.in.node_count(); ++node) {
            if (const int product = in_.product_of(node); product >= 0) kinds_[product] = kind::whole;
            else if (const int sum = in_.sum_of(node); sum >= 0) mark_sum(sum);
        }
        for (int i = 0; i < in_.parts.size(); ++i)
            if (in_.parts[i].what == found_factor::kind::sum) mark_sum(in_.parts[i].a);
    }
    constexpr void mark_sum(int sum) {
        const term_list& list = in_.sums[sum];
        for (int k = list.first; k < list.first + list.count; ++k) kinds_[in_.members[k]] = kind::term;
    }

    // A coefficient other than 1 and -1 becomes a factor below 0; what stays is the sign.
    constexpr void enter_coefficients(int known) {
        hash_index numbers(in_.monomials.size());
        for (int i = 0; i < in_.monomials.size(); ++i) {
            monomial& product = in_.monomials[i];
            if (product.coefficient == 1 || product.coefficient == -1 || product.count == 0 || kinds_[i] == kind::dead)
                continue;
            // The factor of a product that stands alone takes the sign too; in a sum, the sign makes a difference of
            // it.
            const literal entered =
                kinds_[i] == kind::whole || product.coefficient > 0 ? product.coefficient : -product.coefficient;
            const int first = in_.factors.size(), factor = -1 - number_of(entered, numbers);
            in_.factors.push(factor);
            for (int k = 0; k < product.count; ++k) {
                const int other = in_.factors[product.first + k];
                in_.factors.push(other);
            }
            product = {entered < 0 || product.coefficient > 0 ? 1.0L : -1.0L, first, product.count + 1};
            if (i >= known) continue;
            if (product.count == 3) enter_again(i);
            else
                for (int k = first + 1; k < first + examined(product); ++k) enter_pair(find(factor, in_.factors[k]), i);
        }
    }
    // Enters a product again that had two factors and has a third one before them.
    constexpr void enter_again(int product) {
        const int first = in_.monomials[product].first;
        pair& before = pairs_[find(in_.factors[first + 1], in_.factors[first + 2])];
        --before.seen;
        if (kinds_[product] == kind::whole) --before.whole_count;
        enter(product);
    }
    constexpr int number_of(literal value, hash_index& numbers) {
        const std::uint64_t hash = hash_of(value);
        const int known = numbers.find(hash, [&](int i) { return literals_[i] == value; });
        if (known >= 0) return known;
        literals_.push(value);
        numbers.enter(hash, literals_.size() - 1);
        return literals_.size() - 1;
    }

    struct pair {
        int a, b;
        int first;       // occurrence
        int count;       // of these, products with more factors
        int whole_count; // products that are the pair and are not added to something, where that costs nothing
        int seen;        // all of them
        int bucket;
    };
    struct occurrence {
        int product, next;
    };

    constexpr int examined(const monomial& product) const {
        return product.count < largest_product ? product.count : largest_product;
    }
    constexpr void enter(int product) {
        const monomial& whole = in_.monomials[product];
        if (whole.count < 2 || kinds_[product] == kind::dead || occurrences_.size() > most_occurrences) return;
        if (whole.count == 2) return enter_whole(find(in_.factors[whole.first], in_.factors[whole.first + 1]), product);
        const int end = whole.first + examined(whole);
        for (int a = whole.first; a < end; ++a)
            for (int b = a + 1; b < end; ++b) enter_pair(find(in_.factors[a], in_.factors[b]), product);
    }

    constexpr void enter_whole(int number, int product) {
        pair& that = pairs_[number];
        ++that.seen;
        if (kinds_[product] != kind::whole) return;
        ++that.whole_count;
        if (that.count > 0) queue(number);
    }

    constexpr void enter_pair(int number, int product) {
        pair& that = pairs_[number];
        if (that.first >= 0 && occurrences_[that.first].product == product) return;
        occurrences_.push({product, that.first});
        that.first = occurrences_.size() - 1;
        ++that.seen;
        if (++that.count + that.whole_count > 1) queue(number);
    }

    static constexpr std::uint64_t hash_of_pair(int a, int b) {
        const unsigned hash = static_cast<unsigned>(a) * 0x9e3779b1u + static_cast<unsigned>(b) * 0x85ebca77u;
        return hash ^ (hash >> 15);
    }
    constexpr int known_pair(int a, int b) const {
        return by_factors_.find(hash_of_pair(a, b),
                                [this, a, b](int i) { return pairs_[i].a == a && pairs_[i].b == b; });
    }

    constexpr int find(int a, int b) {
        if (const int known = known_pair(a, b); known >= 0) return known;
        pairs_.push({a, b, -1, 0, 0, 0, 0});
        by_factors_.enter(hash_of_pair(a, b), pairs_.size() - 1);
        return pairs_.size() - 1;
    }

    // Among pairs that save the same, those without a constant come first: constants may meet others later.
    static constexpr int gain_of(const pair& that) {
        if (that.count == 0) return 0;
        const int gain = that.count + that.whole_count - 1, known = that.a < 0 && gain > 1 ? 1 : 0;
        return gain - known < largest_gain ? gain - known : largest_gain;
    }
    constexpr void queue(int number) {
        pair& that = pairs_[number];
        const int gain = gain_of(that);
        if (gain == 0 || gain == that.bucket) return;
        that.bucket = gain;
        buckets_[gain].push(number);
    }

    constexpr void take_all(int gain) {
        for (int i = 0; i < buckets_[gain].size() && steps_ < most_steps; ++i) {
            const int number = buckets_[gain][i];
            if (pairs_[number].bucket != gain) continue;
            pairs_[number].bucket = 0;
            count_again(pairs_[number]);
            if (gain_of(pairs_[number]) < gain) queue(number);
            else take(number);
        }
    }

    constexpr void count_again(pair& that) {
        that.count = 0;
        for (int i = that.first; i >= 0; i = occurrences_[i].next) {
            steps_ += in_.monomials[occurrences_[i].product].count;
            if (contains(occurrences_[i].product, that)) ++that.count;
        }
    }

    constexpr bool contains(int product, const pair& that) const {
        const monomial& whole = in_.monomials[product];
        if (whole.count < 3 || kinds_[product] == kind::dead) return false;
        bool has_a = false;
        for (int k = whole.first; k < whole.first + whole.count; ++k) {
            const int factor = in_.factors[k];
            if (has_a && factor == that.b) return true;
            if (factor == that.a) has_a = true;
        }
        return false;
    }

    constexpr void take(int number) {
        const pair that = pairs_[number];
        int part = -1;
        for (int i = that.first; i >= 0; i = occurrences_[i].next) {
            const int product = occurrences_[i].product;
            if (!contains(product, that)) continue;
            if (part < 0) part = in_.add_part({found_factor::kind::product, that.a, that.b});
            replace(product, that, part);
        }
    }

    constexpr void replace(int number, const pair& that, int part) {
        monomial& product = in_.monomials[number];
        steps_ += 2 * product.count + steps_of_replacing;
        const int first = in_.factors.size();
        bool has_a = false, has_b = false;
        for (int k = 0; k < product.count; ++k) {
            const int factor = in_.factors[product.first + k];
            if (factor == that.a && !has_a) has_a = true;
            else if (factor == that.b && !has_b) has_b = true;
            else in_.factors.push(factor);
        }
        in_.factors.push(part); // the largest number
        product = {product.coefficient, first, product.count - 1};
        if (product.count == 2) return enter_whole(find(in_.factors[first], part), number);
        for (int k = first; k + 1 < first + examined(product); ++k) enter_pair(find(in_.factors[k], part), number);
    }

    terms& in_;
    stack<literal> literals_;
    stack<kind> kinds_;
    hash_index by_factors_;
    stack<pair> pairs_;
    stack<occurrence> occurrences_;
    int steps_ = 0;
    workspace<stack<int, 16>> buckets_{largest_gain + 1}; // no array: nvcc does not destroy those of constants
};

} // namespace pullback::engine::optimise

#endif
