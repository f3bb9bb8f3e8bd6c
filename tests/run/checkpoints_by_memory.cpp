// SPDX-License-Identifier: BSL-1.0
#include "caught_text.hpp"
#include "guarded_memory.hpp"
#include "seeded_numbers.hpp"

#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

// Memory of the caller that does not hold all turns: as many states are kept as there is room for, down to one, and
// derivatives are those of a call that has all memory, to the last digit.

namespace {

using namespace seeded_numbers;
namespace checkpoints = pullback::checkpoints;
using pullback::at_most;
using pullback::fold;
using pullback::map;
using pullback::step_count;
using pullback::sum;
using pullback::while_loop;

constexpr auto by = pullback::wrt<0, 1>;

/// The bits of value and gradient, by a call with so many numbers of memory.
template <class F>
std::vector<std::uint64_t> results_in(const F& f, std::size_t size, double a, const numbers& x, step_count turns) {
    double value = 0, ga = 0;
    numbers gx(x.size());
    guarded_memory::memory memory(size);
    const std::span<double> given = memory.given();
    f.into(value, ga, gx).using_workspace(given)(a, x, turns);
    const auto returned = f.using_workspace(given)(a, x, turns);
    memory.check();
    BOOST_TEST(returned.value == value);
    gx.push_back(ga);
    gx.push_back(value);
    return guarded_memory::bits(gx);
}

template <class Body>
void check(Body body) {
    const auto f = pullback::function(body);
    const auto derivative = pullback::value_and_gradient(f, by);
    const numbers x = random_numbers(3);
    for (const int count : {0, 1, 2, 3, 8, 31}) {
        const step_count turns(count);
        const auto all = static_cast<std::size_t>(work_size(derivative, 0.7, x, turns));
        const auto one_state = pullback::value_and_gradient(f, by, checkpoints::binomial(1));
        const auto least = std::min(all, static_cast<std::size_t>(work_size(one_state, 0.7, x, turns)));
        const auto wanted = results_in(derivative, all, 0.7, x, turns);
        for (std::size_t size = least; size < all; ++size)
            BOOST_TEST(results_in(derivative, size, 0.7, x, turns) == wanted,
                       count << " turns in " << size << " of " << all);
        BOOST_TEST(results_in(derivative, all + 5, 0.7, x, turns) == wanted);
        if (count < 8) continue;
        BOOST_TEST(least < all / 2);
        BOOST_CHECK_THROW(results_in(derivative, least - 1, 0.7, x, turns), pullback::range_error);
        // Who asks for no checkpoints has none.
        const auto without = pullback::value_and_gradient(f, by, checkpoints::none);
        BOOST_TEST(caught_text::contains(
            caught_text::text_of<pullback::range_error>([&] { results_in(without, all - 1, 0.7, x, turns); }),
            "give as many as work_size(f, x...) says"));
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(one_loop_has_all_memory) {
    check([](const auto& a, const auto& x, const auto& turns) {
        return fold(turns, a * 0.5, [&](const auto& s, const auto& i) {
            return s + 0.1 * (sin(s * x[0]) - a * exp(-s * s)) + 0.01 * i * x[2];
        });
    });
}

// One after the other, with a range as a state and with numbers, and one that ends by a condition.
BOOST_AUTO_TEST_CASE(several_loops_share_memory) {
    check([](const auto& a, const auto& x, const auto& turns) {
        const auto cells = fold(turns, map(x, [&](const auto& u) { return u * a; }), [&](const auto& s, const auto& i) {
            return map(s, [&](const auto& e) { return 0.9 * e + 0.1 * sin(e * x[0] + 0.1 * i); });
        });
        const auto start = sum(cells, [](const auto& e) { return e * e; });
        const auto level =
            repeat(turns, start, [&](const auto& s) { return s + 0.1 * (sin(s * x[0]) - a * exp(-s * s)); });
        return while_loop(
            at_most<60>, 3 + level * level, [](const auto& s) { return s > 0.5; },
            [&](const auto& s) { return 0.9 * s + 0.01 * sin(s * a); });
    });
}

// The least repetitions that memory allows are found, and no more memory is taken.
BOOST_AUTO_TEST_CASE(turns_are_repeated_as_rarely_as_memory_allows) {
    using pullback::engine::run::memory_of_turns;
    using pullback::engine::run::repetitions_of;
    for (const std::ptrdiff_t turns : {1, 2, 5, 40, 999})
        for (const std::ptrdiff_t turn : {1, 3})
            for (const std::ptrdiff_t state : {1, 4}) {
                const memory_of_turns of{turns, turn, state, 2};
                for (std::ptrdiff_t memory = of.least(); memory < of.for_all() + 3; memory += 1 + memory / 8) {
                    const auto found = of.fitted_to(memory, 256);
                    const std::ptrdiff_t length = found.length(), slots = found.slots();
                    const std::ptrdiff_t used = length * turn + slots * state + (slots > 0 ? 2 : 0);
                    BOOST_TEST(used <= memory);
                    const std::ptrdiff_t repeats = repetitions_of((turns + length - 1) / length, slots, turns);
                    std::ptrdiff_t least = of.for_all() <= memory ? 0 : turns;
                    for (std::ptrdiff_t s = 1; s < turns && least > 0; ++s) {
                        const std::ptrdiff_t kept = (memory - 2 - s * state) / turn;
                        if (memory - 2 - s * state < turn) break;
                        least = std::min(least, repetitions_of((turns + kept - 1) / kept, s, turns));
                    }
                    if (turns <= 256 || least < 2) BOOST_TEST(repeats == least);
                    else BOOST_TEST(repeats <= least + 1); // no more slots than 256
                }
            }
}

// Where memory is that of √n checkpoints, no turn is computed more than twice.
BOOST_AUTO_TEST_CASE(memory_of_square_root_checkpoints_is_enough_for_two_times) {
    using pullback::engine::run::memory_of_turns;
    using pullback::engine::run::repetitions_of;
    const memory_of_turns of{1'000'000, 2, 2, 0};
    const auto found = of.fitted_to(1000 * 2 + 999 * 2, 256);
    BOOST_TEST(repetitions_of((1'000'000 + found.length() - 1) / found.length(), found.slots(), 10) == 1);
}
