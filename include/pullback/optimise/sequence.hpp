// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_SEQUENCE_HPP
#define PULLBACK_OPTIMISE_SEQUENCE_HPP

#include <pullback/optimise/cost.hpp>
#include <pullback/optimise/order/scheduling.hpp>
#include <pullback/optimise/pass.hpp>
#include <pullback/optimise/zero_results.hpp>

#include <type_traits>

// What pipelines are made of: steps, each with the program `after<Built>` it and the list `passes` of those it may run.

namespace pullback::engine::optimise {

/// A list of passes.
template <class... Pass>
struct pass_list {};

template <class... A, class... B>
constexpr pass_list<A..., B...> operator+(pass_list<A...>, pass_list<B...>) {
    return {};
}

template <class Step, class Built>
using after = typename Step::template after<Built>::type;

/// Steps one after the other.
template <class... Step>
struct sequence {
    static constexpr auto passes = (pass_list<>{} + ... + Step::passes);

    template <class Built>
    struct after : std::type_identity<Built> {};
};
template <class First, class... Rest>
struct sequence<First, Rest...> {
    static constexpr auto passes = (First::passes + ... + Rest::passes);

    template <class Built>
    struct after : sequence<Rest...>::template after<optimise::after<First, Built>> {};
};

/// Steps that are there only under a condition that no program decides.
template <bool Condition, class... Step>
using only_if = std::conditional_t<Condition, sequence<Step...>, sequence<>>;

/// Steps for programs of which `Holds` is true.
template <auto Holds, class... Step>
struct only_where {
    static constexpr auto passes = sequence<Step...>::passes;

    template <class Built>
    struct after : std::type_identity<Built> {};
    template <class Built>
        requires(Holds(Built::code.view()))
    struct after<Built> : sequence<Step...>::template after<Built> {};
};

template <class Pass, class Built>
consteval bool changes() {
    if constexpr (!Pass::applies_to(Built::code.view())) return false;
    else if constexpr (SearchingPass<Pass>) return findings_in<Pass, Built>.is_any;
    else return true;
}

/// A pass, where it applies.
template <class Pass>
struct always {
    static constexpr pass_list<Pass> passes{};

    template <class Built>
    struct after : std::type_identity<Built> {};
    template <class Built>
        requires(optimise::changes<Pass, Built>())
    struct after<Built> : std::type_identity<passed<Pass, Built>> {};
};

template <class Built>
inline constexpr int cost_in = cost_of(Built::code.view());

/// The cheaper of two programs, the first if they cost the same.
template <class Built, class Other>
struct cheaper : std::conditional<(cost_in<Other> < cost_in<Built>), Other, Built> {};
template <class Built>
struct cheaper<Built, Built> : std::type_identity<Built> {};

/// The cheapest of the program as it is and what each of the passes makes of it.
template <class... Pass>
struct cheapest {
    static constexpr pass_list<Pass...> passes{};

    template <class Best, class Built, class... Other>
    struct best_of : std::type_identity<Best> {};
    template <class Best, class Built, class First, class... Rest>
    struct best_of<Best, Built, First, Rest...>
        : best_of<typename cheaper<Best, optimise::after<always<First>, Built>>::type, Built, Rest...> {};

    template <class Built>
    struct after : best_of<Built, Built, Pass...> {};
};

/// `Step`, and if that has changed anything, `Then`.
template <class Step, class Then>
struct if_changed {
    static constexpr auto passes = Step::passes + Then::passes;

    template <class Built, class Changed = optimise::after<Step, Built>>
    struct after : Then::template after<Changed> {};
    template <class Built>
    struct after<Built, Built> : std::type_identity<Built> {};
};

/// The best order of instructions.
template <equal_calls Calls>
struct in_best_order {
    static constexpr pass_list<by_last_operand<Calls>, by_first_operand<Calls>,
                               by_chosen_result<Calls, operand_order::last_first>,
                               by_chosen_result<Calls, operand_order::first_first>>
        passes{};

    template <class Built>
    struct after : std::type_identity<Built> {};
    template <class Built>
        requires(by_last_operand<Calls>::applies_to(Built::code.view()))
    struct after<Built> : std::type_identity<passed<typename decltype(best_scheduling<Built, Calls>())::type, Built>> {
    };
};

/// Steps on the results that are not 0, where many are.
template <class... Step>
struct apart_from_zeros {
    static constexpr auto passes = sequence<Step...>::passes;

    template <class Built>
    struct after : sequence<Step...>::template after<Built> {};
    template <class Built>
        requires has_many_zeros<Built>
    struct after<Built>
        : std::type_identity<with_zeros<optimise::after<sequence<Step...>, without_zeros<Built>>, Built>> {};
};

} // namespace pullback::engine::optimise

#endif
