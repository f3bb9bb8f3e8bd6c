// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_RIVALS_COMPARISON_HPP
#define PULLBACK_BENCH_RIVALS_COMPARISON_HPP

#include "kernel.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <span>
#include <string>
#include <vector>

// Checks what a library computes and registers the benchmarks of it. Each library is a translation unit that says
//   const rivals::addition added(rivals::add<rivals::library>);

namespace rivals {

/// Functions that main calls: while global objects are made, not every library is ready.
class addition {
public:
    explicit addition(void (*add)()) { all().push_back(add); }

    static std::vector<void (*)()>& all() {
        static std::vector<void (*)()> functions;
        return functions;
    }
};

/// Whether every result so far was that of the hand-written functions.
inline bool all_agree = true;

/// Compares what both have. Says which output is wrong, if one is.
bool agree(const char* kernel, const char* library, std::span<const double> wanted, std::span<const double> found);

template <class Kernel, class Result = typename Kernel::output>
using function = Result (*)(const typename Kernel::input&);

/// Different points, few enough to stay in the first cache.
template <class Kernel>
std::vector<typename Kernel::input> points_near() {
    constexpr std::size_t count = std::clamp<std::size_t>(2560 / Kernel::input_count, 16, 256);
    std::vector<typename Kernel::input> points(count, Kernel::point());
    for (std::size_t i = 0; i < count; ++i)
        for (double& x : points[i]) x *= 1 + 0.1 * static_cast<double>(i) / static_cast<double>(count);
    return points;
}

// Called through a pointer the compiler cannot see through, so that nothing is computed once only.
template <class Kernel, class Result>
void measure(benchmark::State& state, function<Kernel, Result> called) {
    const std::vector<typename Kernel::input> points = points_near<Kernel>();
    const function<Kernel, Result> volatile opaque = called;
    const auto call = opaque;
    std::size_t i = 0;
    for (auto _ : state) {
        Result result = call(points[i]);
        benchmark::DoNotOptimize(result);
        i = i + 1 == points.size() ? 0 : i + 1;
    }
}

// The primal has the value only, which not every kernel has.
template <class Kernel, class Result>
constexpr bool comparable = std::is_same_v<Result, typename Kernel::output> || starts_with_value<Kernel>;

template <class Kernel, class Result>
void add_one(const char* library, function<Kernel, Result> called) {
    for (const auto& point : points_near<Kernel>()) {
        if (!comparable<Kernel, Result>) break;
        if (agree(Kernel::name, library, Kernel::by_hand(point), called(point))) continue;
        all_agree = false;
        return;
    }
    benchmark::RegisterBenchmark((std::string(Kernel::name) + "/" + library).c_str(),
                                 [called](benchmark::State& state) { measure<Kernel, Result>(state, called); });
}

template <class Kernel, class Library>
void add_if_it_runs() {
    if constexpr (Library::template runs<Kernel>)
        add_one<Kernel, decltype(Library::template derivatives<Kernel>(Kernel::point()))>(
            Library::name, &Library::template derivatives<Kernel>);
}

template <class Library>
void add() {
#define PULLBACK_BENCH_KERNEL(kernel_name) add_if_it_runs<kernel::kernel_name, Library>();
    PULLBACK_BENCH_KERNELS(PULLBACK_BENCH_KERNEL)
#undef PULLBACK_BENCH_KERNEL
}

} // namespace rivals

#endif
