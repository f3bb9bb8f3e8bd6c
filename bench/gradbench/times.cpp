// SPDX-License-Identifier: BSL-1.0
#include "../interleaved.hpp"
#include "inputs.hpp"
#include "protocol.hpp"
#include "rows.hpp"

#include <malloc.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// Time and memory of GradBench's evaluations by the library, by hand and by other libraries:
//   gradbench_times [--all] [REPETITIONS]
// with some of the suite's sizes, or all. All take turns, and their medians count. The memory is measured first, each
// in a process of its own, by one call: what takes too long or too much there is left out.

namespace {

using namespace gradbench;

struct contestant {
    const char* name;
    const tool* of;
    const char* suffix;
    bool is_primal = false;

    const function* find(const row& of_row) const {
        const auto module = of->find(of_row.evaluation);
        if (module == of->end()) return nullptr;
        const auto f = module->second.find((is_primal ? of_row.primal : of_row.gradient) + std::string(suffix));
        return f == module->second.end() ? nullptr : &f->second;
    }
};

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

double peak_megabytes() {
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return 1024e-6 * static_cast<double>(usage.ru_maxrss);
}

/// By how much one call, with what it prepares, raises the peak of memory; nothing if it does not end well.
double memory_of(const function& f, const row& of_row, rlim_t seconds) {
    int ends[2];
    if (pipe(ends) != 0) std::abort();
    const pid_t child = fork();
    if (child == 0) {
        const rlimit time{seconds, seconds}, space{rlim_t{6} << 30, rlim_t{6} << 30};
        setrlimit(RLIMIT_CPU, &time);
        setrlimit(RLIMIT_AS, &space);
        const json input = of_row.input();
        const double before = peak_megabytes();
        const call once = f(input);
        once.compute(1);
        const double used = peak_megabytes() - before;
        _exit(write(ends[1], &used, sizeof(used)) == sizeof(used) ? 0 : 1);
    }
    close(ends[1]);
    double used = nothing;
    if (read(ends[0], &used, sizeof(used)) != sizeof(used)) used = nothing;
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    return used;
}

double difference(const numbers& wanted, const numbers& found) {
    double largest = 1e-300, apart = wanted.size() == found.size() ? 0 : 1e300;
    for (const double x : wanted) largest = std::max(largest, std::abs(x));
    for (std::size_t i = 0; i < std::min(wanted.size(), found.size()); ++i)
        if (const double d = std::abs(wanted[i] - found[i]); !(d <= apart)) apart = d; // also for NaN
    return apart / largest;
}

/// The medians, in seconds.
std::vector<double> times_of(const row& of_row, const std::vector<contestant>& all, const std::vector<double>& memory,
                             int repetitions, double most_seconds, bool& is_right) {
    const json input = of_row.input();
    struct runner {
        call called;
        int calls;
        std::vector<double> times{};
    };
    std::vector<std::optional<runner>> runners(all.size());
    numbers wanted;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (std::isnan(memory[i])) continue;
        const call called = (*all[i].find(of_row))(input);
        const double first = interleaved::time_of([&] { called.compute(1); }, 1);
        if (first > most_seconds / 4) continue; // too long for turns
        // Two milliseconds long, once what is called is in the caches: what had its turn before drives it out of them.
        int calls = 1;
        while (interleaved::time_of([&] { called.compute(calls); }, 1) < 2e-3 && calls < (1 << 24)) calls *= 2;
        runners[i] = runner{called, calls};
        if (all[i].is_primal) continue;
        const numbers found = flat(called.output());
        if (wanted.empty()) wanted = found;
        const bool is_ours = all[i].of == all[2].of;
        if (const double apart = difference(wanted, found); !(apart < (is_ours ? 1e-9 : 1e-6))) {
            std::fprintf(stderr, "%s, %s: the results are %g apart\n", of_row.name.c_str(), all[i].name, apart);
            is_right = false;
        }
    }
    const double start = interleaved::now();
    for (int turn = 0; turn < repetitions && (turn < 3 || interleaved::now() - start < most_seconds); ++turn)
        for (auto& each : runners)
            if (each)
                each->times.push_back(interleaved::time_of([&] { each->called.compute(each->calls); }, 1) /
                                      each->calls);
    std::vector<double> medians;
    for (auto& each : runners) medians.push_back(each ? interleaved::quantile(each->times, 0.5) : nothing);
    return medians;
}

/// The same in a process of its own, as what one row leaves behind changes what others take: the store of ADOL-C, which
/// each of its sweeps makes and clears, is as large as it ever was.
std::vector<double> times_apart(const row& of_row, const std::vector<contestant>& all,
                                const std::vector<double>& memory, int repetitions, double most_seconds,
                                bool& is_right) {
    int ends[2];
    if (pipe(ends) != 0) std::abort();
    std::fflush(stdout); // or the child's copy may be written too
    const pid_t child = fork();
    std::vector<double> found(all.size() + 1, nothing);
    const std::size_t bytes = found.size() * sizeof(double);
    if (child == 0) {
        // Memory that was freed is used again. If it went back to the system, large results would have new pages in
        // each call of the one and not of the other, as their heaps happen to lie.
        mallopt(M_MMAP_THRESHOLD, 1 << 25); // the greatest that it takes
        mallopt(M_TRIM_THRESHOLD, 1 << 30);
        bool is_right_here = true;
        found = times_of(of_row, all, memory, repetitions, most_seconds, is_right_here);
        found.push_back(is_right_here ? 1 : 0);
        _exit(write(ends[1], found.data(), bytes) == static_cast<ssize_t>(bytes) ? 0 : 1);
    }
    close(ends[1]);
    if (read(ends[0], found.data(), bytes) != static_cast<ssize_t>(bytes)) {
        std::fprintf(stderr, "%s: the process ended early\n", of_row.name.c_str());
        found.assign(all.size() + 1, nothing);
    }
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    is_right = is_right && found.back() == 1;
    found.pop_back();
    return found;
}

