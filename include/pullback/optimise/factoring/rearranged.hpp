// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_FACTORING_REARRANGED_HPP
#define PULLBACK_OPTIMISE_FACTORING_REARRANGED_HPP

#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/optimise/factoring/common_products.hpp>
#include <pullback/optimise/factoring/common_sums.hpp>
#include <pullback/optimise/factoring/equal_sums.hpp>
#include <pullback/optimise/factoring/factoring.hpp>
#include <pullback/optimise/factoring/flattening.hpp>
#include <pullback/optimise/factoring/multiplied_out.hpp>
#include <pullback/optimise/factoring/terms.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/size_limits.hpp>
#include <pullback/program/sorting.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/inline.hpp>
#include <pullback/record/recorder.hpp>
#include <pullback/record/simplify.hpp>

namespace pullback::engine::optimise {

/// Writes products and sums in the order that was found for them.
class rearranged_writer {
public:
    constexpr rearranged_writer(terms& in, const common_products& products, record::recorder& target)
        : in_(in), products_(products), target_(target), is_written_(in.factor_count()), operands_(in.factor_count()) {
        for (int i = 0; i < in.in.from().input_count; ++i) set(i, i);
    }

    constexpr void write(int* outputs) {
        const program_view& from = in_.in.from();
        for (int node = from.input_count; node < in_.in.node_count(); ++node)
            if (in_.in.is_used(node) && !in_.in.is_flattened(node)) operand_of(node);
        for (int i = 0; i < from.output_count; ++i) outputs[i] = operand_of(from.outputs[i]);
    }

private:
    // What an operand, or a factor, has become.
    constexpr int operand_of(int id) {
        if (is_literal(id)) return target_.record_literal(in_.in.from().literal_at(id));
        if (is_written_[id]) return operands_[id];
        return set(id, id < in_.in.node_count() ? write_node(id) : write_part(in_.parts[id - in_.in.node_count()]));
    }
    constexpr int factor_operand(int factor) {
        return factor < 0 ? target_.record_literal(products_.coefficient(-1 - factor)) : operand_of(factor);
    }

    constexpr int set(int id, int operand) {
        is_written_[id] = true;
        return operands_[id] = operand;
    }

    constexpr int write_node(int node) {
        const instruction& step = in_.in.made_by(node);
        target_.set_primal(step.is_primal);
        if (in_.product_of(node) >= 0) return write_monomial(in_.monomials[in_.product_of(node)]);
        if (in_.sum_of(node) >= 0) return write_sum(in_.sums[in_.sum_of(node)]);
        instruction renamed = step;
        rename_operands(renamed, [&](int operand) { return operand_of(operand); });
        target_.set_primal(step.is_primal);
        return target_.record(renamed.function, renamed.operands);
    }

    constexpr int write_part(const found_factor& part) {
        switch (part.what) {
            case found_factor::kind::reciprocal: return write_reciprocal(part.a);
            case found_factor::kind::literal: return target_.record_literal(in_.in.from().literal_at(part.a));
            case found_factor::kind::product: return multiply(factor_operand(part.a), factor_operand(part.b));
            case found_factor::kind::sum: return write_sum(in_.sums[part.a]);
        }
        return 0;
    }

    // Writes a reciprocal: 1 / (x y) is 1/x 1/y, and 1 / x is (1/√x)², where these are there anyway.
    constexpr int write_reciprocal(int node) {
        target_.set_primal(false);
        const auto known = [&](int other) { return in_.known_reciprocal(other); };
        if (const int root = in_.in.root_of(node); root >= 0 && known(root) != 0)
            return target_.record(&operation_of<functions::square>, operand_of(known(root)));
        if (in_.in.is_instruction(node)) {
            const instruction& step = in_.in.made_by(node);
            if (step.function->role == row_role::square && known(step.operands[0]) != 0)
                return target_.record(&operation_of<functions::square>, operand_of(known(step.operands[0])));
            if (step.function->role == row_role::multiply && known(step.operands[0]) != 0 &&
                known(step.operands[1]) != 0) {
                const int x = operand_of(known(step.operands[0]));
                return multiply(x, operand_of(known(step.operands[1])));
            }
        }
        return target_.record(&operation_of<functions::divide>, target_.record_literal(1), operand_of(node));
    }

