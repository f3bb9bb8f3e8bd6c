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

// The functions of one number, and of two: the one list of those that are computed of vectors.
#define PULLBACK_VECTOR_FUNCTIONS(act)                                                                          \
    act(exp) act(exp2) act(expm1) act(log) act(log2) act(log10) act(log1p) act(cbrt) act(sin) act(cos) act(tan) \
        act(asin) act(acos) act(atan) act(sinh) act(cosh) act(tanh) act(asinh) act(acosh) act(atanh) act(erf)   \
            act(erfc)
#define PULLBACK_VECTOR_FUNCTIONS_OF_TWO(act) act(pow) act(atan2) act(hypot)

#if PULLBACK_HAS_VECTOR_LIBRARY

// Those of vectors of 16, 32 and 64 bytes, as far as the processor has them.
#define PULLBACK_OF_16_BYTES(act, name) act(16, b, 2, 4, name)
#if defined(__AVX2__)
#define PULLBACK_OF_32_BYTES(act, name) act(32, d, 4, 8, name)
#elif defined(__AVX__)
#define PULLBACK_OF_32_BYTES(act, name) act(32, c, 4, 8, name)
#else
#define PULLBACK_OF_32_BYTES(act, name)
#endif
#if defined(__AVX512F__)
#define PULLBACK_OF_64_BYTES(act, name) act(64, e, 8, 16, name)
#else
#define PULLBACK_OF_64_BYTES(act, name)
#endif

namespace pullback::math::vector_library {

#define PULLBACK_DEFINE(bytes, letter, doubles, floats, name)                      \
    typedef double doubles_of_##bytes##_bytes __attribute__((vector_size(bytes))); \
    typedef float floats_of_##bytes##_bytes __attribute__((vector_size(bytes)));
PULLBACK_OF_16_BYTES(PULLBACK_DEFINE, )
PULLBACK_OF_32_BYTES(PULLBACK_DEFINE, )
PULLBACK_OF_64_BYTES(PULLBACK_DEFINE, )
#undef PULLBACK_DEFINE

#define PULLBACK_DEFINE(bytes, letter, doubles, floats, name)                                            \
    __attribute__((const, nothrow)) doubles_of_##bytes##_bytes name(doubles_of_##bytes##_bytes) __asm__( \
        "_ZGV" #letter "N" #doubles "v_" #name);                                                         \
    __attribute__((const, nothrow)) floats_of_##bytes##_bytes name(floats_of_##bytes##_bytes) __asm__(   \
        "_ZGV" #letter "N" #floats "v_" #name "f");
#define PULLBACK_DEFINE_ALL(name)               \
    PULLBACK_OF_16_BYTES(PULLBACK_DEFINE, name) \
    PULLBACK_OF_32_BYTES(PULLBACK_DEFINE, name) \
    PULLBACK_OF_64_BYTES(PULLBACK_DEFINE, name)
PULLBACK_VECTOR_FUNCTIONS(PULLBACK_DEFINE_ALL)
#undef PULLBACK_DEFINE

#define PULLBACK_DEFINE(bytes, letter, doubles, floats, name)                                                     \
    __attribute__((const, nothrow)) doubles_of_##bytes##_bytes name(                                              \
        doubles_of_##bytes##_bytes, doubles_of_##bytes##_bytes) __asm__("_ZGV" #letter "N" #doubles "vv_" #name); \
    __attribute__((const, nothrow)) floats_of_##bytes##_bytes name(                                               \
        floats_of_##bytes##_bytes, floats_of_##bytes##_bytes) __asm__("_ZGV" #letter "N" #floats "vv_" #name "f");
PULLBACK_VECTOR_FUNCTIONS_OF_TWO(PULLBACK_DEFINE_ALL)
#undef PULLBACK_DEFINE
#undef PULLBACK_DEFINE_ALL
#undef PULLBACK_OF_16_BYTES
#undef PULLBACK_OF_32_BYTES
#undef PULLBACK_OF_64_BYTES

} // namespace pullback::math::vector_library

#endif

namespace pullback::math {

/// Whether the C library has functions of vectors of such numbers.
template <class S>
inline constexpr bool has_vector_library =
    PULLBACK_HAS_VECTOR_LIBRARY != 0 && (std::is_same_v<S, decltype(0.)> || std::is_same_v<S, decltype(0.f)>);

/// Whether a function of one number is among them.
constexpr bool is_vector_function(const char* name) {
    const auto is_called = [=](const char* other) {
        int i = 0;
        while (name[i] != '\0' && name[i] == other[i]) ++i;
        return name[i] == other[i];
    };
    bool found = false;
#define PULLBACK_COMPARE(function) found = found || is_called(#function);
    PULLBACK_VECTOR_FUNCTIONS(PULLBACK_COMPARE)
#undef PULLBACK_COMPARE
    return found;
}

} // namespace pullback::math

#endif
