// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/dynamic.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <limits>

// What is smooth has its derivatives of every order at a kink too, however it is written; what is not has those of the
// side where the argument, or first operand, is a hair larger.

namespace {

using pullback::derivative;
using pullback::function;
using pullback::gradient;
using pullback::hessian;

constexpr auto u = pullback::variable<"u">;

template <class T>
bool near(T got, T wanted) {
    const T bound = 32 * std::numeric_limits<T>::epsilon() * (1 + std::abs(wanted));
    if (!(std::abs(got - wanted) <= bound)) BOOST_TEST_MESSAGE(got << " instead of " << wanted);
    return std::abs(got - wanted) <= bound;
}

// Modes differ by their sweeps, which know no function by name: one function of each group is asked in every mode, and
// each where minutes of compiling do not matter.
enum class asked { in_main_modes, in_every_mode };
#if defined(PULLBACK_LONG_TESTS)
constexpr asked the_rest = asked::in_every_mode;
#else
constexpr asked the_rest = asked::in_main_modes;
#endif

/// Value, slope, second and third derivative.
template <class T>
using jet = std::array<T, 4>;

template <class T, class F>
void check_function(const F& f, T at, const jet<T>& wanted) {
    const auto both = pullback::value_and_gradient(f)(at);
    BOOST_TEST(near(both.value, wanted[0]));
    BOOST_TEST(near(both.gradient, wanted[1]));
    BOOST_TEST(near(pullback::jvp(f)(at, T(1)).tangent, wanted[1]));
    BOOST_TEST(near(hessian(f)(at), wanted[2]));
}

template <asked How, class Body, class F, class Formula>
void check_law(const char* name, const Body& body, const F& f, const Formula& formula, double at,
               const jet<double>& wanted) {
    BOOST_TEST_CONTEXT(name << " at " << at) {
        check_function(f, at, wanted);
        BOOST_TEST(near(derivative<3>(f)(at), wanted[3]));
        pullback::dynamic::variable v{at};
        body(v).backward();
        BOOST_TEST(near(v.grad(), wanted[1]));
        if constexpr (How == asked::in_every_mode) {
            check_function(formula, at, wanted);
            jet<float> rounded;
            for (std::size_t i = 0; i < 4; ++i) rounded[i] = static_cast<float>(wanted[i]);
            check_function(f, static_cast<float>(at), rounded);
            BOOST_TEST(near(gradient(f)(at), wanted[1]));
            BOOST_TEST(near(pullback::vjp(f)(at, 1.0).cotangent, wanted[1]));
            BOOST_TEST(near(pullback::hvp(f)(at, 1.0), wanted[2]));
            BOOST_TEST(near(derivative<2>(f)(at), wanted[2]));
            pullback::dynamic::variable w{at};
            f(w).backward(); // one node
            BOOST_TEST(near(w.grad(), wanted[1]));
        }
    }
}

} // namespace

