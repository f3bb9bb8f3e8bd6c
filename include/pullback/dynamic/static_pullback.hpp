// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_STATIC_PULLBACK_HPP
#define PULLBACK_DYNAMIC_STATIC_PULLBACK_HPP

#include <pullback/derivative/products.hpp>

namespace pullback::dynamic::detail {

// The backward pass of a static function that is a node of the graph. Unlike `vjp` it says of each adjoint whether it
// is there, and is told so of each cotangent: the graph goes on above and below it.

/// The program of (x, w, t) ↦ (Jᵀ(x) w, p). `Arguments` inputs x of `Built`, one cotangent w for each of its results
/// and, if those are several, a flag t that is 0 if that cotangent is not there. What `Built` captured comes last.
/// p is 0 for each adjoint that is not there, 1 for the others.
template <class Built, int Arguments>
struct pullback_program {
    static constexpr int rows = Built::code.output_count;
    static constexpr int flags = rows > 1 ? rows : 0;
    static constexpr int input_count = Built::code.input_count + rows + flags;
    static constexpr int output_count = 2 * Arguments;
    static constexpr int stage_count = pullback::engine::stages_for(Built::code.size, Built::code.size);
    static constexpr int stage_length = pullback::engine::steps_of_stage(Built::code.size, Built::code.size);
    static constexpr int kept_count = Built::code.input_count + Built::code.size; // the adjoints
    static constexpr int capacity = 64 + 5 * Built::code.size / stage_count;

    template <int Stage>
    static constexpr void write(pullback::engine::record::recorder& target, recorded* adjoints, int* outputs) {
        using pullback::engine::workspace;
        constexpr pullback::engine::program_view from = Built::code.view();
        constexpr bool is_last = Stage + 1 == stage_count;
        if constexpr (Stage == 0) target.take_over(from, Arguments, rows + flags);
        pullback::engine::workspace<recorded> nodes(kept_count);
        pullback::engine::record::name_nodes(from, nodes.data(), Arguments, rows + flags, target);
        if constexpr (Stage == 0)
            for (int row = 0; row < rows; ++row)
                if (const int output = from.outputs[row]; output >= 0)
                    adjoints[output] = adjoints[output].is_literal(0) ? seed(target, row)
                                                                      : pullback::engine::differentiate::sum_of(
                                                                            adjoints[output], seed(target, row), true);
        // What lies below an input may be infinite too.
        pullback::engine::workspace<bool> is_active(kept_count), is_maybe_infinite(kept_count, true),
            is_wanted(from.input_count);
        for (int i = 0; i < Arguments; ++i) is_wanted[i] = true;
        pullback::engine::differentiate::mark_active(from, is_wanted.data(), is_active.data());
        pullback::engine::differentiate::reverse_sweep{from, nodes.data(), is_active.data(), is_maybe_infinite.data(),
                                                       adjoints}
            .run(Stage * stage_length, is_last ? from.size : (Stage + 1) * stage_length);
        if constexpr (is_last)
            for (int i = 0; i < Arguments; ++i) {
                outputs[i] = adjoints[i].operand_in(target);
                outputs[Arguments + i] = flag_of(adjoints[i]).operand_in(target);
            }
    }

private:
    static constexpr recorded seed(pullback::engine::record::recorder& target, int row) {
        const recorded cotangent(target, Arguments + row);
        if constexpr (flags == 0) return cotangent;
        else return pullback::select(recorded(target, Arguments + rows + row) != recorded(), cotangent, recorded());
    }
    static constexpr recorded flag_of(const recorded& adjoint) {
        if (adjoint.is_literal(0)) return recorded();
        const pullback::engine::differentiate::one_sided side(adjoint);
        return side ? pullback::select(side.holds(), recorded(1), recorded()) : recorded(1);
    }
};

/// Whether some adjoint may not be there.
template <class Program, int Arguments>
consteval bool may_leave_out() {
    for (int i = 0; i < Arguments; ++i) {
        const int flag = Program::code.outputs[Arguments + i];
        if (flag >= 0 || Program::code.view().literals[-flag - 1] == 0) return true;
    }
    return false;
}

template <class F, class Indices>
struct elementwise_program;
template <class F, std::size_t... I>
struct elementwise_program<F, std::index_sequence<I...>> {
    template <std::size_t>
    using number = recorded;
    using value = typename F::template implementation<number<I>...>::built;
    using type = pullback::engine::record::built<pullback_program<value, static_cast<int>(sizeof...(I))>>;
};

/// The program of a function of `Count` numbers with one result.
template <class F, std::size_t Count>
using elementwise_pullback = typename elementwise_program<F, std::make_index_sequence<Count>>::type;

} // namespace pullback::dynamic::detail

#endif
