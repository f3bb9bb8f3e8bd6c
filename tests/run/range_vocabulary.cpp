// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

// Each word of the vocabulary on ranges of run-time length, on arrays of fixed size, where the loop is unrolled, and on
// containers of plain numbers: one source, one value, one derivative.

namespace {

using pullback::by_argument;
using pullback::function;
using pullback::range_error;

template <std::size_t N>
std::array<double, N> example() {
    std::array<double, N> x{};
    for (std::size_t i = 0; i < N; ++i) x[i] = std::sin(1.0 + 2.3 * static_cast<double>(i));
    return x;
}

void check_close(double a, double b) { BOOST_TEST(std::abs(a - b) <= 1e-13 * (1 + std::abs(b)), a << " and " << b); }

// Value and derivative by a range and a number, with a product by the Hessian where it is asked for.
template <std::size_t N, bool Second, class Body>
void check_length(Body body) {
    constexpr auto f = function(body);
    const auto x = example<N>();
    const std::vector<double> xs(x.begin(), x.end());
    const double a = 0.7;
    check_close(body(xs, a), f(x, a)); // plain numbers
    const auto [value, gradient] = pullback::value_and_gradient(f)(xs, a);
    const auto [expected_value, expected] = pullback::value_and_gradient(f)(x, a);
    check_close(value, expected_value);
    for (std::size_t i = 0; i < N; ++i) check_close(get<0>(gradient)[i], get<0>(expected)[i]);
    check_close(get<1>(gradient), get<1>(expected));
    if constexpr (Second) {
        const auto second = pullback::hvp(f)(xs, a, xs, 1.0);
        const auto expected_second = pullback::hvp(f)(x, a, x, 1.0);
        for (std::size_t i = 0; i < N; ++i) check_close(get<0>(second)[i], get<0>(expected_second)[i]);
        check_close(get<1>(second), get<1>(expected_second));
    }
}

template <bool Second, class Body>
void check_lengths(Body body) {
    check_length<1, Second>(body);
    check_length<2, Second>(body);
    check_length<7, Second>(body);
}

using namespace pullback; // as plain numbers are called with the words too

constexpr auto reductions = [](const auto& x, const auto& a) {
    return product(x, [&](const auto& e) { return e - 3 * a; }) +
           norm(x) * squared_norm(x, x, [&](const auto& p, const auto& q) { return p - a * q * q; }) +
           log_sum_exp(x, [&](const auto& e) { return a * e; }) * mean(x, [](const auto& e) { return sin(e); });
};
constexpr auto choices = [](const auto& x, const auto& a) {
    const auto is_high = [&](const auto& e) { return e > a / 2; };
    const auto scaled = map(x, [&](const auto& e) { return e * e * a; });
    return count(x, is_high) * a + select(any(x, is_high), a * a, mean(x)) + select(all(x, is_high), sum(x), a) +
           min(scaled) * max(x, scaled, [](const auto& p, const auto& q) { return p - q; }) +
           a * argmax(x, [](const auto& e) { return cos(3 * e); }) + a * a * argmin(x);
};
constexpr auto neighbours = [](const auto& x, const auto& a) {
    const auto before = shifted(x, -1, 0.5);
    const auto after = shifted(x, 2, a);
    const auto bends = map(x, before, after, [](const auto& e, const auto& b, const auto& c) { return e * b - c * c; });
    const auto scaled = map(x, [&](const auto& e) { return e * a; }); // shifted twice, a function that captures
    return sum(shifted(shifted(scaled, -2, a), 1, 3)) +
           sum(bends, shifted(bends, 1, a), shifted(before, -1, 2),
               [](const auto& p, const auto& q, const auto& r) { return sin(p) * q + r * r; });
};
constexpr auto places = [](const auto& x, const auto& a) {
    return x[0] * sum(x, indices(x), [&](const auto& e, const auto& i) { return e * (i + a) * x[0]; }) +
           x[x.size() - 1] * dot(indices(x), x) + sum(zip(x, indices(x)), [&](const auto& pair) {
               const auto& [e, i] = pair;
               return square(e * i - a);
           });
};
constexpr auto deep = [](const auto& x, const auto& a) {
    const auto scale = mean(x) + a;
    return sum(x, [&](const auto& p) {
        const auto outer = p * scale;
        return sin(sum(x, [&](const auto& q) {
            const auto inner = q * outer + scale;
            return outer * sum(x, [&](const auto& r) { return r * inner * p + q * outer * a; });
        }));
    });
};
constexpr auto shares = [](const auto& x, const auto& a) {
    const auto of = softmax(x, [&](const auto& e) { return 3 * a * e; });
    const auto of_both = log_softmax(x, of, [&](const auto& e, const auto& p) { return sin(e) - a * p; });
    return dot(softmax(x), x) + sum(of, of_both, [&](const auto& p, const auto& q) { return p * q * (p + a); }) +
           a * squared_norm(log_softmax(x));
};

} // namespace

