// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

// The words of the vocabulary, as loops, against the same bodies that the compiler of straight lines unrolls for arrays
// of fixed size: gradient and Hessian times a vector, at the lengths 1, 2, 7, 8 and 9, or 8 alone where
// range_vocabulary has the shorter ones. To unroll 1000 elements takes a compiler minutes, so there the reference is
// the body itself, called with plain numbers of more digits, by central differences. An array of 0 elements is no
// argument; over nothing the derivatives are known.

namespace {

using namespace pullback; // as plain numbers are called with the words too

void check_close(double a, double b, double tolerance) {
    BOOST_TEST(std::abs(a - b) <= tolerance * (1 + std::abs(b)), a << " and " << b);
}

template <class T, class Numbers>
Numbers example(Numbers x, T phase) {
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<T>(std::sin(phase + 2.3 * double(i))); // no two alike
    return x;
}

/// The gradient of a body by a range and a number, and its derivative along v and `along`, from loops.
template <class F>
auto by_loops(const F& f, const std::vector<double>& x, double a, const std::vector<double>& v, double along) {
    return pullback::jvp(pullback::gradient(f))(x, a, v, along);
}

template <std::size_t N, class Body>
void check_unrolled(Body body) {
    BOOST_TEST_CONTEXT("length " << N) {
        constexpr auto f = function(body);
        const auto x = example(std::array<double, N>{}, 1.0), v = example(std::array<double, N>{}, 4.0);
        const std::vector<double> xs(x.begin(), x.end()), vs(v.begin(), v.end());
        check_close(f(xs, 0.7), body(xs, 0.7), 1e-13); // plain numbers
        const auto [gradient, product] = by_loops(f, xs, 0.7, vs, -0.4);
        const auto [unrolled, unrolled_product] = pullback::jvp(pullback::gradient(f))(x, 0.7, v, -0.4);
        for (std::size_t i = 0; i < N; ++i) {
            check_close(get<0>(gradient)[i], get<0>(unrolled)[i], 1e-12);
            check_close(get<0>(product)[i], get<0>(unrolled_product)[i], 1e-12);
        }
        check_close(get<1>(gradient), get<1>(unrolled), 1e-12);
        check_close(get<1>(product), get<1>(unrolled_product), 1e-12);
    }
}

/// Along v the derivative, and the derivative of that, from three values with more digits.
template <class Body>
void check_long(Body body) {
    constexpr auto f = function(body);
    const auto x = example(std::vector<double>(1000), 1.0), v = example(std::vector<double>(1000), 4.0);
    const auto [gradient, product] = by_loops(f, x, 0.7, v, -0.4);
    double first = get<1>(gradient) * -0.4, second = get<1>(product) * -0.4;
    for (std::size_t i = 0; i < x.size(); ++i) {
        first += get<0>(gradient)[i] * v[i];
        second += get<0>(product)[i] * v[i];
    }
    constexpr long double step = 1e-5L;
    const auto at = [&](long double way) {
        std::vector<long double> moved(x.size());
        for (std::size_t i = 0; i < x.size(); ++i) moved[i] = x[i] + way * v[i];
        return body(moved, 0.7 - way * 0.4L);
    };
    const long double above = at(step), here = at(0), below = at(-step);
    check_close(f(x, 0.7), static_cast<double>(here), 1e-12);
    check_close(first, static_cast<double>((above - below) / (2 * step)), 1e-6);
    check_close(second, static_cast<double>((above - 2 * here + below) / (step * step)), 1e-5);
}

template <std::size_t... Lengths, class Body>
void check(Body body) {
    (check_unrolled<Lengths>(body), ...);
    check_long(body);
}

/// What no other case has: over nothing there is a value, and derivatives by the number.
template <class Body>
void check_nothing(Body body, double value, double by_number) {
    constexpr auto f = function(body);
    const std::vector<double> nothing;
    const auto [gradient, product] = by_loops(f, nothing, 0.7, nothing, -0.4);
    check_close(body(nothing, 0.7), value, 1e-15); // plain numbers
    check_close(f(nothing, 0.7), value, 1e-15);
    BOOST_TEST((get<0>(gradient).empty() && get<0>(product).empty()));
    check_close(get<1>(gradient), by_number, 1e-15);
    check_close(get<1>(product), 0, 1e-15);
}

constexpr auto sums = [](const auto& x, const auto& a) {
    const auto both = sum(x, [&](const auto& e) { return std::array{a * e * e, sin(e)}; });
    return both[0] * both[1] + product(x, [&](const auto& e) { return 1 + a * e / 9; }) + norm(x) * a + a * dot(x, x) +
           squared_norm(x, [&](const auto& e) { return e - a; }) +
           square(log_sum_exp(x, [&](const auto& e) { return a * e; })) * mean(x);
};
constexpr auto extrema = [](const auto& x, const auto& a) {
    return max(x, [&](const auto& e) { return sin(3 * e) * a; }) * min(x, [&](const auto& e) { return e * e + a; }) +
           square(a) * (count(x, [&](const auto& e) { return e > a / 2; }) + argmax(x)) +
           sum(x, [&](const auto& e) { return select(e < a / 3, square(e) * a, exp(e)); });
};
constexpr auto elements = [](const auto& x, const auto& a) {
    const auto y = map(x, [&](const auto& e) { return sin(a * e); });
    return sum(zip(x, indices(x)),
               [&](const auto& pair) {
                   const auto& [e, i] = pair;
                   return square(e * i / 99 - a);
               }) +
           sum(y, shifted(x, -1, a), shifted(y, 2, 0.25),
               [](const auto& e, const auto& before, const auto& after) { return e * before * after; }) +
           x[0] * x[x.size() - 1] * a;
};
constexpr auto shares = [](const auto& x, const auto& a) {
    return dot(softmax(x, [&](const auto& e) { return a * e; }), x) + dot(log_softmax(x), x) * a / 99;
};
constexpr auto states = [](const auto& x, const auto& a) {
    return fold(x, a, [&](const auto& s, const auto& e) { return s / 2 + sin(s * e); }) +
           sum(scan(x, a, [&](const auto& s, const auto& e) { return cos(s + e); }));
};

} // namespace

BOOST_AUTO_TEST_CASE(sums_and_products) { check<1, 2, 7, 8, 9>(sums); }
BOOST_AUTO_TEST_CASE(extrema_and_selections) { check<8>(extrema); }
BOOST_AUTO_TEST_CASE(maps_pairs_places_and_neighbours) { check<8>(elements); }
BOOST_AUTO_TEST_CASE(shares_of_a_sum) { check<8>(shares); }
BOOST_AUTO_TEST_CASE(loops_with_a_state) { check<8>(states); }

BOOST_AUTO_TEST_CASE(over_nothing) {
    check_nothing(states, 0.7, 1);
    check_nothing(
        [](const auto& x, const auto& a) {
            return a * (sum(x) + 2 * product(x) + dot(x, x) + squared_norm(x) +
                        count(x, [](const auto& e) { return e > 0; }) + exp(log_sum_exp(x)));
        },
        1.4, 2);
}
