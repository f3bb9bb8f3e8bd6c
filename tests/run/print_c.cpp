// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/functions/table.hpp>
#include <pullback/print/c.hpp>

#include <boost/hana/define_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include "print_c_library.hpp"

namespace {

// The scalars of a result, in order.
template <class R>
std::vector<double> flat(const R& result) {
    constexpr int size = pullback::shape<R>::size;
    pullback::scalar_of<R> values[static_cast<std::size_t>(size)];
    pullback::shape<R>::template load<0>(result, values);
    return {values, values + size};
}

template <class T>
std::vector<double> run(c_library::function<T> f, const std::vector<double>& arguments, std::size_t outputs) {
    const std::vector<T> in(arguments.begin(), arguments.end());
    std::vector<T> out(outputs);
    f(in.data(), out.data());
    return {out.begin(), out.end()};
}

void check(const std::vector<double>& printed, const std::vector<double>& expected, double tolerance) {
    BOOST_TEST_REQUIRE(printed.size() == expected.size());
    for (std::size_t i = 0; i < printed.size(); ++i) {
        BOOST_TEST_CONTEXT("output " << i) {
            if (std::isnan(expected[i])) BOOST_TEST(std::isnan(printed[i]));
            else BOOST_TEST(std::abs(printed[i] - expected[i]) <= tolerance * (1 + std::abs(expected[i])));
        }
    }
}

template <class T>
using two = std::array<T, 2>;

template <class T>
struct camera {
    BOOST_HANA_DEFINE_STRUCT(camera, (T, focal), (two<T>, centre));
};

constexpr auto project = pullback::function([](const auto& c, const auto& p) {
    return std::array{c.focal * p[0] / p[2] + c.centre[0], c.focal * p[1] / p[2] - c.centre[1]};
});

constexpr auto branches = pullback::function([](const auto& x, const auto& y) {
    return select(x < y || !(x + y <= -2.5 * x), exp(x) - -1e-9,
                  select(x * y != 0 && y == y, x / 3 - (y - x), 0.1 * y));
});

template <class Row>
constexpr bool is_number =
    Row::facts.result == pullback::value_kind::number && Row::facts.operands[0] == pullback::value_kind::number;

constexpr int count_numbers() {
    int count = 0;
    pullback::functions::table::for_each([&](auto row) { count += is_number<decltype(row)> ? 1 : 0; });
    return count;
}

// Every function of the table, in one.
struct every_row {
    template <class T>
    constexpr auto operator()(const T& x, const T& y, const T& z) const {
        std::array<T, count_numbers()> results;
        std::size_t i = 0;
        pullback::functions::table::for_each([&](auto row) {
            using Row = decltype(row);
            if constexpr (std::is_same_v<Row, pullback::functions::polygamma>) results[i++] = row(T(2), x);
            else if constexpr (std::is_same_v<Row, pullback::functions::acosh>) results[i++] = row(T(1) + x);
            else if constexpr (is_number<Row> && Row::arity == 1) results[i++] = row(x);
            else if constexpr (is_number<Row> && Row::arity == 2) results[i++] = row(x, y);
            else if constexpr (is_number<Row>) results[i++] = row(x, y, z);
        });
        return results;
    }
};

template <class T>
void check_table(double tolerance) {
    constexpr auto f = pullback::value_and_jacobian(pullback::function(every_row{}));
    const auto expected = flat(f(T(0.7), T(0.4), T(0.9)));
    const c_library library(pullback::to_c<T, T, T>(f, "every_row", pullback::c_scalar<T>));
    check(run(library.find<T>("every_row"), {0.7, 0.4, 0.9}, expected.size()), expected, tolerance);
}

} // namespace

BOOST_AUTO_TEST_CASE(arrays_structs_and_jacobians) {
    using point = std::array<double, 3>;
    constexpr auto f = pullback::value_and_jacobian(project);
    const c_library library(pullback::to_c<camera<double>, point>(f, "project_and_jacobian"));
    check(run(library.find<double>("project_and_jacobian"), {500, 320, 240, 0.3, -0.2, 4}, 14),
          flat(f(camera<double>{500, {320, 240}}, point{0.3, -0.2, 4})), 1e-15);
}

BOOST_AUTO_TEST_CASE(conditions_and_select) {
    constexpr auto f = pullback::value_and_gradient(branches);
    const c_library library(std::string(pullback::to_c<double, double>(branches, "branches")) +
                            std::string(pullback::to_c<double, double>(f, "branches_and_gradient")) +
                            std::string(pullback::to_c<float, float>(f, "single", pullback::c_scalar<float>)));
    for (const double x : {-1.5, 0., 0.5, 3.})
        for (const double y : {-4., 0., 0.25, std::numeric_limits<double>::quiet_NaN()}) {
            check(run(library.find<double>("branches"), {x, y}, 1), {branches(x, y)}, 1e-15);
            check(run(library.find<double>("branches_and_gradient"), {x, y}, 3), flat(f(x, y)), 1e-15);
            check(run(library.find<float>("single"), {x, y}, 3), flat(f(static_cast<float>(x), static_cast<float>(y))),
                  1e-6);
        }
}

BOOST_AUTO_TEST_CASE(constant_functions_leave_no_warning) {
    constexpr auto f = pullback::function([](const auto&) { return std::array{2.5, 1e300}; });
    const c_library library(pullback::to_c<double>(f, "constants"));
    check(run(library.find<double>("constants"), {0}, 2), {2.5, 1e300}, 0);
}

BOOST_AUTO_TEST_CASE(every_row_in_double_precision) { check_table<double>(1e-13); }
BOOST_AUTO_TEST_CASE(every_row_in_single_precision) { check_table<float>(1e-5); }

