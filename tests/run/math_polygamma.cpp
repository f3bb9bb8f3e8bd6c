// SPDX-License-Identifier: BSL-1.0
#include "math_compile_time.hpp"

#include <pullback/math/polygamma.hpp>

#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/polygamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <boost/test/unit_test.hpp>

using math_test::reference;
using math_test::sampler;
using types = std::tuple<float, double, long double>;
namespace math = pullback::math;

template <class T, class Argument>
double worst(int n, Argument argument, int count) {
    const auto exact = [n](const reference& x) -> reference {
        if (n == 0) return boost::math::digamma(x);
        if (n == 1) return boost::math::trigamma(x);
        return boost::math::polygamma(n, x);
    };
    const char* const name = n == 0 ? "digamma" : n == 1 ? "trigamma" : "polygamma";
    return math_test::worst_error<T>(name, [n](T x) { return math::polygamma(n, x); }, exact, argument, count);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(digamma, T, types) {
    sampler<T> draw;
    BOOST_CHECK_LE(worst<T>(0, [&] { return draw.spread(-100, 0); }, 1500), 3);
    BOOST_CHECK_LE(worst<T>(0, [&] { return draw.uniform(0, 1); }, 1500), 3);
    BOOST_CHECK_LE(worst<T>(0, [&] { return draw.uniform(1, 2); }, 1500), 3);
    BOOST_CHECK_LE(worst<T>(0, [&] { return draw.uniform(2, 12); }, 1500), 3);
    BOOST_CHECK_LE(worst<T>(0, [&] { return draw.spread(3, 100); }, 1500), 3);
    BOOST_CHECK_LE(worst<T>(0, [&] { return -draw.spread(-60, -2); }, 1500), 4);
    // Around the positive root, down to the last places.
    const T root = T(1.461632144968362341L);
    BOOST_CHECK_LE(worst<T>(0, [&] { return root + draw.any_sign(draw.spread(-60, -3)); }, 1000), 3);
}

/// Next to a root on the negative axis the absolute error counts; it is measured against the larger of the
/// value and the terms pi cot(pi x) and log(-x) that cancel.
BOOST_AUTO_TEST_CASE_TEMPLATE(digamma_of_negative_arguments, T, types) {
    sampler<T> draw;
    for (int i = 0; i < 1000; ++i) {
        const T x = draw.uniform(-20, 0);
        const reference exact = boost::math::digamma(reference(x));
        const reference scale = abs(exact) > 3 ? reference(abs(exact)) : reference(3);
        const reference error = abs(reference(math::digamma(x)) - exact) / scale;
        BOOST_REQUIRE_LE(static_cast<double>(error / std::numeric_limits<T>::epsilon()), 3);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(trigamma, T, types) {
    sampler<T> draw;
    BOOST_CHECK_LE(worst<T>(1, [&] { return draw.spread(-60, 0); }, 1000), 4);
    BOOST_CHECK_LE(worst<T>(1, [&] { return draw.uniform(0, 12); }, 1000), 4);
    BOOST_CHECK_LE(worst<T>(1, [&] { return draw.spread(3, 60); }, 1000), 4);
    BOOST_CHECK_LE(worst<T>(1, [&] { return draw.uniform(-20, 0); }, 1000), 4);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(polygamma, T, types) {
    sampler<T> draw;
    for (const int n : {2, 3, 4, 7, 20}) {
        BOOST_CHECK_LE(worst<T>(n, [&] { return draw.uniform(T(0.1), 25); }, 300), 4 + n / 2.0);
    }
    BOOST_CHECK_LE(worst<T>(3, [&] { return draw.uniform(-4, 0); }, 300), 6);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(edges, T, types) {
    using limits = std::numeric_limits<T>;
    const T infinity = limits::infinity();
    for (const T pole : {T(0), -T(0), T(-1), T(-2), T(-17), -limits::max()}) {
        BOOST_CHECK(std::isnan(math::digamma(pole)));
        BOOST_CHECK_EQUAL(math::trigamma(pole), infinity);
        BOOST_CHECK(std::isnan(math::polygamma(2, pole)));
        BOOST_CHECK_EQUAL(math::polygamma(3, pole), infinity);
    }
    BOOST_CHECK_EQUAL(math::digamma(infinity), infinity);
    BOOST_CHECK(std::isnan(math::digamma(-infinity)));
    BOOST_CHECK(std::isnan(math::digamma(limits::quiet_NaN())));
    BOOST_CHECK_EQUAL(math::digamma(limits::denorm_min()), -infinity);
    BOOST_CHECK_EQUAL(math::digamma(-limits::denorm_min()), infinity);
    BOOST_CHECK_EQUAL(math::trigamma(infinity), 0);
    BOOST_CHECK(std::isnan(math::trigamma(-infinity)));
    BOOST_CHECK(std::isnan(math::trigamma(limits::quiet_NaN())));
    BOOST_CHECK_EQUAL(math::trigamma(limits::denorm_min()), infinity);
    BOOST_CHECK(std::isnan(math::polygamma(-1, T(1))));
    BOOST_CHECK_EQUAL(math::polygamma(0, T(3)), math::digamma(T(3)));
    BOOST_CHECK_GT(math::digamma(limits::max()), 80);
}

using multiprecision = std::tuple<boost::multiprecision::cpp_bin_float_50, boost::multiprecision::cpp_dec_float_50>;

BOOST_AUTO_TEST_CASE_TEMPLATE(fifty_digits, T, multiprecision) {
    using exact = boost::multiprecision::cpp_bin_float_100;
    for (const double x : {0.001, 0.1, 0.75, 1.25, 3.375, 20.5, 130.0, -2.3125, -0.75}) {
        for (const int n : {0, 1, 2, 5}) {
            const exact wanted =
                n == 0 ? exact(boost::math::digamma(exact(x))) : exact(boost::math::polygamma(n, exact(x)));
            const T got = n == 0 ? math::digamma(T(x)) : n == 1 ? math::trigamma(T(x)) : math::polygamma(n, T(x));
            const exact error = abs((exact(got.str(0, std::ios_base::scientific)) - wanted) / wanted);
            BOOST_CHECK_LE(static_cast<double>(error), 1e-47);
        }
    }
    BOOST_CHECK(isnan(math::digamma(T(-3))));
    BOOST_CHECK(isinf(math::trigamma(T(-3))));
}
