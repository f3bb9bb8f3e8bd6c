// SPDX-License-Identifier: BSL-1.0
#include "math_compile_time.hpp"

#include <pullback/math/compile_time/exponential.hpp>
#include <pullback/math/compile_time/hyperbolic.hpp>
#include <pullback/math/compile_time/logarithm.hpp>
#include <pullback/math/compile_time/power.hpp>
#include <pullback/math/compile_time/root.hpp>

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

template <class T>
constexpr T exponent_end() {
    return static_cast<T>(std::numeric_limits<T>::max_exponent) * T(0.7);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(exponentials, T, types) {
    using limits = std::numeric_limits<T>;
    sampler<T> draw;
    const T end = exponent_end<T>();
    CHECK_ERROR(exp, aim, 4000, draw.uniform(-end, end));
    CHECK_ERROR(exp, aim, 2000, draw.any_sign(draw.spread(-70, 3)));
    // A subnormal result is rounded twice.
    CHECK_ERROR(exp, 1.01, 1000, draw.uniform(T(limits::min_exponent - limits::digits - 2) * T(0.6931), -end));
    CHECK_ERROR(exp2, 1.01, 4000, draw.uniform(limits::min_exponent - limits::digits - 2, limits::max_exponent));
    CHECK_ERROR(exp2, aim, 2000, draw.uniform(-3, 3));
    CHECK_ERROR(expm1, aim, 3000, draw.uniform(-end, end));
    CHECK_ERROR(expm1, aim, 3000, draw.any_sign(draw.spread(-100, 5)));
    CHECK_ERROR(expm1, aim, 3000, draw.uniform(-2, 2));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(logarithms, T, types) {
    sampler<T> draw;
    CHECK_ERROR(log, aim, 3000, draw.everywhere());
    CHECK_ERROR(log, aim, 3000, draw.uniform(T(0.5), 2));
    CHECK_ERROR(log, aim, 1000, 1 + draw.any_sign(draw.spread(-20, -2)));
    CHECK_ERROR(log2, aim, 2000, draw.everywhere());
    CHECK_ERROR(log2, aim, 3000, draw.uniform(T(0.5), 2));
    CHECK_ERROR(log10, aim, 2000, draw.everywhere());
    CHECK_ERROR(log10, aim, 3000, draw.uniform(T(0.5), 2));
    CHECK_ERROR(log1p, aim, 2000, draw.everywhere());
    CHECK_ERROR(log1p, aim, 3000, draw.uniform(-1, 2));
    CHECK_ERROR(log1p, aim, 2000, draw.any_sign(draw.spread(-80, -1)));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(hyperbolic, T, types) {
    sampler<T> draw;
    const T end = exponent_end<T>();
    CHECK_ERROR(sinh, aim, 2000, draw.uniform(-end, end));
    CHECK_ERROR(sinh, aim, 2000, draw.any_sign(draw.spread(-60, 6)));
    CHECK_ERROR(cosh, aim, 2000, draw.uniform(-end, end));
    CHECK_ERROR(cosh, aim, 2000, draw.any_sign(draw.spread(-60, 6)));
    CHECK_ERROR(tanh, aim, 3000, draw.any_sign(draw.spread(-60, 6)));
    CHECK_ERROR(asinh, aim, 2000, draw.any_sign(draw.spread(-60, 100)));
    CHECK_ERROR(asinh, aim, 2000, draw.uniform(-2, 2));
    CHECK_ERROR(acosh, aim, 2000, 1 + draw.spread(-20, 100));
    CHECK_ERROR(atanh, aim, 2000, draw.any_sign(draw.spread(-60, T(-0.001))));
    CHECK_ERROR(atanh, aim, 2000, draw.uniform(-1, 1));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(roots, T, types) {
    sampler<T> draw;
    CHECK_ERROR(sqrt, 0.5, 3000, draw.everywhere());
    CHECK_ERROR(cbrt, aim, 3000, draw.any_sign(draw.everywhere()));
    for (int i = 0; i < 40000; ++i) {
        const T x = draw.everywhere();
        if (compile_time::sqrt(x) != std::sqrt(x)) BOOST_FAIL("sqrt(" << x << ") is not correctly rounded");
    }
    // Roots next to halfway between two numbers.
    for (int i = 0; i < 30000; ++i) {
        const T root = draw.uniform(1, 2);
        for (const T x : {root * root, std::nextafter(root * root, T(0)), std::nextafter(root * root, T(8))}) {
            if (compile_time::sqrt(x) != std::sqrt(x)) BOOST_FAIL("sqrt(" << x << ") is not correctly rounded");
        }
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(powers, T, types) {
    sampler<T> draw;
    const auto power = [](T x, T y) { return compile_time::pow(x, y); };
    const auto exact = [](const reference& x, const reference& y) -> reference { return pow(x, y); };
    const T end = static_cast<T>(std::numeric_limits<T>::max_exponent);
    const auto large = [&draw, end] {
        const T x = draw.everywhere();
        return std::pair{x, draw.any_sign(draw.uniform(0, end * T(0.999)) / std::abs(std::log2(x)))};
    };
    const auto near_one = [&draw, end] {
        const T x = 1 + draw.any_sign(draw.spread(-20, -2));
        return std::pair{x, draw.any_sign(draw.uniform(0, end * T(0.999)) / std::abs(std::log2(x)))};
    };
    const auto moderate = [&draw] { return std::pair{draw.uniform(0, 10), draw.uniform(-9, 9)}; };
    // Among the results are subnormal ones, which are rounded twice.
    BOOST_CHECK_LE(math_test::worst_error_of_two<T>("pow", power, exact, large, 3000), 1.01);
    BOOST_CHECK_LE(math_test::worst_error_of_two<T>("pow", power, exact, near_one, 3000), 1.01);
    BOOST_CHECK_LE(math_test::worst_error_of_two<T>("pow", power, exact, moderate, 3000), aim);
    const auto hypotenuse = [](T x, T y) { return compile_time::hypot(x, y); };
    const auto exact_hypotenuse = [](const reference& x, const reference& y) -> reference {
        return sqrt(x * x + y * y);
    };
    const auto legs = [&draw] {
        const T x = draw.everywhere();
        return std::pair{x / 2, x * draw.uniform(0, T(0.5))};
    };
    BOOST_CHECK_LE(math_test::worst_error_of_two<T>("hypot", hypotenuse, exact_hypotenuse, legs, 3000), 1.01);
    for (int i = 0; i < 3000; ++i) {
        const T x = draw.uniform(-1, 1);
        const T y = draw.any_sign(draw.spread(-20, 20));
        const T z = draw.uniform(-100, 100);
        const reference wanted = sqrt(reference(x) * x + reference(y) * y + reference(z) * z);
        BOOST_REQUIRE_LE(math_test::ulp_error(compile_time::hypot(x, y, z), wanted), aim);
    }
}
