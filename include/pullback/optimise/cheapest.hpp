// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_CHEAPEST_HPP
#define PULLBACK_OPTIMISE_CHEAPEST_HPP

#include <pullback/optimise/cost.hpp>
#include <pullback/optimise/factoring/rearranged.hpp>
#include <pullback/optimise/identities/identity_search.hpp>
#include <pullback/optimise/identities/product_search.hpp>
#include <pullback/optimise/scaling.hpp>
#include <pullback/program/sizes.hpp>

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

namespace pullback::engine::optimise {

inline constexpr bool rearranges_derivatives = PULLBACK_REARRANGES_DERIVATIVES;

template <class Built>
consteval bool has_derivative_steps() {
    for (const instruction& step : Built::code.steps())
        if (!step.is_primal) return true;
    return false;
}

/// The program `Built` with the identities used that a search finds.
template <class Search, class Built>
consteval auto with_identities(std::type_identity<Built> program) {
    constexpr int largest =
        std::is_same_v<Search, product_search> ? largest_searched_program : largest_identified_program;
    if constexpr (Built::code.size > largest || steps_of_fingerprints(Built::code.view()) > most_fingerprint_steps)
        return program;
    else if constexpr (identities_of<Built, Search>::found.is_any)
        return std::type_identity<record::built<identifying<Built, Search>>>{};
    else return program;
}

/// The program `Other` if it is cheaper than `Built`, else `Built`.
template <class Other, class Built>
consteval auto cheaper(std::type_identity<Built> program) {
    if constexpr (cost_of(Other::code.view()) < cost_of(Built::code.view())) return std::type_identity<Other>{};
    else return program;
}

template <bool MayRound, bool IsDeep, class Built>
consteval auto cheaper_arrangement(std::type_identity<Built> program) {
    return optimise::cheaper<record::built<rearranging<Built, MayRound, IsDeep>>>(program);
}

/// The cheaper of the program `Built` and what it is with its constant factors moved.
template <bool MayRound, class Built>
consteval auto cheaper_scaling(std::type_identity<Built> program) {
    constexpr int fewest = 4;
    if constexpr (MayRound && Built::code.size <= largest_scaled_program &&
                  count_multiples(Built::code.view()) >= fewest)
        return optimise::cheaper<record::built<scaling<Built>>>(program);
    else return program;
}

/// The cheapest of the program `Built` and its rearrangements; then constants move, and nodes that are products of
/// others are computed so, which may make room for one more rearrangement.
template <bool MayRound, class Built>
consteval auto arrange(std::type_identity<Built> program) {
    if constexpr (Built::code.size > largest_deeply_rearranged_program) {
        return optimise::cheaper_arrangement<MayRound, false>(program);
    } else {
        using deep = typename decltype(optimise::cheaper_arrangement<MayRound, true>(program))::type;
        using arranged =
            typename decltype(optimise::cheaper<deep>(optimise::cheaper_arrangement<MayRound, false>(program)))::type;
        using scaled = typename decltype(optimise::cheaper_scaling<MayRound>(std::type_identity<arranged>{}))::type;
        using shortened =
            typename decltype(optimise::with_identities<product_search>(std::type_identity<scaled>{}))::type;
        if constexpr (std::is_same_v<arranged, shortened>) return std::type_identity<arranged>{};
        else return optimise::cheaper_arrangement<MayRound, false>(std::type_identity<shortened>{});
    }
}

/// The cheapest arrangement of the program `Built` that was found, be it the one it has.
template <class Built, bool MayRound, bool Rearranges>
struct cheapest_arrangement {
    using type = Built;
};

template <class Built, bool MayRound>
    requires(has_derivative_steps<Built>() && Built::code.size <= largest_rearranged_program)
struct cheapest_arrangement<Built, MayRound, true> {
    using type = typename decltype(optimise::arrange<MayRound>(
        optimise::with_identities<identity_search>(std::type_identity<Built>{})))::type;
};

} // namespace pullback::engine::optimise

#undef PULLBACK_REARRANGES_DERIVATIVES

#endif
