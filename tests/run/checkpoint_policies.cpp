// SPDX-License-Identifier: BSL-1.0
#include "caught_text.hpp"
#include "seeded_numbers.hpp"

#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

// How checkpoints are asked for, by all derivatives and over all ranges: the results are those without, to the last
// digit.

namespace {

using namespace seeded_numbers;
namespace checkpoints = pullback::checkpoints;
using pullback::fold;
using pullback::map;
using pullback::scan;
using pullback::sum;
using rows = std::vector<std::array<double, 2>>;

constexpr auto dear_calls = [](const auto& a, const auto& x) {
    return fold(x, a * 0.5, [&](const auto& s, const auto& u) { return s + 0.1 * (sin(s * u) - a * exp(-s * s)); });
};

} // namespace

BOOST_AUTO_TEST_CASE(policies_are_written_in_every_form) {
    constexpr auto f = pullback::function(dear_calls);
    const numbers x = random_numbers(50);
    const auto wanted = pullback::gradient(f, pullback::wrt<0>)(0.7, x);
    const auto check_policy = [&](const auto& policy, std::ptrdiff_t size) {
        const auto chosen = pullback::gradient(f, pullback::wrt<0>, policy);
        BOOST_TEST(chosen(0.7, x) == wanted);
        BOOST_TEST(get<0>(pullback::gradient(f, policy)(0.7, x)) == wanted);
        BOOST_TEST(work_size(chosen, 0.7, x) == size);
    };
    const std::ptrdiff_t plain = work_size(pullback::gradient(f, pullback::wrt<0>), 0.7, x), each = plain / 50;
    check_policy(checkpoints::none, plain);
    check_policy(checkpoints::square_root, 8 * each + 6);
    check_policy(checkpoints::every(10), 10 * each + 4);
    check_policy(checkpoints::every<10>, 10 * each + 4);
    check_policy(checkpoints::every<10>(), 10 * each + 4);
    check_policy(checkpoints::every(50), plain);
    check_policy(checkpoints::every(60), plain);
    check_policy(checkpoints::binomial(7), each + 7);
    check_policy(checkpoints::binomial<7>, each + 7);
    check_policy(checkpoints::binomial<7>(), each + 7);
    check_policy(checkpoints::binomial(50), each + 49);
}

BOOST_AUTO_TEST_CASE(all_derivatives_take_checkpoints) {
    constexpr auto f = pullback::function(dear_calls);
    constexpr auto by = pullback::wrt<0>;
    const auto check_policy = [&](const auto& policy) {
        for (const std::size_t turns : {std::size_t(0), std::size_t(1), std::size_t(2), std::size_t(17)}) {
            const numbers x = random_numbers(turns), v = random_numbers(turns);
            BOOST_TEST(pullback::jacobian(f, by, policy)(0.7, x) == pullback::jacobian(f, by)(0.7, x));
            BOOST_TEST(pullback::value_and_jacobian(f, by, policy)(0.7, x).jacobian ==
                       pullback::value_and_jacobian(f, by)(0.7, x).jacobian);
            BOOST_TEST(pullback::hessian(f, by, policy)(0.7, x) == pullback::hessian(f, by)(0.7, x));
            BOOST_TEST(pullback::jvp(f, by, policy)(0.7, x, 1.5).tangent == pullback::jvp(f, by)(0.7, x, 1.5).tangent);
            BOOST_TEST(pullback::vjp(f, by, policy)(0.7, x, 1.5).cotangent ==
                       pullback::vjp(f, by)(0.7, x, 1.5).cotangent);
            const auto got = pullback::hvp(f, policy)(0.7, x, 0.3, v), wanted = pullback::hvp(f)(0.7, x, 0.3, v);
            BOOST_TEST(get<0>(got) == get<0>(wanted));
            BOOST_TEST(get<1>(got) == get<1>(wanted));
            // Passes that run a product many times.
            const auto by_range = pullback::wrt<1>;
            const auto matrix = pullback::hessian(f, by_range, policy);
            const auto plain = pullback::hessian(f, by_range);
            for (std::ptrdiff_t i = 0; i < std::ssize(x); ++i)
                for (std::ptrdiff_t j = 0; j < std::ssize(x); ++j)
                    BOOST_TEST(matrix(0.7, x)(i, j) == plain(0.7, x)(i, j));
            if (turns > 10) BOOST_TEST(work_size(matrix, 0.7, x) < work_size(plain, 0.7, x));
        }
    };
    check_policy(checkpoints::square_root);
    check_policy(checkpoints::binomial(3));
}

