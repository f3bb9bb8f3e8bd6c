// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_REPLAY_FUSION_HPP
#define PULLBACK_REPLAY_FUSION_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/functions/trigonometric.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/replay/fused_rows.hpp>
#include <pullback/replay/rows.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace pullback::engine::replay {

/// What runs as one: an instruction of a row, or several that became one. The operands are nodes and literals.
struct fused_step {
    std::uint32_t row, first_operand, operand_count, first_group, group_count;
    int result, second_result = -1; // the latter of a sine beside its cosine
};

/// Where instructions wait for each other in no order, there are few of each row at once, and it is cheaper that sums
/// and products are all x + y z, where x, y or z may be a literal that changes nothing.
enum class arithmetic_rows { are_many, are_one };

/// The instructions of a program, those fused that only need each other (fused_rows.hpp).
class fusion {
public:
    fusion(const program_view& from, arithmetic_rows rows)
        : from_(from), literals(from.literals, from.literals + from.literal_count), uses_(nodes()), fused_(nodes()) {
        for (const instruction& step : from.steps())
            for (const int operand : from.operands_of(step))
                if (operand >= 0) ++uses_[index(operand)];
        for (const int result : from.results())
            if (result >= 0) uses_[index(result)] += 2;
        choose();
        find_cosines();
        steps.reserve(static_cast<std::size_t>(from.size));
        for (int i = 0; i < from.size; ++i)
            if (!fused_[index(from.node_of(i))]) write(from.node_of(i));
        if (rows == arithmetic_rows::are_one) make_one_row();
    }

private:
    // A sum takes its operands in turn: numbers, or products that nothing else needs.
    struct term {
        int sum, operand; // the sum so far with this term, and the term
        bool is_negative;
    };

    static constexpr std::uint32_t sum_row = replay::number_of_fused_row<sum_with_product>,
                                   difference_row = replay::number_of_fused_row<difference_to_product>;
    static constexpr int longest_sum = 128;          // as what a sum waits for takes places
    static constexpr std::size_t least_long_sum = 6; // terms, for which the start of a long one pays

    std::size_t nodes() const { return static_cast<std::size_t>(from_.node_count()); }
    static std::size_t index(int node) { return static_cast<std::size_t>(node); }

    row_role role_of(int operand) const {
        return from_.is_computed(operand) ? from_.maker_of(operand).function->role : row_role::other;
    }
    bool is_sum(int operand) const {
        const row_role role = role_of(operand);
        return role == row_role::add || role == row_role::subtract;
    }
    bool is_product(int operand) const {
        const row_role role = role_of(operand);
        return role == row_role::multiply || role == row_role::square;
    }
    bool is_free(int operand) const { return uses_[index(operand)] == 1 && !fused_[index(operand)]; }
    bool is_fused_sum(int operand) const { return is_sum(operand) && fused_[index(operand)]; }
    bool is_fused_product(int operand) const { return is_product(operand) && fused_[index(operand)]; }

    // Marks nodes that are computed where they are used, last ones first.
    void choose() {
        std::vector<int> length(nodes());
        for (int node = from_.node_count() - 1; node >= from_.input_count; --node) {
            if (!is_sum(node)) continue;
            const int* const x = from_.maker_of(node).operands;
            const bool is_add = role_of(node) == row_role::add;
            const auto begin_with = [&](int operand) {
                if (!is_sum(operand) || !is_free(operand) || length[index(node)] >= longest_sum) return false;
                fused_[index(operand)] = true;
                length[index(operand)] = length[index(node)] + 1;
                return true;
            };
            const auto take_product = [&](int operand) {
                if (!is_product(operand) || !is_free(operand)) return false;
                fused_[index(operand)] = true;
                return true;
            };
            if (!begin_with(x[0]) && is_add) begin_with(x[1]);
            if (!take_product(x[1]) && is_add) take_product(x[0]);
        }
    }

