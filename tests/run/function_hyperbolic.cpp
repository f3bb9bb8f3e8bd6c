// SPDX-License-Identifier: BSL-1.0
#include "function_check.hpp"

#include <boost/math/special_functions/acosh.hpp>
#include <boost/math/special_functions/asinh.hpp>
#include <boost/math/special_functions/atanh.hpp>

using namespace function_test;

namespace {

// Accurate near 0 too, where the series of the exponential takes over from their difference.
reference sine(const reference& x) { return boost::math::expm1(x) * (1 + exp(-x)) / 2; }
reference cosine(const reference& x) { return (exp(x) + exp(-x)) / 2; }

FUNCTION_TEST_ROW(sinh, sine(x), cosine(x), sine(x));
FUNCTION_TEST_ROW(cosh, cosine(x), sine(x), cosine(x));
// y is known to half a unit in the last place of 1 where it is nearly 1, and so are 1 - y² and -2y (1 - y²).
FUNCTION_TEST_ROW(tanh, sine(x) / cosine(x), scaled(1 / pow(cosine(x), 2), sine(x) / cosine(x)),
                  scaled(-2 * sine(x) / pow(cosine(x), 3), sine(x) / cosine(x)));
FUNCTION_TEST_ROW(asinh, boost::math::asinh(x), 1 / sqrt(1 + x * x), -x / pow(1 + x * x, reference(1.5)));
FUNCTION_TEST_ROW(acosh, boost::math::acosh(x), 1 / sqrt((x - 1) * (x + 1)),
                  -x / pow((x - 1) * (x + 1), reference(1.5)));
FUNCTION_TEST_ROW(atanh, boost::math::atanh(x), 1 / ((1 - x) * (1 + x)), 2 * x / pow((1 - x) * (1 + x), 2));

} // namespace

BOOST_AUTO_TEST_CASE(formulas) {
    check_formulas<sinh_row>(-2, 2);
    check_formulas<cosh_row>(-2, 2);
    check_formulas<tanh_row>(-2, 2);
    check_formulas<asinh_row>(-4, 4);
    check_formulas<acosh_row>(1.2, 4);
    check_formulas<atanh_row>(-0.9, 0.9);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(hyperbolic_functions, T, types) {
    sampler<T> draw;
    const T most = T(0.69) * T(std::numeric_limits<T>::max_exponent - 2);
    const auto anywhere = [&] { return draw.uniform(-most, most); };
    const auto moderate = [&] { return draw.uniform(-3, 3); };
    const auto small = [&] { return draw.any_sign(draw.spread(-30, -1)); };
    check<sinh_row, T>({3, 3, 3}, anywhere);
    check<sinh_row, T>({3, 3, 3}, moderate);
    check<sinh_row, T>({3, 3, 3}, small);
    check<cosh_row, T>({3, 3, 3}, anywhere);
    check<cosh_row, T>({3, 3, 3}, moderate);
    check<cosh_row, T>({3, 3, 3}, small);
    check<tanh_row, T>({3, 4, 8}, anywhere);
    check<tanh_row, T>({3, 4, 8}, moderate);
    check<tanh_row, T>({3, 4, 8}, small);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(inverse_hyperbolic_functions, T, types) {
    sampler<T> draw;
    // Up to where 1 / x² or 1 / x³, which the second derivatives are computed with, is no normal number.
    const T most = T(std::numeric_limits<T>::max_exponent / 3 - 1);
    check<asinh_row, T>({3, 2, 5}, [&] { return draw.uniform(-10, 10); });
    check<asinh_row, T>({3, 2, 5}, [&] { return draw.any_sign(draw.spread(-most, most)); });
    check<acosh_row, T>({3, 3, 6}, [&] { return draw.uniform(1, 10); });
    check<acosh_row, T>({3, 3, 6}, [&] { return 1 + draw.spread(T(1 - std::numeric_limits<T>::digits), most); });
    check<atanh_row, T>({3, 2, 4}, [&] { return draw.uniform(-1, 1); });
    check<atanh_row, T>({3, 2, 4}, [&] { return draw.any_sign(draw.spread(-30, -1)); });
    check<atanh_row, T>({3, 2, 4},
                        [&] { return draw.any_sign(1 - draw.spread(T(2 - std::numeric_limits<T>::digits), -1)); });
}

// The same programs with a scalar of 50 digits.
BOOST_AUTO_TEST_CASE(with_50_digits) {
    check_with_50_digits<sinh_row>(-2, 2);
    check_with_50_digits<cosh_row>(-2, 2);
    check_with_50_digits<tanh_row>(-2, 2);
    check_with_50_digits<asinh_row>(-4, 4);
    check_with_50_digits<acosh_row>(1.2, 4);
    check_with_50_digits<atanh_row>(-0.9, 0.9);
}
