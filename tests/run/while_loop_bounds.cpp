// SPDX-License-Identifier: BSL-1.0
#include "caught_text.hpp"
#include "print_c_library.hpp"
#include "seeded_numbers.hpp"

#include <pullback.hpp>
#include <pullback/dynamic.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

// The bounds of loops that end by a condition: what is kept, what is wrong, and what such a loop is in a function of
// numbers, in C and in a graph.

namespace {

using namespace seeded_numbers;
using caught_text::contains;
using caught_text::text_of;
using pullback::at_most;
using pullback::range_error;
using pullback::select;
using pullback::square;
using pullback::step_count;
using pullback::while_loop;
using pullback::wrt;

constexpr auto goes_on = [](const auto& x, const auto& a) { return square(x * x - a) > 1e-28 * a * a; };
constexpr auto step = [](const auto& x, const auto& a) { return 0.5 * (x + a / x); };

/// A square root by Newton's iteration.
constexpr auto newton_body = [](const auto& a, const auto& n) {
    return while_loop(
        n, 0.5 + a / 2, [&](const auto& x) { return goes_on(x, a); }, [&](const auto& x) { return step(x, a); });
};
constexpr auto newton = pullback::function(newton_body);
constexpr auto newton_without_bound = pullback::function([](const auto& a, const auto& x) {
    return sum(x) +
           while_loop(a, [&](const auto& y) { return goes_on(y, a); }, [&](const auto& y) { return step(y, a); });
});
constexpr auto newton_of_number = pullback::function([](const auto& a) { return newton_body(a, at_most<7>); });
/// The same with selections: turns that are none leave the state as it is.
constexpr auto newton_by_selection = pullback::function([](const auto& a, const auto& n) {
    return repeat(n, 0.5 + a / 2, [&](const auto& x) { return select(goes_on(x, a), step(x, a), x); });
});

constexpr auto halved = pullback::function([](const auto& a, const auto& n) {
    return while_loop(n, a, [](const auto& s) { return s > 1; }, [](const auto& s) { return 0.5 * s; });
});

constexpr auto by_a = wrt<0>;

} // namespace

BOOST_AUTO_TEST_CASE(turns_after_the_end_change_nothing) {
    const step_count n(9);
    for (const double a : {1.0, 1.0001, 0.7, 2.0, 3.0, 5.0, 9.0}) {
        BOOST_TEST(newton(a, n) == newton_by_selection(a, n));
        BOOST_TEST(newton_of_number(a) == newton(a, n));
        check_close(newton(a, n), std::sqrt(a));
        const auto [value, slope] = pullback::value_and_gradient(newton, by_a)(a, n);
        BOOST_TEST(value == newton(a, n));
        check_close(slope, pullback::gradient(newton_by_selection, by_a)(a, n));
        check_close(pullback::gradient(newton_of_number)(a), slope);
        check_close(pullback::jvp(newton, by_a)(a, n, 1.0).tangent, slope);
        const double bend = pullback::hvp(newton, by_a)(a, n, 1.0);
        check_close(bend, pullback::hvp(newton_by_selection, by_a)(a, n, 1.0));
        check_close(bend, pullback::derivative<2>(newton_of_number)(a));
    }
}

static_assert(newton_of_number(4.0) > 1.9999999 && newton_of_number(4.0) < 2.0000001);
static_assert(pullback::gradient(newton_of_number)(4.0) > 0.2499999);

BOOST_AUTO_TEST_CASE(a_bound_is_as_many_turns_as_there_are) {
    // Five turns, and none.
    BOOST_TEST(newton(9.0, step_count(5)) == newton(9.0, step_count(50)));
    BOOST_TEST(newton(1.0, step_count(0)) == 1.0);
    BOOST_TEST(pullback::gradient(newton, by_a)(9.0, step_count(5)) ==
               pullback::gradient(newton, by_a)(9.0, step_count(50)));
    BOOST_TEST(pullback::gradient(newton, by_a)(1.0, step_count(0)) == 0.5);
}

