// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_THREADS_HPP
#define PULLBACK_THREADS_HPP

// See pullback.hpp.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"

#include <pullback/run/chunk_policy.hpp>
#include <pullback/run/loop_in_chunks.hpp>
#include <pullback/run/loop_of_chunk.hpp>
#include <pullback/run/thread_pool.hpp>
#include <pullback/static_function/policy.hpp>

#include <type_traits>

// This header is for calls whose loops run on several threads: `f(pullback::par, x...)`, and with pullback/lanes.hpp in
// lanes too, `f(pullback::par_unseq, x...)`. What includes it is linked to the library of threads.

namespace pullback::detail {

template <class Workspace, class Executor, class Built, class T, class Arguments, class Results>
    requires(!std::is_reference_v<Executor>)
struct loop_run_of<in_threads<Workspace, Executor, with_lanes::no>, Built, T, Arguments, Results> {
    using loops = engine::run::loop_of_chunk<Built, T, Arguments, Results, engine::run::chunk_policy<Executor>>;
    using type = engine::run::loop_in_chunks<loops, Built, T, Arguments, Results, Executor>;
};
template <class Workspace, class Executor, class Built, class T, class Arguments, class Results>
    requires(!std::is_reference_v<Executor>)
struct loop_run_of<in_threads<Workspace, Executor, with_lanes::yes>, Built, T, Arguments, Results> {
    using loops = typename chunk_in_lanes<Built, T, Arguments, Results, engine::run::chunk_policy<Executor>>::type;
    using type = engine::run::loop_in_chunks<loops, Built, T, Arguments, Results, Executor>;
};

} // namespace pullback::detail

#pragma GCC diagnostic pop

#endif
