// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_PROTOCOL_HPP
#define PULLBACK_BENCH_GRADBENCH_PROTOCOL_HPP

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

/// What GradBench's evaluations ask of a tool, in messages of JSON, a line each.
namespace gradbench {

using json = nlohmann::json;
using numbers = std::vector<double>;

/// What an evaluation is told: a result, and how long each call took.
struct answer {
    json output;
    std::vector<std::int64_t> nanoseconds;
};

/// A function of an evaluation, and a module, which has its functions by their names.
using function = std::function<answer(const json& input)>;
using module = std::map<std::string, function>;

// Each is a file of its own.
module hello();
module log_sum_exp();
module least_squares();
module mixture();
module k_means();
module bundle_adjustment();
module determinant();
module saddle();
module hand_tracking();
module ode();
module lstm();
module particle();

/// Calls `compute` at least as often and as long as the input asks for, and keeps the last result.
template <class Compute>
auto call_repeatedly(const json& input, const Compute& compute, std::vector<std::int64_t>& nanoseconds) {
    using clock = std::chrono::steady_clock;
    int runs = 1;
    double least = 0;
    if (input.is_object()) {
        runs = input.value("min_runs", 1);
        least = input.value("min_seconds", 0.0);
    }
    clock::duration total{0};
    const auto timed = [&] {
        const auto start = clock::now();
        auto result = compute();
        const auto elapsed = clock::now() - start;
        total += elapsed;
        nanoseconds.push_back(std::chrono::duration_cast<std::chrono::nanoseconds>(elapsed).count());
        return result;
    };
    auto result = timed();
    while (static_cast<int>(nanoseconds.size()) < runs || std::chrono::duration<double>(total).count() < least)
        result = timed();
    return result;
}

/// A function that reads its input by `read(json)`, computes by `compute(read)`, the only part that is timed, and says
/// its result by `write(result)`.
template <class Read, class Compute, class Write>
function answered(Read read, Compute compute, Write write) {
    return [=](const json& input) {
        const auto arguments = read(input);
        answer given;
        given.output = write(call_repeatedly(input, [&] { return compute(arguments); }, given.nanoseconds));
        return given;
    };
}
/// The same for results that are JSON as they are.
template <class Read, class Compute>
function answered(Read read, Compute compute) {
    return gradbench::answered(read, compute, [](const auto& result) { return json(result); });
}

} // namespace gradbench

#endif
