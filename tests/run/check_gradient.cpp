// SPDX-License-Identifier: BSL-1.0
#include "check_shapes.hpp"

#include <pullback.hpp>
#include <pullback/check/boost_test.hpp>
#include <pullback/dynamic.hpp>
#include <pullback/dynamic/check.hpp>

#include <boost/hana/define_struct.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <tuple>
#include <vector>

namespace {

using pullback::function;
using pullback::gradient_check;
using pullback::gradient_is_right;
using pullback::gradient_report;
namespace dynamic = pullback::dynamic;

using scalars = std::tuple<float, double, long double>;

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;

template <class T>
struct sampler {
    std::mt19937_64 engine{20240229};
    T operator()(double low, double high) {
        return static_cast<T>(std::uniform_real_distribution<double>(low, high)(engine));
    }
};

bool mentions(const gradient_report& report, const std::string& part) {
    const bool found = report.message().find(part) != std::string::npos;
    if (!found) BOOST_TEST_MESSAGE(report.message());
    return found;
}

template <class T, class Row>
void check_one(const Row& f, double low, double high, int count = 200) {
    sampler<T> draw;
    for (int i = 0; i < count; ++i) {
        const T a = draw(low, high);
        BOOST_TEST(gradient_is_right(f, a), Row::name << " at " << a);
    }
}

template <class T, class Row>
void check_two(const Row& f, double low, double high, int count = 100) {
    sampler<T> draw;
    for (int i = 0; i < count; ++i) {
        const T a = draw(low, high), b = draw(low, high);
        BOOST_TEST(gradient_is_right(f, a, b), Row::name << " at " << a << ", " << b);
    }
}

// The rule of a square is off by a small part.
struct wrong_square : pullback::elementary<wrong_square, 1> {
    static constexpr const char* name = "wrong_square";
    static constexpr auto value(const auto& a) { return a * a; }
    static constexpr auto pullback(const auto& a, const auto&, const auto& gy) { return gy * a * 2.001; }
};

// The adjoint of the second operand has the wrong sign.
struct wrong_difference : pullback::elementary<wrong_difference, 2> {
    static constexpr const char* name = "wrong_difference";
    static constexpr auto value(const auto& a, const auto& b) { return a - b; }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T&, const T&, const T&, const T& gy) {
        return {gy, gy};
    }
};

using check_shapes::camera;
using check_shapes::row;

} // namespace

// Right gradients pass.

