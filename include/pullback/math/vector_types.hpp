// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_VECTOR_TYPES_HPP
#define PULLBACK_MATH_VECTOR_TYPES_HPP

#include <pullback/always_inline.hpp>

#include <cstdint>
#include <type_traits>
#include <utility>

// The vectors of the compiler, of which lanes are made. They have a namespace of their own, so that the functions of
// `math` are not found as theirs.
namespace pullback::math::vectors {

/// Bytes of the widest vectors that the compiler may use.
#if defined(__AVX512F__)
inline constexpr int vector_bytes = 64;
#elif defined(__AVX__)
inline constexpr int vector_bytes = 32;
#else
inline constexpr int vector_bytes = 16;
#endif

/// The types of which there are vectors: those of 32 and 64 bits.
template <class S>
inline constexpr bool has_vectors = std::is_floating_point_v<S> && (sizeof(S) == 4 || sizeof(S) == 8);

/// Vectors of so many bytes.
template <class S, int Bytes = vector_bytes>
struct vector_of {
    using integer = std::conditional_t<sizeof(S) == 4, std::int32_t, std::int64_t>;
    typedef S type __attribute__((vector_size(Bytes)));
    typedef integer integers __attribute__((vector_size(Bytes)));
    /// The same vector at any address that a number may have. It is read by this type and not by a copy of bytes, so
    /// that compilers know that no pointer changes where numbers are written.
    typedef S in_memory __attribute__((vector_size(Bytes), aligned(alignof(S))));
    using comparison = decltype(type{} < type{});
    static constexpr int size = Bytes / static_cast<int>(sizeof(S));
};

// A product and the sum that it goes into may be rounded together, as in the rows of arithmetic.
#if defined(__clang__) && !defined(PULLBACK_NO_CONTRACTION)
#define PULLBACK_CONTRACT_LANES _Pragma("clang fp contract(fast)")
#else
#define PULLBACK_CONTRACT_LANES
#endif

/// Acts on the numbers of the vectors. A loop would be taken apart too late for the vectors to be in registers.
template <int Vectors, class Act>
PULLBACK_ALWAYS_INLINE inline void for_each_vector(Act act) {
    [&]<int... I>(std::integer_sequence<int, I...>) PULLBACK_ALWAYS_INLINE {
        (act(std::integral_constant<int, I>{}), ...);
    }(std::make_integer_sequence<int, Vectors>{});
}

} // namespace pullback::math::vectors

namespace pullback::math {

using vectors::has_vectors;
using vectors::vector_of;

} // namespace pullback::math

#endif
