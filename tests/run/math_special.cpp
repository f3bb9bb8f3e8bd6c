// SPDX-License-Identifier: BSL-1.0
#include "math_compile_time.hpp"

#include <pullback/math/compile_time/error_function.hpp>
#include <pullback/math/compile_time/gamma.hpp>

#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/test/unit_test.hpp>

using math_test::reference;
using math_test::sampler;
using types = std::tuple<float, double, long double>;
namespace compile_time = pullback::math::compile_time;

#define CHECK_ERROR(name, bound, count, argument)                                                                   \
    BOOST_CHECK_LE(                                                                                                 \
        math_test::worst_error<T>(                                                                                  \
            #name, [](T x) { return compile_time::name(x); },                                                       \
            [](const reference& x) -> reference { return boost::math::name(x); }, [&] { return argument; }, count), \
        bound)

constexpr double aim = 0.51;

BOOST_AUTO_TEST_CASE_TEMPLATE(error_functions, T, types) {
    sampler<T> draw;
    const int bits = std::numeric_limits<T>::digits;
    const T end = bits == 24 ? T(9.1) : bits == 53 ? T(26) : T(26.5);
    CHECK_ERROR(erf, aim, 600, draw.any_sign(draw.spread(-60, T(2.6))));
    CHECK_ERROR(erf, aim, 600, draw.uniform(-4, 4));
    CHECK_ERROR(erfc, aim, 600, draw.uniform(-6, 4));
    CHECK_ERROR(erfc, aim, 600, draw.uniform(T(2.25), end));
    // Up to where the result vanishes; subnormal results are rounded twice.
    CHECK_ERROR(erfc, 1.01, 300, draw.uniform(end, bits == 24 ? T(10.2) : bits == 53 ? T(27.3) : T(100)));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(logarithm_of_gamma, T, types) {
    sampler<T> draw;
    CHECK_ERROR(lgamma, aim, 500, draw.uniform(T(0.1), 3));
    CHECK_ERROR(lgamma, aim, 200, 1 + draw.any_sign(draw.spread(-20, -3)));
    CHECK_ERROR(lgamma, aim, 200, 2 + draw.any_sign(draw.spread(-20, -3)));
    CHECK_ERROR(lgamma, aim, 500, draw.uniform(2, 20));
    CHECK_ERROR(lgamma, aim, 500, draw.spread(-60, 60));
    CHECK_ERROR(lgamma, aim, 500, -draw.spread(-60, -3));
    CHECK_ERROR(lgamma, aim, 500, draw.uniform(-30, 0));
    // The first zero on the negative axis.
    CHECK_ERROR(lgamma, aim, 200, T(-2.457024738220800620902L) + draw.any_sign(draw.spread(-20, -3)));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(gamma_function, T, types) {
    sampler<T> draw;
    const int bits = std::numeric_limits<T>::digits;
    const T end = bits == 24 ? T(35) : bits == 53 ? T(171.5) : T(1754);
    CHECK_ERROR(tgamma, aim, 500, draw.uniform(T(0.1), 3));
    CHECK_ERROR(tgamma, aim, 500, draw.uniform(1, 20));
    CHECK_ERROR(tgamma, aim, 500, draw.uniform(10, end));
    CHECK_ERROR(tgamma, 0.7, 500, draw.any_sign(draw.spread(-100, -3)));
    CHECK_ERROR(tgamma, aim, 500, draw.uniform(-20, 0));
    CHECK_ERROR(tgamma, 1.01, 200, draw.uniform(bits == 24 ? -41 : -182, -20));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(factorials, T, types) {
    T factorial = 1;
    for (int n = 1; n < 14; ++n) {
        BOOST_CHECK_EQUAL(compile_time::tgamma(static_cast<T>(n)), factorial);
        factorial *= static_cast<T>(n);
    }
}
