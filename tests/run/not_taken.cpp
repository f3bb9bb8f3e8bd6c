// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/dynamic.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <limits>

// A side that is not taken contributes nothing to any derivative, however steep it is, and so do an input that a
// direction holds fixed and a result that a cotangent leaves out. A zero that is a value multiplies as numbers do.

namespace {

using pullback::derivative;
using pullback::function;
using pullback::gradient;
using pullback::hessian;
using pullback::jacobian;

constexpr double infinity = std::numeric_limits<double>::infinity();

constexpr auto u = pullback::variable<"u">;
constexpr auto v = pullback::variable<"v">;

bool same(double got, double wanted) {
    const bool is_same =
        std::isnan(wanted) ? std::isnan(got) : got == wanted || std::abs(got - wanted) <= 1e-14 * std::abs(wanted);
    if (!is_same) BOOST_TEST_MESSAGE(got << " instead of " << wanted);
    return is_same;
}

// Modes differ by their sweeps, which know no function by name: one function of each group is asked in every mode, and
// each where minutes of compiling do not matter.
enum class asked { in_main_modes, in_every_mode };
#if defined(PULLBACK_LONG_TESTS)
constexpr asked the_rest = asked::in_every_mode;
#else
constexpr asked the_rest = asked::in_main_modes;
#endif

/// The slope, and all higher derivatives 0.
template <asked How, class F, class Formula>
void check_slope(const char* name, const F& f, const Formula& formula, double at, double slope) {
    BOOST_TEST_CONTEXT(name << " at " << at) {
        BOOST_TEST(same(gradient(f)(at), slope));
        BOOST_TEST(same(pullback::jvp(f)(at, 1.0).tangent, slope));
        BOOST_TEST(same(pullback::jvp(f)(at, 0.0).tangent, 0));
        BOOST_TEST(same(hessian(f)(at), 0));
        BOOST_TEST(same(derivative<3>(f)(at), 0));
        // With a second result: sweeps the other way.
        constexpr auto with_square = function([](const auto& x) { return std::array{F{}(x), x * x}; });
        BOOST_TEST(same(jacobian(with_square)(at)[0], slope));
        BOOST_TEST(same(jacobian(with_square)(at)[1], 2 * at));
        if constexpr (How == asked::in_every_mode) {
            BOOST_TEST(same(gradient(f)(static_cast<float>(at)), slope));
            BOOST_TEST(same(gradient(formula)(at), slope));
            BOOST_TEST(same(pullback::vjp(f)(at, 1.0).cotangent, slope));
            BOOST_TEST(same(pullback::hvp(f)(at, 1.0), 0));
            // By one of two variables.
            constexpr auto with_other = F{}(u)*cos(v) + v;
            BOOST_TEST(same(gradient(with_other)(at, 0.0)[u], slope));
            BOOST_TEST(same(hessian(with_other)(at, 0.0)[u][u], 0));
            BOOST_TEST(same(pullback::jvp(with_other)(at, 0.0, 1.0, 0.0).tangent, slope));
            BOOST_TEST(same(pullback::hvp(with_other)(at, 0.0, 1.0, 0.0)[u], 0));
            pullback::dynamic::variable w{at};
            f(w).backward(); // one node
            BOOST_TEST(same(w.grad(), slope));
        }
    }
}

} // namespace

