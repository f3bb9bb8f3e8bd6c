// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/check/gradient_check.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <limits>

// A gradient check does not pass what it cannot compare, and shows the worst of what is wrong.

namespace {

// x² with a derivative that is wrong in some places.
template <class Rule>
struct square_by : pullback::elementary<square_by<Rule>, 1> {
    static constexpr const char* name = "square_by";
    static constexpr auto value(const auto& x) { return x * x; }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return gy * Rule::slope(x);
    }
};
struct no_number_below_zero {
    template <class T>
    static constexpr T slope(const T& x) {
        return pullback::select(x < 0, T(std::numeric_limits<double>::quiet_NaN()), 2 * x);
    }
};
struct half {
    template <class T>
    static constexpr T slope(const T& x) {
        return x;
    }
};
struct nearly_right {
    template <class T>
    static constexpr T slope(const T& x) {
        return 2 * x + pullback::select(x > 2, T(1e-4), T(0));
    }
};

template <class F>
auto second_by(F) {
    return pullback::function([](const auto& v) { return v[0] * v[0] + F{}(v[1]); });
}

using two = std::array<double, 2>;

} // namespace

BOOST_AUTO_TEST_CASE(what_is_no_number_is_wrong) {
    const auto f = second_by(square_by<no_number_below_zero>{});
    BOOST_TEST(bool(pullback::gradient_check(f, two{1, 2})));
    BOOST_TEST(!pullback::gradient_check(f, two{1, -2}));
}

BOOST_AUTO_TEST_CASE(where_differences_are_no_numbers_nothing_is_said) {
    const auto f =
        pullback::function([](const auto& x) { return select(x == 1, x, std::numeric_limits<double>::quiet_NaN()); });
    const auto report = pullback::gradient_check(f, 1.0);
    BOOST_TEST(!bool(report));
    BOOST_TEST(report.undecided == 1u);
    BOOST_TEST(!report.is_wrong);
}

BOOST_AUTO_TEST_CASE(the_worst_is_shown) {
    const auto f = pullback::function([](const auto& x, const auto& v) {
        return square_by<nearly_right>{}(x) + square_by<half>{}(v[1]) * v[0] + v[2];
    });
    const auto report = pullback::gradient_check(f, 3.0, std::array{1.0, 5.0, 7.0});
    BOOST_TEST(!report);
    BOOST_TEST(report.argument == 1u);
    BOOST_TEST(report.element == 1u);
    BOOST_TEST(report.compared == 4u);
    BOOST_TEST(static_cast<double>(report.analytic) == 5);
    BOOST_TEST(static_cast<double>(report.numerical) == 10, boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(small_mistakes_are_seen) {
    BOOST_TEST(bool(pullback::gradient_check(square_by<nearly_right>{}, 1.5)));
    BOOST_TEST(!pullback::gradient_check(square_by<nearly_right>{}, 2.5));
}

BOOST_AUTO_TEST_CASE(arguments_keep_their_own_derivatives) {
    // All differ, so that one in the place of another is wrong.
    const auto f = pullback::function(
        [](const auto& a, const auto& v, const auto& b) { return 2 * a + 3 * v[0] + 5 * v[1] + 7 * b; });
    BOOST_TEST(bool(pullback::gradient_check(f, 1.0, two{2, 3}, 4.0)));
}

BOOST_AUTO_TEST_CASE(nothing_compared_is_nothing_right) {
    pullback::engine::gradient_judge<double> judge({}, std::numeric_limits<double>::epsilon());
    BOOST_TEST(!judge.report());
}
