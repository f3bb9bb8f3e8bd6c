// SPDX-License-Identifier: BSL-1.0
#include "lanes_check.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>
#include <pullback/threads.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <vector>

// Loops in lanes whose turns read neighbours: of arguments, of what is mapped, and of the array that a state is.

namespace {

using namespace lanes_check;

constexpr auto with = [](const auto& by) { return [=](const auto& p, const auto& q) { return p + by * q; }; };
// y_i' = x_i y_{i-1}, by steps of second order: each step reads two turns back, and its adjoint two turns ahead.
constexpr auto chain = function([](const auto& x, const auto& a, const auto& k) {
    const auto slope = [&](const auto& y) {
        return map(x, shifted(y, -1, 1.0), [](const auto& p, const auto& q) { return p * q; });
    };
    const auto step = [&](const auto& y, const auto&) {
        return map(y, slope(map(y, slope(y), with(a / 8))), with(a / 4));
    };
    const auto end = fold(k, map(x, [](const auto& each) { return each / 4; }), step);
    return sum(end, x, [](const auto& y, const auto& each) { return sin(y) * each; });
});
// Heat along a line: neighbours on either side, and far ones.
constexpr auto heat = function([](const auto& x, const auto& a, const auto& k) {
    const auto step = [&](const auto& y, const auto&) {
        return map(shifted(y, -1, a), y, shifted(y, 1, 0.25), shifted(y, 5, 0.5), x,
                   [&](const auto& l, const auto& m, const auto& r, const auto& far, const auto& p) {
                       return m + (l - 2 * m + r) / 8 + sin(far * p) / 16;
                   });
    };
    return map(fold(k, x, step), [](const auto& y) { return y; });
});
// Differences of neighbours that are summed, multiplied and compared.
constexpr auto differences = function([](const auto& x, const auto& a, const auto&) {
    const auto of_neighbours = sum(x, shifted(x, -3, 0.5), shifted(x, 1, 0.25),
                                   [&](auto p, auto q, auto r) { return square(p - a * q) * cos(r); });
    return of_neighbours + max(shifted(x, 1, 0.125), x, [](const auto& p, const auto& q) { return p * q; });
});
constexpr auto products = function([](const auto& x, const auto& a, const auto&) {
    return product(x, shifted(x, -1, 0.5), shifted(x, 2, 1.0),
                   [&](const auto& p, const auto& q, const auto& r) { return 1 + a * (p - q) * r / 16; });
});
// What turns hand on stands in a loop with lanes.
constexpr auto rows_of_states = function([](const auto& x, const auto& a, const auto& k) {
    return sum(x, [&](const auto& first) {
        const auto step = [&](const auto& y, const auto&) {
            return map(y, shifted(y, -1, 0.5), [&](const auto& p, const auto& q) { return p + first * q * a / 8; });
        };
        return sum(fold(k, x, step));
    });
});

template <class T, class F>
void check_short(F f, std::size_t shortest = 0) {
    for (std::size_t count = shortest; count <= 40; ++count) check_at<T>(f, count);
}

} // namespace

BOOST_AUTO_TEST_CASE(of_a_state) {
    check_short<double>(chain);
    check_short<float>(chain);
    check_short<double>(heat);
    check_short<float>(heat);
}
BOOST_AUTO_TEST_CASE(of_arguments) {
    check_short<double>(differences, 1);
    check_short<float>(differences, 1);
    check_short<double>(products);
    check_short<float>(products);
}
BOOST_AUTO_TEST_CASE(of_states_in_lanes) { check_short<double>(rows_of_states); }

BOOST_AUTO_TEST_CASE(in_chunks) {
    const numbers x = random_numbers(5001);
    const subscripts k;
    check_same<double>(value_and_gradient(differences, wrt<0, 1>)(par_unseq, x, 0.3, k),
                       value_and_gradient(differences, wrt<0, 1>)(x, 0.3, k), 5001);
    check_same<double>(value_and_gradient(chain, wrt<0, 1>)(par_unseq, x, 0.3, k),
                       value_and_gradient(chain, wrt<0, 1>)(x, 0.3, k), 5001);
}
