// SPDX-License-Identifier: BSL-1.0
#include "function_check.hpp"

#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/polygamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>

using namespace function_test;

namespace {

const reference two_over_root_pi = 2 / sqrt(boost::math::constants::pi<reference>());

reference psi(int n, const reference& x) {
    return n == 0 ? reference(boost::math::digamma(x)) : reference(boost::math::polygamma(n, x));
}

// Between its poles on the negative axis digamma has roots, where it is the difference of terms as large as
// this.
reference reflected(const reference& x) { return x < 0 ? psi(0, 1 - x) : reference(0); }
reference gamma(const reference& x) { return boost::math::tgamma(x); }

FUNCTION_TEST_ROW(erf, boost::math::erf(x), two_over_root_pi* exp(-x* x), -2 * x * two_over_root_pi * exp(-x * x));
FUNCTION_TEST_ROW(erfc, boost::math::erfc(x), -two_over_root_pi* exp(-x* x), 2 * x * two_over_root_pi * exp(-x * x));
FUNCTION_TEST_ROW(digamma, psi(0, x), psi(1, x), psi(2, x));
FUNCTION_TEST_ROW(lgamma, boost::math::lgamma(x), scaled(psi(0, x), reflected(x)), psi(1, x));
FUNCTION_TEST_ROW(tgamma, gamma(x), scaled(gamma(x) * psi(0, x), gamma(x) * reflected(x)),
                  gamma(x) * (psi(0, x) * psi(0, x) + psi(1, x)));

struct polygamma_row {
    static constexpr const char* name = "polygamma";
    static constexpr auto function = pullback::function([](const auto& x) { return polygamma(2, x); });
    static reference value(const reference& x) { return psi(2, x); }
    static scaled first(const reference& x) { return psi(3, x); }
    static scaled second(const reference& x) { return psi(4, x); }
};

} // namespace

BOOST_AUTO_TEST_CASE(formulas) {
    check_formulas<erf_row>(-2, 2);
    check_formulas<erfc_row>(-2, 2);
    check_formulas<digamma_row>(0.5, 4);
    check_formulas<lgamma_row>(0.5, 4);
    check_formulas<lgamma_row>(-1.8, -1.2);
    check_formulas<tgamma_row>(0.5, 4);
    check_formulas<tgamma_row>(-1.8, -1.2);
    check_formulas<polygamma_row>(0.5, 4);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(error_functions, T, types) {
    sampler<T> draw;
    const int digits = std::numeric_limits<T>::digits;
    const T most = digits == 24 ? T(8.5) : digits == 53 ? T(25) : T(100);
    // The derivatives have the relative error of e^-s, which is the absolute error of s = x², half a unit in
    // its last place: up to s units in the last place of e^-s.
    const double rounding = static_cast<double>(most * most);
    check<erf_row, T>({2, 6, 8}, [&] { return draw.uniform(-2, 2); }, 200);
    check<erf_row, T>({2, 6, 8}, [&] { return draw.any_sign(draw.spread(-30, 1)); }, 200);
    check<erf_row, T>({2, rounding, rounding}, [&] { return draw.uniform(-most, most); }, 200);
    check<erfc_row, T>({4, 6, 8}, [&] { return draw.uniform(-2, 2); }, 200);
    check<erfc_row, T>({4, rounding, rounding}, [&] { return draw.uniform(-most, most); }, 100);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(gamma_functions, T, types) {
    sampler<T> draw;
    const auto positive = [&] { return draw.uniform(T(0.1), 20); };
    const auto negative = [&] { return draw.uniform(-8, 0); };
    const auto small = [&] { return draw.spread(-20, -1); };
    check<lgamma_row, T>({4, 3, 4}, positive, 100);
    check<lgamma_row, T>({4, 3, 4}, small, 50);
    check<lgamma_row, T>({4, 6, 6}, negative, 100);
    check<tgamma_row, T>({4, 6, 8}, positive, 100);
    check<tgamma_row, T>({4, 6, 8}, small, 50);
    check<tgamma_row, T>({4, 6, 8}, negative, 100);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(polygamma_functions, T, types) {
    sampler<T> draw;
    const auto positive = [&] { return draw.uniform(T(0.1), 20); };
    const auto large = [&] { return draw.spread(2, 20); };
    check<digamma_row, T>({3, 4, 5}, positive, 100);
    check<digamma_row, T>({3, 4, 5}, large, 50);
    check<polygamma_row, T>({4, 5, 6}, positive, 100);
    check<polygamma_row, T>({4, 5, 6}, large, 50);
}

// Derivatives of the logarithm of the gamma function of any order.
BOOST_AUTO_TEST_CASE(higher_orders) {
    constexpr auto first = pullback::gradient(pullback::function([](const auto& x) { return lgamma(2 * x); }));
    constexpr auto second = pullback::gradient(first);
    constexpr auto third = pullback::gradient(second);
    constexpr auto fourth = pullback::gradient(third);
    constexpr auto fifth = pullback::gradient(fourth);
    for (const double x : {0.3, 1., 4.7}) {
        const reference exact(2 * x);
        BOOST_CHECK_CLOSE(first(x), static_cast<double>(2 * psi(0, exact)), 1e-13);
        BOOST_CHECK_CLOSE(second(x), static_cast<double>(4 * psi(1, exact)), 1e-13);
        BOOST_CHECK_CLOSE(third(x), static_cast<double>(8 * psi(2, exact)), 1e-13);
        BOOST_CHECK_CLOSE(fourth(x), static_cast<double>(16 * psi(3, exact)), 1e-13);
        BOOST_CHECK_CLOSE(fifth(x), static_cast<double>(32 * psi(4, exact)), 1e-13);
    }
}

// The same programs with a scalar of 50 digits.
BOOST_AUTO_TEST_CASE(with_50_digits) {
    check_with_50_digits<erf_row>(-2, 2);
    check_with_50_digits<erfc_row>(-2, 2);
    check_with_50_digits<digamma_row>(1.6, 4);
    check_with_50_digits<lgamma_row>(1.6, 4);
    check_with_50_digits<tgamma_row>(1.6, 4);
    check_with_50_digits<polygamma_row>(0.5, 4);
}
