// SPDX-License-Identifier: BSL-1.0
#include "protocol.hpp"

#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>

// A tool of GradBench (github.com/gradbench/gradbench): it reads messages from standard input and answers them on
// standard output, until there are none. What it does not know is answered by an error, as the protocol has it.

namespace {

using gradbench::json;

const std::map<std::string, gradbench::module>& modules() {
    static const std::map<std::string, gradbench::module> all{
        {"hello", gradbench::hello()},     {"lse", gradbench::log_sum_exp()}, {"llsq", gradbench::least_squares()},
        {"gmm", gradbench::mixture()},     {"kmeans", gradbench::k_means()},  {"ba", gradbench::bundle_adjustment()},
        {"det", gradbench::determinant()}, {"saddle", gradbench::saddle()},   {"ht", gradbench::hand_tracking()},
        {"ode", gradbench::ode()},         {"lstm", gradbench::lstm()},       {"particle", gradbench::particle()},
    };
    return all;
}

const gradbench::module& module_named(const std::string& name) {
    const auto found = modules().find(name);
    if (found == modules().end()) throw std::invalid_argument("there is no module " + name);
    return found->second;
}

void define(const json& message, json& response) {
    module_named(message.at("module").get<std::string>());
    response["success"] = true;
}

void evaluate(const json& message, json& response) {
    const auto& functions = module_named(message.at("module").get<std::string>());
    const auto name = message.at("function").get<std::string>();
    const auto found = functions.find(name);
    if (found == functions.end()) throw std::invalid_argument("there is no function " + name);
    const auto [output, nanoseconds] = found->second(message.at("input"));
    response["success"] = true;
    response["output"] = output;
    json& timings = response["timings"] = json::array();
    for (const auto each : nanoseconds) timings.push_back({{"name", "evaluate"}, {"nanoseconds", each}});
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
    while (std::getline(std::cin, line))
        if (!line.empty()) std::cout << respond(json::parse(line)).dump() << std::endl;
}