class table {
public:
    explicit table(std::vector<std::string> names) : names_(std::move(names)) {}

    void print_head(const char* first) const {
        std::printf("%-24s%12s", "evaluation", first);
        for (const std::string& name : names_) std::printf("  %*s", width(name), name.c_str());
        std::printf("\n");
    }
    /// The first number as it is, and then the others.
    void print(const std::string& name, double first, const std::vector<double>& others) const {
        std::printf("%-24s%12.*f", name.c_str(), first < 1000 ? 2 : 0, first);
        print_cells(others);
    }
    void print_means(const std::vector<std::vector<double>>& rows) const {
        std::vector<double> means;
        for (std::size_t i = 0; i < names_.size(); ++i) {
            double sum = 0, count = 0;
            for (const std::vector<double>& each : rows)
                if (!std::isnan(each[i])) {
                    sum += std::log(each[i]);
                    ++count;
                }
            means.push_back(count == 0 ? nothing : std::exp(sum / count));
        }
        std::printf("%-36s", "geometric mean");
        print_cells(means);
    }

private:
    static int width(const std::string& name) { return std::max(7, static_cast<int>(name.size())); }
    void print_cells(const std::vector<double>& values) const {
        for (std::size_t i = 0; i < names_.size(); ++i) {
            if (std::isnan(values[i])) std::printf("  %*s", width(names_[i]), "-");
            else std::printf("  %*.*f", width(names_[i]), values[i] < 1000 ? 2 : 0, values[i]);
        }
        std::printf("\n");
        std::fflush(stdout);
    }

    std::vector<std::string> names_;
};

} // namespace

int main(int argc, char** argv) {
    const bool are_all = argc > 1 && std::strcmp(argv[1], "--all") == 0;
    const char* const only = std::getenv("PULLBACK_BENCH_ONLY"); // a part of the names
    const int repetitions = argc > 1 + are_all ? std::atoi(argv[1 + are_all]) : 15;

    const tool hand = by_hand();
    const tool& ours = by_pullback();
    std::vector<std::pair<const char*, tool>> rivals;
#ifdef PULLBACK_BENCH_ADOLC
    rivals.emplace_back("ADOL-C", by_adolc());
#endif
#ifdef PULLBACK_BENCH_CPPAD
    rivals.emplace_back("CppAD", by_cppad());
#endif
#ifdef PULLBACK_BENCH_CODIPACK
    rivals.emplace_back("CoDiPack", by_codipack());
#endif
    std::vector<contestant> all{{"hand", &hand, ""},
                                {"primal", &hand, "", true},
                                {"pullback", &ours, ""},
                                {"pullback-unseq", &ours, " unseq"},
                                {"hand-lanes", &hand, " unseq"}};
    for (const auto& [name, rival] : rivals) all.push_back({name, &rival, ""});
    all.push_back({"hand-backward", &hand, " backward"});
    std::vector<row> rows = all_rows();
    std::erase_if(rows, [&](const row& each) {
        return !(are_all || each.is_among_few) || (only != nullptr && each.name.find(only) == std::string::npos);
    });

    std::vector<std::vector<double>> memory;
    for (const row& each : rows) {
        memory.emplace_back();
        for (const contestant& one : all) {
            const function* const f = one.find(each);
            memory.back().push_back(f == nullptr ? nothing : memory_of(*f, each, are_all ? 60 : 20));
        }
    }

    bool is_right = true;
    std::vector<std::string> names;
    for (std::size_t i = 1; i < all.size(); ++i) names.push_back(all[i].name);
    const table of_memory(names);
    names.insert(names.end(), {"unseq/lanes", "rival/ours"});
    const table printed(names);
    const auto others = [](const std::vector<double>& values, double unit) {
        std::vector<double> rest;
        for (std::size_t i = 1; i < values.size(); ++i) rest.push_back(values[i] / unit);
        return rest;
    };
    std::vector<std::vector<double>> ratios;
    printed.print_head("hand_ns");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto medians = times_apart(rows[i], all, memory[i], repetitions, are_all ? 30 : 10, is_right);
        ratios.push_back(others(medians, medians[0]));
        constexpr std::size_t ours = 2, in_lanes = 3, first_rival = 5;
        double best = nothing;
        for (std::size_t j = first_rival; j < first_rival + rivals.size(); ++j) best = std::fmin(best, medians[j]);
        ratios.back().push_back(medians[in_lanes] / medians[in_lanes + 1]);
        ratios.back().push_back(best / medians[ours]);
        printed.print(rows[i].name, 1e9 * medians[0], ratios.back());
    }
    printed.print_means(ratios);

    std::printf("\nMegabytes by which a call, with what it prepares, raises the peak of memory\n");
    of_memory.print_head("hand");
    for (std::size_t i = 0; i < rows.size(); ++i) of_memory.print(rows[i].name, memory[i][0], others(memory[i], 1));
    return is_right ? 0 : 1;
}
