// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

// Loops in lanes for the processor that the compiler is told of, against loops by hand: full vectors and what is left
// over, reads and sums where data say, what is kept, and a selection.

namespace {

constexpr auto of_path = pullback::function([](const auto& x, const auto& a, const auto& k) {
    const auto t = scan(x, a, [=](const auto& s, const auto& u) { return s / 2 + cos(u * a); });
    return sum(k, indices(k), [=](const auto& i, const auto& at) {
        return log1p(exp(t[i] * x[i])) + select(t[i] > 0, at * sqrt(a), 0);
    });
});

template <class T>
bool is_right(std::size_t count) {
    std::vector<T> x(count), t(count), by_t(count), by_x(count);
    std::vector<int> k(count + 2);
    for (std::size_t i = 0; i < count; ++i) x[i] = static_cast<T>(static_cast<int>(7 * i % 11) - 5) / 4;
    for (std::size_t i = 0; i < k.size(); ++i) k[i] = static_cast<int>((5 * i + i * i / 3) % count);
    const T a = T(0.75);

    T state = a, value = 0, by_a = 0, adjoint = 0;
    for (std::size_t i = 0; i < count; ++i) t[i] = state = state / 2 + std::cos(x[i] * a);
    for (std::size_t at = 0; at < k.size(); ++at) {
        const auto i = static_cast<std::size_t>(k[at]);
        const T power = std::exp(t[i] * x[i]), share = power / (1 + power), place = static_cast<T>(at);
        value += std::log1p(power) + (t[i] > 0 ? place * std::sqrt(a) : 0);
        by_x[i] += share * t[i];
        by_t[i] += share * x[i];
        by_a += t[i] > 0 ? place / (2 * std::sqrt(a)) : 0;
    }
    for (std::size_t i = count; i-- > 0;) {
        adjoint += by_t[i];
        const T slope = -adjoint * std::sin(x[i] * a);
        by_x[i] += slope * a;
        by_a += slope * x[i];
        adjoint /= 2;
    }
    by_a += adjoint;

    const auto result = value_and_gradient(of_path, pullback::wrt<0, 1>)(pullback::unseq, x, a, k);
    const auto& [found_by_x, found_by_a] = result.gradient;
    const auto is_near = [&](const T& found, const T& wanted) {
        const T most = 64 * std::numeric_limits<T>::epsilon() * static_cast<T>(count);
        return std::abs(found - wanted) <= most * (1 + std::abs(wanted));
    };
    bool all = is_near(result.value, value) && is_near(found_by_a, by_a);
    for (std::size_t i = 0; i < count; ++i) all = all && is_near(found_by_x[i], by_x[i]);
    return all;
}

} // namespace

bool lanes_are_right() {
    for (std::size_t count = 1; count < 70; ++count)
        if (!is_right<double>(count) || !is_right<float>(count)) return false;
    return true;
}
