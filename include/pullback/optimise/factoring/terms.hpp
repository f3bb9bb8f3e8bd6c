// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_FACTORING_TERMS_HPP
#define PULLBACK_OPTIMISE_FACTORING_TERMS_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/optimise/factoring/flattening.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/sorting.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/exact_literals.hpp>

#include <cstdint>

namespace pullback::engine::optimise {

/// A product c · Π factors. A factor is the number of a node of the program that is rearranged, or of a part that was
/// found in it (see `found_factor`); factors are in ascending order.
struct monomial {
    literal coefficient = 1;
    int first = 0; // of its factors, in the list of all
    int count = 0;
};

/// A sum of monomials.
struct term_list {
    int first = 0; // of the monomials' numbers, in the list of all
    int count = 0;
    bool is_primal = false;
};

/// Something that products or sums have in common, or that was made of them: the reciprocal of node `a`; the literal
/// that operand `a` names; the product of the factors `a` and `b`; the sum `sums[a]`.
struct found_factor {
    enum class kind { reciprocal, literal, product, sum } what = kind::product;
    int a = 0, b = 0;
};

/// The hash of a factor. That of a product is the sum over its factors, so it does not depend on their order.
constexpr std::uint64_t hash_of_factor(int factor) {
    return mix(mix(1, static_cast<std::uint64_t>(factor) + 1), 0xd6e8feb86659fd93u);
}

/// The products and sums of a program, free of the order in which it computes them: (x y) z and x (y z) are one
/// product.
class terms {
public:
    using short_list = stack<int, 8>;

    constexpr terms(const program_view& from, rearrangement how)
        : in(from, how),
          reciprocals_(in.node_count()),
          is_negated_(in.node_count()),
          product_of_(in.node_count(), -1),
          sum_of_(in.node_count(), -1) {
        for (int node = from.input_count; node < in.node_count(); ++node) {
            if (in.is_flattened(node) || !in.is_used(node)) continue;
            if (in.is_product(node)) take_product(node);
            else if (in.is_sum(node)) take_sum(node);
        }
    }

    /// The monomial that a node is, or -1.
    constexpr int product_of(int node) const { return product_of_[node]; }
    /// The sum that a node is, or -1.
    constexpr int sum_of(int node) const { return sum_of_[node]; }
    /// The factor that stands for 1 / node, if there is one, else 0.
    constexpr int known_reciprocal(int node) const { return is_literal(node) ? 0 : reciprocals_[node]; }
    /// Whether every coefficient stayed in the range where nothing overflows.
    constexpr bool is_moderate_everywhere() const { return is_moderate_everywhere_; }
    constexpr int factor_count() const { return in.node_count() + parts.size(); }

    constexpr int add_part(const found_factor& part) {
        parts.push(part);
        return factor_count() - 1;
    }

    constexpr int add_monomial(literal coefficient, short_list& its_factors) {
        sort(its_factors, [](int a, int b) { return a < b; });
        monomials.push({coefficient, factors.size(), its_factors.size()});
        for (int i = 0; i < its_factors.size(); ++i) factors.push(its_factors[i]);
        return monomials.size() - 1;
    }

    constexpr int add_sum(short_list& its_terms, bool is_primal) {
        sums.push({members.size(), its_terms.size(), is_primal});
        for (int i = 0; i < its_terms.size(); ++i) members.push(its_terms[i]);
        return sums.size() - 1;
    }

    /// Multiplies c by d, if the product may be rounded or is exact; else false, with nothing done.
    constexpr bool multiply(literal& c, literal d) {
        if (!record::is_moderate(c * d)) is_moderate_everywhere_ = false;
        if (!in.may_round() && !record::is_exact_product(c, d, c * d)) return false;
        c *= d;
        return true;
    }

    constexpr bool can_multiply(literal c, literal d) const {
        return record::is_moderate(c * d) && (in.may_round() || record::is_exact_product(c, d, c * d));
    }

    constexpr bool has_equal_factors(int a, int b) const {
        const monomial &left = monomials[a], &right = monomials[b];
        if (left.count != right.count) return false;
        for (int k = 0; k < left.count; ++k)
            if (factors[left.first + k] != factors[right.first + k]) return false;
        return true;
    }

    flattening in;
    stack<int> factors;
    stack<monomial> monomials;
    stack<int> members; // of sums: numbers of monomials
    stack<term_list> sums;
    stack<found_factor> parts;

private:
    static constexpr int largest_cancelled = 64; // each reciprocal looks through the whole product

    constexpr int reciprocal(int node) {
        if (reciprocals_[node] == 0) reciprocals_[node] = add_part({found_factor::kind::reciprocal, node, 0});
        return reciprocals_[node];
    }

