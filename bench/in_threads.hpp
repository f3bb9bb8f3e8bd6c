// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_IN_THREADS_HPP
#define PULLBACK_BENCH_IN_THREADS_HPP

#if defined(PULLBACK_BENCH_THREADS)
#include "interleaved.hpp"

#include <pullback/lanes.hpp>
#include <pullback/threads.hpp>

#include <cstddef>
#endif

/// Calls on threads, of the functions of loops/ and gradbench/. Only thread_times has them: other programs compile as
/// long as they do without.
namespace in_threads {

#if defined(PULLBACK_BENCH_THREADS)

inline constexpr bool are_measured = true;

/// The threads of a pool, which is chosen when the program runs.
class chosen_threads {
public:
    void choose(pullback::thread_pool& pool) { pool_ = &pool; }
    template <class Act>
    void run(std::ptrdiff_t count, const Act& act) {
        const double begin = seconds_ == nullptr ? 0 : interleaved::now();
        pool_->run(count, act);
        if (seconds_ != nullptr) *seconds_ += interleaved::now() - begin;
    }
    /// Adds up what chunks take of the processor, or no longer does.
    void count_seconds(double* seconds) { seconds_ = seconds; }

private:
    pullback::thread_pool* pool_ = nullptr;
    double* seconds_ = nullptr;
};
inline chosen_threads threads;

/// Calls `act(name, policy)` for each policy that has threads.
template <class Act>
void for_policies(const Act& act) {
    act("par", pullback::par.on(threads));
    act("par_unseq", pullback::par_unseq.on(threads));
}

#else

inline constexpr bool are_measured = false;

template <class Act>
void for_policies(const Act&) {}

#endif

} // namespace in_threads

#endif
