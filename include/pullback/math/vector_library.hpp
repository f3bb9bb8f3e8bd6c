// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_VECTOR_LIBRARY_HPP
#define PULLBACK_MATH_VECTOR_LIBRARY_HPP

#include <pullback/always_inline.hpp>
#include <pullback/math/vector_types.hpp>

#include <cmath> // which defines what the C library calls itself
#include <type_traits>

// The vector functions of the GNU C library from 2.35 on, by the names that its vector ABI gives them. The linker finds
// them where it finds the scalar ones. Their error is at most 4 units in the last place, and they answer at infinities,
// NaN, zeros and subnormal numbers what the scalar ones do. Other C libraries have none; define
// PULLBACK_NO_VECTOR_LIBRARY where this one's are not to be used.

#if !defined(PULLBACK_NO_VECTOR_LIBRARY) && defined(__x86_64__) && !defined(__ILP32__) && defined(__GLIBC__)
#if __GLIBC_PREREQ(2, 35)
#define PULLBACK_HAS_VECTOR_LIBRARY 1
#endif
#endif
#if !defined(PULLBACK_HAS_VECTOR_LIBRARY)
#define PULLBACK_HAS_VECTOR_LIBRARY 0
#endif

#if PULLBACK_HAS_VECTOR_LIBRARY

// The functions of one number, and of two.
#define PULLBACK_VECTOR_FUNCTIONS(act)                                                                          \
    act(exp) act(exp2) act(expm1) act(log) act(log2) act(log10) act(log1p) act(cbrt) act(sin) act(cos) act(tan) \
        act(asin) act(acos) act(atan) act(sinh) act(cosh) act(tanh) act(asinh) act(acosh) act(atanh) act(erf)   \
            act(erfc)
#define PULLBACK_VECTOR_FUNCTIONS_OF_TWO(act) act(pow) act(atan2) act(hypot)

#if defined(__AVX512F__)
#define PULLBACK_VECTOR_OF_DOUBLE(name, operands) _ZGVeN8##operands##_##name
#define PULLBACK_VECTOR_OF_FLOAT(name, operands) _ZGVeN16##operands##_##name##f
#elif defined(__AVX2__)
#define PULLBACK_VECTOR_OF_DOUBLE(name, operands) _ZGVdN4##operands##_##name
#define PULLBACK_VECTOR_OF_FLOAT(name, operands) _ZGVdN8##operands##_##name##f
#elif defined(__AVX__)
#define PULLBACK_VECTOR_OF_DOUBLE(name, operands) _ZGVcN4##operands##_##name
#define PULLBACK_VECTOR_OF_FLOAT(name, operands) _ZGVcN8##operands##_##name##f
#else
#define PULLBACK_VECTOR_OF_DOUBLE(name, operands) _ZGVbN2##operands##_##name
#define PULLBACK_VECTOR_OF_FLOAT(name, operands) _ZGVbN4##operands##_##name##f
#endif

namespace pullback::math::vector_library {

typedef double doubles __attribute__((vector_size(vectors::vector_bytes)));
typedef float floats __attribute__((vector_size(vectors::vector_bytes)));

extern "C" {
#define PULLBACK_DECLARE(name)                                                           \
    __attribute__((const, nothrow)) doubles PULLBACK_VECTOR_OF_DOUBLE(name, v)(doubles); \
    __attribute__((const, nothrow)) floats PULLBACK_VECTOR_OF_FLOAT(name, v)(floats);
PULLBACK_VECTOR_FUNCTIONS(PULLBACK_DECLARE)
#undef PULLBACK_DECLARE
#define PULLBACK_DECLARE(name)                                                                     \
    __attribute__((const, nothrow)) doubles PULLBACK_VECTOR_OF_DOUBLE(name, vv)(doubles, doubles); \
    __attribute__((const, nothrow)) floats PULLBACK_VECTOR_OF_FLOAT(name, vv)(floats, floats);
PULLBACK_VECTOR_FUNCTIONS_OF_TWO(PULLBACK_DECLARE)
#undef PULLBACK_DECLARE
}

#define PULLBACK_DEFINE(name)                                                                               \
    PULLBACK_ALWAYS_INLINE inline doubles name(doubles x) { return PULLBACK_VECTOR_OF_DOUBLE(name, v)(x); } \
    PULLBACK_ALWAYS_INLINE inline floats name(floats x) { return PULLBACK_VECTOR_OF_FLOAT(name, v)(x); }
PULLBACK_VECTOR_FUNCTIONS(PULLBACK_DEFINE)
#undef PULLBACK_DEFINE
#define PULLBACK_DEFINE(name)                                          \
    PULLBACK_ALWAYS_INLINE inline doubles name(doubles x, doubles y) { \
        return PULLBACK_VECTOR_OF_DOUBLE(name, vv)(x, y);              \
    }                                                                  \
    PULLBACK_ALWAYS_INLINE inline floats name(floats x, floats y) { return PULLBACK_VECTOR_OF_FLOAT(name, vv)(x, y); }
PULLBACK_VECTOR_FUNCTIONS_OF_TWO(PULLBACK_DEFINE)
#undef PULLBACK_DEFINE

} // namespace pullback::math::vector_library

#undef PULLBACK_VECTOR_OF_DOUBLE
#undef PULLBACK_VECTOR_OF_FLOAT
#undef PULLBACK_VECTOR_FUNCTIONS
#undef PULLBACK_VECTOR_FUNCTIONS_OF_TWO

#endif

namespace pullback::math {

/// Whether the C library has functions of vectors of such numbers.
template <class S>
inline constexpr bool has_vector_library =
    PULLBACK_HAS_VECTOR_LIBRARY != 0 && (std::is_same_v<S, decltype(0.)> || std::is_same_v<S, decltype(0.f)>);

} // namespace pullback::math

#endif
