// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_EXECUTED_HPP
#define PULLBACK_PROGRAM_EXECUTED_HPP

#include <pullback/program/fold.hpp>
#include <pullback/program/rearrange/cheapest.hpp>
#include <pullback/program/schedule.hpp>

#include <limits>

namespace pullback::detail {

/// A source that writes what was recorded, without it. Not made unless it is needed.
template <bool Is, template <class> class Source, class Built>
struct built_if {
    using type = Built;
};
template <template <class> class Source, class Built>
struct built_if<true, Source, Built> {
    using type = built<Source<Built>>;
};

/// The program to run on scalars of type `T` for the program `Built`: with constants computed, derivatives rearranged
/// and instructions in an order that suits processors. A scalar more precise than a literal gets the program as it was
/// recorded.
template <class Built, class T>
struct program_for {
private:
    static constexpr bool may_round = std::numeric_limits<T>::digits <= std::numeric_limits<literal>::digits;
    using folded = typename built_if<may_round && has_constant_steps<Built>(), folding, Built>::type;
    using arranged = typename cheapest_arrangement<folded, may_round, rearranges_derivatives && may_round>::type;

public:
    using type = typename built_if<schedule_pays<arranged>(), scheduling, arranged>::type;
};

} // namespace pullback::detail

#endif
