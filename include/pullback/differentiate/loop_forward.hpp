// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DIFFERENTIATE_LOOP_FORWARD_HPP
#define PULLBACK_DIFFERENTIATE_LOOP_FORWARD_HPP

#include <pullback/differentiate/forward.hpp>
#include <pullback/differentiate/one_sided.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/loop_recorder.hpp>

namespace pullback::engine::differentiate {

/// A forward sweep over what is recorded so far: a node's tangent stands in the loops that the node stands in.
class loop_forward {
public:
    constexpr explicit loop_forward(record::loop_recorder& loops)
        : loops_(loops), target_(loops.target()), nodes_(target_.input_count() + target_.size()), tangents(nodes_) {
        for (int& each : tangent_array_) each = -1;
    }

    /// Says which array holds the tangents of another.
    constexpr void set_tangent_array(int of, int array) { tangent_array_[of] = array; }

    constexpr void run() {
        for (int node = target_.input_count(); node < nodes_; ++node) tangents[node] = tangent_of(node);
    }
    constexpr recorded of(int operand) const { return operand >= 0 ? tangents[operand] : recorded(0); }

private:
    record::loop_recorder& loops_;
    record::recorder& target_;
    int nodes_;

public:
    workspace<recorded> tangents; // those of inputs are set before the sweep

private:
    constexpr recorded tangent_of(int node) {
        const instruction step = *target_.instruction_of(node);
        switch (loop_step_of(step.function)) {
            case loop_step::none: break;
            case loop_step::element: {
                array_access at = loops_.accesses[name_in(step)];
                if (at.is_integer || tangent_array_[at.array] < 0) return recorded(0);
                at.array = tangent_array_[at.array];
                return loops_.element(at);
            }
            case loop_step::sum: {
                const recorded inner = of(step.operands[0]);
                return inner.is_literal(0) ? inner : loops_.reduce(loop_step::sum, inner, name_in(step));
            }
            default: return recorded(0);
        }
        recorded tangent(0);
        if (step.function->is_condition) return tangent;
        recorded operands[3];
        for (int k = 0; k < step.function->arity; ++k) operands[k] = recorded(target_, step.operands[k]);
        for (int k = step.function->takes_condition ? 1 : 0; k < step.function->arity; ++k) {
            const recorded dx = of(step.operands[k]);
            if (dx.is_literal(0)) continue;
            const recorded added = sided_tangent_by(step.function, k, operands, recorded(target_, node), dx);
            tangent = tangent.is_literal(0) ? added : sum_of(tangent, added);
        }
        return tangent;
    }

    int tangent_array_[most_arrays]{};
};

} // namespace pullback::engine::differentiate

#endif