// Rows are read in the turns, and their adjoints written.
BOOST_AUTO_TEST_CASE(rows_are_read_and_written_in_turns) {
    constexpr auto f = pullback::function([](const auto& a, const auto& all) {
        return fold(all, a, [&](const auto& s, const auto& row) { return s * row[0] + sin(row[1] * s) - 0.1 * a; });
    });
    for (std::size_t turns = 0; turns <= 40; ++turns) {
        rows x(turns);
        for (auto& row : x) row = {random_number(), random_number()};
        const auto wanted = pullback::gradient(f)(0.7, x);
        const auto compare = [&](const auto& got) {
            BOOST_TEST(get<0>(got) == get<0>(wanted));
            for (std::size_t i = 0; i < turns; ++i) BOOST_TEST((get<1>(got)[i] == get<1>(wanted)[i]));
        };
        compare(pullback::gradient(f, checkpoints::square_root)(0.7, x));
        compare(pullback::gradient(f, checkpoints::binomial(4))(0.7, x));
    }
}

// Rows that have lengths of their own: each has as many turns as it is long.
BOOST_AUTO_TEST_CASE(each_row_has_segments_of_its_own) {
    constexpr auto f = pullback::function([](const auto& a, const auto& all) {
        return sum(all, [&](const auto& row) {
            return fold(row, a, [&](const auto& s, const auto& u) { return s + 0.1 * sin(s * u); });
        });
    });
    const std::vector<numbers> x{random_numbers(7), {}, random_numbers(1), random_numbers(30), random_numbers(12)};
    const auto wanted = pullback::value_and_gradient(f)(0.7, x);
    const auto compare = [&](const auto& got) {
        BOOST_TEST(got.value == wanted.value);
        BOOST_TEST(get<0>(got.gradient) == get<0>(wanted.gradient));
        for (std::size_t i = 0; i < x.size(); ++i) BOOST_TEST(get<1>(got.gradient)[i] == get<1>(wanted.gradient)[i]);
    };
    for (const std::ptrdiff_t k : {1, 2, 4, 7, 29, 30, 31}) {
        compare(pullback::value_and_gradient(f, checkpoints::every(k))(0.7, x));
        compare(pullback::value_and_gradient(f, checkpoints::binomial(k))(0.7, x));
    }
}

// What is kept before the turns lives in a result, which is written over before they are gone through again.
BOOST_AUTO_TEST_CASE(what_turns_read_is_not_written_over) {
    constexpr auto f = pullback::function([](const auto& a, const auto& x) {
        const auto seen = map(x, [&](const auto& u) { return sin(exp(u * a) * u + cos(a * u)); });
        const auto end = fold(x, a, [&](const auto& s, const auto& u) {
            return s * u + 0.1 * sum(seen, [&](const auto& each) { return sin(each + s); });
        });
        return map(seen, x, [=](const auto& each, const auto& u) { return each + sin(u * end); });
    });
    const numbers x = random_numbers(20), w = random_numbers(20);
    const auto wanted = pullback::vjp(f, pullback::wrt<0>)(0.7, x, w);
    const auto compare = [&](const auto& got) {
        BOOST_TEST(got.value == wanted.value);
        BOOST_TEST(got.cotangent == wanted.cotangent);
    };
    compare(pullback::vjp(f, pullback::wrt<0>, checkpoints::every(4))(0.7, x, w));
    compare(pullback::vjp(f, pullback::wrt<0>, checkpoints::binomial(4))(0.7, x, w));
}

// A range of states as the result: it is written once, in the first pass.
BOOST_AUTO_TEST_CASE(states_are_results) {
    constexpr auto f = pullback::function([](const auto& a, const auto& x) {
        return map(scan(x, a, [&](const auto& s, const auto& u) { return s + 0.1 * sin(s * u); }),
                   [](const auto& s) { return s * s; });
    });
    for (const std::size_t turns : {std::size_t(0), std::size_t(1), std::size_t(13)}) {
        const numbers x = random_numbers(turns), w = random_numbers(turns);
        const auto wanted = pullback::vjp(f)(0.7, x, w);
        const auto compare = [&](const auto& got) {
            BOOST_TEST(got.value == wanted.value);
            BOOST_TEST(get<0>(got.cotangent) == get<0>(wanted.cotangent));
            BOOST_TEST(get<1>(got.cotangent) == get<1>(wanted.cotangent));
        };
        compare(pullback::vjp(f, checkpoints::square_root)(0.7, x, w));
        compare(pullback::vjp(f, checkpoints::binomial(2))(0.7, x, w));
    }
}

