// SPDX-License-Identifier: BSL-1.0
#include "lanes_check.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <tuple>
#include <vector>

// Loops in lanes that go, in each turn of another loop, through elements of several numbers: those are turned round,
// and so are sums at them and what is kept of each turn.

namespace {

using namespace lanes_check;

template <class T>
using elements = std::vector<std::array<T, 3>>;

// A recurrent network: what is kept of a turn is a record of several numbers for each unit.
constexpr auto recurrent = function([](const auto& units, const auto& text, const auto& a) {
    const auto begin = map(units, [](const auto& w) { return std::array{w[0] * 0.5, w[2] * 0.25}; });
    const auto end = fold(text, std::tuple{begin, 0.0}, [&](const auto& state, const auto& seen) {
        const auto& [before, total] = state;
        const auto after = map(before, units, [&](const auto& s, const auto& w) {
            const auto kept = tanh(s[0] * w[0] + seen * a);
            return std::array{kept * exp(s[1] * w[1] / 4), sin(s[1] + kept)};
        });
        const auto shown = sum(after, units, [](const auto& s, const auto& w) { return s[0] * w[2] - s[1] * w[0]; });
        return std::tuple{after, total / 2 + sin(shown / (1 + units.size()))};
    });
    return std::get<1>(end);
});
// Elements alone, with a state of one number.
constexpr auto summed = function([](const auto& units, const auto& text, const auto& a) {
    return fold(text, a, [&](const auto& s, const auto& seen) {
        const auto all = sum(units, [&](const auto& w) { return w[0] * cos(w[2] * seen) + w[1] * s; });
        return s / 2 + sin(all / (1 + units.size()));
    });
});
// The gradient of an element that the loops add to, and what stands in other loops too.
constexpr auto in_several_loops = function([](const auto& units, const auto& text, const auto& a) {
    const auto once = sum(units, [&](const auto& w) { return square(w[1]) * a; });
    return once + fold(text, a, [&](const auto& s, const auto& seen) {
               const auto first = sum(units, [&](const auto& w) { return w[0] * s; }) / (1 + units.size());
               return sin(sum(units, [&](const auto& w) { return w[0] * first + exp(w[1] * seen) / 9; }) /
                          (1 + units.size()));
           });
});

template <class T>
elements<T> some_elements(std::size_t count) {
    elements<T> all(count);
    for (auto& each : all)
        for (T& x : each) x = static_cast<T>(random_number());
    return all;
}
template <class T, class F>
void check_elements(F f) {
    for (std::size_t count = 0; count <= 40; ++count)
        for (const std::size_t turns : {0U, 1U, 5U}) {
            BOOST_TEST_CONTEXT("elements " << count << ", turns " << turns) {
                const elements<T> units = some_elements<T>(count), directions = some_elements<T>(count);
                const std::vector<T> text = some<T>(turns);
                const T a = static_cast<T>(random_number());
                const std::size_t terms = 10 * count + 10;
                const auto by = wrt<0, 1, 2>;
                check_same<T>(f(unseq, units, text, a), f(units, text, a), terms);
                check_same<T>(value_and_gradient(f, by)(unseq, units, text, a),
                              value_and_gradient(f, by)(units, text, a), terms);
                check_same<T>(jvp(f, wrt<0>)(unseq, units, text, a, directions),
                              jvp(f, wrt<0>)(units, text, a, directions), terms);
            }
        }
}

} // namespace

BOOST_AUTO_TEST_CASE(recurrent_networks) {
    check_elements<double>(recurrent);
    check_elements<float>(recurrent);
}
BOOST_AUTO_TEST_CASE(sums_over_elements) {
    check_elements<double>(summed);
    check_elements<float>(summed);
    check_elements<double>(in_several_loops);
    check_elements<float>(in_several_loops);
}

// Memory of the caller: with as much as lanes need they are used, with less the call runs without.
BOOST_AUTO_TEST_CASE(memory_of_the_caller) {
    const elements<double> units = some_elements<double>(21);
    const numbers text = random_numbers(6);
    const auto f = gradient(recurrent, wrt<0>);
    const std::ptrdiff_t least = work_size(f, units, text, 0.5), of_lanes = work_size(f, unseq, units, text, 0.5);
    // Both copies of elements and sums at them have their place: 3 numbers of 21 elements, twice.
    BOOST_TEST(of_lanes >= least + 2 * 3 * 21);
    const auto wanted = f(units, text, 0.5);
    for (const std::ptrdiff_t size : {least, of_lanes - 1, of_lanes}) {
        numbers memory(static_cast<std::size_t>(size));
        elements<double> by_units(21);
        f.into(by_units).using_workspace(memory)(unseq, units, text, 0.5);
        check_same<double>(by_units, wanted, 200);
    }
}
