// SPDX-License-Identifier: BSL-1.0
#include "function_check.hpp"

#include <boost/math/special_functions/log1p.hpp>

using namespace function_test;

namespace {

reference logistic(const reference& x) { return 1 / (1 + exp(-x)); }
reference slope(const reference& x) { return exp(-x) / ((1 + exp(-x)) * (1 + exp(-x))); }

// The slope is y (1 - y): it is known to a unit in the last place of y.
FUNCTION_TEST_ROW(sigmoid, logistic(x), scaled(slope(x), logistic(x)),
                  scaled(slope(x) * (exp(-x) - 1) / (exp(-x) + 1), logistic(x)));
FUNCTION_TEST_ROW(softplus, boost::math::log1p(exp(x)), logistic(x), scaled(slope(x), logistic(x)));
FUNCTION_TEST_ROW(detach, x, 0, 0);

// Any number of arguments: the gradient is the softmax w, the Hessian diag(w) - w wᵀ.
template <std::size_t N>
exact_results<N> softmax(const point<N>& x) {
    reference sum = 0;
    for (const auto& each : x) sum += exp(each);
    exact_results<N> result{};
    result.value = log(sum);
    for (std::size_t i = 0; i < N; ++i) {
        result.gradient[i] = exp(x[i]) / sum;
        if (abs(x[i]) > result.value_size) result.value_size = abs(x[i]);
        for (std::size_t k = 0; k < N; ++k)
            result.hessian[i][k] =
                i == k ? exp(x[i]) * (sum - exp(x[i])) / (sum * sum) : reference(-exp(x[i] + x[k]) / (sum * sum));
    }
    result.second_size = 1;
    return result;
}

struct log_sum_exp_row {
    static constexpr const char* name = "log_sum_exp";
    static constexpr auto function = pullback::function([](const auto& x) { return log_sum_exp(x[0], x[1]); });
    static exact_results<2> at(const point<2>& x) { return softmax(x); }
};

struct log_sum_exp_of_three_row {
    static constexpr const char* name = "log_sum_exp3";
    static constexpr auto function = pullback::function([](const auto& x) { return log_sum_exp(x[0], x[1], x[2]); });
    static exact_results<3> at(const point<3>& x) { return softmax(x); }
};

struct log_sum_exp_of_array_row {
    static constexpr const char* name = "log_sum_exp[]";
    static constexpr auto function = pullback::function([](const auto& x) { return log_sum_exp(x); });
    static exact_results<3> at(const point<3>& x) { return softmax(x); }
};

} // namespace

