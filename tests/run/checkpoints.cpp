// SPDX-License-Identifier: BSL-1.0
#include "guarded_memory.hpp"
#include "seeded_numbers.hpp"

#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <vector>

// Derivatives with checkpoints are those without, to the last digit, and stay in the memory that they say, which is
// less: one body for each thing that is kept in the turns of a loop, at every number of turns to 40 and with many
// numbers of states.

namespace {

using namespace seeded_numbers;
using guarded_memory::bits;
namespace checkpoints = pullback::checkpoints;
using pullback::fold;
using pullback::map;
using pullback::scan;
using pullback::sum;

/// Value and gradient by a number and a range, with just as much memory as is said.
template <class F>
numbers results_of(const F& f, double a, const numbers& x) {
    double value = 0, ga = 0;
    numbers gx(x.size());
    const std::ptrdiff_t size = work_size(f, a, x);
    BOOST_REQUIRE(size >= 0);
    const auto count = static_cast<std::size_t>(size);
    guarded_memory::memory memory(count);
    f.into(value, ga, gx).using_workspace(memory.given())(a, x);
    memory.check();
    numbers all = gx;
    all.push_back(ga);
    all.push_back(value);
    const auto returned = f(a, x);
    BOOST_TEST(returned.value == value);
    BOOST_TEST(get<0>(returned.gradient) == ga);
    return all;
}

template <class F>
void check_at(const F& f, std::size_t turns) {
    const double a = random_number();
    const numbers x = random_numbers(turns);
    const auto wanted = bits(results_of(pullback::value_and_gradient(f), a, x));
    for (const std::ptrdiff_t k : {1, 2, 3, 5, 6, 39, 40, 41}) {
        BOOST_TEST_CONTEXT(turns << " turns, " << k) {
            BOOST_TEST(bits(results_of(pullback::value_and_gradient(f, checkpoints::every(k)), a, x)) == wanted);
            BOOST_TEST(bits(results_of(pullback::value_and_gradient(f, checkpoints::binomial(k)), a, x)) == wanted);
        }
    }
}
template <class Body>
void check(Body body) {
    const auto f = pullback::function(body);
    for (std::size_t turns = 0; turns <= 40; ++turns) check_at(f, turns);
    const numbers x(1000);
    const std::ptrdiff_t plain = work_size(pullback::value_and_gradient(f), 1.0, x);
    BOOST_TEST(work_size(pullback::value_and_gradient(f, checkpoints::every(30)), 1.0, x) < plain);
    BOOST_TEST(work_size(pullback::value_and_gradient(f, checkpoints::binomial(10)), 1.0, x) < plain);
}

// Numbers as the state, and what is dear to compute.
constexpr auto dear_calls = [](const auto& a, const auto& x) {
    return fold(x, a * 0.5, [&](const auto& s, const auto& u) { return s + 0.1 * (sin(s * u) - a * exp(-s * s)); });
};

// A range as the state, whose last turn is read by what goes back.
constexpr auto range_in_state = [](const auto& a, const auto& x) {
    const auto end = fold(x, map(x, [&](const auto& u) { return sin(u) * a; }), [&](const auto& s, const auto& u) {
        return map(s, x, [=](const auto& p, const auto& q) { return p + 0.1 * sin(p * u) - 0.1 * a * q; });
    });
    const auto size = sum(end, [](const auto& p) { return p * p; });
    return fold(x, a, [&](const auto& s, const auto& u) { return s * sin(u) + 0.01 * s * size; });
};

// The last turn is read beside what the turns began with, after they have been gone back through.
constexpr auto last_state_beside_the_first = [](const auto& a, const auto& x) {
    const auto end = fold(x, x, [&](const auto& s, const auto& u) {
        return map(s, [=](const auto& p) { return 0.5 * sin(p) * a + 0.4 * p * p * u; });
    });
    return sum(end, x, [](const auto& p, const auto& q) { return p * q; });
};

// A range and numbers together.
constexpr auto range_and_numbers = [](const auto& a, const auto& x) {
    const auto first = std::tuple(map(x, [&](const auto& u) { return u * a; }), a, a * a);
    const auto end = fold(x, first, [&](const auto& s, const auto& u) {
        // Lambdas take no names of parts, says clang 14.
        const auto& cells = std::get<0>(s);
        const auto& level = std::get<1>(s);
        const auto& weight = std::get<2>(s);
        const auto mean_of_cells = sum(cells, [&](const auto& p) { return sin(p * u); });
        return std::tuple(map(cells, [=](const auto& p) { return p + 0.1 * sin(level * p); }),
                          level * 0.5 + 0.01 * mean_of_cells, weight + level * level);
    });
    const auto& level = std::get<1>(end);
    return sum(std::get<0>(end), [&](const auto& p) { return p * level; }) + std::get<2>(end);
};

// Results of sums, and of ordered loops, in each turn.
constexpr auto inner_sum = [](const auto& a, const auto& x) {
    return fold(x, a, [&](const auto& s, const auto& u) {
        return s * u + 0.1 * exp(0.1 * sum(x, [&](const auto& v) { return sin(v * s) * a; }));
    });
};
constexpr auto inner_fold = [](const auto& a, const auto& x) {
    return fold(x, a, [&](const auto& s, const auto& u) {
        return 0.5 * s + u * fold(x, s, [&](const auto& t, const auto& v) { return t * cos(v * t) - 0.1 * a; });
    });
};

// The states themselves are read, in a loop after the turns and in one that goes back.
constexpr auto states_are_read = [](const auto& a, const auto& x) {
    const auto states =
        scan(x, a * 0.5, [&](const auto& s, const auto& u) { return s + 0.1 * (sin(s * u) - a * cos(s)); });
    return sum(states, [](const auto& s) { return s * s; });
};
// What goes back reads the states too, as results of calls.
constexpr auto states_are_read_twice = [](const auto& a, const auto& x) {
    const auto states = scan(x, a, [&](const auto& s, const auto& u) { return tanh(s * u + a); });
    return sum(states, [](const auto& s) { return sin(s * s); });
};
// What a turn adds up is not added again.
constexpr auto sum_of_turns = [](const auto& a, const auto& x) {
    const auto end = fold(x, std::array{a, 0 * a}, [&](const auto& s, const auto& u) {
        return std::array{s[0] * cos(u), s[1] + sin(s[0] * a)};
    });
    return end[0] * end[1];
};

// A loop for each element, and one after the other.
constexpr auto fold_in_map = [](const auto& a, const auto& x) {
    return sum(x, [&](const auto& w) {
        return fold(x, a * w, [&](const auto& s, const auto& u) { return s + 0.1 * (sin(s * u) - a * s); });
    });
};
constexpr auto one_after_the_other = [](const auto& a, const auto& x) {
    const auto first = fold(x, a, [&](const auto& s, const auto& u) { return s + 0.1 * sin(s * u); });
    return fold(x, first, [&](const auto& s, const auto& u) { return s * cos(first * u) + 0.1 * a; });
};
// The extremum of what a turn makes.
constexpr auto extremum_in_turn = [](const auto& a, const auto& x) {
    return fold(x, a, [&](const auto& s, const auto& u) {
        return 0.5 * s + max(x, [&](const auto& v) { return sin(v * s + u); }) * a;
    });
};

} // namespace

#define CHECK_BODY(body) \
    BOOST_AUTO_TEST_CASE(body##_is_the_same_with_checkpoints) { check(body); }
CHECK_BODY(dear_calls)
CHECK_BODY(range_in_state)
CHECK_BODY(last_state_beside_the_first)
CHECK_BODY(range_and_numbers)
CHECK_BODY(inner_sum)
CHECK_BODY(inner_fold)
CHECK_BODY(states_are_read)
CHECK_BODY(states_are_read_twice)
CHECK_BODY(sum_of_turns)
CHECK_BODY(fold_in_map)
CHECK_BODY(one_after_the_other)
CHECK_BODY(extremum_in_turn)
