// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(z): z is a complex number, and functions here are of real numbers
// EXPECT: pass its real and its imaginary part as two numbers, f(z.real(), z.imag())
#include <pullback.hpp>

#include <complex>

constexpr auto f = pullback::function([](const auto& re, const auto& im) { return re * re - im * im; });
constexpr auto g = pullback::function([](const auto& z) { return z * z; });

auto slope(const std::complex<double>& z) {
#ifdef PULLBACK_WRONG
    return pullback::gradient(g)(z);
#else
    return pullback::gradient(f)(z.real(), z.imag());
#endif
}
