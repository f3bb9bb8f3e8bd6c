// SPDX-License-Identifier: BSL-1.0
#include "lanes_check.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>
#include <pullback/threads.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <tuple>
#include <vector>

// Loops in lanes over the elements of a state, that go back through the turns of others, and whose turns read and add
// up what other loops keep, where data say.

namespace {

using namespace lanes_check;

// A state has an element for each turn in lanes, which is a constant at first, as its adjoint is; and the same as that
// of others later.
constexpr auto elements_of_a_state = function([](const auto& x, const auto& a, const auto&) {
    const auto end =
        fold(x, std::tuple{map(x, [](const auto&) { return 0.0; }), 0.0}, [&](const auto& state, const auto& u) {
            const auto& [before, total] = state;
            const auto after = map(before, x, [&](const auto& s, const auto& v) { return tanh(s / 2 + u * v * a); });
            return std::tuple{after, total + sum(after, [](const auto& s) { return square(s); })};
        });
    return std::get<1>(end);
});
constexpr auto equal_elements = function([](const auto& x, const auto& a, const auto&) {
    const auto end = fold(x, map(x, [&](const auto&) { return 2 * a; }), [&](const auto& before, const auto& u) {
        const auto middle = tanh(u + a);
        const auto both = sum(before, x, [&](const auto& s, const auto& v) { return exp(s * v / 9); });
        return map(before, [=](const auto&) { return middle + log(1 + both); });
    });
    return sum(end, x, [](const auto& s, const auto& v) { return exp(s / 9) * v; });
});
// What goes back has no state: the adjoint of a sum is the same in every turn.
constexpr auto added = function([](const auto& x, const auto& a, const auto&) {
    return fold(x, a, [&](const auto& s, const auto& u) { return s + sin(u * a); });
});
constexpr auto added_up_in_each = function([](const auto& x, const auto& a, const auto&) {
    return sum(x, [&](const auto& p) {
        const auto s = fold(x, p, [&](const auto& before, const auto& u) { return before + sin(u * p) * a; });
        return square(s) + s;
    });
});
constexpr auto until = function([](const auto& x, const auto& a, const auto&) {
    return sum(x, [&](const auto& u) { return square(u); }) + while_loop(
                                                                  step_count(50), 1 + a - a,
                                                                  [&](const auto& s) { return s < 20; },
                                                                  [&](const auto& s) { return s + 1 + exp(a); });
});
// What another loop keeps is read in turns that data choose, and its adjoints are added there, twice at some.
constexpr auto looked_up = function([](const auto& x, const auto& a, const auto& k) {
    const auto t = map(x, [=](const auto& u) { return exp(u * a); });
    return sum(k, indices(k), [=](const auto& i, const auto& at) { return sin(t[i] * t[i] + at * a / 9); });
});
constexpr auto looked_up_on_a_path = function([](const auto& x, const auto& a, const auto& k) {
    const auto t = scan(x, a, [=](const auto& s, const auto& u) { return s / 2 + cos(u * a); });
    return sum(k, indices(k), [=](const auto& i, const auto& at) { return sin(t[i] * t[i] + at * a / 9); });
});
constexpr auto looked_up_in_each = function([](const auto& x, const auto& a, const auto& k) {
    return sum(x, [&](const auto& p) {
        const auto t = scan(x, p, [=](const auto& s, const auto& u) { return s / 2 + cos(u * a); });
        return log_sum_exp(k, [=](const auto& i) { return t[i] * t[i]; });
    });
});

// The loops that read and add up where data say have lanes.
template <class F>
constexpr auto costs_of(F f) {
    return cost<numbers, double, subscripts>(value_and_gradient(f, wrt<0, 1>));
}
static_assert(costs_of(looked_up).loops[0].has_lanes);
static_assert(costs_of(looked_up_on_a_path).loops[2].has_lanes && !costs_of(looked_up_on_a_path).loops[3].has_lanes);
static_assert(costs_of(looked_up_in_each).loops[1].has_lanes);

} // namespace

BOOST_AUTO_TEST_CASE(elements_that_begin_with_constants) {
    check_with<double>(elements_of_a_state);
    check_with<double>(equal_elements);
}
BOOST_AUTO_TEST_CASE(back_without_a_state) {
    check_with<double>(added);
    check_with<double>(added_up_in_each);
}
BOOST_AUTO_TEST_CASE(as_many_turns_as_there_were) { check_with<double>(until); }
BOOST_AUTO_TEST_CASE(turns_that_data_choose) {
    check_with<double>(looked_up, 1);
    check(looked_up_on_a_path, 1);
    check_with<double>(looked_up_in_each, 1);
}

// The same on threads.
BOOST_AUTO_TEST_CASE(in_chunks) {
    const numbers x = random_numbers(20'000);
    const subscripts k = random_subscripts(20'000, 20'000);
    const auto check_in_chunks = [&](const auto& f) {
        const auto by = value_and_gradient(f, wrt<0, 1>);
        const auto wanted = by(x, 0.5, k);
        check_same<double>(by(par, x, 0.5, k), wanted, 1000);
        check_same<double>(by(par_unseq, x, 0.5, k), wanted, 1000);
    };
    check_in_chunks(added);
    check_in_chunks(looked_up);
    check_in_chunks(looked_up_on_a_path);
}
