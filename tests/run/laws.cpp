// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <limits>
#include <tuple>

#if __has_include(<xsimd/xsimd.hpp>)
#include <xsimd/xsimd.hpp>
#define HAS_XSIMD
#endif

// What holds for derivatives whatever the functions: by every kind of scalar.

namespace {

using wide = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>, boost::multiprecision::et_off>;
using scalars = std::tuple<float, double, long double, wide>;

using pullback::derivative;
using pullback::function;
using pullback::gradient;
using pullback::hessian;
using pullback::jacobian;
using pullback::wrt;

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;
constexpr auto z = pullback::variable<"z">;

constexpr auto f = x * exp(y) + square(x) * sin(y);
constexpr auto g = sqrt(1 + square(x)) / (2 + cos(y)) + tanh(x * y);

template <class T>
using three = std::array<T, 3>;

constexpr auto curve = function([](const auto& v) {
    return std::array{v[0] * sin(v[1]), exp(v[2] / 3) - v[0] * v[1], sqrt(1 + v[1] * v[1]) * v[2], v[0] / (2 + v[2])};
});
constexpr auto energy = function([](const auto& v) {
    const auto c = curve(v);
    return square(c[0]) + c[1] * c[2] - tanh(c[3]);
});

constexpr auto outer = function([](const auto& c) { return std::array{c[0] * c[1], exp(c[2] / 4) + c[3]}; });
constexpr auto composed = function([](const auto& v) { return outer(curve(v)); });

template <class T>
T third() {
    return T(1) / T(3);
}
template <class T>
three<T> point() {
    return {T(5) / T(4), T(-1) / T(2), third<T>()};
}

template <class T>
bool near(const T& got, const T& wanted) {
    const T difference = got < wanted ? T(wanted - got) : T(got - wanted);
    const T size = wanted < 0 ? T(-wanted) : wanted;
    const T bound = 64 * std::numeric_limits<T>::epsilon() * (size < 1 ? T(1) : size);
    if (!(difference <= bound)) BOOST_TEST_MESSAGE(got << " instead of " << wanted);
    return difference <= bound;
}

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(derivative_of_sum_is_sum_of_derivatives, T, scalars) {
    const T a = third<T>(), b = T(7) / 4;
    const auto [sum_x, sum_y] = gradient(3 * f - g / 2)(a, b);
    const auto [f_x, f_y] = gradient(f)(a, b);
    const auto [g_x, g_y] = gradient(g)(a, b);
    BOOST_TEST(near<T>(sum_x, 3 * f_x - g_x / 2));
    BOOST_TEST(near<T>(sum_y, 3 * f_y - g_y / 2));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(product_and_quotient_rule, T, scalars) {
    const T a = third<T>(), b = T(7) / 4;
    const T f_of = f(a, b), g_of = g(a, b);
    const auto [f_x, f_y] = gradient(f)(a, b);
    const auto [g_x, g_y] = gradient(g)(a, b);
    const auto product = gradient(f * g)(a, b);
    BOOST_TEST(near<T>(product[x], f_x * g_of + f_of * g_x));
    BOOST_TEST(near<T>(product[y], f_y * g_of + f_of * g_y));
    const auto quotient = gradient(f / g)(a, b);
    BOOST_TEST(near<T>(quotient[x], (f_x * g_of - f_of * g_x) / (g_of * g_of)));
    BOOST_TEST(near<T>(quotient[y], (f_y * g_of - f_of * g_y) / (g_of * g_of)));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(chain_rule_of_expressions, T, scalars) {
    const T a = third<T>();
    const auto inserted = f(sin(z), square(z)); // a function of z alone
    const T slope = gradient(inserted)(a);
    const auto partial = gradient(f)(sin(z)(a), square(z)(a));
    BOOST_TEST(near<T>(slope, partial[x] * gradient(sin(z))(a) + partial[y] * gradient(square(z))(a)));
    BOOST_TEST(near<T>(inserted(z = a), f(x = sin(z)(a), y = square(z)(a))));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(chain_rule_of_generic_functions, T, scalars) {
    const auto at = point<T>();
    const auto whole = jacobian(composed)(at);
    const auto left = jacobian(outer)(curve(at));
    const auto right = jacobian(curve)(at);
    for (std::size_t i = 0; i < 2; ++i)
        for (std::size_t j = 0; j < 3; ++j) {
            T sum = 0;
            for (std::size_t k = 0; k < 4; ++k) sum += left[i][k] * right[k][j];
            BOOST_TEST(near<T>(whole[i][j], sum));
        }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(products_are_adjoint, T, scalars) {
    const auto at = point<T>();
    const three<T> v{T(1) / 7, T(-3), T(2)};
    const std::array<T, 4> w{T(1), T(-2) / 3, T(1) / 2, T(5)};
    const auto forward = pullback::jvp(curve)(at, v);
    const auto backward = pullback::vjp(curve)(at, w);
    const auto J = jacobian(curve)(at);
    T left = 0, right = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        left += w[i] * forward.tangent[i];
        BOOST_TEST(near<T>(forward.value[i], curve(at)[i]));
        BOOST_TEST(near<T>(backward.value[i], curve(at)[i]));
        BOOST_TEST(near<T>(forward.tangent[i], J[i][0] * v[0] + J[i][1] * v[1] + J[i][2] * v[2]));
    }
    for (std::size_t j = 0; j < 3; ++j) right += backward.cotangent[j] * v[j];
    BOOST_TEST(near<T>(left, right));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(hessian_is_symmetric_and_gives_its_products, T, scalars) {
    const auto at = point<T>();
    const three<T> v{T(1) / 7, T(-3), T(2)};
    const auto H = hessian(energy)(at);
    const auto Hv = pullback::hvp(energy)(at, v);
    for (std::size_t i = 0; i < 3; ++i) {
        BOOST_TEST(near<T>(Hv[i], H[i][0] * v[0] + H[i][1] * v[1] + H[i][2] * v[2]));
        for (std::size_t j = 0; j < 3; ++j) BOOST_TEST(near<T>(H[i][j], H[j][i]));
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(third_derivatives_are_symmetric, T, scalars) {
    const auto at = point<T>();
    const auto D =
        jacobian(hessian(function([](const auto& v) { return v[0] * sin(v[1] * v[2]) + exp(v[0] * v[2]); })))(at);
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j)
            for (std::size_t k = 0; k < 3; ++k) {
                BOOST_TEST(near<T>(D[i][j][k], D[j][i][k]));
                BOOST_TEST(near<T>(D[i][j][k], D[i][k][j]));
            }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(derivative_of_order_n_is_n_gradients, T, scalars) {
    const T a = third<T>();
    constexpr auto h = exp(sin(x)) / (1 + square(x));
    BOOST_TEST(near<T>(derivative<0>(h)(a), h(a)));
    BOOST_TEST(near<T>(derivative<1>(h)(a), gradient(h)(a)));
    BOOST_TEST(near<T>(derivative<2>(h)(a), gradient(gradient(h))(a)));
    BOOST_TEST(near<T>(derivative<3>(h)(a), gradient(gradient(gradient(h)))(a)));
    const T b = T(7) / 4;
    BOOST_TEST(near<T>(derivative<1, 2>(f)(a, b), gradient(gradient(gradient(f, wrt(x)), wrt(y)), wrt(y))(a, b)));
    BOOST_TEST(near<T>(derivative(f, wrt(y, x, y))(a, b), derivative<1, 2>(f)(a, b)));
    BOOST_TEST(near<T>(hessian(f)(a, b)[x][y], derivative<1, 1>(f)(a, b)));
}

#ifdef HAS_XSIMD
BOOST_AUTO_TEST_CASE(many_points_at_once) {
    using batch = xsimd::batch<double>;
    const auto lane = [](const batch& all, std::size_t i) { return all.get(i); };
    double xs[batch::size], ys[batch::size];
    for (std::size_t i = 0; i < batch::size; ++i) {
        xs[i] = 0.3 + 0.25 * static_cast<double>(i);
        ys[i] = 1.5 - 0.5 * static_cast<double>(i);
    }
    const batch a = batch::load_unaligned(xs), b = batch::load_unaligned(ys);
    constexpr auto h = select(x < y, f, g) + f;
    const batch value = h(a, b);
    const auto slope = gradient(h)(a, b);
    const auto curvature = hessian(h)(a, b);
    for (std::size_t i = 0; i < batch::size; ++i) {
        BOOST_TEST(near(lane(value, i), h(xs[i], ys[i])));
        const auto wanted = gradient(h)(xs[i], ys[i]);
        BOOST_TEST(near(lane(slope[x], i), wanted[x]));
        BOOST_TEST(near(lane(slope[y], i), wanted[y]));
        BOOST_TEST(near(lane(curvature[x][y], i), hessian(h)(xs[i], ys[i])[y][x]));
    }
}
#endif
