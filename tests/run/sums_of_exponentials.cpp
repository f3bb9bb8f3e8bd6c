// SPDX-License-Identifier: BSL-1.0
// log_sum_exp and softplus with infinite terms, ties, and terms so far apart that one share of the sum is 1 to all
// digits: the derivatives of every order are products of shares, whose digits are right. Over ranges of run-time length
// infinite terms have the shares that they have in arrays, in every mode.
#include "print_c_library.hpp"

#include <pullback.hpp>
#include <pullback/dynamic.hpp>
#include <pullback/lanes.hpp>
#include <pullback/record.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();

constexpr auto a = pullback::variable<"a">;
constexpr auto b = pullback::variable<"b">;
constexpr auto c = pullback::variable<"c">;

constexpr auto of_array = pullback::function([](const auto& v) { return log_sum_exp(v); });
constexpr auto of_arguments = pullback::function([](const auto& v) { return log_sum_exp(v[0], v[1], v[2], v[3]); });
constexpr auto of_three = pullback::function([](const auto& v) { return log_sum_exp(v[0], v[1], v[2]); });
constexpr auto of_two = pullback::function([](const auto& v) { return log_sum_exp(v[0], v[1]); });

using four = std::array<double, 4>;

bool is_near(double got, double wanted, double tolerance = 1e-13) {
    const bool result = got == wanted || std::abs(got - wanted) <= tolerance * std::abs(wanted);
    if (!result) BOOST_TEST_MESSAGE(got << " is not " << wanted);
    return result;
}

// The shares of the terms in the sum; equal ones where the largest are infinite.
template <std::size_t N>
std::array<double, N> shares(const std::array<double, N>& x) {
    double largest = -inf, sum = 0;
    for (const double e : x) largest = std::fmax(largest, e);
    std::array<double, N> p;
    for (std::size_t i = 0; i < N; ++i) sum += p[i] = x[i] == largest ? 1 : std::exp(x[i] - largest);
    for (double& share : p) share /= sum;
    return p;
}

template <class F, std::size_t N>
void check_all_modes(const F& f, const std::array<double, N>& x) {
    const auto p = shares(x);
    const auto g = pullback::gradient(f)(x);
    const auto h = pullback::hessian(f)(x);
    for (std::size_t i = 0; i < N; ++i) {
        BOOST_TEST_CONTEXT("by " << i << " at " << x[0] << ", " << x[1] << ", ...") {
            std::array<double, N> unit{};
            unit[i] = 1;
            BOOST_TEST(is_near(g[i], p[i]));
            BOOST_TEST(is_near(pullback::jvp(f)(x, unit).tangent, p[i]));
            const auto along = pullback::hvp(f)(x, unit);
            for (std::size_t j = 0; j < N; ++j) {
                double others = 0; // 1 - p, without its cancellation
                for (std::size_t k = 0; k < N; ++k) others += k == i ? 0 : p[k];
                const double wanted = i == j ? p[i] * others : -p[i] * p[j];
                BOOST_TEST(is_near(h[i][j], wanted));
                BOOST_TEST(is_near(along[j], wanted));
            }
        }
    }
    using pullback::dynamic::variable;
    std::array<variable<double>, N> u;
    for (std::size_t i = 0; i < N; ++i) u[i] = variable<double>(x[i]);
    const auto y = log_sum_exp(u);
    for (std::size_t i = 0; i < N; ++i) {
        const auto by_i = grad(y, u[i]);
        BOOST_TEST(is_near(by_i.data(), p[i]), "graph by " << i);
        for (std::size_t j = 0; j < N; ++j)
            if (i != j)
                BOOST_TEST(is_near(grad(by_i, u[j], pullback::dynamic::unused::zero).data(), -p[i] * p[j]),
                           "graph by " << i << ", " << j);
    }
    y.backward();
    for (std::size_t i = 0; i < N; ++i)
        BOOST_TEST(is_near(u[i].grad(pullback::dynamic::unused::zero), p[i]), "graph, backward by " << i);
}

} // namespace

