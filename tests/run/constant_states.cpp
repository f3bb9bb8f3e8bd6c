// SPDX-License-Identifier: BSL-1.0
#include "ordered_check.hpp"
#include "seeded_numbers.hpp"

#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <type_traits>
#include <vector>

// States of which a number stays as it is, written so or found in a derivative: it stands before the loop, wherever it
// is used in the turns, and what is left is the same on numbers.

namespace {

using namespace seeded_numbers;
using ordered_check::check;
using pullback::cost;
using pullback::fold;
using pullback::function;
using pullback::gradient;
using pullback::map;
using pullback::scan;
using pullback::sum;
using pullback::wrt;

template <class S>
using pair_of = std::array<S, 2>;

constexpr auto polynomial = [](const auto& x, const auto& a, const auto&) {
    using S = std::remove_cvref_t<decltype(a)>;
    const auto end = fold(x, pair_of<S>{1 + 0 * a, 0 * a},
                          [&](const auto& s, const auto& c) { return pair_of<S>{s[0] * a, s[1] + c * s[0]}; });
    return end[1] * end[1];
};

constexpr auto handed_on = [](const auto& x, const auto& a, const auto&) {
    using S = std::remove_cvref_t<decltype(a)>;
    const auto end = fold(x, pair_of<S>{sin(a), a}, [&](const auto& s, const auto& u) {
        return pair_of<S>{s[0], s[1] * cos(s[0] * 0.5) + u * exp(s[0])};
    });
    return end[0] * end[1];
};

constexpr auto handed_on_alone = [](const auto& x, const auto& a, const auto&) {
    return fold(x, a * a, [&](const auto& s, const auto&) { return s; }) + sum(x);
};

// The constant number is all that a turn of a loop in a loop adds up.
constexpr auto added_up = [](const auto& x, const auto& a, const auto&) {
    const auto of_turns = scan(x, a * a, [](const auto& s, const auto&) { return s; });
    return sum(of_turns) * a + sum(of_turns, x, [](const auto& s, const auto& u) { return s * u; });
};

constexpr auto one_of_another = [](const auto& x, const auto& a, const auto&) {
    using S = std::remove_cvref_t<decltype(a)>;
    return fold(x, 1 + a, [&](const auto& outer, const auto& u) {
        const auto inner = fold(x, pair_of<S>{outer * u, a + outer},
                                [&](const auto& s, const auto& v) { return pair_of<S>{s[0] * 0.5 + s[1] * v, s[1]}; });
        return 0.25 * inner[0] + 0.1 * sin(inner[1]);
    });
};

constexpr auto in_a_map = [](const auto& x, const auto& a, const auto&) {
    using S = std::remove_cvref_t<decltype(a)>;
    return sum(map(x, [&](const auto& u) {
        return fold(x, pair_of<S>{u * a, 0 * a},
                    [&](const auto& s, const auto& v) { return pair_of<S>{s[0], s[1] + s[0] * v}; })[1];
    }));
};

// What comes after the number is made of it in the next turn.
constexpr auto late = [](const auto& x, const auto& a, const auto&) {
    using S = std::array<std::remove_cvref_t<decltype(a)>, 3>;
    const auto end =
        fold(x, S{a, 2 * a, 0 * a}, [&](const auto& s, const auto& u) { return S{s[0], s[0] * 0.5, s[2] + s[1] * u}; });
    return end[2] * end[1] + end[0];
};

#define CHECK_CONSTANT(body) \
    BOOST_AUTO_TEST_CASE(body##_is_the_same_on_numbers) { check(body, 12); }

CHECK_CONSTANT(polynomial)
CHECK_CONSTANT(handed_on)
CHECK_CONSTANT(handed_on_alone)
CHECK_CONSTANT(added_up)
CHECK_CONSTANT(one_of_another)
CHECK_CONSTANT(in_a_map)
CHECK_CONSTANT(late)

// The loop that goes back through the polynomial hands on nothing by the coefficients, and has no adjoint in its state.
constexpr auto by_coefficients = function([](const auto& x, const auto& t) {
    return fold(x, std::array{1 + 0 * t, 0 * t},
                [&](const auto& s, const auto& c) { return std::array{s[0] * t, s[1] + c * s[0]}; })[1];
});
constexpr auto cost_by_coefficients = cost<numbers, double>(gradient(by_coefficients, wrt<0>));
static_assert(cost_by_coefficients.loop_count == 2 && cost_by_coefficients.loops[0].state == 1 &&
              cost_by_coefficients.loops[1].state == 0);

constexpr auto kept_on = function([](const auto& x, const auto& a) {
    return fold(x, std::array{exp(a), 0 * a},
                [](const auto& s, const auto& u) { return std::array{s[0], s[1] + u * s[0]}; })[1];
});
static_assert(cost<numbers, double>(kept_on).loops[0].state == 1);

} // namespace
