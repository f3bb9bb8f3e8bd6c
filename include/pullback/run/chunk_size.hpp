// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_CHUNK_SIZE_HPP
#define PULLBACK_RUN_CHUNK_SIZE_HPP

#include <pullback/cpp20.hpp>

#include <cstddef>

// How many turns of a loop are a chunk. It depends on the loop and on lengths only, and not on how many threads there
// are: the same call has the same chunks, and so the same sums.

namespace pullback::engine::run {

/// A chunk takes at least about so many nanoseconds. Handing one over takes some thousands.
inline constexpr std::ptrdiff_t least_cost_of_chunk = 60000;
/// More chunks are of no use, but what each has of its own takes memory and must be joined.
inline constexpr std::ptrdiff_t most_chunks = 256;
/// So many turns are one chunk or several: results of a chunk then begin where a cache line does, if the first does.
inline constexpr std::ptrdiff_t turns_in_cache_line = 16;

inline constexpr std::ptrdiff_t greatest_cost = std::ptrdiff_t(1) << (4 * sizeof(std::ptrdiff_t) - 2);

/// `sum + turns * cost`, if that is not too great to count.
constexpr std::ptrdiff_t bounded_cost(std::ptrdiff_t sum, std::ptrdiff_t turns, std::ptrdiff_t cost) {
    if (turns > 0 && cost > (greatest_cost - sum) / turns) return greatest_cost;
    return sum + turns * cost;
}

/// `memory`: the numbers that each chunk has of its own, which take time to be set and to be joined.
constexpr std::ptrdiff_t turns_in_chunk(std::ptrdiff_t count, std::ptrdiff_t cost, std::ptrdiff_t memory) {
    const std::ptrdiff_t of_memory = run::bounded_cost(0, memory, 8);
    const std::ptrdiff_t least = of_memory > least_cost_of_chunk ? of_memory : least_cost_of_chunk;
    std::ptrdiff_t turns = (least + cost - 1) / cost;
    const std::ptrdiff_t of_most = (count + most_chunks - 1) / most_chunks;
    if (turns < of_most) turns = of_most;
    if (turns >= 4 * turns_in_cache_line)
        turns = (turns + turns_in_cache_line - 1) / turns_in_cache_line * turns_in_cache_line;
    return turns < count ? turns : count;
}

} // namespace pullback::engine::run

#endif