BOOST_AUTO_TEST_CASE(forbidden_terms_have_no_share) {
    for (const four& x : {four{-inf, 0, 100, -inf}, four{-inf, -inf, -inf, 3}, four{2, -inf, 2, -inf},
                          four{-1, -inf, -2, -1.5}, four{0.5, 1.5, -0.5, -inf}}) {
        check_all_modes(of_array, x);
        check_all_modes(of_arguments, x);
    }
    check_all_modes(of_three, std::array{-inf, -1., -inf});
    check_all_modes(of_two, std::array{-inf, -1.});
    check_all_modes(of_two, std::array{-1., -inf});
}

BOOST_AUTO_TEST_CASE(equal_infinities_have_equal_shares) {
    BOOST_TEST(pullback::log_sum_exp(inf, inf) == inf);
    BOOST_TEST(pullback::log_sum_exp(-inf, -inf) == -inf);
    BOOST_TEST(pullback::log_sum_exp(inf, -inf) == inf);
    BOOST_TEST(of_array(four{-inf, -inf, -inf, -inf}) == -inf);
    BOOST_TEST(of_array(four{1, inf, 0, inf}) == inf);
    check_all_modes(of_array, four{-inf, -inf, -inf, -inf});
    check_all_modes(of_arguments, four{-inf, -inf, -inf, -inf});
    check_all_modes(of_array, four{inf, 3, -inf, 5});
    check_all_modes(of_array, four{inf, 3, inf, inf});
    check_all_modes(of_two, std::array{-inf, -inf});
    check_all_modes(of_two, std::array{inf, inf});
    const auto g = pullback::gradient(log_sum_exp(a, b, c))(a = -inf, b = -inf, c = -inf);
    BOOST_TEST(is_near(g[a], 1 / 3.));
    BOOST_TEST(is_near(g[c], 1 / 3.));
}

BOOST_AUTO_TEST_CASE(equal_terms_share_equally) {
    check_all_modes(of_array, four{1, 1, 1, 1});
    check_all_modes(of_array, four{-2, 1, 1, -2});
    check_all_modes(of_three, std::array{0., 0., 0.});
    check_all_modes(of_two, std::array{7., 7.});
}

BOOST_AUTO_TEST_CASE(terms_far_apart_keep_their_digits) {
    for (const double far : {50., -50., 300., -300., 20.}) {
        check_all_modes(of_two, std::array{0., far});
        check_all_modes(of_three, std::array{0., far, -far});
        check_all_modes(of_array, four{far, 0, -1, 2 * far});
        check_all_modes(of_arguments, four{far, 0, -1, 2 * far});
    }
    const auto h = pullback::hessian(log_sum_exp(a, b, c))(a = 50., b = 0., c = -1.);
    const double tail = std::exp(-50.) + std::exp(-51.);
    BOOST_TEST(is_near(h[a][a], tail));
    BOOST_TEST(is_near(h[b][c], -std::exp(-101.)));
}

BOOST_AUTO_TEST_CASE(third_and_fourth_derivatives) {
    using pullback::wrt;
    for (const double far : {50., 3., 0.25}) {
        const double t = std::exp(-far) + std::exp(-2 * far), p = 1 / (1 + t), q = t / (1 + t);
        const auto at = [&](const auto& f) { return f(a = 0., b = -far, c = -2 * far); };
        constexpr auto y = log_sum_exp(a, b, c);
        BOOST_TEST(is_near(at(pullback::derivative(y, wrt(a, a, a))), p * q * (q - p)));
        BOOST_TEST(is_near(at(pullback::derivative(y, wrt(a, a, a, a))), p * q * (1 - 6 * p * q), 1e-12));
        const double r = std::exp(-far) * p;
        BOOST_TEST(is_near(at(pullback::derivative(y, wrt(b, b, b))), r * (1 - r) * (1 - 2 * r), 1e-12));
        BOOST_TEST(is_near(at(pullback::derivative(y, wrt(a, a, b))), p * r * (p - q)));
    }
}