#define CHECK_LAW_AS(how, formula, at, ...)                                         \
    {                                                                               \
        constexpr auto body = [](const auto& x) { return formula; };                \
        check_law<how>(#formula, body, function(body), body(u), at, {__VA_ARGS__}); \
    }
#define CHECK_LAW(...) CHECK_LAW_AS(the_rest, __VA_ARGS__)
#define CHECK_LAW_IN_EVERY_MODE(...) CHECK_LAW_AS(asked::in_every_mode, __VA_ARGS__)

BOOST_AUTO_TEST_CASE(the_two_sides_of_a_kink_make_a_whole) {
    CHECK_LAW(max(x, 0) + min(x, 0), 0, 0, 1, 0, 0);
    CHECK_LAW(max(0, x) + min(0, x), 0, 0, 1, 0, 0);
    CHECK_LAW(max(x, 0) + min(0, x), 0, 0, 1, 0, 0);
    CHECK_LAW(max(1, x) + min(x, 1), 1, 2, 1, 0, 0);
    CHECK_LAW_IN_EVERY_MODE(tanh(max(x, 0)) + tanh(min(x, 0)), 0, 0, 1, 0, -2);
    CHECK_LAW((x + abs(x)) / 2 - max(x, 0) + sin(x), 0, 0, 1, 0, -1);
    CHECK_LAW(max(x, -x) + min(x, -x) + exp(x), 0, 1, 1, 1, 1);
}

BOOST_AUTO_TEST_CASE(even_powers_of_an_absolute_value) {
    CHECK_LAW(square(abs(x)), 0, 0, 0, 2, 0);
    CHECK_LAW(abs(x) * abs(x) * x, 0, 0, 0, 0, 6);
    CHECK_LAW(max(x, -x) * max(x, -x), 0, 0, 0, 2, 0);
    CHECK_LAW_IN_EVERY_MODE(cosh(abs(x)), 0, 1, 0, 1, 0);
    CHECK_LAW(exp(-abs(x)) * (1 + abs(x)), 0, 1, 0, -1, 2); // 1 - x²/2 + |x|³/3 + …, a third derivative on each side
}

BOOST_AUTO_TEST_CASE(the_logistic_loss_without_overflow) {
    const double half = 0.5, quarter = 0.25, log_two = std::log(2.0);
    CHECK_LAW_IN_EVERY_MODE(max(x, 0) - x + log1p(exp(-abs(x))), 0, log_two, -half, quarter, 0);
    CHECK_LAW(max(0, x) - x + log1p(exp(-abs(x))), 0, log_two, -half, quarter, 0);
    CHECK_LAW(log1p(exp(-abs(x))) - min(x, 0), 0, log_two, -half, quarter, 0);
    CHECK_LAW(log1p(exp(-abs(x))) + max(x, 0), 0, log_two, half, quarter, 0);
    CHECK_LAW((abs(x) - x) / 2 + log1p(exp(-abs(x))), 0, log_two, -half, quarter, 0);
}

BOOST_AUTO_TEST_CASE(the_pieces_beside_an_interval) {
    CHECK_LAW(clamp(x, 0, 1) + max(x - 1, 0) + min(x, 0), 0, 0, 1, 0, 0);
    CHECK_LAW(clamp(x, 0, 1) + max(x - 1, 0) + min(x, 0), 1, 1, 1, 0, 0);
    CHECK_LAW_IN_EVERY_MODE(square(clamp(x, -1, 1)) + square(max(x, 1)) + square(min(x, -1)), 1, 3, 2, 2, 0);
    CHECK_LAW(square(clamp(x, -1, 1)) + square(max(x, 1)) + square(min(x, -1)), -1, 3, -2, 2, 0);
    CHECK_LAW(clamp(x, 0, 1), 0, 0, 1, 0, 0);
    CHECK_LAW(clamp(x, 0, 1), 1, 1, 0, 0, 0);
}

BOOST_AUTO_TEST_CASE(a_constant_does_not_move) {
    CHECK_LAW(fdim(x, 0) - fdim(0, x), 0, 0, 1, 0, 0);
    CHECK_LAW(fdim(x, 2) - fdim(2, x), 1, -1, 1, 0, 0);
    CHECK_LAW_IN_EVERY_MODE(square(fdim(1, x)), 1, 0, 0, 0, 0);
    CHECK_LAW(max(2, x), 2, 2, 1, 0, 0);
    CHECK_LAW(max(x, 2), 2, 2, 1, 0, 0);
    CHECK_LAW(min(2, x), 2, 2, 0, 0, 0);
    CHECK_LAW(min(x, 2), 2, 2, 0, 0, 0);
    // Computed constants, and numbers that a formula captured and computes with.
    const double two = 2;
    using namespace pullback::literals;
    BOOST_TEST(gradient(max(4_c / 2_c, u))(2.0) == 1);
    BOOST_TEST(gradient(max(sqrt(4_c), u))(2.0) == 1);
    BOOST_TEST(gradient(max(two, u))(2.0) == 1);
    BOOST_TEST(gradient(min(two, u))(2.0) == 0);
    BOOST_TEST(gradient(max(two * 2_c - sqrt(two * 2_c), u))(2.0) == 1);
    BOOST_TEST(gradient(clamp(two, u, 3))(2.0) == 1);
    BOOST_TEST(gradient(clamp(two, 1, u))(2.0) == 0);
    constexpr auto larger = function([](const auto& a, const auto& b) { return max(a, b); });
    BOOST_TEST(gradient(larger(two, u))(2.0) == 1);
    pullback::dynamic::variable v{2.0};
    BOOST_TEST(grad(clamp(two, v, 3.0), v).data() == 1);
    BOOST_TEST(grad(clamp(two, v, v), v).data() == 1);
}

namespace {

using pair = std::array<double, 2>;

template <class F>
void check_pair(const char* name, const F& f, const pair& at, const pair& slope, const std::array<pair, 2>& curvature) {
    BOOST_TEST_CONTEXT(name) {
        const pair by_gradient = gradient(f)(at), by_vjp = pullback::vjp(f)(at, 1.0).cotangent;
        const auto H = hessian(f)(at);
        pullback::dynamic::variable a{at[0]}, b{at[1]};
        f(std::array{a, b}).backward();
        const pair by_graph{a.grad(), b.grad()};
        for (std::size_t i = 0; i < 2; ++i) {
            pair direction{};
            direction[i] = 1;
            BOOST_TEST(near(by_gradient[i], slope[i]));
            BOOST_TEST(near(by_vjp[i], slope[i]));
            BOOST_TEST(near(by_graph[i], slope[i]));
            BOOST_TEST(near(pullback::jvp(f)(at, direction).tangent, slope[i]));
            const pair column = pullback::hvp(f)(at, direction);
            for (std::size_t k = 0; k < 2; ++k) {
                BOOST_TEST(near(H[k][i], curvature[k][i]));
                BOOST_TEST(near(column[k], curvature[k][i]));
            }
        }
    }
}

constexpr std::array<pair, 2> flat{};

} // namespace

#define CHECK_PAIR(formula, ...)                       \
    check_pair(#formula, function([](const auto& at) { \
                   const auto &a = at[0], &b = at[1];  \
                   return formula;                     \
               }),                                     \
               __VA_ARGS__)

