// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_LOOPS_VECTORS_HPP
#define PULLBACK_BENCH_LOOPS_VECTORS_HPP

#include <cmath>
#include <cstddef>
#include <cstring>
#include <utility>

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
inline vector sqrt(vector x) {
#if defined(__clang__)
    return __builtin_elementwise_sqrt(x);
#elif defined(__AVX512F__)
    return __builtin_ia32_sqrtpd512_mask(x, x, -1, 4);
#elif defined(__AVX2__)
    return __builtin_ia32_sqrtpd256(x);
#else
    for (std::size_t i = 0; i < width; ++i) x[i] = std::sqrt(x[i]);
    return x;
#endif
}
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

// Blocks of S by S numbers of the matrix change places across the diagonal.
template <std::size_t S, std::size_t... Lane>
inline void exchange_blocks(vector* rows, std::index_sequence<Lane...>) {
    for (std::size_t i = 0; i < width; ++i)
        if ((i & S) == 0) {
            const vector a = rows[i], b = rows[i + S];
            rows[i] = __builtin_shufflevector(a, b, static_cast<int>(Lane & S ? width + Lane - S : Lane)...);
            rows[i + S] = __builtin_shufflevector(a, b, static_cast<int>(Lane & S ? width + Lane : Lane + S)...);
        }
}
/// As many vectors as they have lanes: lane j of vector i is afterwards lane i of vector j.
inline void transpose(vector* rows) {
    constexpr std::make_index_sequence<width> lanes;
    if constexpr (width > 4) exchange_blocks<4>(rows, lanes);
    if constexpr (width > 2) exchange_blocks<2>(rows, lanes);
    exchange_blocks<1>(rows, lanes);
}

} // namespace loops

#endif
