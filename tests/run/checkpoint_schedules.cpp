// SPDX-License-Identifier: BSL-1.0
#include <pullback/run/checkpoint_schedules.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <vector>

// The order in which turns run under every schedule, by a state that is the number of the turn: each turn begins with
// the state that it began with, and going back meets each turn once, with what was kept of it.

namespace {

using namespace pullback::engine::run;

/// Goes forward and back, and returns how often the turn was computed that was computed most often.
template <class Schedule>
std::ptrdiff_t most_often(const Schedule& schedule, std::ptrdiff_t bound, std::ptrdiff_t turns, bool ends_by_condition,
                          std::ptrdiff_t most_places) {
    using count = std::vector<std::ptrdiff_t>;
    const auto at = [](std::ptrdiff_t i) { return static_cast<std::size_t>(i); };
    const std::ptrdiff_t guard = -77;
    count places(at(most_places + 2), guard), saved(at(schedule.slots()), guard), kept(at(schedule.length()), guard),
        computed(at(turns), 0);
    std::ptrdiff_t state = 0, next_back = turns - 1;
    const auto save = [&](std::ptrdiff_t slot) { saved.at(at(slot)) = state; };
    const auto restore = [&](std::ptrdiff_t slot) { state = saved.at(at(slot)); };
    const auto run = [&](std::ptrdiff_t turn) {
        BOOST_TEST_REQUIRE(state == turn);
        ++computed.at(at(turn));
        ++state;
    };
    const auto run_and_keep = [&](std::ptrdiff_t turn, std::ptrdiff_t begin) {
        run(turn);
        kept.at(at(turn - begin)) = turn;
    };
    if (ends_by_condition) {
        auto unknown = schedule.begin_while(bound, places.data());
        for (std::ptrdiff_t turn = 0; turn < turns; ++turn) run_and_keep(turn, unknown.next(turn, save));
        unknown.end();
    } else {
        schedule.forward(turns, places.data(), save, run, run_and_keep);
    }
    schedule.back(turns, places.data(), restore, save, run, run_and_keep,
                  [&](std::ptrdiff_t turn, std::ptrdiff_t begin) {
                      BOOST_TEST_REQUIRE(turn == next_back--);
                      BOOST_TEST_REQUIRE(kept.at(at(turn - begin)) == turn);
                  });
    BOOST_TEST(next_back == -1);
    BOOST_TEST(places.back() == guard);
    std::ptrdiff_t most = 0;
    for (const std::ptrdiff_t each : computed) most = each > most ? each : most;
    return most;
}

template <class Schedule>
void check(const Schedule& schedule, std::ptrdiff_t turns, std::ptrdiff_t most, std::ptrdiff_t most_places) {
    BOOST_TEST_CONTEXT(turns << " turns, " << schedule.slots() << " slots for segments of " << schedule.length()) {
        BOOST_TEST(most_often(schedule, turns, turns, false, most_places) <= most);
        for (std::ptrdiff_t fewer = 0; fewer <= turns; ++fewer) most_often(schedule, turns, fewer, true, most_places);
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(every_schedule_goes_back_through_all_turns) {
    for (std::ptrdiff_t turns = 0; turns <= 30; ++turns)
        for (const std::ptrdiff_t k : {1, 2, 3, 5, 7, 29, 30, 31}) {
            check(segment_schedule(turns, k), turns, 2, 0);
            for (const std::ptrdiff_t slots : {1, 2, 3, 6, 40})
                check(binomial_schedule(turns, slots, k), turns, 1 + repetitions_of((turns + k - 1) / k, slots, turns),
                      slots);
        }
}

// What is chosen by memory, with places for fewer states than there may be slots.
BOOST_AUTO_TEST_CASE(what_memory_allows_goes_back_through_all_turns) {
    for (std::ptrdiff_t turns = 0; turns <= 40; ++turns)
        for (const std::ptrdiff_t state : {1, 3}) {
            const memory_of_turns of{turns, 2, state, 4};
            for (std::ptrdiff_t memory = of.least(); memory < of.for_all() + 2; memory += 3) {
                const binomial_schedule fitted = of.fitted_to(memory, 5);
                check(fitted, turns,
                      1 + repetitions_of((turns + fitted.length() - 1) / fitted.length(), fitted.slots(), turns), 5);
            }
        }
}
