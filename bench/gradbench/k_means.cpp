// SPDX-License-Identifier: BSL-1.0
#include "../functions/k_means.hpp"
#include "matrices.hpp"
#include "protocol.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <pullback/ext/eigen_static.hpp>
#include <utility>

// Σ over points of the squared distance to the nearest centre, and Newton's step for it. The Hessian is diagonal, so
// its product with a vector of ones is that diagonal; the gradient comes with it.

namespace {

using gradbench::matrix;

constexpr auto objective = functions::k_means;

template <class... Policy>
matrix step(const matrix& centres, const matrix& points, const Policy&... policy) {
    const matrix ones = matrix::Ones(centres.rows(), centres.cols());
    const auto [gradient, diagonal] = pullback::jvp(pullback::gradient(objective, pullback::wrt<0>), pullback::wrt<0>)(
        policy..., centres, points, ones);
    return gradient.cwiseQuotient(diagonal);
}

gradbench::module answers() {
    using namespace gradbench;
    const auto read = [](const json& input) {
        return std::pair{read_matrix(input.at("centroids")), read_matrix(input.at("points"))};
    };
    using read_input = std::pair<matrix, matrix>;
    const auto by_turns = [](const read_input& in) { return step(in.first, in.second); };
    const auto in_lanes = [](const read_input& in) { return step(in.first, in.second, pullback::unseq); };
    return with_threads(
        {{"cost", answered(read, [](const read_input& in) { return objective(in.first, in.second); })},
         {"dir", answered(read, by_turns, write_matrix)},
         {"dir unseq", answered(read, in_lanes, write_matrix)}},
        "dir", read, [](const read_input& in, const auto& policy) { return step(in.first, in.second, policy); },
        write_matrix);
}

const gradbench::evaluation added("kmeans", answers());

} // namespace
