// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

// Rows of lengths of their own that data choose, against the same of each row alone; and results of that shape that are
// written in place.

namespace {

using numbers = std::vector<double>;
using rows = std::vector<numbers>;
using places = std::vector<int>;
using namespace pullback; // as the bodies say sum(x, f)

constexpr auto of_row = function([](const auto& x, const auto& a) {
    return sin(a * sum(x)) * x.size() +
           sum(x, [&](const auto& p) { return exp(p * sum(x, [&](const auto& q) { return sin(p * q); })); });
});
constexpr auto of_chosen = function([](const auto& x, const auto& chosen, const auto& a) {
    return sum(chosen, [&](const auto& k) { return of_row(x[k], a); });
});
// The integers stand in rows themselves, and the size of a chosen row alone is asked for.
constexpr auto of_neighbours = function([](const auto& x, const auto& neighbours, const auto& a) {
    return sum(x, neighbours, [&](const auto& row, const auto& near) {
        return sum(near, [&](const auto& k) { return sin(a * sum(x[k])) * sum(row) + x[k].size() * a; });
    });
});
constexpr auto best = function([](const auto& x, const auto& a) {
    return max(x, [&](const auto& row) { return sum(row, [&](const auto& e) { return sin(a * e); }); });
});
constexpr auto nearest = function([](const auto& x, const auto& centres, const auto& y) {
    return sum(y, [&](const auto& b) {
        const auto row = x[argmin(centres, [&](const auto& c) { return square(c - b); })];
        return sum(row, [&](const auto& e) { return square(e - b); }) + b * row[0] * row[row.size() - 1] +
               square(row[argmax(row)]);
    });
});
constexpr auto steps = function([](const auto& x) {
    return sum(x, [](const auto& row) {
        return sum(row, shifted(row, 1, 2), [](const auto& e, const auto& next) { return e * square(next - e); });
    });
});

void check_close(double a, double b) { BOOST_TEST(std::abs(a - b) <= 1e-13 * (1 + std::abs(b)), a << " and " << b); }
void check_close(const rows& a, const rows& b) {
    BOOST_TEST_REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        BOOST_TEST_REQUIRE(a[i].size() == b[i].size());
        for (std::size_t j = 0; j < a[i].size(); ++j) check_close(a[i][j], b[i][j]);
    }
}
rows zeros_like(const rows& x) {
    rows result;
    for (const numbers& row : x) result.push_back(numbers(row.size()));
    return result;
}

/// Rows of different lengths, among them 0, 1, 2, 7 and 9.
rows rows_for_test() {
    rows x;
    for (const std::size_t size : std::array<std::size_t, 6>{3, 0, 1, 7, 2, 9}) {
        numbers row;
        for (std::size_t j = 0; j < size; ++j) row.push_back(std::sin(static_cast<double>(3 * size + 2 * j)));
        x.push_back(row);
    }
    return x;
}

auto says(const char* sentence) {
    return [=](const auto& error) { return std::string(error.what()) == sentence; };
}

} // namespace

BOOST_AUTO_TEST_CASE(data_choose_rows) {
    const rows x = rows_for_test(), direction(x.rbegin(), x.rend());
    rows v = zeros_like(x);
    for (std::size_t i = 0; i < v.size(); ++i)
        for (std::size_t j = 0; j < v[i].size(); ++j) v[i][j] = 1 / (1. + static_cast<double>(i + j));
    for (const places& chosen :
         {places{}, places{3}, places{3, 0}, places{5, 3, 3, 2, 1, 4, 0}, places{1, 1, 5, 5, 5, 3, 2, 0, 4}}) {
        const auto [gx, ga] = gradient(of_chosen, wrt<0, 2>)(x, chosen, 0.7);
        const auto [hx, ha] = hvp(of_chosen, wrt<0, 2>)(x, chosen, 0.7, v, 0.5);
        double value = 0, by_a = 0, along = 0, slope = 0;
        rows by_x = zeros_like(x), along_x = zeros_like(x);
        for (const int k : chosen) {
            const auto i = static_cast<std::size_t>(k);
            value += of_row(x[i], 0.7);
            const auto [ex, ea] = gradient(of_row)(x[i], 0.7);
            const auto [exx, eaa] = hvp(of_row)(x[i], 0.7, v[i], 0.5);
            for (std::size_t j = 0; j < x[i].size(); ++j) {
                by_x[i][j] += ex[j];
                along_x[i][j] += exx[j];
                slope += ex[j] * v[i][j];
            }
            by_a += ea;
            along += eaa;
        }
        check_close(of_chosen(x, chosen, 0.7), value);
        check_close(gx, by_x);
        check_close(ga, by_a);
        check_close(hx, along_x);
        check_close(ha, along);
        check_close(jvp(of_chosen, wrt<0, 2>)(x, chosen, 0.7, v, 0.5).tangent, slope + 0.5 * by_a);
    }
}

