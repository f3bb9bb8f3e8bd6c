// SPDX-License-Identifier: BSL-1.0
#include "seeded_numbers.hpp"

#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <type_traits>
#include <vector>

// Loops with a state over rows that have lengths of their own: each row is what the same function of one row says, in
// value, gradient, tangent and Hessian times a vector.

namespace {

using namespace seeded_numbers;
using pullback::fold;
using pullback::map;
using pullback::scan;
using pullback::sum;
using pullback::while_loop;
using rows = std::vector<numbers>;

rows random_rows() { return {random_numbers(3), {}, random_numbers(1), random_numbers(7), random_numbers(2)}; }

template <class OfRow>
void check(OfRow of_row) {
    const auto f = pullback::function(
        [](const auto& a, const auto& all) { return sum(all, [&](const auto& row) { return OfRow{}(a, row); }); });
    const auto mapped = pullback::function(
        [](const auto& a, const auto& all) { return map(all, [&](const auto& row) { return OfRow{}(a, row); }); });
    const auto one = pullback::function(of_row);
    const rows x = random_rows(), v = random_rows();
    const double a = 0.7, da = 0.4;
    const numbers w = random_numbers(x.size());
    double value = 0, by_a = 0, tangent = 0, hvp_a = 0, vjp_a = 0;
    const auto found = pullback::value_and_gradient(f)(a, x);
    const auto second = pullback::hvp(f)(a, x, da, v);
    const auto of_map = pullback::vjp(mapped)(a, x, w);
    const auto check_rows = [](const numbers& got, const numbers& wanted, double scale) {
        BOOST_TEST_REQUIRE(got.size() == wanted.size());
        for (std::size_t k = 0; k < got.size(); ++k) check_close(got[k], wanted[k] * scale);
    };
    for (std::size_t i = 0; i < x.size(); ++i) {
        const auto each = pullback::value_and_gradient(one)(a, x[i]);
        const auto each_second = pullback::hvp(one)(a, x[i], da, v[i]);
        value += each.value;
        by_a += get<0>(each.gradient);
        vjp_a += get<0>(each.gradient) * w[i];
        hvp_a += get<0>(each_second);
        tangent += pullback::jvp(one)(a, x[i], da, v[i]).tangent;
        check_close(of_map.value[i], each.value);
        check_rows(get<1>(found.gradient)[i], get<1>(each.gradient), 1);
        check_rows(get<1>(of_map.cotangent)[i], get<1>(each.gradient), w[i]);
        check_rows(get<1>(second)[i], get<1>(each_second), 1);
    }
    check_close(found.value, value);
    check_close(get<0>(found.gradient), by_a);
    check_close(get<0>(of_map.cotangent), vjp_a);
    check_close(get<0>(second), hvp_a);
    check_close(pullback::jvp(f)(a, x, da, v).tangent, tangent);
}

} // namespace

BOOST_AUTO_TEST_CASE(a_row_is_folded) {
    check([](const auto& a, const auto& row) {
        return fold(row, 0.5 * a, [&](const auto& s, const auto& u) { return a * s + sin(s * u); });
    });
}

BOOST_AUTO_TEST_CASE(the_states_along_a_row_are_read) {
    check([](const auto& a, const auto& row) {
        return sum(scan(row, a, [&](const auto& s, const auto& u) { return cos(s * u) + 0.1 * a; }),
                   [](const auto& s) { return s * s; });
    });
}

// The state is as long as the row.
BOOST_AUTO_TEST_CASE(a_row_is_a_state) {
    check([](const auto& a, const auto& row) {
        const auto last = fold(row, map(row, [&](const auto& u) { return u * a; }), [&](const auto& s, const auto& u) {
            return map(s, [&](const auto& e) { return e + 0.1 * sin(e * u); });
        });
        return sum(last, [](const auto& e) { return e * e; });
    });
}
