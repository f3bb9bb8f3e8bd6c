// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_LANE_NUMBERS_HPP
#define PULLBACK_MATH_LANE_NUMBERS_HPP

#include <pullback/cpp20.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

// Several numbers as one scalar: what a loop computes with that runs many of its turns at once.

// In a namespace of their own, so that the functions of `math` are not found as theirs.
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

template <class S>
struct vector_of {
    using integer = std::conditional_t<sizeof(S) == 4, std::int32_t, std::int64_t>;
    typedef S type __attribute__((vector_size(vector_bytes)));
    typedef integer integers __attribute__((vector_size(vector_bytes)));
    /// At any address that a number may have. By this type and not by a copy of bytes, so that compilers know that no
    /// pointer changes where numbers are written.
    typedef S in_memory __attribute__((vector_size(vector_bytes), aligned(alignof(S))));
    using comparison = decltype(type{} < type{});
    static constexpr int size = vector_bytes / static_cast<int>(sizeof(S));
};

// A product and the sum that it goes into may be rounded together, as in the rows of arithmetic.
#if defined(__clang__) && !defined(PULLBACK_NO_CONTRACTION)
#define PULLBACK_CONTRACT_LANES _Pragma("clang fp contract(fast)")
#else
#define PULLBACK_CONTRACT_LANES
#endif

/// Acts on the numbers of the vectors. A loop would be taken apart too late for the vectors to be in registers.
template <int Vectors, class Act>
[[gnu::always_inline]] inline void for_each_vector(Act act) {
    [&]<int... I>(std::integer_sequence<int, I...>) __attribute__((always_inline)) {
        (act(std::integral_constant<int, I>{}), ...);
    }(std::make_integer_sequence<int, Vectors>{});
}

/// A truth value for each lane.
template <class S, int Vectors>
struct lane_mask {
    using vector = typename vector_of<S>::comparison;
    vector vectors[Vectors];

    lane_mask() = default;
    [[gnu::always_inline]] lane_mask(bool everywhere) {
        for_each_vector<Vectors>(
            [&](auto i) __attribute__((always_inline)) { vectors[i()] = vector{} - (everywhere ? 1 : 0); });
    }

    [[gnu::always_inline]] friend lane_mask operator&&(const lane_mask& a, const lane_mask& b) {
        return by_vectors([](auto x, auto y) __attribute__((always_inline)) { return x & y; }, a, b);
    }
    [[gnu::always_inline]] friend lane_mask operator||(const lane_mask& a, const lane_mask& b) {
        return by_vectors([](auto x, auto y) __attribute__((always_inline)) { return x | y; }, a, b);
    }
    [[gnu::always_inline]] friend lane_mask operator!(const lane_mask& a) {
        return by_vectors([](auto x, auto) __attribute__((always_inline)) { return ~x; }, a, a);
    }
    bool operator[](int lane) const { return vectors[lane / vector_of<S>::size][lane % vector_of<S>::size] != 0; }

private:
    template <class Act>
    [[gnu::always_inline]] static lane_mask by_vectors(Act act, const lane_mask& a, const lane_mask& b) {
        lane_mask result;
        for_each_vector<Vectors>(
            [&](auto i) __attribute__((always_inline)) { result.vectors[i()] = act(a.vectors[i()], b.vectors[i()]); });
        return result;
    }
};

/// An integer for each lane, of as many bits as the numbers have.
template <class S, int Vectors>
struct lane_integers {
    using vector = typename vector_of<S>::integers;
    using integer = typename vector_of<S>::integer;
    static constexpr int size = Vectors * vector_of<S>::size;
    vector vectors[Vectors];

