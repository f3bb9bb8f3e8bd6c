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

/// All numbers of a result in order.
void list(const json& value, numbers& all) {
    if (value.is_number()) all.push_back(value.get<double>());
    else
        for (const json& each : value) list(each, all);
}
numbers list(const json& value) {
    numbers all;
    list(value, all);
    return all;
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
    numbers slope = list(f(input).output);
    number = x - h;
    const numbers below = list(f(input).output);
    number = x;
    for (std::size_t i = 0; i < slope.size(); ++i) slope[i] = (slope[i] - below[i]) / (2 * h);
    return slope;
}

/// The gradient by one member of the input.
void check_gradient(const std::string& name, const function& f, json input, const std::string& by,
                    const json& gradient) {
    const numbers found = list(gradient);
    std::vector<json*> all;
    list(input[by], all);
    compare(name + ": numbers", static_cast<double>(found.size()), static_cast<double>(all.size()));
    for (std::size_t i = 0; i < std::min(all.size(), found.size()); ++i)
        compare(name + " by " + by, found[i], difference(f, input, *all[i])[0]);
}

void check_mixture(int dimension) {
    const json input = mixture_input(dimension, 4, 6);
    module all = mixture();
    const json gradient = all["jacobian"](input).output;
    for (const char* by : {"alpha", "mu", "q", "l"}) check_gradient("gmm", all["objective"], input, by, gradient[by]);
}

// Newton's step goes to the means of the points that are nearest: from there the next one is 0.
void check_k_means() {
    json input = k_means_input(3, 40, 2);
    module all = k_means();
    const numbers step = list(all["dir"](input).output);
    std::vector<json*> centres;
    list(input["centroids"], centres);
    for (std::size_t i = 0; i < centres.size(); ++i) {
        const numbers slope = difference(all["cost"], input, *centres[i]);
        compare("kmeans: sign of the step", step[i] > 0, slope[0] > 0);
    }
    for (int turn = 0; turn < 20; ++turn) {
        const numbers next = list(all["dir"](input).output);
        for (std::size_t i = 0; i < centres.size(); ++i) *centres[i] = centres[i]->get<double>() - next[i];
    }
    for (const double each : list(all["dir"](input).output)) compare("kmeans: step at the end", each, 0, 1e-12);
}

void check_bundle_adjustment() {
    json input = bundle_adjustment_input(2, 3, 5);
    module all = bundle_adjustment();
    const numbers values = list(all["jacobian"](input).output["vals"]);
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

void check_hand_tracking(bool are_in_triangles) {
    json input = hand_tracking_input(are_in_triangles, 30, 8);
    module all = hand_tracking();
    const json rows = all["jacobian"](input).output;
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
void check_ode() {
    json input = ode_input(5, 7);
    module all = ode();
    const numbers gradient = list(all["gradient"](input).output);
    for (std::size_t i = 0; i < gradient.size(); ++i)
        compare("ode", gradient[i], difference(all["primal"], input, input["x"][i]).back());
}

void check_lstm(int layers) {
    json input = lstm_input(layers, 6, 3);
    module all = lstm();
    const numbers gradient = list(all["jacobian"](input).output);
    std::vector<json*> parameters;
    list(input["main_params"], parameters);
    list(input["extra_params"], parameters);
    compare("lstm: numbers", static_cast<double>(gradient.size()), static_cast<double>(parameters.size()));
    for (std::size_t i = 0; i < gradient.size(); ++i)
        compare("lstm", gradient[i], difference(all["objective"], input, *parameters[i])[0]);
}

} // namespace

int main() {
    compare("hello", hello()["square"](3.0).output.get<double>(), 9);
    compare("hello", hello()["double"](3.0).output.get<double>(), 6);
    const auto check = [](const char* name, module all, const json& input, const char* by) {
        check_gradient(name, all["primal"], input, by, all["gradient"](input).output);
    };
    check("lse", log_sum_exp(), log_sum_exp_input(9), "x");
    check("llsq", least_squares(), least_squares_input(6, 9), "x");
    check("det", determinant(), determinant_input(1), "A");
    check("det", determinant(), determinant_input(4), "A");
    for (const int dimension : {1, 2, 3, 10}) check_mixture(dimension);
    check_k_means();
    check_bundle_adjustment();
    check_hand_tracking(false);
    check_hand_tracking(true);
    for (const char* modes : {"ff", "fr", "rf", "rr"})
        for (const double each : list(saddle()[modes](saddle_input()).output)) compare("saddle", each, 0, 1e-4);
    check_ode();
    check_lstm(2);
    check_lstm(4);
    // The paper has no value for this one: it is the same in all four ways.
    const double control = particle()["ff"](particle_input()).output.get<double>();
    for (const char* modes : {"fr", "rf", "rr"})
        compare("particle", particle()[modes](particle_input()).output.get<double>(), control, 1e-9);
    if (mistakes == 0) std::puts("all derivatives agree");
    return mistakes == 0 ? 0 : 1;
}
