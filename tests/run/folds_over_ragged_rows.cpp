// SPDX-License-Identifier: BSL-1.0
#include "seeded_numbers.hpp"

#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <type_traits>
#include <vector>

// Loops with a state that go from row to row, where rows have lengths of their own: they are what the same turns are
// that are written one after the other, each with a row as an argument of its own, in value, gradient and Hessian times
// a vector, with and without checkpoints.

namespace {

using namespace seeded_numbers;
using pullback::fold;
using pullback::map;
using pullback::scan;
using pullback::shifted;
using pullback::sum;
using pullback::while_loop;
using rows = std::vector<numbers>;

void check_all(const numbers& got, const numbers& wanted) {
    BOOST_TEST_REQUIRE(got.size() == wanted.size());
    for (std::size_t k = 0; k < got.size(); ++k) check_close(got[k], wanted[k]);
}
template <class Got, class Wanted>
void check_derivative(const Got& got, const Wanted& wanted) {
    check_close(get<0>(got), get<0>(wanted));
    check_all(get<1>(got)[0], get<1>(wanted));
    check_all(get<1>(got)[1], get<2>(wanted));
    check_all(get<1>(got)[2], get<3>(wanted));
    check_all(get<1>(got)[3], get<4>(wanted));
}

template <class Turn>
void check(Turn) {
    const auto f = pullback::function([](const auto& a, const auto& all) {
        return fold(all, 0.5 * a, [&](const auto& s, const auto& row) { return Turn{}(a, s, row); });
    });
    const auto written_out =
        pullback::function([](const auto& a, const auto& p, const auto& q, const auto& r, const auto& t) {
            return Turn{}(a, Turn{}(a, Turn{}(a, Turn{}(a, 0.5 * a, p), q), r), t);
        });
    const rows x{random_numbers(2), {}, random_numbers(4), random_numbers(1)};
    const rows v{random_numbers(2), {}, random_numbers(4), random_numbers(1)};
    const double a = 0.7, da = 0.4;
    const auto got = pullback::value_and_gradient(f)(a, x);
    const auto wanted = pullback::value_and_gradient(written_out)(a, x[0], x[1], x[2], x[3]);
    check_close(got.value, wanted.value);
    check_derivative(got.gradient, wanted.gradient);
    const auto second = pullback::hvp(f)(a, x, da, v);
    check_derivative(second, pullback::hvp(written_out)(a, x[0], x[1], x[2], x[3], da, v[0], v[1], v[2], v[3]));

    const auto is_same_with = [&](const auto& policy) {
        const auto few = pullback::gradient(f, pullback::wrt<0, 1>, policy)(a, x);
        BOOST_TEST((get<0>(few) == get<0>(got.gradient) && get<1>(few) == get<1>(got.gradient)));
        const auto few_second = pullback::hvp(f, pullback::wrt<0, 1>, policy)(a, x, da, v);
        BOOST_TEST((get<0>(few_second) == get<0>(second) && get<1>(few_second) == get<1>(second)));
    };
    is_same_with(pullback::checkpoints::every<2>);
    is_same_with(pullback::checkpoints::binomial<1>);

    // Over no rows at all.
    BOOST_TEST(get<0>(pullback::gradient(f)(a, rows{})) == 0.5);
}

constexpr auto through = [](const auto& b, const auto& a, const auto& all) {
    return fold(all, a * b, [&](const auto& s, const auto& row) {
        return 0.5 * s + sum(row, [&](const auto& u) { return sin(u * s + b); });
    });
};

constexpr auto with_neighbours = [](const auto& a, const auto& s, const auto& row) {
    const auto along = scan(row, s, [&](const auto& t, const auto& u) { return 0.5 * t + sin(t * u) + a; });
    return sum(along, shifted(along, 1, a), [](const auto& p, const auto& q) { return p * p * q; });
};

} // namespace

BOOST_AUTO_TEST_CASE(a_turn_sums_over_its_row) {
    check([](const auto& a, const auto& s, const auto& row) {
        return sin(s) * row.size() + sum(row, [&](const auto& u) { return exp(a * s * u); });
    });
}

BOOST_AUTO_TEST_CASE(a_turn_has_a_product_and_a_log_sum_exp_of_its_row) {
    check([](const auto& a, const auto& s, const auto& row) {
        return a * s + product(row, [&](const auto& u) { return cos(u * s); }) +
               log(1 + exp(log_sum_exp(row, [&](const auto& u) { return u * u * s; })));
    });
}

// A fold over the row, and its states read by the neighbours of the elements.
BOOST_AUTO_TEST_CASE(a_turn_goes_through_its_row) {
    check([](const auto& a, const auto& s, const auto& row) {
        const auto along = scan(row, s, [&](const auto& t, const auto& u) { return t * u + a; });
        return sum(along, shifted(along, 1, a), [](const auto& p, const auto& q) { return p * p * q; });
    });
}

