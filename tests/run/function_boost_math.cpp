// SPDX-License-Identifier: BSL-1.0
#include "math_compile_time.hpp"

#include <pullback/derivative/hessian.hpp>
#include <pullback/ext/boost_math/bessel.hpp>
#include <pullback/ext/boost_math/elliptic.hpp>
#include <pullback/ext/boost_math/elliptic_third.hpp>
#include <pullback/ext/boost_math/incomplete_beta.hpp>
#include <pullback/ext/boost_math/incomplete_gamma.hpp>
#include <pullback/ext/boost_math/integrals.hpp>
#include <pullback/ext/boost_math/lambert_w.hpp>
#include <pullback/static_function/generic_function.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>

// The functions with values of Boost.Math: first and second derivatives, evaluated with 50 digits, are the central
// differences of values and gradients; and float and double give what 50 digits give.

namespace {

using math_test::reference;

struct bounds {
    double value, first, second;
};

// The error of `got` in units in the last place of T beside `size`.
template <class T>
double error_of(T got, const reference& wanted, const reference& size) {
    if (reference(got) == wanted) return 0;
    const reference scale = abs(wanted) > size ? reference(abs(wanted)) : size;
    return static_cast<double>(abs(reference(got) - wanted) / (scale * std::numeric_limits<T>::epsilon()));
}

template <class T, std::size_t N, class F>
void check_rounded(const char* name, const F& f, const std::array<double, N>& at, const bounds& allowed) {
    std::array<T, N> x;
    std::array<reference, N> exact_x;
    for (std::size_t k = 0; k < N; ++k) {
        x[k] = static_cast<T>(at[k]);
        exact_x[k] = reference(x[k]);
    }
    const reference value = f(exact_x);
    const auto gradient = pullback::gradient(f)(exact_x);
    const auto hessian = pullback::hessian(f)(exact_x);
    BOOST_CHECK_MESSAGE(error_of<T>(f(x), value, 0) <= allowed.value,
                        name << " is off by " << error_of<T>(f(x), value, 0));
    reference first_size(0), second_size(0);
    for (std::size_t k = 0; k < N; ++k) {
        first_size = std::max(first_size, reference(abs(gradient[k])));
        for (std::size_t l = 0; l < N; ++l) second_size = std::max(second_size, reference(abs(hessian[k][l])));
    }
    const auto g = pullback::gradient(f)(x);
    const auto H = pullback::hessian(f)(x);
    for (std::size_t k = 0; k < N; ++k) {
        const double first = error_of<T>(g[k], gradient[k], first_size);
        BOOST_CHECK_MESSAGE(first <= allowed.first, name << ", derivative " << k << ": off by " << first);
        for (std::size_t l = 0; l < N; ++l) {
            const double second = error_of<T>(H[k][l], hessian[k][l], second_size);
            BOOST_CHECK_MESSAGE(second <= allowed.second, name << ", derivative " << k << l << ": off by " << second);
        }
    }
}

template <std::size_t N, class F>
void check_differences(const char* name, const F& f, const std::array<double, N>& at) {
    const reference h("1e-15");
    std::array<reference, N> x;
    for (std::size_t k = 0; k < N; ++k) x[k] = reference(at[k]) + reference("1e-20") / 3;
    const auto gradient = pullback::gradient(f)(x);
    const auto hessian = pullback::hessian(f)(x);
    const auto agree = [&](const reference& a, const reference& b, std::size_t k, std::size_t l) {
        BOOST_CHECK_MESSAGE(abs(a - b) <= 1e-24 * (1 + abs(a)),
                            name << ", derivative " << k << " " << l << ", is " << a << ", differences " << b);
    };
    for (std::size_t k = 0; k < N; ++k) {
        auto below = x, above = x;
        below[k] -= h;
        above[k] += h;
        agree(gradient[k], (f(above) - f(below)) / (2 * h), k, N);
        const auto g_below = pullback::gradient(f)(below), g_above = pullback::gradient(f)(above);
        for (std::size_t l = 0; l < N; ++l) agree(hessian[k][l], (g_above[l] - g_below[l]) / (2 * h), k, l);
    }
}

template <std::size_t N, class F>
void check(const char* name, const F& f, std::initializer_list<std::array<double, N>> points, const bounds& allowed) {
    for (const auto& at : points) BOOST_TEST_CONTEXT(name << " at " << at[0] << ", " << at[N - 1]) {
            check_differences(name, f, at);
            check_rounded<double>(name, f, at, allowed);
            check_rounded<float>(name, f, at, allowed);
        }
}

template <class Row>
constexpr auto of_two = pullback::function([](const auto& u) { return Row{}(u[0], u[1]); });
template <class Row>
constexpr auto of_three = pullback::function([](const auto& u) { return Row{}(u[0], u[1], u[2]); });

namespace f = pullback::functions;
using one = std::array<double, 1>;
using two = std::array<double, 2>;
using three = std::array<double, 3>;

} // namespace

