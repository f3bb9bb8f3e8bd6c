// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_RUN_MATH_COMPILE_TIME_HPP
#define PULLBACK_TESTS_RUN_MATH_COMPILE_TIME_HPP

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <random>

#include <boost/math/constants/constants.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>

/// Measures errors in units of the last place against 50 digits. The tests call the functions for constant
/// evaluation at run time, so they must be built without contraction of a * b + c (no -mfma, or
/// -ffp-contract=off).
namespace math_test {

using reference = boost::multiprecision::cpp_bin_float_50;

/// |got - wanted| in units of the last place of T at `wanted`; subnormals have the unit of the least one.
template <class T>
double ulp_error(T got, const reference& wanted) {
    using limits = std::numeric_limits<T>;
    if (got != got || wanted != wanted) return got != got && wanted != wanted ? 0 : 1e30;
    const T nearest = static_cast<T>(wanted);
    if (std::isinf(nearest) || std::isinf(got)) return nearest == got ? 0 : 1e20;
    if (wanted == 0) return got == 0 ? 0 : 1e10;
    int exponent = static_cast<int>(ilogb(wanted));
    if (exponent < limits::min_exponent - 1) exponent = limits::min_exponent - 1;
    const reference unit = ldexp(reference(1), exponent - limits::digits + 1);
    return static_cast<double>(abs(reference(got) - wanted) / unit);
}

template <class T>
class sampler {
public:
    T uniform(T low, T high) { return std::uniform_real_distribution<T>(low, high)(engine_); }

    /// Magnitudes spread evenly over the exponents from 2^low to 2^high.
    T spread(T low, T high) { return std::exp2(uniform(low, high)); }

    T any_sign(T x) { return engine_() % 2 == 0 ? x : -x; }

    /// All exponents of T, subnormal numbers included.
    T everywhere() {
        using limits = std::numeric_limits<T>;
        return spread(T(limits::min_exponent - limits::digits), T(limits::max_exponent) - T(0.001));
    }

private:
    std::mt19937_64 engine_{20240607};
};

/// Largest error of `function` over the arguments that `argument` draws, with the worst case reported.
template <class T, class Function, class Exact, class Argument>
double worst_error(const char* name, Function function, Exact exact, Argument argument, int count) {
    double worst = 0;
    T where = 0;
    for (int i = 0; i < count; ++i) {
        const T x = argument();
        const double error = ulp_error<T>(function(x), exact(reference(x)));
        if (error > worst) {
            worst = error;
            where = x;
        }
    }
    std::printf("%-8s %2d bits: %.4f ulp at %.21Lg\n", name, std::numeric_limits<T>::digits, worst,
                static_cast<long double>(where));
    return worst;
}

template <class T, class Function, class Exact, class Argument>
double worst_error_of_two(const char* name, Function function, Exact exact, Argument argument, int count) {
    double worst = 0;
    T first = 0;
    T second = 0;
    for (int i = 0; i < count; ++i) {
        const auto [x, y] = argument();
        const double error = ulp_error<T>(function(x, y), exact(reference(x), reference(y)));
        if (error > worst) {
            worst = error;
            first = x;
            second = y;
        }
    }
    std::printf("%-8s %2d bits: %.4f ulp at %.21Lg, %.21Lg\n", name, std::numeric_limits<T>::digits, worst,
                static_cast<long double>(first), static_cast<long double>(second));
    return worst;
}

} // namespace math_test

#endif
