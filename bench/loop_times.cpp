// SPDX-License-Identifier: BSL-1.0
#include "interleaved.hpp"
#include "loops/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

// Time of value and gradient of functions of data of run-time length, divided by that of code written by hand:
//   loop_times [REPETITIONS [PART OF A NAME]]
// The two take turns; of each turn the processor's time counts. Where the name says "to value" the code by hand
// computes the value only, and "to its value" it is the library that does; the mean leaves these out. In lanes: the
// time divided by that of the scalar code by hand, and by that of the code by hand with vectors, where there is one.

using interleaved::quantile, interleaved::time_of;

int main(int argc, char** argv) {
    const int repetitions = argc > 1 ? std::atoi(argv[1]) : 31;
    std::vector<loops::comparison> all;
    loops::add_normal_density(all);
    loops::add_log_sum_exp(all);
    loops::add_least_squares(all);
    loops::add_logistic(all);
    loops::add_k_means(all);
    loops::add_bundle_adjustment(all);
    loops::add_mixture(all);
    loops::add_ode(all);
    loops::add_lstm(all);
    loops::add_runge_kutta(all);
    loops::add_roots(all);
    loops::add_points(all);

    bool is_right = true;
    double logarithms = 0;
    int count = 0;
    std::printf("%-28s%12s%12s%8s%8s%8s%16s%12s\n", "function", "by hand, us", "pullback, us", "ratio", "best", "bar",
                "lanes to scalar", "to vectors");
    for (const loops::comparison& each : all) {
        if (argc > 2 && std::strstr(each.name, argv[2]) == nullptr) continue;
        if (!(each.difference < 1e-10)) {
            std::fprintf(stderr, "%s: the results are %g apart\n", each.name, each.difference);
            is_right = false;
        }
        const double once = std::min(time_of(each.by_hand, 1), time_of(each.by_hand, 1));
        const int calls = once > 2e-3 ? 1 : static_cast<int>(2e-3 / once) + 1;
        std::vector<double> hand, generated, hand_in_lanes, generated_in_lanes;
        for (int i = 0; i < repetitions; ++i) {
            hand.push_back(time_of(each.by_hand, calls));
            generated.push_back(time_of(each.by_pullback, calls));
            if (each.by_hand_in_lanes) hand_in_lanes.push_back(time_of(each.by_hand_in_lanes, calls));
            if (each.by_pullback_in_lanes) generated_in_lanes.push_back(time_of(each.by_pullback_in_lanes, calls));
        }
        const double by_hand = quantile(hand, 0.5), by_pullback = quantile(generated, 0.5),
                     best = quantile(generated, 0) / quantile(hand, 0);
        std::printf("%-28s%12.2f%12.2f%8.2f%8.2f%8.2f", each.name, 1e6 * by_hand, 1e6 * by_pullback,
                    by_pullback / by_hand, best, each.bar);
        if (each.by_pullback_in_lanes) {
            const double in_lanes = quantile(generated_in_lanes, 0.5);
            std::printf("%16.2f", in_lanes / by_hand);
            if (each.by_hand_in_lanes) std::printf("%12.2f", in_lanes / quantile(hand_in_lanes, 0.5));
        }
        std::printf("%s\n", by_pullback / by_hand > each.bar + 0.005 ? "  missed" : "");
        if (each.is_to_value) continue;
        logarithms += std::log(by_pullback / by_hand);
        ++count;
    }
    if (count > 0) std::printf("%-28s%24s%8.2f\n", "geometric mean", "", std::exp(logarithms / count));
    return is_right ? 0 : 1;
}
