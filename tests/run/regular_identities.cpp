// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <limits>

namespace engine = pullback::engine;

// What may stand for what else: only what is defined wherever that is, and never what the user wrote for what the user
// wrote otherwise.

namespace {

using pullback::function;
using pullback::gradient;

template <class F, class... Arguments>
constexpr pullback::engine::program_view program(const F&, const Arguments&...) {
    return pullback::engine::program_of<F, Arguments...>::code.view();
}

} // namespace

BOOST_AUTO_TEST_CASE(a_quotient_stands_for_no_product) {
    // The derivative of the second result by z is x y, which is the first result where that is a number.
    constexpr auto f = pullback::value_and_jacobian(function([](const auto& x, const auto& y, const auto& z) {
        return std::array{x * y * y / y, x * y * z, exp(log(y)) * x, sin(z) * y * x};
    }));
    const auto J = f(2.0, 0.0, 3.0).jacobian;
    const auto& [by_x, by_y, by_z] = J[1];
    BOOST_TEST(by_x == 0);
    BOOST_TEST(by_y == 6);
    BOOST_TEST(by_z == 0);
    const auto& [sine_x, sine_y, sine_z] = J[3];
    BOOST_TEST(sine_x == 0);
    BOOST_TEST(sine_y == 2 * std::sin(3.0));
    BOOST_TEST(sine_z == 0);
    const auto below = f(2.0, -1.0, 3.0).jacobian; // where the logarithm is no number
    const auto& [below_x, below_y, below_z] = below[1];
    BOOST_TEST(below_x == -3);
    BOOST_TEST(below_y == 6);
    BOOST_TEST(below_z == -2);
}

BOOST_AUTO_TEST_CASE(what_the_user_wrote_twice_is_computed_twice) {
    // Equal as formulas; the first loses digits that the second keeps, and the derivative by z is the second's.
    constexpr auto f = pullback::value_and_jacobian(function([](const auto& x, const auto& y, const auto& z) {
        return std::array{x * x - y * y, (x - y) * (x + y), z * ((x - y) * (x + y)), z * (x * x - y * y)};
    }));
    const double y = 0.7, x = y + 1e-9;
    const volatile double xx = x * x, yy = y * y, difference = x - y, sum = x + y;
    const auto result = f(x, y, 2.0);
    BOOST_TEST(result.value[0] == xx - yy, boost::test_tools::tolerance(1e-6));
    BOOST_TEST(result.value[1] == difference * sum, boost::test_tools::tolerance(1e-15));
    BOOST_TEST(result.value[2] == 2 * difference * sum, boost::test_tools::tolerance(1e-15));
    const auto& [by_x, by_y, by_z] = result.jacobian[2];
    BOOST_TEST(by_z == difference * sum, boost::test_tools::tolerance(1e-15));
    static_cast<void>(by_x), static_cast<void>(by_y);
}

BOOST_AUTO_TEST_CASE(a_product_is_no_product_with_a_sum) {
    // The second derivative is cos(t) times the first as a formula, but that has lost half its digits.
    constexpr auto f =
        pullback::jacobian(function([](const auto& x, const auto& y, const auto& z, const auto& w, const auto& t) {
                               return std::array{square(sin(x)) * z - square(sin(y)) * z,
                                                 (sin(x) - sin(y)) * w * cos(t) * (sin(x) + sin(y))};
                           }),
                           pullback::wrt<2, 3>);
    const double y = 0.7, x = y + 1e-9, t = 0.4;
    const auto J = f(x, y, 2.0, 3.0, t);
    const auto& [by_z, by_w] = J[1];
    BOOST_TEST(by_z == 0);
    BOOST_TEST(by_w == (std::sin(x) - std::sin(y)) * std::cos(t) * (std::sin(x) + std::sin(y)),
               boost::test_tools::tolerance(1e-15));
}

BOOST_AUTO_TEST_CASE(what_is_undefined_is_no_factor) {
    // The derivative x y z is as a formula the product of the first two results, or the negative of one; but not at
    // y = 0.
    static constexpr auto by_w =
        gradient(function([](const auto& x, const auto& y, const auto& z, const auto& w) { return x * w * y * z; }),
                 pullback::wrt<3>);
    constexpr auto f = function([](const auto& x, const auto& y, const auto& z, const auto& t, const auto& w) {
        return std::array{x / y, square(y) * z + square(y) * t, by_w(x, y, z + t, w)};
    });
    BOOST_TEST(f(2.0, 0.0, 0.5, 0.25, 3.0)[2] == 0);
    BOOST_TEST(f(2.0, 4.0, 0.5, 0.25, 3.0)[2] == 6);
    constexpr auto g = function([](const auto& x, const auto& y, const auto& z, const auto& t, const auto& w) {
        return std::array{square(y) * (x * z + x * t) / (y - 2 * y), by_w(x, y, z + t, w)};
    });
    BOOST_TEST(g(2.0, 0.0, 0.5, 0.25, 3.0)[1] == 0);
    BOOST_TEST(g(2.0, 4.0, 0.5, 0.25, 3.0)[1] == 6);
}

