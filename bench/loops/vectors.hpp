// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_LOOPS_VECTORS_HPP
#define PULLBACK_BENCH_LOOPS_VECTORS_HPP

#include <cmath>
#include <cstddef>
#include <cstring>

/// Vectors for code by hand: those of the compiler, with functions of the C library.
namespace loops {

#if defined(__AVX512F__)
inline constexpr std::size_t width = 8;
#define PULLBACK_BENCH_EXP _ZGVeN8v_exp
#define PULLBACK_BENCH_LOG1P _ZGVeN8v_log1p
#elif defined(__AVX2__)
inline constexpr std::size_t width = 4;
#define PULLBACK_BENCH_EXP _ZGVdN4v_exp
#define PULLBACK_BENCH_LOG1P _ZGVdN4v_log1p
#else
inline constexpr std::size_t width = 2;
#define PULLBACK_BENCH_EXP _ZGVbN2v_exp
#define PULLBACK_BENCH_LOG1P _ZGVbN2v_log1p
#endif
typedef double vector __attribute__((vector_size(width * sizeof(double))));
#if defined(__x86_64__) && defined(__GLIBC__)
extern "C" __attribute__((const, nothrow)) vector PULLBACK_BENCH_EXP(vector);
extern "C" __attribute__((const, nothrow)) vector PULLBACK_BENCH_LOG1P(vector);
inline vector exp(vector x) { return PULLBACK_BENCH_EXP(x); }
inline vector log1p(vector x) { return PULLBACK_BENCH_LOG1P(x); }
#else
inline vector exp(vector x) {
    for (std::size_t i = 0; i < width; ++i) x[i] = std::exp(x[i]);
    return x;
}
inline vector log1p(vector x) {
    for (std::size_t i = 0; i < width; ++i) x[i] = std::log1p(x[i]);
    return x;
}
#endif
inline vector load(const double* from) {
    vector x;
    std::memcpy(&x, from, sizeof(x));
    return x;
}
inline void store(double* to, vector x) { std::memcpy(to, &x, sizeof(x)); }
inline double sum(vector x) {
    double all = 0;
    for (std::size_t i = 0; i < width; ++i) all += x[i];
    return all;
}

} // namespace loops

#endif
