// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_BOOST_MATH_GAMMA_SERIES_HPP
#define PULLBACK_EXT_BOOST_MATH_GAMMA_SERIES_HPP

#include <pullback/ext/boost_math/values.hpp>

#include <limits>

#include <boost/math/special_functions/gamma.hpp>

namespace pullback::boost_math_detail {

/// A polynomial in ε, cut off behind the order `count`: a function near a point.
template <class T>
struct taylor {
    static constexpr int most = 12;
    int count = 0;
    T c[most + 1]{};

    taylor(int order, const T& value) : count(order) { c[0] = value; }

    friend taylor operator*(const taylor& x, const taylor& y) {
        taylor z(x.count, T(0));
        for (int i = 0; i <= x.count; ++i)
            for (int k = 0; k <= i; ++k) z.c[i] = z.c[i] + x.c[k] * y.c[i - k];
        return z;
    }
    friend taylor operator/(const taylor& x, const taylor& y) {
        taylor z = x;
        for (int i = 0; i <= x.count; ++i) {
            for (int k = 0; k < i; ++k) z.c[i] = z.c[i] - z.c[k] * y.c[i - k];
            z.c[i] = z.c[i] / y.c[0];
        }
        return z;
    }
    friend taylor operator+(taylor x, const taylor& y) {
        for (int i = 0; i <= x.count; ++i) x.c[i] = x.c[i] + y.c[i];
        return x;
    }
};

/// x^a e^-x / Γ(a + shift) near a, by its value there.
template <class T>
taylor<T> gamma_factor(int order, const T& value, const T& a, const T& x, const T& shift) {
    taylor<T> factor(order, value);
    T slopes[taylor<T>::most + 1]{}; // j times the coefficient j of the logarithm
    T factorial(1);
    for (int j = 1; j <= order; ++j) {
        const T psi = j == 1 ? math::digamma(T(a + shift)) : math::polygamma(j - 1, T(a + shift));
        if (j > 1) factorial = factorial * T(j - 1);
        slopes[j] = j == 1 ? T(math::log(x) - psi) : T(-psi / factorial);
    }
    for (int n = 1; n <= order; ++n) {
        for (int j = 1; j <= n; ++j) factor.c[n] = factor.c[n] + slopes[j] * factor.c[n - j];
        factor.c[n] = factor.c[n] / T(n);
    }
    return factor;
}

/// Whether `term` no longer counts beside `sum`.
template <class T>
bool is_settled(const taylor<T>& term, const taylor<T>& sum) {
    for (int i = 0; i <= sum.count; ++i)
        if (math::abs(term.c[i]) > std::numeric_limits<T>::epsilon() / T(4) * math::abs(sum.c[i])) return false;
    return true;
}

/// The derivative of order n >= 1 by a of P(a, x), a > 0 and x > 0: the series for P where x is not large beside a,
/// the continued fraction for 1 - P elsewhere (Abramowitz and Stegun 6.5.29, 6.5.31), near a.
template <class T>
T gamma_p_by_order(int n, const T& a, const T& x) {
    using series = taylor<T>;
    const T most = (std::numeric_limits<T>::max)();
    if (n > series::most || !(a > T(0)) || !(a <= most) || !(x >= T(0))) return std::numeric_limits<T>::quiet_NaN();
    if (x == T(0) || !(x <= most)) return T(0);
    T factorial(1);
    for (int i = 2; i <= n; ++i) factorial = factorial * T(i);
    const T density = boost::math::gamma_p_derivative(a, x, boost_policy());
    constexpr int limit = 100000;
    if (x < a + T(1)) {
        series term = gamma_factor(n, T(density * (x / a)), a, x, T(1)), sum = term;
        for (int i = 1; i < limit; ++i) {
            series divisor(n, T(a + T(i)));
            divisor.c[1] = T(1);
            term = term / divisor;
            for (T& c : term.c) c = c * x;
            sum = sum + term;
            if (is_settled(term, sum)) break;
        }
        return factorial * sum.c[n];
    }
    // Lentz's method.
    series below(n, T(x + T(1) - a));
    below.c[1] = T(-1);
    const series one(n, T(1));
    series c = below, d = one / below, sum = d;
    for (int i = 1; i < limit; ++i) {
        series above(n, T(T(-i) * (T(i) - a)));
        above.c[1] = T(i);
        below.c[0] = below.c[0] + T(2);
        d = one / (above * d + below);
        c = i == 1 ? below : below + above / c; // the first one is infinite
        const series before = sum;
        sum = sum * (c * d);
        series change = sum;
        for (int k = 0; k <= n; ++k) change.c[k] = change.c[k] - before.c[k];
        if (is_settled(change, sum)) break;
    }
    return T(-factorial * (gamma_factor(n, T(density * x), a, x, T(0)) * sum).c[n]);
}

/// The derivative of order n >= 0 by a of x^(a-1) e^-x / Γ(a); 0 for n < 0.
template <class T>
T gamma_density_by_order(int n, const T& a, const T& x) {
    if (n < 0) return T(0);
    const T most = (std::numeric_limits<T>::max)();
    if (n > taylor<T>::most || !(a > T(0)) || !(a <= most) || !(x >= T(0))) return std::numeric_limits<T>::quiet_NaN();
    if (!(x <= most)) return T(0);
    const T density = boost::math::gamma_p_derivative(a, x, boost_policy());
    if (n == 0) return density;
    T factorial(1);
    for (int i = 2; i <= n; ++i) factorial = factorial * T(i);
    return factorial * gamma_factor(n, density, a, x, T(0)).c[n];
}

} // namespace pullback::boost_math_detail

#endif