// A state that is as long as the row, in a loop of its own.
BOOST_AUTO_TEST_CASE(a_turn_has_a_state_of_the_length_of_its_row) {
    check([](const auto& a, const auto& s, const auto& row) {
        const auto last = fold(row, map(row, [=](const auto& u) { return u * s; }), [&](const auto& t, const auto& u) {
            return map(t, shifted(t, -1, a), [=](const auto& p, const auto& q) { return cos(p * u) + 0.2 * q; });
        });
        return 0.3 * s + sum(last, row, [](const auto& p, const auto& u) { return p * p * u; });
    });
}

// Rows of two containers side by side, and rows that data choose.
BOOST_AUTO_TEST_CASE(rows_stand_side_by_side_and_are_chosen) {
    const auto f = pullback::function([](const auto& a, const auto& x, const auto& y, const auto& which) {
        return fold(x, y, which, a, [&](const auto& s, const auto& p, const auto& q, const auto& k) {
            return 0.5 * s + sum(p, q, [&](const auto& u, const auto& w) { return sin(u * w * s); }) +
                   sum(x[k], [&](const auto& u) { return u * u * a * s; });
        });
    });
    const auto written_out =
        pullback::function([](const auto& a, const auto& x0, const auto& x1, const auto& y0, const auto& y1) {
            const auto turn = [&](const auto& s, const auto& p, const auto& q, const auto& chosen) {
                return 0.5 * s + sum(p, q, [&](const auto& u, const auto& w) { return sin(u * w * s); }) +
                       sum(chosen, [&](const auto& u) { return u * u * a * s; });
            };
            return turn(turn(a, x0, y0, x1), x1, y1, x1);
        });
    const rows x{random_numbers(2), random_numbers(3)}, y{random_numbers(2), random_numbers(3)};
    const auto got = pullback::gradient(f, pullback::wrt<0, 1, 2>)(0.7, x, y, std::vector<int>{1, 1});
    const auto wanted = pullback::gradient(written_out)(0.7, x[0], x[1], y[0], y[1]);
    check_close(get<0>(got), get<0>(wanted));
    check_all(get<1>(got)[0], get<1>(wanted));
    check_all(get<1>(got)[1], get<2>(wanted));
    check_all(get<2>(got)[0], get<3>(wanted));
    check_all(get<2>(got)[1], get<4>(wanted));
}

// Neighbours in rows that data choose, which are as long as the row of the turn that is gone back to.
BOOST_AUTO_TEST_CASE(chosen_rows_are_read_by_their_neighbours) {
    const auto chosen = pullback::function([](const auto& a, const auto& x, const auto& which) {
        return fold(which, 0.5 * a, [&](const auto& s, const auto& k) { return with_neighbours(a, s, x[k]); });
    });
    const auto in_order = pullback::function([](const auto& a, const auto& x) {
        return fold(x, 0.5 * a, [&](const auto& s, const auto& row) { return with_neighbours(a, s, row); });
    });
    const numbers longer = random_numbers(5), shorter = random_numbers(1);
    const std::vector<int> which{0, 1, 0};
    const auto by_order = pullback::gradient(in_order)(0.7, rows{longer, shorter, longer});
    const auto got = pullback::gradient(chosen, pullback::wrt<0, 1>)(0.7, rows{longer, shorter}, which);
    check_close(get<0>(got), get<0>(by_order));
    for (std::size_t k = 0; k < longer.size(); ++k)
        check_close(get<1>(got)[0][k], get<1>(by_order)[0][k] + get<1>(by_order)[2][k]);
    check_all(get<1>(got)[1], get<1>(by_order)[1]);
    const auto few = pullback::gradient(chosen, pullback::wrt<0, 1>, pullback::checkpoints::every<2>)(
        0.7, rows{longer, shorter}, which);
    BOOST_TEST(get<0>(few) == get<0>(got));
    BOOST_TEST((get<1>(few) == get<1>(got)));
}

// Each element of another range goes through all rows.
BOOST_AUTO_TEST_CASE(a_map_goes_through_rows_for_each_of_its_elements) {
    const auto f = pullback::function([](const auto& a, const auto& starts, const auto& all) {
        return sum(starts, [&](const auto& b) { return through(b, a, all); });
    });
    const auto one = pullback::function(through);
    const rows x{random_numbers(2), {}, random_numbers(3)};
    const numbers starts{0.3, -0.8};
    const auto got = pullback::gradient(f)(0.7, starts, x);
    double by_a = 0;
    rows by_x{numbers(2), {}, numbers(3)};
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const auto wanted = pullback::gradient(one)(starts[i], 0.7, x);
        by_a += get<1>(wanted);
        check_close(get<1>(got)[i], get<0>(wanted));
        for (std::size_t r = 0; r < x.size(); ++r)
            for (std::size_t k = 0; k < x[r].size(); ++k) by_x[r][k] += get<2>(wanted)[r][k];
    }
    check_close(get<0>(got), by_a);
    for (std::size_t r = 0; r < x.size(); ++r) check_all(get<2>(got)[r], by_x[r]);
}
