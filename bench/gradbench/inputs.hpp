// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_INPUTS_HPP
#define PULLBACK_BENCH_GRADBENCH_INPUTS_HPP

#include "protocol.hpp"

/// Inputs as the evaluations make or read them, but with numbers of our own, the same in every run.
namespace gradbench {

json log_sum_exp_input(int count);
json least_squares_input(int coefficients, int places);
json mixture_input(int dimension, int components, int points);
json k_means_input(int centres, int points, int dimension);
json bundle_adjustment_input(int cameras, int points, int observations);
json determinant_input(int size);
json saddle_input();
json particle_input();
json ode_input(int count, int steps);
json lstm_input(int layers, int characters, int units);
/// The residuals lie in triangles, or else at vertices.
json hand_tracking_input(bool are_in_triangles, int vertices, int residuals);

} // namespace gradbench

#endif
