// SPDX-License-Identifier: BSL-1.0
#include "inputs.hpp"
#include "protocol.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>

// Whether what the tool says of derivatives agrees with differences of what it says of values, for small inputs.

namespace {

using namespace gradbench;

int mistakes = 0;

void compare(const std::string& what, double found, double wanted, double tolerance = 1e-6) {
    if (std::abs(found - wanted) <= tolerance * (1 + std::abs(wanted))) return;
    std::printf("%s: %.12g, but differences say %.12g\n", what.c_str(), found, wanted);
    ++mistakes;
}

/// The numbers of an input in order, to be moved one by one.
void list(json& value, std::vector<json*>& all) {
    if (value.is_number()) all.push_back(&value);
    else
        for (json& each : value) list(each, all);
}

/// The derivative of all numbers that a function says, by one number of its input.
numbers difference(const function& f, json& input, json& number) {
    const double x = number.get<double>(), h = 1e-6 * (1 + std::abs(x));
    number = x + h;
    numbers slope = flat(value(f, input));
    number = x - h;
    const numbers below = flat(value(f, input));
    number = x;
    for (std::size_t i = 0; i < slope.size(); ++i) slope[i] = (slope[i] - below[i]) / (2 * h);
    return slope;
}

/// The gradient by one member of the input.
void check_gradient(const std::string& name, const function& f, json input, const std::string& by,
                    const json& gradient) {
    const numbers found = flat(gradient);
    std::vector<json*> all;
    list(input[by], all);
    compare(name + ": numbers", static_cast<double>(found.size()), static_cast<double>(all.size()));
    for (std::size_t i = 0; i < std::min(all.size(), found.size()); ++i)
        compare(name + " by " + by, found[i], difference(f, input, *all[i])[0]);
}

void check_mixture(module& all, int dimension) {
    const json input = mixture_input(dimension, 4, 6);
    const json gradient = value(all["jacobian"], input);
    for (const char* by : {"alpha", "mu", "q", "l"}) check_gradient("gmm", all["objective"], input, by, gradient[by]);
}

// Newton's step goes to the means of the points that are nearest: from there the next one is 0.
void check_k_means(module& all) {
    json input = k_means_input(3, 40, 2);
    const numbers step = flat(value(all["dir"], input));
    std::vector<json*> centres;
    list(input["centroids"], centres);
    for (std::size_t i = 0; i < centres.size(); ++i) {
        const numbers slope = difference(all["cost"], input, *centres[i]);
        compare("kmeans: sign of the step", step[i] > 0, slope[0] > 0);
    }
    for (int turn = 0; turn < 20; ++turn) {
        const numbers next = flat(value(all["dir"], input));
        for (std::size_t i = 0; i < centres.size(); ++i) *centres[i] = centres[i]->get<double>() - next[i];
    }
    for (const double each : flat(value(all["dir"], input))) compare("kmeans: step at the end", each, 0, 1e-12);
}

void check_bundle_adjustment(module& all) {
    json input = bundle_adjustment_input(2, 3, 5);
    const numbers values = flat(value(all["jacobian"], input)["vals"]);
    std::size_t next = 0;
    for (const char* by : {"cam", "x", "w"}) {
        std::vector<json*> numbers_of;
        list(input[by], numbers_of);
        for (json* each : numbers_of) {
            // In the order of keys: how many there are, and then the errors of one observation.
            const numbers slope = difference(all["objective"], input, *each);
            compare("ba", values[next], slope[0]);
            compare("ba", values[15 + next++], slope[1]);
            if (*by == 'w') compare("ba: weight", values.back(), slope[3]);
        }
    }
}

void check_hand_tracking(module& all, bool are_in_triangles) {
    json input = hand_tracking_input(are_in_triangles, 30, 8);
    const json rows = value(all["jacobian"], input);
    const std::size_t before = are_in_triangles ? 2 : 0;
    for (std::size_t angle = 0; angle < 26; ++angle) {
        const numbers slope = difference(all["objective"], input, input["theta"][angle]);
        for (std::size_t row = 0; row < rows.size(); ++row)
            compare("ht by an angle", rows[row][before + angle].get<double>(), slope[row], 1e-5);
    }
    for (std::size_t i = 0; i < input["us"].size(); ++i)
        for (std::size_t k = 0; k < 2; ++k) {
            const numbers slope = difference(all["objective"], input, input["us"][i][k]);
            for (std::size_t row = 3 * i; row < 3 * i + 3; ++row)
                compare("ht by a place", rows[row][k].get<double>(), slope[row], 1e-5);
        }
}

/// Of the last component.
void check_ode(module& all) {
    json input = ode_input(5, 7);
    const numbers gradient = flat(value(all["gradient"], input));
    for (std::size_t i = 0; i < gradient.size(); ++i)
        compare("ode", gradient[i], difference(all["primal"], input, input["x"][i]).back());
}

void check_lstm(module& all, int layers) {
    json input = lstm_input(layers, 6, 3);
    const numbers gradient = flat(value(all["jacobian"], input));
    std::vector<json*> parameters;
    list(input["main_params"], parameters);
    list(input["extra_params"], parameters);
    compare("lstm: numbers", static_cast<double>(gradient.size()), static_cast<double>(parameters.size()));
    for (std::size_t i = 0; i < gradient.size(); ++i)
        compare("lstm", gradient[i], difference(all["objective"], input, *parameters[i])[0]);
}

void check_hello(module& all) {
    compare("hello", value(all["square"], 3.0).get<double>(), 9);
    compare("hello", value(all["double"], 3.0).get<double>(), 6);
}

void check_saddle(module& all) {
    for (const char* modes : {"ff", "fr", "rf", "rr"})
        for (const double each : flat(value(all[modes], saddle_input()))) compare("saddle", each, 0, 1e-4);
}

// The paper has no value for this one: it is the same in all four ways.
void check_particle(module& all) {
    const double control = value(all["ff"], particle_input()).get<double>();
    for (const char* modes : {"fr", "rf", "rr"})
        compare("particle", value(all[modes], particle_input()).get<double>(), control, 1e-9);
}

/// What is computed in lanes is the same but for rounding.
void check_lanes(const std::string& name, module& all, const json& input) {
    for (const auto& [function_name, in_lanes] : all) {
        const std::size_t suffix = function_name.find(" unseq");
        if (suffix == std::string::npos) continue;
        const numbers wanted = flat(value(all[function_name.substr(0, suffix)], input)),
                      found = flat(value(in_lanes, input));
        compare(name + ": numbers in lanes", static_cast<double>(found.size()), static_cast<double>(wanted.size()));
        for (std::size_t i = 0; i < std::min(wanted.size(), found.size()); ++i)
            compare(name + " in lanes", found[i], wanted[i], 1e-12);
    }
}

} // namespace