    lane_integers() = default;
    [[gnu::always_inline]] lane_integers(std::ptrdiff_t everywhere) {
        for_each_vector<Vectors>(
            [&](auto i) __attribute__((always_inline)) { vectors[i()] = vector{} + static_cast<integer>(everywhere); });
    }
    /// first, first + 1, …
    [[gnu::always_inline]] static lane_integers from(std::ptrdiff_t first) {
        return [&]<int... I>(std::integer_sequence<int, I...>) __attribute__((always_inline)) {
            constexpr int width = vector_of<S>::size;
            lane_integers result;
            for_each_vector<Vectors>([&](auto i) __attribute__((always_inline)) {
                result.vectors[i()] = vector{integer(I)...} + static_cast<integer>(first + i() * width);
            });
            return result;
        }(std::make_integer_sequence<int, vector_of<S>::size>{});
    }
    [[gnu::always_inline]] std::ptrdiff_t operator[](int lane) const {
        return vectors[lane / vector_of<S>::size][lane % vector_of<S>::size];
    }
    [[gnu::always_inline]] void set(int lane, std::ptrdiff_t value) {
        vectors[lane / vector_of<S>::size][lane % vector_of<S>::size] = static_cast<integer>(value);
    }
    [[gnu::always_inline]] friend lane_integers select(const lane_mask<S, Vectors>& mask, const lane_integers& a,
                                                       const lane_integers& b) {
        lane_integers result;
        for_each_vector<Vectors>([&](auto i) __attribute__((always_inline)) {
            result.vectors[i()] = mask.vectors[i()] ? a.vectors[i()] : b.vectors[i()];
        });
        return result;
    }
};

/// So many vectors of numbers, with the operators and functions of a scalar: those are in lane_functions.hpp.
template <class S, int Vectors>
struct lanes {
    using value_type = S;
    using mask = lane_mask<S, Vectors>;
    using vector = typename vector_of<S>::type;
    using in_memory = typename vector_of<S>::in_memory;
    static constexpr int vector_size = vector_of<S>::size, size = Vectors * vector_size;
    vector vectors[Vectors];

    lanes() = default;
    [[gnu::always_inline]] lanes(S everywhere) {
        for_each_vector<Vectors>([&](auto i) __attribute__((always_inline)) { vectors[i()] = everywhere - vector{}; });
    }
    [[gnu::always_inline]] explicit lanes(const lane_integers<S, Vectors>& integers) {
        for_each_vector<Vectors>([&](auto i) __attribute__((always_inline)) {
            vectors[i()] = __builtin_convertvector(integers.vectors[i()], vector);
        });
    }

    [[gnu::always_inline]] S operator[](int lane) const { return vectors[lane / vector_size][lane % vector_size]; }
    [[gnu::always_inline]] void set(int lane, S value) { vectors[lane / vector_size][lane % vector_size] = value; }

    [[gnu::always_inline]] static lanes load(const S* from) {
        lanes result;
        for_each_vector<Vectors>([&](auto i) __attribute__((always_inline)) {
            result.vectors[i()] = *reinterpret_cast<const in_memory*>(from + i() * vector_size);
        });
        return result;
    }
    [[gnu::always_inline]] void store(S* to) const {
        for_each_vector<Vectors>([&](auto i) __attribute__((always_inline)) {
            *reinterpret_cast<in_memory*>(to + i() * vector_size) = vectors[i()];
        });
    }

    /// f of the vectors, one after the other.
    template <class F, class... X>
    [[gnu::always_inline]] static lanes by_vectors(F f, const X&... x) {
        PULLBACK_CONTRACT_LANES
        lanes result;
        for_each_vector<Vectors>([&](auto i)
                                     __attribute__((always_inline)) { result.vectors[i()] = f(x.vectors[i()]...); });
        return result;
    }
    template <class F>
    [[gnu::always_inline]] static mask compared(F f, const lanes& x, const lanes& y) {
        mask result;
        for_each_vector<Vectors>(
            [&](auto i) __attribute__((always_inline)) { result.vectors[i()] = f(x.vectors[i()], y.vectors[i()]); });
        return result;
    }
    /// f of the numbers, one after the other.
    template <class F, class... X>
    [[gnu::always_inline]] static lanes by_numbers(F f, const X&... x) {
        lanes result;
        for (int lane = 0; lane < size; ++lane) result.set(lane, f(x[lane]...));
        return result;
    }

#define PULLBACK_LANE_OPERATOR(symbol)                                                    \
    [[gnu::always_inline]] friend lanes operator symbol(const lanes& x, const lanes& y) { \
        return by_vectors(                                                                \
            [](vector a, vector b) __attribute__((always_inline)) {                       \
                PULLBACK_CONTRACT_LANES                                                   \
                return a symbol b;                                                        \
            },                                                                            \
            x, y);                                                                        \
    }
    PULLBACK_LANE_OPERATOR(+)
    PULLBACK_LANE_OPERATOR(-)
    PULLBACK_LANE_OPERATOR(*)
    PULLBACK_LANE_OPERATOR(/)
#undef PULLBACK_LANE_OPERATOR

