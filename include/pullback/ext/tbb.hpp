// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_TBB_HPP
#define PULLBACK_EXT_TBB_HPP

// See pullback.hpp.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"

#include <pullback/threads.hpp>

#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <cstddef>

/// \file
/// Loops of pullback on the threads of oneTBB.
///
///     f(pullback::par.on(pullback::tbb_tasks), x...);
namespace pullback {

namespace policies {

/// Runs chunks of loops as tasks of oneTBB: where the call is, in the arena that it is in, or in a given one, which
/// must live as long as this is used.
class tbb_executor {
public:
    constexpr tbb_executor() = default;
    constexpr explicit tbb_executor(::oneapi::tbb::task_arena& arena) : arena_(&arena) {}

    template <class Act>
    void run(std::ptrdiff_t count, const Act& act) const {
        const auto run_all = [&] { ::oneapi::tbb::parallel_for(std::ptrdiff_t(0), count, act); };
        if (arena_ != nullptr) arena_->execute(run_all);
        else run_all();
    }

private:
    ::oneapi::tbb::task_arena* arena_ = nullptr;
};
inline constexpr tbb_executor tbb_tasks{};

} // namespace policies

using policies::tbb_executor;
using policies::tbb_tasks;

} // namespace pullback

#pragma GCC diagnostic pop

#endif
