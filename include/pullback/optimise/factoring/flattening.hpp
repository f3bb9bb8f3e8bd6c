// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_FACTORING_FLATTENING_HPP
#define PULLBACK_OPTIMISE_FACTORING_FLATTENING_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/optimise/nan_propagation.hpp>
#include <pullback/optimise/sensitive_nodes.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/exact_literals.hpp>

namespace pullback::engine::optimise {

/// How a program is rearranged.
struct rearrangement {
    bool may_round = false; // literals may be multiplied and rounded: not for scalars wider than a literal
    bool is_deep = false;   // products that have several users come apart too, sums below a literal factor, and short
                            // sums that two have; equal and common sums are looked for
};

/// In x * (y * z) the node y * z comes apart: the product has the factors x, y and z. This finds the nodes of a program
/// that come apart into the products and sums that use them. Products come apart wherever they stand, as that costs no
/// accuracy. Sums come apart only where differentiation made them: how the user adds up is the user's choice, and
/// error-free transformations depend on it. The same goes for quotients, which become products with a reciprocal where
/// several have the same divisor.
class flattening {
public:
    constexpr flattening(const program_view& from, rearrangement how)
        : from_(from),
          how_(how),
          node_count_(from.node_count()),
          uses_(node_count_),
          user_(node_count_),
          kinds_(node_count_),
          has_other_users_(node_count_),
          is_dissolved_(node_count_),
          has_reciprocal_(node_count_),
          has_free_sign_(node_count_, true),
          root_of_(node_count_, -1) {
        choose_reciprocals();
        workspace<bool> is_compared(node_count_);
        mark_compared(from, is_compared.data());
        for (int node = from.input_count; node < node_count_; ++node)
            if (!is_compared[node]) kinds_[node] = kind_of(from_.maker_of(node));
        find_users();
        for (int node = from.input_count; node < node_count_; ++node) is_dissolved_[node] = dissolves(node);
        find_free_signs();
    }

    constexpr const program_view& from() const { return from_; }
    constexpr bool may_round() const { return how_.may_round; }
    constexpr int node_count() const { return node_count_; }
    constexpr bool is_used(int node) const { return uses_[node] > 0; }
    /// Notes that nothing uses the node any more.
    constexpr void drop(int node) { uses_[node] = 0; }
    constexpr const instruction& made_by(int node) const { return from_.maker_of(node); }
    /// Whether an operand, or a factor, is the result of an instruction.
    constexpr bool is_instruction(int operand) const { return from_.is_computed(operand) && operand < node_count_; }
    constexpr literal literal_at(int operand) const { return from_.literal_at(operand); }

    constexpr bool is_product(int node) const { return kinds_[node] == kind::product; }
    constexpr bool is_sum(int node) const { return kinds_[node] == kind::sum; }
    constexpr bool is_quotient(int node) const {
        return is_instruction(node) && from_.maker_of(node).function->role == row_role::divide;
    }

    /// Whether a node is nowhere but in the one product or sum that uses it.
    constexpr bool is_flattened(int node) const { return is_dissolved_[node]; }
    constexpr bool dissolves_as_sum(int node) const {
        return !is_literal(node) && node < node_count_ && is_sum(node) && is_dissolved_[node];
    }

    /// Whether a product that uses the node, or a sum, takes its factors and not the node, having so many already.
    constexpr bool comes_apart(int node, int factor_count) const {
        if (!is_product(node)) return false;
        if (is_dissolved_[node]) return true;
        return how_.is_deep && factor_count < largest_deep_product &&
               (!from_.maker_of(node).is_primal || is_literal_multiple(node));
    }

    /// Whether only products and sums use the node, which can take its sign.
    constexpr bool has_free_sign(int node) const { return has_free_sign_[node]; }
    /// √node, if the program computes it and its reciprocal may serve for that of the node, or -1.
    constexpr int root_of(int node) const { return root_of_[node]; }

    /// Whether a sum that differentiation made is nowhere but in one product x (y + z), and that is nowhere but in a
    /// sum of the same kind, which could have x y + x z.
    constexpr bool can_be_multiplied_out(int node) const {
        if (!is_instruction(node) || !is_derived_sum(node) || is_dissolved_[node]) return false;
        for (int depth = 0; depth < largest_deep_product; ++depth) {
            const int user = user_[node];
            if (user < 0 || uses_[node] != 1) return false;
            if (is_sum(user) && !is_dissolved_[user]) return is_derived_sum(user);
            if (!is_sum(user) && !is_product(user)) return false;
            if (is_quotient(user) && from_.maker_of(user).operands[1] == node) return false;
            node = user;
        }
        return false;
    }

private:
    static constexpr int largest_deep_product = 6;

    enum class kind { other, product, sum };

    constexpr kind kind_of(const instruction& step) const {
        switch (step.function->role) {
            case row_role::multiply:
            case row_role::negate: return kind::product;
            case row_role::divide: return is_shared_quotient(step) ? kind::product : kind::other;
            case row_role::add:
            case row_role::subtract: return kind::sum;
            default: return kind::other;
        }
    }