BOOST_AUTO_TEST_CASE(gamma_functions_by_helpers) {
    constexpr auto f = pullback::function([](const auto& x) {
        return std::array{digamma(x), polygamma(1, x), polygamma(2, x), polygamma(5, x), lgamma(x)};
    });
    const c_library library(pullback::to_c<double>(f, "gammas"));
    for (const double x : {0.1, 1.0, 2.75, 14.5, 120., -0.5, -3.25, -7.9})
        BOOST_TEST_CONTEXT(x) check(run(library.find<double>("gammas"), {x}, 5), flat(f(x)), 1e-12);
}

BOOST_AUTO_TEST_CASE(expressions_and_what_they_captured) {
    constexpr auto x = pullback::variable<"x">;
    constexpr auto y = pullback::variable<"y">;
    const double factor = 1.75;
    const auto f = sin(x * factor) / y + 0.1;
    const auto g = pullback::value_and_gradient(f);
    const c_library library(pullback::to_c(g, "f_and_gradient"));
    check(run(library.find<double>("f_and_gradient"), {0.5, 2}, 3), flat(g(0.5, 2.)), 1e-15);
}

// Each function of numbers that a formula holds, to the last digit: the C function has no other inputs than the formula
// has variables.
BOOST_AUTO_TEST_CASE(numbers_in_a_formula_are_written_into_the_function) {
    constexpr auto v = pullback::variable<"v">;
    constexpr auto i = pullback::variable<"i">;
    constexpr auto T = pullback::variable<"T">;
    constexpr auto power = v * i - square(i) * (0.1 + 0.004 * (T - 25)) + max(v - 4.2, 0) + atan2(v, i) + hypot(v, i);
    constexpr auto value_and_gradient = pullback::value_and_gradient(power);
    constexpr auto by_two = pullback::value_and_jacobian(pullback::gradient(power), pullback::wrt(v, T));
    constexpr auto hessian = pullback::hessian(power);
    const c_library library(std::string(pullback::to_c(power, "power")) +
                            std::string(pullback::to_c(value_and_gradient, "power_and_gradient")) +
                            std::string(pullback::to_c(by_two, "jacobian")) +
                            std::string(pullback::to_c(hessian, "hessian")) +
                            std::string(pullback::to_c(value_and_gradient, "single", pullback::c_scalar<float>)));
    for (const double voltage : {3.7, 4.9}) {
        check(run(library.find<double>("power"), {voltage, 1.5, 31}, 1), {power(voltage, 1.5, 31.)}, 1e-15);
        check(run(library.find<double>("power_and_gradient"), {voltage, 1.5, 31}, 4),
              flat(value_and_gradient(voltage, 1.5, 31.)), 1e-15);
        check(run(library.find<double>("jacobian"), {voltage, 1.5, 31}, 9), flat(by_two(voltage, 1.5, 31.)), 1e-14);
        check(run(library.find<double>("hessian"), {voltage, 1.5, 31}, 9), flat(hessian(voltage, 1.5, 31.)), 1e-14);
        check(run(library.find<float>("single"), {voltage, 1.5, 31}, 4),
              flat(value_and_gradient(static_cast<float>(voltage), 1.5F, 31.F)), 1e-6);
    }
}

BOOST_AUTO_TEST_CASE(numbers_in_a_formula_keep_their_last_digit) {
    constexpr auto x = pullback::variable<"x">;
    using limits = std::numeric_limits<double>;
    const auto is_kept = [&](auto number) {
        const c_library library(pullback::to_c(x + number, "sum"));
        const double found = run(library.find<double>("sum"), {0}, 1)[0], wanted = static_cast<double>(number);
        BOOST_TEST((found == wanted || (found != found && wanted != wanted)), found << " for " << wanted);
    };
    for (const double number : {0.1, -4.2, 1. / 3, 25., 1e22, 6.02214076e23, -1e-7, 123456789012345678., limits::max(),
                                limits::lowest(), limits::min(), limits::denorm_min(), limits::epsilon(),
                                limits::infinity(), -limits::infinity(), limits::quiet_NaN()})
        is_kept(number);
    const c_library by_zero(pullback::to_c(1 / (x * -0.0), "reciprocal"));
    BOOST_TEST(run(by_zero.find<double>("reciprocal"), {2}, 1)[0] == -limits::infinity());
    constexpr auto negative = pullback::function([](const auto& y) { return copysign(y, -0.0); });
    const c_library with_sign(pullback::to_c<double>(negative, "negative"));
    BOOST_TEST(run(with_sign.find<double>("negative"), {2}, 1)[0] == -2);
    is_kept(0.1F);
    is_kept(0.1L);
    is_kept(-3);
    is_kept(18446744073709551615ULL);
    const c_library library(pullback::to_c(x + 0.1, "sum", pullback::c_scalar<float>));
    BOOST_TEST(run(library.find<float>("sum"), {0}, 1)[0] == 0.1F);
}

// A number that a derivative has no use for leaves no unused constant, which the compiler would complain of; a name
// that a variable has is not taken.
BOOST_AUTO_TEST_CASE(names_of_constants_are_free) {
    constexpr auto x = pullback::variable<"x">;
    constexpr auto c0 = pullback::variable<"c0">;
    const auto f = 2.5 * x + 7.25 * c0 + 3.5;
    const c_library library(std::string(pullback::to_c(f, "f")) +
                            std::string(pullback::to_c(pullback::gradient(f), "g")));
    check(run(library.find<double>("f"), {2, 3}, 1), {30.25}, 0);
    check(run(library.find<double>("g"), {2, 3}, 2), {2.5, 7.25}, 0);
}
