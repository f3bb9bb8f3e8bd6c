// SPDX-License-Identifier: BSL-1.0
#include "function_check.hpp"

#include <boost/math/special_functions/expm1.hpp>
#include <boost/math/special_functions/log1p.hpp>

using namespace function_test;

namespace {

const reference ln_2 = log(reference(2));
const reference ln_10 = log(reference(10));

FUNCTION_TEST_ROW(exp, exp(x), exp(x), exp(x));
FUNCTION_TEST_ROW(exp2, exp(x* ln_2), ln_2* exp(x* ln_2), ln_2* ln_2* exp(x* ln_2));
FUNCTION_TEST_ROW(expm1, boost::math::expm1(x), exp(x), exp(x));
FUNCTION_TEST_ROW(log, log(x), 1 / x, -1 / (x * x));
FUNCTION_TEST_ROW(log2, log(x) / ln_2, 1 / x / ln_2, -1 / (x * x) / ln_2);
FUNCTION_TEST_ROW(log10, log(x) / ln_10, 1 / x / ln_10, -1 / (x * x) / ln_10);
FUNCTION_TEST_ROW(log1p, boost::math::log1p(x), 1 / (1 + x), -1 / ((1 + x) * (1 + x)));

} // namespace

BOOST_AUTO_TEST_CASE(formulas) {
    check_formulas<exp_row>(-2, 2);
    check_formulas<exp2_row>(-2, 2);
    check_formulas<expm1_row>(-2, 2);
    check_formulas<log_row>(0.1, 4);
    check_formulas<log2_row>(0.1, 4);
    check_formulas<log10_row>(0.1, 4);
    check_formulas<log1p_row>(-0.9, 4);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(exponential_functions, T, types) {
    sampler<T> draw;
    // The largest power of two whose inverse is a normal number too.
    const T most = T(std::numeric_limits<T>::max_exponent - 2);
    check<exp_row, T>({1, 1, 1}, [&] { return draw.uniform(T(-0.69) * most, T(0.69) * most); });
    check<exp_row, T>({2, 1, 1}, [&] { return draw.any_sign(draw.spread(-60, 3)); });
    check<exp2_row, T>({1, 3, 4}, [&] { return draw.uniform(-most, most); });
    check<expm1_row, T>({2, 1, 1}, [&] { return draw.uniform(T(-0.69) * most, T(0.69) * most); });
    check<expm1_row, T>({2, 1, 1}, [&] { return draw.any_sign(draw.spread(-60, 3)); });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(logarithms, T, types) {
    sampler<T> draw;
    // The range in which 1 / x² is a normal number.
    const T most = T(std::numeric_limits<T>::max_exponent / 2 - 1);
    const auto anywhere = [&] { return draw.spread(-most, most); };
    const auto near_one = [&] { return 1 + draw.any_sign(draw.spread(-20, -1)); };
    check<log_row, T>({1, 1, 2}, anywhere);
    check<log_row, T>({1, 1, 2}, near_one);
    check<log2_row, T>({2, 2, 4}, anywhere);
    check<log2_row, T>({2, 2, 4}, near_one);
    check<log10_row, T>({2, 2, 4}, anywhere);
    check<log10_row, T>({2, 2, 4}, near_one);
    check<log1p_row, T>({2, 2, 4}, [&] { return draw.spread(-60, most); });
    check<log1p_row, T>({2, 2, 4}, [&] { return -draw.spread(-60, 0); });
}

// The same programs with a scalar of 50 digits.
BOOST_AUTO_TEST_CASE(with_50_digits) {
    check_with_50_digits<exp_row>(-2, 2);
    check_with_50_digits<exp2_row>(-2, 2);
    check_with_50_digits<expm1_row>(-2, 2);
    check_with_50_digits<log_row>(0.1, 4);
    check_with_50_digits<log2_row>(0.1, 4);
    check_with_50_digits<log10_row>(0.1, 4);
    check_with_50_digits<log1p_row>(-0.9, 4);
}
