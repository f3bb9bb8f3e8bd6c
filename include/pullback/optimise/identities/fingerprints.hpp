// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_IDENTITIES_FINGERPRINTS_HPP
#define PULLBACK_OPTIMISE_IDENTITIES_FINGERPRINTS_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/optimise/identities/fingerprint.hpp>
#include <pullback/optimise/sensitive_nodes.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/program/workspace.hpp>

#include <cstdint>

namespace pullback::engine::optimise {

/// The fingerprints of a program's nodes. Those of equal formulas are equal, where rational functions, exp, log and the
/// square roots of inputs make them equal; of other functions nothing is known but that equal operands give equal
/// results. Formulas that are not equal have the same fingerprint with a chance of about 2^-50.
/// exp u is a power of the base, so exp u exp v = exp(u + v); log x is the exponent of x, so exp log x = x.
/// Gulwani and Necula, "Global value numbering using random interpretation" (2004); Schwartz, "Fast probabilistic
/// algorithms for verification of polynomial identities" (1980).
class fingerprints {
public:
    constexpr explicit fingerprints(const program_view& from)
        : from_(from), nodes_(from.node_count()), literals_(from.literal_count), logarithms_(from.node_count()) {
        literal root = 0;
        for (int i = 0; i < from.literal_count; ++i) literals_[i] = fingerprint_of_literal(from.literals[i], root);
        for (int i = 0; i < from.input_count; ++i) enter_input(i);
        int node = from.input_count;
        for (const instruction& step : from.steps()) enter(node++, step);
    }

    constexpr const fingerprint& operator[](int operand) const {
        return is_literal(operand) ? literals_[index_of_literal(operand)] : nodes_[operand];
    }

private:
    static constexpr int points = fingerprint::points;
    using exponents = fingerprint::exponents;

    // The logarithm of a product of different positive numbers: log xy is log x + log y, but log x² is not 2 log x for
    // x < 0.
    struct logarithm {
        std::uint64_t value[points];
        std::uint64_t inputs; // that are factors
        bool is_known;
    };

    // Enters an input as the square of its root, which the program may take.
    constexpr void enter_input(int input) {
        nodes_[input] = root_of(input) * root_of(input);
        if (input >= 64) return;
        for (int i = 0; i < points; ++i) logarithms_[input].value[i] = exponents::product(2, root_logarithm(input, i));
        logarithms_[input].inputs = std::uint64_t{1} << input;
        logarithms_[input].is_known = true;
    }
    static constexpr std::uint64_t root_logarithm(int input, int point) {
        return mix(mix(17, static_cast<std::uint64_t>(input)), static_cast<std::uint64_t>(point)) % fingerprint::order;
    }
    static constexpr fingerprint root_of(int input) {
        fingerprint result = unknown_fingerprint(mix(19, static_cast<std::uint64_t>(input)));
        for (int i = 0; i < points; ++i)
            result.value[i] = fingerprint::values::power(fingerprint::base, root_logarithm(input, i));
        return result;
    }

    constexpr void enter(int node, const instruction& step) {
        const fingerprint& x = (*this)[step.operands[0]];
        switch (step.function->role) {
            case row_role::negate: nodes_[node] = -x; return;
            case row_role::add: enter_sum(node, step, (*this)[step.operands[1]]); return;
            case row_role::subtract: enter_sum(node, step, -(*this)[step.operands[1]]); return;
            case row_role::square: nodes_[node] = x * x; return;
            case row_role::multiply:
                nodes_[node] = x * (*this)[step.operands[1]];
                join_logarithms(node, step.operands[0], step.operands[1], false);
                return;
            case row_role::divide:
                if (!(*this)[step.operands[1]].has_reciprocal()) break;
                nodes_[node] = x * (*this)[step.operands[1]].reciprocal();
                join_logarithms(node, step.operands[0], step.operands[1], true);
                return;
            default: break;
        }
        enter_function(node, step);
    }