BOOST_AUTO_TEST_CASE(memory_is_of_other_numbers_too) {
    constexpr auto f = pullback::function(dear_calls);
    std::vector<float> x(20, 0.3F);
    const float wanted = pullback::gradient(f, pullback::wrt<0>)(0.7F, x);
    BOOST_TEST(pullback::gradient(f, pullback::wrt<0>, checkpoints::every(3))(0.7F, x) == wanted);
    BOOST_TEST(pullback::gradient(f, pullback::wrt<0>, checkpoints::binomial(3))(0.7F, x) == wanted);
}

// Turns are repeated as rarely as the number of states allows: the sum of all repetitions is that of Griewank and
// Walther, r n - C(slots + r, r - 1) for n turns, where r is the least number with n ≤ C(slots + r, r).
BOOST_AUTO_TEST_CASE(turns_are_repeated_as_rarely_as_can_be) {
    const auto reach = [](std::ptrdiff_t slots, std::ptrdiff_t repeats) {
        std::ptrdiff_t product = 1;
        for (std::ptrdiff_t i = 1; i <= repeats; ++i) product = product * (slots + i) / i;
        return product;
    };
    for (std::ptrdiff_t slots = 1; slots <= 12; ++slots)
        for (std::ptrdiff_t turns = 1; turns <= 300; ++turns) {
            const pullback::engine::run::binomial_schedule schedule(turns, slots);
            std::ptrdiff_t places[20]{}, states[20]{}, state = 0, repeated = 0, back = turns;
            bool is_right = true;
            const auto run = [&](std::ptrdiff_t turn) { is_right = is_right && turn == state++; };
            const auto save = [&](std::ptrdiff_t slot) {
                is_right = is_right && slot >= 0 && slot < schedule.slots();
                states[slot] = state;
            };
            schedule.forward(turns, places, save, run, [&](std::ptrdiff_t turn, std::ptrdiff_t) { run(turn); });
            is_right = is_right && state == turns;
            schedule.back(
                turns, places, [&](std::ptrdiff_t slot) { state = states[slot]; }, save,
                [&](std::ptrdiff_t turn) {
                    run(turn);
                    ++repeated;
                },
                [&](std::ptrdiff_t turn, std::ptrdiff_t) { run(turn); },
                [&](std::ptrdiff_t turn, std::ptrdiff_t) {
                    is_right = is_right && turn == --back && state == turn + 1;
                });
            std::ptrdiff_t repeats = 0;
            while (reach(slots, repeats) < turns) ++repeats;
            const std::ptrdiff_t least = repeats * turns - (repeats > 0 ? reach(slots + 1, repeats - 1) : 0);
            BOOST_TEST((is_right && back == 0));
            BOOST_TEST(turns - 1 + repeated == least, slots << " states, " << turns << " turns");
        }
}

BOOST_AUTO_TEST_CASE(no_checkpoints_are_mistakes) {
    BOOST_TEST(caught_text::text_of<pullback::range_error>([] { checkpoints::every(0); }) ==
               "checkpoints::every(k): k is 0, and there is one turn at least between checkpoints; give 1 or "
               "more");
    BOOST_TEST(caught_text::text_of<pullback::range_error>([] { checkpoints::binomial(-3); }) ==
               "checkpoints::binomial(slots): slots is -3, and the first state needs one; give 1 or more");
}

BOOST_AUTO_TEST_CASE(too_little_memory_is_a_mistake) {
    constexpr auto f = pullback::gradient(pullback::function(dear_calls), pullback::wrt<0>, checkpoints::square_root);
    const numbers x = random_numbers(100);
    numbers memory(static_cast<std::size_t>(work_size(f, 0.7, x)) - 1);
    BOOST_CHECK_THROW(f.using_workspace(memory)(0.7, x), pullback::range_error);
}