    constexpr int multiply(int a, int b) { return record::record_product(target_, a, b); }

    // Writes a product without its sign.
    constexpr int write_magnitude(const monomial& product) {
        if (product.count == 0)
            return target_.record_literal(product.coefficient < 0 ? -product.coefficient : product.coefficient);
        int result = factor_operand(in_.factors[product.first]);
        for (int k = 1; k < product.count; ++k)
            result = multiply(result, factor_operand(in_.factors[product.first + k]));
        return result;
    }

    constexpr int write_monomial(const monomial& product) {
        const int magnitude = write_magnitude(product);
        return product.coefficient < 0 ? target_.record(&operation_of<functions::negate>, magnitude) : magnitude;
    }

    // Writes the terms of a sum in the order of the nodes, so that equal sums are one node, and what is ready first is
    // added first.
    constexpr int write_sum(const term_list& sum) {
        struct term {
            int operand;
            bool is_negative;
        };
        const bool is_primal = target_.is_primal();
        stack<term> list;
        for (int k = 0; k < sum.count; ++k) {
            const monomial product = in_.monomials[in_.members[sum.first + k]];
            list.push({write_magnitude(product), product.coefficient < 0});
        }
        target_.set_primal(is_primal);
        sort(list, [](const term& a, const term& b) { return a.operand < b.operand; });
        int first = 0; // the first that is not negative
        while (first < list.size() && list[first].is_negative) ++first;
        const bool is_all_negative = first == list.size();
        if (is_all_negative) first = 0;
        int result = list[first].operand;
        for (int i = 0; i < list.size(); ++i) {
            if (i == first) continue;
            const int operand = list[i].operand;
            if (list[i].is_negative && !is_all_negative)
                result = target_.record(&operation_of<functions::subtract>, result, operand);
            else
                result = target_.record(&operation_of<functions::add>, result < operand ? result : operand,
                                        result < operand ? operand : result);
        }
        return is_all_negative ? target_.record(&operation_of<functions::negate>, result) : result;
    }

    terms& in_;
    const common_products& products_;
    record::recorder& target_;
    workspace<bool> is_written_;
    workspace<int> operands_;
};

/// Writes `from`, rearranged: reciprocals shared, equal and common sums computed once, common factors taken out of
/// sums, products that have pairs of factors in common computed from these.
constexpr void write_rearranged(const program_view& from, rearrangement how, record::recorder& target, int* outputs) {
    terms in(from, how);
    if (!in.is_moderate_everywhere()) return record::write_as_it_is(from, target, outputs);
    if (how.is_deep) {
        equal_sums equal(in);
        multiplied_out(in, equal).rewrite();
        common_sums(in, equal).take();
    }
    common_products products(in, how.is_deep);
    factoring(in, how.is_deep ? &products : nullptr).take_out();
    products.take();
    rearranged_writer(in, products, target).write(outputs);
    target.note_literals_of(from);
}

/// Whether constants may be multiplied or added and the result rounded: not for scalars of more digits than a literal.
enum class rounding { is_excluded, is_allowed };

/// What is taken apart: what has one user, or what several use too.
enum class depth { shallow, deep };

/// Products and sums that differentiation made, in another order.
template <rounding Rounding, depth Depth>
struct rearranging {
    static constexpr bool is_deep = Depth == depth::deep, may_round = Rounding == rounding::is_allowed;
    static constexpr const char* name = may_round
                                            ? (is_deep ? "rearranging deeply" : "rearranging")
                                            : (is_deep ? "rearranging deeply and exactly" : "rearranging exactly");
    static constexpr bool keeps_roundings = true;

    static constexpr bool applies_to(const program_view& from) {
        return from.size <= (is_deep ? largest_deeply_rearranged_program : largest_rearranged_program);
    }
    static constexpr int room_for(const program_view& from) { return from.size + from.size / 4 + 32; }

    static constexpr void write(const program_view& from, record::recorder& target, int* outputs) {
        write_rearranged(from, {may_round, is_deep}, target, outputs);
    }
};

} // namespace pullback::engine::optimise

#endif
