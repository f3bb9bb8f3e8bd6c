// SPDX-License-Identifier: BSL-1.0
#include "rivals/comparison.hpp"

#include <cmath>
#include <cstdio>
#include <iterator>
#include <map>
#include <set>

// Time of one call of each kernel, hand-written, generated, and by the other libraries that were found, all
// interleaved; a table of the ratios to hand-written. bench_kernel_times runs this with
//   kernel_times --benchmark_repetitions=9 --benchmark_enable_random_interleaving=true

bool rivals::agree(const char* kernel, const char* library, std::span<const double> wanted,
                   std::span<const double> found) {
    double largest = 0;
    for (const double x : wanted) largest = std::fmax(largest, std::fabs(x));
    for (std::size_t i = 0; i < found.size(); ++i) {
        // Relative, but for the noise that a difference of larger terms leaves.
        const double bound = 1e-9 * std::fabs(wanted[i]) + 1e-13 * largest;
        if (std::fabs(found[i] - wanted[i]) <= bound) continue; // false for NaN
        std::fprintf(stderr, "%s: output %zu by %s is %.17g, by hand %.17g\n", kernel, i, library, found[i], wanted[i]);
        return false;
    }
    return true;
}

namespace {

/// Prints its tables once everything has been measured.
class table : public benchmark::BenchmarkReporter {
public:
    bool ReportContext(const Context&) override { return true; }

    void ReportRuns(const std::vector<Run>& runs) override {
        for (const Run& run : runs)
            if (run.run_type == Run::RT_Iteration) add(run.run_name.function_name, run.GetAdjustedCPUTime());
    }

    void Finalize() override {
        for (auto& [key, times] : times_) std::sort(times.begin(), times.end());
        put_in_order();
        std::printf("Ratio of the medians to hand-written\n");
        print_head("hand_ns");
        for (const std::string& kernel : kernels_) {
            print_start(kernel, quantile(kernel, "hand", 0.5));
            for (const std::string& library : libraries_) print_cell(library, ratio(kernel, library));
            std::printf("\n");
        }
        print_means("geometric mean",
                    [this](const auto& kernel, const auto& library) { return ratio(kernel, library); });
        // Not all libraries run all kernels.
        print_means("pullback on those", [this](const auto& kernel, const auto& library) {
            return has(kernel, library) ? ratio(kernel, "pullback") : NAN;
        });
        std::printf("\nSpread: half the distance between the quartiles, in per cent of the median\n");
        print_head("hand");
        for (const std::string& kernel : kernels_) {
            print_start(kernel, spread(kernel, "hand"));
            for (const std::string& library : libraries_) print_cell(library, spread(kernel, library));
            std::printf("\n");
        }
    }

private:
    void add(const std::string& name, double time) {
        const auto slash = name.find('/');
        times_[{name.substr(0, slash), name.substr(slash + 1)}].push_back(time);
    }

    // Random interleaving has them in any order.
    void put_in_order() {
#define PULLBACK_BENCH_KERNEL(kernel_name) #kernel_name,
        const std::vector<std::string> all{PULLBACK_BENCH_KERNELS(PULLBACK_BENCH_KERNEL)};
#undef PULLBACK_BENCH_KERNEL
        std::copy_if(all.begin(), all.end(), std::back_inserter(kernels_),
                     [this](const std::string& kernel) { return has(kernel, "hand"); });
        std::set<std::string> rivals;
        for (const auto& [key, times] : times_) rivals.insert(key.second);
        libraries_ = {"primal", "pullback"};
        for (const char* const library : {"hand", "primal", "pullback"}) rivals.erase(library);
        libraries_.insert(libraries_.end(), rivals.begin(), rivals.end());
    }

    bool has(const std::string& kernel, const std::string& library) const { return times_.contains({kernel, library}); }

    double quantile(const std::string& kernel, const std::string& library, double part) const {
        if (!has(kernel, library)) return NAN;
        const std::vector<double>& times = times_.at({kernel, library});
        return times[static_cast<std::size_t>(part * static_cast<double>(times.size() - 1) + 0.5)];
    }

    double ratio(const std::string& kernel, const std::string& library) const {
        return quantile(kernel, library, 0.5) / quantile(kernel, "hand", 0.5);
    }

    double spread(const std::string& kernel, const std::string& library) const {
        const double range = quantile(kernel, library, 0.75) - quantile(kernel, library, 0.25);
        return 50 * range / quantile(kernel, library, 0.5);
    }

    void print_head(const char* first) const {
        std::printf("%-24s%10s", "kernel", first);
        for (const std::string& library : libraries_) std::printf("  %*s", width(library), library.c_str());
        std::printf("\n");
    }

    static void print_start(const std::string& kernel, double value) {
        std::printf("%-24s%10.*f", kernel.c_str(), value < 1000 ? 2 : 0, value);
    }

    static void print_cell(const std::string& library, double value) {
        if (std::isnan(value)) std::printf("  %*s", width(library), "-");
        else std::printf("  %*.*f", width(library), value < 1000 ? 2 : 0, value);
    }

    static int width(const std::string& library) { return std::max(7, static_cast<int>(library.size())); }

    void print_means(const char* name, const auto& value) const {
        std::printf("%-24s%10s", name, "");
        for (const std::string& library : libraries_) {
            double sum = 0, count = 0;
            for (const std::string& kernel : kernels_) {
                const double one = value(kernel, library);
                if (std::isnan(one)) continue;
                sum += std::log(one);
                ++count;
            }
            print_cell(library, std::exp(sum / count));
        }
        std::printf("\n");
    }

    std::vector<std::string> kernels_, libraries_;
    std::map<std::pair<std::string, std::string>, std::vector<double>> times_;
};

} // namespace

int main(int argc, char** argv) {
    for (const auto add : rivals::addition::all()) add();
    if (!rivals::all_agree) return 1;
    benchmark::Initialize(&argc, argv);
    table tables;
    benchmark::RunSpecifiedBenchmarks(&tables);
}
