// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/functions/more.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "print_c_library.hpp"

// The C of the further functions and their derivatives gives what this library gives.

namespace {

template <class Row>
constexpr bool is_number = Row::facts.result == pullback::value_kind::number;

constexpr int count_rows() {
    int count = 0;
    pullback::functions::further_table::for_each([&](auto) { ++count; });
    return count;
}

struct every_row {
    template <class T>
    constexpr auto operator()(const T& x, const T& y, const T& z) const {
        std::array<T, count_rows()> results;
        std::size_t i = 0;
        pullback::functions::further_table::for_each([&](auto row) {
            using Row = decltype(row);
            namespace f = pullback::functions;
            if constexpr (std::is_same_v<Row, f::sinc_derivative>) results[i++] = row(T(2), x);
            else if constexpr (std::is_same_v<Row, f::ldexp>) results[i++] = row(x, T(3));
            else if constexpr (std::is_same_v<Row, f::log1m_exp>) results[i++] = row(T(-x));
            else if constexpr (!is_number<Row>) results[i++] = select(row(x), y, z);
            else if constexpr (Row::arity == 1) results[i++] = row(x);
            else if constexpr (Row::arity == 2) results[i++] = row(x, y);
            else results[i++] = row(x, y, z);
        });
        return results;
    }
};

template <class T>
void check_table(const std::array<T, 3>& at, double tolerance) {
    constexpr auto f = pullback::value_and_jacobian(pullback::function(every_row{}));
    const auto result = f(at[0], at[1], at[2]);
    constexpr int size = pullback::shape<std::remove_cv_t<decltype(result)>>::size;
    T expected[size], printed[size];
    pullback::shape<std::remove_cv_t<decltype(result)>>::template load<0>(result, expected);
    static const c_library library(std::string(pullback::to_c<T, T, T>(f, "every_row", pullback::c_scalar<T>)));
    library.find<T>("every_row")(at.data(), printed);
    for (int i = 0; i < size; ++i)
        BOOST_CHECK_MESSAGE(
            (std::isnan(expected[i]) && std::isnan(printed[i])) || expected[i] == printed[i] ||
                std::abs(printed[i] - expected[i]) <= tolerance * (1 + std::abs(expected[i])),
            "result " << i << " at " << at[0] << ", " << at[1] << " is " << printed[i] << ", not " << expected[i]);
}

} // namespace

BOOST_AUTO_TEST_CASE(every_row_in_double_precision) {
    check_table<double>({0.7, 0.4, 0.9}, 1e-13);
    check_table<double>({0.2, 11.5, 0.25}, 1e-13);
    check_table<double>({13.25, 12.75, 2}, 1e-12);
    check_table<double>({-2.5, 0.75, -0.}, 1e-13);
    check_table<double>({0, 0, 0.5}, 1e-13);
}
BOOST_AUTO_TEST_CASE(every_row_in_single_precision) { check_table<float>({0.7f, 0.4f, 0.9f}, 1e-5); }

// The names that C has for every type stay without suffix.
BOOST_AUTO_TEST_CASE(kinds_of_numbers_in_single_precision) {
    constexpr auto f = pullback::function([](const auto& x) { return select(isnan(x), 0 * x, fmax(sinc(x), 0.25)); });
    const std::string text(pullback::to_c<float>(f, "f", pullback::c_scalar<float>));
    BOOST_CHECK(text.find("isnan(in[0])") != std::string::npos);
    BOOST_CHECK(text.find("fmaxf(") != std::string::npos);
    BOOST_CHECK(text.find("pullback_sinc(in[0])") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(formulas_for_reading) {
    constexpr auto x = pullback::variable<"x">;
    constexpr auto y = pullback::variable<"y">;
    BOOST_CHECK_EQUAL(std::string(pullback::to_latex(inv(x))), "\\frac{1}{x}");
    BOOST_CHECK_EQUAL(std::string(pullback::to_latex(sin_pi(x))), "\\sin\\left(\\pi \\, x\\right)");
    BOOST_CHECK_EQUAL(std::string(pullback::to_latex(Phi(x) + beta(x, y))),
                      "\\Phi\\left(x\\right) + \\operatorname{B}\\left(x, y\\right)");
    BOOST_CHECK_EQUAL(std::string(pullback::to_latex(powm1(x, y))), "\\left(x^{y} - 1\\right)");
    BOOST_CHECK_EQUAL(std::string(pullback::to_latex(midpoint(x, y))), "\\frac{x + y}{2}");
}
