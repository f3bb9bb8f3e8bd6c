// SPDX-License-Identifier: BSL-1.0
#include "kernels.hpp"
#include "libraries.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

// Time of one recorded operation: recording it, passing back through it, dropping it. bench_dynamic runs this with
//   per_operation --benchmark_repetitions=9 --benchmark_enable_random_interleaving=true

namespace {

using namespace dynamic_libraries;

/// Prints a table of medians once everything has been measured.
class table : public benchmark::BenchmarkReporter {
public:
    bool ReportContext(const Context&) override { return true; }

    void ReportRuns(const std::vector<Run>& runs) override {
        for (const Run& run : runs)
            if (run.run_type == Run::RT_Iteration)
                times_[run.run_name.function_name].push_back(run.GetAdjustedCPUTime() / run.counters.at("operations"));
    }

    void Finalize() override {
        std::printf("%-18s", "kernel");
        for (const std::string& library : libraries) std::printf("%11s", library.c_str());
        for (std::size_t i = 1; i < libraries.size(); ++i) std::printf("%12s/p", libraries[i].c_str());
        std::printf("\n");
        for (const std::string& kernel : kernels) print(kernel);
        std::printf("%-18s%11.2f\n", "memory of 1000000", median("memory alone", "pullback"));
    }

    std::vector<std::string> kernels, libraries;

private:
    double median(const std::string& kernel, const std::string& library) {
        std::vector<double>& all = times_[kernel + "/" + library];
        if (all.empty()) return NAN;
        std::sort(all.begin(), all.end());
        return all[all.size() / 2];
    }

    void print(const std::string& kernel) {
        const double reference = median(kernel, libraries[0]);
        std::printf("%-18s", kernel.c_str());
        for (const std::string& library : libraries) std::printf("%11.2f", median(kernel, library));
        for (std::size_t i = 1; i < libraries.size(); ++i)
            std::printf("%14.2f", median(kernel, libraries[i]) / reference);
        std::printf("\n");
    }

    std::map<std::string, std::vector<double>> times_;
};

table report;

template <class Kernel>
std::vector<double> gradient_by(const auto& library, const Kernel& kernel) {
    std::vector<double> gradient(kernel.point().size());
    library(kernel, kernel.point(), gradient);
    return gradient;
}

template <class Library>
void check(const std::string& kernel, const std::vector<double>& expected, const std::vector<double>& found) {
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (std::abs(found[i] - expected[i]) <= 1e-10 * std::abs(expected[i])) continue; // false for NaN
        std::fprintf(stderr, "%s, derivative by input %zu: %s gives %.17g, pullback %.17g\n", kernel.c_str(), i,
                     Library::name, found[i], expected[i]);
        std::abort();
    }
}

template <class Library, class Kernel>
void add_one(const std::string& name, const Kernel& kernel, const std::vector<double>& expected) {
    const Library library;
    check<Library>(name, expected, gradient_by(library, kernel));
    benchmark::RegisterBenchmark((name + "/" + Library::name).c_str(), [=](benchmark::State& state) {
        const std::vector<double> point = kernel.point();
        std::vector<double> gradient(point.size());
        for (auto _ : state) {
            library(kernel, point, gradient);
            benchmark::DoNotOptimize(gradient.data());
            benchmark::ClobberMemory();
        }
        state.counters["operations"] = static_cast<double>(kernel.operation_count);
    });
}

template <class... Libraries>
struct comparison {
    comparison() { report.libraries = {Libraries::name...}; }

    template <class Kernel>
    void add(const std::string& name, const Kernel& kernel) const {
        report.kernels.push_back(name);
        const std::vector<double> expected = gradient_by(pullback_graph(), kernel);
        (add_one<Libraries>(name, kernel, expected), ...);
    }
};

/// What a long chain cannot take less than, with nodes of 48 bytes: each is written, and two words of it are changed
/// on the way back and two when it is dropped, by when none of it is near any more.
void add_memory_alone() {
    constexpr std::size_t count = 1'000'000;
    benchmark::RegisterBenchmark("memory alone/pullback", [](benchmark::State& state) {
        struct place {
            std::array<std::uint64_t, 6> words;
        };
        std::vector<place> places(count);
        for (auto _ : state) {
            for (std::size_t i = 0; i < count; ++i) places[i] = {{i, 1, i, i, i, 0}};
            benchmark::ClobberMemory();
            for (std::size_t i = count; i-- > 0;) places[i].words[5] += places[i].words[1]++;
            benchmark::ClobberMemory();
            for (std::size_t i = count; i-- > 0;) places[i].words[4] += places[i].words[1]--;
            benchmark::ClobberMemory();
        }
        state.counters["operations"] = static_cast<double>(count);
    });
}

} // namespace

int main(int argc, char** argv) {
    const comparison<pullback_graph, plain_graph
#ifdef PULLBACK_BENCH_CODIPACK
                     ,
                     codipack_reverse
#endif
#ifdef PULLBACK_BENCH_SACADO
                     ,
                     sacado_reverse
#endif
#ifdef PULLBACK_BENCH_ADOLC
                     ,
                     adolc_tape
#endif
                     >
        all;
    all.add("chain 100", dynamic_kernels::chain{100});
    all.add("chain 10000", dynamic_kernels::chain{10'000});
    all.add("chain 1000000", dynamic_kernels::chain{1'000'000});
    all.add("random graph", dynamic_kernels::random_graph(1000));
    all.add("Rosenbrock 100", dynamic_kernels::rosenbrock());
    all.add("8 operations", dynamic_kernels::eight_operations());
    add_memory_alone();
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks(&report);
}
