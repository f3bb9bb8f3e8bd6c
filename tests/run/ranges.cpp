// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <random>
#include <vector>

// Each function of ranges against the same body unrolled for arrays of fixed size, value, gradient and Hessian times a
// vector; and against differences.

namespace {

using numbers = std::vector<double>;

std::mt19937 generator(7);
double random_number() { return std::uniform_real_distribution<double>(-1, 1)(generator); }

template <std::size_t N>
std::array<double, N> random_array() {
    std::array<double, N> x{};
    for (double& each : x) each = random_number();
    return x;
}

template <std::size_t N>
numbers as_vector(const std::array<double, N>& x) {
    return {x.begin(), x.end()};
}

void check_close(double a, double b) { BOOST_TEST(std::abs(a - b) <= 1e-13 * (1 + std::abs(b)), a << " and " << b); }
template <class A, class B>
void check_all_close(const A& a, const B& b) {
    BOOST_TEST_REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < b.size(); ++i) check_close(a[i], b[i]);
}

// A function of one range and one number.
template <std::size_t N, class F>
void check_against_unrolled(F f) {
    const auto x = random_array<N>(), v = random_array<N>();
    const double a = random_number(), da = random_number();
    const numbers xs = as_vector(x), vs = as_vector(v);
    check_close(f(xs, a), f(x, a));
    const auto [value, gradient] = pullback::value_and_gradient(f)(xs, a);
    const auto [expected_value, expected_gradient] = pullback::value_and_gradient(f)(x, a);
    check_close(value, expected_value);
    const auto& [gx, ga] = gradient;
    const auto& [ex, ea] = expected_gradient;
    check_all_close(gx, ex);
    check_close(ga, ea);
    const auto along = pullback::jvp(f)(xs, a, vs, da);
    const auto expected_along = pullback::jvp(f)(x, a, v, da);
    check_close(along.value, expected_along.value);
    check_close(along.tangent, expected_along.tangent);
    const auto [hx, ha] = pullback::hvp(f)(xs, a, vs, da);
    const auto [ehx, eha] = pullback::hvp(f)(x, a, v, da);
    check_all_close(hx, ehx);
    check_close(ha, eha);
    const auto back = pullback::vjp(f)(xs, a, 3.0);
    check_close(get<0>(back.cotangent)[N - 1], 3 * ex[N - 1]);
}

template <class F>
void check_at_all_lengths(F f) {
    check_against_unrolled<1>(f);
    check_against_unrolled<2>(f);
    check_against_unrolled<7>(f);
    check_against_unrolled<9>(f);
}

using namespace pullback; // as the bodies say sum(x, f) for sequences too

constexpr auto squares =
    function([](const auto& x, const auto& a) { return sum(x, [&](const auto& each) { return square(each - a); }); });
constexpr auto nested = function([](const auto& x, const auto& a) {
    return sum(x, [&](const auto& p) { return exp(a * sum(x, [&](const auto& q) { return sin(p * q); })); });
});
constexpr auto deviation = function([](const auto& x, const auto& a) {
    const auto centre = mean(x);
    return sqrt(mean(x, [&](const auto& each) { return square(each - centre); }) + square(a));
});
constexpr auto largest = function(
    [](const auto& x, const auto& a) { return max(x, [&](const auto& each) { return sin(3 * each) * a; }) + min(x); });
constexpr auto pairs = function([](const auto& x, const auto& a) {
    return sum(x, x, [&](const auto& p, const auto& q) { return p * q * a; }) + dot(x, x);
});

} // namespace

BOOST_AUTO_TEST_CASE(a_sum_is_the_unrolled_one) { check_at_all_lengths(squares); }
BOOST_AUTO_TEST_CASE(loops_in_loops_are_the_unrolled_ones) { check_at_all_lengths(nested); }
BOOST_AUTO_TEST_CASE(one_loop_may_need_another_first) { check_at_all_lengths(deviation); }
BOOST_AUTO_TEST_CASE(extrema_have_the_derivative_of_the_winner) { check_at_all_lengths(largest); }
BOOST_AUTO_TEST_CASE(ranges_go_side_by_side) { check_at_all_lengths(pairs); }

BOOST_AUTO_TEST_CASE(an_empty_range_sums_to_zero) {
    BOOST_TEST(squares(numbers(), 1.0) == 0);
    const auto gradient = pullback::gradient(squares)(numbers(), 1.0);
    BOOST_TEST(get<0>(gradient).empty());
    BOOST_TEST(get<1>(gradient) == 0);
}

BOOST_AUTO_TEST_CASE(repeated_subscripts_add_up) {
    constexpr auto f = pullback::function(
        [](const auto& x, const auto& k) { return sum(k, [&](const auto& i) { return square(x[i]); }); });
    const numbers x{1, 2, 3};
    const std::vector<int> k{2, 0, 2, 2};
    const numbers gradient = pullback::gradient(f, pullback::wrt<0>)(x, k);
    BOOST_TEST(gradient == (numbers{2, 0, 18}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(lengths_that_do_not_fit_are_errors) {
    constexpr auto side_by_side = pullback::function([](const auto& x, const auto& y) { return dot(x, y); });
    BOOST_CHECK_EXCEPTION(side_by_side(numbers(3), numbers(4)), pullback::range_error, [](const auto& error) {
        return std::string(error.what()) ==
               "f(x...): f goes through arguments 0 and 1 side by side, but one has 3 elements there and the other 4; "
               "give as many of both";
    });
    constexpr auto gather =
        pullback::function([](const auto& x, const auto& k) { return sum(k, [&](const auto& i) { return x[i]; }); });
    BOOST_CHECK_THROW(gather(numbers(3), std::vector<int>{0, 3}), pullback::range_error);
    BOOST_CHECK_THROW(gather(numbers(3), std::vector<int>{-1}), pullback::range_error);
    BOOST_CHECK_THROW(pullback::gradient(largest)(numbers(), 1.0), pullback::range_error);
}