BOOST_AUTO_TEST_CASE(formulas) {
    sampler<double> draw;
    check_formulas<sigmoid_row>(-3, 3);
    check_formulas<softplus_row>(-3, 3);
    check_formulas_of_several<log_sum_exp_row, 2>([&] { return std::array{draw.uniform(-3, 3), draw.uniform(-3, 3)}; });
    check_formulas_of_several<log_sum_exp_of_three_row, 3>(
        [&] { return std::array{draw.uniform(-3, 3), draw.uniform(-3, 3), draw.uniform(-3, 3)}; });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(activations, T, types) {
    sampler<T> draw;
    const T most = T(0.69) * T(std::numeric_limits<T>::max_exponent - 2);
    const auto anywhere = [&] { return draw.uniform(-most, most); };
    const auto moderate = [&] { return draw.uniform(-10, 10); };
    check<sigmoid_row, T>({3, 4, 8}, anywhere);
    check<sigmoid_row, T>({3, 4, 8}, moderate);
    check<softplus_row, T>({3, 3, 4}, anywhere);
    check<softplus_row, T>({3, 3, 4}, moderate);
    check<detach_row, T>({0, 0, 0}, anywhere);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(logarithm_of_a_sum_of_exponentials, T, types) {
    sampler<T> draw;
    const auto moderate = [&] { return draw.uniform(-3, 3); };
    // The rounding of x - y counts as often as x - y is large.
    check_several<log_sum_exp_row, T, 2>({2, 6, 4}, [&] { return std::array{moderate(), moderate()}; });
    check_several<log_sum_exp_of_three_row, T, 3>({2, 8, 4},
                                                  [&] { return std::array{moderate(), moderate(), moderate()}; });
    check_several<log_sum_exp_of_array_row, T, 3>({2, 8, 4},
                                                  [&] { return std::array{moderate(), moderate(), moderate()}; });
    const auto large = [&] { return draw.uniform(-3000, 3000); };
    check_several<log_sum_exp_row, T, 2>({2, 6, 4}, [&] {
        const T x = large();
        return std::array{x, x + moderate()};
    });
}

BOOST_AUTO_TEST_CASE(numbers_of_arguments) {
    BOOST_CHECK_EQUAL(pullback::log_sum_exp(1.5), 1.5);
    BOOST_CHECK_EQUAL(pullback::log_sum_exp(std::array{1.5}), 1.5);
    const double of_four = std::log(std::exp(1.) + std::exp(2.) + std::exp(3.) + std::exp(4.));
    BOOST_CHECK_CLOSE(pullback::log_sum_exp(1, 2., 3.F, 4), of_four, 1e-13);
    BOOST_CHECK_CLOSE(pullback::log_sum_exp(std::array{1., 2., 3., 4.}), of_four, 1e-13);
    BOOST_CHECK_CLOSE(pullback::log_sum_exp(1000., 1000.), 1000 + std::log(2.), 1e-13);
    BOOST_CHECK_CLOSE(pullback::log_sum_exp(-1000., -1000., -1000.), -1000 + std::log(3.), 1e-13);
}

BOOST_AUTO_TEST_CASE(infinite_terms) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const double nan = std::numeric_limits<double>::quiet_NaN();
    constexpr auto of_two = log_sum_exp_row::function;
    constexpr auto of_three = log_sum_exp_of_three_row::function;
    using two = std::array<double, 2>;
    using three = std::array<double, 3>;
    BOOST_CHECK_EQUAL(of_two(two{-infinity, -infinity}), -infinity);
    BOOST_CHECK_EQUAL(of_two(two{infinity, infinity}), infinity);
    BOOST_CHECK_EQUAL(of_two(two{-infinity, 2}), 2);
    BOOST_CHECK_EQUAL(of_two(two{-infinity, infinity}), infinity);
    BOOST_CHECK(std::isnan(of_two(two{nan, 1})));
    BOOST_CHECK(std::isnan(of_two(two{1, nan})));
    BOOST_CHECK_EQUAL(of_three(three{-infinity, -infinity, -infinity}), -infinity);
    BOOST_CHECK_EQUAL(of_three(three{infinity, 1, infinity}), infinity);
    BOOST_CHECK_EQUAL(of_three(three{-infinity, 2, -infinity}), 2);
    BOOST_CHECK(std::isnan(of_three(three{1, nan, 2})));

    BOOST_CHECK((pullback::gradient(of_two)(two{-infinity, -infinity}) == two{0.5, 0.5}));
    BOOST_CHECK((pullback::gradient(of_two)(two{-infinity, 2}) == two{0, 1}));
    BOOST_CHECK((pullback::gradient(of_three)(three{-infinity, 2, -infinity}) == three{0, 1, 0}));
    // Equal terms: a place like any other.
    const auto h = pullback::hessian(of_two)(two{3, 3});
    BOOST_CHECK((h == std::array{two{0.25, -0.25}, two{-0.25, 0.25}}));
}

// The same programs with a scalar of 50 digits.
BOOST_AUTO_TEST_CASE(with_50_digits) {
    sampler<double> draw;
    check_with_50_digits<sigmoid_row>(-3, 3);
    check_with_50_digits<softplus_row>(-3, 3);
    check_with_50_digits<detach_row>(-3, 3);
    check_several_with_50_digits<log_sum_exp_row, 2>(
        [&] { return std::array{draw.uniform(-3, 3), draw.uniform(-3, 3)}; });
    check_several_with_50_digits<log_sum_exp_of_three_row, 3>(
        [&] { return std::array{draw.uniform(-3, 3), draw.uniform(-3, 3), draw.uniform(-3, 3)}; });
}