// Those that the program was linked with.
int main() {
    const auto check = [](const char* name, const auto& with) {
        const auto found = by_pullback().find(name);
        if (found == by_pullback().end()) return;
        std::printf("%s\n", name);
        with(found->second);
    };
    const auto check_by = [&](const char* name, const json& input, const char* by) {
        check(name, [&](module& all) {
            check_gradient(name, all["primal"], input, by, value(all["gradient"], input));
            check_lanes(name, all, input);
        });
    };
    check("hello", check_hello);
    check_by("lse", log_sum_exp_input(9), "x");
    check_by("llsq", least_squares_input(6, 9), "x");
    for (const int size : {1, 4}) check_by("det", determinant_input(size), "A");
    check("gmm", [](module& all) {
        for (const int dimension : {1, 2, 3, 10}) check_mixture(all, dimension);
        check_lanes("gmm", all, mixture_input(3, 4, 21));
    });
    check("kmeans", [](module& all) {
        check_k_means(all);
        check_lanes("kmeans", all, k_means_input(5, 43, 3));
    });
    check("ba", [](module& all) {
        check_bundle_adjustment(all);
        check_lanes("ba", all, bundle_adjustment_input(2, 3, 19));
    });
    check("ht", [](module& all) {
        for (const bool are_in_triangles : {false, true}) check_hand_tracking(all, are_in_triangles);
    });
    check("saddle", check_saddle);
    check("ode", [](module& all) {
        check_ode(all);
        check_lanes("ode", all, ode_input(21, 7));
    });
    check("lstm", [](module& all) {
        for (const int layers : {2, 4}) check_lstm(all, layers);
    });
    check("particle", check_particle);
    if (mistakes == 0) std::puts("all derivatives agree");
    return mistakes == 0 ? 0 : 1;
}