BOOST_AUTO_TEST_CASE(rows_of_integers_choose_rows) {
    const rows x = rows_for_test();
    const std::vector<places> near{{1, 3}, {}, {0, 5, 5}, {2}, {4, 3}, {1}};
    double value = 0, by_a = 0;
    rows by_x = zeros_like(x);
    const auto whole = [](const numbers& row) {
        double s = 0;
        for (const double e : row) s += e;
        return s;
    };
    for (std::size_t i = 0; i < x.size(); ++i)
        for (const int chosen : near[i]) {
            const auto k = static_cast<std::size_t>(chosen);
            const double mine = whole(x[i]), other = whole(x[k]), size = static_cast<double>(x[k].size());
            value += std::sin(0.3 * other) * mine + 0.3 * size;
            by_a += std::cos(0.3 * other) * other * mine + size;
            for (double& each : by_x[i]) each += std::sin(0.3 * other);
            for (double& each : by_x[k]) each += 0.3 * std::cos(0.3 * other) * mine;
        }
    const auto found = value_and_gradient(of_neighbours, wrt<0, 2>)(x, near, 0.3);
    check_close(found.value, value);
    check_close(get<0>(found.gradient), by_x);
    check_close(get<1>(found.gradient), by_a);
}

BOOST_AUTO_TEST_CASE(extrema_choose_rows) {
    const rows x = rows_for_test();
    std::size_t at = 0;
    double most = -1e9;
    for (std::size_t i = 0; i < x.size(); ++i) {
        double s = 0;
        for (const double e : x[i]) s += std::sin(0.7 * e);
        if (s > most) most = s, at = i;
    }
    rows by_x = zeros_like(x);
    double by_a = 0;
    for (std::size_t j = 0; j < x[at].size(); ++j) {
        by_x[at][j] = 0.7 * std::cos(0.7 * x[at][j]);
        by_a += x[at][j] * std::cos(0.7 * x[at][j]);
    }
    const auto found = value_and_gradient(best)(x, 0.7);
    check_close(found.value, most);
    check_close(get<0>(found.gradient), by_x);
    check_close(get<1>(found.gradient), by_a);

    // Ends of rows, and the place of an extremum in one.
    const rows z{{0.1, 0.2, -0.3}, {2}, {0.5, 0.4}, {1, -1, 0.25, 0.75, 0.5}};
    const numbers centres{1, 2, 3, 4}, y{3.9, 1.9, 3.8, 1.1};
    double value = 0;
    rows by_z = zeros_like(z);
    for (const double b : y) {
        const auto k = static_cast<std::size_t>(std::lround(b) - 1);
        const numbers& row = z[k];
        std::size_t m = 0;
        for (std::size_t j = 0; j < row.size(); ++j) {
            value += (row[j] - b) * (row[j] - b);
            by_z[k][j] += 2 * (row[j] - b);
            if (row[j] > row[m]) m = j;
        }
        value += b * row.front() * row.back() + row[m] * row[m];
        by_z[k].front() += b * row.back();
        by_z[k].back() += b * row.front();
        by_z[k][m] += 2 * row[m];
    }
    const auto near = value_and_gradient(nearest, wrt<0>)(z, centres, y);
    check_close(near.value, value);
    check_close(near.gradient, by_z);
}

BOOST_AUTO_TEST_CASE(neighbours_in_rows) {
    const rows x = rows_for_test();
    double value = 0;
    rows by_x = zeros_like(x);
    for (std::size_t i = 0; i < x.size(); ++i)
        for (std::size_t j = 0; j < x[i].size(); ++j) {
            const bool is_last = j + 1 == x[i].size();
            const double e = x[i][j], step = (is_last ? 2 : x[i][j + 1]) - e;
            value += e * step * step;
            by_x[i][j] += step * step - 2 * e * step;
            if (!is_last) by_x[i][j + 1] += 2 * e * step;
        }
    const auto found = value_and_gradient(steps)(x);
    check_close(found.value, value);
    check_close(found.gradient, by_x);
}