BOOST_AUTO_TEST_CASE(ties_of_two_variables) {
    const pair tie{2, 2};
    CHECK_PAIR(max(a, b) + min(a, b), tie, {1, 1}, flat);
    CHECK_PAIR(max(a, b) * min(a, b), tie, {2, 2}, {pair{0, 1}, pair{1, 0}});
    CHECK_PAIR(max(a, b) - min(a, b) - abs(a - b), tie, {0, 0}, flat);
    CHECK_PAIR(square(max(a, b)) + square(min(a, b)), tie, {4, 4}, {pair{2, 0}, pair{0, 2}});
    CHECK_PAIR(square(abs(a - b)), tie, {0, 0}, {pair{2, -2}, pair{-2, 2}});
    CHECK_PAIR(max(a, b) + log1p(exp(-abs(a - b))), tie, {0.5, 0.5}, {pair{0.25, -0.25}, pair{-0.25, 0.25}});
    CHECK_PAIR(log1p(exp(-abs(a - b))) + a - min(a - b, 0), tie, {0.5, 0.5}, {pair{0.25, -0.25}, pair{-0.25, 0.25}});
    // The middle one of three.
    CHECK_PAIR(clamp(a, b, 5), tie, {1, 0}, flat);
    CHECK_PAIR(a + b + 5 - max(max(a, b), 5) - min(min(a, b), 5), tie, {1, 0}, flat);
    CHECK_PAIR(clamp(a, 1, b), tie, {0, 1}, flat);
    CHECK_PAIR(a + 1 + b - max(max(a, 1), b) - min(min(a, 1), b), tie, {0, 1}, flat);
}

// No rule that sees one call at a time can know that two kinks are one: here the first operand of one is the second of
// the other, and the result belongs to neither side.
BOOST_AUTO_TEST_CASE(kinks_that_are_written_in_opposite_order) {
    const pair g =
        gradient(function([](const auto& x) { return max(x[1], x[0]) + log1p(exp(-abs(x[0] - x[1]))); }))(pair{2, 2});
    BOOST_TEST(g[0] == -0.5);
    BOOST_TEST(g[1] == 1.5);
}