    constexpr void take_product(int node) {
        short_list its_factors;
        literal coefficient = 1;
        gather_product(node, coefficient, its_factors);
        if (coefficient < 0 && in.has_free_sign(node)) {
            is_negated_[node] = true;
            coefficient = -coefficient;
        }
        product_of_[node] = add_monomial(coefficient, its_factors);
    }

    constexpr void take_whole(int node, literal& coefficient, short_list& its_factors) {
        if (is_negated_[node]) coefficient = -coefficient;
        its_factors.push(node);
    }

    constexpr void take_literal(int operand, literal& coefficient, short_list& its_factors) {
        if (!multiply(coefficient, in.literal_at(operand)))
            its_factors.push(add_part({found_factor::kind::literal, operand, 0}));
    }

    constexpr void gather_product(int root, literal& coefficient, short_list& its_factors) {
        short_list open;
        open.push(root);
        const auto take = [&](int operand) {
            if (is_literal(operand)) take_literal(operand, coefficient, its_factors);
            else if (in.comes_apart(operand, open.size() + its_factors.size())) open.push(operand);
            else take_whole(operand, coefficient, its_factors);
        };
        while (open.size() > 0) {
            const instruction& step = in.made_by(open.pop());
            if (step.function->role == row_role::negate) coefficient = -coefficient;
            take(step.operands[0]);
            if (step.function->role == row_role::multiply) take(step.operands[1]);
            if (step.function->role != row_role::divide) continue;
            if (is_literal(step.operands[1])) coefficient /= in.literal_at(step.operands[1]);
            else its_factors.push(reciprocal(step.operands[1]));
        }
        cancel(its_factors);
    }

    // Cancels factors: (b / a) (1 / b) is 1 / a, as in the derivative of log(a / b).
    constexpr void cancel(short_list& its_factors) {
        if (its_factors.size() > largest_cancelled) return;
        for (int i = 0; i < its_factors.size(); ++i) {
            if (its_factors[i] < in.node_count()) continue;
            const found_factor part = parts[its_factors[i] - in.node_count()];
            if (part.what != found_factor::kind::reciprocal || !in.is_quotient(part.a)) continue;
            const instruction& quotient = in.made_by(part.a);
            if (is_literal(quotient.operands[0])) continue;
            const int wanted = known_reciprocal(quotient.operands[1]);
            if (wanted == 0) continue;
            for (int k = 0; k < its_factors.size(); ++k) {
                if (its_factors[k] != wanted) continue;
                its_factors[i] = reciprocal(quotient.operands[0]);
                its_factors[k] = its_factors.back();
                its_factors.shrink(its_factors.size() - 1);
                break;
            }
        }
    }

    constexpr bool is_all_negative(const short_list& list) const {
        for (int i = 0; i < list.size(); ++i)
            if (!(monomials[list[i]].coefficient < 0)) return false;
        return true;
    }

    constexpr void take_sum(int root) {
        struct scaled_node {
            int node;
            literal scale;
        };
        stack<scaled_node, 8> open;
        short_list found;
        open.push({root, 1});
        const auto take = [&](int operand, literal scale) {
            if (in.dissolves_as_sum(operand)) return open.push({operand, scale});
            short_list its_factors;
            literal coefficient = scale;
            if (is_literal(operand)) take_literal(operand, coefficient, its_factors);
            else if (in.comes_apart(operand, 0)) gather_product(operand, coefficient, its_factors);
            else take_whole(operand, coefficient, its_factors);
            if (its_factors.size() == 1 && in.dissolves_as_sum(its_factors[0]))
                return open.push({its_factors[0], coefficient});
            found.push(add_monomial(coefficient, its_factors));
        };
        while (open.size() > 0) {
            const scaled_node next = open.pop();
            const instruction& step = in.made_by(next.node);
            take(step.operands[0], next.scale);
            take(step.operands[1], step.function->role == row_role::subtract ? -next.scale : next.scale);
        }
        is_negated_[root] = in.has_free_sign(root) && is_all_negative(found);
        for (int i = 0; is_negated_[root] && i < found.size(); ++i)
            monomials[found[i]].coefficient = -monomials[found[i]].coefficient;
        sum_of_[root] = add_sum(found, in.made_by(root).is_primal);
    }

    workspace<int> reciprocals_;
    workspace<bool> is_negated_; // its negative is computed, and its users know
    workspace<int> product_of_, sum_of_;
    bool is_moderate_everywhere_ = true;
};

} // namespace pullback::engine::optimise

#endif