BOOST_AUTO_TEST_CASE(a_loop_that_does_not_end_within_its_bound_is_an_error) {
    const auto is_refused = [](auto call, const char* turns) {
        const std::string text = text_of<range_error>(call);
        BOOST_TEST(contains(text, std::string("the condition still holds after ") + turns + " turns"), text);
    };
    const step_count four(4);
    is_refused([&] { newton(9.0, four); }, "4");
    is_refused([&] { pullback::gradient(newton, by_a)(9.0, four); }, "4");
    is_refused([&] { pullback::jvp(newton, by_a)(9.0, four, 1.0); }, "4");
    is_refused([&] { pullback::hvp(newton, by_a)(9.0, four, 1.0); }, "4");
    is_refused([&] { newton(9.0, step_count(0)); }, "0");
    is_refused([&] { newton_body(9.0, four); }, "4");
    is_refused([&] { newton_body(9.0, at_most<3>); }, "3");
    // A function of numbers has no loops, and says it by its numbers.
    BOOST_TEST(std::isnan(newton_of_number(1e9)));
    BOOST_TEST(std::isnan(pullback::gradient(newton_of_number)(1e9)));
    BOOST_TEST(std::isnan(pullback::jvp(newton_of_number)(1e9, 1.0).tangent));
}

// A comparison with NaN does not hold.
BOOST_AUTO_TEST_CASE(a_loop_ends_at_nan) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    BOOST_TEST(std::isnan(newton(nan, step_count(5))));
    BOOST_TEST(std::isnan(newton_of_number(nan)));
    BOOST_TEST(std::isnan(newton_body(nan, step_count(5))));
    BOOST_TEST(std::isnan(newton_without_bound(nan, numbers{})));
    BOOST_TEST(pullback::gradient(newton, by_a)(nan, step_count(5)) == 0.5); // of the state that it begins with
}

BOOST_AUTO_TEST_CASE(memory_for_a_derivative_is_as_many_numbers_for_each_turn_of_the_bound) {
    const auto derivative = pullback::value_and_gradient(newton, by_a);
    BOOST_TEST(pullback::work_size(newton, 2.0, step_count(1000)) == 0);
    BOOST_TEST(pullback::work_size(pullback::jvp(newton, by_a), 2.0, step_count(1000), 1.0) == 0);
    const auto size = static_cast<std::size_t>(pullback::work_size(derivative, 2.0, step_count(7)));
    BOOST_TEST(size % 7 == 0u);
    BOOST_TEST(size / 7 <= 2u);
    numbers memory(size, std::numeric_limits<double>::quiet_NaN());
    BOOST_TEST(derivative.using_workspace(memory)(2.0, step_count(7)).gradient ==
               pullback::gradient(newton, by_a)(2.0, step_count(7)));
    memory.pop_back();
    const auto without = pullback::value_and_gradient(newton, by_a, pullback::checkpoints::none);
    BOOST_TEST(contains(text_of<range_error>([&] { without.using_workspace(memory)(2.0, step_count(7)); }),
                        "give as many as work_size(f, x...) says"));
    // Where nothing is said of checkpoints, there are as many as memory allows.
    BOOST_TEST(derivative.using_workspace(memory)(2.0, step_count(7)).gradient ==
               pullback::gradient(newton, by_a)(2.0, step_count(7)));
    BOOST_TEST(
        contains(text_of<range_error>([&] { derivative.using_workspace(std::span<double>())(2.0, step_count(7)); }),
                 "give as many as work_size(f, x...) says"));
}

