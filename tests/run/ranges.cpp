// SPDX-License-Identifier: BSL-1.0
#include "dual_check.hpp"
#include "seeded_numbers.hpp"

#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

// Each function of ranges against the same loops written by hand, computed with dual numbers: value, gradient, tangent
// and Hessian times a vector, at many lengths. One of them also against the same body unrolled for arrays of fixed
// size.

namespace {

using namespace seeded_numbers;

template <class A, class B>
void check_all_close(const A& a, const B& b) {
    BOOST_TEST_REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < b.size(); ++i) check_close(a[i], b[i], b.size());
}

/// A function of a range, a number and subscripts of the range, against the same by hand.
template <class F, class ByHand>
void check_at(F f, ByHand by_hand, std::size_t count) {
    BOOST_TEST_CONTEXT("length " << count) {
        const numbers x = random_numbers(count), v = random_numbers(count);
        const double a = random_number(), da = random_number();
        const subscripts k = random_subscripts(count == 0 ? 0 : count + 2, count);
        const std::size_t terms = count * count;
        const auto gradient = dual_check::check_by_duals(f, by_hand, x, v, a, da, k, terms);
        const auto& [gx, ga] = gradient;
        const auto cotangent = pullback::vjp(f, pullback::wrt<0, 1>)(x, a, k, 3.0).cotangent;
        check_close(get<1>(cotangent), 3 * ga, terms);
        for (std::size_t i = 0; i < count; ++i) check_close(get<0>(cotangent)[i], 3 * gx[i], terms);
    }
}

template <class F, class ByHand>
void check(F f, ByHand by_hand, std::size_t shortest = 0, std::size_t longest = 1000) {
    for (const std::size_t count :
         {std::size_t(0), std::size_t(1), std::size_t(2), std::size_t(7), std::size_t(8), std::size_t(9), longest})
        if (count >= shortest) check_at(f, by_hand, count);
}

using namespace pullback; // as the bodies say sum(x, f) for sequences too

constexpr auto squares = function([](const auto& x, const auto& a, const auto&) {
    return sum(x, [&](const auto& each) { return square(each - a); });
});
constexpr auto nested = function([](const auto& x, const auto& a, const auto&) {
    return sum(x, [&](const auto& p) { return exp(a * sum(x, [&](const auto& q) { return sin(p * q) / x.size(); })); });
});
constexpr auto deviation = function([](const auto& x, const auto& a, const auto&) {
    const auto centre = mean(x);
    return sqrt(mean(x, [&](const auto& each) { return square(each - centre); }) + square(a));
});
constexpr auto largest = function([](const auto& x, const auto& a, const auto&) {
    return max(x, [&](const auto& each) { return sin(3 * each) * a; }) + square(min(x));
});
constexpr auto pairs = function([](const auto& x, const auto& a, const auto&) {
    return sum(x, map(x, [](const auto& q) { return sin(q); }),
               [&](const auto& p, const auto& q) { return p * q * a; }) +
           dot(x, x);
});
constexpr auto gathered = function([](const auto& x, const auto& a, const auto& k) {
    return sum(k, [&](const auto& i) { return exp(x[i]) * sum(k, [&](const auto& j) { return a * x[j] * x[i]; }); });
});
// What the last two keep from one loop for another: sums, places of extrema and truth values.
constexpr auto of_sums = function([](const auto& x, const auto& a, const auto&) {
    return log_sum_exp(x, [&](const auto& p) { return sum(x, [&](const auto& q) { return sin(p * q) * a; }); });
});
constexpr auto of_extrema = function([](const auto& x, const auto& a, const auto&) {
    return log_sum_exp(x, [&](const auto& p) {
        const auto best = max(x, [&](const auto& q) { return sin(4 * p * q + a); });
        return select(p < best * a, exp(p) * best, sin(p) + square(best));
    });
});

template <class T>
T winner(const std::vector<T>& x, const auto& body) {
    T best = body(x[0]);
    for (const T& each : x)
        if (best < body(each)) best = body(each);
    return best;
}
template <class T>
T log_of_sum(const std::vector<T>& x, const auto& body) {
    T whole(0.0);
    for (const T& each : x) whole = whole + exp(body(each));
    return log(whole);
}

} // namespace

