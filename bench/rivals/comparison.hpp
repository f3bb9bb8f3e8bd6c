// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_RIVALS_COMPARISON_HPP
#define PULLBACK_BENCH_RIVALS_COMPARISON_HPP

#include "kernel.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

// Checks what a library computes and registers the benchmarks of it. Each library is a translation unit that says
//   const bool added = rivals::add<rivals::library>();

namespace rivals {

/// Whether every result so far was that of the hand-written functions.
inline bool all_agree = true;

template <class Kernel>
using function = typename Kernel::output (*)(const typename Kernel::input&);

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
template <class Kernel>
void measure(benchmark::State& state, function<Kernel> called) {
    const std::vector<typename Kernel::input> points = points_near<Kernel>();
    const function<Kernel> volatile opaque           = called;
    const auto call                                  = opaque;
    std::size_t i                                    = 0;
    for (auto _ : state) {
        typename Kernel::output result = call(points[i]);
        benchmark::DoNotOptimize(result);
        i = i + 1 == points.size() ? 0 : i + 1;
    }
}

template <class Kernel>
bool agrees(const char* library, const typename Kernel::input& in, function<Kernel> called) {
    const auto wanted = Kernel::by_hand(in);
    const auto found  = called(in);
    double largest    = 0;
    for (const double x : wanted) largest = std::fmax(largest, std::fabs(x));
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        // Relative, but for the noise that a difference of larger terms leaves.
        const double bound = 1e-9 * std::fabs(wanted[i]) + 1e-13 * largest;
        if (std::fabs(found[i] - wanted[i]) <= bound) continue; // false for NaN
        std::fprintf(stderr, "%s: output %zu by %s is %.17g, by hand %.17g\n", Kernel::name, i, library, found[i],
                     wanted[i]);
        return false;
    }
    return true;
}

template <class Kernel>
void add_one(const char* library, function<Kernel> called) {
    for (const auto& point : points_near<Kernel>()) {
        if (agrees<Kernel>(library, point, called)) continue;
        all_agree = false;
        return;
    }
    benchmark::RegisterBenchmark((std::string(Kernel::name) + "/" + library).c_str(),
                                 [called](benchmark::State& state) { measure<Kernel>(state, called); });
}

template <class Kernel, class Library>
void add_if_it_runs() {
    if constexpr (Library::template runs<Kernel>)
        add_one<Kernel>(Library::name, &Library::template derivatives<Kernel>);
}

template <class Library>
bool add() {
#define PULLBACK_BENCH_KERNEL(kernel_name) add_if_it_runs<kernel::kernel_name, Library>();
    PULLBACK_BENCH_KERNELS(PULLBACK_BENCH_KERNEL)
#undef PULLBACK_BENCH_KERNEL
    return true;
}

} // namespace rivals

#endif
