// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_USED_LANES_HPP
#define PULLBACK_MATH_USED_LANES_HPP

#include <pullback/always_inline.hpp>
#include <pullback/math/lane_masks.hpp>
#include <pullback/math/lane_numbers.hpp>
#include <pullback/math/vector_types.hpp>

#include <cstddef>
#include <type_traits>

// Which lanes have a turn of a loop each: all, or the first ones only where fewer turns are left than there are lanes.

namespace pullback::math::vectors {

/// All lanes of so many vectors.
template <class S, int Vectors>
struct all_lanes {
    using numbers = lanes<S, Vectors>;
    using integers = lane_integers<S, Vectors>;
    using truths = lane_mask<S, Vectors>;
    static constexpr int size = numbers::size;
    static constexpr bool have_neighbours = false;

    PULLBACK_ALWAYS_INLINE static constexpr bool is_used(int) { return true; }
    /// The turn of a lane, and of all of them, from the first one on.
    PULLBACK_ALWAYS_INLINE static std::ptrdiff_t turn(std::ptrdiff_t first, int lane) { return first + lane; }
    PULLBACK_ALWAYS_INLINE static integers turns(std::ptrdiff_t first) { return integers::from(first); }
    PULLBACK_ALWAYS_INLINE static numbers load(const S* from) { return numbers::load(from); }
    PULLBACK_ALWAYS_INLINE static void store(const numbers& x, S* to) { x.store(to); }
    /// The numbers where lanes are used, and another elsewhere.
    PULLBACK_ALWAYS_INLINE static numbers used_or(const numbers& x, S) { return x; }
};

/// The same where each turn has all neighbours that it asks for.
template <class S, int Vectors>
struct lanes_with_neighbours : all_lanes<S, Vectors> {
    static constexpr bool have_neighbours = true;
};

/// The first lanes of one vector, at least one. All others repeat the turn of the last of them, so that they read what
/// is there and compute what is computed anyway; they write nothing, and count in no sum.
template <class S>
class first_lanes {
public:
    using numbers = lanes<S, 1>;
    using integers = lane_integers<S, 1>;
    using truths = lane_mask<S, 1>;
    static constexpr int size = numbers::size;
    static constexpr bool have_neighbours = false;

    /// Uses so many lanes from now on, or all where that is more.
    PULLBACK_ALWAYS_INLINE void use(std::ptrdiff_t count) {
        count_ = static_cast<int>(count < size ? count : size);
        __builtin_memcpy(&used_.vectors[0], used_then_unused.of_lanes + size - count_, sizeof(used_.vectors[0]));
    }

    PULLBACK_ALWAYS_INLINE bool is_used(int lane) const { return lane < count_; }
    PULLBACK_ALWAYS_INLINE std::ptrdiff_t turn(std::ptrdiff_t first, int lane) const {
        return first + (lane < count_ ? lane : count_ - 1);
    }
    PULLBACK_ALWAYS_INLINE integers turns(std::ptrdiff_t first) const {
        integers result(first + count_ - 1);
        result.vectors[0] = chosen(integers::from(first).vectors[0], result.vectors[0]);
        return result;
    }
    PULLBACK_ALWAYS_INLINE numbers used_or(const numbers& x, S other) const {
        numbers result(other);
        result.vectors[0] = chosen(x.vectors[0], result.vectors[0]);
        return result;
    }

    PULLBACK_ALWAYS_INLINE numbers load(const S* from) const {
        numbers result(from[count_ - 1]);
        if constexpr (has_masked_memory) {
            result.vectors[0] = load_used(from, result.vectors[0]);
        } else {
            for (int lane = 0; lane < size; ++lane)
                if (lane < count_) result.set(lane, from[lane]);
        }
        return result;
    }
    PULLBACK_ALWAYS_INLINE void store(const numbers& x, S* to) const {
        if constexpr (has_masked_memory) {
            store_used(x.vectors[0], to);
        } else {
            for (int lane = 0; lane < size; ++lane)
                if (lane < count_) to[lane] = x[lane];
        }
    }

private:
    using vector = typename numbers::vector;