    // The sine and the cosine of one number, of which one is often the slope of the other.
    void find_cosines() {
        std::vector<int> of_operand; // the last such node of each
        for (int node = from_.input_count; node < from_.node_count(); ++node) {
            const instruction& step = from_.maker_of(node);
            const bool is_sine = step.function == &operation_of<functions::sin>;
            if ((!is_sine && step.function != &operation_of<functions::cos>) || is_literal(step.operands[0])) continue;
            if (of_operand.empty()) {
                of_operand.resize(nodes(), -1);
                beside_.resize(nodes(), -1);
            }
            int& other = of_operand[index(step.operands[0])];
            if (other >= 0 && beside_[index(other)] < 0 && from_.maker_of(other).function != step.function) {
                beside_[index(other)] = node;
                beside_[index(node)] = other;
            } else other = node;
        }
    }

    void add_operands(int operand) { operands.push_back(operand); }
    template <class... More>
    void add_operands(int operand, More... more) {
        operands.push_back(operand);
        add_operands(more...);
    }
    template <class... Operand>
    void add_step(std::uint32_t row, int result, Operand... operand) {
        steps.push_back({row, next_operand(), sizeof...(Operand), 0, 0, result});
        add_operands(operand...);
    }
    void add_unfused(int node) {
        const instruction& step = from_.maker_of(node);
        const auto all = from_.operands_of(step);
        steps.push_back({row_of(step.function), next_operand(), static_cast<std::uint32_t>(all.size()), 0, 0, node});
        operands.insert(operands.end(), all.begin(), all.end());
    }
    std::uint32_t next_operand() const { return static_cast<std::uint32_t>(operands.size()); }

    std::uint32_t row_of(const operation* function) {
        const std::uint32_t known = replay::number_of_row(function);
        if (known < known_rows::size) return known;
        const auto found = std::find(unknown_rows.begin(), unknown_rows.end(), function);
        const auto number = first_unknown_row + static_cast<std::uint32_t>(found - unknown_rows.begin());
        if (found == unknown_rows.end()) unknown_rows.push_back(function);
        return number;
    }

    int factor(int product, int position) const {
        return from_.maker_of(product).operands[role_of(product) == row_role::square ? 0 : position];
    }

    void write(int node) {
        if (is_sum(node)) write_sum(node);
        else if (const int other = beside_.empty() ? -1 : beside_[index(node)]; other >= 0) write_pair(node, other);
        else add_unfused(node);
    }

    // Whichever of the two comes first is written, with the other.
    void write_pair(int node, int other) {
        fused_[index(other)] = true;
        if (from_.maker_of(node).function != &operation_of<functions::sin>) std::swap(node, other);
        add_step(row_of_sines_and_cosines, node, from_.maker_of(node).operands[0]);
        steps.back().second_result = other;
    }

    void write_sum(int node) {
        terms_.clear();
        int sum = node, first = 0;
        for (;;) {
            const int* const x = from_.maker_of(sum).operands;
            const bool is_negative = role_of(sum) == row_role::subtract;
            const bool is_turned = !is_fused_sum(x[0]) && (is_fused_sum(x[1]) || !is_fused_product(x[1])) &&
                                   !is_negative && (is_fused_sum(x[1]) || is_fused_product(x[0]));
            first = x[is_turned ? 1 : 0];
            terms_.push_back({sum, x[is_turned ? 0 : 1], is_negative});
            if (!is_fused_sum(first)) break;
            sum = first;
        }
        std::reverse(terms_.begin(), terms_.end());
        if (terms_.size() >= least_long_sum) write_long_sum(node, first);
        else write_short_sum(first);
    }

    void write_short_sum(int so_far) {
        for (const auto [sum, x, is_negative] : terms_) {
            if (!is_fused_product(x)) add_step(row_of(from_.maker_of(sum).function), sum, so_far, x);
            else if (is_negative) add_step(difference_row, sum, so_far, factor(x, 0), factor(x, 1));
            else add_step(sum_row, sum, so_far, factor(x, 0), factor(x, 1));
            so_far = sum;
        }
    }

