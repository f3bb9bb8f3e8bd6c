// SPDX-License-Identifier: BSL-1.0
#include "protocol.hpp"

#include <chrono>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>

// A tool of GradBench (github.com/gradbench/gradbench): it reads messages from standard input and answers them on
// standard output, until there are none. What it does not know is answered by an error, as the protocol has it.

namespace {

using gradbench::json;

const gradbench::module& module_named(const std::string& name) {
    const gradbench::tool& modules = gradbench::by_pullback();
    const auto found = modules.find(name);
    if (found == modules.end()) throw std::invalid_argument("there is no module " + name);
    return found->second;
}

void define(const json& message, json& response) {
    module_named(message.at("module").get<std::string>());
    response["success"] = true;
}

/// Calls at least as often and as long as the input asks for.
json timings_of(const gradbench::call& call, int least_runs, double least_seconds) {
    using clock = std::chrono::steady_clock;
    json timings = json::array();
    std::chrono::duration<double> total{0};
    do {
        const auto start = clock::now();
        call.compute(1);
        const auto elapsed = clock::now() - start;
        total += elapsed;
        const auto nanoseconds = std::chrono::duration_cast<std::chrono::nanoseconds>(elapsed).count();
        timings.push_back({{"name", "evaluate"}, {"nanoseconds", nanoseconds}});
    } while (static_cast<int>(timings.size()) < least_runs || total.count() < least_seconds);
    return timings;
}

void evaluate(const json& message, json& response) {
    const auto& functions = module_named(message.at("module").get<std::string>());
    const auto name = message.at("function").get<std::string>();
    const auto found = functions.find(name);
    if (found == functions.end()) throw std::invalid_argument("there is no function " + name);
    const json& input = message.at("input");
    const gradbench::call call = found->second(input);
    const json timings = timings_of(call, input.is_object() ? input.value("min_runs", 1) : 1,
                                    input.is_object() ? input.value("min_seconds", 0.0) : 0.0);
    response["success"] = true;
    response["output"] = call.output();
    response["timings"] = timings;
}

json respond(const json& message) {
    json response{{"id", message.at("id")}};
    const auto kind = message.at("kind").get<std::string>();
    try {
        if (kind == "start") response["tool"] = "pullback";
        else if (kind == "define") define(message, response);
        else if (kind == "evaluate") evaluate(message, response);
    } catch (const std::exception& error) {
        response["success"] = false;
        response["error"] = error.what();
    }
    return response;
}

} // namespace

int main() {
    std::string line;
    while (std::getline(std::cin, line)) {
        if (line.empty()) continue;
        try {
            std::cout << respond(json::parse(line)).dump() << std::endl;
        } catch (const json::exception& error) {
            std::cerr << "gradbench_tool: a line is no message: " << error.what() << '\n';
            return 1;
        }
    }
}