// Whether a function of two numbers never is what its range says it never is.
template <class Lambda>
bool has_right_range(Lambda) {
    constexpr auto f = function(Lambda{});
    const pullback::engine::program_view view = program(f, 1.0, 1.0);
    const engine::optimise::value_range range = engine::optimise::value_ranges(view)[view.outputs[0]];
    constexpr double infinity = std::numeric_limits<double>::infinity();
    constexpr std::array points{-infinity, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, infinity};
    for (const double x : points)
        for (const double y : points) {
            const double z = f(x, y);
            if ((range.is_never_infinite && std::isinf(z)) || (range.is_never_zero && z == 0) ||
                (range.is_never_negative && z < 0) || (range.is_never_positive && z > 0))
                return false;
        }
    return true;
}

BOOST_AUTO_TEST_CASE(ranges_promise_no_more_than_holds) {
#define RIGHT_RANGE(body) \
    has_right_range([]([[maybe_unused]] const auto& x, [[maybe_unused]] const auto& y) { return body; })
    BOOST_TEST(RIGHT_RANGE(x * y));
    BOOST_TEST(RIGHT_RANGE(square(x) * y));
    BOOST_TEST(RIGHT_RANGE(square(x) * -exp(y)));
    BOOST_TEST(RIGHT_RANGE(-square(x) * square(y)));
    BOOST_TEST(RIGHT_RANGE(-(-square(x) * exp(y))));
    BOOST_TEST(RIGHT_RANGE(abs(x) * abs(y)));
    BOOST_TEST(RIGHT_RANGE(sin(x) / (2 + square(y))));
    BOOST_TEST(RIGHT_RANGE(1 / (1 + square(x))));
    BOOST_TEST(RIGHT_RANGE(square(x) / y));
    BOOST_TEST(RIGHT_RANGE(x / square(y)));
    BOOST_TEST(RIGHT_RANGE(square(x) + square(y)));
    BOOST_TEST(RIGHT_RANGE(square(x) + exp(sin(y))));
    BOOST_TEST(RIGHT_RANGE(square(x) - exp(y)));
    BOOST_TEST(RIGHT_RANGE(-exp(x) - square(y)));
    BOOST_TEST(RIGHT_RANGE(sin(x) - cos(y)));
    BOOST_TEST(RIGHT_RANGE(select(x < 0, x, square(y))));
    BOOST_TEST(RIGHT_RANGE(select(x < 0, square(y), x)));
    BOOST_TEST(RIGHT_RANGE(select(x < 0, exp(sin(y)), -exp(sin(y)))));
    BOOST_TEST(RIGHT_RANGE(min(x, square(y))));
    BOOST_TEST(RIGHT_RANGE(max(-exp(x), y)));
    BOOST_TEST(RIGHT_RANGE(clamp(x, -1, y)));
    BOOST_TEST(RIGHT_RANGE(exp(x) * cos(y)));
    BOOST_TEST(RIGHT_RANGE(exp(-square(x))));
    BOOST_TEST(RIGHT_RANGE(exp(sin(x))));
    BOOST_TEST(RIGHT_RANGE(sqrt(abs(x))));
    BOOST_TEST(RIGHT_RANGE(cbrt(x) * y));
    BOOST_TEST(RIGHT_RANGE(cosh(x) - 1));
    BOOST_TEST(RIGHT_RANGE(softplus(x)));
    BOOST_TEST(RIGHT_RANGE(sigmoid(x) * tanh(y)));
    BOOST_TEST(RIGHT_RANGE(erfc(x) - erf(y)));
    BOOST_TEST(RIGHT_RANGE(atan2(x, y)));
    BOOST_TEST(RIGHT_RANGE(detach(x)));
    BOOST_TEST(RIGHT_RANGE(pow(x, y)));
#undef RIGHT_RANGE
}

BOOST_AUTO_TEST_CASE(only_the_root_of_two_is_the_root_of_two) {
    const auto has_equal_results = [](const auto& f) {
        const pullback::engine::program_view view = program(f, 1.0);
        const engine::optimise::fingerprints prints(view);
        return prints[view.outputs[0]].has_value_of(prints[view.outputs[1]]);
    };
    BOOST_TEST(has_equal_results(function([](const auto& x) {
        const auto root = sqrt(pullback::constant_like(x, 2));
        return std::array{root * x * root, 2 * x};
    })));
    BOOST_TEST(has_equal_results(function([](const auto& x) {
        const auto root = sqrt(pullback::constant_like(x, 1) / 2);
        return std::array{root * x * root, x / 2};
    })));
    BOOST_TEST(has_equal_results(function([](const auto& x) {
        return std::array{sqrt(pullback::constant_like(x, 8)) * x, 4 * x * sqrt(pullback::constant_like(x, 1) / 2)};
    })));
    BOOST_TEST(!has_equal_results(function([](const auto& x) {
        return std::array{sqrt(pullback::constant_like(x, 8)) * x, 2 * x * sqrt(pullback::constant_like(x, 1) / 2)};
    })));
    BOOST_TEST(!has_equal_results(function([](const auto& x) {
        const auto root = sqrt(pullback::constant_like(x, 3));
        return std::array{root * x * root, 2 * x};
    })));
}
