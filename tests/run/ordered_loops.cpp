// SPDX-License-Identifier: BSL-1.0
// The same bodies take subscripts that are recorded and plain integers, which have a sign where those of vectors have
// none.
#if defined(__clang__)
#pragma clang diagnostic ignored "-Wsign-conversion"
#endif

#include "ordered_check.hpp"
#include "seeded_numbers.hpp"

#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <random>
#include <tuple>
#include <type_traits>
#include <vector>

// Loops with a state: each function for a range, against the same source run on vectors of dual numbers, where its
// words are loops over what is there: value, gradient, tangent and Hessian times a vector, at many lengths.

namespace {

using namespace seeded_numbers;
using namespace ordered_check;

using pullback::fold;
using pullback::map;
using pullback::product;
using pullback::scan;
using pullback::sum;

constexpr auto recurrence = [](const auto& x, const auto& a, const auto&) {
    return fold(x, a * 0.5, [&](const auto& s, const auto& u) { return s + 0.1 * (sin(s * u) - a * s); });
};

template <class S>
using pair_of = std::array<S, 2>;

constexpr auto oscillator = [](const auto& x, const auto& a, const auto&) {
    using S = std::remove_cvref_t<decltype(a)>;
    const auto slope = [&](const pair_of<S>& s, const auto& u) {
        return pair_of<S>{s[1], u - a * sin(s[0]) - s[1] * a * a};
    };
    const auto moved = [](const pair_of<S>& s, const pair_of<S>& d, double h) {
        return pair_of<S>{s[0] + h * d[0], s[1] + h * d[1]};
    };
    const auto end = fold(x, pair_of<S>{a, S(0.3)}, [&](const pair_of<S>& s, const auto& u) {
        const pair_of<S> k1 = slope(s, u), k2 = slope(moved(s, k1, 0.05), u), k3 = slope(moved(s, k2, 0.05), u),
                         k4 = slope(moved(s, k3, 0.1), u);
        return moved(moved(moved(moved(s, k1, 0.1 / 6), k2, 0.1 / 3), k3, 0.1 / 3), k4, 0.1 / 6);
    });
    return end[0] * end[1] + end[0];
};

constexpr auto scanned = [](const auto& x, const auto& a, const auto&) {
    const auto all = scan(x, a * a, [&](const auto& s, const auto& u) { return s + 0.1 * (sin(s * u) - a * s); });
    return sum(all, x, [](const auto& s, const auto& u) { return s * u; }) +
           sum(all, [](const auto& s) { return s * s; });
};

constexpr auto fold_of_scan = [](const auto& x, const auto& a, const auto&) {
    const auto all = scan(x, a * a, [&](const auto& s, const auto& u) { return s + 0.1 * (sin(s * u) - a * s); });
    return fold(all, x, a, [&](const auto& s, const auto& r, const auto& u) { return s * cos(r) * 0.9 + u * r; });
};

constexpr auto fold_in_map = [](const auto& x, const auto& a, const auto&) {
    return sum(x, [&](const auto& start) {
        const auto end = fold(x, start, [&](const auto& s, const auto& u) { return tanh(s + 0.1 * (u - a * s * s)); });
        return end * exp(end) * a;
    });
};

constexpr auto sum_in_fold = [](const auto& x, const auto& a, const auto&) {
    return fold(x, a, [&](const auto& s, const auto& u) {
        const auto inner = sum(x, [&](const auto& v) { return sin(v * s); });
        return tanh(s * u + 0.1 * inner * a);
    });
};

constexpr auto fold_in_fold = [](const auto& x, const auto& a, const auto&) {
    return fold(x, a, [&](const auto& s, const auto& u) {
        return fold(x, s * 0.5, [&](const auto& t, const auto& v) { return t * 0.9 + 0.1 * sin(v * s + u * a + t); });
    });
};

constexpr auto one_after_the_other = [](const auto& x, const auto& a, const auto&) {
    const auto first = fold(x, a, [&](const auto& s, const auto& u) { return 0.9 * s + 0.2 * exp(0.1 * u * s); });
    const auto second =
        fold(x, first * a, [&](const auto& s, const auto& u) { return 0.5 * s + 0.2 * sin(u * first); });
    return second * first + sum(x, [&](const auto& u) { return cos(u * second); });
};

constexpr auto handed_on = [](const auto& x, const auto& a, const auto&) {
    using S = std::remove_cvref_t<decltype(a)>;
    using state = std::array<S, 4>;
    const state end = fold(x, state{a, a * 2.0, S(1.0), S(0.5)},
                           [&](const state& s, const auto& u) { return state{s[1], s[0] * u, S(2.0), exp(a) + s[2]}; });
    return end[0] + end[1] * end[2] + end[3];
};

constexpr auto by_subscripts = [](const auto& x, const auto& a, const auto& k) {
    return fold(k, a, [&](const auto& s, const auto& i) { return s * 0.8 + sin(x[i] * s) * x[i]; });
};

constexpr auto array_in_state = [](const auto& x, const auto& a, const auto&) {
    const auto end =
        fold(x, map(x, [&](const auto& each) { return sin(each) * a; }), [&](const auto& s, const auto& u) {
            return map(s, x, [=](const auto& p, const auto& q) { return p + 0.1 * sin(p * u) - 0.1 * a * q; });
        });
    return sum(end, x, [](const auto& p, const auto& q) { return p * p * q; });
};

constexpr auto array_that_interacts = [](const auto& x, const auto& a, const auto&) {
    const auto end = fold(x, x, [&](const auto& s, const auto& u) {
        const auto whole = sum(s);
        return map(s, [=](const auto& p) {
            return tanh(p + 0.1 * sum(s, [&](const auto& q) { return sin(p - q) * a; }) + 0.01 * whole * u);
        });
    });
    return sum(end, x, [](const auto& p, const auto& q) { return p * q; }) * a;
};

constexpr auto tuple_as_state = [](const auto& x, const auto& a, const auto&) {
    const auto end = fold(
        x, std::tuple{x, a, map(x, [](const auto& each) { return cos(each); })}, [&](const auto& s, const auto& u) {
            const auto& [position, scale, velocity] = s;
            const auto copied = scale;
            const auto pull = sum(position);
            return std::tuple{
                map(position, velocity, [=](const auto& p, const auto& v) { return p + 0.1 * v * copied; }),
                tanh(scale * u + pull * 0.1),
                map(position, velocity, [=](const auto& p, const auto& v) { return v - 0.1 * sin(p) * copied; })};
        });
    const auto& [position, scale, velocity] = end;
    return sum(position, velocity, [](const auto& p, const auto& q) { return p * q; }) * a + scale;
};

constexpr auto arrays_in_map = [](const auto& x, const auto& a, const auto&) {
    return sum(x, [&](const auto& start) {
        const auto end =
            fold(x, map(x, [=](const auto& each) { return each * start; }),
                 [&](const auto& s, const auto& u) { return map(s, [=](const auto& p) { return tanh(p + u * a); }); });
        return sum(end) * start;
    });
};

constexpr auto maximum_in_fold = [](const auto& x, const auto& a, const auto&) {
    return fold(x, a, [&](const auto& s, const auto& u) {
        return 0.5 * s + u * pullback::max(map(x, [&](const auto& v) { return sin(v * s * 3.0); }));
    });
};

constexpr auto scan_in_fold = [](const auto& x, const auto& a, const auto&) {
    return fold(x, a, [&](const auto& s, const auto& u) {
        const auto all = scan(x, s, [&](const auto& t, const auto& v) { return 0.5 * t + sin(v * u * t) * a; });
        return 0.5 * s + 0.1 * sum(all, x, [](const auto& p, const auto& q) { return p * p * q; }) * u;
    });
};

// What a range in a state begins with is computed when it is read: the folds in it are no part of the loop.
constexpr auto array_made_by_folds = [](const auto& x, const auto& a, const auto&) {
    const auto starts = map(x, [&](const auto& start) {
        return fold(x, start, [&](const auto& s, const auto& u) { return 0.5 * s + sin(u * a * s); });
    });
    const auto end = fold(x, starts, [&](const auto& s, const auto& u) {
        return map(s, [=](const auto& p) { return sin(p * u) + a * p; });
    });
    return sum(end, x, [](const auto& p, const auto& q) { return p * q; });
};

// A range in a state may be as long as another argument, and what comes next as long as a third.
constexpr auto array_of_two_extents = [](const auto& x, const auto& a, const auto& k) {
    const auto end = fold(x, map(k, [&](const auto& i) { return a + i; }), [&](const auto& s, const auto& u) {
        return map(x, s, [=](const auto& q, const auto& p) { return tanh(p * u) + a * q; });
    });
    return sum(end, [](const auto& p) { return p * p; });
};

// A loop stands in an ordered one here and around one there, so that no order of all loops fits both.
constexpr auto each_around_the_other = [](const auto& x, const auto& a, const auto& k) {
    const auto over_x = [&](const auto& s) { return sum(x, [&](const auto& v) { return sin(v * s); }); };
    const auto over_k = [&](const auto& s) { return sum(k, [&](const auto& i) { return cos(s + 0.1 * i); }); };
    const auto first = sum(k, [&](const auto& i) {
        return fold(x, a + 0.1 * i, [&](const auto& s, const auto& u) { return tanh(s * u + 0.1 * over_x(s)); });
    });
    const auto second = sum(x, [&](const auto& v) {
        return fold(x, a * v, [&](const auto& s, const auto& u) { return tanh(s * u + 0.1 * over_k(s)); });
    });
    return first * second;
};

// The factors are numbers of the turn that do not depend on the product's loop.
constexpr auto power_in_fold_in_sum = [](const auto& x, const auto& a, const auto& k) {
    return sum(x, [&](const auto& v) {
        return fold(k, v, [&](const auto& s, const auto&) {
            return 0.5 * s + product(x, [&](const auto&) { return cos(a * s); });
        });
    });
};

} // namespace

