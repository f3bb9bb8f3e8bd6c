// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <array>
#include <vector>

// What loops that end by a condition become: how many loops there are, and how many numbers of each turn are kept for
// a derivative; and their values in constant expressions.

namespace {

using namespace pullback;
using numbers = std::vector<double>;

template <class Costs>
constexpr bool has(const Costs& costs, int loops, int outer_loops, int arrays) {
    return Costs::loop_count == loops && costs.outer_loop_count() == outer_loops && costs.kept_arrays == arrays;
}

// The state is kept, once for each turn, and nothing for tangents.
constexpr auto halved = function([](const auto& a, const auto& n) {
    return while_loop(
        n, a, [](const auto& s) { return s > 0.1; }, [](const auto& s) { return 0.5 * s + 0.25 * s * s; });
});
static_assert(has(cost<double, step_count>(halved), 1, 1, 0));
static_assert(has(cost<double, step_count, double>(jvp(halved, wrt<0>)), 1, 1, 0));
static_assert(has(cost<double, step_count>(gradient(halved, wrt<0>)), 2, 2, 1));
static_assert(has(cost<double, step_count>(value_and_gradient(halved, wrt<0>)), 2, 2, 1));
static_assert(has(cost<double, step_count, double>(hvp(halved, wrt<0>)), 2, 2, 2));
// Whether there is another turn is asked before the first turn and in each.
static_assert(cost<double, step_count>(halved).loops[0].per_iteration.conditions == 1);
static_assert(cost<double, step_count>(halved).outside.conditions == 1);

// A linear step keeps nothing but how many turns there were, and what it captures is added up.
constexpr auto linear = function([](const auto& a, const auto& n) {
    return while_loop(n, a, [](const auto& s) { return s > 0.1; }, [&](const auto& s) { return 0.5 * s; });
});
static_assert(has(cost<double, step_count>(gradient(linear, wrt<0>)), 2, 2, 0));

// What is dear is kept beside the state.
constexpr auto with_exponential = function([](const auto& a, const auto& n) {
    return while_loop(n, a, [](const auto& s) { return s > 0.1; }, [](const auto& s) { return s * exp(-s); });
});
static_assert(has(cost<double, step_count>(gradient(with_exponential, wrt<0>)), 2, 2, 2));

// The user's reciprocal serves the derivative as well, which divides by nothing, and is kept in place of the divisor.
constexpr auto pulled = function([](const auto& a, const auto& n) {
    return while_loop(
        n, a, [](const auto& s) { return s > 0.1; },
        [](const auto& s) {
            const auto distance = sqrt(1 + square(s));
            return s - 1 / distance;
        });
});
static_assert(cost<double, step_count>(gradient(pulled, wrt<0>)).loops[0].per_iteration.divisions == 1);
static_assert(cost<double, step_count>(gradient(pulled, wrt<0>)).loops[1].per_iteration.divisions == 0);
static_assert(cost<double, step_count>(gradient(pulled, wrt<0>)).loops[0].kept == 2);
static_assert(cost<double, step_count, double>(jvp(pulled, wrt<0>)).loops[0].per_iteration.divisions == 1);
// A quotient of the user's stays one, and so does that by a divisor whose reciprocal nobody has asked for.
constexpr auto shrunk = function([](const auto& a, const auto& n) {
    return while_loop(n, a, [](const auto& s) { return s > 0.1; }, [](const auto& s) { return s / (1 + square(s)); });
});
static_assert(cost<double, step_count>(gradient(shrunk, wrt<0>)).loops[1].per_iteration.divisions > 0);
constexpr auto twice_divided = function([](const auto& a, const auto& n) {
    return while_loop(
        n, a, [](const auto& s) { return s > 0.1; }, [](const auto& s) { return s / (1 + s) - 1 / (1 + s); });
});
static_assert(cost<double, step_count>(twice_divided).loops[0].per_iteration.divisions == 2);

// Of a loop for each element the turns of one element are kept, in the same memory for all.
constexpr auto for_each_element = function([](const auto& x) {
    return sum(x, [](const auto& u) {
        return while_loop(
            at_most<50>, u, [](const auto& s) { return s > 0.1; },
            [](const auto& s) { return 0.5 * s + 0.25 * s * s; });
    });
});
static_assert(has(cost<numbers>(value_and_gradient(for_each_element)), 3, 1, 1));

// A solver inside of a root is not gone back through.
constexpr auto solved = function([](const auto& a, const auto& n) {
    const auto found = while_loop(
        n, a, [&](const auto& y) { return abs(y * y - a) > 1e-12; }, [&](const auto& y) { return 0.5 * (y + a / y); });
    return root(found, [&](const auto& y) { return y * y - a; });
});
static_assert(has(cost<double, step_count>(value_and_gradient(solved, wrt<0>)), 1, 1, 0));

// On numbers, and in functions of numbers.
constexpr auto collatz = [](const auto& bound, double n) {
    return while_loop(
        bound, std::array{n, 0.0}, [](const auto& s) { return s[0] > 1; },
        [](const auto& s) {
            const double half = static_cast<double>(static_cast<int>(s[0]) / 2);
            return std::array{2 * half == s[0] ? half : 3 * s[0] + 1, s[1] + 1};
        })[1];
};
static_assert(collatz(at_most<200>, 27) == 111);
static_assert(collatz(step_count(200), 1) == 0);

constexpr auto square_root = function([](const auto& a) {
    return while_loop(
        at_most<9>, a, [&](const auto& y) { return square(y * y - a) > 1e-26; },
        [&](const auto& y) { return 0.5 * (y + a / y); });
});
static_assert(square(square_root(4.0) - 2) < 1e-26);
static_assert(square(gradient(square_root)(4.0) - 0.25) < 1e-26);
static_assert(square_root(1.0) == 1);
static_assert(gradient(square_root)(1.0) == 1); // of the state that it begins with, as no turn was taken

} // namespace