BOOST_AUTO_TEST_CASE(reductions_are_the_unrolled_ones) { check_lengths<false>(reductions); }
BOOST_AUTO_TEST_CASE(choices_are_the_unrolled_ones) { check_lengths<false>(choices); }
BOOST_AUTO_TEST_CASE(neighbours_are_the_unrolled_ones) { check_lengths<true>(neighbours); }
BOOST_AUTO_TEST_CASE(elements_at_places_are_the_unrolled_ones) { check_lengths<false>(places); }
BOOST_AUTO_TEST_CASE(bodies_capture_what_three_loops_around_them_have) { check_lengths<false>(deep); }
BOOST_AUTO_TEST_CASE(shares_are_the_unrolled_ones) {
    check_lengths<true>(shares);
    check_length<9, true>(shares);
}

BOOST_AUTO_TEST_CASE(shares_are_a_result_and_have_edges) {
    constexpr auto of = function([](const auto& x) { return softmax(x); });
    constexpr auto logarithms = function([](const auto& x) { return log_softmax(x); });
    const double infinity = std::numeric_limits<double>::infinity();
    BOOST_TEST(of(std::vector<double>{}).empty());
    BOOST_TEST(logarithms(std::vector<double>{}).empty());
    const std::vector<double> far{-1000, 1000, 999, -infinity};
    const std::array<double, 4> fixed{-1000, 1000, 999, -infinity};
    const auto p = of(far), q = logarithms(far);
    for (std::size_t i = 0; i < far.size(); ++i) {
        BOOST_TEST(p[i] == of(fixed)[i]);
        BOOST_TEST(p[i] == pullback::softmax(far)[i]);
        BOOST_TEST(q[i] == logarithms(fixed)[i]);
        BOOST_TEST(q[i] == pullback::log_softmax(far)[i]);
    }
    BOOST_TEST(p[0] == 0);
    check_close(q[0], -2000 - std::log1p(std::exp(-1)));
    check_close(q[1], -std::log1p(std::exp(-1)));
    BOOST_TEST(q[3] == -infinity);
    BOOST_TEST(std::isnan(of(std::vector<double>{1, infinity})[1]));
    // Jᵀ w of both: p (w - p·w), and w - p ∑w.
    const std::vector<double> x{0.3, -1, 2, 0.5, 1.5, -0.25, 0}, w{1, -2, 0.5, 3, 0.1, -1, 2};
    const auto share = of(x);
    double mean_of_w = 0, whole = 0;
    for (std::size_t i = 0; i < x.size(); ++i) mean_of_w += share[i] * w[i], whole += w[i];
    const auto by_x = vjp(of)(x, w).cotangent, by_x_of_logarithms = vjp(logarithms)(x, w).cotangent;
    const auto along = jvp(of)(x, w).tangent;
    for (std::size_t i = 0; i < x.size(); ++i) {
        check_close(by_x[i], share[i] * (w[i] - mean_of_w));
        check_close(along[i], share[i] * (w[i] - mean_of_w)); // its Jacobian is symmetric
        check_close(by_x_of_logarithms[i], w[i] - share[i] * whole);
    }
    // Of rows.
    constexpr auto cross_entropy = function([](const auto& rows, const auto& labels) {
        return -sum(rows, labels, [](const auto& row, const auto& k) { return log_softmax(row)[k]; });
    });
    row_matrix<double> rows(2, 3);
    for (std::ptrdiff_t i = 0; i < 6; ++i) rows(i / 3, i % 3) = std::cos(static_cast<double>(i));
    const auto by_rows = gradient(cross_entropy, wrt<0>)(rows, std::vector<int>{2, 0});
    for (std::ptrdiff_t i = 0; i < 2; ++i) {
        const auto of_row = pullback::softmax(std::array{rows(i, 0), rows(i, 1), rows(i, 2)});
        for (std::ptrdiff_t j = 0; j < 3; ++j)
            check_close(by_rows(i, j), of_row[static_cast<std::size_t>(j)] - (j == (i == 0 ? 2 : 0) ? 1 : 0));
    }
}
