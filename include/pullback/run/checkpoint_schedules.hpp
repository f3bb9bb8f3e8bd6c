// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_CHECKPOINT_SCHEDULES_HPP
#define PULLBACK_RUN_CHECKPOINT_SCHEDULES_HPP

#include <pullback/cpp20.hpp>

#include <cstddef>

// In which order turns run that are gone back through with checkpoints. A slot is where a state is kept.

namespace pullback::detail {

/// The state is kept at the first turn of each segment of as many turns but the last, and what going back needs in the
/// turns of one segment.
class segment_schedule {
public:
    segment_schedule() = default;
    constexpr segment_schedule(std::ptrdiff_t turns, std::ptrdiff_t length)
        : length_(length < turns ? length
                  : turns > 0    ? turns
                                 : 1),
          slots_(turns > 0 ? (turns - 1) / length_ : 0) {}
    /// How many turns are kept as a whole, and how many states.
    constexpr std::ptrdiff_t length() const { return length_; }
    constexpr std::ptrdiff_t slots() const { return slots_; }

    /// Goes through `turns` turns. `first(i)` does what turn i has to do, and `whole(i, begin)` keeps besides what
    /// going back needs, for the last segment, which begins at turn `begin`.
    [[gnu::always_inline]] constexpr void forward(std::ptrdiff_t turns, std::ptrdiff_t*, auto save, auto first,
                                                  auto whole) const {
        std::ptrdiff_t slot = 0, i = 0;
        for (; i + length_ < turns; ++slot) {
            save(slot);
            for (const std::ptrdiff_t end = i + length_; i < end; ++i) first(i);
        }
        for (const std::ptrdiff_t begin = i; i < turns; ++i) whole(i, begin);
    }
    /// Goes back through them: `tape(i, begin)` does again what turn i did and keeps what `back(i, begin)` needs.
    [[gnu::always_inline]] constexpr void back(std::ptrdiff_t turns, std::ptrdiff_t*, auto restore, auto, auto,
                                               auto tape, auto back) const {
        std::ptrdiff_t slot = turns > 0 ? (turns - 1) / length_ : 0;
        for (std::ptrdiff_t end = turns;; --slot) {
            const std::ptrdiff_t begin = slot * length_;
            for (; end > begin; --end) back(end - 1, begin);
            if (slot == 0) return;
            restore(slot - 1);
            for (std::ptrdiff_t i = begin - length_; i < end; ++i) tape(i, begin - length_);
        }
    }

private:
    std::ptrdiff_t length_ = 1, slots_ = 0;
};

/// After how many of `turns` turns the next state is kept, the first of so many states being kept: such that all turns
/// are repeated as rarely as can be (Griewank and Walther, Revolve, 2000). With one state it is the last turn.
constexpr std::ptrdiff_t turns_to_next_checkpoint(std::ptrdiff_t turns, std::ptrdiff_t slots) {
    if (slots == 1) return turns - 1;
    // `reach` is how many turns so many states serve if none is repeated more than `repeats` times, a binomial
    // coefficient; `nearer` if none is once less.
    std::ptrdiff_t repeats = 0, reach = 1, nearer = 0;
    while (reach < turns) {
        nearer = reach;
        ++repeats;
        reach = reach * (slots + repeats) / repeats;
    }
    // What one state fewer serves with a repetition less is what `nearer` lacks to the same with one less again.
    const std::ptrdiff_t rest = repeats < 2 ? 1 : nearer * slots / (slots + repeats - 1);
    return nearer < turns - rest ? nearer : turns - rest;
}

/// As many states are kept as there are slots, of which each turn leaves behind those it needs no more.
class binomial_schedule {
public:
    binomial_schedule() = default;
    constexpr binomial_schedule(std::ptrdiff_t turns, std::ptrdiff_t slots)
        : slots_(slots < turns ? slots : turns - (turns > 0 ? 1 : 0)) {} // none for the last turn
    static constexpr std::ptrdiff_t length() { return 1; }
    constexpr std::ptrdiff_t slots() const { return slots_; }

    // `places` are the turns whose states are kept, behind the last slot how many.
    [[gnu::always_inline]] constexpr void forward(std::ptrdiff_t turns, std::ptrdiff_t* places, auto save, auto first,
                                                  auto whole) const {
        std::ptrdiff_t used = 0, begin = 0;
        while (turns - begin > 1) {
            places[used] = begin;
            save(used++);
            const std::ptrdiff_t next = begin + turns_to_next_checkpoint(turns - begin, slots_ - used + 1);
            for (; begin < next; ++begin) first(begin);
        }
        if (turns > 0) whole(begin, begin);
        places[slots_] = used;
    }
    [[gnu::always_inline]] constexpr void back(std::ptrdiff_t turns, std::ptrdiff_t* places, auto restore, auto save,
                                               auto advance, auto tape, auto back) const {
        std::ptrdiff_t used = places[slots_];
        for (std::ptrdiff_t last = turns - 1; last >= 0; --last) {
            if (last < turns - 1) {
                restore(used - 1);
                for (std::ptrdiff_t at = places[used - 1]; at < last;) {
                    const std::ptrdiff_t next = at + turns_to_next_checkpoint(last + 1 - at, slots_ - used + 1);
                    for (; at < next; ++at) advance(at);
                    if (at < last) {
                        places[used] = at;
                        save(used++);
                    }
                }
                tape(last, last);
                if (places[used - 1] == last) --used;
            }
            back(last, last);
        }
    }

private:
    std::ptrdiff_t slots_ = 0;
};

} // namespace pullback::detail

#endif
