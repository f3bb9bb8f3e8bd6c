// SPDX-License-Identifier: BSL-1.0
#include <pullback/dynamic.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

// What a selection leaves out has no derivative, whatever its slope; a zero that comes from a value is multiplied. Both
// are the same for `backward` and `grad`, for rows, static functions and functions of the user's, of first and of
// higher order, and for all data: what a gradient depends on is a matter of the formula.

namespace {

namespace dynamic = pullback::dynamic;
using dynamic::variable;

constexpr double infinity = std::numeric_limits<double>::infinity();
const double no_number = std::numeric_limits<double>::quiet_NaN();

bool is(double got, double want) {
    return std::isnan(want) ? std::isnan(got) : got == want || std::abs(got - want) <= 1e-13 * std::abs(want);
}

#define CHECK_IS(got, want) BOOST_CHECK_MESSAGE(is(got, want), #got << " is " << (got) << ", should be " << (want))

using function = std::function<variable<double>(const variable<double>&)>;

void check_first(const std::string& what, const function& f, double at, double want) {
    BOOST_TEST_CONTEXT(what << " at " << at) {
        variable x{at};
        f(x).backward();
        CHECK_IS(x.grad(), want);
        variable z{at};
        CHECK_IS(grad(f(z), z).data(), want);
        variable u{at};
        f(u).backward(dynamic::retain_grad::no);
        CHECK_IS(u.grad(), want);
    }
}

void check_second(const std::string& what, const function& f, double at, double want) {
    BOOST_TEST_CONTEXT(what << "'' at " << at) {
        variable x{at};
        const auto slope = grad(f(x), x);
        CHECK_IS(grad(slope, x).data(), want);
        slope.backward();
        CHECK_IS(x.grad(), want);
    }
}

void check_third(const std::string& what, const function& f, double at, double want) {
    BOOST_TEST_CONTEXT(what << "''' at " << at) {
        variable x{at};
        CHECK_IS(grad(grad(grad(f(x), x), x), x).data(), want);
    }
}

constexpr auto s = pullback::variable<"s">;
constexpr auto t = pullback::variable<"t">;
constexpr auto root = sqrt(s);
constexpr auto positive_sine = max(sin(s), 0.0);
constexpr auto branches = select(s < t, sqrt(s), log(t));
constexpr auto stable_log = log(max(s, 0.0));
constexpr auto two_roots = pullback::function([](const auto& x, const auto& y) {
    using T = std::remove_cvref_t<decltype(x)>;
    return std::array<T, 2>{max(sqrt(x), y), sqrt(x * y)};
});

struct relu : pullback::elementary<relu, 1> {
    static constexpr const char* name = "relu";
    template <class T>
    static constexpr T value(const T& x) {
        return x > T(0) ? x : T(0);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return pullback::select(x > T(0), gy, T(0));
    }
};
constexpr relu rectified{};

struct root_of : dynamic::function<root_of> {
    double forward(double x) { return std::sqrt(x); }
    double backward(double gy) { return gy / (2 * std::sqrt(input().data())); }
};

struct sum_and_root : dynamic::function<sum_and_root> {
    auto forward(double x, double y) { return std::array<double, 2>{x + y, std::sqrt(x)}; }
    auto backward(double g, double h) {
        return std::array<double, 2>{h == 0 ? g : g + h / (2 * std::sqrt(input(0).data())), g};
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(a_side_that_is_not_taken_has_no_part) {
    check_first("select", [](const auto& x) { return select(x > 0, sqrt(x), 3 * x); }, 0, 3);
    check_first("select, reversed", [](const auto& x) { return select(x <= 0, 3 * x, log(x)); }, -1, 3);
    check_first("max of a number and a root", [](const auto& x) { return max(1.0, sqrt(x)); }, 0, 0);
    check_first("max of two", [](const auto& x) { return max(sqrt(x), x + 1); }, 0, 1);
    check_first("min of two", [](const auto& x) { return min(x, -log(x)); }, 0, 1);
    check_first("clamp below", [](const auto& x) { return clamp(sqrt(x), 1.0, 2.0); }, 0, 0);
    check_first("clamp above", [](const auto& x) { return acos(clamp(x, -1.0, 1.0)); }, 2, 0);
    check_first("a root of a maximum", [](const auto& x) { return sqrt(max(x, 0.0)); }, -1, 0);
    check_first("a logarithm of a maximum", [](const auto& x) { return log(max(x, 0.0)) + x; }, -1, 1);
    check_first("a row of the user's", [](const auto& x) { return rectified(sqrt(x) - 1) + x; }, 0, 1);
    check_first("a static function below", [](const auto& x) { return max(root(x), 1); }, 0, 0);
    check_first("a static function with a side", [](const auto& x) { return positive_sine(sqrt(x) - 1); }, 0, 0);
    check_first("a static function of both kinds", [](const auto& x) { return branches(x, -1.0) + x; }, 0, 1);
    check_first("a static function whose inner slope is infinite", [](const auto& x) { return stable_log(x); }, -1, 0);
    check_first("a chain of them", [](const auto& x) { return max(stable_log(sqrt(x)), -5); }, 0, 0);
    check_first("one of several results", [](const auto& x) { return two_roots(x, 1.0)[0]; }, 0, 0);
    check_first(
        "the other not taken",
        [](const auto& x) {
            const auto [first, second] = two_roots(x, 1.0);
            return first + max(second, 1);
        },
        0, 0);
    check_first(
        "both not taken",
        [](const auto& x) {
            const auto [first, second] = two_roots(x, 1.0);
            return x + max(-first - second, 1);
        },
        0, 1);
    check_first("a detached root", [](const auto& x) { return detach(sqrt(x)) + x; }, 0, 1);
    check_first("a floor of a root", [](const auto& x) { return floor(sqrt(x)) + x; }, 0, 1);
}

BOOST_AUTO_TEST_CASE(a_function_of_the_users_is_not_asked_for_what_is_not_taken) {
    const auto user = [](const auto& x) {
        root_of f;
        return max(f(x), 1) + x;
    };
    check_first("max of a user's root", user, 0, 1);
    const auto several = [](const auto& x) {
        sum_and_root f;
        const auto [sum, square_root] = f(x, 1.0);
        return sum + max(square_root, 1);
    };
    check_first("one result of several", several, 0, 1);
    const auto none = [](const auto& x) {
        sum_and_root f;
        const auto [sum, square_root] = f(x, 1.0);
        return max(sum + square_root, 7) + x;
    };
    check_first("no result of several", none, 0, 1);
}

BOOST_AUTO_TEST_CASE(a_zero_of_a_value_is_multiplied) {
    check_first("square of a root", [](const auto& x) { return square(sqrt(x)); }, 0, no_number);
    check_first("quotients", [](const auto& x) { return 1 / (1 / x); }, 0, no_number);
    check_first("a square of a static root", [](const auto& x) { return square(root(x)); }, 0, no_number);
    check_first("a product with a constant zero", [](const auto& x) { return 0.0 * sqrt(x); }, 0, no_number);
    check_first("a root of a square", [](const auto& x) { return sqrt(x * x); }, 0, no_number);
    check_first("a taken side", [](const auto& x) { return select(x < 1, square(sqrt(x)), x); }, 0, no_number);
    check_first("a taken side of a row", [](const auto& x) { return max(square(sqrt(x)), -1); }, 0, no_number);
    check_first("several results", [](const auto& x) { return square(two_roots(x, 1.0)[1]); }, 0, no_number);
    constexpr auto composed = square(sqrt(s));
    BOOST_TEST(std::isnan(pullback::gradient(composed)(0.0)));
}

BOOST_AUTO_TEST_CASE(second_derivatives_do_not_depend_on_the_side_taken_for_being_there) {
    check_second("max(t, 0)²", [](const auto& x) { return square(max(x, 0.0)); }, 1, 2);
    check_second("max(t, 0)²", [](const auto& x) { return square(max(x, 0.0)); }, -1, 0);
    check_second("clamp(t)²", [](const auto& x) { return square(clamp(x, -0.5, 0.5)); }, 0.25, 2);
    check_second("clamp(t)²", [](const auto& x) { return square(clamp(x, -0.5, 0.5)); }, 1, 0);
    check_second("select", [](const auto& x) { return select(x > 0, x * x * x, 0.0); }, 2, 12);
    check_second("select", [](const auto& x) { return select(x > 0, x * x * x, 0.0); }, -2, 0);
    check_second("select of a root", [](const auto& x) { return select(x > 0, sqrt(x), 3 * x * x); }, 0, 6);
    check_second("select of two cubes", [](const auto& x) { return select(x > 0, x * x * x, 2 * x * x * x); }, -1, -12);
    check_second("rectified", [](const auto& x) { return square(rectified(x)); }, -1, 0);
    check_second("rectified", [](const auto& x) { return square(rectified(x)); }, 3, 2);
    check_second("static", [](const auto& x) { return square(positive_sine(x)); }, -1, 0);
    check_second("static", [](const auto& x) { return square(positive_sine(x)); }, 1, 2 * std::cos(2.0));
    check_second("static of several results", [](const auto& x) { return square(two_roots(x, 1.0)[0]); }, 0, 0);
    check_second("roots behind", [](const auto& x) { return max(sqrt(x), 1) * x * x; }, 0, 2);
    check_second("max of a static root", [](const auto& x) { return square(max(root(x), 1) + x); }, 0, 2);
    check_second("a factor that is 0", [](const auto& x) { return sin(x * variable{0.0}); }, 0.5, 0);
    check_second("a constant factor 0", [](const auto& x) { return sin(x * 0.0); }, 0.5, 0);
    check_third("select", [](const auto& x) { return select(x > 0, x * x * x * x, 0.0); }, 1, 24);
    check_third("select", [](const auto& x) { return select(x > 0, x * x * x * x, 0.0); }, -1, 0);
    check_third("clamp", [](const auto& x) { return pow(clamp(x, -0.5, 0.5), 3.0); }, 1, 0);
    check_third("sqrt behind", [](const auto& x) { return max(sqrt(x), 1) * x * x * x; }, 0, 6);
}

BOOST_AUTO_TEST_CASE(mixed_second_derivatives_are_there_for_all_data) {
    for (const double at : {0.0, 2.0}) {
        variable w{0.5}, factor{at};
        const auto slope = grad(sin(w * factor), w);
        BOOST_TEST(grad(slope, w).data() == -at * at * std::sin(0.5 * at));
        BOOST_TEST(grad(slope, factor).data() == std::cos(0.5 * at) - 0.5 * at * std::sin(0.5 * at),
                   boost::test_tools::tolerance(1e-14));
    }
}

BOOST_AUTO_TEST_CASE(whether_a_gradient_exists_is_a_matter_of_the_formula) {
    const auto throws = [](const auto& f) -> bool {
        std::vector<bool> found;
        for (const double at : {-2.0, 2.0}) {
            variable x{at}, y{1.0};
            try {
                static_cast<void>(f(x, y));
                found.push_back(false);
            } catch (const dynamic::no_gradient&) {
                found.push_back(true);
            }
        }
        BOOST_TEST(found[0] == found[1]);
        return found[0];
    };
    BOOST_TEST(!throws([](const auto& x, const auto& y) { return grad(select(x > 0, x, y), {x, y}); }));
    BOOST_TEST(!throws([](const auto& x, const auto& y) { return grad(max(x, y), {x, y}); }));
    BOOST_TEST(!throws([](const auto& x, const auto& y) { return grad(clamp(y, x, 1.5), {x, y}); }));
    BOOST_TEST(throws([](const auto& x, const auto& y) { return grad(select(x > 0, y, 2 * y), x); }));
    BOOST_TEST(throws([](const auto& x, const auto&) { return grad(grad(3 * x, x), x); }));
    BOOST_TEST(throws([](const auto& x, const auto&) { return grad(grad(max(x, 0), x), x); }));
    BOOST_TEST(throws([](const auto& x, const auto&) { return grad(grad(select(x > 0, x, 2 * x), x), x); }));
    BOOST_TEST(!throws([](const auto& x, const auto&) { return grad(grad(select(x > 0, x, x * x), x), x); }));
    BOOST_TEST(!throws([](const auto& x, const auto& y) { return grad(grad(x * y, x), y); }));
    BOOST_TEST(!throws([](const auto& x, const auto&) { return grad(floor(x), x); }));
    variable x{2.0}, y{1.0};
    const auto both = grad(select(x > 0, x, y), {x, y});
    BOOST_TEST(both[0].data() == 1);
    BOOST_TEST(both[1].data() == 0);
    BOOST_TEST(grad(x * 2, y, dynamic::unused::zero).data() == 0);
}

BOOST_AUTO_TEST_CASE(a_refused_derivative_is_refused_for_all_data) {
    for (const double at : {-2.0, 2.0}) {
        variable x{at};
        root_of f;
        const auto slope = grad(max(f(abs(x)), 1) * x, x);
        BOOST_CHECK_THROW(grad(slope, x), dynamic::not_differentiable);
        variable<int> n{3};
        BOOST_CHECK_THROW(select(x > 0, n * x, x).backward(), dynamic::not_differentiable);
    }
}

BOOST_AUTO_TEST_CASE(what_is_not_reached_has_a_gradient_of_zero) {
    variable x{2.0}, y{0.0};
    const auto side = sqrt(y), taken = 3 * x;
    const auto z = select(x > 0, taken, side);
    z.backward();
    BOOST_TEST(x.grad() == 3);
    BOOST_TEST(y.grad() == 0);
    BOOST_TEST(side.grad() == 0);
    BOOST_TEST(taken.grad() == 1);
    z.backward(); // inputs add up
    BOOST_TEST(x.grad() == 6);
    BOOST_TEST(y.grad() == 0);
    y.set_grad(5);
    z.backward(dynamic::retain_grad::no);
    BOOST_TEST(y.grad() == 5);
    BOOST_TEST(!side.has_grad());
}

BOOST_AUTO_TEST_CASE(linked_creators_pass_on_what_is_taken) {
    variable x{0.0};
    const auto below = sqrt(x);
    variable copy{0.0};
    copy.set_creator(below.creator());
    const auto y = max(copy, 1);
    y.backward();
    BOOST_TEST(x.grad() == 0);
    BOOST_TEST(grad(y, x).data() == 0);
}

BOOST_AUTO_TEST_CASE(log_sum_exp_is_finite_at_minus_infinity) {
    for (const double at : {-infinity, 0.5}) {
        variable x{-infinity}, y{at};
        log_sum_exp(x, y).backward();
        CHECK_IS(x.grad(), std::isinf(at) ? 0.5 : 0);
        CHECK_IS(y.grad(), std::isinf(at) ? 0.5 : 1);
        const auto gradients = grad(log_sum_exp(x, y), {x, y});
        CHECK_IS(gradients[0].data(), x.grad());
        CHECK_IS(gradients[1].data(), y.grad());
        CHECK_IS(grad(gradients[0], y).data(), std::isinf(at) ? -0.25 : 0); // of equal shares
    }
}

BOOST_AUTO_TEST_CASE(no_grad_does_not_change_what_is_taken) {
    variable x{0.0};
    const auto y = max(sqrt(x), 1) + x;
    const dynamic::no_grad scope;
    const auto slope = grad(y, x);
    BOOST_TEST(slope.data() == 1);
    BOOST_TEST((slope.creator() == pullback::none));
}
