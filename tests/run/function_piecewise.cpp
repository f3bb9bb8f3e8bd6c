// SPDX-License-Identifier: BSL-1.0
#include "function_check.hpp"

using namespace function_test;

namespace {

FUNCTION_TEST_ROW(abs, abs(x), x < 0 ? -1 : 1, 0);
FUNCTION_TEST_ROW(floor, floor(x), 0, 0);
FUNCTION_TEST_ROW(ceil, -floor(-x), 0, 0);
FUNCTION_TEST_ROW(trunc, (x < 0 ? reference(-floor(-x)) : reference(floor(x))), 0, 0);
FUNCTION_TEST_ROW(round, (x < 0 ? reference(-floor(reference(0.5) - x)) : reference(floor(x + reference(0.5)))), 0, 0);

struct min_row {
    static constexpr const char* name = "min";
    static constexpr auto function = pullback::function([](const auto& x) { return min(x[0], x[1]); });
    static exact_results<2> at(const point<2>& x) {
        if (x[0] < x[1]) return {x[0], {1, 0}, {}};
        return {x[1], {0, 1}, {}};
    }
};

struct max_row {
    static constexpr const char* name = "max";
    static constexpr auto function = pullback::function([](const auto& x) { return max(x[0], x[1]); });
    static exact_results<2> at(const point<2>& x) {
        if (x[0] > x[1]) return {x[0], {1, 0}, {}};
        return {x[1], {0, 1}, {}};
    }
};

struct clamp_row {
    static constexpr const char* name = "clamp";
    static constexpr auto function = pullback::function([](const auto& x) { return clamp(x[0], x[1], x[2]); });
    static exact_results<3> at(const point<3>& x) {
        if (x[0] < x[1]) return {x[1], {0, 1, 0}, {}};
        if (x[0] > x[2]) return {x[2], {0, 0, 1}, {}};
        return {x[0], {1, 0, 0}, {}};
    }
};

struct fmod_row {
    static constexpr const char* name = "fmod";
    static constexpr auto function = pullback::function([](const auto& x) { return fmod(x[0], x[1]); });
    static exact_results<2> at(const point<2>& x) {
        const reference quotient = x[0] / x[1];
        const reference whole = quotient < 0 ? reference(-floor(-quotient)) : reference(floor(quotient));
        return {x[0] - whole * x[1], {1, -whole}, {}};
    }
};

constexpr bounds exact{0, 0, 0};

} // namespace

// Random numbers are no steps, so that the differences see the smooth pieces.
BOOST_AUTO_TEST_CASE(formulas) {
    sampler<double> draw;
    check_formulas<abs_row>(-3, 3);
    check_formulas<floor_row>(-9, 9);
    check_formulas<ceil_row>(-9, 9);
    check_formulas<trunc_row>(-9, 9);
    check_formulas<round_row>(-9, 9);
    const auto pair = [&] { return std::array{draw.uniform(-3, 3), draw.uniform(-3, 3)}; };
    check_formulas_of_several<min_row, 2>(pair);
    check_formulas_of_several<max_row, 2>(pair);
    check_formulas_of_several<fmod_row, 2>(pair);
    check_formulas_of_several<clamp_row, 3>(
        [&] { return std::array{draw.uniform(-3, 3), draw.uniform(-2, 0), draw.uniform(0, 2)}; });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(values_and_derivatives, T, types) {
    sampler<T> draw;
    const auto moderate = [&] { return draw.uniform(-9, 9); };
    const auto halves = [&] { return std::round(draw.uniform(-20, 20)) / 2; };
    const auto anywhere = [&] { return draw.any_sign(draw.everywhere()); };
    check<abs_row, T>(exact, anywhere);
    check<floor_row, T>(exact, moderate);
    check<floor_row, T>(exact, halves);
    check<floor_row, T>(exact, anywhere);
    check<ceil_row, T>(exact, moderate);
    check<ceil_row, T>(exact, halves);
    check<ceil_row, T>(exact, anywhere);
    check<trunc_row, T>(exact, moderate);
    check<trunc_row, T>(exact, halves);
    check<trunc_row, T>(exact, anywhere);
    check<round_row, T>(exact, moderate);
    check<round_row, T>(exact, halves);
    check_several<min_row, T, 2>(exact, [&] { return std::array{moderate(), moderate()}; });
    check_several<max_row, T, 2>(exact, [&] { return std::array{moderate(), moderate()}; });
    check_several<clamp_row, T, 3>(exact,
                                   [&] { return std::array{moderate(), draw.uniform(-6, 0), draw.uniform(0, 6)}; });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(remainders, T, types) {
    sampler<T> draw;
    check_several<fmod_row, T, 2>(exact, [&] { return std::array{draw.uniform(-100, 100), draw.uniform(-3, 3)}; });
    // Just below a whole number of times, where the rounded quotient is that number itself.
    check_several<fmod_row, T, 2>(exact, [&] {
        const T y = draw.uniform(1, 3);
        const T whole = std::round(draw.uniform(3, 40));
        return std::array{std::nextafter(static_cast<T>(whole * y), T(0)), y};
    });
}

// The same programs with a scalar of 50 digits.
BOOST_AUTO_TEST_CASE(with_50_digits) {
    sampler<double> draw;
    check_with_50_digits<abs_row>(-3, 3);
    check_with_50_digits<floor_row>(-9, 9);
    check_with_50_digits<ceil_row>(-9, 9);
    check_with_50_digits<trunc_row>(-9, 9);
    check_with_50_digits<round_row>(-9, 9);
    const auto pair = [&] { return std::array{draw.uniform(-3, 3), draw.uniform(-3, 3)}; };
    check_several_with_50_digits<min_row, 2>(pair);
    check_several_with_50_digits<max_row, 2>(pair);
    check_several_with_50_digits<fmod_row, 2>(pair);
    check_several_with_50_digits<clamp_row, 3>(
        [&] { return std::array{draw.uniform(-3, 3), draw.uniform(-2, 0), draw.uniform(0, 2)}; });
}
