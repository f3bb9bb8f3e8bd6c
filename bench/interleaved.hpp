// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_INTERLEAVED_HPP
#define PULLBACK_BENCH_INTERLEAVED_HPP

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <functional>
#include <vector>

/// For programs that are measured in turns: of each turn the processor's time counts.
namespace interleaved {

inline double now() {
    std::timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Where several threads work: the time that passes.
inline double now_on_clock() {
    const std::chrono::duration<double> time = std::chrono::steady_clock::now().time_since_epoch();
    return time.count();
}

/// The mean of some calls.
inline double time_of(const std::function<void()>& call, int calls) {
    const double start = now();
    for (int i = 0; i < calls; ++i) call();
    return (now() - start) / calls;
}

/// Sorts them: the shortest for the part 0, the median for 0.5.
inline double quantile(std::vector<double>& times, double part) {
    std::sort(times.begin(), times.end());
    return times[static_cast<std::size_t>(part * static_cast<double>(times.size() - 1) + 0.5)];
}

} // namespace interleaved

#endif
