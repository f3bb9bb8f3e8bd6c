// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DIFFERENTIATE_SUM_OVER_INDEX_HPP
#define PULLBACK_DIFFERENTIATE_SUM_OVER_INDEX_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded_scalar.hpp>

namespace pullback::engine::differentiate {

using record::contains;
using record::loop_recorder;

/// The sum over an index of what is recorded: factors that do not depend on the index stand before the sum, and a sum
/// whose terms all have such factors is divided into sums. (This is what makes of a gradient that repeats a loop for
/// every parameter one loop.) What is left of numbers without their mean adds up to 0, which spares the gradient of a
/// variance a loop.
class sum_over_index {
public:
    constexpr sum_over_index(loop_recorder& loops, int index) : loops_(loops), index_(index) {}

    constexpr recorded of(const recorded& x) const {
        if (!depends(x)) return loops_.reduce(loop_step::sum, x, index_);
        const instruction* const made_by = maker_of(x);
        if (made_by == nullptr) return loops_.reduce(loop_step::sum, x, index_);
        switch (made_by->function->role) {
            case row_role::negate: return -of(operand(*made_by, 0));
            case row_role::multiply: return of_product(x);
            case row_role::divide:
                if (!depends(operand(*made_by, 1)))
                    return of(operand(*made_by, 0)) / loops_.unless_empty(operand(*made_by, 1), recorded(1), index_);
                break;
            case row_role::add:
                if (is_divided(x)) return of(operand(*made_by, 0)) + of(operand(*made_by, 1));
                break;
            case row_role::subtract:
                if (is_mean_of(operand(*made_by, 0), operand(*made_by, 1))) return recorded(0);
                if (is_divided(x)) return of(operand(*made_by, 0)) - of(operand(*made_by, 1));
                break;
            default: break;
        }
        return loops_.reduce(loop_step::sum, x, index_);
    }

private:
    constexpr bool depends(const recorded& x) const { return contains(loops_.indices_of(x), index_); }
    constexpr const instruction* maker_of(const recorded& x) const {
        return x.is_literal() ? nullptr : loops_.target().instruction_of(x.operand());
    }
    constexpr recorded operand(const instruction& step, int k) const {
        return recorded(loops_.target(), step.operands[k]);
    }
    constexpr bool is_made_by(const recorded& x, row_role role) const {
        const instruction* const made_by = maker_of(x);
        return made_by != nullptr && made_by->function->role == role;
    }

    /// Whether `mean` is the sum of x over the index divided by the number of its turns.
    constexpr bool is_mean_of(const recorded& x, const recorded& mean) const {
        if (depends(mean) || !is_made_by(mean, row_role::divide)) return false;
        const instruction* const whole = maker_of(operand(*maker_of(mean), 0));
        const instruction* const count = maker_of(operand(*maker_of(mean), 1));
        return whole != nullptr && loop_step_of(whole->function) == loop_step::sum && name_in(*whole) == index_ &&
               whole->operands[0] == x.operand() && count != nullptr &&
               loop_step_of(count->function) == loop_step::extent &&
               name_in(*count) == loops_.tables.indices[index_].extent;
    }

    // Products keep the form in which the sweep made them, so that what several have in common stays one node.
    constexpr recorded of_product(const recorded& x) const {
        taken_out out;
        const recorded product = without_outer(x, out);
        const bool is_whole = out.factor.is_literal(1) && !out.is_negative;
        const recorded sum = is_whole || is_made_by(product, row_role::multiply)
                                 ? loops_.reduce(loop_step::sum, product, index_)
                                 : of(product);
        const recorded scaled =
            out.factor.is_literal(1) ? sum : loops_.unless_empty(out.factor, recorded(0), index_) * sum;
        return out.is_negative ? -scaled : scaled;
    }
    struct taken_out {
        recorded factor = recorded(1);
        bool is_negative = false;
        int visits = 0;
    };
    /// The factors of x that depend on the index. A product of very many is looked through in part.
    constexpr recorded without_outer(const recorded& x, taken_out& out) const {
        if (!depends(x)) {
            out.factor = out.factor * x;
            return recorded(1);
        }
        if (++out.visits > most_visits) return x;
        if (is_made_by(x, row_role::negate)) {
            out.is_negative = !out.is_negative;
            return without_outer(operand(*maker_of(x), 0), out);
        }
        if (!is_made_by(x, row_role::multiply)) return x;
        const recorded a = operand(*maker_of(x), 0), b = operand(*maker_of(x), 1);
        const recorded inner_a = without_outer(a, out), inner_b = without_outer(b, out);
        const bool is_unchanged = !inner_a.is_literal() && !inner_b.is_literal() && inner_a.operand() == a.operand() &&
                                  inner_b.operand() == b.operand();
        return is_unchanged ? x : inner_a * inner_b;
    }
    static constexpr int most_visits = 64;

    /// Over the turns of a loop that goes back, sums of elements stand in memory, where one is less than several.
    constexpr bool is_divided(const recorded& x) const {
        if (loops_.tables.indices[index_].reverses >= 0)
            for (int i = 0; i < loops_.tables.index_count; ++i)
                if (contains(loops_.indices_of(x), i) && !loops_.tables.indices[i].is_ordered) return false;
        return has_factor_in_each_term(x);
    }
    constexpr bool has_factor_in_each_term(const recorded& x) const {
        if (!depends(x)) return true;
        const instruction* const made_by = maker_of(x);
        if (made_by == nullptr) return false;
        switch (made_by->function->role) {
            case row_role::add:
            case row_role::subtract:
                return has_factor_in_each_term(operand(*made_by, 0)) && has_factor_in_each_term(operand(*made_by, 1));
            case row_role::negate: return has_factor_in_each_term(operand(*made_by, 0));
            case row_role::multiply: return has_factor(operand(*made_by, 0)) || has_factor(operand(*made_by, 1));
            default: return false;
        }
    }
    constexpr bool has_factor(const recorded& x) const {
        if (!depends(x)) return true;
        return is_made_by(x, row_role::multiply) &&
               (has_factor(operand(*maker_of(x), 0)) || has_factor(operand(*maker_of(x), 1)));
    }

    loop_recorder& loops_;
    int index_;
};

} // namespace pullback::engine::differentiate

#endif
