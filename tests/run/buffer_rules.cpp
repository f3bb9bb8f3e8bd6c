// SPDX-License-Identifier: BSL-1.0
#include "seeded_numbers.hpp"

#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <tuple>
#include <vector>

// The rules of where the arrays of loops live, each by the smallest program that goes wrong without it: the same source
// runs on vectors, of numbers and of dual numbers, where nothing is kept.

namespace {

using namespace seeded_numbers;
using pullback::argmax;
using pullback::fold;
using pullback::map;
using pullback::product;
using pullback::scan;
using pullback::sum;
namespace checkpoints = pullback::checkpoints;

template <class T>
T element(const std::vector<T>& x, int place) {
    return x[static_cast<std::size_t>(place)];
}
template <class Range, class Place>
constexpr auto element(const Range& x, const Place& place) {
    return x[place];
}

/// A function of a number, two ranges and subscripts of the first, whose result is a range.
template <class Body>
void check_range(Body body, std::ptrdiff_t numbers_kept, std::size_t results, std::size_t count = 4,
                 std::size_t other = 3) {
    const auto f = pullback::function(body);
    const double a = random_number(), va = random_number();
    const numbers x = random_numbers(count), y = random_numbers(other), w = random_numbers(results);
    const numbers vx = random_numbers(count), vy = random_numbers(other);
    const subscripts k = random_subscripts(5, count);
    BOOST_TEST(work_size(f, a, x, y, k) == numbers_kept);
    const auto values = f(a, x, y, k);
    BOOST_TEST_REQUIRE(values.size() == results);
    std::vector<dual<double>> seeded_x(count), seeded_y(other);
    for (std::size_t i = 0; i < count; ++i) seeded_x[i] = {x[i], vx[i]};
    for (std::size_t i = 0; i < other; ++i) seeded_y[i] = {y[i], vy[i]};
    const auto by_hand = body(dual<double>(a, va), seeded_x, seeded_y, k);
    double slope = 0;
    for (std::size_t i = 0; i < results; ++i) {
        check_close(values[i], by_hand[i].value, 10);
        slope += w[i] * by_hand[i].slope;
    }
    const auto [again, cotangent] = pullback::vjp(f, pullback::wrt<0, 1, 2>)(a, x, y, k, w);
    for (std::size_t i = 0; i < results; ++i) check_close(again[i], by_hand[i].value, 10);
    const auto& [by_a, by_x, by_y] = cotangent;
    check_close(by_a * va + along(by_x, vx) + along(by_y, vy), slope, 100);
}

/// The same of one whose result is a number; its gradient is that of all policies, to the last digit.
template <class Body>
void check_number(Body body, std::size_t count = 4, std::size_t other = 3) {
    const auto f = pullback::function(body);
    const double a = random_number(), va = random_number();
    const numbers x = random_numbers(count), y = random_numbers(other);
    const numbers vx = random_numbers(count), vy = random_numbers(other);
    const subscripts k = random_subscripts(5, count);
    std::vector<dual<double>> seeded_x(count), seeded_y(other);
    for (std::size_t i = 0; i < count; ++i) seeded_x[i] = {x[i], vx[i]};
    for (std::size_t i = 0; i < other; ++i) seeded_y[i] = {y[i], vy[i]};
    const dual<double> by_hand = body(dual<double>(a, va), seeded_x, seeded_y, k);
    const auto by = pullback::wrt<0, 1, 2>;
    // Lambdas take no names of parts, says clang 14.
    const auto both = pullback::value_and_gradient(f, by)(a, x, y, k);
    const auto& gradient = both.gradient;
    const auto& [by_a, by_x, by_y] = gradient;
    check_close(both.value, by_hand.value, 10);
    check_close(by_a * va + along(by_x, vx) + along(by_y, vy), by_hand.slope, 100);
    const auto compare = [&](const auto& policy) {
        const auto [other_a, other_x, other_y] = pullback::gradient(f, by, policy)(a, x, y, k);
        BOOST_TEST(other_a == get<0>(gradient));
        BOOST_TEST(other_x == get<1>(gradient), boost::test_tools::per_element());
        BOOST_TEST(other_y == get<2>(gradient), boost::test_tools::per_element());
    };
    compare(checkpoints::every(2));
    compare(checkpoints::binomial(2));
}

} // namespace

