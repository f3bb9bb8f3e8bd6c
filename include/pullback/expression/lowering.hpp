// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXPRESSION_LOWERING_HPP
#define PULLBACK_EXPRESSION_LOWERING_HPP

#include <pullback/expression/captured.hpp>
#include <pullback/expression/type_hash.hpp>
#include <pullback/program/hash_index.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/record/inline.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>

#include <cstdint>

namespace pullback::detail {

class lowering;

/// An expression type as data: what lowering needs to know of it, linked to its operands.
struct expression_node {
    std::uint64_t hash;
    int operand_count;
    const expression_node* const* operands;
    int captured_count;     // captured numbers in the whole expression,
    int own_captured_count; // those of its function, which come first
    recorded (*record)(lowering& context, const recorded* operands, int first_captured);
};

/// The node of an expression type.
template <class Expression>
inline constexpr expression_node node_of = Expression::describe();

template <class... Operands>
inline constexpr const expression_node* operand_nodes[sizeof...(Operands) + 1] = {&node_of<Operands>..., nullptr};

/// An expression on its way to a program. Each distinct sub-expression is recorded once, and a loop walks them, so
/// neither sharing nor depth costs more than the number of distinct nodes.
class lowering {
public:
    constexpr lowering(engine::record::recorder& target, int variable_count)
        : target_(&target), variable_count_(variable_count) {}

    constexpr engine::record::recorder& target() { return *target_; }

    /// The input for captured number `index`; these come after the variables.
    constexpr recorded captured(int index) const { return recorded(*target_, variable_count_ + index); }

    /// Enters a variable as input number `input`.
    template <class Variable>
    constexpr void enter_input(int input) {
        enter(node_of<Variable>, recorded(*target_, input));
    }

    constexpr recorded lower(const expression_node& root) {
        visit(root, 0);
        while (visits_.size() > 0) {
            const int current = visits_.size() - 1;
            if (visits_[current].next_operand < visits_[current].node->operand_count) {
                const expression_node& operand = *visits_[current].node->operands[visits_[current].next_operand++];
                const int first_captured = visits_[current].next_captured;
                visits_[current].next_captured += operand.captured_count;
                visit(operand, first_captured);
            } else {
                const visited done = visits_[current];
                visits_.shrink(current);
                const int first_value = values_.size() - done.node->operand_count;
                const recorded* const operands = done.node->operand_count > 0 ? &values_[first_value] : nullptr;
                const recorded result = done.node->record(*this, operands, done.first_captured);
                values_.shrink(first_value);
                values_.push(result);
                if (done.node->captured_count == 0) enter(*done.node, result);
            }
        }
        return values_[0];
    }

private:
    struct visited {
        const expression_node* node = nullptr;
        int first_captured = 0;
        int next_captured = 0;
        int next_operand = 0;
    };

    struct known_node {
        const expression_node* node = nullptr;
        recorded value;
    };

    // Captured values are told apart by their place in the whole expression, so only what has none can be known
    // already.
    constexpr void visit(const expression_node& node, int first_captured) {
        const int known = node.captured_count == 0 ? find(node) : -1;
        if (known >= 0) values_.push(known_[known].value);
        else visits_.push({&node, first_captured, first_captured + node.own_captured_count, 0});
    }

    // An expression type has one node, so a node's address is its identity. The hash is compared first, as in
    // `is_same_operation`.
    constexpr int find(const expression_node& node) const {
        return by_hash_.find(node.hash, [&](int number) {
            return known_[number].node->hash == node.hash && known_[number].node == &node;
        });
    }

    constexpr void enter(const expression_node& node, const recorded& value) {
        if (known_.size() == by_hash_.bucket_count())
            by_hash_.expect(4 * known_.size(), known_.size(), [&](int number) { return known_[number].node->hash; });
        by_hash_.enter(node.hash, known_.size());
        known_.push({&node, value});
    }

    engine::record::recorder* target_;
    int variable_count_;
    engine::stack<visited> visits_;
    engine::stack<recorded> values_;
    engine::stack<known_node> known_;
    engine::hash_index by_hash_{64};
};

/// The program of an expression: its variables are the inputs, then what it captured.
template <class Expression>
struct lowered {
    static constexpr int variable_count = static_cast<int>(Expression::signature::count);
    static constexpr int input_count = variable_count + tuple_size<typename Expression::captured_type>;
    static constexpr int output_count = 1;
    static constexpr int capacity = 512;

    static constexpr void write(engine::record::recorder& target, int* outputs) {
        lowering context(target, variable_count);
        if constexpr (input_count > variable_count) target.note_constant_inputs(variable_count);
        Expression::signature::enter_into(context);
        *outputs = context.lower(node_of<Expression>).operand_in(target);
    }
};

} // namespace pullback::detail

#endif
