// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_C_HELPERS_HPP
#define PULLBACK_PRINT_C_HELPERS_HPP

#include <pullback/cpp20.hpp>

namespace pullback::detail {

// These are functions that C lacks, in C. digamma goes by reflection on the left, and by recurrence up to where the
// asymptotic series holds: Abramowitz and Stegun, Handbook of Mathematical Functions, 6.3.5, 6.3.7, 6.3.18; for
// polygamma the Hurwitz zeta function, 6.4.10, by Euler and Maclaurin's sum.

inline constexpr const char* c_digamma = R"(#ifndef PULLBACK_DIGAMMA
#define PULLBACK_DIGAMMA
static double pullback_digamma(double x)
{
    const double pi = 3.14159265358979323846;
    double shift = 0.0, r;
    if (x <= 0.0) {
        if (x == floor(x)) return NAN;
        return pullback_digamma(1.0 - x) - pi / tan(pi * (x - floor(x + 0.5)));
    }
    for (; x < 10.0; x += 1.0) shift -= 1.0 / x;
    r = 1.0 / (x * x);
    return shift + log(x) - 0.5 / x -
           r * (1.0 / 12 - r * (1.0 / 120 - r * (1.0 / 252 - r * (1.0 / 240 - r * (1.0 / 132 -
           r * (691.0 / 32760 - r * (1.0 / 12)))))));
}
#endif

)";

inline constexpr const char* c_polygamma = R"(#ifndef PULLBACK_POLYGAMMA
#define PULLBACK_POLYGAMMA
static double pullback_hurwitz(int s, double a)
{
    static const double b[10] = {1.0 / 12, -1.0 / 720, 1.0 / 30240, -1.0 / 1209600, 1.0 / 47900160,
                                 -691.0 / 1307674368000.0, 1.0 / 74724249600.0, -3617.0 / 10670622842880000.0,
                                 43867.0 / 5109094217170944000.0, -174611.0 / 802857662698291200000.0};
    double sum = 0.0, power, factor = s;
    int i;
    for (; a < 10.0 + s; a += 1.0) sum += pow(a, -s);
    power = pow(a, -s);
    sum += power * (a / (s - 1) + 0.5);
    power /= a;
    for (i = 0; i < 10; ++i) {
        sum += b[i] * factor * power;
        factor *= (s + 2.0 * i + 1.0) * (s + 2.0 * i + 2.0);
        power /= a * a;
    }
    return sum;
}

static double pullback_polygamma(double order, double x)
{
    const int s = order >= 0.0 && order <= 1048576.0 ? (int)order + 1 : 0;
    const double factorial = tgamma((double)s), low = floor(x);
    double sum;
    if (s == 0) return NAN;
    if (s == 1) return pullback_digamma(x);
    if (x > 0.0) {
        sum = pullback_hurwitz(s, x);
    } else {
        if (x == low) return s % 2 == 0 ? INFINITY : NAN;
        sum = pullback_hurwitz(s, low + 1.0 - x) - pullback_hurwitz(s, 1.0 - x);
        sum = pullback_hurwitz(s, x - low) + (s % 2 == 0 ? sum : -sum);
    }
    return s % 2 == 0 ? factorial * sum : -factorial * sum;
}
#endif

)";

} // namespace pullback::detail

#endif