BOOST_AUTO_TEST_CASE(incomplete_gamma_functions) {
    check<2>("gamma_p", of_two<f::gamma_p>,
             {two{2.5, 1.25}, two{2.5, 7.5}, two{0.25, 0.0625}, two{40, 30}, two{40, 55}}, {20, 100, 300});
    check<2>("gamma_q", of_two<f::gamma_q>, {two{2.5, 1.25}, two{3.5, 12}}, {20, 100, 300});
}

BOOST_AUTO_TEST_CASE(incomplete_beta_functions) {
    check<3>("ibeta", of_three<f::ibeta>,
             {three{2.5, 1.75, 0.25}, three{2.5, 1.75, 0.875}, three{0.5, 0.5, 0.5}, three{30, 5, 0.75}},
             {20, 200, 800});
    check<3>("ibetac", of_three<f::ibetac>, {three{2.5, 1.75, 0.25}}, {20, 200, 800});
}

BOOST_AUTO_TEST_CASE(third_order_of_incomplete_functions) {
    constexpr auto gamma = pullback::function([](const auto& u) { return gamma_p(u[0], u[1]); });
    constexpr auto beta = pullback::function([](const auto& u) { return ibeta(u[0], u[1], u[2]); });
    constexpr auto of_gamma = pullback::jacobian(pullback::hessian(gamma));
    constexpr auto of_beta = pullback::jacobian(pullback::hessian(beta));
    const double h = 0x1p-13;
    const auto agree = [](double a, double b) { BOOST_CHECK_SMALL(a - b, 3e-6 * (1 + std::abs(a))); };
    const two x{2.5, 3.25};
    const three y{2.5, 1.75, 0.375};
    const auto T = of_gamma(x);
    const auto U = of_beta(y);
    for (std::size_t m = 0; m < 3; ++m) {
        if (m < 2) {
            two below = x, above = x;
            below[m] -= h;
            above[m] += h;
            const auto a = pullback::hessian(gamma)(below), b = pullback::hessian(gamma)(above);
            for (std::size_t k = 0; k < 2; ++k)
                for (std::size_t l = 0; l < 2; ++l) agree(T[k][l][m], (b[k][l] - a[k][l]) / (2 * h));
        }
        three below = y, above = y;
        below[m] -= h;
        above[m] += h;
        const auto a = pullback::hessian(beta)(below), b = pullback::hessian(beta)(above);
        for (std::size_t k = 0; k < 3; ++k)
            for (std::size_t l = 0; l < 3; ++l) agree(U[k][l][m], (b[k][l] - a[k][l]) / (2 * h));
    }
}

BOOST_AUTO_TEST_CASE(bessel_functions) {
    constexpr auto whole = pullback::function([](const auto& x) {
        return cyl_bessel_j(0, x[0]) + cyl_neumann(1, x[0]) + cyl_bessel_i(2, x[0]) + cyl_bessel_k(1, x[0]);
    });
    constexpr auto real = pullback::function([](const auto& x) {
        return cyl_bessel_j(0.5, x[0]) + cyl_neumann(1.5, x[0]) + cyl_bessel_i(2.5, x[0]) + cyl_bessel_k(0.25, x[0]);
    });
    check<1>("Bessel functions of whole order", whole, {one{0.5}, one{2.25}, one{5}}, {30, 60, 100});
    check<1>("Bessel functions of real order", real, {one{0.5}, one{2.25}, one{5}}, {30, 60, 100});
    // There is no derivative by the order, which is no zero.
    constexpr auto by_order = pullback::function([](const auto& u) { return cyl_bessel_j(u[0], u[1]); });
    const auto g = pullback::gradient(by_order)(two{1, 2});
    BOOST_CHECK(std::isnan(g[0]));
    BOOST_CHECK_CLOSE(g[1], (std::cyl_bessel_j(0., 2.) - std::cyl_bessel_j(2., 2.)) / 2, 1e-12);
    const auto H = pullback::hessian(by_order)(two{1, 2});
    BOOST_CHECK(std::isnan(H[0][0]) && std::isnan(H[0][1]) && !std::isnan(H[1][1]));
}

BOOST_AUTO_TEST_CASE(lambert_functions) {
    constexpr auto upper = pullback::function([](const auto& x) { return lambert_w0(x[0]); });
    constexpr auto lower = pullback::function([](const auto& x) { return lambert_wm1(x[0]); });
    check<1>("lambert_w0", upper, {one{-0.25}, one{0.5}, one{3}, one{1e10}}, {10, 20, 60});
    check<1>("lambert_wm1", lower, {one{-0.25}, one{-0.125}, one{-0.001}}, {10, 20, 60});
    BOOST_CHECK_EQUAL(pullback::lambert_w0(0.), 0);
    BOOST_CHECK_EQUAL(pullback::gradient(upper)(one{0})[0], 1);
    BOOST_CHECK(std::isnan(pullback::lambert_w0(-1.)) && std::isnan(pullback::lambert_wm1(0.5)));
    BOOST_CHECK_EQUAL(pullback::lambert_wm1(0.), -std::numeric_limits<double>::infinity());
}

