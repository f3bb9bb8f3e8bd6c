// SPDX-License-Identifier: BSL-1.0
#include "protocol.hpp"

gradbench::tool gradbench::by_pullback() {
    return {
        {"hello", hello()},   {"lse", log_sum_exp()}, {"llsq", least_squares()},    {"gmm", mixture()},
        {"kmeans", k_means()}, {"ba", bundle_adjustment()}, {"det", determinant()}, {"saddle", saddle()},
        {"ht", hand_tracking()}, {"ode", ode()},      {"lstm", lstm()},             {"particle", particle()},
    };
}
