// SPDX-License-Identifier: BSL-1.0
#include "check_shapes.hpp"

#include <pullback.hpp>
#include <pullback/check/numerical_diff.hpp>
#include <pullback/dynamic/check.hpp>

#include <boost/hana/define_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

namespace {

using pullback::function;
using pullback::numerical_diff;
namespace dynamic = pullback::dynamic;

constexpr auto x = pullback::variable<"x">;
constexpr auto formula = square(exp(square(x)));
constexpr auto chain = [](const auto& v) { return pullback::square(pullback::exp(pullback::square(v))); };
constexpr auto generic = function(chain);

std::string digits(double value) {
    char text[40];
    std::snprintf(text, sizeof text, "%.17g", value);
    return text;
}

using check_shapes::camera;
using check_shapes::row;

} // namespace

// The figures that the documents print.

BOOST_AUTO_TEST_CASE(square_at_2) {
    const double got = numerical_diff(pullback::functions::square{}, 2.0);
    BOOST_TEST(digits(got).substr(0, 14) == "4.000000000004");
    char text[40];
    std::snprintf(text, sizeof text, "%.16g", got);
    BOOST_TEST(text == "4.000000000004");
    BOOST_TEST(numerical_diff(pullback::functions::square{}, dynamic::variable{2.0}) == got);
}

BOOST_AUTO_TEST_CASE(chain_at_a_half_and_at_2) {
    for (const auto& [at, figure] : {std::pair{0.5, 3.2974426293330694}, std::pair{2.0, 23847.666917060906}}) {
        BOOST_TEST(numerical_diff(formula, at) == figure);
        BOOST_TEST(numerical_diff(generic, at) == figure);
        BOOST_TEST(numerical_diff(chain, at) == figure);
        BOOST_TEST(numerical_diff(chain, dynamic::variable{at}) == figure);
        BOOST_TEST(numerical_diff(generic, dynamic::variable{at}) == figure);
    }
    BOOST_TEST(digits(numerical_diff(formula, 0.5)) == "3.2974426293330694");
    BOOST_TEST(digits(numerical_diff(formula, 2.0)) == "23847.666917060906");
}

BOOST_AUTO_TEST_CASE(callable_of_variables) {
    const auto f = [](const dynamic::variable<double>& v) { return square(exp(square(v))); };
    const auto g = [](dynamic::variable<double> v) {
        v *= v;
        return v.data() > 0 ? v : -v;
    };
    BOOST_TEST(numerical_diff(f, 0.5) == 3.2974426293330694);
    BOOST_TEST(numerical_diff(f, dynamic::variable{0.5}) == 3.2974426293330694);
    BOOST_TEST(numerical_diff(g, 2.0) == numerical_diff(pullback::functions::square{}, 2.0));
}

BOOST_AUTO_TEST_CASE(leaves_the_variable_as_it_was) {
    dynamic::variable v{0.5};
    numerical_diff(chain, v);
    BOOST_TEST(v.data() == 0.5);
    BOOST_TEST(!v.has_grad());
    BOOST_TEST((v.creator() == pullback::none));
}

BOOST_AUTO_TEST_CASE(scalars) {
    static_assert(std::is_same_v<decltype(numerical_diff(formula, 0.5f)), float>);
    static_assert(std::is_same_v<decltype(numerical_diff(formula, 0.5L)), long double>);
    static_assert(std::is_same_v<decltype(numerical_diff(formula, 2)), double>);
    static_assert(std::is_same_v<decltype(numerical_diff(chain, dynamic::variable{0.5f})), float>);
    BOOST_TEST(std::abs(numerical_diff(formula, 0.5f, 5e-3f) - 3.29744254f) < 1e-3f);
    BOOST_TEST(std::abs(numerical_diff(formula, 0.5L, 1e-6L) - 3.29744254140025629L) < 1e-10L);
    BOOST_TEST(numerical_diff(formula, 2) == 23847.666917060906);
}

BOOST_AUTO_TEST_CASE(step_is_the_caller_s) {
    const double slope = numerical_diff([](double v) { return v * v * v; }, 1.0, 0.5);
    BOOST_TEST(slope == 3.25);
}

BOOST_AUTO_TEST_CASE(in_constant_expressions) {
    static_assert(numerical_diff(pullback::functions::square{}, 3.0, 0.5) == 6.0);
    static_assert(numerical_diff(formula, 0.5) > 3.2974 && numerical_diff(formula, 0.5) < 3.2975);
}

BOOST_AUTO_TEST_CASE(array_gives_array) {
    const auto f = [](const auto& v) { return v[0] * v[1] * v[1] + v[2]; };
    const std::array<double, 3> g = numerical_diff(f, std::array{2.0, 3.0, 5.0}, 0.5);
    BOOST_TEST((g == std::array{9.0, 12.0, 1.0}));
    BOOST_TEST((numerical_diff(function(f), std::array{2.0, 3.0, 5.0}, 0.5) == g));
    const std::array<dynamic::variable<double>, 3> variables{2.0, 3.0, 5.0};
    BOOST_TEST((numerical_diff(f, variables, 0.5) == g));
}

BOOST_AUTO_TEST_CASE(struct_gives_struct) {
    constexpr auto f = function([](const auto& c) { return c.focal * c.centre[0] + square(c.centre[1]); });
    const camera<double> at{2.0, {3.0, 5.0}};
    const camera<double> g = numerical_diff(f, at, 0.25);
    BOOST_TEST(g.focal == 3.0);
    BOOST_TEST(g.centre[0] == 2.0);
    BOOST_TEST(g.centre[1] == 10.0);
}

BOOST_AUTO_TEST_CASE(array_of_the_graph_gives_its_like) {
    const auto f = [](const dynamic::variable<row>& v) { return sum(v * v); };
    const row at{{1.0, 2.0, 4.0}};
    const std::vector<double> slopes{2.0, 4.0, 8.0};
    BOOST_TEST(numerical_diff(f, dynamic::variable<row>(at), 0.5).values == slopes);
    BOOST_TEST(numerical_diff(f, at, 0.5).values == slopes);
    const auto on_data = [](const row& a) { return a.values[0] * a.values[1] + a.values[2]; };
    BOOST_TEST(numerical_diff(on_data, at, 0.5).values == (std::vector<double>{2.0, 1.0, 1.0}));
}

BOOST_AUTO_TEST_CASE(several_results_of_run_time_length_throw) {
    const auto f = [](const dynamic::variable<row>& v) { return v * v; };
    BOOST_CHECK_EXCEPTION(numerical_diff(f, row{{1.0, 2.0}}), dynamic::shape_mismatch, [](const auto& error) {
        return std::string(error.what()).find("f returns an array of shape (2), not one number") != std::string::npos;
    });
    BOOST_TEST(numerical_diff(f, row{{3.0}}, 0.5).values == std::vector<double>{6.0});
}
