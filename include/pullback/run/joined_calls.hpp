// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_JOINED_CALLS_HPP
#define PULLBACK_RUN_JOINED_CALLS_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/table.hpp>
#include <pullback/math/lane_functions.hpp>
#include <pullback/math/lane_numbers.hpp>
#include <pullback/math/vector_library.hpp>
#include <pullback/program/program.hpp>
#include <pullback/run/instructions.hpp>

#include <utility>

// Calls of one function that do not need each other, as one call for several numbers: by the lanes and the functions of
// vectors that loops have. These are no constant expressions, so `call_jointly`, which asks for them, has a loop too.

namespace pullback::engine::run {

/// Whether a row of the library has a function of vectors: of its name, or what it is made of.
template <class F, class T>
inline constexpr bool has_vector_function =
    math::has_vector_library<T> && functions::table::contains<F> &&
    (math::is_vector_function(F::name) ||
     function_list<functions::sigmoid, functions::logistic, functions::softplus>::contains<F>);

/// How many bytes the vector has for so many numbers: the widest one that they fill, at least the narrowest. Wider ones
/// than 32 bytes take longer to be put together than they save.
template <class T>
constexpr int bytes_of_joined(int count) {
    constexpr int most = math::vectors::vector_bytes < 32 ? math::vectors::vector_bytes : 32;
    int bytes = 16;
    while (2 * bytes <= most && 2 * bytes <= count * static_cast<int>(sizeof(T))) bytes *= 2;
    return bytes;
}

/// Calls from instruction `First` on, of which a vector has `Count`. Where there are fewer, the last fills it up, as it
/// does at the end of a loop in lanes.
template <class Built, int First, int Count, int Bytes, class T, int... Lane>
PULLBACK_ALWAYS_INLINE inline void call_in_lanes(T* numbers, std::integer_sequence<int, Lane...>) {
    using F = row<Built::code.code[First].function>;
    using lanes = math::lanes<T, 1, Bytes>;
    lanes x;
    x.vectors[0] = typename lanes::vector{numbers[operand<Built>(First + (Lane < Count ? Lane : Count - 1), 0)]...};
    const lanes y = F::value(x);
    // Lanes that are left over have the number of the last.
    ((numbers[Built::code.node_of(First + (Lane < Count ? Lane : Count - 1))] = y[Lane]), ...);
}
template <class Built, int First, int Count, class T>
PULLBACK_ALWAYS_INLINE inline void call_in_vectors([[maybe_unused]] T* numbers) {
    if constexpr (Count == 1) {
        using F = row<Built::code.code[First].function>;
        numbers[Built::code.node_of(First)] = F::value(numbers[operand<Built>(First, 0)]);
    } else if constexpr (Count > 1) {
        constexpr int bytes = run::bytes_of_joined<T>(Count), width = math::lanes<T, 1, bytes>::size;
        constexpr int now = Count < width ? Count : width;
        run::call_in_lanes<Built, First, now, bytes>(numbers, std::make_integer_sequence<int, width>{});
        run::call_in_vectors<Built, First + now, Count - now>(numbers);
    }
}

} // namespace pullback::engine::run

#endif
