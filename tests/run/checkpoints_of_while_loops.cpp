// SPDX-License-Identifier: BSL-1.0
#include "guarded_memory.hpp"
#include "seeded_numbers.hpp"

#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

// Checkpoints of loops that end by a condition, whose number of turns is known when they have ended: derivatives are
// those without, to the last digit, in the memory that is said, with any number of turns below the bound.

namespace {

using namespace seeded_numbers;
namespace checkpoints = pullback::checkpoints;
using pullback::at_most;
using pullback::fold;
using pullback::map;
using pullback::square;
using pullback::step_count;
using pullback::sum;
using pullback::while_loop;

/// Value and gradient by a number and a range, their bits, with just as much memory as is said.
template <class F>
std::vector<std::uint64_t> results_of(const F& f, double a, const numbers& x, int turns, step_count bound) {
    double value = 0, ga = 0;
    numbers gx(x.size());
    const auto count = static_cast<std::size_t>(work_size(f, a, x, turns, bound));
    guarded_memory::memory memory(count);
    f.into(value, ga, gx).using_workspace(memory.given())(a, x, turns, bound);
    memory.check();
    gx.push_back(ga);
    gx.push_back(value);
    return guarded_memory::bits(gx);
}

constexpr auto by = pullback::wrt<0, 1>;

template <class Body>
void check(Body body) {
    const auto f = pullback::function(body);
    const numbers x = random_numbers(3);
    for (const int bound : {0, 1, 2, 3, 7, 20, 33})
        for (const int turns : {0, 1, 2, 3, 5, 6, 7, 17, 20, 32, 33}) {
            if (turns > bound) continue;
            const step_count most(bound);
            const auto wanted = results_of(pullback::value_and_gradient(f, by), 0.7, x, turns, most);
            const auto compare = [&](const auto& policy, const char* name, std::ptrdiff_t k) {
                BOOST_TEST_CONTEXT(turns << " of " << bound << " turns, " << name << ' ' << k) {
                    BOOST_TEST(results_of(pullback::value_and_gradient(f, by, policy), 0.7, x, turns, most) == wanted);
                }
            };
            compare(checkpoints::square_root, "square root", 0);
            for (const std::ptrdiff_t k : {1, 2, 3, 5, 32, 40}) {
                compare(checkpoints::every(k), "every", k);
                compare(checkpoints::binomial(k), "binomial", k);
            }
        }
}

} // namespace

BOOST_AUTO_TEST_CASE(numbers_are_a_state) {
    check([](const auto& a, const auto& x, const auto& turns, const auto& bound) {
        return get<1>(while_loop(
            bound, std::tuple(0 * a, a), [&](const auto& s) { return get<0>(s) < turns; },
            [&](const auto& s) {
                return std::tuple(get<0>(s) + 1,
                                  get<1>(s) + 0.1 * sin(get<1>(s) * x[0]) - 0.01 * exp(-get<1>(s)) * x[2]);
            }));
    });
}

BOOST_AUTO_TEST_CASE(ranges_are_a_state) {
    check([](const auto& a, const auto& x, const auto& turns, const auto& bound) {
        const auto first = map(x, [&](const auto& u) { return u * a; });
        const auto last = while_loop(
            bound, std::tuple(0 * a, first), [&](const auto& s) { return get<0>(s) < turns; },
            [&](const auto& s) {
                const auto before = get<1>(s);
                const auto mean_square = sum(before, [](const auto& e) { return e * e; }) / 3;
                return std::tuple(get<0>(s) + 1, map(before, x, [=](const auto& e, const auto& u) {
                                      return e + 0.1 * sin(u * e + mean_square);
                                  }));
            });
        return sum(get<1>(last), x, [](const auto& e, const auto& u) { return sin(e) * u; });
    });
}

// Each element has a loop of its own, with turns of its own.
BOOST_AUTO_TEST_CASE(loops_stand_in_loops_over_data) {
    check([](const auto& a, const auto& x, const auto& turns, const auto& bound) {
        return sum(x, [&](const auto& u) {
            return get<1>(while_loop(
                bound, std::tuple(0 * a, a * u), [&](const auto& s) { return get<0>(s) < turns * abs(u); },
                [&](const auto& s) { return std::tuple(get<0>(s) + 1, get<1>(s) + 0.1 * sin(get<1>(s) * u)); }));
        });
    });
}

