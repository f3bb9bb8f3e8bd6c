// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_REPLAY_POINTS_HPP
#define PULLBACK_REPLAY_POINTS_HPP

#include <pullback/replay/function.hpp>
#include <pullback/replay/replayed.hpp>

#include <algorithm>
#include <cstddef>
#include <thread>
#include <vector>

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

} // namespace detail

/// Evaluates a function recorded at run time at `count` points, `Lanes` of them at once: the compiler makes vector
/// instructions of that. The scalars of the arguments of each point lie side by side in `inputs`, those of its result
/// in `results`. The points are shared by so many threads, each with memory of its own.
/// Precondition: `inputs` has `count * f.input_count()` numbers and `results` has room for `count * f.output_count()`.
template <std::size_t Lanes = 8, class T, RecordedFunction F>
void evaluate_at_points(const F& f, std::size_t count, const T* inputs, T* results, std::size_t threads = 1) {
    const std::size_t groups = (count + Lanes - 1) / Lanes;
    threads = std::max<std::size_t>(1, std::min(threads, groups));
    const auto run = [&](std::size_t part) {
        auto memory = f.template workspace<T, Lanes>();
        detail::replay_points(memory, inputs, results, groups * part / threads * Lanes,
                              std::min(count, groups * (part + 1) / threads * Lanes));
    };
    std::vector<std::thread> others;
    for (std::size_t part = 1; part < threads; ++part) others.emplace_back(run, part);
    run(0);
    for (std::thread& each : others) each.join();
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
