// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_REARRANGE_CHEAPEST_HPP
#define PULLBACK_PROGRAM_REARRANGE_CHEAPEST_HPP

#include <pullback/program/rearrange/rearranged.hpp>

#include <type_traits>

// Derivatives are computed in another order than that in which differentiation finds them, equal but for rounding. What
// the user wrote keeps its sums and quotients as they are. Define PULLBACK_KEEP_ARRANGEMENT, in every translation unit,
// to have derivatives computed as they are found too, with one division for each quotient: a shared reciprocal is
// infinite where the divisor is so small that only its quotients are finite (below 2^-1022 in the widest common type).
#if defined(PULLBACK_KEEP_ARRANGEMENT)
#define PULLBACK_REARRANGES_DERIVATIVES false
#else
#define PULLBACK_REARRANGES_DERIVATIVES true
#endif

namespace pullback::detail {

inline constexpr bool rearranges_derivatives = PULLBACK_REARRANGES_DERIVATIVES;

/// What a program costs, in about the time of an addition: a product that is added to something costs nothing, as
/// processors do both at once.
constexpr int cost_of(const program_view& from) {
    constexpr int division = 4;
    const int inputs = from.input_count;
    workspace<int> uses(inputs + from.size);
    for (int i = 0; i < from.size; ++i)
        for (int k = 0; k < from.code[i].function->arity; ++k)
            if (from.code[i].operands[k] >= 0) ++uses[from.code[i].operands[k]];
    for (int i = 0; i < from.output_count; ++i)
        if (from.outputs[i] >= 0) ++uses[from.outputs[i]];
    const auto is_fusible = [&](int operand) {
        if (operand < inputs || uses[operand] != 1) return false;
        const row_role role = from.code[operand - inputs].function->role;
        return role == row_role::multiply || role == row_role::square;
    };
    int cost = 0;
    for (int i = 0; i < from.size; ++i) {
        const instruction& step = from.code[i];
        const row_role role = step.function->role;
        cost += role == row_role::divide ? division : 1;
        if ((role == row_role::add || role == row_role::subtract) &&
            (is_fusible(step.operands[0]) || is_fusible(step.operands[1])))
            --cost;
    }
    return cost;
}

/// Programs up to this size are rearranged, so that compilers stay within their limits on the steps of a constant.
inline constexpr int largest_rearranged_program = 2048;
inline constexpr int largest_deeply_rearranged_program = 512;

template <class Built>
consteval bool has_derivative_steps() {
    for (int i = 0; i < Built::code.size; ++i)
        if (!Built::code.code[i].is_primal) return true;
    return false;
}

/// The cheapest arrangement of the program `Built`, be it the one it has.
template <class Built, bool MayRound, bool Rearranges>
struct cheapest_arrangement {
    using type = Built;
};

template <class Built, bool MayRound>
    requires(has_derivative_steps<Built>() && Built::code.size <= largest_rearranged_program)
struct cheapest_arrangement<Built, MayRound, true> {
private:
    template <bool IsDeep>
    using arranged = built<rearranging<Built, MayRound, IsDeep>>;

    static constexpr int cost = cost_of(Built::code.view());
    static constexpr int deep_cost = [] {
        if constexpr (Built::code.size <= largest_deeply_rearranged_program)
            return cost_of(arranged<true>::code.view());
        else return cost;
    }();
    // Where that is much cheaper, the other way is hardly better, and need not be tried.
    static constexpr int plain_cost = [] {
        if constexpr (8 * deep_cost <= 7 * cost) return cost;
        else return cost_of(arranged<false>::code.view());
    }();

public:
    using type =
        std::conditional_t<(cost <= plain_cost && cost <= deep_cost), Built, arranged<(deep_cost < plain_cost)>>;
};

} // namespace pullback::detail

#undef PULLBACK_REARRANGES_DERIVATIVES

#endif
