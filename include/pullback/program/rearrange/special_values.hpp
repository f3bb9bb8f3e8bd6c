// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_REARRANGE_SPECIAL_VALUES_HPP
#define PULLBACK_PROGRAM_REARRANGE_SPECIAL_VALUES_HPP

#include <pullback/program/growing.hpp>
#include <pullback/program/rearrange/cost.hpp>
#include <pullback/program/rearrange/ranges.hpp>

namespace pullback::detail {

/// Functions that are NaN where an operand is. A selection may take the other one, and a power, a minimum or what the
/// user defines may be a number all the same.
constexpr bool passes_on_nan(const operation* function) {
    namespace f = functions;
    if (function->is_condition || function->role == row_role::select || function->role == row_role::pow) return false;
    if (function->role != row_role::other) return true;
    return is_call_of<f::exp, f::log, f::sqrt, f::sin, f::cos, f::tanh, f::erfc, f::erf, f::sigmoid, f::atan, f::tan,
                      f::asin, f::acos, f::abs, f::cbrt, f::expm1, f::log1p, f::sinh, f::cosh, f::detach, f::fma>(
        function);
}

/// Whether every result of a program is NaN where the node is, but for those that are literals.
constexpr bool spoils_every_result(const program_view& from, int node) {
    workspace<bool> is_spoilt(from.input_count + from.size);
    is_spoilt[node] = true;
    for (int i = 0; i < from.size; ++i) {
        const instruction& step = from.code[i];
        if (!passes_on_nan(step.function)) continue;
        for (int k = 0; k < step.function->arity; ++k)
            if (step.operands[k] >= 0 && is_spoilt[step.operands[k]]) is_spoilt[from.input_count + i] = true;
    }
    for (int row = 0; row < from.output_count; ++row)
        if (from.outputs[row] >= 0 && !is_spoilt[from.outputs[row]]) return false;
    return true;
}

/// Whether a node can be 0, finite but not 0, or infinite; a node that can be none of them is NaN.
class special_values {
public:
    enum value : unsigned { zero = 1, finite = 2, infinite = 4, any = 7 };

    constexpr special_values(const program_view& from, const value_ranges& ranges)
        : from_(from), ranges_(ranges), values_(from.input_count + from.size) {}

    /// Whether one of these nodes, or each of these results, is NaN wherever `node`, and what has its value, is 0, or
    /// infinite. It is where that follows from what is computed from it, or from each of the ways in which it can come
    /// about.
    constexpr bool is_nan_with(const growing<int>& nodes, const growing<int>& results, int node, value what,
                               const workspace<int>& classes, int depth = 6) {
        if (node < 0 || depth == 0 || steps_ > most_steps) return false;
        if (follows(nodes, results, node, what, classes)) return true;
        if (node < from_.input_count) return false;
        const instruction& step = from_.code[node - from_.input_count];
        const auto is_nan = [&](int k, value of_operand) {
            const int operand = step.operands[k];
            return (possible_by_range(operand) & of_operand) == 0 ||
                   is_nan_with(nodes, results, operand, of_operand, classes, depth - 1);
        };
        const value reciprocal = what == zero ? infinite : zero;
        switch (step.function->role) {
            case row_role::negate:
            case row_role::square: return is_nan(0, what);
            case row_role::multiply: return is_nan(0, what) && is_nan(1, what);
            case row_role::divide: return is_nan(0, what) && is_nan(1, reciprocal);
            case row_role::add:
            case row_role::subtract: return what == infinite && is_nan(0, infinite) && is_nan(1, infinite);
            default: break;
        }
        if (is_call_of<functions::exp>(step.function)) return is_nan(0, infinite);
        if (is_call_of<functions::sqrt, functions::abs>(step.function)) return is_nan(0, what);
        if (is_call_of<functions::log>(step.function)) return what == infinite && is_nan(0, zero) && is_nan(0, infinite);
        return false;
    }

private:
    static constexpr int most_steps = 12000; // compilers have their limits; beyond, nothing follows any more

    constexpr unsigned possible_by_range(int operand) const {
        const value_range range = ranges_[operand];
        return any & ~(range.is_never_zero ? zero : 0u) & ~(range.is_never_infinite ? infinite : 0u);
    }
    constexpr unsigned value_of(int operand) const {
        return operand >= 0 ? values_[operand] : possible_by_range(operand);
    }

    constexpr bool follows(const growing<int>& nodes, const growing<int>& results, int node, value what,
                           const workspace<int>& classes) {
        const int node_count = from_.input_count + from_.size;
        steps_ += node_count;
        for (int i = 0; i < node_count; ++i) {
            unsigned possible = possible_by_range(i);
            if (i >= from_.input_count) possible &= made_by(from_.code[i - from_.input_count]);
            if (classes[i] == classes[node]) possible &= what;
            values_[i] = possible;
        }
        for (int i = 0; i < nodes.size(); ++i)
            if (values_[nodes[i]] == 0) return true;
        for (int i = 0; i < results.size(); ++i)
            if (values_[results[i]] != 0) return false;
        return results.size() > 0;
    }

    static constexpr unsigned reciprocal_of(unsigned x) {
        return (x & finite) | ((x & zero) != 0 ? infinite : 0u) | ((x & infinite) != 0 ? zero : 0u);
    }
    static constexpr unsigned product_of(unsigned x, unsigned y) {
        const auto either = [=](unsigned a, unsigned b) { return ((x & a) != 0 && (y & b) != 0) || ((x & b) != 0 && (y & a) != 0); };
        return (either(zero, zero | finite) ? zero : 0u) | (either(finite, finite) ? finite : 0u) |
               (either(infinite, infinite | finite) ? infinite : 0u);
    }
    static constexpr unsigned sum_of(unsigned x, unsigned y) {
        if (x == 0 || y == 0) return 0;
        const bool are_finite = (x & finite) != 0 && (y & finite) != 0;
        return ((x & y & zero) != 0 || are_finite ? zero : 0u) |
               (are_finite || ((x | y) & finite & (((x & zero) != 0 ? y : 0u) | ((y & zero) != 0 ? x : 0u))) != 0 ? finite : 0u) |
               (((x | y) & infinite));
    }

    constexpr unsigned made_by(const instruction& step) const {
        if (step.function->is_condition) return any;
        const unsigned x = value_of(step.operands[0]);
        switch (step.function->role) {
            case row_role::negate:
            case row_role::square: return x;
            case row_role::multiply: return product_of(x, value_of(step.operands[1]));
            case row_role::divide: return product_of(x, reciprocal_of(value_of(step.operands[1])));
            case row_role::add:
            case row_role::subtract: return sum_of(x, value_of(step.operands[1]));
            case row_role::select: return value_of(step.operands[1]) | value_of(step.operands[2]);
            default: break;
        }
        if (!passes_on_nan(step.function)) return any;
        for (int k = 0; k < step.function->arity; ++k)
            if (value_of(step.operands[k]) == 0) return 0;
        if (is_call_of<functions::sqrt, functions::abs, functions::cbrt>(step.function)) return x;
        if (is_call_of<functions::exp>(step.function)) return x == infinite ? zero | infinite : any;
        if (is_call_of<functions::log>(step.function))
            return ((x & finite) != 0 ? zero | finite : 0u) | ((x & (zero | infinite)) != 0 ? infinite : 0u);
        if (is_call_of<functions::sin, functions::cos>(step.function)) return x == infinite ? 0u : any;
        return any;
    }

    program_view from_;
    const value_ranges& ranges_;
    workspace<unsigned> values_;
    int steps_ = 0;
};

} // namespace pullback::detail

#endif
