// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_C_HELPERS_SPECIAL_HPP
#define PULLBACK_PRINT_C_HELPERS_SPECIAL_HPP

#include <pullback/cpp20.hpp>

namespace pullback::detail {

// These are more functions that C lacks, in C: the algorithms of math/circle.hpp, math/normal.hpp and math/beta.hpp.

inline constexpr const char* c_circle = R"(#ifndef PULLBACK_CIRCLE
#define PULLBACK_CIRCLE
static double pullback_quadrant(double r)
{
    const double pi = 3.14159265358979323846;
    return r <= 0.25 ? sin(pi * r) : cos(pi * (0.5 - r));
}

static inline double pullback_sin_pi(double x)
{
    double r = fmod(fabs(x), 2.0);
    const int below = r >= 1.0;
    if (below) r -= 1.0;
    r = pullback_quadrant(r > 0.5 ? 1.0 - r : r);
    return copysign(1.0, x) * (below && r > 0.0 ? -r : r);
}

static inline double pullback_cos_pi(double x)
{
    double r = fmod(fabs(x), 2.0);
    if (r > 1.0) r = 2.0 - r;
    return r > 0.5 ? -pullback_quadrant(r - 0.5) : pullback_quadrant(0.5 - r);
}
#endif

)";

inline constexpr const char* c_sinc = R"(#ifndef PULLBACK_SINC
#define PULLBACK_SINC
static double pullback_sinc(double x)
{
    if (x == 0.0) return 1.0;
    return isinf(x) ? 0.0 : sin(x) / x;
}

static inline double pullback_sinc_derivative(double order, double x)
{
    const int n = order >= 0.0 && order <= 1048576.0 ? (int)order : -1;
    const double size = fabs(x);
    const double slopes[4] = {sin(size), cos(size), -sin(size), -cos(size)};
    double value = 0.0, weight;
    int k, last = n + 3;
    if (n < 0) return NAN;
    if (n == 0 || isnan(x)) return pullback_sinc(x);
    if (isinf(x)) return 0.0;
    if (size > n) {
        value = slopes[0] / size;
        for (k = 1; k <= n; ++k) value = (slopes[k % 4] - k * value) / size;
    } else {
        for (weight = size / last; weight > 1e-18 / last; weight *= size / last) ++last;
        for (k = last; k > n; --k) value = (slopes[k % 4] - size * value) / k;
    }
    return n % 2 == 1 && x < 0.0 ? -value : value;
}
#endif

)";

inline constexpr const char* c_error_function_inverses = R"(#ifndef PULLBACK_ERROR_FUNCTION_INVERSES
#define PULLBACK_ERROR_FUNCTION_INVERSES
static double pullback_erf_root(double y, double x, int is_tail)
{
    int i;
    for (i = 0; i < 20; ++i) {
        const double slope = (is_tail ? -1.1283791670955126 : 1.1283791670955126) * exp(-x * x);
        const double newton = ((is_tail ? erfc(x) : erf(x)) - y) / slope;
        const double step = newton / (1.0 + x * newton);
        x -= step;
        if (!(fabs(step / x) > 2e-6)) break;
    }
    return x;
}

static double pullback_erfc_tail(double z)
{
    const double t = sqrt(-2.0 * log(z / 2.0));
    const double above = 2.515517 + t * (0.802853 + t * 0.010328);
    const double below = 1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308));
    return pullback_erf_root(z, (t - above / below) * 0.7071067811865476, 1);
}

static inline double pullback_erf_inv(double y)
{
    const double size = fabs(y), t = size / 1.1283791670955126;
    if (!(size < 1.0)) return size == 1.0 ? copysign(INFINITY, y) : NAN;
    if (t < 5e-9) return copysign(t, y);
    if (size > 0.5) return copysign(pullback_erfc_tail(1.0 - size), y);
    return copysign(pullback_erf_root(size, t * (1.0 + t * t * (1.0 / 3 + t * t * (7.0 / 30))), 0), y);
}

static inline double pullback_erfc_inv(double z)
{
    if (!(z > 0.0 && z < 2.0)) return z == 0.0 ? INFINITY : z == 2.0 ? -INFINITY : NAN;
    return z < 0.5 ? pullback_erfc_tail(z) : pullback_erf_inv(1.0 - z);
}

static inline double pullback_inv_Phi(double p)
{
    return 0.0 - 1.4142135623730951 * pullback_erfc_inv(2.0 * p);
}
#endif

)";

inline constexpr const char* c_beta = R"(#ifndef PULLBACK_BETA
#define PULLBACK_BETA
static double pullback_stirling_rest(double x)
{
    const double r = 1.0 / (x * x);
    return (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r * (1.0 / 1188 -
           r * (691.0 / 360360 - r * (1.0 / 156))))))) / x;
}

static double pullback_lbeta(double x, double y)
{
    const double a = fmin(x, y), b = fmax(x, y);
    double rest;
    if (!(x >= 0.0 && y >= 0.0)) return NAN;
    if (a == 0.0) return isinf(b) ? NAN : INFINITY;
    if (isinf(b)) return -INFINITY;
    if (b < 10.0) return lgamma(a) + (lgamma(b) - lgamma(a + b));
    rest = pullback_stirling_rest(b) - pullback_stirling_rest(a + b);
    if (a < 10.0) return ((lgamma(a) - a * log(b)) + rest) + (a - (a + b - 0.5) * log1p(a / b));
    return ((0.91893853320467274 - 0.5 * log(b) + (rest + pullback_stirling_rest(a))) +
            (a - 0.5) * log(a / (a + b))) - b * log1p(a / b);
}

static inline double pullback_beta(double x, double y)
{
    if (x > 1e-300 && y > 1e-300 && x + y <= 170.0) return tgamma(x) * (tgamma(y) / tgamma(x + y));
    return exp(pullback_lbeta(x, y));
}
#endif

)";

inline constexpr const char* c_trigamma = R"(#ifndef PULLBACK_TRIGAMMA
#define PULLBACK_TRIGAMMA
static double pullback_trigamma(double x)
{
    return pullback_polygamma(1.0, x);
}
#endif

)";

} // namespace pullback::detail

#endif