BOOST_AUTO_TEST_CASE(no_number_stays_none) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t i = 0; i < 4; ++i) {
        four x{1, 2, 3, 4};
        x[i] = nan;
        BOOST_TEST(std::isnan(of_array(x)), i);
        BOOST_TEST(std::isnan(of_arguments(x)), i);
    }
}

BOOST_AUTO_TEST_CASE(softplus_keeps_the_digits_of_its_second_derivative) {
    constexpr auto f = softplus(a);
    for (const double x : {-700., -50., -1., 0., 1., 36., 50., 700.}) {
        const double far = std::exp(-std::abs(x)), wanted = far / ((1 + far) * (1 + far));
        BOOST_TEST(is_near(pullback::hessian(f)(x), wanted), x);
        BOOST_TEST(is_near(pullback::derivative<2>(f)(x), wanted), x);
        const double third = wanted * (1 - far) / (1 + far);
        BOOST_TEST(is_near(pullback::derivative<3>(f)(x), x > 0 ? -third : third), x);
        pullback::dynamic::variable<double> u{x};
        BOOST_TEST(is_near(grad(grad(softplus(u), u), u).data(), wanted), x);
    }
}

BOOST_AUTO_TEST_CASE(in_constant_expressions_and_in_float) {
    constexpr auto g = pullback::gradient(of_array)(four{-inf, 0, 0, -inf});
    static_assert(g[0] == 0 && g[1] == 0.5 && g[2] == 0.5 && g[3] == 0);
    constexpr float infinity = std::numeric_limits<float>::infinity();
    const auto single = pullback::hessian(of_array)(std::array{0.f, -30.f, -infinity, -31.f});
    const float tail = std::exp(-30.f) + std::exp(-31.f);
    BOOST_TEST(std::abs(single[0][0] / tail - 1) < 1e-6f);
    BOOST_TEST(single[2][2] == 0);
}

