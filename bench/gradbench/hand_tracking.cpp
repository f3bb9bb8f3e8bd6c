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
//
// The memory that is measured is that of preparing: recording, differentiating and simplifying take 53 MB at the
// larger size, the functions keep 31 MB, and a call takes the matrix that it returns, a quarter of a megabyte. At the
// larger size a Jacobian takes a fifth of the time of the objective as the suite computes it, all vertices by all
// bones, and at the smaller one two thirds. Of 800 residuals in triangles of 544 vertices, where each vertex is asked
// for several times, the 43587 entries take 3.6 times as long as the objective, as they do by hand.
//
// The larger one has 287785 steps, which read 689434 operands. 113000 of them run packed, four at once, as the turns
// about an angle of all vertices of a bone are alike; the others read operands
// that stand anywhere. A step takes 0.5 ns, against 0.84 where none is packed. The code by hand keeps a row for all
// angles of a vertex, though most of its slopes are 0; code that keeps only those that move its bones was not compared.

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

/// What does not depend on the values: the functions, where their results stand, and the memory of their calls.
struct prepared {
    data in;
    objective_function objective;
    jacobian_function jacobian;
    std::vector<std::size_t> places; // of the entries of the Jacobian, by the place of a residual, and by the angles
    mutable decltype(jacobian.values.workspace()) memory;
    mutable gradbench::numbers entries;

    Eigen::Index rows() const { return 3 * static_cast<Eigen::Index>(in.seen.size()); }
    Eigen::Index columns() const { return (in.places.empty() ? 0 : 2) + static_cast<Eigen::Index>(in.angles.size()); }
};
prepared prepare(const json& input) {
    data in = gradbench::read_hand(input);
    const auto objective = recorded(in);
    jacobian_function jacobian = pullback::sparse_jacobian(objective);
    auto memory = jacobian.values.workspace();
    const std::size_t count = jacobian.rows.size();
    prepared made{std::move(in), objective, std::move(jacobian), {}, std::move(memory), gradbench::numbers(count)};
    const std::size_t angles = made.in.angles.size(), before = made.in.places.empty() ? 0 : 2;
    for (std::size_t k = 0; k < count; ++k) {
        const auto row = static_cast<std::size_t>(made.jacobian.rows[k]);
        const auto column = static_cast<std::size_t>(made.jacobian.columns[k]);
        made.places.push_back(row * (before + angles) + (column < angles ? before + column : (column - angles) % 2));
    }
    return made;
}

matrix jacobian(const prepared& p) {
    p.jacobian.values.call_into(p.entries, p.memory, p.in.angles, p.in.places);
    matrix result = matrix::Zero(p.rows(), p.columns());
    for (std::size_t k = 0; k < p.places.size(); ++k) result.data()[p.places[k]] = p.entries[k];
    return result;
}

gradbench::module answers() {
    using namespace gradbench;
    return {{"objective", answered(prepare, [](const prepared& p) { return p.objective(p.in.angles, p.in.places); })},
            {"jacobian", answered(prepare, jacobian, write_matrix)}};
}

const gradbench::evaluation added("ht", answers());

} // namespace
