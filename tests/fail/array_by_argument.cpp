// SPDX-License-Identifier: BSL-1.0
// EXPECT: x[k]: k is recorded, and x a std::array or another container
// EXPECT: give x as a range, std::span<const double>(x)
#include <pullback.hpp>

#include <array>
#include <span>

constexpr auto f = pullback::function([](const auto& x, const auto& k) { return square(x[k]); });

double slope(const std::array<double, 3>& x, int k) {
#ifdef PULLBACK_WRONG
    return gradient(f, pullback::wrt<0>)(x, k)[0];
#else
    return gradient(f, pullback::wrt<0>)(std::span<const double>(x), k)[0];
#endif
}
