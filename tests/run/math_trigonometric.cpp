// SPDX-License-Identifier: BSL-1.0
#include "math_compile_time.hpp"

#include <pullback/math/compile_time/inverse_trigonometric.hpp>
#include <pullback/math/compile_time/rounding.hpp>
#include <pullback/math/compile_time/trigonometric.hpp>

#include <boost/test/unit_test.hpp>

using math_test::reference;
using math_test::sampler;
using types = std::tuple<float, double, long double>;
namespace compile_time = pullback::math::compile_time;

#define CHECK_ERROR(name, bound, count, argument)                                                      \
    BOOST_CHECK_LE(math_test::worst_error<T>(                                                          \
                       #name, [](T x) { return compile_time::name(x); },                               \
                       [](const reference& x) -> reference { return boost::multiprecision::name(x); }, \
                       [&] { return argument; }, count),                                               \
                   bound)

constexpr double aim = 0.51;

BOOST_AUTO_TEST_CASE_TEMPLATE(circular, T, types) {
    sampler<T> draw;
    CHECK_ERROR(sin, aim, 2000, draw.uniform(-7, 7));
    CHECK_ERROR(cos, aim, 2000, draw.uniform(-7, 7));
    CHECK_ERROR(tan, aim, 2000, draw.uniform(-7, 7));
    CHECK_ERROR(sin, aim, 2000, draw.any_sign(draw.spread(-70, 40)));
    CHECK_ERROR(cos, aim, 2000, draw.any_sign(draw.spread(-70, 40)));
    CHECK_ERROR(tan, aim, 2000, draw.any_sign(draw.spread(-70, 40)));
}

/// Beyond 50 digits of pi the reference is the standard library, which reduces exactly.
BOOST_AUTO_TEST_CASE_TEMPLATE(circular_of_large_arguments, T, types) {
    sampler<T> draw;
    const T top =
        std::numeric_limits<T>::max_exponent > 1100 ? T(1100) : static_cast<T>(std::numeric_limits<T>::max_exponent);
    for (int i = 0; i < 50000; ++i) {
        const T x = draw.any_sign(draw.spread(30, top - T(0.001)));
        const auto close = [](T a, T b) {
            return std::abs(a - b) <= std::abs(b) * 2 * std::numeric_limits<T>::epsilon();
        };
        if (!close(compile_time::sin(x), std::sin(x)) || !close(compile_time::cos(x), std::cos(x)) ||
            !close(compile_time::tan(x), std::tan(x))) {
            BOOST_FAIL("large argument " << x);
        }
    }
}

/// The multiples of pi / 2 closest to a double (Kahan; Muller, "Elementary Functions").
BOOST_AUTO_TEST_CASE(circular_next_to_multiples) {
    const double hard = 0x1.6ac5b262ca1ffp+849;
    BOOST_CHECK_EQUAL(compile_time::cos(hard), -4.6871659242546276e-19);
    BOOST_CHECK_EQUAL(compile_time::sin(hard), 1.0);
    BOOST_CHECK_EQUAL(compile_time::sin(1e22), -0.8522008497671888);
    BOOST_CHECK_EQUAL(compile_time::sin(3.141592653589793), 1.2246467991473532e-16);
    BOOST_CHECK_EQUAL(compile_time::cos(1.5707963267948966), 6.123233995736766e-17);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(inverse_circular, T, types) {
    sampler<T> draw;
    CHECK_ERROR(asin, aim, 1500, draw.uniform(-1, 1));
    CHECK_ERROR(asin, aim, 1500, draw.any_sign(draw.spread(-60, 0)));
    CHECK_ERROR(acos, aim, 1500, draw.uniform(-1, 1));
    CHECK_ERROR(acos, aim, 1500, 1 - draw.spread(-22, 0));
    CHECK_ERROR(atan, aim, 1500, draw.uniform(-3, 3));
    CHECK_ERROR(atan, aim, 1500, draw.any_sign(draw.spread(-60, 100)));
    const auto angle = [](T y, T x) { return compile_time::atan2(y, x); };
    const auto exact = [](const reference& y, const reference& x) -> reference { return atan2(y, x); };
    const auto moderate = [&draw] { return std::pair{draw.uniform(-3, 3), draw.uniform(-3, 3)}; };
    const auto wide = [&draw] { return std::pair{draw.any_sign(draw.everywhere()), draw.any_sign(draw.everywhere())}; };
    BOOST_CHECK_LE(math_test::worst_error_of_two<T>("atan2", angle, exact, moderate, 1500), aim);
    // Among the results are subnormal ones, which are rounded twice.
    BOOST_CHECK_LE(math_test::worst_error_of_two<T>("atan2", angle, exact, wide, 1500), 1.01);
}

template <class T>
void check_same(const char* name, T got, T wanted, T x) {
    const bool same = (got != got && wanted != wanted) || (got == wanted && std::signbit(got) == std::signbit(wanted));
    if (!same) BOOST_FAIL(name << " of " << x << " is " << got << " instead of " << wanted);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(roundings, T, types) {
    sampler<T> draw;
    const auto check = [](T x) {
        check_same("floor", compile_time::floor(x), std::floor(x), x);
        check_same("ceil", compile_time::ceil(x), std::ceil(x), x);
        check_same("round", compile_time::round(x), std::round(x), x);
        check_same("trunc", compile_time::trunc(x), std::trunc(x), x);
    };
    for (int i = 0; i < 50000; ++i) {
        const T x = draw.any_sign(draw.spread(-5, 70));
        check(x);
        check(std::floor(x) + T(0.5));
    }
    const T below_half = std::nextafter(T(0.5), T(0));
    for (const T x : {T(0), T(0.5), T(1.5), below_half, 1 / std::numeric_limits<T>::epsilon(),
                      2 / std::numeric_limits<T>::epsilon() - 1, std::numeric_limits<T>::max(),
                      std::numeric_limits<T>::denorm_min(), std::numeric_limits<T>::infinity()}) {
        check(x);
        check(-x);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(remainders, T, types) {
    sampler<T> draw;
    for (int i = 0; i < 3000; ++i) {
        const T x = draw.any_sign(draw.everywhere());
        const T y = draw.any_sign(draw.everywhere());
        check_same("fmod", compile_time::fmod(x, y), std::fmod(x, y), x);
        const T near = x * draw.uniform(T(0.01), 2);
        if (near != 0) check_same("fmod", compile_time::fmod(x, near), std::fmod(x, near), x);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(fused, T, types) {
    sampler<T> draw;
    const auto check = [](T a, T b, T c) { check_same("fma", compile_time::fma(a, b, c), std::fma(a, b, c), a); };
    for (int i = 0; i < 60000; ++i) {
        const T a = draw.any_sign(draw.everywhere());
        const T b = draw.any_sign(draw.everywhere());
        check(a, b, draw.any_sign(draw.everywhere()));
        // Nearly cancelling, also among the subnormals.
        check(a, b, -a * b);
        check(a, b, -a * b * draw.uniform(T(0.5), 2));
        // Products of short factors meet ties.
        const T p = std::trunc(draw.uniform(0, 5000));
        const T q = std::trunc(draw.uniform(0, 5000));
        const T unit = std::numeric_limits<T>::denorm_min();
        check(p, q, draw.any_sign(T(1) / std::numeric_limits<T>::epsilon()));
        check(p / 64, q * unit, draw.any_sign(unit * std::trunc(draw.uniform(0, 5000))));
        check(p / 8192, q * unit, draw.any_sign(unit));
    }
}