// Inside of the turns of a loop that runs again there is one that ends by its condition, which it does again.
BOOST_AUTO_TEST_CASE(loops_stand_in_turns) {
    check([](const auto& a, const auto& x, const auto& turns, const auto& bound) {
        return get<1>(while_loop(
            bound, std::tuple(0 * a, a), [&](const auto& s) { return get<0>(s) < turns; },
            [&](const auto& s) {
                const auto inner = while_loop(
                    at_most<30>, square(get<1>(s)) + 3.0, [&](const auto& y) { return y > 0.5 + 0.1 * x[0]; },
                    [&](const auto& y) { return 0.5 * y + 0.01 * sin(y * a); });
                return std::tuple(get<0>(s) + 1, 0.5 * inner * a + sin(get<1>(s) * x[1]));
            }));
    });
    check([](const auto& a, const auto& x, const auto& turns, const auto& bound) {
        return fold(bound, a, [&](const auto& s, const auto& i) {
            const auto inner = while_loop(
                at_most<30>, square(s) + 3.0, [&](const auto& y) { return y > 0.5 + 0.1 * x[0]; },
                [&](const auto& y) { return 0.5 * y + 0.01 * sin(y * a); });
            return inner * a + sin(s * x[1]) + 0.01 * (i - turns);
        });
    });
}

// What was the largest of a state says which number of it the next turn reads.
BOOST_AUTO_TEST_CASE(places_are_subscripts_in_turns) {
    check([](const auto& a, const auto& x, const auto& turns, const auto& bound) {
        const auto first = map(x, [&](const auto& u) { return u * a; });
        return sum(fold(bound, first, [&](const auto& s, const auto& i) {
            const auto top = s[argmax(s, [](const auto& e) { return sin(9 * e); })];
            return map(s, [=](const auto& e) { return 0.9 * e + 0.1 * cos(e * top + 0.1 * (i - turns)); });
        }));
    });
}

BOOST_AUTO_TEST_CASE(second_derivatives_have_checkpoints) {
    constexpr auto f = pullback::function([](const auto& a, const auto& bound) {
        return while_loop(
            bound, a * 9, [](const auto& s) { return s > 0.3; },
            [&](const auto& s) { return 0.9 * s - 0.02 * sin(s * a); });
    });
    const step_count bound(100);
    const double wanted = pullback::hvp(f, pullback::wrt<0>)(0.7, bound, 1.0);
    const auto with_states = pullback::hvp(f, pullback::wrt<0>, checkpoints::square_root);
    BOOST_TEST(with_states(0.7, bound, 1.0) == wanted);
    BOOST_TEST(pullback::hvp(f, pullback::wrt<0>, checkpoints::binomial(4))(0.7, bound, 1.0) == wanted);
    BOOST_TEST(work_size(with_states, 0.7, bound, 1.0) <
               work_size(pullback::hvp(f, pullback::wrt<0>), 0.7, bound, 1.0) / 3);
}

BOOST_AUTO_TEST_CASE(a_bound_that_is_reached_is_an_error) {
    constexpr auto f = pullback::function([](const auto& a, const auto& bound) {
        return while_loop(bound, a, [](const auto& s) { return s > 1; }, [](const auto& s) { return 0.5 * s; });
    });
    const auto check_policy = [&](const auto& policy) {
        const auto gradient = pullback::gradient(f, pullback::wrt<0>, policy);
        BOOST_TEST(gradient(8.0, step_count(3)) == 0.125);
        BOOST_CHECK_THROW(gradient(9.0, step_count(3)), pullback::range_error);
        BOOST_TEST(gradient(std::nan(""), step_count(3)) == 1); // it does not hold, and the state is the argument
    };
    check_policy(checkpoints::every(2));
    check_policy(checkpoints::binomial(2));
}