BOOST_AUTO_TEST_CASE_TEMPLATE(rows_of_one_operand_are_right, T, scalars) {
    namespace table = pullback::functions;
    check_one<T>(table::square{}, -9, 9);
    check_one<T>(table::sqrt{}, 1e-3, 50);
    check_one<T>(table::cbrt{}, 1e-3, 50);
    check_one<T>(table::exp{}, -30, 30);
    check_one<T>(table::exp2{}, -30, 30);
    check_one<T>(table::expm1{}, -9, 9);
    check_one<T>(table::log{}, 1e-3, 50);
    check_one<T>(table::log2{}, 1e-3, 50);
    check_one<T>(table::log1p{}, -0.99, 50);
    check_one<T>(table::sin{}, -50, 50);
    check_one<T>(table::cos{}, -50, 50);
    check_one<T>(table::tan{}, -1.4, 1.4);
    check_one<T>(table::asin{}, -0.95, 0.95);
    check_one<T>(table::acos{}, -0.95, 0.95);
    check_one<T>(table::atan{}, -50, 50);
    check_one<T>(table::sinh{}, -20, 20);
    check_one<T>(table::cosh{}, -20, 20);
    check_one<T>(table::tanh{}, -9, 9);
    check_one<T>(table::asinh{}, -50, 50);
    check_one<T>(table::acosh{}, 1.01, 50);
    check_one<T>(table::atanh{}, -0.95, 0.95);
    check_one<T>(table::erf{}, -4, 4);
    check_one<T>(table::erfc{}, -4, 4);
    check_one<T>(table::sigmoid{}, -30, 30);
    check_one<T>(table::softplus{}, -30, 30);
    check_one<T>(table::floor{}, 0.01, 0.99);
    check_one<T>(table::abs{}, 0.01, 3);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(rows_of_two_operands_are_right, T, scalars) {
    namespace table = pullback::functions;
    check_two<T>(table::add{}, -9, 9);
    check_two<T>(table::subtract{}, -9, 9);
    check_two<T>(table::multiply{}, -9, 9);
    check_two<T>(table::divide{}, 0.1, 9);
    check_two<T>(table::pow{}, 0.1, 5);
    check_two<T>(table::hypot{}, -9, 9);
    check_two<T>(table::atan2{}, 0.1, 9);
    check_two<T>(table::log_sum_exp{}, -9, 9);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(composed_functions_are_right, T, scalars) {
    constexpr auto formula = sqrt(1 + square(x)) / (2 + cos(y)) + tanh(x * y);
    constexpr auto deep = function([](const auto& v) {
        auto a = v[0], b = v[1];
        for (int i = 0; i < 5; ++i) {
            const auto c = sin(a) * b + v[2];
            b = a / (1 + square(b));
            a = c;
        }
        return a * b;
    });
    sampler<T> draw;
    for (int i = 0; i < 100; ++i) {
        BOOST_TEST(gradient_is_right(formula, draw(-3, 3), draw(-3, 3)));
        BOOST_TEST(gradient_is_right(deep, std::array{draw(-1, 1), draw(-1, 1), draw(-1, 1)}));
    }
}

BOOST_AUTO_TEST_CASE(of_very_different_sizes) {
    constexpr auto tiny = 1e-200 * square(x);
    BOOST_TEST(gradient_is_right(tiny, 0.7));
    BOOST_TEST(gradient_is_right(function([](const auto& v) { return 1e200 * square(v); }), 0.7));
    BOOST_TEST(gradient_is_right(log(x), 1e-6));
    BOOST_TEST(gradient_is_right(sin(x), 1e5));
    BOOST_TEST(gradient_is_right(sin(x), 74018.6484f));
    BOOST_TEST(gradient_is_right(sin(x), -74018.6484f));
    BOOST_TEST(gradient_is_right(square(x), 1e9));
    BOOST_TEST(gradient_is_right(sin(1000 * x), 0.3));
    BOOST_TEST(gradient_is_right(exp(-x), 700.0));
    BOOST_TEST(gradient_is_right(pow(1 - x, 7), 1.01));
    BOOST_TEST(gradient_is_right(x * 0 + 3, 1.0));
}

BOOST_AUTO_TEST_CASE(close_to_a_kink_but_not_at_it) {
    BOOST_TEST(gradient_is_right(abs(x), 1e-4));
    BOOST_TEST(gradient_is_right(max(x, y), 1.0, 1.0001));
    BOOST_TEST(gradient_is_right(floor(x), 1.001));
    BOOST_TEST(!gradient_check(max(x, 0 * x), 0.0));
}

BOOST_AUTO_TEST_CASE(in_constant_expressions) {
    static_assert(gradient_check(square(exp(square(x))), 0.5));
    static_assert(!gradient_check(wrong_square{}, 0.5));
}

BOOST_AUTO_TEST_CASE(scalars_of_more_digits) {
    using wide = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>, boost::multiprecision::et_off>;
    const auto report = gradient_check(square(exp(square(x))), wide(1) / 2);
    BOOST_TEST(report.passed, report.message());
    BOOST_TEST(report.allowed < 1e-31);
}

BOOST_AUTO_TEST_CASE(structs_and_several_arguments) {
    constexpr auto project = function([](const auto& c, const auto& point) {
        const auto scale = c.focal / point[2];
        return std::array{c.centre[0] + scale * point[0], c.centre[1] + scale * point[1]};
    });
    const auto report = gradient_check(project, camera<double>{1.5, {0.1, 0.2}}, std::array{1.0, 2.0, 3.0});
    BOOST_TEST(report.passed, report.message());
    BOOST_TEST(report.compared == 12u);
    BOOST_TEST(report.result_count == 2u);
    BOOST_TEST(gradient_is_right(pullback::gradient(square(x) * y), 2.0, 3.0));
    BOOST_TEST(gradient_is_right(x * y, 2.0f, 3.0));
}

// Wrong ones do not, and the report says where.

BOOST_AUTO_TEST_CASE(functions_over_data) {
    struct entry {
        int column;
        double value;
    };
    constexpr auto images = function([](const auto& numbers, const auto& rows) {
        return map(rows, [&](const auto& row) {
            return sin(sum(row, [&](const auto& each) {
                const auto& [column, value] = each;
                return value * numbers[column];
            }));
        });
    });
    const std::vector<double> numbers{0.5, -1, 2};
    const std::vector<entry> entries{{0, 1}, {2, 3}, {2, 2}, {0, 1}};
    const std::vector<int> offsets{0, 2, 2, 4};
    const auto report = gradient_check(images, numbers, pullback::rows_of(entries, offsets));
    BOOST_TEST(report.passed, report.message());
    BOOST_TEST(report.compared == 3 * (3 + 4));
    constexpr auto largest = function([](const auto& all, const auto& places) { // at a tie
        return max(places, [&](const auto& k) { return all[k]; });
    });
    BOOST_TEST(gradient_is_right(largest, numbers, std::vector<int>{0, 2}));
    BOOST_TEST(mentions(gradient_check(largest, std::vector<float>{1, 2, 2}, std::vector<int>{0, 2, 1}),
                        "element 1 of argument 0: the gradient is 0"));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(wrong_rule_is_caught, T, scalars) {
    sampler<T> draw;
    for (int i = 0; i < 100; ++i) {
        const T at = draw(0.1, 9);
        // A thousandth is less than differences of float tell.
        const auto report = gradient_check(wrong_square{}, at);
        if constexpr (!std::is_same_v<T, float>) BOOST_TEST(!report, report.message());
        BOOST_TEST(!gradient_check(wrong_difference{}, at, T(1)));
    }
}

BOOST_AUTO_TEST_CASE(worst_component_is_named) {
    const auto difference = gradient_check(wrong_difference{}, 5.0, 3.0);
    BOOST_TEST(difference.argument == 1u);
    BOOST_TEST(difference.analytic == 1);
    BOOST_TEST(std::abs(difference.numerical + 1) < 1e-9);
    BOOST_TEST(difference.error > 1e6);
    BOOST_TEST(
        mentions(difference, "gradient_check(f, x...): argument 1: the gradient is 1, central differences give -"));
    BOOST_TEST(mentions(difference, "(difference 2, allowed "));

    constexpr auto third =
        function([](const auto& a, const auto& v) { return a * v[0] + v[1] * v[2] + wrong_square{}(v[3]); });
    const auto element = gradient_check(third, 2.0, std::array{1.0, 2.0, 3.0, 1.25});
    BOOST_TEST(!element);
    BOOST_TEST(element.element == 3u);
    BOOST_TEST(element.element_count == 4u);
    BOOST_TEST(element.compared == 5u);
    BOOST_TEST(mentions(
        element,
        "gradient_check(f, x...): element 3 of argument 1: the gradient is 2.50125, central differences give 2."));

    constexpr auto several =
        function([](const auto& v) { return std::array{v[0] * v[1], exp(v[0]), v[0] + wrong_square{}(v[1])}; });
    const auto entry = gradient_check(several, std::array{1.0, 2.0});
    BOOST_TEST(entry.result == 2u);
    BOOST_TEST(entry.element == 1u);
    BOOST_TEST(mentions(entry, "result 2 by element 1 of argument 0: the derivative is 4.002, "));
}

BOOST_AUTO_TEST_CASE(small_mistakes_are_caught) {
    constexpr auto f = function([](const auto& v) { return exp(v) + 1e-8 * (detach(v) - v); });
    BOOST_TEST(!gradient_check(f, 0.5));
    BOOST_TEST(gradient_is_right({.relative = 1e-7}, f, 0.5));
    BOOST_TEST(gradient_is_right({.relative = 0, .absolute = 1e-6}, f, 0.5));
    BOOST_TEST(!gradient_check({.relative = 0, .absolute = 1e-9, .step = 1e-2}, f, 0.5));
    BOOST_TEST(!gradient_check(1e-200 * detach(x) * x, 0.5));
}

BOOST_AUTO_TEST_CASE(what_is_not_finite_fails) {
    const double nan = std::numeric_limits<double>::quiet_NaN(), infinite = std::numeric_limits<double>::infinity();
    BOOST_TEST(!gradient_check(square(x), nan));
    BOOST_TEST(!gradient_check(square(x), infinite));
    BOOST_TEST(!gradient_check(sqrt(x), 0.0));
    BOOST_TEST(!gradient_check(log(x), -1.0));
    BOOST_TEST(!gradient_check(exp(x), 800.0));
    BOOST_TEST(mentions(gradient_check(square(x), nan), "nan, central differences give nan"));
    BOOST_TEST(!gradient_check({.relative = 1e300, .absolute = infinite}, sqrt(x), -1.0));
    // Finite values, a derivative that is not.
    BOOST_TEST(!gradient_check(select(x < 0, sqrt(-x), sqrt(x)), 0.0));
}

BOOST_AUTO_TEST_CASE(nothing_to_check_fails) {
    const auto report = gradient_check([](const dynamic::variable<row>& v) { return sum(v); }, row{});
    BOOST_TEST(!report);
    BOOST_TEST(mentions(report, "there is nothing to check"));
}

// Callables of variables.

BOOST_AUTO_TEST_CASE(backward_is_right) {
    const auto chain = [](const auto& v) { return square(exp(square(v))); };
    BOOST_TEST(gradient_is_right(chain, 0.5));
    BOOST_TEST(gradient_is_right(chain, 0.5f));
    BOOST_TEST(gradient_is_right(chain, 0.5L));
    BOOST_TEST(gradient_is_right(chain, dynamic::variable{0.5}));
    BOOST_TEST(gradient_is_right(square(exp(square(x))), dynamic::variable{0.5}));
    BOOST_TEST(gradient_is_right(
        [](dynamic::variable<double>& a, const dynamic::variable<double>& b) {
            auto sum = a;
            while (sum.data() < 100) sum = sum * 2 + b * a;
            return sum;
        },
        1.5, 0.25));
    const auto several = [](const auto& a) { return std::array{a[0] * a[1], exp(a[0])}; };
    BOOST_TEST(gradient_is_right(several, std::array{1.5, 0.25}));
    BOOST_TEST(gradient_is_right(several, std::array<dynamic::variable<double>, 2>{1.5, 0.25}));
}

BOOST_AUTO_TEST_CASE(backward_of_arrays_is_right) {
    const row at{{1.0, -2.0, 0.5}};
    BOOST_TEST(
        gradient_is_right([](const auto& v, const auto& w) { return sum(sin(v) * w); }, at, row{{3.0, 2.0, 1.0}}));
    const auto report =
        gradient_check([](const auto& v, const auto& a) { return exp(v) * a; }, dynamic::variable<row>(at), 2.0);
    BOOST_TEST(report.passed, report.message());
    BOOST_TEST(report.compared == 12u);
    BOOST_TEST(gradient_is_right(pullback::functions::tanh{}, at));
}

BOOST_AUTO_TEST_CASE(wrong_backward_is_caught) {
    const auto f = [](const auto& v, const auto& a) { return sum(v) * a + sum(wrong_square{}(v)); };
    const auto report = gradient_check(f, row{{0.5, 4.0, 1.0}}, 0.001);
    BOOST_TEST(!report);
    BOOST_TEST(report.argument == 0u);
    BOOST_TEST(mentions(report, " of argument 0: the gradient is "));
    const auto cut = [](const dynamic::variable<double>& a, const dynamic::variable<double>& b) {
        return a * b.detach();
    };
    BOOST_TEST(gradient_check(cut, 2.0, 3.0).argument == 1u);
    BOOST_TEST(!gradient_check(cut, 2.0, 3.0));
}

// A class with a state, as a graph's function may be.
struct remembered_square : dynamic::function<remembered_square> {
    double forward(double a) {
        last = a;
        return a * a;
    }
    double backward(double gy) { return factor * last * gy; }
    double last = 0;
    double factor = 2;
};

BOOST_AUTO_TEST_CASE(own_class_of_the_graph) {
    remembered_square f;
    BOOST_TEST(gradient_is_right(f, 3.0));
    f.factor = 3;
    BOOST_TEST(!gradient_check(f, dynamic::variable{3.0}));
}

BOOST_AUTO_TEST_CASE(variables_are_left_as_they_were) {
    dynamic::variable a{2.0}, b{3.0};
    a.set_grad(7.0);
    BOOST_TEST(gradient_is_right([](const auto& u, const auto& v) { return u * v; }, a, b));
    BOOST_TEST(a.grad() == 7.0);
    BOOST_TEST(!b.has_grad());
}

BOOST_AUTO_TEST_CASE(assertion_prints_the_sentence) {
    const auto result = gradient_is_right(wrong_square{}, 2.0);
    BOOST_TEST(!result);
    const auto message = result.message();
    BOOST_TEST(std::string(message.begin(), message.end()) == gradient_check(wrong_square{}, 2.0).message());
}