BOOST_AUTO_TEST_CASE(a_sum_is_that_by_hand) {
    check(squares, []<class T>(const std::vector<T>& x, const T& a, const subscripts&) {
        T whole(0.0);
        for (const T& each : x) whole = whole + square(each - a);
        return whole;
    });
}

BOOST_AUTO_TEST_CASE(loops_in_loops_are_those_by_hand) {
    const auto by_hand = []<class T>(const std::vector<T>& x, const T& a, const subscripts&) {
        T whole(0.0);
        for (const T& p : x) {
            T inner(0.0);
            for (const T& q : x) inner = inner + sin(p * q) / static_cast<double>(x.size());
            whole = whole + exp(a * inner);
        }
        return whole;
    };
    check(nested, by_hand, 0, 100);
}

BOOST_AUTO_TEST_CASE(one_loop_may_need_another_first) {
    const auto by_hand = []<class T>(const std::vector<T>& x, const T& a, const subscripts&) {
        T centre(0.0), whole(0.0);
        for (const T& each : x) centre = centre + each / static_cast<double>(x.size());
        for (const T& each : x) whole = whole + square(each - centre);
        return sqrt(whole / static_cast<double>(x.size()) + square(a));
    };
    check(deviation, by_hand, 1);
}

BOOST_AUTO_TEST_CASE(extrema_have_the_derivative_of_the_winner) {
    const auto by_hand = []<class T>(const std::vector<T>& x, const T& a, const subscripts&) {
        return winner(x, [&](const T& each) { return sin(3.0 * each) * a; }) +
               square(winner(x, [](const T& each) { return -each; }));
    };
    check(largest, by_hand, 1);
}

BOOST_AUTO_TEST_CASE(ranges_go_side_by_side) {
    check(pairs, []<class T>(const std::vector<T>& x, const T& a, const subscripts&) {
        T whole(0.0);
        for (const T& each : x) whole = whole + each * sin(each) * a + each * each;
        return whole;
    });
}

BOOST_AUTO_TEST_CASE(subscripts_may_repeat_in_any_order) {
    const auto by_hand = []<class T>(const std::vector<T>& x, const T& a, const subscripts& k) {
        T whole(0.0), inner(0.0);
        for (const int j : k) inner = inner + a * x[static_cast<std::size_t>(j)];
        for (const int i : k)
            whole = whole + exp(x[static_cast<std::size_t>(i)]) * x[static_cast<std::size_t>(i)] * inner;
        return whole;
    };
    check(gathered, by_hand, 0, 300);
}

BOOST_AUTO_TEST_CASE(what_one_loop_computes_is_kept_for_another) {
    const auto of_sums_by_hand = []<class T>(const std::vector<T>& x, const T& a, const subscripts&) {
        return log_of_sum(x, [&](const T& p) {
            T inner(0.0);
            for (const T& q : x) inner = inner + sin(p * q) * a;
            return inner;
        });
    };
    check(of_sums, of_sums_by_hand, 1, 100);
    const auto of_extrema_by_hand = []<class T>(const std::vector<T>& x, const T& a, const subscripts&) {
        return log_of_sum(x, [&](const T& p) {
            const T best = winner(x, [&](const T& q) { return sin(4.0 * p * q + a); });
            return p < best * a ? exp(p) * best : sin(p) + square(best);
        });
    };
    check(of_extrema, of_extrema_by_hand, 1, 100);
}

BOOST_AUTO_TEST_CASE(loops_are_what_the_compiler_of_straight_lines_unrolls) {
    const std::array<double, 7> x{0.5, -0.25, 0.75, 1, -1, 0.125, 0.5};
    const numbers data(x.begin(), x.end());
    const std::array<int, 1> no_subscripts{};
    const auto [value, gradient] = pullback::value_and_gradient(nested, wrt<0, 1>)(data, 0.5, subscripts());
    const auto [unrolled_value, unrolled] = pullback::value_and_gradient(nested, wrt<0, 1>)(x, 0.5, no_subscripts);
    check_close(value, unrolled_value);
    check_all_close(get<0>(gradient), get<0>(unrolled));
    check_close(get<1>(gradient), get<1>(unrolled));
}