    [[gnu::always_inline]] friend lanes operator-(const lanes& x) {
        return by_vectors([](vector a) __attribute__((always_inline)) { return -a; }, x);
    }

#define PULLBACK_LANE_COMPARISON(symbol)                                                                     \
    [[gnu::always_inline]] friend mask operator symbol(const lanes& x, const lanes& y) {                     \
        return compared([](vector a, vector b) __attribute__((always_inline)) { return a symbol b; }, x, y); \
    }
    PULLBACK_LANE_COMPARISON(<)
    PULLBACK_LANE_COMPARISON(<=)
    PULLBACK_LANE_COMPARISON(>)
    PULLBACK_LANE_COMPARISON(>=)
    PULLBACK_LANE_COMPARISON(==)
    PULLBACK_LANE_COMPARISON(!=)
#undef PULLBACK_LANE_COMPARISON

    friend lanes fma(const lanes& x, const lanes& y, const lanes& z) {
        return by_numbers([](S a, S b, S c) { return std::fma(a, b, c); }, x, y, z);
    }

    [[gnu::always_inline]] friend lanes select(const mask& chosen, const lanes& x, const lanes& y) {
        return by_vectors([](auto m, vector a, vector b) __attribute__((always_inline)) { return m ? a : b; }, chosen,
                          x, y);
    }
};

/// The numbers of a vector joined by an operation, half with half.
template <class S, int Size, class Vector, class Join>
[[gnu::always_inline]] inline S joined_vector(const Vector& x, Join join) {
    if constexpr (Size == 1) {
        return x[0];
    } else if constexpr (Size == 2) {
        return join(S(x[0]), S(x[1]));
    } else {
        typedef S half __attribute__((vector_size(Size / 2 * sizeof(S))));
        half low, high;
        std::memcpy(&low, &x, sizeof(half));
        std::memcpy(&high, reinterpret_cast<const char*>(&x) + sizeof(half), sizeof(half));
        const half both = join(low, high);
        return vectors::joined_vector<S, Size / 2>(both, join);
    }
}

/// All lanes joined by an operation on vectors and numbers, in a fixed order: vectors first, then halves of one.
template <class S, int Vectors, class Join>
[[gnu::always_inline]] inline S joined_lanes(const lanes<S, Vectors>& x, Join join) {
    using vector = typename vector_of<S>::type;
    if constexpr (Vectors == 1) {
        return vectors::joined_vector<S, vector_of<S>::size>(x.vectors[0], join);
    } else {
        static_assert(Vectors % 2 == 0);
        lanes<S, Vectors / 2> halves;
        for_each_vector<Vectors / 2>([&](auto i) __attribute__((always_inline)) {
            const vector both = join(x.vectors[i()], x.vectors[i() + Vectors / 2]);
            halves.vectors[i()] = both;
        });
        return vectors::joined_lanes(halves, join);
    }
}

} // namespace pullback::math::vectors

namespace pullback::math {

using vectors::has_vectors;
using vectors::joined_lanes;
using vectors::lane_integers;
using vectors::lane_mask;
using vectors::lanes;
using vectors::vector_of;

} // namespace pullback::math

#endif
