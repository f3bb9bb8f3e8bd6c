// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_JOINED_LANES_HPP
#define PULLBACK_MATH_JOINED_LANES_HPP

#include <pullback/always_inline.hpp>
#include <pullback/math/lane_numbers.hpp>
#include <pullback/math/vector_types.hpp>

// What reductions do to lanes at the end of a loop.

namespace pullback::math::vectors {

/// The numbers of a vector joined by an operation, half with half.
template <class S, int Size, class Vector, class Join>
PULLBACK_ALWAYS_INLINE inline S joined_vector(const Vector& x, Join join) {
    if constexpr (Size == 1) {
        return x[0];
    } else if constexpr (Size == 2) {
        return join(S(x[0]), S(x[1]));
    } else {
        typedef S half __attribute__((vector_size(Size / 2 * sizeof(S))));
        half low, high;
        __builtin_memcpy(&low, &x, sizeof(half));
        __builtin_memcpy(&high, reinterpret_cast<const char*>(&x) + sizeof(half), sizeof(half));
        const half both = join(low, high);
        return vectors::joined_vector<S, Size / 2>(both, join);
    }
}

/// All lanes joined by an operation on vectors and numbers, in a fixed order: vectors first, then halves of one.
template <class S, int Vectors, class Join>
PULLBACK_ALWAYS_INLINE inline S joined_lanes(const lanes<S, Vectors>& x, Join join) {
    using vector = typename vector_of<S>::type;
    if constexpr (Vectors == 1) {
        return vectors::joined_vector<S, vector_of<S>::size>(x.vectors[0], join);
    } else {
        static_assert(Vectors % 2 == 0);
        lanes<S, Vectors / 2> halves;
        for_each_vector<Vectors / 2>([&](auto i) PULLBACK_ALWAYS_INLINE {
            const vector both = join(x.vectors[i()], x.vectors[i() + Vectors / 2]);
            halves.vectors[i()] = both;
        });
        return vectors::joined_lanes(halves, join);
    }
}

} // namespace pullback::math::vectors

namespace pullback::math {

using vectors::joined_lanes;

} // namespace pullback::math

#endif
