// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_LANE_MASKS_HPP
#define PULLBACK_MATH_LANE_MASKS_HPP

#include <pullback/always_inline.hpp>
#include <pullback/math/vector_types.hpp>

#include <cstddef>
#include <utility>

// Truth values and integers in lanes.

namespace pullback::math::vectors {

/// Truth values as integers. g++ 12 makes selections of operations on them, which fail inside the compiler where there
/// are none of 64-bit integers: before SSE4.2 and, in vectors of 32 bytes, AVX2.
template <class V>
PULLBACK_ALWAYS_INLINE inline V as_integers(V truths) {
#if defined(__GNUC__) && !defined(__clang__) && defined(__SSE2__) && !defined(__AVX2__) && \
    (!defined(__SSE4_2__) || defined(__AVX__))
    asm("" : "+x"(truths));
#endif
    return truths;
}

/// A truth value for each lane.
template <class S, int Vectors, int Bytes = vector_bytes>
struct lane_mask {
    using vector = typename vector_of<S, Bytes>::comparison;
    vector vectors[Vectors];

    lane_mask() = default;
    PULLBACK_ALWAYS_INLINE lane_mask(bool everywhere) {
        for_each_vector<Vectors>([&](auto i)
                                     PULLBACK_ALWAYS_INLINE { vectors[i()] = vector{} - (everywhere ? 1 : 0); });
    }

    PULLBACK_ALWAYS_INLINE friend lane_mask operator&&(const lane_mask& a, const lane_mask& b) {
        return by_vectors([](auto x, auto y) PULLBACK_ALWAYS_INLINE { return x & y; }, a, b);
    }
    PULLBACK_ALWAYS_INLINE friend lane_mask operator||(const lane_mask& a, const lane_mask& b) {
        return by_vectors([](auto x, auto y) PULLBACK_ALWAYS_INLINE { return x | y; }, a, b);
    }
    PULLBACK_ALWAYS_INLINE friend lane_mask operator!(const lane_mask& a) {
        return by_vectors([](auto x, auto) PULLBACK_ALWAYS_INLINE { return ~x; }, a, a);
    }
    bool operator[](int lane) const {
        return vectors[lane / vector_of<S, Bytes>::size][lane % vector_of<S, Bytes>::size] != 0;
    }

private:
    template <class Act>
    PULLBACK_ALWAYS_INLINE static lane_mask by_vectors(Act act, const lane_mask& a, const lane_mask& b) {
        lane_mask result;
        for_each_vector<Vectors>([&](auto i) PULLBACK_ALWAYS_INLINE {
            result.vectors[i()] = act(as_integers(a.vectors[i()]), as_integers(b.vectors[i()]));
        });
        return result;
    }
};

/// An integer for each lane, of as many bits as the numbers have.
template <class S, int Vectors, int Bytes = vector_bytes>
struct lane_integers {
    using vector = typename vector_of<S, Bytes>::integers;
    using integer = typename vector_of<S, Bytes>::integer;
    static constexpr int size = Vectors * vector_of<S, Bytes>::size;
    vector vectors[Vectors];

    lane_integers() = default;
    PULLBACK_ALWAYS_INLINE lane_integers(std::ptrdiff_t everywhere) {
        for_each_vector<Vectors>(
            [&](auto i) PULLBACK_ALWAYS_INLINE { vectors[i()] = vector{} + static_cast<integer>(everywhere); });
    }
    /// first, first + 1, …
    PULLBACK_ALWAYS_INLINE static lane_integers from(std::ptrdiff_t first) {
        return [&]<int... I>(std::integer_sequence<int, I...>) PULLBACK_ALWAYS_INLINE {
            constexpr int width = vector_of<S, Bytes>::size;
            lane_integers result;
            for_each_vector<Vectors>([&](auto i) PULLBACK_ALWAYS_INLINE {
                result.vectors[i()] = vector{integer(I)...} + static_cast<integer>(first + i() * width);
            });
            return result;
        }(std::make_integer_sequence<int, vector_of<S, Bytes>::size>{});
    }
    PULLBACK_ALWAYS_INLINE std::ptrdiff_t operator[](int lane) const {
        return static_cast<std::ptrdiff_t>(vectors[lane / vector_of<S, Bytes>::size][lane % vector_of<S, Bytes>::size]);
    }
    PULLBACK_ALWAYS_INLINE void set(int lane, std::ptrdiff_t value) {
        vectors[lane / vector_of<S, Bytes>::size][lane % vector_of<S, Bytes>::size] = static_cast<integer>(value);
    }
    PULLBACK_ALWAYS_INLINE void store(integer* to) const {
        for_each_vector<Vectors>([&](auto i) PULLBACK_ALWAYS_INLINE {
            __builtin_memcpy(to + i() * vector_of<S, Bytes>::size, &vectors[i()], sizeof(vector));
        });
    }
    PULLBACK_ALWAYS_INLINE friend lane_integers select(const lane_mask<S, Vectors, Bytes>& mask, const lane_integers& a,
                                                       const lane_integers& b) {
        lane_integers result;
        for_each_vector<Vectors>([&](auto i) PULLBACK_ALWAYS_INLINE {
            result.vectors[i()] = mask.vectors[i()] ? a.vectors[i()] : b.vectors[i()];
        });
        return result;
    }
};

} // namespace pullback::math::vectors

namespace pullback::math {

using vectors::lane_integers;
using vectors::lane_mask;

} // namespace pullback::math

#endif
