// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_ROWS_HPP
#define PULLBACK_BENCH_GRADBENCH_ROWS_HPP

#include "inputs.hpp"
#include "protocol.hpp"

#include <array>
#include <functional>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

/// What is measured of the evaluations.
namespace gradbench {

/// An evaluation with one of the suite's sizes, and the names of its functions.
struct row {
    std::string name;
    const char *evaluation, *primal, *gradient;
    std::function<json()> input;
    bool is_among_few = true;
};

inline std::string with_size(const std::string& name, std::initializer_list<std::pair<const char*, int>> sizes) {
    std::string result = name;
    for (const auto& [letter, size] : sizes) result += "_" + std::string(letter) + std::to_string(size);
    return result;
}

inline std::vector<row> all_rows() {
    std::vector<row> rows;
    rows.push_back({"hello", "hello", "square", "double", [] { return json(3.0); }});
    for (const int n : {2500, 5000, 10000, 20000, 40000, 80000, 160000, 320000, 640000, 1280000})
        rows.push_back({with_size("lse", {{"n", n}}), "lse", "primal", "gradient", [=] { return log_sum_exp_input(n); },
                        n == 10000 || n == 640000});
    for (const int n : {16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8196, 16392})
        rows.push_back({with_size("llsq", {{"n", n}, {"m", 128}}), "llsq", "primal", "gradient",
                        [=] { return least_squares_input(128, n); }, n == 128 || n == 4096});
    for (const int d : {2, 10, 20, 32, 64})
        for (const int k : {5, 10, 25, 50, 100})
            rows.push_back({with_size("gmm", {{"d", d}, {"k", k}}), "gmm", "objective", "jacobian",
                            [=] { return mixture_input(d, k, 1000); }, k == 25 && (d == 2 || d == 10 || d == 32)});
    for (const int k : {10, 100, 1000})
        for (const int n : {1000, 10000})
            for (const int d : {8, 16})
                rows.push_back({with_size("kmeans", {{"k", k}, {"n", n}, {"d", d}}), "kmeans", "cost", "dir",
                                [=] { return k_means_input(k, n, d); }, n == 1000 && k < 1000 && d == 16});
    // Cameras, points and observations.
    for (const auto& [n, m, p] : {std::array{49, 7776, 31843}, std::array{21, 11315, 36455},
                                  std::array{372, 47423, 204472}, std::array{88, 64298, 383937}})
        rows.push_back({with_size("ba", {{"n", n}, {"m", m}, {"p", p}}), "ba", "objective", "jacobian",
                        [n = n, m = m, p = p] { return bundle_adjustment_input(n, m, p); }, n == 49});
    for (const int c : {1024, 4096, 8192})
        rows.push_back({with_size("lstm", {{"l", 2}, {"c", c}}), "lstm", "objective", "jacobian",
                        [=] { return lstm_input(2, c, 14); }, c == 1024});
    for (const bool is_complicated : {false, true})
        for (const bool is_big : {false, true})
            for (const int c : {100, 192, 400, 800, 1600, 3200})
                rows.push_back({with_size(std::string("ht_") + (is_complicated ? "complicated_" : "simple_") +
                                              (is_big ? "big" : "small"),
                                          {{"c", c}}),
                                "ht", "objective", "jacobian",
                                [=] { return hand_tracking_input(is_complicated, is_big ? 10000 : 544, c); },
                                is_complicated == is_big && c == (is_big ? 400 : 192)});
    // Of the suite's sizes few let the last component depend on all: so the first is another.
    rows.push_back({"ode_n20_s1000", "ode", "primal", "gradient", [] { return ode_input(20, 1000); }});
    for (const int n : {1000, 10000, 100000})
        for (const int s : {1, 10, 100})
            rows.push_back({with_size("ode", {{"n", n}, {"s", s}}), "ode", "primal", "gradient",
                            [=] { return ode_input(n, s); }, n == 1000 && s == 100});
    for (const int l : {5, 6, 7, 8, 9, 10, 11})
        rows.push_back({with_size("det", {{"l", l}}), "det", "primal", "gradient", [=] { return determinant_input(l); },
                        l == 5 || l == 8});
    for (const char* modes : {"ff", "fr", "rf", "rr"}) {
        const bool is_among_few = modes[0] == modes[1];
        rows.push_back(
            {std::string("saddle_") + modes, "saddle", "", modes, [] { return saddle_input(); }, is_among_few});
        rows.push_back(
            {std::string("particle_") + modes, "particle", "", modes, [] { return particle_input(); }, is_among_few});
    }
    return rows;
}

} // namespace gradbench

#endif
