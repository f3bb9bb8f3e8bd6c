// SPDX-License-Identifier: BSL-1.0
#include "gradbench/rows.hpp"
#include "in_threads.hpp"
#include "interleaved.hpp"
#include "loops/comparison.hpp"

#include <pullback.hpp>
#include <pullback/threads.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

// How much faster two threads are than one, for functions of loops/ and of GradBench that take more than a millisecond:
//   thread_times [REPETITIONS [PART OF A NAME]]
// Time on the clock, as one thread, two threads and two whole calls at once take turns. The last are of one thread
// each, and share nothing but the machine: nothing is faster on it.

namespace {

using numbers = std::vector<double>;

constexpr double bar = 1.8, least_seconds = 1e-3;

struct call {
    std::string name;
    std::string policy;
    std::function<void()> compute;
    std::function<numbers()> result;
};

/// Of a call in turns with others, the seconds on the clock and of the processor.
struct times {
    numbers on_clock{}, of_processor{};

    void take(const std::function<void()>& compute, int calls) {
        const double used = interleaved::now(), begin = interleaved::now_on_clock();
        for (int i = 0; i < calls; ++i) compute();
        on_clock.push_back((interleaved::now_on_clock() - begin) / calls);
        of_processor.push_back((interleaved::now() - used) / calls);
    }
};

/// NaN are the same if their bits are.
bool are_same(const numbers& a, const numbers& b) {
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0);
}

class table {
public:
    explicit table(int repetitions) : repetitions_(repetitions) {
        std::printf("%-28s%-16s%9s%10s%9s%9s%9s%10s%9s%9s%6s\n", "function", "policy", "1, ms", "2, ms", "ratio",
                    "best", "at most", "of that", "work", "serial %", "bits");
    }

    /// `alone` and `beside` compute the same, and may run at the same time.
    void add(const call& alone, const std::function<void()>& beside) {
        pullback::thread_pool one(1), two(2), three(3);
        const auto by = [&](pullback::thread_pool& pool, const std::function<void()>& compute) {
            return std::function<void()>([&pool, &compute] {
                in_threads::threads.choose(pool);
                compute();
            });
        };
        const std::function<void()> by_one = by(one, alone.compute), by_two = by(two, alone.compute);
        const std::function<void()> both = [&] {
            in_threads::threads.choose(one);
            two.run(2, [&](std::ptrdiff_t k) { (k == 0 ? alone.compute : beside)(); });
        };
        by_one();
        times first;
        for (int i = 0; i < 3; ++i) first.take(by_one, 1);
        if (interleaved::quantile(first.on_clock, 0) < least_seconds / 10) return; // in lanes, perhaps
        const int calls = static_cast<int>(3e-3 / first.on_clock[0]) + 1;

        times of_one, of_two, of_both;
        for (int i = 0; i < repetitions_; ++i) {
            of_one.take(by_one, calls);
            of_two.take(by_two, calls);
            of_both.take(both, calls);
        }
        in_threads::threads.choose(one);
        numbers outside;
        for (int i = 0; i < repetitions_; ++i) {
            double inside = 0;
            in_threads::threads.count_seconds(&inside);
            const double all = interleaved::time_of(by_one, 1);
            in_threads::threads.count_seconds(nullptr);
            outside.push_back(1 - inside / all);
        }
        const numbers wanted = alone.result();
        bool is_same = true;
        for (pullback::thread_pool* const pool : {&two, &three}) {
            in_threads::threads.choose(*pool);
            is_same = is_same && are_same(wanted, alone.result());
        }
        are_right_ = are_right_ && is_same;

        using interleaved::quantile;
        const auto part = [](times& a, times& b, double at) {
            return quantile(a.on_clock, at) / quantile(b.on_clock, at);
        };
        const double median = part(of_one, of_two, 0.5), best = part(of_one, of_two, 0),
                     most = 2 * part(of_one, of_both, 0), one_ms = 1e3 * quantile(of_one.on_clock, 0.5);
        std::printf("%-28s%-16s%9.2f%10.2f%9.2f%9.2f%9.2f%10.2f%9.2f%9.1f%6s", alone.name.c_str(), alone.policy.c_str(),
                    one_ms, 1e3 * quantile(of_two.on_clock, 0.5), median, best, most, best / most,
                    quantile(of_two.of_processor, 0.5) / quantile(of_one.of_processor, 0.5),
                    100 * quantile(outside, 0.5), is_same ? "same" : "other");
        const bool is_long = one_ms > 1e3 * least_seconds;
        std::printf("%s\n", !is_long ? "  short" : std::max(median, best) < bar - 0.005 ? "  missed" : "");
        std::fflush(stdout);
        if (!is_long) return;
        logarithms_ += std::log(median);
        ++count_;
    }

    bool are_right() const {
        if (count_ > 0)
            std::printf("%-63s%9.2f\n", "geometric mean, but for what is short", std::exp(logarithms_ / count_));
        return are_right_;
    }

private:
    int repetitions_;
    double logarithms_ = 0;
    int count_ = 0;
    bool are_right_ = true;
};

} // namespace

int main(int argc, char** argv) {
    const int repetitions = argc > 1 ? std::atoi(argv[1]) : 31;
    const auto is_asked_for = [&](const std::string& name) {
        return argc < 3 || name.find(argv[2]) != std::string::npos;
    };
    table printed(repetitions);

    for (const auto add : {loops::add_normal_density, loops::add_log_sum_exp, loops::add_least_squares,
                           loops::add_logistic, loops::add_k_means, loops::add_bundle_adjustment, loops::add_mixture}) {
        std::vector<loops::comparison> all;
        add(all);
        for (const loops::comparison& each : all) {
            const double once = interleaved::time_of(each.by_pullback, 1);
            if (!is_asked_for(each.name) ||
                std::min(once, interleaved::time_of(each.by_pullback, 1)) < least_seconds / 2)
                continue;
            for (const loops::call_on_threads& with : each.on_threads)
                printed.add({each.name, with.policy, with.call, with.result}, with.call);
        }
    }
    for (const gradbench::row& each : gradbench::all_rows()) {
        const std::string some[] = {"lse_n640000", "llsq_n16392_m128",       "gmm_d10_k25",
                                    "gmm_d32_k25", "kmeans_k100_n10000_d16", "ba_n49_m7776_p31843"};
        if (std::find(std::begin(some), std::end(some), each.name) == std::end(some) || !is_asked_for(each.name))
            continue;
        const gradbench::json input = each.input();
        for (const char* policy : {"par", "par_unseq"}) {
            const auto& f = gradbench::by_pullback().at(each.evaluation).at(std::string(each.gradient) + " " + policy);
            const gradbench::call alone = f(input), beside = f(input); // which keep their results
            printed.add({each.name, policy, [&] { alone.compute(1); },
                         [&] {
                             alone.compute(1);
                             return gradbench::flat(alone.output());
                         }},
                        [&] { beside.compute(1); });
        }
    }
    return printed.are_right() ? 0 : 1;
}
