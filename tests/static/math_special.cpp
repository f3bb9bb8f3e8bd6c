// SPDX-License-Identifier: BSL-1.0
#include <pullback/math/special.hpp>

#include <limits>

// Error, gamma and polygamma functions are constant expressions, next to values from mpmath and at the edges.

namespace math = pullback::math;

template <class T>
constexpr bool near(T got, T wanted, int units = 1) {
    const T bound = T(units) * std::numeric_limits<T>::epsilon() * (wanted < 0 ? -wanted : wanted);
    return got - wanted <= bound && wanted - got <= bound;
}

template <class T>
constexpr bool is_nan(T x) {
    return x != x;
}

template <class T>
constexpr bool values() {
    return near(math::erf(T(0.5)), T(0.5204998778130465376827467L)) &&
           near(math::erf(T(-3)), T(-0.9999779095030014145586272L)) &&
           near(math::erfc(T(0.5)), T(0.4795001221869534623172533L)) &&
           near(math::erfc(T(4)), T(1.541725790028001885215967e-8L)) &&
           near(math::erfc(T(9)), T(4.137031746513810238053903e-37L)) &&
           near(math::erfc(T(-1)), T(1.842700792949714869341221L)) &&
           near(math::lgamma(T(0.25)), T(1.28802252469807745737061L)) &&
           near(math::lgamma(T(1.0625)), T(-0.03295710029357781908319884L)) &&
           near(math::lgamma(T(30.5)), T(72.95347118416940832383855L)) &&
           near(math::lgamma(T(-2.5)), T(-0.05624371649767405067259453L)) && math::tgamma(T(10)) == 362880 &&
           near(math::tgamma(T(0.5)), T(1.772453850905516027298167L)) &&
           near(math::tgamma(T(-3.5)), T(0.2700882058522691089216255L)) &&
           near(math::tgamma(T(25.25)), T(1382154913837396908635842.0L)) &&
           near(math::digamma(T(1)), T(-0.5772156649015328606065121L), 3) &&
           near(math::digamma(T(1.4375)), T(-0.02361354400529789914172989L), 3) &&
           near(math::digamma(T(5.5)), T(1.611093148581751123733627L), 3) &&
           near(math::digamma(T(50)), T(3.90198967342789219695396L), 3) &&
           near(math::digamma(T(-1.25)), T(3.714139120213527830373113L), 3) &&
           near(math::trigamma(T(0.5)), T(4.934802200544679309417245L), 4) &&
           near(math::trigamma(T(-1.5)), T(9.37924664498912375386169L), 4) &&
           near(math::polygamma(2, T(3)), T(-0.1541138063191885707994763L), 5) &&
           near(math::polygamma(5, T(0.75)), T(678.753342874579713608368L), 6);
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
    return math::erf(infinity) == 1 && math::erf(-largest) == -1 && math::erf(T(0)) == 0 && is_nan(math::erf(nan)) &&
           math::erf(least) == least && math::erfc(infinity) == 0 && math::erfc(-infinity) == 2 &&
           math::erfc(T(0)) == 1 && math::erfc(largest) == 0 && math::lgamma(T(0)) == infinity &&
           math::lgamma(T(-3)) == infinity && math::lgamma(-infinity) == infinity &&
           math::lgamma(largest) == infinity && math::lgamma(T(1)) == 0 && math::lgamma(T(2)) == 0 &&
           is_nan(math::lgamma(nan)) && math::tgamma(T(0)) == infinity && math::tgamma(-T(0)) == -infinity &&
           is_nan(math::tgamma(T(-1))) && is_nan(math::tgamma(-infinity)) && math::tgamma(infinity) == infinity &&
           math::tgamma(largest) == infinity && math::tgamma(least) == infinity && math::tgamma(T(-20000.5)) == 0 &&
           is_nan(math::digamma(T(0))) && is_nan(math::digamma(T(-4))) && math::digamma(infinity) == infinity &&
           math::digamma(least) == -infinity && math::trigamma(T(0)) == infinity && math::trigamma(T(-4)) == infinity &&
           math::trigamma(infinity) == 0 && math::trigamma(least) == infinity && is_nan(math::polygamma(2, T(-4))) &&
           is_nan(math::polygamma(-1, T(1)));
}

static_assert(edges<float>());
static_assert(edges<double>());
static_assert(edges<long double>());
