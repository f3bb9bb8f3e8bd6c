// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_EXECUTED_HPP
#define PULLBACK_RUN_EXECUTED_HPP

#include <pullback/math/precision.hpp>
#include <pullback/optimise/cheapest.hpp>
#include <pullback/optimise/fold.hpp>
#include <pullback/run/scheduled.hpp>
#include <pullback/run/zero_results.hpp>

#include <limits>

// The pipeline of a call: `program_for` makes the program that runs out of the one that was recorded.

namespace pullback::engine::run {

/// The program that a pass makes of `Built` or, where the pass is not to run, `Built` as it is; then nothing is made.
template <bool Is, template <class> class Pass, class Built>
struct passed_if {
    using type = Built;
};
template <template <class> class Pass, class Built>
struct passed_if<true, Pass, Built> {
    using type = Pass<Built>;
};

template <class Built>
using folded = record::built<optimise::folding<Built>>;

template <class Passed, class Built>
inline constexpr bool joins_calls<with_zeros<Passed, Built>> = joins_calls<Passed>;

/// The program to run on scalars of type `T` for the program `Built`: with constants computed, derivatives rearranged
/// and instructions in an order that suits processors. A scalar more precise than a literal, or of unknown precision,
/// gets the program as it was recorded.
template <class Built, class T>
struct program_for {
private:
    static constexpr int bits = math::significand_bits<T>();
    static constexpr bool may_round = bits != 0 && bits <= std::numeric_limits<literal>::digits;
    static constexpr bool has_zeros = has_many_zeros<Built>;
    using shown = typename passed_if<has_zeros, without_zeros, Built>::type;
    using computed = typename passed_if<may_round && optimise::has_constant_steps<shown>(), folded, shown>::type;
    using arranged = typename optimise::cheapest_arrangement<computed, may_round,
                                                             optimise::rearranges_derivatives && may_round>::type;
    using ordered = typename passed_if<schedule_pays<arranged>(), scheduled, arranged>::type;
    template <class Passed>
    using zeros_added = with_zeros<Passed, Built>;

public:
    using type = typename passed_if<has_zeros, zeros_added, ordered>::type;
};

} // namespace pullback::engine::run

#endif
