// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_LOOPS_VECTORS_HPP
#define PULLBACK_BENCH_LOOPS_VECTORS_HPP

#include <cmath>
#include <cstddef>
#include <cstring>

/// Vectors for code by hand: those of the compiler, with the functions of the C library.
namespace loops {

#if defined(__AVX512F__)
inline constexpr std::size_t width = 8;
#define PULLBACK_BENCH_VECTOR(name) _ZGVeN8v_##name
#elif defined(__AVX2__)
inline constexpr std::size_t width = 4;
#define PULLBACK_BENCH_VECTOR(name) _ZGVdN4v_##name
#else
inline constexpr std::size_t width = 2;
#define PULLBACK_BENCH_VECTOR(name) _ZGVbN2v_##name
#endif
typedef double vector __attribute__((vector_size(width * sizeof(double))));
#if defined(__x86_64__) && defined(__GLIBC__)
#define PULLBACK_BENCH_FUNCTION(name)                                                      \
    extern "C" __attribute__((const, nothrow)) vector PULLBACK_BENCH_VECTOR(name)(vector); \
    inline vector name(vector x) { return PULLBACK_BENCH_VECTOR(name)(x); }
#else
#define PULLBACK_BENCH_FUNCTION(name)                                   \
    inline vector name(vector x) {                                      \
        for (std::size_t i = 0; i < width; ++i) x[i] = std::name(x[i]); \
        return x;                                                       \
    }
#endif
PULLBACK_BENCH_FUNCTION(exp)
PULLBACK_BENCH_FUNCTION(log)
PULLBACK_BENCH_FUNCTION(log1p)
PULLBACK_BENCH_FUNCTION(erfc)
PULLBACK_BENCH_FUNCTION(sin)
PULLBACK_BENCH_FUNCTION(cos)
PULLBACK_BENCH_FUNCTION(tanh)
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
