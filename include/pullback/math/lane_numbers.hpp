// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_LANE_NUMBERS_HPP
#define PULLBACK_MATH_LANE_NUMBERS_HPP

#include <pullback/always_inline.hpp>
#include <pullback/math/lane_masks.hpp>
#include <pullback/math/vector_types.hpp>

#include <cmath>

// Several numbers as one scalar: what a loop computes with that runs many of its turns at once.

namespace pullback::math::vectors {

/// So many vectors of numbers, of the widest or of another size, with the operators and functions of a scalar: those
/// are in lane_functions.hpp.
template <class S, int Vectors, int Bytes = vector_bytes>
struct lanes {
    using value_type = S;
    using mask = lane_mask<S, Vectors, Bytes>;
    using vector = typename vector_of<S, Bytes>::type;
    using in_memory = typename vector_of<S, Bytes>::in_memory;
    static constexpr int vector_size = vector_of<S, Bytes>::size, size = Vectors * vector_size;
    vector vectors[Vectors];

    lanes() = default;
    PULLBACK_ALWAYS_INLINE lanes(S everywhere) {
        for_each_vector<Vectors>([&](auto i) PULLBACK_ALWAYS_INLINE { vectors[i()] = everywhere - vector{}; });
    }
    PULLBACK_ALWAYS_INLINE explicit lanes(const lane_integers<S, Vectors, Bytes>& integers) {
        for_each_vector<Vectors>([&](auto i) PULLBACK_ALWAYS_INLINE {
            vectors[i()] = __builtin_convertvector(integers.vectors[i()], vector);
        });
    }

    PULLBACK_ALWAYS_INLINE S operator[](int lane) const { return vectors[lane / vector_size][lane % vector_size]; }
    PULLBACK_ALWAYS_INLINE void set(int lane, S value) { vectors[lane / vector_size][lane % vector_size] = value; }

    PULLBACK_ALWAYS_INLINE static lanes load(const S* from) {
        lanes result;
        for_each_vector<Vectors>([&](auto i) PULLBACK_ALWAYS_INLINE {
            result.vectors[i()] = *reinterpret_cast<const in_memory*>(from + i() * vector_size);
        });
        return result;
    }
    PULLBACK_ALWAYS_INLINE void store(S* to) const {
        for_each_vector<Vectors>([&](auto i) PULLBACK_ALWAYS_INLINE {
            *reinterpret_cast<in_memory*>(to + i() * vector_size) = vectors[i()];
        });
    }

    /// f of the vectors, one after the other.
    template <class F, class... X>
    PULLBACK_ALWAYS_INLINE static lanes by_vectors(F f, const X&... x) {
        PULLBACK_CONTRACT_LANES
        lanes result;
        for_each_vector<Vectors>([&](auto i) PULLBACK_ALWAYS_INLINE { result.vectors[i()] = f(x.vectors[i()]...); });
        return result;
    }
    template <class F>
    PULLBACK_ALWAYS_INLINE static mask compared(F f, const lanes& x, const lanes& y) {
        mask result;
        for_each_vector<Vectors>(
            [&](auto i) PULLBACK_ALWAYS_INLINE { result.vectors[i()] = f(x.vectors[i()], y.vectors[i()]); });
        return result;
    }
    /// f of the numbers, one after the other.
    template <class F, class... X>
    PULLBACK_ALWAYS_INLINE static lanes by_numbers(F f, const X&... x) {
        lanes result;
        for (int lane = 0; lane < size; ++lane) result.set(lane, f(x[lane]...));
        return result;
    }

#define PULLBACK_LANE_OPERATOR(symbol)                                                    \
    PULLBACK_ALWAYS_INLINE friend lanes operator symbol(const lanes& x, const lanes& y) { \
        return by_vectors(                                                                \
            [](vector a, vector b) PULLBACK_ALWAYS_INLINE {                               \
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

    PULLBACK_ALWAYS_INLINE friend lanes operator-(const lanes& x) {
        return by_vectors([](vector a) PULLBACK_ALWAYS_INLINE { return -a; }, x);
    }

#define PULLBACK_LANE_COMPARISON(symbol)                                                             \
    PULLBACK_ALWAYS_INLINE friend mask operator symbol(const lanes& x, const lanes& y) {             \
        return compared([](vector a, vector b) PULLBACK_ALWAYS_INLINE { return a symbol b; }, x, y); \
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

    PULLBACK_ALWAYS_INLINE friend lanes select(const mask& chosen, const lanes& x, const lanes& y) {
        return by_vectors([](auto m, vector a, vector b) PULLBACK_ALWAYS_INLINE { return m ? a : b; }, chosen, x, y);
    }
};

} // namespace pullback::math::vectors

namespace pullback::math {

using vectors::lanes;

} // namespace pullback::math

#endif
