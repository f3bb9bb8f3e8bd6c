// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_REPLAY_POINTS_HPP
#define PULLBACK_REPLAY_POINTS_HPP

#include <pullback/replay/function.hpp>
#include <pullback/replay/replayed.hpp>
#include <pullback/run/chunk_size.hpp>
#include <pullback/run/thread_pool.hpp>
#include <pullback/static_function/policy.hpp>

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace pullback {

namespace detail {

template <std::size_t Lanes, class T>
void replay_points(replay_workspace<T, Lanes>& memory, const T* inputs, T* results, std::size_t first,
                   std::size_t last) {
    const std::size_t width = memory.code().input_count(), height = memory.code().output_count();
    for (std::size_t point = first; point < last; point += Lanes) {
        const std::size_t used = std::min(Lanes, last - point);
        for (std::size_t i = 0; i < width; ++i)
            for (std::size_t lane = 0; lane < Lanes; ++lane) // what is left over in the last lanes is computed again
                memory.inputs()[i * Lanes + lane] = inputs[(point + std::min(lane, used - 1)) * width + i];
        memory.run();
        for (std::size_t lane = 0; lane < used; ++lane)
            for (std::size_t i = 0; i < height; ++i) results[(point + lane) * height + i] = memory.output(i, lane);
    }
}

/// Evaluates in `parts` parts of like size, which `executor` runs, or where there is none, the threads of all calls.
template <std::size_t Lanes, class Executor, class T, class F>
void replay_in_parts(Executor* executor, std::size_t parts, const F& f, std::size_t count, const T* inputs,
                     T* results) {
    const std::size_t groups = (count + Lanes - 1) / Lanes;
    const auto run_part = [&](std::ptrdiff_t number) {
        const auto part = static_cast<std::size_t>(number);
        auto memory = f.template workspace<T, Lanes>();
        detail::replay_points(memory, inputs, results, groups * part / parts * Lanes,
                              std::min(count, groups * (part + 1) / parts * Lanes));
    };
    const auto all = static_cast<std::ptrdiff_t>(parts);
    if (all == 1) run_part(0);
    else if constexpr (std::is_void_v<Executor>) thread_pool::shared().run(all, run_part);
    else executor->run(all, run_part);
}

} // namespace detail

/// Evaluates a function recorded at run time at `count` points, `Lanes` of them at once: the compiler makes vector
/// instructions of that. The scalars of the arguments of each point lie side by side in `inputs`, those of its result
/// in `results`. The points are shared by at most so many threads, among them those that `par` runs loops on, each with
/// memory of its own. What one of them throws, such as for want of memory, is thrown.
/// Precondition: `inputs` has `count * f.input_count()` numbers and `results` has room for `count * f.output_count()`.
template <std::size_t Lanes = 8, class T, RecordedFunction F>
void evaluate_at_points(const F& f, std::size_t count, const T* inputs, T* results, std::size_t threads = 1) {
    const std::size_t groups = (count + Lanes - 1) / Lanes;
    const std::size_t parts = std::max<std::size_t>(1, std::min(threads, groups));
    detail::replay_in_parts<Lanes, void>(nullptr, parts, f, count, inputs, results);
}

/// The same on the threads of a policy, `par` or `par.on(executor)`, which get as many points at a time as the size of
/// the function says; few points of a small function are computed where the call is. Results are the same bits for any
/// number of threads.
template <std::size_t Lanes = 8, class Executor, policies::with_lanes InLanes, class T, RecordedFunction F>
void evaluate_at_points(const policies::parallel_policy<Executor, InLanes>& policy, const F& f, std::size_t count,
                        const T* inputs, T* results) {
    const auto groups = static_cast<std::ptrdiff_t>((count + Lanes - 1) / Lanes);
    if (groups == 0) return;
    // An instruction for all lanes takes a nanosecond or two, and entering and leaving its numbers less.
    const auto cost = static_cast<std::ptrdiff_t>(f.body().to_run().view().size) + 1;
    constexpr auto at_once = Lanes == 1 ? engine::replay::points_at_once::one : engine::replay::points_at_once::several;
    const auto memory = static_cast<std::ptrdiff_t>(f.body().code(at_once).value_count() * Lanes);
    const std::ptrdiff_t size = engine::run::turns_in_chunk(groups, cost, memory, engine::run::least_work_for_number);
    const auto parts = static_cast<std::size_t>((groups + size - 1) / size);
    detail::replay_in_parts<Lanes>(policy.executor, parts, f, count, inputs, results);
}

/// The same on this thread, with memory of the caller, `f.workspace<T, Lanes>()`: nothing is allocated. Throws
/// `range_error` where the memory is of another function.
template <std::size_t Lanes, class T, RecordedFunction F>
void evaluate_at_points(const F& f, replay_workspace<T, Lanes>& memory, std::size_t count, const T* inputs,
                        T* results) {
    if (!memory.is_of(f.body())) detail::report_foreign_workspace();
    detail::replay_points(memory, inputs, results, 0, count);
}

} // namespace pullback

#endif