BOOST_AUTO_TEST_CASE(integrals) {
    constexpr auto of_order = pullback::function([](const auto& x) { return expint(1, x[0]) + expint(3, x[0]); });
    constexpr auto principal = pullback::function([](const auto& x) { return expint(x[0]); });
    check<2>("owens_t", of_two<f::owens_t>, {two{1, 0.5}, two{-0.5, 2}, two{3, -1.5}}, {20, 60, 200});
    check<1>("expint(n, x)", of_order, {one{0.25}, one{1}, one{4}}, {20, 40, 80});
    check<1>("expint(x)", principal, {one{0.25}, one{-2}, one{4}}, {20, 20, 40});
    BOOST_CHECK_EQUAL(pullback::gradient(pullback::function([](const auto& x) { return expint(2, x); }))(0.),
                      -std::numeric_limits<double>::infinity());
    BOOST_CHECK_EQUAL(pullback::expint(0.), -std::numeric_limits<double>::infinity());
}

BOOST_AUTO_TEST_CASE(elliptic_integrals) {
    constexpr auto complete =
        pullback::function([](const auto& k) { return comp_ellint_1(k[0]) - 3 * comp_ellint_2(k[0]); });
    check<2>("ellint_1", of_two<f::ellint_1>, {two{0.5, 1.25}, two{-0.75, 4.5}, two{0, 1}}, {20, 40, 100});
    check<2>("ellint_2", of_two<f::ellint_2>, {two{0.5, 1.25}, two{0.75, -4.5}, two{0, 1}}, {20, 40, 100});
    check<3>("ellint_3", of_three<f::ellint_3>, {three{0.5, 0.25, 1.25}, three{-0.75, -2, 4.5}, three{0, 0, 1}},
             {20, 60, 200});
    check<2>("comp_ellint_3", of_two<f::comp_ellint_3>, {two{0.5, 0.25}, two{0.75, -1.5}}, {20, 60, 200});
    check<1>("complete integrals", complete, {one{0}, one{0.5}, one{-0.875}}, {20, 40, 100});
}

// No exceptions; NaN outside of the domain, and the limits at infinities.
BOOST_AUTO_TEST_CASE(edges_of_the_domains) {
    using namespace pullback;
    const double inf = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
    for (const double bad : {nan, -1.}) {
        BOOST_CHECK(std::isnan(gamma_p(bad, 1.)) && std::isnan(gamma_p(1., bad)) && std::isnan(gamma_q(bad, 1.)));
        BOOST_CHECK(std::isnan(ibeta(bad, 1., 0.5)) && std::isnan(ibeta(1., bad, 0.5)) &&
                    std::isnan(ibeta(1., 2., bad)));
        BOOST_CHECK(std::isnan(cyl_neumann(1., bad)) && std::isnan(cyl_bessel_k(1., bad)) &&
                    std::isnan(expint(1, bad)));
        BOOST_CHECK(std::isnan(lambert_w0(bad)) && std::isnan(cyl_bessel_j(0.5, bad)) && std::isnan(owens_t(nan, bad)));
    }
    BOOST_CHECK(std::isnan(comp_ellint_1(2.)) && std::isnan(comp_ellint_2(nan)) && std::isnan(ellint_1(2., 1.5)));
    BOOST_CHECK_EQUAL(gamma_p(2., 0.), 0);
    BOOST_CHECK_EQUAL(gamma_p(2., inf), 1);
    BOOST_CHECK_EQUAL(gamma_q(2., inf), 0);
    BOOST_CHECK_EQUAL(ibeta(2., 3., 0.), 0);
    BOOST_CHECK_EQUAL(ibeta(2., 3., 1.), 1);
    BOOST_CHECK_EQUAL(ibetac(2., 3., 1.), 0);
    BOOST_CHECK_EQUAL(cyl_bessel_j(0., 0.), 1);
    BOOST_CHECK_EQUAL(cyl_bessel_j(1., inf), 0);
    BOOST_CHECK_EQUAL(cyl_bessel_i(1., inf), inf);
    BOOST_CHECK_EQUAL(cyl_bessel_k(1., inf), 0);
    BOOST_CHECK_EQUAL(cyl_bessel_k(1., 0.), inf);
    BOOST_CHECK_EQUAL(cyl_neumann(1., 0.), -inf);
    BOOST_CHECK_EQUAL(owens_t(inf, 1.), 0);
    BOOST_CHECK_CLOSE(owens_t(1., inf), owens_t(1., 1e6), 1e-12);
    BOOST_CHECK_EQUAL(expint(-inf), 0);
    BOOST_CHECK_EQUAL(expint(2, inf), 0);
    BOOST_CHECK_EQUAL(comp_ellint_1(1.), inf);
    BOOST_CHECK_EQUAL(comp_ellint_2(1.), 1);
    BOOST_CHECK_EQUAL(lambert_w0(inf), inf);
    constexpr auto by_x = pullback::function([](const auto& x) { return gamma_p(2, x); });
    BOOST_CHECK_EQUAL(pullback::gradient(by_x)(inf), 0);
}
