// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_CHUNK_SIZE_HPP
#define PULLBACK_RUN_CHUNK_SIZE_HPP

#include <pullback/cpp20.hpp>

#include <cstddef>
#include <limits>

// How many turns of a loop are a chunk. It depends on the loop and on lengths only, and not on how many threads there
// are: the same call has the same chunks, and so the same sums.

namespace pullback::engine::run {

/// A chunk takes at least about so many nanoseconds. Handing one over takes some thousands.
inline constexpr std::ptrdiff_t least_cost_of_chunk = 60000;
/// More chunks are of no use, but what each has of its own takes memory and must be joined.
inline constexpr std::ptrdiff_t most_chunks = 256;
/// A chunk takes so many nanoseconds for each number that it has of its own, if there are more chunks than these; and
/// no fewer than the last in any case.
inline constexpr std::ptrdiff_t work_for_number = 256, chunks_of_much_memory = 8, least_work_for_number = 8;
/// So many turns are one chunk or several: results of a chunk then begin where a cache line does, if the first does.
inline constexpr std::ptrdiff_t turns_in_cache_line = 16;

inline constexpr std::ptrdiff_t greatest_cost = std::ptrdiff_t(1) << (4 * sizeof(std::ptrdiff_t) - 2);

/// `sum + turns * cost`, if that is not too great to count.
constexpr std::ptrdiff_t bounded_cost(std::ptrdiff_t sum, std::ptrdiff_t turns, std::ptrdiff_t cost) {
    if (turns > 0 && cost > (greatest_cost - sum) / turns) return greatest_cost;
    return sum + turns * cost;
}

/// What chunks write to lies so far apart that no two of them write to one cache line.
constexpr std::ptrdiff_t size_apart(std::ptrdiff_t numbers) {
    return numbers > 0 ? (numbers + 2 * turns_in_cache_line - 1) / turns_in_cache_line * turns_in_cache_line : 0;
}

/// `memory`: the numbers that each chunk has of its own, which are set, written to for the first time and joined. So a
/// loop whose chunks have many of them has few chunks. There are some all the same, as long as they do more than that.
/// `work` is `least_work_for_number` where nothing is joined.
constexpr std::ptrdiff_t turns_in_chunk(std::ptrdiff_t count, std::ptrdiff_t cost, std::ptrdiff_t memory,
                                        std::ptrdiff_t work = work_for_number) {
    const auto turns_of = [&](std::ptrdiff_t nanoseconds) { return (nanoseconds + cost - 1) / cost; };
    std::ptrdiff_t turns = turns_of(least_cost_of_chunk);
    const auto at_least = [&](std::ptrdiff_t least) { turns = turns < least ? least : turns; };
    at_least((count + most_chunks - 1) / most_chunks);
    if (memory > 0) {
        constexpr std::ptrdiff_t most = std::numeric_limits<std::ptrdiff_t>::max() / 2;
        const auto turns_for_numbers = [&](std::ptrdiff_t each) {
            return memory <= most / each ? turns_of(memory * each) : most / cost;
        };
        const std::ptrdiff_t of_few = count / chunks_of_much_memory + (count % chunks_of_much_memory > 0 ? 1 : 0);
        const std::ptrdiff_t of_little = turns_for_numbers(work);
        at_least(of_little < of_few ? of_little : of_few);
        at_least(turns_for_numbers(least_work_for_number));
    }
    if (turns >= 4 * turns_in_cache_line)
        turns = (turns + turns_in_cache_line - 1) / turns_in_cache_line * turns_in_cache_line;
    return turns < count ? turns : count;
}

} // namespace pullback::engine::run

#endif
