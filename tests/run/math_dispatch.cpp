// SPDX-License-Identifier: BSL-1.0
#include <pullback/math/special.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>

namespace math = pullback::math;

namespace foreign {

/// A scalar with as few functions as the fallbacks need.
struct number {
    double value;
    explicit number(double x) : value(x) {}

    friend number operator+(number a, number b) { return number(a.value + b.value); }
    friend number operator-(number a, number b) { return number(a.value - b.value); }
    friend number operator*(number a, number b) { return number(a.value * b.value); }
    friend number operator/(number a, number b) { return number(a.value / b.value); }
    friend number operator-(number a) { return number(-a.value); }
    friend bool operator<(number a, number b) { return a.value < b.value; }
    friend bool operator==(number a, number b) { return a.value == b.value; }
};

inline number exp(number x) { return number(std::exp(x.value)); }
inline number log(number x) { return number(std::log(x.value)); }
inline number sqrt(number x) { return number(std::sqrt(x.value)); }
inline number sin(number x) { return number(std::sin(x.value)); }
inline number cos(number x) { return number(std::cos(x.value)); }
inline number erf(number x) { return number(std::erf(x.value)); }
inline number pow(number x, number y) { return number(std::pow(x.value, y.value)); }

/// Two numbers side by side, whose comparisons give a mask.
struct mask {
    bool lanes[2];
};

struct batch {
    double lanes[2];
    explicit batch(double x) : lanes{x, x} {}
    batch(double a, double b) : lanes{a, b} {}

    friend batch operator+(batch a, batch b) { return {a.lanes[0] + b.lanes[0], a.lanes[1] + b.lanes[1]}; }
    friend batch operator*(batch a, batch b) { return {a.lanes[0] * b.lanes[0], a.lanes[1] * b.lanes[1]}; }
    friend batch operator/(batch a, batch b) { return {a.lanes[0] / b.lanes[0], a.lanes[1] / b.lanes[1]}; }
    friend batch operator-(batch a) { return {-a.lanes[0], -a.lanes[1]}; }
    friend mask operator<(batch a, batch b) { return {{a.lanes[0] < b.lanes[0], a.lanes[1] < b.lanes[1]}}; }
    friend mask operator==(batch a, batch b) { return {{a.lanes[0] == b.lanes[0], a.lanes[1] == b.lanes[1]}}; }
    friend batch select(mask m, batch a, batch b) {
        return {m.lanes[0] ? a.lanes[0] : b.lanes[0], m.lanes[1] ? a.lanes[1] : b.lanes[1]};
    }
    friend batch sqrt(batch a) { return {std::sqrt(a.lanes[0]), std::sqrt(a.lanes[1])}; }
};

} // namespace foreign

template <class T>
concept takes_exp = requires(T x) { math::exp(x); };
template <class T>
concept takes_sinh = requires(T x) { math::sinh(x); };
template <class T>
concept takes_tgamma = requires(T x) { math::tgamma(x); };
template <class T>
concept takes_digamma = requires(T x) { math::digamma(x); };

// Integers are for the caller to convert; what a type lacks is plainly absent.
static_assert(!takes_exp<int> && !takes_exp<bool> && !takes_exp<const char*>);
static_assert(takes_exp<foreign::number> && !takes_sinh<foreign::number> && !takes_tgamma<foreign::number>);
static_assert(!takes_exp<foreign::batch> && !takes_digamma<foreign::number>);
static_assert(noexcept(math::exp(1.0)) && noexcept(math::digamma(1.0L)) && noexcept(math::max(1.0f, 2.0f)));

BOOST_AUTO_TEST_CASE(built_in_types_call_the_standard_library) {
    for (double x = 0.01; x < 1; x += 0.01) {
        BOOST_CHECK_EQUAL(math::exp(x), std::exp(x));
        BOOST_CHECK_EQUAL(math::log1p(x), std::log1p(x));
        BOOST_CHECK_EQUAL(math::tan(x), std::tan(x));
        BOOST_CHECK_EQUAL(math::acosh(1 + x), std::acosh(1 + x));
        BOOST_CHECK_EQUAL(math::pow(x, 2.5), std::pow(x, 2.5));
        BOOST_CHECK_EQUAL(math::atan2(x, -0.5), std::atan2(x, -0.5));
        BOOST_CHECK_EQUAL(math::hypot(x, 1.0, 2.0), std::hypot(x, 1.0, 2.0));
        BOOST_CHECK_EQUAL(math::fma(x, 3.0, 2.0), std::fma(x, 3.0, 2.0));
        BOOST_CHECK_EQUAL(math::fmod(3.0, x), std::fmod(3.0, x));
        BOOST_CHECK_EQUAL(math::erfc(x), std::erfc(x));
        BOOST_CHECK_EQUAL(math::lgamma(x), std::lgamma(x));
        BOOST_CHECK_EQUAL(math::floor(-x), std::floor(-x));
        BOOST_CHECK_EQUAL(math::copysign(x, -0.0), -x);
        BOOST_CHECK_EQUAL(math::abs(-x), x);
        BOOST_CHECK_EQUAL(math::select(x < 0.5, math::min(x, 0.25), math::max(x, 0.75)),
                          x < 0.5 ? std::min(x, 0.25) : std::max(x, 0.75));
    }
}