    constexpr bool dissolves(int node) const {
        const int user = user_[node];
        if (how_.is_deep && uses_[node] == 2 && is_derived_sum(node) && !has_other_users_[node])
            return is_short_sum(node);
        if (uses_[node] != 1 || user < 0) return false;
        if (is_product(node))
            return is_sum(user) ||
                   (is_product(user) && !(is_quotient(user) && from_.maker_of(user).operands[1] == node));
        if (!is_sum(node) || from_.maker_of(node).is_primal) return false;
        if (how_.is_deep && is_literal_multiple(user) && uses_[user] == 1 && user_[user] >= 0) // c (x + y) in a sum
            return is_derived_sum(user_[user]);
        return is_derived_sum(user);
    }

    // Whether a node is a short sum. Two sums that use it may be found to be equal when they have its terms instead.
    constexpr bool is_short_sum(int node) const {
        for (int k = 0; k < 2; ++k) {
            const int operand = from_.maker_of(node).operands[k], other = from_.maker_of(node).operands[1 - k];
            if (!dissolves_as_sum(operand)) continue;
            if (dissolves_as_sum(other)) return false;
            for (int i = 0; i < 2; ++i)
                if (dissolves_as_sum(from_.maker_of(operand).operands[i])) return false;
        }
        return true;
    }

    constexpr bool is_derived_sum(int node) const { return is_sum(node) && !from_.maker_of(node).is_primal; }

    constexpr bool is_literal_multiple(int node) const {
        if (!is_instruction(node)) return false;
        const row_role role = from_.maker_of(node).function->role;
        return role == row_role::negate || (role == row_role::multiply && is_literal(from_.maker_of(node).operands[0]));
    }

    // Whether a literal has few digits, such as 3. A quotient by it is right but for one rounding, and stays so.
    static constexpr bool is_short(literal value) {
        literal magnitude = value < 0 ? -value : value;
        while (magnitude >= 1) magnitude /= 2;
        while (magnitude < 0.5L) magnitude *= 2;
        magnitude *= 1 << 20;
        return magnitude == static_cast<literal>(static_cast<int>(magnitude));
    }

    constexpr bool is_shared_quotient(const instruction& step) const {
        if (step.is_primal) return false;
        if (!is_literal(step.operands[1])) return has_reciprocal_[step.operands[1]];
        return how_.may_round && record::is_moderate(literal_at(step.operands[1])) &&
               !is_short(literal_at(step.operands[1]));
    }

    constexpr void find_users() {
        engine::count_uses(from_, uses_.data());
        engine::for_each_use(from_, [this](int operand, int i, int) {
            const int user = from_.node_of(i);
            user_[operand] = user;
            if (how_.is_deep && !is_derived_sum(user)) has_other_users_[operand] = true;
        });
        for (const int result : from_.results())
            if (!is_literal(result)) {
                user_[result] = -1;
                has_other_users_[result] = true;
            }
    }

    // How many quotients, the user's counted, a divisor must have for its reciprocal to be computed, unless that is
    // there anyway: for fewer it would save little, and each product with it is rounded once more than the quotient.
    static constexpr int fewest_quotients = 4;

    constexpr void choose_reciprocals() {
        workspace<int> quotients(node_count_), users_quotients(node_count_);
        for (int i = 0; i < from_.size; ++i) {
            const instruction& step = from_.code[i];
            if (step.function->facts.law == known_law::square_root && !is_literal(step.operands[0]))
                root_of_[step.operands[0]] = from_.node_of(i);
            const int divisor = step.operands[1];
            if (step.function->role != row_role::divide || is_literal(divisor) || is_guarded(divisor)) continue;
            ++(step.is_primal ? users_quotients : quotients)[divisor];
            if (step.is_primal && is_literal(step.operands[0]) && literal_at(step.operands[0]) == 1)
                has_reciprocal_[divisor] = true;
        }
        for (int node = 0; node < node_count_; ++node)
            has_reciprocal_[node] =
                (quotients[node] > 0 && has_reciprocal_[node]) ||
                (quotients[node] > 1 && quotients[node] + users_quotients[node] >= fewest_quotients);
        for (int node = 0; node < node_count_; ++node) {
            const int root = root_of_[node];
            if (root < 0) continue;
            // The quotient 1/x is a number for negative x, and the root of x is none.
            if (quotients[node] == 0 || !has_reciprocal_[root] || !spoils_every_result(from_, root))
                root_of_[node] = -1;
            else has_reciprocal_[node] = true;
        }
    }

    // Whether a divisor is the result of a selection: a rule that selects its divisor has thought about small ones.
    constexpr bool is_guarded(int node) const {
        return is_instruction(node) && from_.maker_of(node).function->role == row_role::select;
    }

    constexpr void find_free_signs() {
        engine::for_each_use(from_, [this](int operand, int i, int k) {
            const int user = from_.node_of(i);
            const bool takes_signs = is_product(user) || is_sum(user);
            if (!takes_signs || (k == 1 && from_.code[i].function->role == row_role::divide))
                has_free_sign_[operand] = false;
        });
        for (const int result : from_.results())
            if (!is_literal(result)) has_free_sign_[result] = false;
        for (int node = 0; node < node_count_; ++node)
            if (has_reciprocal_[node]) has_free_sign_[node] = false;
    }

    program_view from_;
    rearrangement how_;
    int node_count_;
    workspace<int> uses_, user_; // the last user, -1 for the outside
    workspace<kind> kinds_;
    workspace<bool> has_other_users_; // than derived sums
    workspace<bool> is_dissolved_, has_reciprocal_, has_free_sign_;
    workspace<int> root_of_;
};

} // namespace pullback::engine::optimise

#endif