    void write_long_sum(int node, int first) {
        const auto kind_of = [&](const term& each) {
            if (!is_fused_product(each.operand))
                return each.is_negative ? term_kind::product : term_kind::number; // times -1
            if (!each.is_negative || is_literal(factor(each.operand, 0)) || is_literal(factor(each.operand, 1)))
                return term_kind::product;
            return term_kind::negative_product;
        };
        steps.push_back({row_of_long_sums, next_operand(), 0, static_cast<std::uint32_t>(groups.size()), 0, node});
        fused_step& made = steps.back();
        add_operands(first);
        for (std::size_t i = 0; i < terms_.size();) {
            const term_kind kind = kind_of(terms_[i]);
            std::size_t end = i;
            while (end < terms_.size() && kind_of(terms_[end]) == kind) ++end;
            groups.push_back(term_group::of(kind, static_cast<std::uint32_t>(end - i)));
            for (; i < end; ++i) add_term(terms_[i], kind);
        }
        made.group_count = static_cast<std::uint32_t>(groups.size()) - made.first_group;
        made.operand_count = next_operand() - made.first_operand;
    }

    void add_term(const term& each, term_kind kind) {
        if (kind == term_kind::number) return add_operands(each.operand);
        if (!is_fused_product(each.operand)) return add_operands(each.operand, minus_one());
        int x = factor(each.operand, 0), y = factor(each.operand, 1);
        if (each.is_negative && kind == term_kind::product) {
            if (!is_literal(y)) std::swap(x, y);
            y = negative(y);
        }
        add_operands(x, y);
    }

    int new_literal(literal number) {
        literals.push_back(number);
        return operand_of_literal(static_cast<int>(literals.size() - 1));
    }
    int one() { return one_ < 0 ? one_ : one_ = new_literal(1); }
    int minus_one() { return minus_one_ < 0 ? minus_one_ : minus_one_ = new_literal(-1); }
    int minus_zero() { return minus_zero_ < 0 ? minus_zero_ : minus_zero_ = new_literal(-literal(0)); }
    int negative(int operand) {
        const auto place = static_cast<std::size_t>(index_of_literal(operand));
        if (negatives_.size() <= place) negatives_.resize(literals.size());
        if (negatives_[place] == 0) negatives_[place] = new_literal(-literals[place]);
        return negatives_[place];
    }

    // The sum of -0 and a product is the product, whichever zero it is.
    void make_one_row() {
        const std::vector<int> before = std::move(operands);
        operands.clear();
        operands.reserve(before.size() + steps.size());
        for (fused_step& step : steps) {
            const int* const x = before.data() + step.first_operand;
            const row_role role = replay::role_of_row(step.row);
            step.first_operand = next_operand();
            if (role == row_role::add) add_operands(x[0], x[1], one());
            else if (role == row_role::subtract) add_operands(x[0], x[1], minus_one());
            else if (role == row_role::multiply) add_operands(minus_zero(), x[0], x[1]);
            else if (role == row_role::square) add_operands(minus_zero(), x[0], x[0]);
            else if (role == row_role::negate) add_operands(minus_zero(), x[0], minus_one());
            else if (step.row == difference_row && is_literal(x[1])) add_operands(x[0], negative(x[1]), x[2]);
            else if (step.row == difference_row && is_literal(x[2])) add_operands(x[0], x[1], negative(x[2]));
            else {
                operands.insert(operands.end(), x, x + step.operand_count);
                continue;
            }
            step.row = sum_row;
            step.operand_count = 3;
        }
    }

    program_view from_;

public:
    std::vector<literal> literals; // those of the program, and what fused steps need
    std::vector<fused_step> steps;
    std::vector<int> operands;
    std::vector<term_group> groups;
    std::vector<const operation*> unknown_rows; // in the order of their numbers

private:
    std::vector<int> uses_;
    std::vector<bool> fused_;
    std::vector<int> beside_; // of a sine the cosine, and the other way round; empty where there is no sine or cosine
    std::vector<term> terms_;
    std::vector<int> negatives_; // of literals
    int one_ = 0, minus_one_ = 0, minus_zero_ = 0;
};

} // namespace pullback::engine::replay

#endif
