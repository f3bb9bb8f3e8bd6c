// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_BOOST_MATH_BETA_SERIES_HPP
#define PULLBACK_EXT_BOOST_MATH_BETA_SERIES_HPP

#include <pullback/ext/boost_math/values.hpp>

#include <limits>

#include <boost/math/special_functions/beta.hpp>

namespace pullback::boost_math_detail {

/// A polynomial in two small numbers α and β, cut off behind total order 3.
template <class T>
struct taylor_of_two {
    static constexpr int most = 3;
    T c[most + 1][most + 1]{};

    /// Calls `visit(i, k)` for every order, lower ones first.
    template <class Visitor>
    static void for_each(const Visitor& visit) {
        for (int i = 0; i <= most; ++i)
            for (int k = 0; i + k <= most; ++k) visit(i, k);
    }

    /// Times d + α + β.
    void multiply_by_sum(const T& d) {
        const taylor_of_two x = *this;
        for_each([&](int i, int k) {
            c[i][k] = x.c[i][k] * d;
            if (i > 0) c[i][k] = c[i][k] + x.c[i - 1][k];
            if (k > 0) c[i][k] = c[i][k] + x.c[i][k - 1];
        });
    }
    /// Divided by d + α.
    void divide_by_first(const T& d) {
        for_each([&](int i, int k) { c[i][k] = (i > 0 ? T(c[i][k] - c[i - 1][k]) : c[i][k]) / d; });
    }
};

/// x^a (1-x)^b / (a B(a, b)) near a and b, from its value there.
template <class T>
taylor_of_two<T> beta_factor(const T& value, const T& a, const T& b, const T& x, const T& rest) {
    using series = taylor_of_two<T>;
    const auto psi = [](int n, const T& z) { return n == 0 ? math::digamma(z) : math::polygamma(n, z); };
    const T factorials[] = {T(1), T(1), T(2), T(6)};
    series slopes; // the logarithm
    series::for_each([&](int i, int k) {
        if (i + k == 0) return;
        T slope = psi(i + k - 1, T(a + b)) / (factorials[i] * factorials[k]);
        if (k == 0) slope = slope - psi(i - 1, T(a + T(1))) / factorials[i];
        if (i == 0) slope = slope - psi(k - 1, b) / factorials[k];
        slopes.c[i][k] = slope;
    });
    slopes.c[1][0] = slopes.c[1][0] + math::log(x);
    slopes.c[0][1] = slopes.c[0][1] + math::log(rest);
    series factor;
    factor.c[0][0] = value;
    series::for_each([&](int i, int k) {
        if (i + k == 0) return;
        T sum(0);
        for (int p = 0; p <= i; ++p)
            for (int q = 0; q <= k; ++q) sum = sum + T(i > 0 ? p : q) * slopes.c[p][q] * factor.c[i - p][k - q];
        factor.c[i][k] = sum / T(i > 0 ? i : k);
    });
    return factor;
}

/// The derivative of order i by a and k by b of I_x(a, b), with x + rest = 1 and x not large: x^a (1-x)^b / (a B(a, b))
/// times the sum of (a+b)_n / (a+1)_n x^n.
template <class T>
T ibeta_by_order_below(int i, int k, const T& a, const T& b, const T& x, const T& rest, const T& density) {
    using series = taylor_of_two<T>;
    series term = beta_factor(T(density * (x * rest / a)), a, b, x, rest), sum = term;
    for (int n = 1; n < 100000; ++n) {
        term.multiply_by_sum(T(a + b + T(n - 1)));
        term.divide_by_first(T(a + T(n)));
        bool is_settled = true;
        series::for_each([&](int p, int q) {
            term.c[p][q] = term.c[p][q] * x;
            sum.c[p][q] = sum.c[p][q] + term.c[p][q];
            if (math::abs(term.c[p][q]) > std::numeric_limits<T>::epsilon() / T(4) * math::abs(sum.c[p][q]))
                is_settled = false;
        });
        if (is_settled) break;
    }
    const T factorials[] = {T(1), T(1), T(2), T(6)};
    return factorials[i] * factorials[k] * sum.c[i][k];
}

/// The derivative of order i by a and k by b of I_x(a, b), 1 <= i + k <= 3.
template <class T>
T ibeta_by_order(int i, int k, const T& a, const T& b, const T& x) {
    const T most = (std::numeric_limits<T>::max)();
    const bool is_inside = a > T(0) && a <= most && b > T(0) && b <= most && x >= T(0) && x <= T(1);
    if (!is_inside) return std::numeric_limits<T>::quiet_NaN();
    if (x == T(0) || x == T(1)) return T(0);
    const T rest = T(1) - x, density = boost::math::ibeta_derivative(a, b, x, boost_policy());
    if (x * (a + b + T(2)) <= a + T(1)) return ibeta_by_order_below(i, k, a, b, x, rest, density);
    return T(-ibeta_by_order_below(k, i, b, a, rest, x, density));
}

} // namespace pullback::boost_math_detail

#endif
