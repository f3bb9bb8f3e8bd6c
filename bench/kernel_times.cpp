// SPDX-License-Identifier: BSL-1.0
#include "kernels/black_scholes.hpp"
#include "kernels/bundle_adjustment.hpp"
#include "kernels/chain.hpp"
#include "kernels/rosenbrock.hpp"

#include <benchmark/benchmark.h>

// Time of one call, hand-written and generated. Compare with
//   kernel_times --benchmark_repetitions=7 --benchmark_enable_random_interleaving=true --benchmark_report_aggregates_only=true

namespace {

// Called through a pointer the compiler cannot see through, over different points, so that nothing is computed once only.
template <class Input, class Output>
void measure(benchmark::State& state, const Input& point, Output (*function)(const Input&)) {
    constexpr std::size_t count = 256;
    static std::array<Input, count> points;
    for (std::size_t i = 0; i < count; ++i) {
        points[i] = point;
        for (double& x : points[i]) x *= 1 + 0.0005 * static_cast<double>(i);
    }
    Output (*volatile opaque)(const Input&) = function;
    const auto call                         = opaque;
    std::size_t i                           = 0;
    for (auto _ : state) {
        Output result = call(points[i]);
        benchmark::DoNotOptimize(result);
        i = (i + 1) % count;
    }
}

template <class Input, class Hand, class Generated>
void add(const char* hand_name, const char* generated_name, const Input& point, Hand hand, Generated generated) {
    benchmark::RegisterBenchmark(hand_name, [=](benchmark::State& state) { measure(state, point, +hand); });
    benchmark::RegisterBenchmark(generated_name, [=](benchmark::State& state) { measure(state, point, +generated); });
}

} // namespace

int main(int argc, char** argv) {
#define KERNEL(name)                                                                              \
    add(#name "/hand", #name "/pullback", kernels::name::point,                                   \
        [](const kernels::name::input& in) { return kernels::name::by_hand(in); },                \
        [](const kernels::name::input& in) { return kernels::name::by_pullback(in); })
    KERNEL(chain);
    KERNEL(rosenbrock);
    KERNEL(black_scholes);
    KERNEL(bundle_adjustment);
#undef KERNEL
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
