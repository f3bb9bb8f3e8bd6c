// SPDX-License-Identifier: BSL-1.0
#include <pullback/math/elementary.hpp>

#include <limits>

// The elementary functions are constant expressions, next to values from mpmath and at the edges.

namespace math = pullback::math;

template <class T>
constexpr bool near(T got, T wanted) {
    const T unit = std::numeric_limits<T>::epsilon() * (wanted < 0 ? -wanted : wanted);
    return got - wanted <= unit && wanted - got <= unit;
}

template <class T>
constexpr bool is_nan(T x) {
    return x != x;
}

template <class T>
constexpr bool values() {
    using limits = std::numeric_limits<T>;
    return near(math::exp(T(1)), T(2.718281828459045235360287L)) &&
           near(math::exp2(T(0.5)), T(1.414213562373095048801689L)) &&
           near(math::expm1(T(1) / 1024), T(0.0009770394924165352428452926L)) &&
           near(math::log(T(3)), T(1.098612288668109691395245L)) && math::log2(T(8)) == 3 &&
           math::log10(T(1000)) == 3 && near(math::log1p(T(1) / 1024), T(0.0009760859730554588959608249L)) &&
           near(math::sqrt(T(2)), T(1.414213562373095048801689L)) && math::cbrt(T(-27)) == -3 &&
           math::pow(T(3), T(4)) == 81 && math::pow(T(-2), T(-3)) == T(-0.125) &&
           near(math::sin(T(1)), T(0.8414709848078965066525023L)) &&
           near(math::cos(T(1)), T(0.5403023058681397174009366L)) &&
           near(math::tan(T(1)), T(1.557407724654902230506975L)) &&
           near(math::asin(T(0.5)), T(0.5235987755982988730771072L)) &&
           near(math::acos(T(0.5)), T(1.047197551196597746154214L)) &&
           near(math::atan(T(2)), T(1.107148717794090503017066L)) &&
           near(math::atan2(T(1), T(-1)), T(2.356194490192344928846983L)) &&
           near(math::sinh(T(1)), T(1.175201193643801456882382L)) &&
           near(math::cosh(T(1)), T(1.543080634815243778477906L)) &&
           near(math::tanh(T(1)), T(0.7615941559557648881194583L)) &&
           near(math::asinh(T(1)), T(0.8813735870195430252326093L)) &&
           near(math::acosh(T(2)), T(1.316957896924816708625046L)) &&
           near(math::atanh(T(0.5)), T(0.5493061443340548456976226L)) && math::hypot(T(3), T(4)) == 5 &&
           math::hypot(T(2), T(3), T(6)) == 7 &&
           math::fma(1 + limits::epsilon(), 1 - limits::epsilon(), T(-1)) == -limits::epsilon() * limits::epsilon() &&
           math::fmod(T(-7.5), T(2)) == T(-1.5) && math::floor(T(-2.5)) == -3 && math::ceil(T(-2.5)) == -2 &&
           math::round(T(-2.5)) == -3 && math::trunc(T(-2.5)) == -2 && math::abs(T(-2)) == 2 &&
           math::min(T(1), T(2)) == 1 && math::max(T(1), T(2)) == 2 && math::copysign(T(2), -T(0)) == -2 &&
           math::select(true, T(1), T(2)) == 1;
}

static_assert(values<float>());
static_assert(values<double>());
static_assert(values<long double>());

template <class T>
constexpr bool edges() {
    using limits = std::numeric_limits<T>;
    constexpr T infinity = limits::infinity();
    constexpr T nan = limits::quiet_NaN();
    constexpr T largest = limits::max();
    constexpr T least = limits::denorm_min();
    return math::exp(largest) == infinity && math::exp(-largest) == 0 && math::exp(-infinity) == 0 &&
           is_nan(math::exp(nan)) && math::exp2(T(limits::max_exponent)) == infinity &&
           math::exp2(T(limits::min_exponent - limits::digits)) == least && math::expm1(-infinity) == -1 &&
           math::log(T(0)) == -infinity && is_nan(math::log(T(-1))) && math::log(infinity) == infinity &&
           math::log2(least) == T(limits::min_exponent - limits::digits) && math::log1p(T(-1)) == -infinity &&
           is_nan(math::sqrt(T(-1))) && math::sqrt(infinity) == infinity && math::cbrt(-infinity) == -infinity &&
           math::pow(T(0), T(-1)) == infinity && math::pow(-T(0), T(-1)) == -infinity && math::pow(nan, T(0)) == 1 &&
           math::pow(T(1), nan) == 1 && is_nan(math::pow(T(-2), T(0.5))) &&
           math::pow(T(2), T(limits::max_exponent)) == infinity && math::pow(largest, largest) == infinity &&
           math::pow(-infinity, T(3)) == -infinity && math::pow(T(-1), infinity) == 1 && is_nan(math::sin(infinity)) &&
           is_nan(math::cos(-infinity)) && is_nan(math::tan(nan)) && is_nan(math::asin(T(2))) &&
           is_nan(math::acos(nan)) && math::atan(-infinity) < T(-1.57) && math::atan2(T(0), T(-1)) > 3 &&
           math::atan2(-T(0), T(-1)) < -3 && math::atan2(largest, least) > 1 && math::sinh(largest) == infinity &&
           math::cosh(-largest) == infinity && math::tanh(infinity) == 1 && math::asinh(-infinity) == -infinity &&
           math::acosh(infinity) == infinity && is_nan(math::acosh(T(0))) && math::atanh(T(-1)) == -infinity &&
           is_nan(math::atanh(T(2))) && math::hypot(largest, largest) == infinity &&
           math::hypot(nan, infinity) == infinity && math::hypot(least, T(0)) == least &&
           is_nan(math::fma(infinity, T(0), T(1))) && math::fma(largest, T(2), T(0)) == infinity &&
           math::fma(least, least, least) == least && math::fma(least, T(0.5), T(0)) == 0 &&
           is_nan(math::fmod(T(1), T(0))) && math::fmod(T(1), infinity) == 1 && math::floor(infinity) == infinity &&
           is_nan(math::round(nan)) && math::trunc(largest) == largest;
}

#ifndef __FAST_MATH__ // there a constant expression may not overflow
static_assert(edges<float>());
static_assert(edges<double>());
static_assert(edges<long double>());
#endif

// Exact reduction of large arguments.
static_assert(math::sin(1e22) == -0.8522008497671888);
static_assert(math::cos(0x1.6ac5b262ca1ffp+849) == -4.6871659242546276e-19);
static_assert(near(math::tan(3.0e38f), -1.806554432f));
static_assert(math::fmod(1e308, 3.3e-308) < 3.3e-308);