BOOST_AUTO_TEST_CASE(one_array_may_be_given_twice) {
    constexpr auto f = pullback::function([](const auto& x, const auto& y) {
        return sum(x, y, [](const auto& p, const auto& q) { return p * square(q); }) +
               sum(y, [&](const auto& q) { return q * sum(x); });
    });
    const numbers x{1, -2, 3};
    const auto [by_first, by_second] = pullback::gradient(f)(x, x);
    BOOST_TEST(by_first == (numbers{3, 6, 11}), boost::test_tools::per_element());
    BOOST_TEST(by_second == (numbers{4, 10, 20}), boost::test_tools::per_element());
}

namespace {

// In one precision: the numbers are of the type of the data, and the sum is added in order.
template <class T>
void check_scalar() {
    const std::vector<T> x{T(0.1L), T(0.7L), T(-0.3L), T(1) / T(3), T(1e-9L)};
    const T a = T(0.2L);
    T wanted = 0;
    for (const T each : x) {
        const T difference = each - a;
        wanted += difference * difference;
    }
    const auto value = squares(x, a, subscripts());
    const auto gradient = pullback::gradient(squares, wrt<0, 1>)(x, a, subscripts());
    static_assert(std::is_same_v<decltype(value), const T>);
    static_assert(std::is_same_v<std::remove_cvref_t<decltype(get<0>(gradient))>, std::vector<T>>);
    BOOST_TEST(value == wanted);
    for (std::size_t i = 0; i < x.size(); ++i) BOOST_TEST(get<0>(gradient)[i] == 2 * (x[i] - a));
}

} // namespace

BOOST_AUTO_TEST_CASE(computation_is_in_the_scalar_of_the_data) {
    check_scalar<float>();
    check_scalar<long double>();
    const std::array<float, 5> x{0.1F, 0.7F, -0.3F, 0.3F, 1e-9F};
    BOOST_TEST(squares(std::vector<float>(x.begin(), x.end()), 0.2F, subscripts()) ==
               squares(x, 0.2F, std::array<int, 1>()));
}

BOOST_AUTO_TEST_CASE(an_empty_range_sums_to_zero) {
    BOOST_TEST(squares(numbers(), 1.0, subscripts()) == 0);
    const auto gradient = pullback::gradient(squares, wrt<0, 1>)(numbers(), 1.0, subscripts());
    BOOST_TEST(get<0>(gradient).empty());
    BOOST_TEST(get<1>(gradient) == 0);
}

BOOST_AUTO_TEST_CASE(repeated_subscripts_add_up) {
    constexpr auto f = pullback::function(
        [](const auto& x, const auto& k) { return sum(k, [&](const auto& i) { return square(x[i]); }); });
    const numbers x{1, 2, 3};
    const subscripts k{2, 0, 2, 2};
    const numbers gradient = pullback::gradient(f, pullback::wrt<0>)(x, k);
    BOOST_TEST(gradient == (numbers{2, 0, 18}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_first_of_equal_extrema_has_the_derivative) {
    constexpr auto f = pullback::function([](const auto& x) { return max(x) - 2 * min(x); });
    const numbers gradient = pullback::gradient(f)(numbers{1, 3, 1, 3, 2});
    BOOST_TEST(gradient == (numbers{-2, 1, 0, 0, 0}), boost::test_tools::per_element());
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
    BOOST_CHECK_THROW(gather(numbers(3), subscripts{0, 3}), pullback::range_error);
    BOOST_CHECK_THROW(gather(numbers(3), subscripts{-1}), pullback::range_error);
    const auto by = pullback::wrt<0, 1>;
    BOOST_CHECK_THROW(pullback::value_and_gradient(largest, by)(numbers(), 1.0, subscripts()), pullback::range_error);
}
