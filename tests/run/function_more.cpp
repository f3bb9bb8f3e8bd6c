// SPDX-License-Identifier: BSL-1.0
#include "function_check.hpp"

#include <pullback/functions/more.hpp>

#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/expm1.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/log1p.hpp>
#include <boost/math/special_functions/polygamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>

using namespace function_test;

namespace {

const reference pi = boost::math::constants::pi<reference>();
const reference root_two_pi = sqrt(2 * pi);

reference psi(int n, const reference& x) {
    return n == 0 ? reference(boost::math::digamma(x)) : reference(boost::math::polygamma(n, x));
}
reference normal(const reference& x) { return boost::math::erfc(-x / sqrt(reference(2))) / 2; }
reference quantile(const reference& p) { return -sqrt(reference(2)) * boost::math::erfc_inv(2 * p); }

FUNCTION_TEST_ROW(inv, 1 / x, -1 / (x * x), 2 / (x * x * x));
FUNCTION_TEST_ROW(inv_sqrt, 1 / sqrt(x), -1 / (2 * x * sqrt(x)), 3 / (4 * x * x * sqrt(x)));
FUNCTION_TEST_ROW(sqrt1pm1, x / (1 + sqrt(1 + x)), 1 / (2 * sqrt(1 + x)), -1 / (4 * (1 + x) * sqrt(1 + x)));
FUNCTION_TEST_ROW(log1m, boost::math::log1p(reference(-x)), -1 / (1 - x), -1 / ((1 - x) * (1 - x)));
FUNCTION_TEST_ROW(log1m_exp, x < -1 ? boost::math::log1p(reference(-exp(x))) : log(reference(-boost::math::expm1(x))),
                  -1 / boost::math::expm1(reference(-x)),
                  -exp(-x) / (boost::math::expm1(reference(-x)) * boost::math::expm1(reference(-x))));
FUNCTION_TEST_ROW(logit, log(x) - boost::math::log1p(reference(-x)), 1 / (x * (1 - x)),
                  scaled((2 * x - 1) / (x * x * (1 - x) * (1 - x)), 1 / (x * x * (1 - x) * (1 - x))));
FUNCTION_TEST_ROW(sin_pi, sin(pi* x), pi* cos(pi* x), -pi* pi* sin(pi* x));
FUNCTION_TEST_ROW(cos_pi, cos(pi* x), -pi* sin(pi* x), -pi* pi* cos(pi* x));
// Between its roots the derivatives of sinc are sums of terms of this size.
FUNCTION_TEST_ROW(sinc, sin(x) / x, scaled(cos(x) / x - sin(x) / (x * x), abs(x) < 2 ? reference(0) : reference(1 / x)),
                  scaled(-sin(x) / x - 2 * cos(x) / (x * x) + 2 * sin(x) / (x * x * x), reference(1) / (3 + abs(x))));
FUNCTION_TEST_ROW(Phi, normal(x), exp(-x* x / 2) / root_two_pi, -x* exp(-x* x / 2) / root_two_pi);
FUNCTION_TEST_ROW(inv_Phi, quantile(x), root_two_pi* exp(quantile(x) * quantile(x) / 2),
                  2 * pi * quantile(x) * exp(quantile(x) * quantile(x)));
FUNCTION_TEST_ROW(erf_inv, boost::math::erf_inv(x),
                  sqrt(pi) / 2 * exp(boost::math::erf_inv(x) * boost::math::erf_inv(x)),
                  pi / 2 * boost::math::erf_inv(x) * exp(2 * boost::math::erf_inv(x) * boost::math::erf_inv(x)));
FUNCTION_TEST_ROW(erfc_inv, boost::math::erfc_inv(x),
                  -sqrt(pi) / 2 * exp(boost::math::erfc_inv(x) * boost::math::erfc_inv(x)),
                  pi / 2 * boost::math::erfc_inv(x) * exp(2 * boost::math::erfc_inv(x) * boost::math::erfc_inv(x)));
FUNCTION_TEST_ROW(trigamma, psi(1, x), psi(2, x), psi(3, x));

#define ROW_OF_TWO(function_name)                       \
    static constexpr const char* name = #function_name; \
    static constexpr auto function = pullback::function([](const auto& u) { return function_name(u[0], u[1]); })

struct powm1_row {
    ROW_OF_TWO(powm1);
    static exact_results<2> at(const point<2>& u) {
        const auto& [x, p] = u;
        const reference y = pow(x, p), l = log(x);
        return {boost::math::expm1(reference(p * l)),
                {p * y / x, y * l},
                {{{p * (p - 1) * y / (x * x), y / x * (1 + p * l)}, {y / x * (1 + p * l), y * l * l}}},
                0, // sizes
                y * (1 + abs(p)) * (1 + abs(l)) / x};
    }
};

struct log_diff_exp_row {
    ROW_OF_TWO(log_diff_exp);
    static exact_results<2> at(const point<2>& u) {
        const auto& [x, y] = u;
        const reference e = boost::math::expm1(reference(x - y)), bend = -exp(x - y) / (e * e);
        return {x + boost::math::log1p(reference(-exp(y - x))),
                {1 + 1 / e, -1 / e},
                {{{bend, -bend}, {-bend, bend}}},
                0,
                0,
                abs(x) + 1};
    }
};

struct multiply_log_row {
    ROW_OF_TWO(multiply_log);
    static exact_results<2> at(const point<2>& u) {
        const auto& [x, y] = u;
        return {x * log(y), {log(y), x / y}, {{{0, 1 / y}, {1 / y, -x / (y * y)}}}};
    }
};

struct beta_row {
    ROW_OF_TWO(beta);
    static exact_results<2> at(const point<2>& u) {
        const auto& [x, y] = u;
        const reference b = boost::math::tgamma(x) * boost::math::tgamma(y) / boost::math::tgamma(x + y);
        const reference s0 = psi(0, x + y), s1 = psi(1, x + y), p = psi(0, x) - s0, q = psi(0, y) - s0;
        return {b,
                {b * p, b * q},
                {{{b * (p * p + psi(1, x) - s1), b * (p * q - s1)}, {b * (p * q - s1), b * (q * q + psi(1, y) - s1)}}},
                b * (1 + abs(s0)),
                b * (1 + s1 + psi(1, x) + psi(1, y)) * (1 + abs(s0))};
    }
};

struct lbeta_row {
    ROW_OF_TWO(lbeta);
    static exact_results<2> at(const point<2>& u) {
        const auto& [x, y] = u;
        const reference s0 = psi(0, x + y), s1 = psi(1, x + y);
        return {boost::math::lgamma(x) + boost::math::lgamma(y) - boost::math::lgamma(x + y),
                {psi(0, x) - s0, psi(0, y) - s0},
                {{{psi(1, x) - s1, -s1}, {-s1, psi(1, y) - s1}}},
                1 + abs(s0),
                s1 + psi(1, x) + psi(1, y),
                1};
    }
};

struct lerp_row {
    static constexpr const char* name = "lerp";
    static constexpr auto function = pullback::function([](const auto& u) { return lerp(u[0], u[1], u[2]); });
    static exact_results<3> at(const point<3>& u) {
        const auto& [a, b, t] = u;
        return {a + t * (b - a), {1 - t, t, b - a}, {{{0, 0, -1}, {0, 0, 1}, {-1, 1, 0}}}, 0, 0, abs(a) + abs(b)};
    }
};

struct remainder_row {
    ROW_OF_TWO(remainder);
    static exact_results<2> at(const point<2>& u) {
        const reference whole = floor(reference(u[0] / u[1] + reference(0.5)));
        return {u[0] - whole * u[1], {1, -whole}, {}};
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(formulas) {
    check_formulas<sqrt1pm1_row>(-0.5, 3);
    check_formulas<log1m_exp_row>(-3, -0.2);
    check_formulas<logit_row>(0.1, 0.9);
    check_formulas<sinc_row>(0.5, 6);
    check_formulas<Phi_row>(-3, 3);
    check_formulas<inv_Phi_row>(0.1, 0.9);
    check_formulas<erf_inv_row>(-0.9, 0.9);
    check_formulas<erfc_inv_row>(0.1, 1.9);
    check_formulas<trigamma_row>(0.5, 4);
    sampler<double> draw;
    const auto pair = [&] { return std::array{draw.uniform(0.5, 3), draw.uniform(0.5, 3)}; };
    check_formulas_of_several<powm1_row, 2>(pair);
    check_formulas_of_several<multiply_log_row, 2>(pair);
    check_formulas_of_several<beta_row, 2>(pair);
    check_formulas_of_several<lbeta_row, 2>(pair);
    check_formulas_of_several<log_diff_exp_row, 2>([&] { return std::array{draw.uniform(2, 3), draw.uniform(0, 1)}; });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(roots_and_logarithms, T, types) {
    sampler<T> draw;
    check<inv_row, T>({0.5, 2, 3}, [&] { return draw.any_sign(draw.spread(-30, 30)); }, 200);
    check<inv_sqrt_row, T>({1.5, 3, 5}, [&] { return draw.spread(-30, 30); }, 200);
    check<sqrt1pm1_row, T>({2.5, 2, 6}, [&] { return draw.any_sign(draw.spread(-30, T(-0.5))); }, 200);
    check<sqrt1pm1_row, T>({2.5, 2, 6}, [&] { return draw.spread(-3, 30); }, 200);
    check<log1m_row, T>({1.5, 2, 4}, [&] { return draw.any_sign(draw.spread(-30, T(-0.5))); }, 200);
    check<log1m_exp_row, T>({3, 4, 8}, [&] { return -draw.spread(-20, 6); }, 200);
    check<logit_row, T>({3, 2, 6}, [&] { return draw.uniform(0, 1); }, 200);
    check<logit_row, T>({3, 2, 6}, [&] { return T(0.5) + draw.any_sign(draw.spread(-20, T(-1.1))); }, 200);
    check_several<multiply_log_row, T, 2>(
        {1.5, 1, 2.5}, [&] { return std::array{draw.spread(-9, 9), draw.spread(-9, 9)}; }, 100);
    check_several<log_diff_exp_row, T, 2>(
        {4, 4, 8},
        [&] {
            const T y = draw.uniform(-20, 20);
            return std::array{T(y + draw.spread(-3, 4)), y};
        },
        100);
    check_several<powm1_row, T, 2>(
        {40, 40, 40}, [&] { return std::array{draw.spread(-4, 4), draw.uniform(-4, 4)}; }, 100);
    check_several<lerp_row, T, 3>(
        {1.5, 0.5, 0}, [&] { return std::array{draw.uniform(-9, 9), draw.uniform(-9, 9), draw.uniform(0, 1)}; }, 200);
    check_several<remainder_row, T, 2>(
        {0, 0, 0}, [&] { return std::array{draw.uniform(-100, 100), draw.uniform(1, 3)}; }, 100);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(circle, T, types) {
    sampler<T> draw;
    check<sin_pi_row, T>({2, 4, 6}, [&] { return draw.uniform(-4, 4); }, 200);
    check<sin_pi_row, T>({2, 4, 6}, [&] { return std::round(draw.uniform(-20, 20)) / 2 + T(0.25); }, 50);
    check<cos_pi_row, T>({2, 4, 6}, [&] { return draw.uniform(-4, 4); }, 200);
    check<sinc_row, T>({1.5, 4, 4}, [&] { return draw.uniform(-2, 2); }, 200);
    check<sinc_row, T>({2, 6, 8}, [&] { return draw.any_sign(draw.spread(-12, 6)); }, 200);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(normal_distribution, T, types) {
    sampler<T> draw;
    const T most = std::numeric_limits<T>::digits == 24 ? T(12) : T(35);
    const double rounding = static_cast<double>(most * most);
    check<Phi_row, T>(
        {std::numeric_limits<T>::digits > 53 ? rounding : 4, rounding, rounding},
        [&] { return draw.uniform(-most, 3); }, 100);
    check<inv_Phi_row, T>({4, 40, 80}, [&] { return draw.uniform(T(0.001), T(0.999)); }, 60);
    check<erf_inv_row, T>({4, 12, 24}, [&] { return draw.uniform(T(-0.9), T(0.9)); }, 60);
    check<erf_inv_row, T>({4, 12, 24}, [&] { return draw.any_sign(draw.spread(-20, -2)); }, 60);
    check<erfc_inv_row, T>({4, 200, 400}, [&] { return draw.spread(-60, -1); }, 60);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(beta_functions, T, types) {
    sampler<T> draw;
    check<trigamma_row, T>({4, 5, 6}, [&] { return draw.uniform(T(0.1), 20); }, 40);
    check_several<beta_row, T, 2>(
        {12, 20, 40}, [&] { return std::array{draw.uniform(T(0.1), 12), draw.uniform(T(0.1), 12)}; }, 40);
    check_several<lbeta_row, T, 2>(
        {12, 8, 8}, [&] { return std::array{draw.uniform(T(0.1), 60), draw.uniform(T(0.1), 60)}; }, 40);
}

// The same programs with a scalar of 50 digits.
BOOST_AUTO_TEST_CASE(with_50_digits) {
    check_with_50_digits<sqrt1pm1_row>(-0.5, 3);
    check_with_50_digits<log1m_exp_row>(-3, -0.2);
    check_with_50_digits<logit_row>(0.1, 0.9);
    check_with_50_digits<sin_pi_row>(0.1, 0.9);
    check_with_50_digits<sinc_row>(0.5, 6);
    check_with_50_digits<Phi_row>(-3, 3);
    check_with_50_digits<inv_Phi_row>(0.1, 0.9);
    check_with_50_digits<erf_inv_row>(-0.9, 0.9);
    check_with_50_digits<erfc_inv_row>(0.1, 1.9);
    check_with_50_digits<trigamma_row>(0.5, 4);
    sampler<double> draw;
    const auto pair = [&] { return std::array{draw.uniform(0.5, 3), draw.uniform(0.5, 3)}; };
    check_several_with_50_digits<powm1_row, 2>(pair);
    check_several_with_50_digits<multiply_log_row, 2>(pair);
    check_several_with_50_digits<beta_row, 2>(pair);
    check_several_with_50_digits<lbeta_row, 2>(pair);
}
