// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <type_traits>
#include <vector>

// Operators that a struct of numbers has of its own are those that bodies mean, however they are written: what the
// library refuses is arithmetic that no other operator is for.

namespace {

template <class T>
struct place {
    T along, across;
    // As a member, as a friend, and for a number beside it.
    constexpr place operator-() const { return {-along, -across}; }
    friend constexpr place operator+(const place& a, const place& b) {
        return {a.along + b.along, a.across + b.across};
    }
    friend constexpr place operator*(const T& a, const place& b) { return {a * b.along, a * b.across}; }
};
// As a template of one scalar, and of any two.
template <class T>
constexpr place<T> operator-(const place<T>& a, const place<T>& b) {
    return a + -b;
}
template <class T, class S>
constexpr place<T> operator*(const place<T>& a, const S& b) {
    return {a.along * b, a.across * b};
}

// For whatever is like a pair.
template <class T>
struct pair {
    T first, second;
};
template <class P>
concept LikePair = requires(const P& p) {
    p.first;
    p.second;
};
template <LikePair P, class S>
constexpr P operator/(const P& p, const S& s) {
    return {p.first / s, p.second / s};
}
template <class T>
constexpr auto operator<(const pair<T>& p, const T& s) {
    return p.first < s;
}

// A number in a wrapper, which is as good as the number.
template <class T>
struct wrapped {
    T value;
    constexpr operator T() const { return value; }
};

constexpr auto walk = pullback::function([](const auto& x, const auto& a) {
    using T = std::remove_cvref_t<decltype(a)>;
    const auto end = fold(x, place<T>{a, a}, [&](const place<T>& s, const T& u) { return u * s + s * u - s * 2 + -s; });
    const auto both = fold(x, pair<T>{a, a}, [](const pair<T>& s, const T& u) {
        const pair<T> next = s / u;
        return pair<T>{select(next < u, next.first, u), next.second};
    });
    const auto last = fold(x, a, [](const T& s, const T& u) { return wrapped<T>{s} + u * wrapped<T>{u}; });
    return end.along * end.across + both.first * both.second + last;
});

} // namespace

BOOST_AUTO_TEST_CASE(bodies_mean_the_operators_that_a_struct_has) {
    const std::vector<double> x{1.5, 0.5};
    double place = 2, first = 2, second = 2, last = 2;
    for (const double u : x) {
        place = u * place + place * u - place * 2 - place;
        first = first / u < u ? first / u : u;
        second /= u;
        last += u * u;
    }
    BOOST_TEST(walk(x, 2.0) == place * place + first * second + last);
}
