// SPDX-License-Identifier: BSL-1.0
// What gradient_check says close to the end of a domain, to a kink, a jump or a pole, and at scales far from 1: right
// gradients pass, wrong ones do not, and what differences cannot judge is neither called wrong nor right.
#include <pullback.hpp>
#include <pullback/check/gradient_check.hpp>
#include <pullback/dynamic.hpp>
#include <pullback/dynamic/check.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>

namespace {

using pullback::gradient_check;
using pullback::gradient_report;

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;

void check_right(const gradient_report& report, const char* what, double at) {
    BOOST_CHECK_MESSAGE(report, what << " at " << at << ": " << report.message());
}

// The same value, and `Thousandths` of a thousandth too much slope.
template <int Thousandths>
struct off_by : pullback::elementary<off_by<Thousandths>, 1> {
    static constexpr const char* name = "off_by";
    static constexpr auto value(const auto& a) { return a; }
    static constexpr auto pullback(const auto& a, const auto&, const auto& gy) {
        return gy * (1 + Thousandths * (a / a) / 1000);
    }
};

template <class F>
void check_both(const char* name, const F& f, double at) {
    check_right(gradient_check(f, at), name, at);
    constexpr off_by<30> wrong;
    const auto report = gradient_check(wrong(f), at);
    BOOST_CHECK_MESSAGE(!report && report.is_wrong, name << " at " << at << ", 3 % off: " << report.message());
}

} // namespace

BOOST_AUTO_TEST_CASE(close_to_the_end_of_a_domain) {
    for (const double d : {1e-3, 1e-6, 1e-9, 1e-12, 1e-14}) {
        check_both("sqrt", sqrt(x), d);
        check_both("log", log(x), d);
        check_both("log1p", log1p(x), -1 + 1024 * d);
        check_both("pow", pow(x, 0.3), d);
        check_both("x log x", x * log(x), d);
        check_both("1/x", 1 / x, d);
        check_both("1/x", 1 / x, -d);
    }
    for (const double d : {1e-3, 1e-6, 1e-9}) {
        check_both("acos", acos(x), 1 - d);
        check_both("asin", asin(x), -1 + d);
        check_both("atanh", atanh(x), 1 - d);
        check_both("acosh", acosh(x), 1 + d);
        check_both("lgamma", lgamma(x), d);
    }
    for (const double d : {1e-50, 1e-100, 1e-200}) {
        check_both("sqrt", sqrt(x), d);
        check_both("log", log(x), d);
    }
}

BOOST_AUTO_TEST_CASE(close_to_a_kink_or_a_jump) {
    for (const double d : {1e-3, 1e-6, 1e-8, 1e-9}) {
        check_both("abs", abs(x) + 2 * x, d);
        check_both("abs", abs(x) + 2 * x, -d);
        check_both("floor", floor(x) + square(x), 2 + d);
        check_both("floor", floor(x) + square(x), 2 - d);
        check_both("select", select(x < 1, square(x), 3 - x), 1 + d);
        check_both("select", select(x < 1, square(x), 3 - x), 1 - d);
        check_both("max", max(square(x), x), 1 + d);
    }
}

BOOST_AUTO_TEST_CASE(at_scales_far_from_1) {
    check_both("exp", exp(1e9 * x), 1e-9);
    check_both("exp", exp(1e60 * x), 1e-60);
    check_both("sin", sin(x / 1e12), 1e12);
    check_both("sin", sin(1e6 * x), 0.3);
    check_both("square", 1e-300 * square(x) + 1e-300 * x, 0.3);
    check_both("square", 1e300 * square(x), 0.3);
    check_both("cube", pow(x, 3), 1e-30);
    check_both("at 0", exp(x) * (x + 1), 0x1p-1074);
}

BOOST_AUTO_TEST_CASE(at_the_end_of_a_domain_differences_go_to_the_inner_side) {
    check_right(gradient_check(exp(x) + 0 * sqrt(1 - x), 1 - 0x1p-53), "next to 1", 1);
    constexpr auto inner = pullback::function([](const auto& a) { return exp(a) + pow(a, 2.5) * a * a; });
    check_right(gradient_check(inner, 0.0), "from above", 0);
    constexpr auto closed = pullback::function([](const auto& a) { return exp(a) + select(a <= 1, 0, log(a - a)); });
    check_right(gradient_check(closed, 1.0), "from below", 1);
    constexpr auto wrong =
        pullback::function([](const auto& a) { return exp(a) + detach(a) * 1e-4 + select(a <= 1, 0, log(a - a)); });
    const auto report = gradient_check(wrong, 1.0);
    BOOST_TEST((!report && report.is_wrong), report.message());
}

BOOST_AUTO_TEST_CASE(what_differences_cannot_judge_is_said) {
    // At a jump, or with nothing but the point itself in the domain.
    for (const gradient_report& report :
         {gradient_check(floor(x) + x, 2.0), gradient_check(select(x == 1, 3 * x, log(x - x - 1)), 1.0)}) {
        BOOST_TEST(!report);
        BOOST_TEST(!report.is_wrong, report.message());
        BOOST_TEST(report.undecided == 1u);
        BOOST_TEST(report.message().find("differences cannot judge that") != std::string::npos, report.message());
        BOOST_TEST(report.message().find("gradient_check(f, x...): argument 0: the gradient is") == 0u);
    }
    // What is known to be wrong comes first.
    const auto both = gradient_check(floor(x) + y * detach(y), 2.0, 3.0);
    BOOST_TEST(both.is_wrong);
    BOOST_TEST(both.argument == 1u);
    BOOST_TEST(both.undecided == 1u);
    BOOST_TEST(both.message().find("argument 1: the gradient is 3, ") != std::string::npos, both.message());
    // So do the others of an array.
    const auto one_of_three = gradient_check(
        pullback::function([](const auto& v) { return floor(v[0]) + v[1] * v[2]; }), std::array{2., 3., 4.});
    BOOST_TEST(!one_of_three);
    BOOST_TEST(one_of_three.undecided == 1u);
    BOOST_TEST(one_of_three.element == 0u);
    BOOST_TEST(one_of_three.compared == 3u);
}

BOOST_AUTO_TEST_CASE(on_the_graph_and_in_float) {
    using pullback::dynamic::variable;
    check_right(gradient_check([](const auto& a) { return log(a); }, variable<double>(1e-12)), "graph, log", 1e-12);
    check_right(gradient_check([](const auto& a) { return acos(a); }, variable<double>(1 - 1e-9)), "graph, acos", 1);
    check_right(gradient_check(sqrt(x), 1e-6f), "float, sqrt", 1e-6);
    check_right(gradient_check(log(x), 1e-20f), "float, log", 1e-20);
    check_right(gradient_check(acos(x), 0.999f), "float, acos", 0.999);
    BOOST_TEST(!gradient_check(off_by<30>{}(sqrt(x)), 1e-6f));
    static_assert(gradient_check(log(x), 1e-9));
    static_assert(!gradient_check(off_by<30>{}(log(x)), 1e-9));
}