BOOST_AUTO_TEST_CASE(fallbacks_by_formula) {
    using foreign::number;
    for (double x = -0.95; x < 1; x += 0.1) {
        const auto near = [](number a, double b) { BOOST_CHECK_SMALL(a.value - b, 1e-14 * (1 + std::abs(b))); };
        near(math::exp2(number(x)), std::exp2(x));
        near(math::log2(number(x + 2)), std::log2(x + 2));
        near(math::log10(number(x + 2)), std::log10(x + 2));
        near(math::cbrt(number(x)), std::cbrt(x));
        near(math::tan(number(x)), std::tan(x));
        near(math::asinh(number(x)), std::asinh(x));
        near(math::acosh(number(x + 2)), std::acosh(x + 2));
        near(math::atanh(number(x)), std::atanh(x));
        near(math::hypot(number(x), number(2)), std::hypot(x, 2.0));
        near(math::hypot(number(x), number(2), number(-3)), std::hypot(x, 2.0, -3.0));
        near(math::erfc(number(x)), std::erfc(x));
        near(math::abs(number(x)), std::abs(x));
        near(math::copysign(number(2), number(x)), std::copysign(2, x));
        near(math::min(number(x), number(0.1)), std::min(x, 0.1));
        near(math::max(number(x), number(0.1)), std::max(x, 0.1));
        near(math::fma(number(x), number(2), number(3)), 2 * x + 3);
    }
    BOOST_CHECK_EQUAL(math::hypot(number(0), number(0)).value, 0);
    BOOST_CHECK_CLOSE(math::hypot(number(3e200), number(4e200)).value, 5e200, 1e-12);
}

BOOST_AUTO_TEST_CASE(masks_choose_by_lane) {
    using foreign::batch;
    const batch length = math::hypot(batch(0, -3), batch(0, 4));
    BOOST_CHECK_EQUAL(length.lanes[0], 0);
    BOOST_CHECK_EQUAL(length.lanes[1], 5);
    const batch size = math::abs(batch(-1, 2));
    BOOST_CHECK_EQUAL(size.lanes[0], 1);
    BOOST_CHECK_EQUAL(size.lanes[1], 2);
    const batch larger = math::max(batch(1, 4), batch(3, 2));
    BOOST_CHECK_EQUAL(larger.lanes[0], 3);
    BOOST_CHECK_EQUAL(larger.lanes[1], 4);
}

using multiprecision = std::tuple<boost::multiprecision::cpp_bin_float_50, boost::multiprecision::cpp_dec_float_50>;

BOOST_AUTO_TEST_CASE_TEMPLATE(fifty_digits, T, multiprecision) {
    const T x = T(3) / 7;
    const auto near = [](const T& a, const T& b) { BOOST_CHECK(abs(a - b) < T(1e-45)); };
    near(math::log(math::exp(x)), x);
    near(math::log2(math::exp2(x)), x);
    near(math::pow(math::cbrt(x), T(3)), x);
    near(math::asin(math::sin(x)), x);
    near(math::tan(math::atan(x)), x);
    near(math::asinh(math::sinh(x)), x);
    near(math::atanh(math::tanh(x)), x);
    near(math::acosh(math::cosh(x)), x);
    near(math::sqrt(x) * math::sqrt(x), x);
    near(math::hypot(T(3), T(4)), T(5));
    near(math::atan2(T(1), T(1)) * 4, math::acos(T(-1)));
    near(math::floor(T(2.5)) + math::ceil(T(2.5)) + math::trunc(T(-2.5)), T(3));
    near(math::fmod(T(7), T(4)), T(3));
    near(math::max(x, T(1)) + math::min(x, T(1)), 1 + x);
    near(math::fma(x, T(2), T(1)), 2 * x + 1);
}