#define CHECK_SLOPE_AS(how, formula, at, slope)                         \
    {                                                                   \
        constexpr auto body = [](const auto& x) { return formula; };    \
        check_slope<how>(#formula, function(body), body(u), at, slope); \
    }
#define CHECK_SLOPE(...) CHECK_SLOPE_AS(the_rest, __VA_ARGS__)
#define CHECK_SLOPE_IN_EVERY_MODE(...) CHECK_SLOPE_AS(asked::in_every_mode, __VA_ARGS__)

BOOST_AUTO_TEST_CASE(what_a_bound_has_replaced) {
    CHECK_SLOPE(sqrt(max(x, 0)), -1, 0);
    CHECK_SLOPE(log(max(0, x)), -1, 0);
    CHECK_SLOPE_IN_EVERY_MODE(acos(clamp(x, -1, 1)), 2, 0);
    CHECK_SLOPE(asin(min(x, 1)), 2, 0);
    CHECK_SLOPE(pow(max(x, 0), 0.5) * sin(x), -1, 0);
    CHECK_SLOPE(1 / max(x, 0), -1, 0);
    CHECK_SLOPE(clamp(sqrt(x), -2, -1), 0, 0); // neither the lower bound's side of it nor the upper one's
    CHECK_SLOPE_IN_EVERY_MODE(max(max(sqrt(x), 2), 3), 0, 0);
}

BOOST_AUTO_TEST_CASE(what_goes_on_to_a_pole_by_finite_steps) {
    CHECK_SLOPE_IN_EVERY_MODE(sqrt(3 * max(x, 0)), -1, 0);
    CHECK_SLOPE_IN_EVERY_MODE(sqrt(max(x, 0) * max(x + 1, 0)), -2, 0);
    CHECK_SLOPE(sqrt(max(x, 0) + square(max(x + 1, 0))), -2, 0);
    CHECK_SLOPE(sqrt(-(min(-x, 0) - max(x, 0) * 3)), -1, 0);
    CHECK_SLOPE(max(x, 0) / max(x, 0), -1, 0);
    CHECK_SLOPE(exp(1e5 + max(x, 0)), -1, 0);
    CHECK_SLOPE(sqrt(clamp(sin(x), 0, 0.5)) * log(max(x, 0)), -1, 0);
}

BOOST_AUTO_TEST_CASE(selections_of_selections) {
    CHECK_SLOPE(cbrt(select(x > 0, x, 0)), -1, 0);
    CHECK_SLOPE(sqrt(select(x < 0, 0, select(x < 1, x, 0))), 2, 0);
    CHECK_SLOPE(sqrt(select(x > 0, max(x - 1, 0), min(x + 1, 0))), 0.5, 0);
    CHECK_SLOPE_IN_EVERY_MODE(select(x > 0, sqrt(max(x, 0)), 3 * x), -1, 3);
    CHECK_SLOPE(log(select(x > 0 && x < 2, x, select(x <= 0, 0, 1))) * 1, -1, 0);
}

BOOST_AUTO_TEST_CASE(orders_that_are_computed_by_a_tensor) {
    constexpr auto f =
        function([](const auto& x) { return sqrt(max(x[0], 0)) * x[1] + log(clamp(x[0] * x[1], 0, 10)); });
    const auto sixth = jacobian(jacobian(jacobian(jacobian(hessian(f)))));
    for (const auto& a : sixth(std::array{-1.0, 2.0}))
        for (const auto& b : a)
            for (const auto& c : b)
                for (const auto& d : c)
                    for (const auto& e : d)
                        for (const double entry : e) BOOST_TEST(entry == 0);
}

BOOST_AUTO_TEST_CASE(an_input_that_a_direction_holds_fixed) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto along = [](const auto& f, double x, double y, double dx, double dy) {
        return pullback::jvp(f)(x, y, dx, dy).tangent;
    };
    BOOST_TEST(same(along(pow(u, v), -1.5, 2, 3, 0), -9));
    BOOST_TEST(same(along(pow(u, v), -1.5, 2, 3, 1), nan));
    BOOST_TEST(same(along(sqrt(u) + v * v, 0, 1, 0, 3), 6));
    BOOST_TEST(same(along(sqrt(u) + v * v, 0, 1, 2, 3), infinity));
    BOOST_TEST(same(along(u * log(u) + v, 0, 1, 0, 3), 3));
    BOOST_TEST(same(along(exp(-1 / square(u)) * v, 0, 1, 0, 3), nan)); // a quotient by 0 multiplies
    BOOST_TEST(same(along(atan(1 / u) + v / sqrt(u) * sqrt(u), 4, 5, 0, 3), 3));
    BOOST_TEST(same(along(atan2(u, v) + sqrt(max(u, 0)), 0, 0, 0, 0), 0));
    BOOST_TEST(same(along(sqrt(max(u, 0) + v), -1, 0, 1, 0), 0));
    BOOST_TEST(same(along(log(u * u + v), 2, 5, 3, 0), 12 / 9.0));

    const auto curved = pullback::hvp(sqrt(u) * v)(0.0, 2.0, 0.0, 1.0);
    BOOST_TEST(same(curved[u], infinity));
    BOOST_TEST(same(curved[v], 0));
    // A direction is differentiated by like any argument.
    BOOST_TEST(jacobian(pullback::jvp(sqrt(u)), pullback::wrt<1>)(4.0, 0.0).tangent == 0.25);
}

BOOST_AUTO_TEST_CASE(a_result_that_a_cotangent_leaves_out) {
    constexpr auto f =
        function([](const auto& x) { return std::array{sqrt(x[0]), x[0] * x[1], log(x[0]) + x[1], pow(x[1], x[0])}; });
    const auto pulled = [&](double a, double b, const std::array<double, 4>& weights) {
        return pullback::vjp(f)(std::array{a, b}, weights).cotangent;
    };
    const auto one = pulled(0, 2, {0, 3, 0, 0});
    BOOST_TEST(same(one[0], 6));
    BOOST_TEST(same(one[1], 0));
    const auto two = pulled(0, -2, {1, 3, 0, 0});
    BOOST_TEST(same(two[0], infinity));
    BOOST_TEST(same(two[1], 0));
    const auto all = pulled(4, 2, {1, 1, 2, 1});
    BOOST_TEST(same(all[0], 0.25 + 2 + 0.5 + 16 * std::log(2.0)));
    BOOST_TEST(same(all[1], 4 + 2 + 32));
    BOOST_TEST(
        jacobian(pullback::vjp(f), pullback::wrt<1>)(std::array{4.0, 2.0}, std::array<double, 4>{}).cotangent[0][0] ==
        0.25);
}

#if defined(PULLBACK_KEEP_ARRANGEMENT)
#define CHECK_NO_NUMBER(formula, at)                                        \
    {                                                                       \
        constexpr auto f = function([](const auto& x) { return formula; }); \
        BOOST_TEST(std::isnan(gradient(f)(at)));                            \
        BOOST_TEST(std::isnan(pullback::jvp(f)(at, 1.0).tangent));          \
        BOOST_TEST(std::isnan(pullback::vjp(f)(at, 1.0).cotangent));        \
        BOOST_TEST(std::isnan(hessian(f)(at)));                             \
        BOOST_TEST(std::isnan(pullback::hvp(f)(at, 1.0)));                  \
    }

BOOST_AUTO_TEST_CASE(a_zero_that_is_a_value) {
    CHECK_NO_NUMBER(square(sqrt(x)), 0.0);
    CHECK_NO_NUMBER(1 / (1 / x), 0.0);
    CHECK_NO_NUMBER(sqrt(square(x)), 0.0);
    CHECK_NO_NUMBER(sqrt(max(x, 0) * square(x)), 0.0);
}
#endif