    // Whoever writes a sum that is 0 in exact arithmetic wants what it is in rounded arithmetic: the error of another
    // sum.
    constexpr void enter_sum(int node, const instruction& step, const fingerprint& y) {
        nodes_[node] = (*this)[step.operands[0]] + y;
        if (step.is_primal && nodes_[node].is_zero()) enter_function(node, step);
    }

    // Whether a function of equal formulas may have two results, once these are rounded, as comparisons and functions
    // with steps have.
    static constexpr bool is_only_itself(const operation* function) {
        return kind_of(function) == value_kind::truth || function->facts.continuous == continuity::unknown;
    }

    constexpr void enter_function(int node, const instruction& step) {
        if (is_only_itself(step.function)) {
            nodes_[node] = unknown_fingerprint(mix(23, static_cast<std::uint64_t>(node)));
            return;
        }
        std::uint64_t state = number_of(*step.function);
        for (const int operand : from_.operands_of(step)) state = mix(state, (*this)[operand].hash());
        nodes_[node] = unknown_fingerprint(state);
        const int x = step.operands[0];
        switch (step.function->facts.law) {
            case known_law::exponential:
                for (int i = 0; i < points; ++i) {
                    const std::uint64_t exponent = (*this)[x].exponent[i];
                    nodes_[node].value[i] = fingerprint::values::power(fingerprint::base, exponent);
                    logarithms_[node].value[i] = exponent;
                }
                logarithms_[node].is_known = true;
                break;
            case known_law::logarithm:
                if (!is_literal(x) && logarithms_[x].is_known)
                    for (int i = 0; i < points; ++i) nodes_[node].exponent[i] = logarithms_[x].value[i];
                break;
            case known_law::square_root:
                if (from_.is_input(x)) nodes_[node] = root_of(x);
                else if (int exponent = 0; is_literal(x) && has_root_of_two(from_.literal_at(x), exponent))
                    nodes_[node] = scaled_by_two(fingerprint_of_root_of_two(), exponent);
                break;
            case known_law::none: break;
        }
    }

    // The number of a function among those met. Two rows of the user's may be spelled alike, and so have one hash.
    constexpr std::uint64_t number_of(const operation& function) {
        std::uint64_t number = function.hash;
        for (int i = 0; i < functions_.size(); ++i) {
            if (functions_[i]->hash != function.hash) continue;
            if (functions_[i] == &function) return number;
            number = mix(number, 23);
        }
        functions_.push(&function);
        return number;
    }

    constexpr void join_logarithms(int node, int a, int b, bool is_quotient) {
        if (is_literal(a) || is_literal(b)) return;
        const logarithm &x = logarithms_[a], &y = logarithms_[b];
        if (!x.is_known || !y.is_known || (x.inputs & y.inputs) != 0) return;
        logarithm& joined = logarithms_[node];
        for (int i = 0; i < points; ++i)
            joined.value[i] =
                is_quotient ? exponents::difference(x.value[i], y.value[i]) : exponents::sum(x.value[i], y.value[i]);
        joined.inputs = x.inputs | y.inputs;
        joined.is_known = true;
    }

    program_view from_;
    workspace<fingerprint> nodes_, literals_;
    workspace<logarithm> logarithms_;
    stack<const operation*, 16> functions_; // that no rule is known of
};

/// About how many steps a search takes for what it knows of each node of a program: an inverse takes hundreds.
constexpr int steps_of_fingerprints(const program_view& from) {
    int steps = 400 * from.literal_count + 100 * from.size;
    for (const instruction& step : from.steps()) {
        const row_role role = step.function->role;
        if (role == row_role::divide) steps += 1200;
        else if (role == row_role::other || role == row_role::pow) steps += 400;
    }
    return steps;
}

/// Programs that take no more are searched, so that compilers stay within their limits.
inline constexpr int most_fingerprint_steps = 600000;

} // namespace pullback::engine::optimise

#endif
