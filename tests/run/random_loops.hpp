// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_RUN_RANDOM_LOOPS_HPP
#define PULLBACK_TESTS_RUN_RANDOM_LOOPS_HPP

#include "guarded_memory.hpp"
#include "random_programs.hpp"
#include "seeded_numbers.hpp"

#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

/// Programs of loops with a state, made at random: value and gradient are those of dual numbers, for which the same
/// source runs on vectors, and all ways to keep checkpoints give the same to the last digit, each in the memory that it
/// says.
namespace random_loops {

using namespace seeded_numbers;
using random_programs::bounded;
using random_programs::generator;
namespace checkpoints = pullback::checkpoints;

template <class T>
using state = std::array<T, 2>;

/// A number that is made of two of those in the pool, and of one of these again.
template <class T, std::size_t Size>
constexpr T node(generator& random, const std::array<T, Size>& pool) {
    const auto any = [&] { return pool[static_cast<std::size_t>(random.below(static_cast<int>(Size)))]; };
    const auto of = [&](const T& x, const T& y) {
        const int kind = random.below(2), way = random.below(4);
        return kind == 0 ? random_programs::node_of_one(random.below(11), x, way)
                         : random_programs::node_of_two(random.below(9), x, y, way);
    };
    const T x = any(), y = any();
    const T first = of(x, y);
    const T second = of(first, any());
    return bounded(0.9 * second + 0.2 * first, random.below(2));
}

template <class T, class Size>
constexpr T number_of(const Size& size) {
    if constexpr (std::is_arithmetic_v<Size>) return T(static_cast<double>(size));
    else return size;
}

/// One loop over x, or several in each other, and a number of what it ends with.
template <class T, class Range>
constexpr T loop(generator random, const T& a, const T& b, const Range& x) {
    using pullback::fold;
    using pullback::map;
    using pullback::scan;
    using pullback::sum;
    using pullback::while_loop;
    const int kind = random.below(7);
    // Each body draws from a copy, so that it is the same function in each turn.
    const generator of_turn{random.state * 747796405u + 1}, of_element{random.state * 2891336453u + 1};
    const auto turn = [=](const state<T>& s, const T& u) {
        generator drawn = of_turn;
        const std::array<T, 5> pool{s[0], s[1], u, a, b};
        const T first = node(drawn, pool);
        return state<T>{first, node(drawn, pool)};
    };
    const auto of_three = [=](const T& u, const T& v, const T& w) {
        generator drawn = of_element;
        return node(drawn, std::array<T, 3>{u, v, w});
    };
    const state<T> begin{a, b};
    switch (kind) {
        case 0: { // numbers as the state
            const state<T> end = fold(x, begin, turn);
            return of_three(end[0], end[1], a);
        }
        case 1: { // a sum in each turn
            const state<T> end = fold(x, begin, [=](const state<T>& s, const T& u) {
                const state<T> next = turn(s, u);
                const T all = sum(x, [=](const T& v) { return of_three(v, s[0], u); });
                return state<T>{next[0], bounded(next[1] + 0.3 * all, 1)};
            });
            return end[0] + 0.5 * end[1];
        }
        case 2: { // a loop with a state in each turn
            const state<T> end = fold(x, begin, [=](const state<T>& s, const T& u) {
                const T inner = fold(x, s[1], [=](const T& t, const T& v) { return of_three(t, v, s[0]); });
                return state<T>{turn(s, u)[0], bounded(inner + u * s[1], 1)};
            });
            return end[0] - end[1];
        }
        case 3: { // the states are read
            const auto states = scan(x, begin, turn);
            return sum(states, x, [=](const state<T>& s, const T& u) { return 0.3 * of_three(s[0], s[1], u); });
        }
        case 4: { // as many turns as a condition says
            const T limit = 0.3 * number_of<T>(x.size());
            const auto goes_on = [=](const state<T>& s) { return s[1] < limit; };
            const state<T> end = while_loop(x, state<T>{a, T(0.0)}, goes_on, [=](const state<T>& s) {
                return state<T>{turn(s, b)[0], s[1] + 0.5 + 0.25 * sin(s[0]) * sin(s[0])};
            });
            return of_three(end[0], 0.3 * end[1], b);
        }
        case 5: // a loop for each element
            return sum(x, [=](const T& each) {
                const state<T> end = fold(x, state<T>{each, a}, turn);
                return 0.3 * of_three(end[0], end[1], each);
            });
        default: { // a range as the state
            const auto end = fold(x, map(x, [=](const T& each) { return each * a; }), [=](const auto& s, const T& u) {
                return map(s, x, [=](const T& p, const T& q) { return of_three(p, q, u); });
            });
            return sum(end, x, [=](const T& p, const T& q) { return 0.3 * p * (q + b); });
        }
    }
}

/// Two loops, of which the second may wait for the first, and what both make.
template <class T, class Range>
constexpr T run(std::uint32_t seed, const T& a, const T& b, const Range& x) {
    generator random{seed * 2654435761u + 12345};
    random.below(2);
    const T first = loop(generator{random.state + 1}, a, b, x);
    const bool waits = random.below(3) > 0;
    const T second = loop(generator{random.state * 3 + 1}, waits ? bounded(first, 1) : a * b, a, x);
    return first * 0.5 + second + sin(first * a);
}

inline double slope_of(std::uint32_t seed, double a, double b, const numbers& x, double va, double vb,
                       const numbers& vx) {
    std::vector<dual<double>> seeds(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) seeds[i] = {x[i], vx[i]};
    return run(seed, dual<double>(a, va), dual<double>(b, vb), seeds).slope;
}

struct results {
    double value = 0, by_a = 0, by_b = 0;
    numbers by_x;
    std::vector<std::uint64_t> bits() const {
        numbers all = by_x;
        all.insert(all.end(), {value, by_a, by_b});
        return guarded_memory::bits(all);
    }
};
/// Value and gradient, computed in `size` numbers of memory.
template <class F>
results results_of(const F& f, std::ptrdiff_t size, double a, double b, const numbers& x) {
    results got;
    got.by_x.resize(x.size());
    guarded_memory::memory memory(static_cast<std::size_t>(size));
    f.into(got.value, got.by_a, got.by_b, got.by_x).using_workspace(memory.given())(a, b, x);
    memory.check();
    return got;
}

template <std::uint32_t Seed>
void check() {
    constexpr auto f =
        pullback::function([](const auto& a, const auto& b, const auto& x) { return run(Seed, a, b, x); });
    constexpr auto plain = pullback::value_and_gradient(f);
    for (const std::size_t turns : {0u, 1u, 2u, 7u, 20u}) {
        BOOST_TEST_CONTEXT("seed " << Seed << ", " << turns << " turns") {
            const double a = random_number(), b = random_number();
            const numbers x = random_numbers(turns), v = random_numbers(turns);
            const std::ptrdiff_t all = work_size(plain, a, b, x);
            const results got = results_of(plain, all, a, b, x);
            const std::vector<dual<double>> constants(x.begin(), x.end());
            BOOST_TEST(std::abs(got.value - run(Seed, dual<double>(a), dual<double>(b), constants).value) < 1e-10);
            const double slope = slope_of(Seed, a, b, x, 0.3, -0.8, v);
            const double along_all = 0.3 * got.by_a - 0.8 * got.by_b + along(got.by_x, v);
            BOOST_TEST(std::abs(along_all - slope) <= 1e-9 * (1 + std::abs(slope)), along_all << " and " << slope);

            const auto wanted = got.bits();
            const auto compare = [&](const auto& policy) {
                const auto chosen = pullback::value_and_gradient(f, policy);
                BOOST_TEST(results_of(chosen, work_size(chosen, a, b, x), a, b, x).bits() == wanted);
            };
            compare(checkpoints::none);
            compare(checkpoints::square_root);
            for (const std::ptrdiff_t k : {1, 3, 7, 19, 20}) {
                compare(checkpoints::every(k));
                compare(checkpoints::binomial(k));
            }
            // Nothing is said of checkpoints, and memory is given that does not hold all turns.
            const auto one_state = pullback::value_and_gradient(f, checkpoints::binomial(1));
            const std::ptrdiff_t least = std::min(all, work_size(one_state, a, b, x));
            for (const std::ptrdiff_t size : {least, (least + all) / 2, all})
                BOOST_TEST(results_of(plain, size, a, b, x).bits() == wanted);
        }
    }
}

template <std::uint32_t... Seed>
void check_seeds() {
    (check<Seed>(), ...);
}

} // namespace random_loops

#endif
