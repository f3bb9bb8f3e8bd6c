// SPDX-License-Identifier: BSL-1.0
#include "hand_tracking.hpp"
#include "matrices.hpp"
#include "protocol.hpp"

#include <pullback/record.hpp>

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

// A hand is bones that turn about each other, and vertices that follow several bones, each with a weight. The residuals
// are where some vertices, or places in some triangles, are seen minus where they come to be. How many bones, vertices
// and residuals there are is read from the input, so the function is recorded when the program runs, before its calls
// are timed: the products with the zeros of the weights and of the bones' matrices are then left out, and so are the
// vertices that nothing asks for. Its Jacobian is sparse.

namespace {

using data = gradbench::hand_data;
using gradbench::json;
using gradbench::matrix;
using gradbench::posed_hand;

auto recorded(const data& in) {
    return pullback::record(
        [&]<class T>(const std::vector<T>& angles, const std::vector<std::array<T, 2>>& places) {
            posed_hand<T> hand(in.hand, angles);
            return gradbench::residuals<T>(in, places, [&](std::size_t v) { return hand.vertex(v); });
        },
        in.angles, in.places);
}

using objective_function = decltype(recorded(std::declval<data>()));
using jacobian_function = decltype(pullback::sparse_jacobian(std::declval<objective_function>()));

/// What does not depend on the values.
struct prepared {
    data in;
    objective_function objective;
    jacobian_function jacobian;
};
prepared prepare(const json& input) {
    data in = gradbench::read_hand(input);
    const auto objective = recorded(in);
    return {std::move(in), objective, pullback::sparse_jacobian(objective)};
}

/// By the place of a residual, where there are any, and by the angles.
matrix jacobian(const prepared& p) {
    const auto angles = static_cast<Eigen::Index>(p.in.angles.size());
    const Eigen::Index before = p.in.places.empty() ? 0 : 2;
    matrix result = matrix::Zero(3 * static_cast<Eigen::Index>(p.in.seen.size()), before + angles);
    const auto values = p.jacobian.values(p.in.angles, p.in.places);
    for (std::size_t k = 0; k < values.size(); ++k) {
        const auto row = static_cast<Eigen::Index>(p.jacobian.rows[k]);
        const auto column = static_cast<Eigen::Index>(p.jacobian.columns[k]);
        result(row, column < angles ? before + column : (column - angles) % 2) = values[k];
    }
    return result;
}

gradbench::module answers() {
    using namespace gradbench;
    return {{"objective", answered(prepare, [](const prepared& p) { return p.objective(p.in.angles, p.in.places); })},
            {"jacobian", answered(prepare, jacobian, write_matrix)}};
}

const gradbench::evaluation added("ht", answers());

} // namespace
