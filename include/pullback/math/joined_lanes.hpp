// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_JOINED_LANES_HPP
#define PULLBACK_MATH_JOINED_LANES_HPP

#include <pullback/always_inline.hpp>
#include <pullback/math/lane_numbers.hpp>
#include <pullback/math/vector_types.hpp>

#include <type_traits>
#include <utility>

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

/// Blocks of so many numbers of two vectors, from one and the other in turn: of each pair of blocks the first or the
/// second.
template <int Block, bool TakesSecond, class Vector, int... Lane>
PULLBACK_ALWAYS_INLINE inline Vector blocks_of(const Vector& a, const Vector& b, std::integer_sequence<int, Lane...>) {
    constexpr int size = sizeof...(Lane);
    return __builtin_shufflevector(
        a, b,
        (Lane / Block / 2 * 2 + (TakesSecond ? 1 : 0)) * Block + Lane % Block + (Lane / Block % 2 == 0 ? 0 : size)...);
}
/// For each of as many vectors as one has lanes, its numbers joined as by `joined_lanes`, in the lane of that number:
/// halves with halves, of two vectors at a time.
template <class S, class Join>
PULLBACK_ALWAYS_INLINE inline lanes<S, 1> joined_rows(const lanes<S, 1> (&rows)[vector_of<S>::size], Join join) {
    constexpr int size = vector_of<S>::size;
    using vector = typename vector_of<S>::type;
    vector joined[size];
    for_each_vector<size>([&](auto i) PULLBACK_ALWAYS_INLINE { joined[i()] = rows[i()].vectors[0]; });
    const auto halve = [&]<int Block>(const auto& self, std::integral_constant<int, Block>) PULLBACK_ALWAYS_INLINE {
        if constexpr (Block > 0) {
            constexpr auto all = std::make_integer_sequence<int, size>{};
            for_each_vector<Block>([&](auto i) PULLBACK_ALWAYS_INLINE {
                const vector first = vectors::blocks_of<Block, false>(joined[i()], joined[i() + Block], all),
                             second = vectors::blocks_of<Block, true>(joined[i()], joined[i() + Block], all);
                joined[i()] = join(first, second);
            });
            self(self, std::integral_constant<int, Block / 2>{});
        }
    };
    halve(halve, std::integral_constant<int, size / 2>{});
    lanes<S, 1> result;
    result.vectors[0] = joined[0];
    return result;
}

} // namespace pullback::math::vectors

namespace pullback::math {

using vectors::joined_lanes;
using vectors::joined_rows;

} // namespace pullback::math

#endif
