// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_LANE_FUNCTIONS_HPP
#define PULLBACK_MATH_LANE_FUNCTIONS_HPP

#include <pullback/always_inline.hpp>
#include <pullback/math/elementary.hpp>
#include <pullback/math/found.hpp>
#include <pullback/math/lane_numbers.hpp>
#include <pullback/math/order.hpp>
#include <pullback/math/several_arguments.hpp>
#include <pullback/math/special.hpp>
#include <pullback/math/vector_library.hpp>
#include <pullback/math/vector_types.hpp>

#include <type_traits>

namespace pullback::math {

/// The functions of numbers in lanes: those of the C library for vectors where it has them, and those of single numbers
/// elsewhere, one after the other.
template <class S, int Vectors, int Bytes>
struct supplied<lanes<S, Vectors, Bytes>> {
    using all = lanes<S, Vectors, Bytes>;
    using vector = typename all::vector;
    using integers = typename vector_of<S, Bytes>::integers;

    PULLBACK_ALWAYS_INLINE static all abs(const all& x) {
        return all::by_vectors([](vector a) PULLBACK_ALWAYS_INLINE { return as_numbers(as_integers(a) & ~sign_bit()); },
                               x);
    }
    PULLBACK_ALWAYS_INLINE static all copysign(const all& x, const all& y) {
        return all::by_vectors(
            [](vector a, vector b) PULLBACK_ALWAYS_INLINE {
                return as_numbers((as_integers(a) & ~sign_bit()) | (as_integers(b) & sign_bit()));
            },
            x, y);
    }
    PULLBACK_ALWAYS_INLINE static all min(const all& x, const all& y) { return select(y < x, y, x); }
    PULLBACK_ALWAYS_INLINE static all max(const all& x, const all& y) { return select(x < y, y, x); }

    PULLBACK_ALWAYS_INLINE static all sqrt(const all& x) {
        return all::by_vectors([](vector a) PULLBACK_ALWAYS_INLINE { return sqrt_of(a); }, x);
    }

#define PULLBACK_LANE_FUNCTION(name)                                                    \
    PULLBACK_ALWAYS_INLINE static all name(const all& x) {                              \
        return one_by_one([](S a) PULLBACK_ALWAYS_INLINE { return math::name(a); }, x); \
    }
#define PULLBACK_LANE_FUNCTION_OF_TWO(name)                                                        \
    PULLBACK_ALWAYS_INLINE static all name(const all& x, const all& y) {                           \
        return one_by_one([](S a, S b) PULLBACK_ALWAYS_INLINE { return math::name(a, b); }, x, y); \
    }
#if PULLBACK_HAS_VECTOR_LIBRARY
#define PULLBACK_VECTOR_FUNCTION(name)                                                                      \
    PULLBACK_ALWAYS_INLINE static all name(const all& x) {                                                  \
        return all::by_vectors([](vector a) PULLBACK_ALWAYS_INLINE { return vector_library::name(a); }, x); \
    }
#define PULLBACK_VECTOR_FUNCTION_OF_TWO(name)                                                                        \
    PULLBACK_ALWAYS_INLINE static all name(const all& x, const all& y) {                                             \
        return all::by_vectors([](vector a, vector b) PULLBACK_ALWAYS_INLINE { return vector_library::name(a, b); }, \
                               x, y);                                                                                \
    }
#else
#define PULLBACK_VECTOR_FUNCTION PULLBACK_LANE_FUNCTION
#define PULLBACK_VECTOR_FUNCTION_OF_TWO PULLBACK_LANE_FUNCTION_OF_TWO
#endif
    PULLBACK_VECTOR_FUNCTIONS(PULLBACK_VECTOR_FUNCTION)
    PULLBACK_VECTOR_FUNCTIONS_OF_TWO(PULLBACK_VECTOR_FUNCTION_OF_TWO)
    PULLBACK_LANE_FUNCTION(floor)
    PULLBACK_LANE_FUNCTION(ceil)
    PULLBACK_LANE_FUNCTION(round)
    PULLBACK_LANE_FUNCTION(trunc)
    PULLBACK_LANE_FUNCTION(lgamma)
    PULLBACK_LANE_FUNCTION(tgamma)
    PULLBACK_LANE_FUNCTION(digamma)
    PULLBACK_LANE_FUNCTION(trigamma)
    PULLBACK_LANE_FUNCTION_OF_TWO(fmod)
#undef PULLBACK_VECTOR_FUNCTION
#undef PULLBACK_VECTOR_FUNCTION_OF_TWO
#undef PULLBACK_LANE_FUNCTION
#undef PULLBACK_LANE_FUNCTION_OF_TWO

    PULLBACK_ALWAYS_INLINE static all hypot(const all& x, const all& y, const all& z) {
        return one_by_one([](S a, S b, S c) { return math::hypot(a, b, c); }, x, y, z);
    }
    PULLBACK_ALWAYS_INLINE static all polygamma(const all& n, const all& x) {
        return one_by_one([](S order, S a) { return math::polygamma(math::order_of(order), a); }, n, x);
    }

    /// f of the numbers, lane by lane.
    template <class F, class... X>
    PULLBACK_ALWAYS_INLINE static all one_by_one(F f, const X&... x) {
        return all::by_numbers(f, x...);
    }

private:
    PULLBACK_ALWAYS_INLINE static integers as_integers(vector x) { return reinterpret_cast<integers>(x); }
    PULLBACK_ALWAYS_INLINE static vector as_numbers(integers x) { return reinterpret_cast<vector>(x); }
    PULLBACK_ALWAYS_INLINE static integers sign_bit() { return as_integers(S(-0.) - vector{}); }
    // The function of one number has a branch for the error that it reports, with which no vector is made of many.
    PULLBACK_ALWAYS_INLINE static vector sqrt_of(vector x) {
#if defined(__has_builtin) && __has_builtin(__builtin_elementwise_sqrt)
        return __builtin_elementwise_sqrt(x);
#else
        constexpr bool is_double = std::is_same_v<S, decltype(0.)>, is_float = std::is_same_v<S, decltype(0.f)>;
#if defined(__AVX512F__) && defined(__clang__)
        if constexpr (is_double && Bytes == 64) return __builtin_ia32_sqrtpd512(x, 4);
        if constexpr (is_float && Bytes == 64) return __builtin_ia32_sqrtps512(x, 4);
#elif defined(__AVX512F__)
        if constexpr (is_double && Bytes == 64) return __builtin_ia32_sqrtpd512_mask(x, x, -1, 4);
        if constexpr (is_float && Bytes == 64) return __builtin_ia32_sqrtps512_mask(x, x, -1, 4);
#endif
#if defined(__AVX__)
        if constexpr (is_double && Bytes == 32) return __builtin_ia32_sqrtpd256(x);
        if constexpr (is_float && Bytes == 32) return __builtin_ia32_sqrtps256(x);
#endif
#if defined(__SSE2__)
        if constexpr (is_double && Bytes == 16) return __builtin_ia32_sqrtpd(x);
        if constexpr (is_float && Bytes == 16) return __builtin_ia32_sqrtps(x);
#endif
        static_cast<void>(is_double && is_float);
        vector result;
        for (int i = 0; i < all::vector_size; ++i) result[i] = math::sqrt(S(x[i]));
        return result;
#endif
    }
};

} // namespace pullback::math

#endif
