// SPDX-License-Identifier: BSL-1.0
#include "caught_text.hpp"
#include "seeded_numbers.hpp"

#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <tuple>
#include <type_traits>
#include <vector>

// Loops that end by a condition, against the same source run on numbers and on dual numbers, where they are loops of
// the language: value, gradient, tangent and Hessian times a vector, at many lengths and numbers of turns.

namespace {

using namespace seeded_numbers;
using caught_text::contains;
using caught_text::text_of;
using pullback::at_most;
using pullback::fold;
using pullback::map;
using pullback::scan;
using pullback::sum;
using pullback::while_loop;

/// A function of a range and a number.
template <class Body>
void check_at(Body body, std::size_t count) {
    BOOST_TEST_CONTEXT("length " << count) {
        const auto f = pullback::function(body);
        const numbers x = random_numbers(count), v = random_numbers(count);
        const double a = random_number(), da = random_number();
        const auto [value, gradient] = pullback::value_and_gradient(f)(x, a);
        const auto [tangent_value, tangent] = pullback::jvp(f)(x, a, v, da);
        const auto [hx, ha] = pullback::hvp(f)(x, a, v, da);
        const auto& [gx, ga] = gradient;
        const std::size_t terms = 1000 + 100 * count * count;
        check_close(f(x, a), value);
        check_close(f(x, a), body(x, a), terms);
        check_close(tangent_value, value);
        for (std::size_t entry = 0; entry < count + 1; ++entry) {
            numbers w(count);
            double wa = 0;
            (entry == count ? wa : w[entry]) = 1;
            const twice_dual y = body(seeded(x, v, w), twice_dual({a, da}, {wa, 0.0}));
            check_close(value, y.value.value, terms);
            check_close(tangent, y.value.slope, terms);
            check_close(along(gx, w) + ga * wa, y.slope.value, terms);
            check_close(along(hx, w) + ha * wa, y.slope.slope, terms);
        }
    }
}
template <class Body>
void check(Body body) {
    for (const std::size_t count : {std::size_t(0), std::size_t(1), std::size_t(2), std::size_t(7)})
        check_at(body, count);
}

template <class S>
using pair_of = std::array<S, 2>;

/// A half of s, and a bit more.
constexpr auto halved = [](const auto& s, const auto& a) { return 0.5 * s + 0.1 * sin(s * a); };

constexpr auto one_loop = [](const auto& x, const auto& a) {
    return while_loop(
               at_most<99>, 3.0 + a, [](const auto& s) { return s > 0.3; },
               [&](const auto& s) { return halved(s, a); }) *
               a +
           sum(x);
};

// The derivative multiplies by reciprocals that are there.
constexpr auto pulled = [](const auto& x, const auto& a) {
    return while_loop(
               at_most<99>, 3.0 + a, [](const auto& s) { return s > 0.3; },
               [&](const auto& s) {
                   const auto distance = sqrt(1 + s * s * a * a);
                   return s - (0.2 - 0.1 * a) / distance - 0.5 * (1 / distance);
               }) *
           sum(x, [&](const auto& u) { return 1 / (2 + u * a); });
};

constexpr auto no_turn = [](const auto& x, const auto& a) {
    return sum(x) +
           while_loop(
               at_most<9>, a * a, [](const auto& s) { return s > 2.0; }, [&](const auto& s) { return s * s * a; });
};

constexpr auto one_turn = [](const auto& x, const auto& a) {
    return sum(x) *
           while_loop(
               at_most<1>, 5 + a, [](const auto& s) { return s > 3.0; }, [&](const auto& s) { return s / (4 + a); });
};

constexpr auto counted = [](const auto& x, const auto& a) {
    using S = std::remove_cvref_t<decltype(a)>;
    const pair_of<S> end = while_loop(
        at_most<20>, pair_of<S>{S(0.0), a}, [](const auto& s) { return s[0] < 6.5; },
        [&](const auto& s) { return pair_of<S>{s[0] + 1.0, s[1] + exp(a) * 0.3}; });
    return end[0] * end[1] + sum(x) * end[1];
};

constexpr auto loop_in_map = [](const auto& x, const auto& a) {
    return sum(x, [&](const auto& u) {
        const auto end = while_loop(
            at_most<99>, 3 * u * u, [](const auto& s) { return s > 0.4; },
            [&](const auto& s) { return halved(s, a) - 0.01 * u; });
        return exp(end * a) * u;
    });
};

// Each loop has turns of its own number, which another loop over the same range needs later.
constexpr auto kept_for_another_loop = [](const auto& x, const auto& a) {
    const auto ends = map(x, [&](const auto& u) {
        return while_loop(
            at_most<50>, 4 * u, [](const auto& s) { return s > 0.4; },
            [&](const auto& s) { return halved(s, a) + 0.01 * u; });
    });
    const auto total = sum(ends);
    return sum(ends, x, [&](const auto& s, const auto& u) { return sin(s * total) * u + total * s * s; });
};

constexpr auto loop_in_fold = [](const auto& x, const auto& a) {
    return fold(x, a, [&](const auto& s, const auto& u) {
        return while_loop(
            at_most<60>, 2 * u + s, [](const auto& t) { return t > 0.5; },
            [&](const auto& t) { return halved(t, s) - 0.05 * u * s; });
    });
};

constexpr auto fold_in_loop = [](const auto& x, const auto& a) {
    using S = std::remove_cvref_t<decltype(a)>;
    return while_loop(
        at_most<9>, pair_of<S>{2 + a, S(0.0)}, [](const auto& s) { return s[0] - s[1] > 0.1; },
        [&](const auto& s) {
            const auto inner =
                fold(x, s[0], [&](const auto& t, const auto& u) { return t * 0.5 + 0.1 * sin(u * t * a); });
            return pair_of<S>{0.5 * s[0] + 0.2 * inner, s[1] + 0.2};
        })[0];
};

constexpr auto loop_in_loop = [](const auto& x, const auto& a) {
    return sum(x) + while_loop(
                        at_most<40>, 3 + a, [](const auto& s) { return s > 0.4; },
                        [&](const auto& s) {
                            const auto inner = while_loop(
                                at_most<40>, 2 * s, [&](const auto& t) { return t - 0.5 * s > 0.0; },
                                [&](const auto& t) { return halved(t, a) - 0.01 * s * t; });
                            return inner * 0.7;
                        });
};

constexpr auto loop_in_loop_in_fold = [](const auto& x, const auto& a) {
    return fold(x, a, [&](const auto& r, const auto& u) { return 0.5 * r + u * loop_in_loop(x, r * 0.5); });
};

constexpr auto sum_in_condition = [](const auto& x, const auto& a) {
    const auto end = while_loop(
        at_most<70>, map(x, [&](const auto& u) { return u * 2 + a; }),
        [](const auto& s) { return sum(s, [](const auto& each) { return each * each; }) > 0.3; },
        [&](const auto& s) { return map(s, x, [=](const auto& p, const auto& u) { return halved(p, a * u); }); });
    return sum(end, x, [](const auto& p, const auto& u) { return p * u; }) + a * sum(end);
};

constexpr auto tuple_as_state = [](const auto& x, const auto& a) {
    const auto end = while_loop(
        at_most<70>, std::tuple{map(x, [](const auto& u) { return u * 3.0; }), 4 + a},
        [](const auto& s) {
            const auto& [all, scale] = s;
            return scale > 0.5;
        },
        [&](const auto& s) {
            const auto& [all, scale] = s;
            const auto copied = scale;
            return std::tuple{map(all, [=](const auto& p) { return halved(p, copied); }),
                              halved(scale, sum(all) * 0.1)};
        });
    const auto& [all, scale] = end;
    return sum(all, [](const auto& p) { return p * p; }) * scale;
};

constexpr auto bounded_by_a_range = [](const auto& x, const auto& a) {
    using S = std::remove_cvref_t<decltype(a)>;
    // Without an element there is no turn.
    const auto reach = sum(x, [](const auto&) { return 0.75; });
    return while_loop(
        x, pair_of<S>{S(0.0), 1 + a}, [&](const auto& s) { return s[0] - reach < 0.0; },
        [&](const auto& s) { return pair_of<S>{s[0] + 1.0, s[1] * cos(s[1] * a)}; })[1];
};

constexpr auto two_loops = [](const auto& x, const auto& a) {
    const auto first = while_loop(
        at_most<99>, 3.0 + a, [](const auto& s) { return s > 0.3; }, [&](const auto& s) { return halved(s, a); });
    const auto second = while_loop(
        at_most<30>, 2.0 + first, [&](const auto& s) { return s - first > 0.0; },
        [&](const auto& s) { return halved(s, first) - 0.01; });
    return first * second + sum(x, [&](const auto& u) { return sin(u * second); });
};

constexpr auto scan_of_loops = [](const auto& x, const auto& a) {
    const auto all = scan(x, a, [&](const auto& s, const auto& u) {
        return while_loop(
            at_most<60>, 2 * u + s, [](const auto& t) { return t > 0.5; },
            [&](const auto& t) { return halved(t, s) - 0.05 * u; });
    });
    return sum(all, x, [](const auto& s, const auto& u) { return s * s * u; });
};

} // namespace

#define CHECK_WHILE(body) \
    BOOST_AUTO_TEST_CASE(body##_is_the_same_on_numbers) { check(body); }

CHECK_WHILE(one_loop)
CHECK_WHILE(pulled)
CHECK_WHILE(no_turn)
CHECK_WHILE(one_turn)
CHECK_WHILE(counted)
CHECK_WHILE(loop_in_map)
CHECK_WHILE(kept_for_another_loop)
CHECK_WHILE(loop_in_fold)
CHECK_WHILE(fold_in_loop)
CHECK_WHILE(loop_in_loop)
CHECK_WHILE(loop_in_loop_in_fold)
CHECK_WHILE(sum_in_condition)
CHECK_WHILE(tuple_as_state)
CHECK_WHILE(bounded_by_a_range)
CHECK_WHILE(two_loops)
CHECK_WHILE(scan_of_loops)