BOOST_AUTO_TEST_CASE(without_a_bound_there_are_a_value_and_tangents) {
    check_close(newton_without_bound(2.0, numbers{1, 2}), 3 + std::sqrt(2.0));
    check_close(pullback::jvp(newton_without_bound, by_a)(2.0, numbers{1}, 1.0).tangent, 0.5 / std::sqrt(2.0));
    // Many turns need no memory.
    constexpr auto slow = pullback::function([](const auto& a, const auto& x) {
        return sum(x) +
               while_loop(a, [](const auto& s) { return s < 3.0; }, [&](const auto& s) { return s + 1e-6 * a; });
    });
    const auto [value, tangent] = pullback::jvp(slow, by_a)(1.0, numbers{}, 1.0);
    BOOST_TEST(std::abs(value - 3) < 1e-5);
    BOOST_TEST(std::abs(tangent - 3) < 1e-5);
}

// Where a derivative does not need a loop gone back through, that needs no bound.
BOOST_AUTO_TEST_CASE(a_solver_of_a_root_is_not_gone_back_through) {
    constexpr auto f = pullback::function([](const auto& a, const auto& x) {
        const auto found =
            while_loop(a, [&](const auto& y) { return goes_on(y, a); }, [&](const auto& y) { return step(y, a); });
        return pullback::root(found, [&](const auto& y) { return y * y - a; }) * sum(x);
    });
    const auto [value, slope] = pullback::value_and_gradient(f, by_a)(2.0, numbers{3});
    check_close(value, 3 * std::sqrt(2.0));
    check_close(slope, 1.5 / std::sqrt(2.0));
}

// Of what turns read that are not taken the derivative is 0, also where it is infinite by itself.
BOOST_AUTO_TEST_CASE(what_no_turn_has_read_has_no_part) {
    constexpr auto f = pullback::function([](const auto& a, const auto& n) {
        return while_loop(n, 1 + 2 * a, [](const auto& s) { return s > 5; }, [&](const auto& s) { return s / a; });
    });
    BOOST_TEST(pullback::gradient(f, by_a)(0.0, step_count(9)) == 2);
    BOOST_TEST(pullback::jvp(f, by_a)(0.0, step_count(9), 1.0).tangent == 2);
    BOOST_TEST(pullback::gradient(f, by_a)(4.0, step_count(9)) == -0.0625); // one turn
}

