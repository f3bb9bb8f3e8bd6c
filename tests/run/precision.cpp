// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <boost/multiprecision/cpp_int.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <valarray>

// Scalars have their own precision, whatever radix their digits are counted in: no constant of a program is rounded to
// fewer digits than they have.

namespace {

using boost::multiprecision::cpp_bin_float;
using boost::multiprecision::cpp_dec_float;
using boost::multiprecision::et_off;
using boost::multiprecision::number;

using reference = number<cpp_bin_float<120>, et_off>;
template <unsigned Digits>
using decimal = number<cpp_dec_float<Digits>, et_off>;
using decimal_with_templates = boost::multiprecision::cpp_dec_float_50;
using fraction = number<boost::multiprecision::cpp_rational_backend, et_off>;

static_assert(pullback::math::significand_bits<float>() == 24 && pullback::math::significand_bits<double>() == 53);
static_assert(pullback::math::significand_bits<decimal<50>>() == 167 &&
              pullback::math::significand_bits<decimal<20>>() == 67 &&
              pullback::math::significand_bits<number<cpp_bin_float<50>>>() >= 167);
static_assert(pullback::math::significand_bits<fraction>() == std::numeric_limits<int>::max());
static_assert(pullback::math::significand_bits<std::valarray<float>>() == 24);

// Constants in many places: of the body, of the rules, folded with others, of a formula's type.
constexpr auto f = pullback::function(
    [](const auto& a) { return a / 3 + exp(a / 7) * (a / 10) + sqrt(a * 2 / 3) / 9 + a / 3 / 7 / 11; });
constexpr auto x = pullback::variable<"x">;
using namespace pullback::literals;
constexpr auto formula = erf(x / 3) * 0.1_c + log2(x * 0.7_c) + cbrt(x) / 13_c;

template <class T, class F>
double largest_error(const F& function) {
    const auto error = [](const T& found, const reference& wanted) {
        const reference rest = reference(found) - wanted;
        return static_cast<double>(abs(rest) / abs(wanted));
    };
    const auto with_slope = pullback::value_and_gradient(function);
    const auto third = pullback::derivative<3>(function);
    double largest = 0;
    for (const int at : {1, 2, 5, 17}) {
        const auto found = with_slope(T(at));
        const auto wanted = with_slope(reference(at));
        for (const double each : {error(function(T(at)), function(reference(at))), error(found.value, wanted.value),
                                  error(found.gradient, wanted.gradient), error(third(T(at)), third(reference(at)))})
            largest = std::max(largest, each);
    }
    return largest;
}

} // namespace

BOOST_AUTO_TEST_CASE(decimal_numbers_keep_all_their_digits) {
    BOOST_TEST(largest_error<decimal<50>>(f) < 1e-47);
    BOOST_TEST(largest_error<decimal<50>>(formula) < 1e-47);
    BOOST_TEST(largest_error<decimal_with_templates>(f) < 1e-47);
    BOOST_TEST(largest_error<decimal<25>>(f) < 1e-22);
}

BOOST_AUTO_TEST_CASE(fractions_are_exact) {
    constexpr auto g = pullback::function([](const auto& a, const auto& b) { return a / 3 + a * b / 7 - 1 / b / 11; });
    const fraction a(5, 13), b(2, 17);
    BOOST_TEST((g(a, b) == a / 3 + a * b / 7 - 1 / b / 11));
    const auto slope = pullback::gradient(g)(a, b);
    BOOST_TEST((get<0>(slope) == fraction(1, 3) + b / 7));
    BOOST_TEST((get<1>(slope) == a / 7 + 1 / (11 * b * b)));
    const auto curvature = pullback::hessian(g)(a, b);
    BOOST_TEST(
        (get<1>(get<1>(curvature)) == fraction(-2) / (11 * b * b * b) && get<0>(get<1>(curvature)) == fraction(1, 7)));
}

namespace {

// A number of two doubles that says nothing of its precision, as far as this test needs it.
struct unknown {
    double high = 0, low = 0;
    unknown() = default;
    unknown(long double value) : high(static_cast<double>(value)), low(static_cast<double>(value - high)) {}
    unknown(double h, double l) : high(h), low(l) {}
};
unknown sum(double a, double b) {
    const double s = a + b, part = s - a;
    return {s, (a - (s - part)) + (b - part)};
}
unknown operator+(const unknown& a, const unknown& b) {
    const unknown s = sum(a.high, b.high);
    return sum(s.high, s.low + a.low + b.low);
}
unknown operator-(const unknown& a) { return {-a.high, -a.low}; }
unknown operator-(const unknown& a, const unknown& b) { return a + -b; }
unknown operator*(const unknown& a, const unknown& b) {
    const double p = a.high * b.high;
    return sum(p, std::fma(a.high, b.high, -p) + (a.high * b.low + a.low * b.high));
}
unknown operator/(const unknown& a, const unknown& b) {
    const double first = a.high / b.high;
    const unknown rest = a - unknown(first, 0) * b;
    const double second = rest.high / b.high;
    const unknown left = rest - unknown(second, 0) * b;
    return sum(first, second) + unknown(left.high / b.high, 0);
}
[[maybe_unused]] bool operator<(const unknown& a, const unknown& b) {
    return a.high < b.high || (a.high == b.high && a.low < b.low);
}

} // namespace

// 32 digits, of which a literal of 20 would leave 20.
BOOST_AUTO_TEST_CASE(a_type_of_unknown_precision_gets_constants_as_they_were_written) {
    constexpr auto g = pullback::function([](const auto& a) { return a * a / 3 + a / 7 / 11; });
    const auto exact = [](const unknown& value) { return reference(value.high) + reference(value.low); };
    const reference at = exact(unknown(2.0L) / unknown(3.0L));
    const unknown found = g(unknown(2.0L) / unknown(3.0L)),
                  slope = pullback::gradient(g)(unknown(2.0L) / unknown(3.0L));
    BOOST_TEST(static_cast<double>(abs(exact(found) - (at * at / 3 + at / 7 / 11))) < 1e-30);
    BOOST_TEST(static_cast<double>(abs(exact(slope) - (2 * at / 3 + reference(1) / 77))) < 1e-30);
}
