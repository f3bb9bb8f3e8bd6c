// SPDX-License-Identifier: BSL-1.0
#include "plain/bundle_adjustment.hpp"
#include "plain/descents.hpp"
#include "plain/determinant.hpp"
#include "plain/hand_tracking.hpp"
#include "plain/k_means.hpp"
#include "plain/least_squares.hpp"
#include "plain/log_sum_exp.hpp"
#include "plain/lstm.hpp"
#include "plain/mixture.hpp"
#include "plain/ode.hpp"
#include "protocol.hpp"

// The evaluations without a library: plain functions, and derivatives by hand, some of them in lanes too.

namespace {

using namespace gradbench;

const auto value_of = [](const auto& problem) { return problem(problem.arguments); };
const auto gradient_of = [](const auto& problem) { return problem.gradient(); };
const auto in_lanes = [](const auto& problem) { return problem.gradient_in_lanes(); };

template <class Problem>
Problem read(const json& input) {
    return Problem(input);
}

template <std::size_t Layers>
module lstm_of(std::integral_constant<std::size_t, Layers>) {
    return {{"objective", answered(read<plain::lstm<Layers>>, value_of)},
            {"jacobian", answered(read<plain::lstm<Layers>>, gradient_of)},
            {"jacobian unseq", answered(read<plain::lstm<Layers>>, in_lanes)}};
}

} // namespace

gradbench::tool gradbench::by_hand() {
    const auto of_layers = [](auto layers) { return lstm_of(layers); };
    const auto number = [](const json& input) { return input.get<double>(); };
    const auto block = [](bundle_with_jacobian& in) { return plain::jacobian(in, plain::block_by_hand); };
    const auto saddle = answered([](const json& input) { return input.at("start").get<point>(); }, plain::saddle_point);
    const auto read_control = [](const json& input) { return input.at("w").get<double>(); };
    const auto particle = answered(read_control, [](double w) { return plain::control(w); });
    const auto backward = answered(read_control, plain::control_backward);
    const auto det = read<plain::determinant>;
    return {
        {"hello",
         {{"square", answered(number, [](double x) { return x * x; })},
          {"double", answered(number, [](double x) { return 2 * x; })}}},
        {"lse",
         {{"primal", answered(read<plain::log_sum_exp>, value_of)},
          {"gradient", answered(read<plain::log_sum_exp>, gradient_of)},
          {"gradient unseq", answered(read<plain::log_sum_exp>, in_lanes)}}},
        {"llsq",
         {{"primal", answered(read<plain::least_squares>, value_of)},
          {"gradient", answered(read<plain::least_squares>, gradient_of)},
          {"gradient unseq", answered(read<plain::least_squares>, in_lanes)}}},
        {"gmm",
         {{"objective", answered(read<plain::mixture>, value_of)},
          {"jacobian", answered(read<plain::mixture>, gradient_of)},
          {"jacobian unseq", answered(read<plain::mixture>, in_lanes)}}},
        {"kmeans",
         {{"cost", answered(read<plain::k_means>, value_of)},
          {"dir", answered(read<plain::k_means>, [](const plain::k_means& in) { return in.step(); })},
          {"dir unseq", answered(read<plain::k_means>, [](const plain::k_means& in) { return in.step_in_lanes(); })}}},
        {"ba",
         {{"objective", answered(read_bundle, plain::errors, write_errors)},
          {"jacobian", answered(read_with_jacobian, block, write_jacobian)},
          {"jacobian unseq", answered(read_with_jacobian, plain::jacobian_in_lanes, write_jacobian)}}},
        {"det",
         {{"primal", answered(det, [](const plain::determinant& in) { return in.value(); })},
          {"gradient", answered(det, gradient_of)}}},
        {"ode",
         {{"primal", answered(read<plain::ode>, [](const plain::ode& in) { return in.all(in.arguments); })},
          {"gradient", answered(read<plain::ode>, gradient_of)},
          {"gradient unseq", answered(read<plain::ode>, in_lanes)}}},
        {"lstm",
         {{"objective", by_layers("objective", of_layers)},
          {"jacobian", by_layers("jacobian", of_layers)},
          {"jacobian unseq", by_layers("jacobian unseq", of_layers)}}},
        {"ht",
         {{"objective", answered(read_hand, plain::dense_residuals)},
          {"jacobian",
           answered(
               read<plain::hand_slopes>, [](plain::hand_slopes& hand) { return hand.jacobian(); }, write_matrix)}}},
        {"saddle", {{"ff", saddle}, {"fr", saddle}, {"rf", saddle}, {"rr", saddle}}},
        {"particle",
         {{"ff", particle},
          {"fr", particle},
          {"rf", particle},
          {"rr", particle},
          {"rf backward", backward},
          {"rr backward", backward}}},
    };
}