    /// What is used of `x`, and elsewhere `other`. As bits where g++ 12 has no selection by 64-bit integers, with SSE2.
    template <class V>
    PULLBACK_ALWAYS_INLINE V chosen(V x, V other) const {
        const auto used = used_.vectors[0];
        if constexpr (has_masked_memory) return used ? x : other;
        using words = std::remove_const_t<decltype(used)>;
        return reinterpret_cast<V>((used & reinterpret_cast<words>(x)) | (~used & reinterpret_cast<words>(other)));
    }

    // Truths in memory: of 64-bit integers, which SSE2 does not compare, g++ 12 makes no vector that is less than
    // another.
    struct truths_in_memory {
        typename integers::integer of_lanes[2 * size]{};
        constexpr truths_in_memory() {
            for (int lane = 0; lane < size; ++lane) of_lanes[lane] = -1;
        }
    };
    static constexpr truths_in_memory used_then_unused{};

    // What the processor reads and writes under a mask touches no memory of lanes that are not used. It waits for it,
    // though: a read under a mask whose whole vector overlaps with what was stored shortly before, as where a gradient
    // of a few numbers begins right behind them, waits until that is in the cache. Measured with AVX-512, where calls
    // follow one another: 5 ns for up to 8 turns and 18 ns for 9 to 15, in calls of 19 and 25 ns; none if a vector's
    // length is between the two. This is what makes 2 turns take longer than 16, not what is computed.
#if defined(__AVX512F__)
    static constexpr bool has_masked_memory = true;
    using bits = std::conditional_t<sizeof(S) == 8, unsigned char, unsigned short>;
    PULLBACK_ALWAYS_INLINE bits used_bits() const { return static_cast<bits>((1u << count_) - 1u); }
    PULLBACK_ALWAYS_INLINE vector load_used(const S* from, vector other) const {
        if constexpr (sizeof(S) == 8) return __builtin_ia32_loadupd512_mask(from, other, used_bits());
        else return __builtin_ia32_loadups512_mask(from, other, used_bits());
    }
    PULLBACK_ALWAYS_INLINE void store_used(vector x, S* to) const {
        if constexpr (sizeof(S) == 8) __builtin_ia32_storeupd512_mask(to, x, used_bits());
        else __builtin_ia32_storeups512_mask(to, x, used_bits());
    }
#elif defined(__AVX__)
    static constexpr bool has_masked_memory = true;
    typedef long long wide_mask __attribute__((vector_size(vector_bytes)));
    using mask = std::conditional_t<sizeof(S) == 8, wide_mask, typename vector_of<S>::integers>;
    PULLBACK_ALWAYS_INLINE vector load_used(const S* from, vector other) const {
        const auto bits = reinterpret_cast<mask>(used_.vectors[0]);
        const vector* const place = reinterpret_cast<const vector*>(from);
        vector read;
        if constexpr (sizeof(S) == 8) read = __builtin_ia32_maskloadpd256(place, bits);
        else read = __builtin_ia32_maskloadps256(place, bits);
        return chosen(read, other);
    }
    PULLBACK_ALWAYS_INLINE void store_used(vector x, S* to) const {
        const auto bits = reinterpret_cast<mask>(used_.vectors[0]);
        vector* const place = reinterpret_cast<vector*>(to);
        if constexpr (sizeof(S) == 8) __builtin_ia32_maskstorepd256(place, bits, x);
        else __builtin_ia32_maskstoreps256(place, bits, x);
    }
#else
    static constexpr bool has_masked_memory = false;
    static vector load_used(const S*, vector other) { return other; }
    static void store_used(vector, S*) {}
#endif

    int count_ = 0;
    truths used_;
};

} // namespace pullback::math::vectors

namespace pullback::math {

using vectors::all_lanes;
using vectors::first_lanes;
using vectors::lanes_with_neighbours;

} // namespace pullback::math

#endif
