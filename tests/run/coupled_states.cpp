// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <type_traits>

// States of a few numbers that are made of each other, which stay apart in registers: every number of them, forward and
// back, in each type, as plain loops have them.

namespace {

// Number i of the next state is made of number i and of the one after it.
constexpr auto turned = []<class State>(const State& s, const auto& a) {
    State next = s;
    for (std::size_t i = 0; i < s.size(); ++i) next[i] = s[i] + a * s[(i + 1) % s.size()];
    return next;
};

template <std::size_t N>
constexpr auto weighed = pullback::function([](const auto& a, const auto& steps) {
    using S = std::remove_cvref_t<decltype(a * 1)>;
    std::array<S, N> begin{};
    for (std::size_t i = 0; i < N; ++i) begin[i] = S(static_cast<int>(i) + 1);
    const auto end = pullback::repeat(steps, begin, [&](const std::array<S, N>& s) { return turned(s, a); });
    S sum = end[0];
    for (std::size_t i = 1; i < N; ++i) sum += static_cast<int>(i + 1) * end[i];
    return sum;
});

// The value, and its tangent in a.
template <std::size_t N, class T>
std::array<T, 2> by_hand(T a, int steps) {
    std::array<T, N> s{}, slope{};
    for (std::size_t i = 0; i < N; ++i) s[i] = static_cast<T>(i + 1);
    for (int t = 0; t < steps; ++t) {
        const auto before = s, slope_before = slope;
        for (std::size_t i = 0; i < N; ++i) {
            const std::size_t j = (i + 1) % N;
            s[i] = before[i] + a * before[j];
            slope[i] = slope_before[i] + a * slope_before[j] + before[j];
        }
    }
    T sum = 0, slopes = 0;
    for (std::size_t i = 0; i < N; ++i) {
        sum += static_cast<T>(i + 1) * s[i];
        slopes += static_cast<T>(i + 1) * slope[i];
    }
    return {sum, slopes};
}

template <std::size_t N, class T>
void check() {
    const T a = T(0.125);
    const auto near = [](T found, T wanted) {
        const T apart = found - wanted, most = wanted * T(2e-5);
        return apart <= most && -apart <= most;
    };
    for (const int steps : {0, 1, 2, 9}) {
        const auto [value, slope] = by_hand<N>(a, steps);
        const pullback::step_count n(steps);
        BOOST_TEST(near(weighed<N>(a, n), value));
        BOOST_TEST(near(pullback::gradient(weighed<N>, pullback::wrt<0>)(a, n), slope));
        BOOST_TEST(near(pullback::jvp(weighed<N>, pullback::wrt<0>)(a, n, T(1)).tangent, slope));
        BOOST_TEST(
            near(pullback::gradient(weighed<N>, pullback::wrt<0>, pullback::checkpoints::square_root)(a, n), slope));
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(two_numbers) {
    check<2, double>();
    check<2, float>();
    check<2, long double>();
}
BOOST_AUTO_TEST_CASE(more_numbers) {
    check<3, double>();
    check<4, float>();
    check<5, double>();
}

// In constant expressions, which take no registers.
BOOST_AUTO_TEST_CASE(constants) {
    constexpr double value = weighed<2>(0.5, pullback::step_count(2));
    BOOST_TEST(value == 10.25);
}