// What is kept lives in the result that its last reader writes.
BOOST_AUTO_TEST_CASE(in_place) {
    const auto shares = [](const auto& a, const auto& x, const auto&, const auto&) {
        const auto e = map(x, [=](const auto& u) { return exp(a * u); });
        const auto total = sum(e);
        return map(e, [=](const auto& each) { return each / total; });
    };
    check_range(shares, 0, 4);
}

// What is read once more in a later loop is not written over: the numbers are there until the last one.
BOOST_AUTO_TEST_CASE(read_before_write) {
    constexpr auto f = pullback::function([](const auto& a, const auto& x) {
        const auto e = map(x, [=](const auto& u) { return exp(a * u); });
        const auto total = sum(e);
        const auto sines = sum(e, [=](const auto& each) { return sin(each / total); });
        return map(e, [=](const auto& each) { return std::array{each / total, sin(each) * sines}; });
    });
    const numbers x{0.1, -0.7, 0.4};
    const auto found = f(0.8, x);
    double total = 0, sines = 0;
    for (const double u : x) total += std::exp(0.8 * u);
    for (const double u : x) sines += std::sin(std::exp(0.8 * u) / total);
    for (std::size_t i = 0; i < x.size(); ++i) {
        check_close(found[i][0], std::exp(0.8 * x[i]) / total);
        check_close(found[i][1], std::sin(std::exp(0.8 * x[i])) * sines);
    }
}

// Of two arrays each lives in a result of its own.
BOOST_AUTO_TEST_CASE(two_claimants) {
    constexpr auto f = pullback::function([](const auto& a, const auto& x) {
        const auto e = map(x, [=](const auto& u) { return exp(a * u); });
        const auto s = map(x, [=](const auto& u) { return sin(a * u); });
        const auto total = sum(e) + sum(s);
        return map(e, s, [=](const auto& p, const auto& q) { return std::array{p * total + q, q * total - p}; });
    });
    const numbers x{0.1, -0.7, 0.4};
    BOOST_TEST(work_size(f, 0.8, x) == 0);
    const auto found = f(0.8, x);
    double total = 0;
    for (const double u : x) total += std::exp(0.8 * u) + std::sin(0.8 * u);
    for (std::size_t i = 0; i < x.size(); ++i) {
        check_close(found[i][0], std::exp(0.8 * x[i]) * total + std::sin(0.8 * x[i]));
        check_close(found[i][1], std::sin(0.8 * x[i]) * total - std::exp(0.8 * x[i]));
    }
}

// A loop over x around one over y finds an extremum for each y: behind each place stands the best number so far, for
// which a result has no room.
BOOST_AUTO_TEST_CASE(extrema_keep_their_best_number) {
    constexpr auto f = pullback::function([](const auto& a, const auto& x, const auto& y) {
        const auto all = sum(x, [=](const auto& u) { return sum(y, [=](const auto& v) { return sin(u * v); }); });
        return map(y, [=](const auto& v) {
            const auto place = argmax(x, [=](const auto& u) { return sin(3 * u * v + a); });
            return x[place] * all;
        });
    });
    const numbers x{0.3, -0.9, 0.5, 0.8}, y{0.9, -0.4, 0.7}, found = f(0.2, x, y);
    double all = 0;
    for (const double u : x)
        for (const double v : y) all += std::sin(u * v);
    for (std::size_t i = 0; i < y.size(); ++i) {
        double best = x[0];
        for (const double u : x)
            if (std::sin(3 * u * y[i] + 0.2) > std::sin(3 * best * y[i] + 0.2)) best = u;
        check_close(found[i], best * all);
    }
}

