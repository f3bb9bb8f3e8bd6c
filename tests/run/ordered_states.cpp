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
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

// Arrays in a state, and scans, whose elements are read at subscripts: neighbours, constants, integers among the data.

namespace {

using namespace seeded_numbers;
using ordered_check::check;
using pullback::fold;
using pullback::map;
using pullback::scan;
using pullback::shifted;
using pullback::sum;

constexpr auto rod = [](const auto& x, const auto& a, const auto&) {
    const auto end =
        fold(x, map(x, [&](const auto& each) { return sin(each) * a; }), [&](const auto& s, const auto& u) {
            return map(s, shifted(s, -1, 0.3), shifted(s, 1, u),
                       [&](const auto& here, const auto& left, const auto& right) {
                           return here + 0.1 * a * tanh(left - 2 * here + right) + 0.1 * sin(left * right);
                       });
        });
    return sum(end, x, [](const auto& p, const auto& q) { return p * p * q; });
};

constexpr auto far_neighbours = [](const auto& x, const auto& a, const auto&) {
    const auto end = fold(x, x, [&](const auto& s, const auto& u) {
        return map(shifted(s, 2, a), shifted(shifted(s, 1, 0.5), -2, u),
                   [&](const auto& p, const auto& q) { return 0.5 * p + 0.3 * q * p + 0.1 * u; });
    });
    return sum(end, shifted(end, -1, a), [](const auto& p, const auto& q) { return p * p * q + q; });
};

constexpr auto by_table = [](const auto& x, const auto& a, const auto& k) {
    const auto end = fold(x, x, [&](const auto& s, const auto& u) {
        return map(s, k, [&](const auto& p, const auto& j) { return 0.5 * p + 0.4 * sin(s[j] * p * a) + 0.1 * u; });
    });
    return sum(end, x, [](const auto& p, const auto& q) { return p * p * q; });
};

constexpr auto by_table_of_another_loop = [](const auto& x, const auto& a, const auto& k) {
    const auto end = fold(x, map(x, [&](const auto& each) { return each * a; }), [&](const auto& s, const auto& u) {
        const auto all = sum(k, [&](const auto& j) { return sin(s[j] * u); });
        return map(s, [=](const auto& p) { return 0.5 * p + 0.1 * cos(all * p); });
    });
    return sum(k, [&](const auto& j) { return end[j] * end[j] * x[j]; }) + sum(end);
};

constexpr auto ends = [](const auto& x, const auto& a, const auto&) {
    const auto end = fold(x, x, [&](const auto& s, const auto& u) {
        const auto product = s[0] * s[s.size() - 1];
        const auto first = s[0];
        return map(s, [=](const auto& p) { return 0.5 * p * a + sin(product * p) * u + 0.1 * first; });
    });
    return end[0] * end[0] + sum(end, [&](const auto& p) { return p * end[end.size() - 1]; });
};

constexpr auto by_turn = [](const auto& x, const auto& a, const auto& k) {
    const auto end = fold(k, map(x, [&](const auto& each) { return each * a; }), [&](const auto& s, const auto& j) {
        const auto chosen = s[j];
        const auto weight = x[j];
        return map(s, [=](const auto& p) { return 0.5 * p + 0.3 * sin(chosen * p) * weight; });
    });
    return sum(end, x, [](const auto& p, const auto& q) { return p * p * q; });
};

constexpr auto of_largest = [](const auto& x, const auto& a, const auto&) {
    const auto end = fold(x, x, [&](const auto& s, const auto& u) {
        const auto largest = s[pullback::argmax(s)];
        return map(s, [=](const auto& p) { return 0.5 * p * a + 0.1 * sin(largest * p) * u; });
    });
    return sum(end, x, [](const auto& p, const auto& q) { return p * p * q; });
};

constexpr auto of_scan = [](const auto& x, const auto& a, const auto& k) {
    const auto all = scan(x, a * a, [&](const auto& s, const auto& u) { return s + 0.1 * (sin(s * u) - a * s); });
    return sum(k, [&](const auto& j) { return all[j] * sin(all[j] * x[j]); }) +
           sum(all, shifted(all, 1, a), shifted(all, -2, 0.5),
               [](const auto& p, const auto& q, const auto& r) { return p * p * q + r * q; }) +
           all[0] * all[all.size() - 1];
};

constexpr auto pairs = [](const auto& x, const auto& a, const auto& k) {
    using S = std::remove_cvref_t<decltype(a)>;
    using pair = std::array<S, 2>;
    const auto end =
        fold(x, map(x, [&](const auto& each) { return pair{each, each * a}; }), [&](const auto& s, const auto& u) {
            return map(s, k, shifted(s, 1, 0.2), [&](const auto& p, const auto& j, const auto& right) {
                return pair{p[0] + 0.1 * (s[j][1] - p[1]) * u, 0.9 * p[1] + 0.1 * sin(right[0] * p[0])};
            });
        });
    return sum(end, [](const auto& p) { return p[0] * p[1]; });
};

constexpr auto in_map = [](const auto& x, const auto& a, const auto& k) {
    return sum(x, [&](const auto& start) {
        const auto end =
            fold(x, map(x, [=](const auto& each) { return each * start; }), [&](const auto& s, const auto& u) {
                return map(s, shifted(s, -1, start), k, [&](const auto& p, const auto& left, const auto& j) {
                    return 0.5 * p * a + 0.2 * sin(left * u) + 0.1 * s[j] * p;
                });
            });
        return sum(end) * start;
    });
};

constexpr auto in_fold = [](const auto& x, const auto& a, const auto& k) {
    const auto end = fold(x, x, [&](const auto& s, const auto& u) {
        const auto inner = fold(k, a, [&](const auto& t, const auto& j) { return 0.5 * t + sin(s[j] * t) * u; });
        auto after = scan(s, inner, [&](const auto& t, const auto& p) { return 0.5 * t + 0.1 * p * p; });
        return map(s, shifted(std::move(after), 1, 0.5),
                   [=](const auto& p, const auto& q) { return 0.5 * p + 0.1 * q * inner; });
    });
    return sum(end, x, [](const auto& p, const auto& q) { return p * p * q; });
};

constexpr auto tuple_of_arrays = [](const auto& x, const auto& a, const auto& k) {
    const auto end = fold(x, std::tuple{x, a, map(x, [](const auto& each) { return cos(each); })},
                          [&](const auto& s, const auto& u) {
                              const auto& [position, scale, velocity] = s;
                              const auto copied = scale;
                              const auto& other = position;
                              return std::tuple{map(position, shifted(velocity, 1, 0.0),
                                                    [=](const auto& p, const auto& v) { return p + 0.1 * v * copied; }),
                                                tanh(scale * u), map(velocity, k, [=](const auto& v, const auto& j) {
                                                    return v - 0.1 * sin(other[j]) * copied;
                                                })};
                          });
    const auto& [position, scale, velocity] = end;
    return sum(position, velocity, [](const auto& p, const auto& q) { return p * q; }) * a + scale;
};

// A range stands in a tuple in the state.
constexpr auto tuple_in_tuple = [](const auto& x, const auto& a, const auto&) {
    const auto first = map(x, [](const auto& each) { return cos(each); });
    const auto end = fold(x, std::tuple{a, std::tuple{first, a * a}}, [&](const auto& s, const auto& u) {
        const auto& [scale, inner] = s;
        const auto& [cells, total] = inner;
        const auto factor = scale;
        const auto next =
            map(cells, shifted(cells, 1, 0.5), [=](const auto& p, const auto& q) { return sin(p * factor) + 0.1 * q; });
        return std::tuple{tanh(scale * u) + 0.1 * total, std::tuple{next, 0.5 * total + 0.01 * sum(cells)}};
    });
    const auto& [scale, inner] = end;
    const auto& [cells, total] = inner;
    return sum(cells, [](const auto& p) { return p * p; }) * a + scale * total;
};

} // namespace