BOOST_AUTO_TEST_CASE(chosen_rows_side_by_side) {
    constexpr auto of_both = function([](const auto& x, const auto& y, const auto& chosen) {
        return sum(y, chosen, [&](const auto& row, const auto& k) { return dot(x[k], row); });
    });
    constexpr auto of_one = function([](const auto& x, const auto& y, const auto& chosen) {
        return sum(chosen, [&](const auto& k) { return square(dot(x[k], y)); });
    });
    constexpr auto of_three = function([](const auto& x, const auto& chosen) {
        return sum(chosen, [&](const auto& k) { return dot(x[k], std::array{1., 2., 3.}); });
    });
    constexpr auto largest = function(
        [](const auto& x, const auto& chosen) { return sum(chosen, [&](const auto& k) { return max(x[k]); }); });
    const rows x{{1, 2}, {3}, {}, {4, 5, 6}}, y{{1}, {1, 1}, {2}};
    BOOST_TEST(of_both(x, y, places{1, 0, 1}) == 12);
    BOOST_CHECK_EXCEPTION(of_both(x, y, places{1, 3, 1}), range_error,
                          says("f(x...): f goes through rows of arguments 0 and 1 side by side, but at row 3 one has 3 "
                               "elements and the other 2; give as many of both"));
    BOOST_TEST(of_one(x, numbers{1, 1, 1}, places{3, 3}) == 450);
    BOOST_CHECK_THROW(of_one(x, numbers{1, 1, 1}, places{3, 1}), range_error);
    BOOST_TEST(of_three(x, places{3, 3}) == 64);
    BOOST_CHECK_THROW(of_three(x, places{3, 1}), range_error);
    BOOST_TEST(of_three(x, places{}) == 0);
    BOOST_TEST(largest(x, places{0, 3, 1}) == 11);
    BOOST_CHECK_THROW(largest(x, places{0, 2}), range_error);
    BOOST_CHECK_EXCEPTION(
        of_chosen(x, places{0, 4}, 1.), range_error,
        says("f(x...): argument 1 holds subscripts of argument 0, and 4 among them; it has 4 elements "
             "there, which count from 0"));
    BOOST_CHECK_THROW(of_chosen(x, places{-1}, 1.), range_error);
    constexpr auto sizes = function(
        [](const auto& all, const auto& chosen) { return sum(chosen, [&](const auto& k) { return all[k].size(); }); });
    BOOST_TEST(sizes(x, places{3, 0, 0}) == 7);
    BOOST_CHECK_THROW(sizes(x, places{4}), range_error);
    // All rows that are read are as long as an array, not the longest alone.
    constexpr auto of_all = function(
        [](const auto& all) { return sum(all, [](const auto& row) { return dot(row, std::array{1., 2.}); }); });
    BOOST_TEST(of_all(rows{{1, 2}, {3, 4}}) == 16);
    BOOST_CHECK_THROW(of_all(rows{{1, 2}, {3}}), range_error);
}

BOOST_AUTO_TEST_CASE(results_with_rows_in_place) {
    const rows x = rows_for_test();
    const auto want = value_and_gradient(of_chosen, wrt<0, 2>)(x, places{5, 3, 3}, 0.7);
    rows by_x = x; // what was there counts for nothing
    double value = 0, by_a = 0;
    value_and_gradient(of_chosen, wrt<0, 2>).into(value, by_x, by_a)(x, places{5, 3, 3}, 0.7);
    BOOST_TEST(value == want.value);
    BOOST_TEST(by_a == get<1>(want.gradient));
    check_close(by_x, get<0>(want.gradient));

    // By offsets, in memory of the caller.
    numbers values;
    places offsets{0};
    for (const numbers& row : x) {
        values.insert(values.end(), row.begin(), row.end());
        offsets.push_back(static_cast<int>(values.size()));
    }
    numbers out(values.size(), 7);
    const auto check_out = [&] {
        std::size_t place = 0;
        for (const numbers& row : get<0>(want.gradient))
            for (const double each : row) BOOST_TEST(out[place++] == each);
    };
    gradient(of_chosen, wrt<0>).into(rows_of(out, offsets))(rows_of(values, offsets), places{5, 3, 3}, 0.7);
    check_out();
    out.assign(out.size(), 7);
    const std::span<double> view(out);
    gradient(of_chosen, wrt<0>).into(rows_of(view, offsets))(x, places{5, 3, 3}, 0.7);
    check_out();
    // A value of rows needs no more.
    of_chosen.into(value)(x, places{5, 3, 3}, 0.7);
    BOOST_TEST(value == want.value);

    constexpr auto slope = gradient(steps);
    rows shorter = x;
    shorter[3].pop_back();
    BOOST_CHECK_EXCEPTION(
        slope.into(shorter)(x), range_error,
        says("f.into(results...)(x...): row 3 of result 0 has 7 elements, and that of its destination "
             "6; give it as many"));
    shorter.pop_back();
    BOOST_CHECK_THROW(slope.into(shorter)(x), range_error);
    BOOST_CHECK_THROW(slope.into(by_x)(by_x), range_error);
    BOOST_CHECK_THROW(slope.into(rows_of(values, offsets))(rows_of(values, offsets)), range_error);
    const std::vector<std::span<double>> views(by_x.begin(), by_x.end());
    BOOST_CHECK_THROW(slope.into(by_x)(views), range_error);
    offsets.back() += 1;
    BOOST_CHECK_THROW(slope.into(rows_of(out, offsets))(x), range_error);
}