// Nothing is kept of these turns, so only for their number the loop that goes back waits for them.
BOOST_AUTO_TEST_CASE(a_loop_goes_back_when_its_turns_are_over) {
    constexpr auto f = pullback::function([](const auto& x) {
        return while_loop(
            at_most<9>, sum(x), [](const auto& s) { return s > 1; }, [](const auto& s) { return 0.5 * s; });
    });
    BOOST_TEST(pullback::gradient(f)(numbers{4, 3}) == (numbers{0.125, 0.125}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(how_many_turns_there_were_is_exact) {
    const step_count too_many(16777217);
    const auto derivative = pullback::gradient(halved, by_a);
    BOOST_TEST(contains(text_of<range_error>([&] { derivative(2.0f, too_many); }),
                        "the bound is 16777217, and numbers of the type of the arguments count to 16777216"));
    BOOST_TEST(halved(3.0f, too_many) == 0.75f);
    BOOST_TEST(derivative(3.0f, step_count(9)) == 0.25f);
}

namespace {

constexpr auto residual = [](const auto& x, const auto& a) { return exp(x) + x * a - 3.0; };
constexpr auto newton_by_derivative = [](const auto& bound, const auto& a) {
    return while_loop(
        bound, a, [&](const auto& y) { return square(residual(y, a)) > 1e-26; },
        [&](const auto& y) {
            const auto r = residual(y, a);
            return y - r / pullback::derivatives(r, y);
        });
};

} // namespace

// A derivative of what a turn computes stays in the turn: Newton's iteration by the slope of the residual.
BOOST_AUTO_TEST_CASE(a_turn_has_derivatives_of_its_own) {
    constexpr auto f =
        pullback::function([](const auto& a, const auto& x) { return newton_by_derivative(at_most<30>, a) * x[0]; });
    constexpr auto of_number = pullback::function([](const auto& a) { return newton_by_derivative(at_most<8>, a); });
    const double a = 0.6, y = f(a, numbers{1});
    BOOST_TEST(std::abs(residual(y, a)) < 1e-12);
    const double exact = -y / (std::exp(y) + a);
    BOOST_TEST(std::abs(pullback::gradient(f, by_a)(a, numbers{1}) - exact) < 1e-12);
    BOOST_TEST(std::abs(pullback::gradient(of_number)(a) - exact) < 1e-12);
}

namespace {

constexpr auto ends_in_map = pullback::function([](const auto& x, const auto& a) {
    const auto ends = map(x, [&](const auto& u) {
        return while_loop(
            at_most<50>, 4 * u, [](const auto& s) { return s > 0.4; },
            [&](const auto& s) {
                const auto inner =
                    while_loop(s * a, [&](const auto& t) { return t > 0.5; }, [&](const auto& t) { return 0.7 * t; });
                return 0.5 * s + 0.1 * sin(s * a) + 0.01 * u * detach(inner);
            });
    });
    const auto total = sum(ends);
    return sum(ends, x, [&](const auto& s, const auto& u) { return sin(s * total) * u + total * s * s; });
});

} // namespace

BOOST_AUTO_TEST_CASE(in_c_it_is_a_loop_too) {
    const auto as_string = [](const auto& text) { return std::string(text.data(), text.size()); };
    const auto derivative = pullback::value_and_gradient(ends_in_map);
    const c_library library(as_string(pullback::to_c<numbers, double>(derivative, "f")) +
                            as_string(pullback::to_c<numbers, double>(ends_in_map, "value")) +
                            as_string(pullback::to_c<double, step_count>(pullback::gradient(newton, by_a), "newton")));
    const auto f = library.find_as<void(std::size_t, const double*, double, double*, double*, double*, double*)>("f");
    const auto only_value = library.find_as<void(std::size_t, const double*, double, double*, double*)>("value");
    const auto work_size = library.find_as<std::size_t(std::size_t)>("f_work_size");
    const auto slope_of_newton = library.find_as<void(std::size_t, double, const int*, double*, double*)>("newton");
    for (const std::size_t count : {std::size_t(0), std::size_t(1), std::size_t(6)}) {
        const numbers x = random_numbers(count);
        numbers by_x(count), work(work_size(count) + 99);
        double value = 0, alone = 0, slope = 0;
        f(count, x.data(), 0.8, &value, by_x.data(), &slope, work.data());
        only_value(count, x.data(), 0.8, &alone, work.data());
        const auto expected = derivative(x, 0.8);
        check_close(value, expected.value);
        check_close(alone, expected.value);
        check_close(slope, get<1>(expected.gradient));
        for (std::size_t i = 0; i < count; ++i) check_close(by_x[i], get<0>(expected.gradient)[i]);
    }
    numbers work(40);
    double slope = 0;
    slope_of_newton(9, 5.0, nullptr, &slope, work.data());
    check_close(slope, pullback::gradient(newton, by_a)(5.0, step_count(9)));
}

BOOST_AUTO_TEST_CASE(its_text_says_by_what_it_ends) {
    const auto text = pullback::to_string<double, step_count>(halved);
    BOOST_TEST(std::string(text.data(), text.size()) ==
               "t1 = x0\n"
               "t2 = 1 < x0\n"
               "for i < n while t2:\n"
               "    t1, t2 = 0.5 * t1, 1 < 0.5 * t1\n"
               "t3 = t1\n"
               "y = t3");
}

BOOST_AUTO_TEST_CASE(it_is_one_node_of_a_graph) {
    pullback::dynamic::variable<double> a(2.0);
    auto y = square(newton(a, step_count(9)));
    y.backward();
    check_close(y.data(), 2.0);
    check_close(a.grad(), 1.0);
}
