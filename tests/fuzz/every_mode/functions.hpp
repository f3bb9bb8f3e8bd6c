// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_FUZZ_EVERY_MODE_FUNCTIONS_HPP
#define PULLBACK_TESTS_FUZZ_EVERY_MODE_FUNCTIONS_HPP

// The functions that are computed in every mode: the rows of the table and what users write with them. Each is the body
// of a generic lambda of x, of x and y, or of x, y and z. A new function is a line here. The rows alone take a compiler
// as long as the rest; with EVERY_MODE_WITHOUT_ROWS they are left out.

#define ROWS_OF_ONE(F) \
    F(-x)              \
    F(square(x))       \
    F(abs(x))          \
    F(sqrt(x))         \
    F(cbrt(x))         \
    F(exp(x))          \
    F(exp2(x))         \
    F(expm1(x))        \
    F(log(x))          \
    F(log2(x))         \
    F(log10(x))        \
    F(log1p(x))        \
    F(sin(x))          \
    F(cos(x))          \
    F(tan(x))          \
    F(asin(x))         \
    F(acos(x))         \
    F(atan(x))         \
    F(sinh(x))         \
    F(cosh(x))         \
    F(tanh(x))         \
    F(asinh(x))        \
    F(acosh(x))        \
    F(atanh(x))        \
    F(x* floor(x))     \
    F(x* ceil(x))      \
    F(x* round(x))     \
    F(x* trunc(x))     \
    F(erf(x))          \
    F(erfc(x))         \
    F(lgamma(x))       \
    F(tgamma(x))       \
    F(digamma(x))      \
    F(x* detach(x))    \
    F(sigmoid(x))      \
    F(softplus(x))     \
    F(pow(x, 3))       \
    F(pow(x, -3))      \
    F(pow(x, 0.5))     \
    F(pow(x, 12))

#define COMPOSED_OF_ONE(F)                                                                 \
    F(sqrt(max(x, 0)))                                                                     \
    F(acos(clamp(x, -1, 1)))                                                               \
    F(log(max(x, 0)))                                                                      \
    F(asin(min(x, 1)))                                                                     \
    F(square(sqrt(x)))                                                                     \
    F(1 / (1 / x))                                                                         \
    F(max(x, 0) + min(x, 0))                                                               \
    F(max(0, x) + min(0, x))                                                               \
    F(abs(x) * abs(x))                                                                     \
    F(max(x, 0) - 3 * x + log1p(exp(-abs(x))))                                             \
    F(select(x > 0, sqrt(x), 3 * x))                                                       \
    F(select(x < 0, 1 / x, exp(x)))                                                        \
    F(select(x > 0, x * x * x, 0))                                                         \
    F(select(x != 0, sin(x) / x, 1))                                                       \
    F(select(x > 0 || x < -1, x * log(x), x))                                              \
    F(square(clamp(x, -1, 1)))                                                             \
    F(sqrt(square(x)))                                                                     \
    F(max(1, sqrt(x)))                                                                     \
    F(select(x / sqrt(x) < sqrt(x), sin(x), 0) + select(sqrt(x) < x / sqrt(x), sin(x), 0)) \
    F(exp(-1 / square(x)))                                                                 \
    F(sqrt(1 - square(x)))                                                                 \
    F(log(sigmoid(x)))                                                                     \
    F(x / sqrt(1 + square(x)))

#define ROWS_OF_TWO(F) \
    F(x + y)           \
    F(x* y)            \
    F(x / y)           \
    F(max(x, y))       \
    F(min(x, y))       \
    F(atan2(x, y))     \
    F(hypot(x, y))     \
    F(pow(x, y))       \
    F(fmod(x, y))      \
    F(log_sum_exp(x, y))

#define COMPOSED_OF_TWO(F)                            \
    F(max(x, y) + log1p(exp(-abs(x - y))))            \
    F(max(x, y) * min(x, y))                          \
    F(max(sqrt(x), y))                                \
    F(x* log(x / y))                                  \
    F(select(x > 0, sqrt(x) * y, y * y))              \
    F(select(x < y, exp(-x) * sin(y), x * y))         \
    F(select(x > 0 && y > 0, log(x) * log(y), x - y)) \
    F(sqrt(x* x + y * y))                             \
    F((x - y) / (x + y))                              \
    F(x / y / (1 / y + 1 / x))                        \
    F((x / y) / (x - log(x)))                         \
    F(y* sqrt(max(x, 0)))                             \
    F(max(x, 0) - x * y + log1p(exp(-abs(x))))        \
    F(x* exp(-square(y)) / (1 + abs(y)))              \
    F(sqrt(abs(x - y)))

#define ROWS_OF_THREE(F) \
    F(clamp(x, y, z))    \
    F(fma(x, y, z))      \
    F(hypot(x, y, z))    \
    F(log_sum_exp(x, y, z))

#define COMPOSED_OF_THREE(F)                          \
    F(x* y / z)                                       \
    F(max(x, min(y, z)))                              \
    F(select(x < y, sqrt(z - x), z * y))              \
    F(log(x / z) * sin(y / z) + log(y / z) * (x / z)) \
    F(x* erfc(log(x / y) / z))                        \
    F(sqrt(x* x + y * y) / z)

#if defined(EVERY_MODE_WITHOUT_ROWS)
#define FUNCTIONS_OF_ONE COMPOSED_OF_ONE
#define FUNCTIONS_OF_TWO COMPOSED_OF_TWO
#define FUNCTIONS_OF_THREE COMPOSED_OF_THREE
#else
#define FUNCTIONS_OF_ONE(F) ROWS_OF_ONE(F) COMPOSED_OF_ONE(F)
#define FUNCTIONS_OF_TWO(F) ROWS_OF_TWO(F) COMPOSED_OF_TWO(F)
#define FUNCTIONS_OF_THREE(F) ROWS_OF_THREE(F) COMPOSED_OF_THREE(F)
#endif

#endif
