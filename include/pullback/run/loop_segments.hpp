// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_LOOP_SEGMENTS_HPP
#define PULLBACK_RUN_LOOP_SEGMENTS_HPP

#include <pullback/always_inline.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/optimise/turn_passes.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace pullback::engine::run {

/// An ordered loop that runs with checkpoints, and the one that goes back through its turns: number `Pair` of those of
/// a run.
template <class Run, int Pair>
class loop_segments {
    using turns_pass = optimise::turns_pass;
    static constexpr const auto& code = Run::code;
    static constexpr const auto& plan = Run::plan;
    static constexpr optimise::turn_pair pair = Run::running::segments.pairs[Pair];

public:
    PULLBACK_ALWAYS_INLINE explicit loop_segments(Run& run) : run_(run) {}

    /// Goes through the turns and keeps the state at checkpoints.
    PULLBACK_ALWAYS_INLINE constexpr void go_forward() {
        if constexpr (code.tables.indices[pair.index].condition >= 0) {
            go_forward_while();
            return;
        }
        run_.schedules_[Pair].forward(
            run_.template count_of<code.tables.indices[pair.index].extent>(), places(),
            [this](std::ptrdiff_t slot) PULLBACK_ALWAYS_INLINE { save(slot); },
            [this](std::ptrdiff_t turn) PULLBACK_ALWAYS_INLINE { run_turn<turns_pass::first>(turn, turn); },
            [this](std::ptrdiff_t turn, std::ptrdiff_t first)
                PULLBACK_ALWAYS_INLINE { run_turn<turns_pass::whole>(turn, first); });
    }
    /// Goes back through them.
    PULLBACK_ALWAYS_INLINE constexpr void go_back() {
        run_.schedules_[Pair].back(
            run_.template turns_of<pair.reversed_index>(), places(),
            [this](std::ptrdiff_t slot)
                PULLBACK_ALWAYS_INLINE { do_again([this, slot]() PULLBACK_ALWAYS_INLINE { restore(slot); }); },
            [this](std::ptrdiff_t slot)
                PULLBACK_ALWAYS_INLINE { do_again([this, slot]() PULLBACK_ALWAYS_INLINE { save(slot); }); },
            [this](std::ptrdiff_t turn) PULLBACK_ALWAYS_INLINE {
                do_again([this, turn]() PULLBACK_ALWAYS_INLINE { run_turn<turns_pass::advance>(turn, turn); });
            },
            [this](std::ptrdiff_t turn, std::ptrdiff_t first) PULLBACK_ALWAYS_INLINE {
                do_again([this, turn, first]() PULLBACK_ALWAYS_INLINE { run_turn<turns_pass::tape>(turn, first); });
            },
            [this](std::ptrdiff_t turn, std::ptrdiff_t first)
                PULLBACK_ALWAYS_INLINE { run_reversed_turn(turn, first); });
    }

private:
    /// The same of a loop that ends by its condition: any turn may be the last one, so each keeps what going back
    /// needs.
    PULLBACK_ALWAYS_INLINE constexpr void go_forward_while() {
        const std::ptrdiff_t most = run_.template count_of<code.tables.indices[pair.index].extent>();
        auto kept = run_.schedules_[Pair].begin_while(most, places());
        run_.template run_while_it_goes_on<pair.index>([&](std::ptrdiff_t turn) PULLBACK_ALWAYS_INLINE {
            const std::ptrdiff_t first =
                kept.next(turn, [this](std::ptrdiff_t slot) PULLBACK_ALWAYS_INLINE { save(slot); });
            run_turn<turns_pass::whole>(turn, first);
        });
        kept.end();
    }
    template <turns_pass Pass>
    PULLBACK_ALWAYS_INLINE constexpr void run_turn(std::ptrdiff_t turn, std::ptrdiff_t first) {
        run_.index_[pair.index] = turn;
        run_.segments_[Pair].first = first;
        run_.template run_region<pair.forward, Pass>();
    }
    PULLBACK_ALWAYS_INLINE constexpr void run_reversed_turn(std::ptrdiff_t turn, std::ptrdiff_t first) {
        run_.index_[pair.reversed_index] = turn;
        run_.segments_[Pair].first = first;
        run_.template run_region<pair.reversed>();
    }

    /// Acts with other arrays in the place of those of the last state, which may be read afterwards.
    PULLBACK_ALWAYS_INLINE constexpr void do_again(auto act) {
        exchange();
        act();
        exchange();
    }
    PULLBACK_ALWAYS_INLINE constexpr void exchange() {
        Run::template for_arrays_of_state<Pair>([&](auto item) PULLBACK_ALWAYS_INLINE {
            exchange_array<plan.items[item()].node>();
            exchange_array<plan.items[item()].array>();
        });
    }
    template <int Array>
    PULLBACK_ALWAYS_INLINE constexpr void exchange_array() {
        std::swap(run_.first_[Array], run_.aside_[Array]);
    }

    /// Acts on the numbers of the state and on where they are kept.
    PULLBACK_ALWAYS_INLINE constexpr void for_state(std::ptrdiff_t slot, auto act) {
        auto* kept = run_.work_ + run_.segments_[Pair].states + slot * run_.template size_of_state<Pair>();
        Run::for_each(std::make_integer_sequence<int, Run::count_carries(pair.index)>{},
                      [&](auto i) PULLBACK_ALWAYS_INLINE {
                          constexpr int node = Run::carry_in(pair.index, i()).node;
                          act(run_.numbers_[node], *kept++);
                      });
        Run::template for_arrays_of_state<Pair>([&](auto item) PULLBACK_ALWAYS_INLINE {
            constexpr int now = plan.items[item()].node;
            const std::ptrdiff_t size = run_.template size_of_kept<now>();
            auto* const array = run_.work_ + run_.first_[now];
            for (std::ptrdiff_t k = 0; k < size; ++k) act(array[k], *kept++);
        });
    }
    PULLBACK_ALWAYS_INLINE constexpr void save(std::ptrdiff_t slot) {
        for_state(slot, [](auto& number, auto& kept) PULLBACK_ALWAYS_INLINE { kept = number; });
    }
    PULLBACK_ALWAYS_INLINE constexpr void restore(std::ptrdiff_t slot) {
        for_state(slot, [](auto& number, auto& kept) PULLBACK_ALWAYS_INLINE { number = kept; });
    }
    /// The turns whose states are kept, where they must be known.
    PULLBACK_ALWAYS_INLINE constexpr std::ptrdiff_t* places() {
        if constexpr (Run::has_places()) return run_.places_ + Pair * Run::places_of_pair;
        else return nullptr;
    }

    Run& run_;
};

} // namespace pullback::engine::run

#endif
