// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/functions/table.hpp>
#include <pullback/print/latex.hpp>

#include <boost/test/unit_test.hpp>

#include <string_view>
#include <type_traits>

namespace {

using namespace pullback::literals;

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;
constexpr auto sigma = pullback::variable<"sigma">;
constexpr auto x_max = pullback::variable<"x_max">;
constexpr auto rate_2 = pullback::variable<"rate2">;
constexpr auto first = pullback::variable<0>;
constexpr auto second = pullback::variable<1>;

// Braces, and \left with \right.
bool is_balanced(std::string_view text) {
    int braces = 0, brackets = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        braces += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
        brackets += text.substr(i, 5) == "\\left" ? 1 : text.substr(i, 6) == "\\right" ? -1 : 0;
        if (braces < 0 || brackets < 0) return false;
    }
    return braces == 0 && brackets == 0;
}

} // namespace

BOOST_AUTO_TEST_CASE(formulas) {
    static_assert(to_latex(exp(square(x))) == "e^{x^{2}}");
    BOOST_TEST(to_latex(x / y) == "\\frac{x}{y}");
    BOOST_TEST(to_latex(square(sin(x))) == "\\left(\\sin\\left(x\\right)\\right)^{2}");
    BOOST_TEST(to_latex(square(exp(x))) == "\\left(e^{x}\\right)^{2}");
    BOOST_TEST(to_latex(pow(x + y, sigma - 1_c)) == "\\left(x + y\\right)^{\\sigma - 1}");
    BOOST_TEST(to_latex(sqrt(square(x) + square(y))) == "\\sqrt{x^{2} + y^{2}}");
    BOOST_TEST(to_latex(-(x * y)) == "-x \\, y");
    BOOST_TEST(to_latex(x - (y - sigma)) == "x - \\left(y - \\sigma\\right)");
    BOOST_TEST(to_latex(2_c * x * (y + sigma)) == "2 \\, x \\, \\left(y + \\sigma\\right)");
    BOOST_TEST(to_latex(select(x < y, 1e-7_c * x, y)) ==
               "\\begin{cases} 10^{-7} \\, x & x < y \\\\ y & \\text{otherwise} \\end{cases}");
}

BOOST_AUTO_TEST_CASE(names) {
    BOOST_TEST(to_latex(sigma * x_max) == "\\sigma \\, x_{\\mathrm{max}}");
    BOOST_TEST(to_latex(first * second) == "x_{0} \\, x_{1}");
    BOOST_TEST(to_latex(rate_2) == "\\mathrm{rate}_{2}");
    constexpr auto f = pullback::function([](const auto& a, const auto& b) { return a[1][0] * b; });
    BOOST_TEST((to_latex<std::array<std::array<double, 2>, 2>, double>(f)) == "x_{0,1,0} \\, x_{1}");
}

BOOST_AUTO_TEST_CASE(several_lines) {
    BOOST_TEST(to_latex(pullback::value_and_gradient(exp(x) * y)) ==
               "\\begin{aligned}\nt_{1} &= e^{x} \\\\\nt_{2} &= y \\, t_{1} \\\\\n\\mathrm{value} &= t_{2} \\\\\n"
               "\\mathrm{gradient}_{x} &= t_{2} \\\\\n\\mathrm{gradient}_{y} &= t_{1}\n\\end{aligned}");
}

BOOST_AUTO_TEST_CASE(every_row_is_balanced) {
    pullback::functions::table::for_each([](auto row) {
        using Row = decltype(row);
        if constexpr (Row::facts.result == pullback::value_kind::number &&
                      Row::facts.operands[0] == pullback::value_kind::number)
            BOOST_TEST_CONTEXT(Row::name) {
                if constexpr (Row::arity == 1) BOOST_TEST(is_balanced(to_latex(row(x + y))));
                else if constexpr (Row::arity == 2) BOOST_TEST(is_balanced(to_latex(row(x + y, x - y))));
                else BOOST_TEST(is_balanced(to_latex(row(x + y, x - y, sigma))));
            }
    });
}