// Such loops add up sums and products for each y. They begin with different numbers, and lie apart.
BOOST_AUTO_TEST_CASE(sums_and_products_begin_apart) {
    const auto both = [](const auto&, const auto& x, const auto& y, const auto&) {
        const auto all = sum(x, [=](const auto& u) { return sum(y, [=](const auto& v) { return sin(u * v); }); });
        return map(y, [=](const auto& v) {
            const auto whole = sum(x, [=](const auto& u) { return sin(u * v); });
            return whole * all * product(x, [=](const auto& u) { return cos(u * v); });
        });
    };
    check_range(both, 3, 3);
}

// The two arrays of a state change places in each turn, and so the last one is not where a result could be; after an
// odd number of turns and after an even one.
BOOST_AUTO_TEST_CASE(pointer_swaps) {
    constexpr auto f = pullback::function([](const auto& x, const auto& y) {
        const auto end = fold(y, x, [](const auto& s, const auto& u) {
            return map(s, [=](const auto& p) { return sin(p * u) + 0.1 * p; });
        });
        const auto total = sum(end);
        return map(end, [=](const auto& p) { return p * total; });
    });
    const numbers x{0.3, -0.9, 0.5, 0.8};
    for (const numbers& y : {numbers{0.9, -0.4, 0.7}, numbers{0.6, 0.2}, numbers{}}) {
        numbers wanted = x;
        for (const double u : y)
            for (double& p : wanted) p = std::sin(p * u) + 0.1 * p;
        double total = 0;
        for (const double p : wanted) total += p;
        const numbers found = f(x, y);
        for (std::size_t i = 0; i < x.size(); ++i) check_close(found[i], wanted[i] * total, 10);
    }
}

// What is added up at other places than the loop is at lives in no result.
BOOST_AUTO_TEST_CASE(additions_elsewhere) {
    check_number([](const auto& a, const auto& x, const auto&, const auto& k) {
        const auto states = scan(x, a, [](const auto& s, const auto& u) { return s * 0.5 + u; });
        return sum(k, [=](const auto& i) { return element(states, i) * i; });
    });
}

// A result that is added to holds what was added before, and nothing else.
BOOST_AUTO_TEST_CASE(results_that_are_added_to) {
    check_number([](const auto&, const auto& x, const auto& y, const auto&) {
        return sum(x, [=](const auto& u) {
            const auto states = scan(y, u, [](const auto& s, const auto& v) { return sin(s * v); });
            const auto total = sum(states);
            return sum(states, [=](const auto& s) { return sin(s * total); });
        });
    });
}

// All numbers of a state are read before one of them changes.
BOOST_AUTO_TEST_CASE(numbers_that_change_places) {
    check_number([](const auto& a, const auto& x, const auto&, const auto&) {
        const auto end =
            fold(x, std::array{a, a * a}, [](const auto& s, const auto& u) { return std::array{s[1], s[0] * u}; });
        return end[0] + 3.0 * end[1];
    });
}

// Arrays and numbers of a state are there again when turns run again, and the last ones when all are over.
BOOST_AUTO_TEST_CASE(rows_and_carries_under_checkpoints) {
    check_number(
        [](const auto& a, const auto& x, const auto& y, const auto&) {
            const auto end = fold(x, std::tuple{y, a}, [](const auto& s, const auto& u) {
                const auto& cells = std::get<0>(s);
                const auto& level = std::get<1>(s);
                const auto total = sum(cells);
                return std::tuple{map(cells, [=](const auto& p) { return p + 0.1 * sin(level * p * u); }),
                                  level * u + 0.1 * sin(total)};
            });
            const auto level = std::get<1>(end);
            return sum(std::get<0>(end), [=](const auto& p) { return p * p * level; });
        },
        7);
}