#define CHECK_ORDERED(body) \
    BOOST_AUTO_TEST_CASE(body##_is_the_same_on_numbers) { check(body); }

CHECK_ORDERED(recurrence)
CHECK_ORDERED(oscillator)
CHECK_ORDERED(scanned)
CHECK_ORDERED(fold_of_scan)
CHECK_ORDERED(fold_in_map)
CHECK_ORDERED(sum_in_fold)
CHECK_ORDERED(fold_in_fold)
CHECK_ORDERED(one_after_the_other)
CHECK_ORDERED(handed_on)
CHECK_ORDERED(by_subscripts)
CHECK_ORDERED(array_in_state)
CHECK_ORDERED(array_that_interacts)
CHECK_ORDERED(tuple_as_state)
CHECK_ORDERED(arrays_in_map)
CHECK_ORDERED(scan_in_fold)
CHECK_ORDERED(array_made_by_folds)
BOOST_AUTO_TEST_CASE(array_of_two_extents_is_the_same_on_numbers) {
    for (const std::size_t count : {std::size_t(1), std::size_t(2), std::size_t(7)})
        check_at(array_of_two_extents, count);
}
BOOST_AUTO_TEST_CASE(power_in_fold_in_sum_is_the_same_on_numbers) { check(power_in_fold_in_sum, 8); }
BOOST_AUTO_TEST_CASE(each_around_the_other_is_the_same_on_numbers) { check(each_around_the_other, 8); }

BOOST_AUTO_TEST_CASE(the_place_of_a_maximum_is_kept_in_each_turn) {
    const numbers x{0.5, -0.8, 0.9};
    const double slope =
        pullback::gradient(pullback::function(maximum_in_fold), pullback::wrt<1>)(x, 0.6, subscripts{});
    const double step = 1e-6, difference = maximum_in_fold(x, 0.6 + step, 0) - maximum_in_fold(x, 0.6 - step, 0);
    BOOST_TEST(std::abs(slope - difference / (2 * step)) < 1e-8);
}

namespace {

constexpr auto two_numbers = [](const auto& x, const auto& p) {
    using S = std::remove_cvref_t<decltype(p[0])>;
    return fold(x, pair_of<S>{p[0], p[1]},
                [&](const pair_of<S>& s, const auto& u) { return pair_of<S>{s[1] * p[0] + u, sin(s[0] * p[1])}; });
};
constexpr auto two_numbers_of_three = [](const auto& x, const auto& p) {
    using S = std::remove_cvref_t<decltype(p[0])>;
    return two_numbers(x, pair_of<S>{p[0] * p[2], p[1]});
};

template <class Body, std::size_t Columns>
void check_jacobian(Body body, const std::array<double, Columns>& p) {
    const numbers x = random_numbers(5);
    const auto rows = pullback::jacobian(pullback::function(body), pullback::wrt<1>)(x, p);
    for (std::size_t column = 0; column < Columns; ++column) {
        std::array<dual<double>, Columns> seeded;
        for (std::size_t i = 0; i < Columns; ++i) seeded[i] = {p[i], i == column ? 1.0 : 0.0};
        const auto y = body(std::vector<dual<double>>(x.begin(), x.end()), seeded);
        for (std::size_t row = 0; row < 2; ++row) check_close(rows[row][column], y[row].slope);
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(each_row_and_column_of_a_jacobian_has_turns_of_its_own) {
    check_jacobian(two_numbers, std::array{0.3, 0.7});
    check_jacobian(two_numbers_of_three, std::array{0.3, 0.7, 0.9});
}

namespace {

// By numbers of fixed size each element has a block, also where it depends on all turns before, or is looked up.
constexpr auto two_states = [](const auto& x, const auto& p, const auto&) {
    using S = std::remove_cvref_t<decltype(p[0])>;
    return scan(x, pair_of<S>{p[0], p[1]},
                [=](const pair_of<S>& s, const auto& u) { return pair_of<S>{s[1] * p[0] + u, sin(s[0] * p[1])}; });
};
constexpr auto two_states_looked_up = [](const auto& x, const auto& p, const auto& k) {
    const auto states = two_states(x, p, k);
    return map(k, [=](const auto& each) {
        const auto s = states[each];
        return std::array{s[0] * s[1], s[1] * p[1], p[0] * s[0] * 2};
    });
};

template <class Body, std::size_t Columns>
void check_blocks(Body body, const std::array<double, Columns>& p, std::size_t count) {
    const numbers x = random_numbers(count);
    const subscripts k = random_subscripts(count == 0 ? 0 : 2 * count, count == 0 ? 1 : count);
    const auto [value, blocks] = pullback::value_and_jacobian(pullback::function(body), pullback::wrt<1>)(x, p, k);
    BOOST_TEST_REQUIRE(blocks.size() == value.size());
    for (std::size_t column = 0; column < Columns; ++column) {
        std::array<dual<double>, Columns> seeded;
        for (std::size_t i = 0; i < Columns; ++i) seeded[i] = {p[i], i == column ? 1.0 : 0.0};
        const auto y = body(std::vector<dual<double>>(x.begin(), x.end()), seeded, k);
        BOOST_TEST_REQUIRE(blocks.size() == y.size());
        for (std::size_t i = 0; i < y.size(); ++i)
            for (std::size_t row = 0; row < y[i].size(); ++row) {
                check_close(value[i][row], y[i][row].value);
                check_close(blocks[i][row][column], y[i][row].slope);
            }
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(elements_made_of_states_have_blocks) {
    for (const std::size_t count : {std::size_t(0), std::size_t(1), std::size_t(6)}) {
        check_blocks(two_states, std::array{0.3, 0.7}, count);
        check_blocks(two_states, std::array{0.3, 0.7, 0.9}, count);
        check_blocks(two_states_looked_up, std::array{0.3, 0.7}, count);
        check_blocks(two_states_looked_up, std::array{0.3, 0.7, 0.9, 0.1}, count);
    }
}

BOOST_AUTO_TEST_CASE(a_jacobian_of_a_scan_is_full_below_its_diagonal) {
    const auto rows =
        pullback::jacobian(pullback::function([](const auto& x) {
                               return scan(x, 0, [](const auto& s, const auto& u) { return s * 0.5 + u; });
                           }),
                           pullback::wrt<0>)(numbers{1, 2, 3});
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t k = 0; k < 3; ++k) check_close(rows(i, k), k > i ? 0 : std::pow(0.5, double(i) - double(k)));
}

BOOST_AUTO_TEST_CASE(a_state_that_begins_with_an_integer_does_not_stay_one) {
    const auto weigh = [](const auto& s, const auto& u) { return s * 0.5 + u; };
    check_close(fold(numbers{1, 2}, 0, weigh), 2.5);
    check_close(scan(numbers{1, 2}, 0, weigh)[1], 2.5);
    check_close(pullback::repeat(2, 1, [](const auto& s) { return s * 0.5; }), 0.25);
}

// A sweep inside of a turn stays in that turn: the slope of a Newton step, and the derivatives of a root.
BOOST_AUTO_TEST_CASE(derivatives_in_a_turn_are_those_of_the_turn) {
    constexpr auto f = pullback::function([](const auto& a, const auto& x) {
        return fold(x, a * 0.5 + 1.0, [&](const auto& s, const auto& u) {
            const auto y = s * s * a + sin(u * s);
            const auto moved = s - 0.1 * y / (2 + square(pullback::derivatives(y, s)));
            return pullback::root(detach(moved / (1 + a)), [&](const auto& z) { return z * (1 + a) - moved; });
        });
    });
    const auto by_hand = [](double a, const numbers& x) {
        double s = 0.5 * a + 1;
        for (const double u : x) {
            const double slope = 2 * s * a + u * std::cos(u * s);
            s = (s - 0.1 * (s * s * a + std::sin(u * s)) / (2 + slope * slope)) / (1 + a);
        }
        return s;
    };
    const numbers x = random_numbers(4);
    const double a = 0.8, h = 1e-5;
    const auto [value, gradient] = pullback::value_and_gradient(f, pullback::wrt<0>)(a, x);
    check_close(value, by_hand(a, x));
    BOOST_TEST(std::abs(gradient - (by_hand(a + h, x) - by_hand(a - h, x)) / (2 * h)) < 1e-9);
}

// The subscript is the same integer, an argument, in the turns that are gone back through.
BOOST_AUTO_TEST_CASE(an_integer_argument_is_a_subscript_in_every_turn) {
    constexpr auto f = pullback::function([](const auto& a, const auto& x, const auto& k) {
        return fold(x, a, [&](const auto& s, const auto& u) { return s * 0.5 + u * x[k]; });
    });
    const numbers by_x = pullback::gradient(f, pullback::wrt<1>)(0.3, numbers{1, 2, 3}, 1);
    BOOST_TEST(by_x == (numbers{0.5, 5.25, 2}), boost::test_tools::per_element());
}

// The numbers of the cotangent are kept for the loop that goes back through the turns of the scan, and so are not where
// the values of the result are to stand.
BOOST_AUTO_TEST_CASE(what_is_read_in_other_turns_lives_in_no_result) {
    constexpr auto f = pullback::function([](const auto& x, const auto& a, const auto& k) {
        const auto whole = sum(k, [&](const auto& i) { return sum(x, [&](const auto& u) { return u * i; }); });
        const auto all = scan(x, a, [](const auto& s, const auto&) { return sin(s); });
        return map(all, [=](const auto& s) { return s - whole; });
    });
    const numbers x{0.1, 0.2, 0.3}, cotangent{1, -2, 3};
    const double by_a = pullback::vjp(f, pullback::wrt<1>)(x, 0.5, numbers{0.3, 0.4}, cotangent).cotangent;
    double slope = 1, s = 0.5, wanted = 0;
    for (const double w : cotangent) {
        slope *= std::cos(s);
        s = std::sin(s);
        wanted += w * slope;
    }
    check_close(by_a, wanted);
}

// Going back, an adjoint of 0 counts for nothing, but it has a derivative.
BOOST_AUTO_TEST_CASE(what_is_multiplied_by_zero_has_second_derivatives) {
    constexpr auto f = pullback::function([](const auto& x, const auto& a, const auto& c) {
        return c * fold(x, a, [](const auto& s, const auto& u) { return log(s) + u; });
    });
    const numbers x{0.1, 0.2, 3};
    const double slope = 1 / (8.5 * (std::log(8.5) + 0.1) * (std::log(std::log(8.5) + 0.1) + 0.2));
    const auto [row, other_row] = pullback::hessian(f, pullback::wrt<1, 2>)(x, 8.5, 0.0);
    const auto [by_a_a, by_a_c] = row;
    const auto [by_c_a, by_c_c] = other_row;
    check_close(by_a_a, 0);
    check_close(by_a_c, slope);
    check_close(by_c_a, slope);
    check_close(by_c_c, 0);
}
