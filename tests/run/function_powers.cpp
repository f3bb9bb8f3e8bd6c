// SPDX-License-Identifier: BSL-1.0
#include "function_check.hpp"

using namespace function_test;

namespace {

reference cube_root(const reference& x) {
    return x < 0 ? reference(-pow(-x, reference(1) / 3)) : reference(pow(x, reference(1) / 3));
}

FUNCTION_TEST_ROW(square, x* x, 2 * x, 2);
FUNCTION_TEST_ROW(sqrt, sqrt(x), 1 / (2 * sqrt(x)), -1 / (4 * x * sqrt(x)));
FUNCTION_TEST_ROW(cbrt, cube_root(x), cube_root(x) / (3 * x), -2 * cube_root(x) / (9 * x * x));

// x^p for x > 0, or for a whole p.
reference power(const reference& x, const reference& p) {
    return x == 0 && p == 0 ? reference(1) : reference(pow(x, p));
}

struct pow_row {
    static constexpr const char* name = "pow";
    static constexpr auto function = pullback::function([](const auto& x) { return pow(x[0], x[1]); });
    static exact_results<2> at(const point<2>& argument) {
        const auto& [x, p] = argument;
        const reference y = power(x, p), l = log(x);
        exact_results<2> result{y, {p * y / x, y * l}, {}, 0, 0};
        const reference mixed = y / x * (1 + p * l);
        result.hessian = {{{p * (p - 1) * y / (x * x), mixed}, {mixed, y * l * l}}};
        result.second_size = abs(y / x) * (1 + abs(p * l)); // the terms of the mixed derivative
        return result;
    }
};

struct hypot_row {
    static constexpr const char* name = "hypot";
    static constexpr auto function = pullback::function([](const auto& x) { return hypot(x[0], x[1]); });
    static exact_results<2> at(const point<2>& argument) {
        const auto& [x, y] = argument;
        const reference r = sqrt(x * x + y * y), cubed = r * r * r;
        // The second derivative by x is computed as 1 / r - x² / r³.
        return {r, {x / r, y / r}, {{{y * y / cubed, -x * y / cubed}, {-x * y / cubed, x * x / cubed}}}, 0, 1 / r};
    }
};

struct hypot_of_three_row {
    static constexpr const char* name = "hypot of 3";
    static constexpr auto function = pullback::function([](const auto& x) { return hypot(x[0], x[1], x[2]); });
    static exact_results<3> at(const point<3>& x) {
        const reference r = sqrt(x[0] * x[0] + x[1] * x[1] + x[2] * x[2]);
        exact_results<3> result{r, {}, {}, 0, 1 / r};
        for (std::size_t i = 0; i < 3; ++i) {
            result.gradient[i] = x[i] / r;
            for (std::size_t k = 0; k < 3; ++k)
                result.hessian[i][k] = ((i == k ? r * r : reference(0)) - x[i] * x[k]) / (r * r * r);
        }
        return result;
    }
};

struct fma_row {
    static constexpr const char* name = "fma";
    static constexpr auto function = pullback::function([](const auto& x) { return fma(x[0], x[1], x[2]); });
    static exact_results<3> at(const point<3>& x) {
        return {x[0] * x[1] + x[2], {x[1], x[0], 1}, {{{0, 1, 0}, {1, 0, 0}, {0, 0, 0}}}, 0, 0};
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(formulas) {
    sampler<double> draw;
    check_formulas<square_row>(-3, 3);
    check_formulas<sqrt_row>(0.1, 4);
    check_formulas<cbrt_row>(0.1, 4);
    check_formulas<cbrt_row>(-4, -0.1);
    check_formulas_of_several<pow_row, 2>([&] { return std::array{draw.uniform(0.2, 3), draw.uniform(-3, 3)}; });
    check_formulas_of_several<hypot_row, 2>([&] { return std::array{draw.uniform(0.2, 3), draw.uniform(-3, 3)}; });
    check_formulas_of_several<hypot_of_three_row, 3>(
        [&] { return std::array{draw.uniform(0.2, 3), draw.uniform(-3, 3), draw.uniform(-3, 3)}; });
    check_formulas_of_several<fma_row, 3>(
        [&] { return std::array{draw.uniform(-3, 3), draw.uniform(-3, 3), draw.uniform(-3, 3)}; });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(roots, T, types) {
    sampler<T> draw;
    const int most = std::numeric_limits<T>::max_exponent;
    check<square_row, T>({1, 0, 0}, [&] { return draw.any_sign(draw.spread(T(-most / 2 + 2), T(most / 2 - 1))); });
    check<sqrt_row, T>({1, 2, 4}, [&] { return draw.spread(T(-0.6) * T(most), T(0.6) * T(most)); });
    // The error of glibc's cbrt, up to 4 units, counts twice in y⁻² and five times in y⁻⁵.
    check<cbrt_row, T>({4, 8, 20}, [&] { return draw.any_sign(draw.spread(T(-0.5) * T(most), T(0.5) * T(most))); });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(powers, T, types) {
    sampler<T> draw;
    // x^(p-1) has |p - 1| ln x times the relative error that p - 1 was rounded with; small where x is
    // moderate.
    check_several<pow_row, T, 2>({1, 4, 8}, [&] { return std::array{draw.uniform(T(0.1), 4), draw.uniform(-3, 5)}; });
    check_several<pow_row, T, 2>({1, 20, 40}, [&] { return std::array{draw.spread(-10, 10), draw.uniform(-3, 3)}; });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(hypotenuses, T, types) {
    sampler<T> draw;
    const T most = T(0.9) * T(std::numeric_limits<T>::max_exponent);
    const auto moderate = [&] { return draw.any_sign(draw.spread(-10, 10)); };
    check_several<hypot_row, T, 2>({1, 2, 4}, [&] { return std::array{moderate(), moderate()}; });
    check_several<hypot_of_three_row, T, 3>({2, 3, 6}, [&] { return std::array{moderate(), moderate(), moderate()}; });
    check_several<hypot_row, T, 2>({1, 2, 4}, [&] {
        const T size = draw.spread(-most, most);
        return std::array{size * draw.uniform(-1, 1), size * draw.uniform(-1, 1)};
    });
    check_several<hypot_of_three_row, T, 3>({2, 3, 6}, [&] {
        const T size = draw.spread(-most, most);
        return std::array{size * draw.uniform(-1, 1), size * draw.uniform(-1, 1), size * draw.uniform(-1, 1)};
    });
    check_several<fma_row, T, 3>({1, 0, 0}, [&] { return std::array{moderate(), moderate(), moderate()}; });
}

// Every order of derivative of x^p by x for whole p, where x is 0 or negative: as an argument of the
// function, and as literals below and beyond those that are recorded as products.
BOOST_AUTO_TEST_CASE(whole_exponents) {
    constexpr auto power_of = pullback::function([](const auto& x, const auto& p) { return pow(x, p); });
    constexpr auto first = pullback::gradient(power_of, pullback::wrt<0>());
    constexpr auto second = pullback::gradient(first, pullback::wrt<0>());
    constexpr auto third = pullback::gradient(second, pullback::wrt<0>());
    for (const double x : {0., -1.5, 1.5})
        for (int n = 0; n < 12; ++n) {
            const double p = n;
            const auto falling = [&](int order) { // n (n-1) … x^(n-order)
                double factor = 1;
                for (int k = 0; k < order; ++k) factor *= p - k;
                return factor == 0 ? 0 : factor * std::pow(x, p - order);
            };
            BOOST_TEST_CONTEXT("x = " << x << ", p = " << p) {
                BOOST_CHECK_CLOSE(power_of(x, p), falling(0), 1e-13);
                BOOST_CHECK_CLOSE(first(x, p), falling(1), 1e-13);
                BOOST_CHECK_CLOSE(second(x, p), falling(2), 1e-13);
                BOOST_CHECK_CLOSE(third(x, p), falling(3), 1e-13);
            }
        }
    constexpr auto literals = pullback::function([](const auto& x) {
        return std::array{pow(x, 0), pow(x, 1), pow(x, 2), pow(x, 2.), pow(x, 3), pow(x, 8), pow(x, 9), pow(x, 12.F)};
    });
    constexpr double exponents[] = {0, 1, 2, 2, 3, 8, 9, 12};
    constexpr auto first_of_literals = pullback::jacobian(literals);
    constexpr auto second_of_literals = pullback::jacobian(first_of_literals);
    for (const double x : {0., -1.5, 1.5})
        for (std::size_t i = 0; i < 8; ++i) {
            const double p = exponents[i];
            BOOST_TEST_CONTEXT("x = " << x << ", literal p = " << p) {
                BOOST_CHECK_CLOSE(literals(x)[i], std::pow(x, p), 1e-13);
                BOOST_CHECK_CLOSE(first_of_literals(x)[i], p == 0 ? 0 : p * std::pow(x, p - 1), 1e-13);
                BOOST_CHECK_CLOSE(second_of_literals(x)[i], p < 2 ? 0 : p * (p - 1) * std::pow(x, p - 2), 1e-13);
            }
        }
}

BOOST_AUTO_TEST_CASE(powers_with_a_literal) {
    constexpr auto of_base = pullback::function([](const auto& x) { return pow(x, -2.5); });
    constexpr auto of_exponent = pullback::function([](const auto& p) { return pow(3, p); });
    BOOST_CHECK_CLOSE(pullback::gradient(of_base)(2.), -2.5 * std::pow(2, -3.5), 1e-13);
    BOOST_CHECK_CLOSE(pullback::gradient(of_exponent)(1.5), std::pow(3, 1.5) * std::log(3), 1e-13);
    BOOST_CHECK_CLOSE(pullback::hessian(of_exponent)(1.5), std::pow(3, 1.5) * std::log(3) * std::log(3), 1e-13);
    BOOST_CHECK_EQUAL(pullback::pow(2, 3), 8);
    BOOST_CHECK_EQUAL(pullback::pow(2., 3), 8);
    BOOST_CHECK_EQUAL(pullback::pow(-2., -1), -0.5);
}

// The mixed derivative at p = 0, where x^0 is constant but not its slope in p.
BOOST_AUTO_TEST_CASE(mixed_derivative_of_a_power) {
    const auto h = pullback::hessian(pow_row::function)(std::array{2., 0.});
    BOOST_CHECK_CLOSE(h[0][1], 0.5, 1e-13);
    BOOST_CHECK_CLOSE(h[1][0], 0.5, 1e-13);
    const auto at_zero = pullback::hessian(pow_row::function)(std::array{0., 3.});
    for (const auto& row : at_zero)
        for (const double entry : row) BOOST_CHECK_EQUAL(entry, 0);
}

// The same programs with a scalar of 50 digits.
BOOST_AUTO_TEST_CASE(with_50_digits) {
    sampler<double> draw;
    check_with_50_digits<square_row>(-3, 3);
    check_with_50_digits<sqrt_row>(0.1, 4);
    check_with_50_digits<cbrt_row>(0.1, 4);
    check_with_50_digits<cbrt_row>(-4, -0.1);
    check_several_with_50_digits<pow_row, 2>([&] { return std::array{draw.uniform(0.2, 3), draw.uniform(-3, 3)}; });
    check_several_with_50_digits<hypot_row, 2>([&] { return std::array{draw.uniform(0.2, 3), draw.uniform(-3, 3)}; });
    check_several_with_50_digits<hypot_of_three_row, 3>(
        [&] { return std::array{draw.uniform(0.2, 3), draw.uniform(-3, 3), draw.uniform(-3, 3)}; });
    check_several_with_50_digits<fma_row, 3>(
        [&] { return std::array{draw.uniform(-3, 3), draw.uniform(-3, 3), draw.uniform(-3, 3)}; });
}
