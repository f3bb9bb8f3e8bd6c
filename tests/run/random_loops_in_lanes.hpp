// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_RUN_RANDOM_LOOPS_IN_LANES_HPP
#define PULLBACK_TESTS_RUN_RANDOM_LOOPS_IN_LANES_HPP

#include "lanes_check.hpp"
#include "random_loops.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>

/// The same programs of loops with a state, made at random, in a loop with lanes around them: what they keep, hand on
/// and add up is there for each lane.
namespace random_loops {

inline auto random_rows(std::size_t rows, std::size_t columns) {
    lanes_check::row_matrix<double> made(static_cast<std::ptrdiff_t>(rows), static_cast<std::ptrdiff_t>(columns));
    for (std::size_t i = 0; i < rows * columns; ++i) made.data()[i] = random_number();
    return made;
}

template <std::uint32_t Seed>
void check_seed_in_lanes() {
    // The inner loops go over what all lanes share, or over a row for each of them.
    constexpr auto shared = pullback::function([](const auto& a, const auto& x, const auto& y) {
        return sum(y, [=](const auto& each) { return 0.3 * run(Seed, each, a, x); });
    });
    constexpr auto rows = pullback::function([](const auto& a, const auto& b, const auto& all) {
        return sum(all, [=](const auto& row) { return 0.3 * run(Seed, a, b, row); });
    });
    const auto compare = [](const auto& f, const auto&... x) {
        lanes_check::check_same<double>(f(pullback::unseq, x...), f(x...), 100);
    };
    for (const std::size_t turns : {0u, 1u, 3u, 8u, 13u, 19u})
        for (const std::size_t inner : {0u, 1u, 2u, 5u, 9u}) {
            BOOST_TEST_CONTEXT("seed " << Seed << ", " << turns << " turns of " << inner) {
                const double a = random_number(), b = random_number(), da = random_number(), db = random_number();
                const numbers x = random_numbers(inner), y = random_numbers(turns), dx = random_numbers(inner),
                              dy = random_numbers(turns);
                compare(pullback::value_and_gradient(shared), a, x, y);
                compare(pullback::hvp(shared), a, x, y, da, dx, dy);
                const auto all = random_rows(turns, inner), d = random_rows(turns, inner);
                compare(pullback::value_and_gradient(rows), a, b, all);
                compare(pullback::hvp(rows), a, b, all, da, db, d);
            }
        }
}

template <std::uint32_t... Seed>
void check_in_lanes() {
    (check_seed_in_lanes<Seed>(), ...);
}

} // namespace random_loops

#endif
