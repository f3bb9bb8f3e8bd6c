// SPDX-License-Identifier: BSL-1.0
// Tensors of third and fourth derivatives, against dual numbers within dual numbers.
#include "dual_numbers.hpp"

#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <type_traits>

namespace {

using dual_numbers::dual;
using fourfold = dual<dual<dual<dual<double>>>>;

// Of `x` with a unit step along each level k of the dual numbers whose entry of `steps` is true.
template <class T>
T stepped(double x, const bool* steps) {
    if constexpr (std::is_same_v<T, double>) {
        return x;
    } else {
        using inner = decltype(T::value);
        return T(stepped<inner>(x, steps + 1), inner(*steps ? 1.0 : 0.0));
    }
}

inline double last_slope(double x) { return x; }
template <class T>
double last_slope(const dual<T>& x) {
    return last_slope(x.slope);
}

template <class F, std::size_t N>
double fourth_derivative(const F& f, const std::array<double, N>& at, const std::array<std::size_t, 4>& by) {
    std::array<fourfold, N> x;
    for (std::size_t i = 0; i < N; ++i) {
        const bool steps[] = {by[0] == i, by[1] == i, by[2] == i, by[3] == i};
        x[i] = stepped<fourfold>(at[i], steps);
    }
    return last_slope(f(x));
}

// Every formula that the tensor has of its own, and functions that have none.
constexpr auto mixture = [](const auto& v) {
    using std::exp, std::log, std::sqrt, std::sin, std::tanh, std::atan;
    using dual_numbers::select, dual_numbers::square, dual_numbers::pow, dual_numbers::atan2;
    using pullback::select, pullback::square;
    const auto x = v[0], y = v[1], z = v[2];
    const auto sum = x - 3.0 * y * z, quotient = sum / (1.0 + square(y) + z * z);
    const auto chosen = select(x < y, square(sum) * x, -(x / sqrt(y)));
    return quotient * exp(0.3 * x * y) + sin(chosen) / (2.0 + quotient) - atan2(x + z, 2.0 + y) * pow(y, x) +
           square(tanh(y * z)) * log(x + y * z) + 1.5 / x;
};

// The formula of Black and Scholes, with another distribution function.
constexpr auto price = [](const auto& v) {
    using std::exp, std::log, std::sqrt;
    using dual_numbers::sigmoid, dual_numbers::square;
    using pullback::sigmoid, pullback::square;
    const auto spread = v[3] * sqrt(v[4]);
    const auto d = (log(v[0] / v[1]) + (v[2] + square(v[3]) / 2.0) * v[4]) / spread;
    return v[0] * sigmoid(d) - v[1] * exp(-(v[2] * v[4])) * sigmoid(d - spread);
};

template <std::size_t N, class F, class Tensor>
void check_fourth_derivatives(const F& f, const Tensor& tensor, const std::array<double, N>& at) {
    const auto got = tensor(at);
    for (std::size_t i = 0; i < N; ++i)
        for (std::size_t j = 0; j < N; ++j)
            for (std::size_t k = 0; k < N; ++k)
                for (std::size_t l = 0; l < N; ++l) {
                    const double wanted = fourth_derivative(f, at, {i, j, k, l});
                    BOOST_TEST(std::abs(got[i][j][k][l] - wanted) < 1e-10 * (1 + std::abs(wanted)),
                               i << j << k << l << ": " << got[i][j][k][l] << " is not " << wanted);
                }
}

// What one partial derivative of the price costs: less with each order, as more of them are equal and share more.
template <class F>
constexpr double operations_for_each(const F& tensor, int partials) {
    return static_cast<double>(pullback::cost<std::array<double, 5>>(tensor).total) / partials;
}
constexpr auto price_gradient = pullback::gradient(pullback::function(price));
constexpr auto price_hessian = pullback::hessian(pullback::function(price));
constexpr auto price_third = pullback::jacobian(price_hessian);
constexpr auto price_fourth = pullback::jacobian(price_third);
static_assert(operations_for_each(price_hessian, 25) < operations_for_each(price_gradient, 5));
static_assert(operations_for_each(price_third, 125) < operations_for_each(price_hessian, 25));
static_assert(operations_for_each(price_fourth, 625) < operations_for_each(price_third, 125));

} // namespace

BOOST_AUTO_TEST_CASE(fourth_derivatives) {
    using pullback::function, pullback::hessian, pullback::jacobian;
    check_fourth_derivatives<3>(mixture, jacobian(jacobian(hessian(function(mixture)))), {0.7, 1.2, 0.4});
    check_fourth_derivatives<3>(mixture, jacobian(jacobian(hessian(function(mixture)))), {1.3, 0.9, -0.6});
    check_fourth_derivatives<5>(price, price_fourth, {1.1, 0.9, 0.3, 0.6, 0.8});
}

BOOST_AUTO_TEST_CASE(third_derivatives_with_those_of_second_order) {
    constexpr auto second = pullback::hessian(pullback::function(mixture));
    const std::array at{0.7, 1.2, 0.4};
    const auto both = pullback::value_and_jacobian(second)(at);
    const auto H = second(at);
    const auto D = pullback::jacobian(second)(at);
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j) {
            BOOST_TEST(both.value[i][j] == H[i][j], boost::test_tools::tolerance(1e-13));
            for (std::size_t k = 0; k < 3; ++k)
                BOOST_TEST(both.jacobian[i][j][k] == D[i][j][k], boost::test_tools::tolerance(1e-13));
        }
}
