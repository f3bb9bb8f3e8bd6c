// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_CHECKPOINT_SCHEDULES_HPP
#define PULLBACK_RUN_CHECKPOINT_SCHEDULES_HPP

#include <pullback/always_inline.hpp>

#include <cstddef>

// In which order turns run that are gone back through with checkpoints. A slot is where a state is kept.

namespace pullback::engine::run {

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
    PULLBACK_ALWAYS_INLINE constexpr void forward(std::ptrdiff_t turns, std::ptrdiff_t*, auto save, auto first,
                                                  auto whole) const {
        std::ptrdiff_t slot = 0, i = 0;
        for (; i + length_ < turns; ++slot) {
            save(slot);
            for (const std::ptrdiff_t end = i + length_; i < end; ++i) first(i);
        }
        for (const std::ptrdiff_t begin = i; i < turns; ++i) whole(i, begin);
    }
    /// Goes back through them: `tape(i, begin)` does again what turn i did and keeps what `back(i, begin)` needs.
    PULLBACK_ALWAYS_INLINE constexpr void back(std::ptrdiff_t turns, std::ptrdiff_t*, auto restore, auto, auto,
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

    /// Goes through turns whose number is not known before, `most` at most: `next(i, save)` is where the segment of
    /// turn i begins.
    class unknown_turns {
    public:
        constexpr unknown_turns(std::ptrdiff_t most, std::ptrdiff_t length) : most_(most), length_(length) {}
        PULLBACK_ALWAYS_INLINE constexpr std::ptrdiff_t next(std::ptrdiff_t i, auto save) {
            if (i == end_) {
                begin_ = i;
                end_ = i + length_;
                if (end_ < most_) save(slot_++);
            }
            return begin_;
        }
        constexpr void end() const {}

    private:
        std::ptrdiff_t most_, length_, begin_ = 0, end_ = 0, slot_ = 0;
    };
    constexpr unknown_turns begin_while(std::ptrdiff_t most, std::ptrdiff_t*) const { return {most, length_}; }

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

/// How often a turn is repeated at most of as many as so many states serve; `most` where it is more often than that.
constexpr std::ptrdiff_t repetitions_of(std::ptrdiff_t turns, std::ptrdiff_t slots, std::ptrdiff_t most) {
    std::ptrdiff_t repeats = 0;
    for (std::ptrdiff_t reach = 1; reach < turns && repeats < most; reach = reach * (slots + repeats) / repeats)
        ++repeats;
    return repeats;
}

/// As many states are kept as there are slots, of which each segment leaves behind those it needs no more; a segment is
/// one turn, or some that are kept as a whole.
class binomial_schedule {
public:
    binomial_schedule() = default;
    constexpr binomial_schedule(std::ptrdiff_t turns, std::ptrdiff_t slots, std::ptrdiff_t length = 1)
        : length_(length) {
        const std::ptrdiff_t segments = count_segments(turns);
        slots_ = slots < segments ? slots : segments - (segments > 0 ? 1 : 0); // none for the last one
        has_slot_for_each_ = slots_ >= segments - 1;
    }
    constexpr std::ptrdiff_t length() const { return length_; }
    constexpr std::ptrdiff_t slots() const { return slots_; }

    // `places` are the segments before which states are kept, behind the last slot how many. Where each segment but the
    // last has a slot they are not needed, and there may be more slots than places.
    PULLBACK_ALWAYS_INLINE constexpr void forward(std::ptrdiff_t turns, std::ptrdiff_t* places, auto save, auto first,
                                                  auto whole) const {
        const std::ptrdiff_t segments = count_segments(turns);
        std::ptrdiff_t used = 0, begin = 0, turn = 0;
        while (segments - begin > 1) {
            if (!has_slot_for_each_) places[used] = begin;
            save(used++);
            begin += turns_to_next_checkpoint(segments - begin, slots_ - used + 1);
            for (; turn < begin * length_; ++turn) first(turn);
        }
        for (; turn < turns; ++turn) whole(turn, begin * length_);
        if (!has_slot_for_each_) places[slots_] = used;
    }
    PULLBACK_ALWAYS_INLINE constexpr void back(std::ptrdiff_t turns, std::ptrdiff_t* places, auto restore, auto save,
                                               auto advance, auto tape, auto back) const {
        std::ptrdiff_t used = has_slot_for_each_ ? slots_ : places[slots_], end = turns;
        const auto place = [&](std::ptrdiff_t slot) { return has_slot_for_each_ ? slot : places[slot]; };
        const std::ptrdiff_t segments = count_segments(turns);
        for (std::ptrdiff_t last = segments - 1; last >= 0; --last) {
            const std::ptrdiff_t begin = last * length_;
            if (last < segments - 1) {
                while (place(used - 1) > last) --used; // the last segment of a loop whose end was not known
                restore(used - 1);
                for (std::ptrdiff_t at = place(used - 1); at < last;) {
                    const std::ptrdiff_t next = at + turns_to_next_checkpoint(last + 1 - at, slots_ - used + 1);
                    for (std::ptrdiff_t turn = at * length_; turn < next * length_; ++turn) advance(turn);
                    at = next;
                    if (at < last) {
                        places[used] = at;
                        save(used++);
                    }
                }
                for (std::ptrdiff_t turn = begin; turn < end; ++turn) tape(turn, begin);
                if (place(used - 1) == last) --used;
            }
            for (; end > begin; --end) back(end - 1, begin);
        }
    }
    /// Goes through turns whose number is not known before, with the states that `most` turns would keep.
    class unknown_turns {
    public:
        constexpr unknown_turns(const binomial_schedule& schedule, std::ptrdiff_t most, std::ptrdiff_t* places)
            : most_(schedule.count_segments(most)),
              slots_(schedule.slots_),
              length_(schedule.length_),
              has_slot_for_each_(schedule.has_slot_for_each_),
              places_(places) {}
        PULLBACK_ALWAYS_INLINE constexpr std::ptrdiff_t next(std::ptrdiff_t i, auto save) {
            if (i == end_) {
                begin_ = i;
                end_ = i + length_;
                if (segment_ == next_ && most_ - segment_ > 1) {
                    if (!has_slot_for_each_) places_[used_] = segment_;
                    save(used_++);
                    next_ = segment_ + turns_to_next_checkpoint(most_ - segment_, slots_ - used_ + 1);
                }
                ++segment_;
            }
            return begin_;
        }
        constexpr void end() const {
            if (!has_slot_for_each_) places_[slots_] = used_;
        }

    private:
        std::ptrdiff_t most_, slots_, length_;
        bool has_slot_for_each_;
        std::ptrdiff_t begin_ = 0, end_ = 0, segment_ = 0, used_ = 0, next_ = 0;
        std::ptrdiff_t* places_;
    };
    constexpr unknown_turns begin_while(std::ptrdiff_t most, std::ptrdiff_t* places) const {
        return {*this, most, places};
    }

private:
    constexpr std::ptrdiff_t count_segments(std::ptrdiff_t turns) const { return (turns + length_ - 1) / length_; }

    std::ptrdiff_t length_ = 1, slots_ = 0;
    bool has_slot_for_each_ = false;
};

/// The memory of an ordered loop and the one that goes back through its turns: numbers for each turn that is kept, for
/// each state, and for the states of arrays while turns run again.
struct memory_of_turns {
    std::ptrdiff_t turns, turn, state, aside;

    /// One turn at least is kept, also where there is none.
    constexpr std::ptrdiff_t for_all() const { return (turns > 0 ? turns : 1) * turn; }
    /// The memory that one state takes.
    constexpr std::ptrdiff_t least() const {
        const std::ptrdiff_t with_one = turn + state + aside;
        return with_one < for_all() ? with_one : for_all();
    }
    /// The schedule with the fewest repetitions that `memory` has room for, and `most` slots if there are several
    /// repetitions.
    constexpr binomial_schedule fitted_to(std::ptrdiff_t memory, std::ptrdiff_t most) const {
        if (for_all() <= memory || turns < 2) return {turns, 0, turns > 0 ? turns : 1};
        const std::ptrdiff_t room = memory - aside;
        for (std::ptrdiff_t s = 1; s < turns && room - s * state >= turn; ++s)
            if ((s + 1) * ((room - s * state) / turn) >= turns) return {turns, s, (room - s * state) / turn};
        std::ptrdiff_t slots = 1, length = 1, repeats = turns;
        for (std::ptrdiff_t s = most < turns ? most : turns - 1; s > 0; --s) {
            const std::ptrdiff_t kept = turn > 0 ? (room - s * state) / turn : 1;
            if (room < s * state || kept < 1) continue;
            const std::ptrdiff_t needed = run::repetitions_of((turns + kept - 1) / kept, s, repeats + 1);
            if (needed > repeats) continue;
            repeats = needed;
            slots = s;
            length = kept;
        }
        return {turns, slots, length};
    }
};

} // namespace pullback::engine::run

#endif
