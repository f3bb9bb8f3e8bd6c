// SPDX-License-Identifier: BSL-1.0
// Truth values, masks and plain structs where numbers run, are not numbers, or are variables of a graph.
#include <pullback.hpp>
#include <pullback/dynamic.hpp>

#include <boost/test/unit_test.hpp>

#include <array>

namespace {

using pullback::wrt;
using pullback::dynamic::variable;

template <class T>
struct vec3 {
    T x, y, z;
};

constexpr auto length = pullback::function([](const auto& v) { return sqrt(v.x * v.x + v.y * v.y + v.z * v.z); });

constexpr auto payoff = pullback::function([](const auto& spot, const auto& strike, const auto& is_call) {
    return select(is_call, square(spot) - strike, square(strike) - spot);
});

constexpr auto masked = pullback::function([](const auto& x, const auto& mask) {
    auto sum = 0 * x[0];
    for (std::size_t i = 0; i < x.size(); ++i) sum += select(mask[i], sqrt(x[i]), 0);
    return sum;
});

} // namespace

BOOST_AUTO_TEST_CASE(what_a_mask_hides_has_no_part_though_it_is_no_number) {
    const auto g = pullback::gradient(masked, wrt<0>)(std::array{4.0, -1.0, 0.0}, std::array{true, false, false});
    BOOST_TEST(g[0] == 0.25);
    BOOST_TEST(g[1] == 0);
    BOOST_TEST(g[2] == 0);
}

BOOST_AUTO_TEST_CASE(truth_values_known_at_run_time_only) {
    for (const bool is_call : {true, false}) {
        auto [value, slopes] = pullback::value_and_gradient(payoff, wrt<0, 1>)(3.0F, 2.0F, is_call);
        auto [by_spot, by_strike] = slopes;
        BOOST_TEST(value == (is_call ? 7 : 1));
        BOOST_TEST(by_spot == (is_call ? 6 : -1));
        BOOST_TEST(by_strike == (is_call ? -1 : 4));
    }
}

BOOST_AUTO_TEST_CASE(truth_values_beside_variables_of_a_graph) {
    for (const bool is_call : {true, false}) {
        variable spot{3.0}, strike{2.0};
        auto y = payoff(spot, strike, is_call);
        y.backward();
        BOOST_TEST(y.data() == (is_call ? 7 : 1));
        BOOST_TEST(spot.grad() == (is_call ? 6 : -1));
        BOOST_TEST(strike.grad() == (is_call ? -1 : 4));
        auto slope = grad(payoff(spot, strike, is_call), spot, pullback::dynamic::unused::zero);
        BOOST_TEST(slope.data() == (is_call ? 6 : -1));
    }
}

BOOST_AUTO_TEST_CASE(plain_structs_of_variables) {
    vec3<variable<double>> v{variable{1.0}, variable{2.0}, variable{2.0}};
    auto y = length(v);
    y.backward();
    BOOST_TEST(y.data() == 3);
    BOOST_TEST(v.x.grad() == 1 / 3.0);
    BOOST_TEST(v.z.grad() == 2 / 3.0);
}