namespace {

// Two equal loops, so that there is an inner one whose terms are all -infinity while the outer one has others.
constexpr auto of_rows = pullback::function([](const auto& rows) {
    return log_sum_exp(rows, [](const auto& row) { return log_sum_exp(row, [](const auto& e) { return 2 * e; }); });
});
constexpr auto gradient_in_body = pullback::function([](const auto& x) {
    return map(pullback::gradient(of_array)(x), x, [](const auto& g, const auto&) { return g; });
});

template <class... Policy>
void check_range(const std::vector<double>& x, const std::vector<double>& p, const Policy&... policy) {
    const std::size_t n = x.size();
    const auto [value, g] = pullback::value_and_gradient(of_array)(policy..., x);
    BOOST_TEST(is_near(value, pullback::log_sum_exp(x)));
    BOOST_TEST(is_near(of_array(policy..., x), value));
    const auto by_result = pullback::vjp(of_array)(policy..., x, 3.0).cotangent;
    const auto nested = gradient_in_body(policy..., x);
    BOOST_TEST_REQUIRE((g.size() == n && by_result.size() == n && nested.size() == n));
    for (std::size_t i = 0; i < n; ++i) {
        std::vector<double> unit(n);
        unit[i] = 1;
        BOOST_TEST(is_near(g[i], p[i]));
        BOOST_TEST(is_near(by_result[i], 3 * p[i]));
        BOOST_TEST(is_near(nested[i], p[i]));
        BOOST_TEST(is_near(pullback::jvp(of_array)(policy..., x, unit).tangent, p[i]));
        const auto along = pullback::hvp(of_array)(policy..., x, unit);
        const auto mixed = pullback::jvp(pullback::gradient(of_array))(policy..., x, unit).tangent;
        for (std::size_t j = 0; j < n; ++j) {
            const double wanted = p[i] * ((i == j) - p[j]);
            BOOST_TEST(std::abs(along[j] - wanted) < 1e-15);
            BOOST_TEST(std::abs(mixed[j] - wanted) < 1e-15);
        }
    }
}

template <std::size_t N>
void check_range(const std::array<double, N>& of) {
    const std::vector<double> x(of.begin(), of.end());
    const auto in_array = shares(of);
    const std::vector<double> p(in_array.begin(), in_array.end());
    check_range(x, p);
    check_range(x, p, pullback::unseq);

    const auto h = pullback::hessian(of_array)(x);
    const auto recorded = pullback::record([](const auto& v) { return pullback::log_sum_exp(v); }, x);
    const auto by_recorded = pullback::gradient(recorded)(x);
    std::vector<pullback::dynamic::variable<double>> u;
    for (const double each : x) u.emplace_back(each);
    const auto y = of_array(u);
    BOOST_TEST(is_near(y.data(), of_array(x)), "graph");
    y.backward();
    for (std::size_t i = 0; i < N; ++i) {
        BOOST_TEST(is_near(by_recorded[i], p[i]), "recorded");
        BOOST_TEST(is_near(u[i].grad(pullback::dynamic::unused::zero), p[i]), "graph");
        for (std::size_t j = 0; j < N; ++j)
            BOOST_TEST(std::abs(h(static_cast<std::ptrdiff_t>(i), static_cast<std::ptrdiff_t>(j)) -
                                p[i] * ((i == j) - p[j])) < 1e-15);
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(over_ranges_infinite_terms_have_the_same_shares) {
    check_range(four{-inf, -inf, -inf, -inf});
    check_range(four{-inf, 0, 1, -inf});
    check_range(four{inf, 3, -inf, inf});
    check_range(std::array{-inf});
    check_range(std::array{inf});
    check_range(std::array{-inf, -inf, -inf, -inf, -inf, -inf, -inf, -inf, -inf}); // more than vectors have lanes
    check_range(std::array{1., -inf, -2., -inf, 0.5, inf, -inf, -inf, -inf});

    const std::vector<double> none;
    BOOST_TEST(of_array(none) == -inf);
    BOOST_TEST(pullback::gradient(of_array)(none).empty());
    const double nan = std::numeric_limits<double>::quiet_NaN();
    BOOST_TEST(std::isnan(of_array(std::vector{-inf, nan, -inf})));
}

BOOST_AUTO_TEST_CASE(a_group_of_forbidden_terms_has_no_share_among_others) {
    const std::vector<std::vector<double>> rows{{-inf, -inf}, {1, 2}, {}};
    const auto [value, g] = pullback::value_and_gradient(of_rows)(rows);
    BOOST_TEST(is_near(value, std::log(std::exp(2.) + std::exp(4.))));
    BOOST_TEST((g[0][0] == 0 && g[0][1] == 0));
    BOOST_TEST(is_near(g[1][0], 2 / (1 + std::exp(2.))));
    BOOST_TEST(is_near(g[1][1], 2 / (1 + std::exp(-2.))));
}

BOOST_AUTO_TEST_CASE(printed_in_c) {
    constexpr auto f = pullback::value_and_gradient(of_array);
    const c_library library(std::string(pullback::to_c<four>(f, "sums")));
    for (const four& x : {four{-inf, 0, 1, -inf}, four{-inf, -inf, -inf, -inf}, four{0.5, 2.5, 1, -50}}) {
        double out[5];
        library.find<double>("sums")(x.data(), out);
        const auto wanted = f(x);
        BOOST_TEST(is_near(out[0], wanted.value));
        for (std::size_t i = 0; i < 4; ++i) BOOST_TEST(is_near(out[1 + i], wanted.gradient[i]));
    }
}

BOOST_AUTO_TEST_CASE(printed_in_c_over_ranges) {
    constexpr auto f = pullback::value_and_gradient(of_array);
    const c_library library(std::string(pullback::to_c<std::vector<double>>(f, "sums")));
    using signature = void(std::size_t, const double*, double*, double*);
    for (const four& x : {four{-inf, 0, 1, -inf}, four{-inf, -inf, -inf, -inf}, four{inf, 2.5, inf, -50}}) {
        double value = 0, gradient[4];
        library.find_as<signature>("sums")(4, x.data(), &value, gradient);
        const auto p = shares(x);
        BOOST_TEST(is_near(value, of_array(x)));
        for (std::size_t i = 0; i < 4; ++i) BOOST_TEST(is_near(gradient[i], p[i]));
    }
}
