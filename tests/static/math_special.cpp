// SPDX-License-Identifier: BSL-1.0
#include <limits>

#include <pullback/math/special.hpp>

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
    return near(math::erf(T(0.5)), T(@erf(mpf('0.5'))@L)) && near(math::erf(T(-3)), T(@erf(mpf(-3))@L)) &&
        near(math::erfc(T(0.5)), T(@erfc(mpf('0.5'))@L)) && near(math::erfc(T(4)), T(@erfc(mpf(4))@L)) &&
        near(math::erfc(T(9)), T(@erfc(mpf(9))@L)) && near(math::erfc(T(-1)), T(@erfc(mpf(-1))@L)) &&
        near(math::lgamma(T(0.25)), T(@loggamma(mpf('0.25'))@L)) &&
        near(math::lgamma(T(1.0625)), T(@loggamma(mpf('1.0625'))@L)) &&
        near(math::lgamma(T(30.5)), T(@loggamma(mpf('30.5'))@L)) &&
        near(math::lgamma(T(-2.5)), T(@log(abs(gamma(mpf('-2.5'))))@L)) &&
        math::tgamma(T(10)) == 362880 && near(math::tgamma(T(0.5)), T(@gamma(mpf('0.5'))@L)) &&
        near(math::tgamma(T(-3.5)), T(@gamma(mpf('-3.5'))@L)) && near(math::tgamma(T(25.25)), T(@gamma(mpf('25.25'))@L)) &&
        near(math::digamma(T(1)), T(@digamma(mpf(1))@L), 3) && near(math::digamma(T(1.4375)), T(@digamma(mpf('1.4375'))@L), 3) &&
        near(math::digamma(T(5.5)), T(@digamma(mpf('5.5'))@L), 3) && near(math::digamma(T(50)), T(@digamma(mpf('50'))@L), 3) &&
        near(math::digamma(T(-1.25)), T(@digamma(mpf('-1.25'))@L), 3) &&
        near(math::trigamma(T(0.5)), T(@psi(1,mpf('0.5'))@L), 4) && near(math::trigamma(T(-1.5)), T(@psi(1,mpf('-1.5'))@L), 4) &&
        near(math::polygamma(2, T(3)), T(@psi(2,mpf('3'))@L), 5) && near(math::polygamma(5, T(0.75)), T(@psi(5,mpf('0.75'))@L), 6);
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
        math::erf(least) == least && math::erfc(infinity) == 0 && math::erfc(-infinity) == 2 && math::erfc(T(0)) == 1 &&
        math::erfc(largest) == 0 && math::lgamma(T(0)) == infinity && math::lgamma(T(-3)) == infinity &&
        math::lgamma(-infinity) == infinity && math::lgamma(largest) == infinity && math::lgamma(T(1)) == 0 &&
        math::lgamma(T(2)) == 0 && is_nan(math::lgamma(nan)) && math::tgamma(T(0)) == infinity &&
        math::tgamma(-T(0)) == -infinity && is_nan(math::tgamma(T(-1))) && is_nan(math::tgamma(-infinity)) &&
        math::tgamma(infinity) == infinity && math::tgamma(largest) == infinity && math::tgamma(least) == infinity &&
        math::tgamma(T(-20000.5)) == 0 && is_nan(math::digamma(T(0))) && is_nan(math::digamma(T(-4))) &&
        math::digamma(infinity) == infinity && math::digamma(least) == -infinity && math::trigamma(T(0)) == infinity &&
        math::trigamma(T(-4)) == infinity && math::trigamma(infinity) == 0 && math::trigamma(least) == infinity &&
        is_nan(math::polygamma(2, T(-4))) && is_nan(math::polygamma(-1, T(1)));
}

static_assert(edges<float>());
static_assert(edges<double>());
static_assert(edges<long double>());

int main() {}