#define CHECK_STATES(body, longest, shortest) \
    BOOST_AUTO_TEST_CASE(body##_is_the_same_on_numbers) { check(body, longest, shortest); }

CHECK_STATES(rod, 50, 0)
CHECK_STATES(far_neighbours, 50, 0)
CHECK_STATES(by_table, 50, 0)
CHECK_STATES(by_table_of_another_loop, 50, 0)
CHECK_STATES(ends, 50, 1)
CHECK_STATES(by_turn, 50, 0)
CHECK_STATES(of_scan, 50, 1)
CHECK_STATES(pairs, 50, 0)
CHECK_STATES(in_map, 20, 0)
CHECK_STATES(in_fold, 20, 0)
CHECK_STATES(tuple_in_tuple, 50, 0)
CHECK_STATES(tuple_of_arrays, 50, 0)

// (Dual numbers have no order.)
BOOST_AUTO_TEST_CASE(the_largest_element_of_a_state_is_read_in_each_turn) {
    const numbers x{0.5, -0.8, 0.9, 0.2};
    const double slope = pullback::gradient(pullback::function(of_largest), pullback::wrt<1>)(x, 0.6, subscripts{});
    const double step = 1e-6, difference = of_largest(x, 0.6 + step, 0) - of_largest(x, 0.6 - step, 0);
    BOOST_TEST(std::abs(slope - difference / (2 * step)) < 1e-8);
}

BOOST_AUTO_TEST_CASE(a_subscript_of_a_state_is_checked_before_the_call) {
    constexpr auto f = pullback::function(by_table);
    const numbers x{0.5, -0.8, 0.9};
    BOOST_CHECK_THROW(f(x, 0.5, subscripts{0, 3, 1}), pullback::range_error);
    BOOST_CHECK_THROW(pullback::gradient(f, pullback::wrt<0>)(x, 0.5, subscripts{0, -1, 1}), pullback::range_error);
    BOOST_CHECK_THROW(pullback::function(ends)(numbers{}, 0.5, subscripts{}), pullback::range_error);
}

BOOST_AUTO_TEST_CASE(all_subscripts_of_states_are_looked_at) {
    constexpr auto f = pullback::function([](const auto& x, const auto& a, const auto& k, const auto& m) {
        const auto states =
            scan(x, std::array{a, a}, [](const auto& s, const auto& u) { return std::array{s[1] + u, s[0] * u}; });
        return sum(k, m, [&](const auto& i, const auto& j) {
            const auto one = states[i], other = states[j];
            return one[0] * one[1] + other[0] * other[1];
        });
    });
    constexpr auto slope = pullback::gradient(f, pullback::wrt<1>);
    const numbers x{0.1, 0.2, 0.3, 0.4};
    const subscripts good{0, 1, 2, 3, 3, 2, 1, 0, 3}, too_great{0, 1, 2, 3, 3, 2, 1, 0, 4},
        below{-1, 1, 2, 3, 3, 2, 1, 0, 3};
    BOOST_CHECK_NO_THROW(slope(x, 0.5, good, good));
    for (const subscripts& bad : {too_great, below}) {
        BOOST_CHECK_THROW(f(x, 0.5, bad, good), pullback::range_error);
        BOOST_CHECK_THROW(f(x, 0.5, good, bad), pullback::range_error);
        BOOST_CHECK_THROW(slope(x, 0.5, bad, good), pullback::range_error);
        BOOST_CHECK_THROW(slope(x, 0.5, good, bad), pullback::range_error);
    }
}
