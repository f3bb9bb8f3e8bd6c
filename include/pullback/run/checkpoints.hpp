// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_CHECKPOINTS_HPP
#define PULLBACK_RUN_CHECKPOINTS_HPP

#include <pullback/optimise/turn_passes.hpp>
#include <pullback/run/checkpoint_schedules.hpp>
#include <pullback/shape/range_error.hpp>

#include <cstddef>

// How much of an ordered loop is kept for going back through its turns. A derivative takes one of these as its last
// argument, `gradient(f, wrt<0>, checkpoints::square_root)`. All give the same numbers.

namespace pullback::checkpoints {

/// What going back needs of each turn is kept: the least time, and memory for all turns.
struct none_policy {
    static constexpr auto kept = engine::optimise::kept_turns::all;
};
inline constexpr none_policy none{};

} // namespace pullback::checkpoints

namespace pullback::detail {

constexpr std::ptrdiff_t checked_turns(std::ptrdiff_t k) {
    if (k < 1)
        report_range_error(range_sentence() << "checkpoints::every(k): k is " << k
                                            << ", and there is one turn at least between checkpoints; give 1 or more");
    return k;
}
constexpr std::ptrdiff_t checked_slots(std::ptrdiff_t slots) {
    if (slots < 1)
        report_range_error(range_sentence() << "checkpoints::binomial(slots): slots is " << slots
                                            << ", and the first state needs one; give 1 or more");
    return slots;
}

} // namespace pullback::detail

namespace pullback::checkpoints {

/// The state of every k-th turn is kept, and what going back needs of k turns: each turn is computed twice.
class every_policy {
public:
    static constexpr auto kept = engine::optimise::kept_turns::at_checkpoints;
    static constexpr std::ptrdiff_t most_slots = 0; // whose places must be known
    using schedule = engine::run::segment_schedule;
    constexpr explicit every_policy(std::ptrdiff_t k) : turns_(detail::checked_turns(k)) {}
    constexpr schedule over(std::ptrdiff_t turns) const { return schedule(turns, turns_); }

private:
    std::ptrdiff_t turns_;
};

/// `every(k)` with k = ⌈√n⌉ for n turns.
struct square_root_policy {
    static constexpr auto kept = engine::optimise::kept_turns::at_checkpoints;
    static constexpr std::ptrdiff_t most_slots = 0;
    using schedule = engine::run::segment_schedule;
    static constexpr schedule over(std::ptrdiff_t turns) {
        std::ptrdiff_t low = 0, high = std::ptrdiff_t(1) << (4 * sizeof(std::ptrdiff_t) - 1);
        while (high - low > 1) {
            const std::ptrdiff_t root = low + (high - low) / 2;
            (root * root < turns ? low : high) = root;
        }
        return schedule(turns, high);
    }
};
inline constexpr square_root_policy square_root{};

/// More slots than these are not used: they serve 10⁸ turns with four repetitions of each.
inline constexpr std::ptrdiff_t most_binomial_slots = 256;

/// So many states are kept, and what going back needs of one turn; turns are repeated as rarely as these allow.
template <std::ptrdiff_t MostSlots>
class binomial_policy {
public:
    static constexpr auto kept = engine::optimise::kept_turns::at_checkpoints;
    static constexpr std::ptrdiff_t most_slots = MostSlots;
    using schedule = engine::run::binomial_schedule;
    constexpr explicit binomial_policy(std::ptrdiff_t slots)
        : slots_(detail::checked_slots(slots) < MostSlots ? slots : MostSlots) {}
    constexpr schedule over(std::ptrdiff_t turns) const { return schedule(turns, slots_); }

private:
    std::ptrdiff_t slots_;
};

} // namespace pullback::checkpoints

namespace pullback::detail {

/// Chooses how much is kept by the memory that there is: `memory` numbers for all that a call keeps. That is what runs
/// where no policy was asked for and the memory of the caller does not hold all turns.
struct policy_of_memory {
    static constexpr auto kept = engine::optimise::kept_turns::at_checkpoints;
    static constexpr std::ptrdiff_t most_slots = checkpoints::most_binomial_slots;
    using schedule = engine::run::binomial_schedule;
    std::ptrdiff_t memory;
};

} // namespace pullback::detail

namespace pullback::checkpoints {

/// Keeps the state of every k-th turn: with n turns, memory for n / k states and what going back needs of k turns.
/// Errors: k below 1 is a `range_error`.
constexpr every_policy every(std::ptrdiff_t k) { return every_policy(k); }

/// The same with a k that is written there, `checkpoints::every<100>`.
template <std::ptrdiff_t K>
constexpr every_policy every() {
    static_assert(K >= 1, "checkpoints::every<K>: there is one turn at least between checkpoints; give 1 or more");
    return every_policy(K >= 1 ? K : 1);
}

/// Keeps so many states and one turn, and repeats turns as rarely as that allows: n turns at most r times each, where
/// n ≤ (slots + r)! / (slots! r!). Errors: slots below 1 is a `range_error`.
constexpr binomial_policy<most_binomial_slots> binomial(std::ptrdiff_t slots) {
    return binomial_policy<most_binomial_slots>(slots);
}

/// The same with slots that are written there, `checkpoints::binomial<10>`.
template <std::ptrdiff_t Slots>
constexpr auto binomial() {
    static_assert(Slots >= 1, "checkpoints::binomial<Slots>: the first state needs a slot; give 1 or more");
    constexpr std::ptrdiff_t slots = Slots < 1 ? 1 : Slots < most_binomial_slots ? Slots : most_binomial_slots;
    return binomial_policy<slots>(slots);
}

} // namespace pullback::checkpoints

#endif
