// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_PROTOCOL_HPP
#define PULLBACK_BENCH_GRADBENCH_PROTOCOL_HPP

#include "../in_threads.hpp"

#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

/// What GradBench's evaluations ask of a tool, in messages of JSON, a line each.
namespace gradbench {

using json = nlohmann::json;
using numbers = std::vector<double>;

/// A function at an input that was read: `compute` calls it as often as it is told to, and `output` is the last result.
struct call {
    std::function<void(int times)> compute;
    std::function<json()> output;
};

/// A function of an evaluation, a module, which has its functions by their names, and a tool, which has modules.
using function = std::function<call(const json& input)>;
using module = std::map<std::string, function>;
using tool = std::map<std::string, module>;

inline void append_numbers(const json& value, numbers& all) {
    if (value.is_number()) all.push_back(value.get<double>());
    else
        for (const json& each : value) append_numbers(each, all);
}
/// All numbers of lists of lists in order.
inline numbers flat(const json& value) {
    numbers all;
    append_numbers(value, all);
    return all;
}

/// What the function says of an input.
inline json value(const function& f, const json& input) {
    const call once = f(input);
    once.compute(1);
    return once.output();
}

/// The evaluations by the library that the program was linked with, each of which is a file of its own that adds
/// itself.
inline tool& by_pullback() {
    static tool all;
    return all;
}
struct evaluation {
    evaluation(const char* name, module functions) { by_pullback().emplace(name, std::move(functions)); }
};

/// The same without the library, and by others, those that were found.
tool by_hand();
tool by_adolc();
tool by_cppad();
tool by_codipack();

/// A function that reads its input by `read(json)`, computes by `compute(read)`, the only part that is timed, and says
/// its result by `write(result)`.
template <class Read, class Compute, class Write>
function answered(Read read, Compute compute, Write write) {
    return [=](const json& input) {
        using arguments_read = decltype(read(input));
        const std::shared_ptr<arguments_read> arguments(new arguments_read(read(input))); // which need not be moved
        const auto result = std::make_shared<std::optional<std::remove_cvref_t<decltype(compute(*arguments))>>>();
        const auto repeat = [=](int times) {
            for (; times > 0; --times) {
                asm volatile("" : : "g"(arguments.get()) : "memory"); // they may have changed
                result->emplace(compute(*arguments));
            }
        };
        return call{repeat, [=] { return json(write(**result)); }};
    };
}
/// The same for results that are JSON as they are.
template <class Read, class Compute>
function answered(Read read, Compute compute) {
    return gradbench::answered(read, compute, [](const auto& result) { return json(result); });
}

/// With the same on threads, if they are measured: "NAME par" and "NAME par_unseq" compute by `compute(read, policy)`.
template <class Read, class Compute, class... Write>
module with_threads(module all, const std::string& name, const Read& read, const Compute& compute,
                    const Write&... write) {
    in_threads::for_policies([&](const char* suffix, const auto& policy) {
        all.emplace(name + " " + suffix,
                    gradbench::answered(read, [=](auto& in) { return compute(in, policy); }, write...));
    });
    return all;
}

} // namespace gradbench

#endif
