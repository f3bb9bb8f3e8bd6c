// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

// Derivatives of functions of ranges where they are hard: at kinks, at zeros, where a side is not taken. Each against
// the same body unrolled for arrays of fixed size.

namespace {

using numbers = std::vector<double>;
constexpr double infinity = std::numeric_limits<double>::infinity();

template <std::size_t N>
numbers as_vector(const std::array<double, N>& x) {
    return {x.begin(), x.end()};
}

void check_close(double a, double b) {
    const bool agree = a == b || (a != a && b != b) || std::abs(a - b) <= 1e-12 * (1 + std::abs(b));
    BOOST_TEST(agree, a << " and " << b);
}
template <class A, class B>
void check_all_close(const A& a, const B& b) {
    BOOST_TEST_REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < b.size(); ++i) check_close(a[i], b[i]);
}

/// First derivatives in all modes of a function of a range and a number, there and in one direction.
template <std::size_t N, class F>
void check_first_order(F f, const std::array<double, N>& x, double a, const std::array<double, N>& v, double da,
                       double weight = 1) {
    const numbers xs = as_vector(x), vs = as_vector(v);
    check_close(f(xs, a), f(x, a));
    const auto [gx, ga] = pullback::gradient(f)(xs, a);
    const auto [ex, ea] = pullback::gradient(f)(x, a);
    check_all_close(gx, ex);
    check_close(ga, ea);
    const auto along = pullback::jvp(f)(xs, a, vs, da);
    const auto expected_along = pullback::jvp(f)(x, a, v, da);
    check_close(along.value, expected_along.value);
    check_close(along.tangent, expected_along.tangent);
    const auto back = pullback::vjp(f)(xs, a, weight);
    const auto expected_back = pullback::vjp(f)(x, a, weight);
    check_all_close(get<0>(back.cotangent), get<0>(expected_back.cotangent));
    check_close(get<1>(back.cotangent), get<1>(expected_back.cotangent));
}

/// And second derivatives.
template <std::size_t N, class F>
void check_there(F f, const std::array<double, N>& x, double a, const std::array<double, N>& v, double da,
                 double weight = 1) {
    BOOST_TEST_CONTEXT("at " << x[0] << ", ..., " << a << " along " << v[0] << ", ..., " << da << ", " << weight) {
        check_first_order(f, x, a, v, da, weight);
        const auto [hx, ha] = pullback::hvp(f)(as_vector(x), a, as_vector(v), da);
        const auto [ehx, eha] = pullback::hvp(f)(x, a, v, da);
        check_all_close(hx, ehx);
        check_close(ha, eha);
    }
}

using namespace pullback; // as the bodies say sum(x, f) for sequences too

/// ∏ f(x).
template <class X, class F>
constexpr auto product_of(const X& x, const F& f) {
    if constexpr (SymbolicRange<X>) {
        return pullback::product(x, f);
    } else {
        auto whole = f(x[0]);
        for (std::size_t i = 1; i < x.size(); ++i) whole = whole * f(x[i]);
        return whole;
    }
}

constexpr auto factors = function(
    [](const auto& x, const auto& a) { return product_of(x, [&](const auto& each) { return each * a + each; }); });
constexpr auto powers =
    function([](const auto& x, const auto& a) { return product_of(x, [&](const auto&) { return a; }) * sum(x); });
constexpr auto roots = function([](const auto& x, const auto& a) {
    return sum(x, [&](const auto& each) { return select(each > 0, sqrt(each) * a, 0 * each); });
});
constexpr auto plain_roots =
    function([](const auto& x, const auto& a) { return sum(x, [&](const auto& each) { return sqrt(each) + a; }); });
constexpr auto outer_root = function([](const auto& x, const auto& a) {
    const auto root = sqrt(a);
    return sum(x, [&](const auto& each) { return select(each > 0, root * each, 0 * each); });
});
constexpr auto switched = function([](const auto& x, const auto& a) {
    return select(a > 0, sum(x, [](const auto& each) { return log(each); }), sum(x)) * a;
});
constexpr auto extrema = function([](const auto& x, const auto& a) {
    return max(x, [&](const auto& each) { return sin(each) * a; }) * min(x) + max(x, [&](const auto&) { return a; });
});
constexpr auto nested_extrema = function([](const auto& x, const auto& a) {
    return max(x, [&](const auto& p) { return p * min(x, [&](const auto& q) { return square(p - q) - a * q; }); });
});

} // namespace

BOOST_AUTO_TEST_CASE(products_have_derivatives_at_zeros) {
    check_there<4>(factors, {2, -3, 0.5, 4}, 0.5, {1, 2, -1, 3}, 0.25);
    check_there<4>(factors, {2, 0, 0.5, 4}, 0.5, {1, 2, -1, 3}, 0.25);
    check_there<4>(factors, {2, 0, 0.5, 0}, 0.5, {1, 2, -1, 3}, 0.25);
    check_there<4>(factors, {0, 0, 0.5, 0}, 0.5, {1, 2, -1, 3}, 0.25);
    check_there<4>(factors, {2, 3, 0.5, 1}, -1, {1, 2, -1, 3}, 0.25);
    check_there<1>(factors, {0}, 0.5, {1}, 0.25);
    check_there<2>(factors, {0, 2}, 0.5, {1, 0}, 0.25);
    check_there<3>(powers, {1, 2, 3}, 0.5, {1, 2, -1}, 0.25);
    check_there<3>(powers, {1, 2, 3}, 0, {1, 2, -1}, 0.25);
    check_there<2>(powers, {1, 2}, 0, {1, 2}, 0.25);
    check_there<1>(powers, {1}, 0, {1}, 0.25);
}

