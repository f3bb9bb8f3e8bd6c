// SPDX-License-Identifier: BSL-1.0
#include "function_check.hpp"

using namespace function_test;

namespace {

FUNCTION_TEST_ROW(sin, sin(x), cos(x), -sin(x));
FUNCTION_TEST_ROW(cos, cos(x), -sin(x), -cos(x));
FUNCTION_TEST_ROW(tan, tan(x), 1 / (cos(x) * cos(x)), 2 * sin(x) / (cos(x) * cos(x) * cos(x)));
FUNCTION_TEST_ROW(asin, asin(x), 1 / sqrt((1 - x) * (1 + x)), x / pow((1 - x) * (1 + x), reference(1.5)));
FUNCTION_TEST_ROW(acos, acos(x), -1 / sqrt((1 - x) * (1 + x)), -x / pow((1 - x) * (1 + x), reference(1.5)));
FUNCTION_TEST_ROW(atan, atan(x), 1 / (1 + x * x), -2 * x / ((1 + x * x) * (1 + x * x)));

struct atan2_row {
    static constexpr const char* name = "atan2";
    static constexpr auto function = pullback::function([](const auto& x) { return atan2(x[0], x[1]); });
    static exact_results<2> at(const point<2>& argument) {
        const auto& [y, x] = argument;
        const reference n = x * x + y * y, mixed = (y * y - x * x) / (n * n), twice = 2 * x * y / (n * n);
        return {atan2(y, x), {x / n, -y / n}, {{{-twice, mixed}, {mixed, twice}}}, 0, 1 / n};
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(formulas) {
    sampler<double> draw;
    check_formulas<sin_row>(-4, 4);
    check_formulas<cos_row>(-4, 4);
    check_formulas<tan_row>(-1, 1);
    check_formulas<asin_row>(-0.9, 0.9);
    check_formulas<acos_row>(-0.9, 0.9);
    check_formulas<atan_row>(-4, 4);
    check_formulas_of_several<atan2_row, 2>([&] { return std::array{draw.uniform(0.2, 3), draw.uniform(-3, 3)}; });
    check_formulas_of_several<atan2_row, 2>([&] { return std::array{draw.uniform(-3, -0.2), draw.uniform(-3, 3)}; });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(circular_functions, T, types) {
    sampler<T> draw;
    const auto moderate = [&] { return draw.uniform(-100, 100); };
    const auto small = [&] { return draw.any_sign(draw.spread(-30, 1)); };
    const auto large = [&] { return draw.any_sign(draw.spread(1, 60)); };
    check<sin_row, T>({1, 1, 1}, moderate);
    check<sin_row, T>({1, 1, 1}, small);
    check<sin_row, T>({1, 1, 1}, large);
    check<cos_row, T>({1, 1, 1}, moderate);
    check<cos_row, T>({1, 1, 1}, small);
    check<cos_row, T>({1, 1, 1}, large);
    check<tan_row, T>({2, 4, 8}, moderate);
    check<tan_row, T>({2, 4, 8}, small);
    check<tan_row, T>({2, 4, 8}, large);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(inverse_circular_functions, T, types) {
    sampler<T> draw;
    const auto anywhere = [&] { return draw.uniform(-1, 1); };
    const auto small = [&] { return draw.any_sign(draw.spread(-30, -1)); };
    const auto border = [&] { return draw.any_sign(1 - draw.spread(T(2 - std::numeric_limits<T>::digits), -1)); };
    check<asin_row, T>({1, 2, 6}, anywhere);
    check<asin_row, T>({1, 2, 6}, small);
    check<asin_row, T>({1, 2, 6}, border);
    check<acos_row, T>({2, 2, 6}, anywhere);
    check<acos_row, T>({2, 2, 6}, small);
    check<acos_row, T>({2, 2, 6}, border);
    // Up to where the fourth power of 1 / x, which the second derivative is computed with, is no normal
    // number.
    const T most = T(std::numeric_limits<T>::max_exponent / 4 - 1);
    check<atan_row, T>({1, 2, 4}, [&] { return draw.uniform(-10, 10); });
    check<atan_row, T>({1, 2, 4}, [&] { return draw.any_sign(draw.spread(-most, most)); });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(angle_of_a_point, T, types) {
    sampler<T> draw;
    const T most = T(std::numeric_limits<T>::max_exponent / 4 - 2);
    check_several<atan2_row, T, 2>({2, 3, 6}, [&] { return std::array{draw.uniform(-3, 3), draw.uniform(-3, 3)}; });
    check_several<atan2_row, T, 2>({2, 3, 6}, [&] {
        const T size = draw.spread(-most, most);
        return std::array{size * draw.uniform(-1, 1), size * draw.uniform(-1, 1)};
    });
}

// The same programs with a scalar of 50 digits.
BOOST_AUTO_TEST_CASE(with_50_digits) {
    sampler<double> draw;
    check_with_50_digits<sin_row>(-4, 4);
    check_with_50_digits<cos_row>(-4, 4);
    check_with_50_digits<tan_row>(-1, 1);
    check_with_50_digits<asin_row>(-0.9, 0.9);
    check_with_50_digits<acos_row>(-0.9, 0.9);
    check_with_50_digits<atan_row>(-4, 4);
    check_several_with_50_digits<atan2_row, 2>([&] { return std::array{draw.uniform(0.2, 3), draw.uniform(-3, 3)}; });
    check_several_with_50_digits<atan2_row, 2>([&] { return std::array{draw.uniform(-3, -0.2), draw.uniform(-3, 3)}; });
}