BOOST_AUTO_TEST_CASE(what_is_not_taken_contributes_nothing) {
    check_there<3>(roots, {4, 0, -1}, 2, {1, 1, 1}, 1);
    check_there<3>(roots, {0, 0, 0}, 2, {1, 1, 1}, 1);
    check_there<3>(roots, {4, 0, 1}, 2, {1, 0, 0}, 0, 0);
    const auto [gx, ga] = gradient(outer_root)(numbers{-1, -2}, 0.0);
    check_all_close(gx, numbers{0, 0});
    check_close(ga, 0);
    check_close(get<1>(vjp(outer_root)(numbers{-1, -2}, 0.0, 2.0).cotangent), 0);
    check_close(jvp(outer_root)(numbers{-1, -2}, 0.0, numbers{1, 1}, 1.0).tangent, 0);
    check_there<2>(outer_root, {1, -2}, 4, {1, 1}, 1);
    check_there<3>(switched, {1, 0, -1}, -1, {1, 2, 3}, 1);
    check_there<3>(switched, {1, 2, 3}, 1, {1, 2, 3}, 1);
}

BOOST_AUTO_TEST_CASE(what_does_not_move_contributes_nothing) {
    check_there<3>(plain_roots, {4, 0, 1}, 2, {1, 0, 1}, 1);
    check_there<3>(plain_roots, {4, 0, 1}, 2, {1, 2, 1}, 1);
    check_there<3>(plain_roots, {4, 0, 1}, 2, {1, 0, 1}, 1, 0);
    check_there<2>(outer_root, {1, 2}, 0, {1, 1}, 0);
    check_there<2>(outer_root, {1, 2}, 0, {1, 1}, 0, 0);
}

BOOST_AUTO_TEST_CASE(the_first_of_equals_has_the_derivative) {
    check_there<4>(extrema, {1, 2, 2, 1}, 0.5, {1, 2, 3, 4}, 1);
    check_there<3>(extrema, {0, 0, 0}, 0.5, {1, 2, 3}, 1);
    check_there<1>(extrema, {1}, 0.5, {1}, 1);
    check_there<3>(nested_extrema, {0.5, 1.5, -1}, 0.5, {1, 2, 3}, 1);
    check_there<3>(nested_extrema, {1, 1, 1}, 0.5, {1, 2, 3}, 1);
}

BOOST_AUTO_TEST_CASE(an_extremum_with_nan_among_the_elements_is_nan) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    constexpr auto largest = function([](const auto& x) { return max(x); });
    constexpr auto smallest = function([](const auto& x) { return min(x); });
    for (const numbers& x : {numbers{nan, 1, 2}, numbers{1, nan, 2}, numbers{1, 2, nan}}) {
        BOOST_TEST(std::isnan(largest(x)));
        BOOST_TEST(std::isnan(smallest(x)));
        const std::array<double, 3> same{x[0], x[1], x[2]};
        BOOST_TEST(std::isnan(largest(same)));
        BOOST_TEST(std::isnan(smallest(same)));
        check_all_close(gradient(largest)(x), gradient(largest)(same));
        check_all_close(gradient(smallest)(x), gradient(smallest)(same));
    }
    check_close(largest(numbers{-infinity, -infinity}), -infinity);
}

BOOST_AUTO_TEST_CASE(a_sum_over_nothing_is_zero_however_infinite_its_factors_are) {
    constexpr auto scaled = function([](const auto& x, const auto& a, const auto& b) {
        const auto infinite = log(b);
        return sum(x, [&](const auto& each) { return (a * infinite) * each + each / b; }) +
               sum(x, [&](const auto&) { return infinite; }) + sqrt(sum(x, [&](const auto& each) { return each * a; }));
    });
    const auto [value, slope] = value_and_gradient(scaled, wrt<1, 2>)(numbers(), 2.0, 0.0);
    check_close(value, 0);
    check_close(get<0>(slope), 0);
    check_close(get<1>(slope), 0);
    const auto along = jvp(scaled)(numbers(), 2.0, 0.0, numbers(), 1.0, 1.0);
    check_close(along.tangent, 0);
    const auto [hx, ha, hb] = hvp(scaled)(numbers(), 2.0, 0.0, numbers(), 1.0, 1.0);
    check_close(ha, 0);
    check_close(hb, 0);
    check_close(factors(numbers(), 1.0), 1);
    const auto [gx, ga] = gradient(factors)(numbers(), 1.0);
    check_close(ga, 0);
}
