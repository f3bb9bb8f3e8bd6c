// SPDX-License-Identifier: BSL-1.0
#include "mixture.hpp"
#include "../functions/mixture.hpp"
#include "matrices.hpp"
#include "protocol.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <pullback/ext/eigen_static.hpp>
#include <cstddef>
#include <vector>

// The logarithm of the posterior of a mixture of normal distributions, with a Wishart prior of their precisions, which
// are QₖᵀQₖ, Qₖ lower triangular with the diagonal exp qₖ and lₖ below it, by columns:
//     Σᵢ log Σₖ exp(αₖ + Σ qₖ - ½ |Qₖ (xᵢ - µₖ)|²) - n log Σₖ exp αₖ + Σₖ (m Σ qₖ - ½ γ² |Qₖ|²) + constants.

namespace {

using gradbench::matrix;
using gradbench::numbers;

struct data {
    numbers alphas;
    matrix means, diagonals, points;
    numbers below;                                                            // of all lₖ, by rows
    std::vector<int> begins;                                                  // where each of these rows begins
    Eigen::Matrix<int, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> rows; // which of them row i of lₖ is
    double gamma = 1, degrees = 0, constants = 0; // degrees of freedom beyond those of the dimension
};

constexpr auto objective =
    pullback::function([](const auto& alphas, const auto& means, const auto& diagonals, const auto& below,
                          const auto& points, const auto& rows, const auto& gamma, const auto& degrees) {
        const auto of_diagonals = sum(diagonals, [&](const auto& q) {
            return degrees * sum(q) - square(gamma) / 2 * sum(q, [](const auto& each) { return square(exp(each)); });
        });
        const auto of_triangles = square(gamma) / 2 * sum(below, [](const auto& l) { return dot(l, l); });
        return functions::mixture(alphas, means, diagonals, below, points, rows) + of_diagonals - of_triangles;
    });

/// Calls f with the number of a term, and the place in its lₖ, of each element below a diagonal, by rows.
template <class F>
void for_each_by_rows(int terms, int dimension, F f) {
    for (int k = 0; k < terms; ++k)
        for (int i = 0; i < dimension; ++i)
            for (int j = 0; j < i; ++j) // column j begins behind those of dimension - 1, dimension - 2, … elements
                f(k, j * (2 * dimension - j - 1) / 2 + i - j - 1);
}

data read_data(const gradbench::json& input) {
    data in;
    in.alphas = input.at("alpha").get<numbers>();
    in.means = gradbench::read_matrix(input.at("mu"));
    in.diagonals = gradbench::read_matrix(input.at("q"));
    in.points = gradbench::read_matrix(input.at("x"));
    in.gamma = input.at("gamma").get<double>();
    in.degrees = input.at("m").get<double>();

    const int terms = static_cast<int>(in.means.rows()), dimension = static_cast<int>(in.means.cols());
    const matrix below = gradbench::read_matrix(input.at("l"));
    for_each_by_rows(terms, dimension, [&](int k, int place) { in.below.push_back(below(k, place)); });
    in.begins.push_back(0);
    in.rows.resize(terms, dimension);
    for (int row = 0; row < terms * dimension; ++row) {
        in.rows.data()[row] = row;
        in.begins.push_back(in.begins.back() + row % dimension);
    }

    in.constants = gradbench::mixture_constants(static_cast<std::size_t>(in.points.rows()), in.alphas.size(),
                                                static_cast<std::size_t>(dimension), in.gamma, in.degrees);
    return in;
}

/// What is by rows, as it was read.
matrix by_columns(const numbers& below, int terms, int dimension) {
    matrix result(terms, dimension * (dimension - 1) / 2);
    std::size_t next = 0;
    for_each_by_rows(terms, dimension, [&](int k, int place) { result(k, place) = below[next++]; });
    return result;
}

template <class Called, class... Policy>
auto of_data(const Called& called, const Policy&... policy) {
    return [=](const data& in) {
        return called(policy..., in.alphas, in.means, in.diagonals, pullback::rows_of(in.below, in.begins), in.points,
                      in.rows, in.gamma, in.degrees);
    };
}

gradbench::module answers() {
    using namespace gradbench;
    constexpr auto gradient = pullback::gradient(objective, pullback::wrt<0, 1, 2, 3>);
    const auto write = [](const auto& found) {
        const auto& [alphas, means, diagonals, below] = found;
        const matrix triangles =
            by_columns(below.values, static_cast<int>(means.rows()), static_cast<int>(means.cols()));
        return json{{"alpha", alphas},
                    {"mu", write_matrix(means)},
                    {"q", write_matrix(diagonals)},
                    {"l", write_matrix(triangles)}};
    };
    const auto value = [](const data& in) { return of_data(objective)(in) + in.constants; };
    return with_threads(
        {{"objective", answered(read_data, value)},
         {"jacobian", answered(read_data, of_data(gradient), write)},
         {"jacobian unseq", answered(read_data, of_data(gradient, pullback::unseq), write)}},
        "jacobian", read_data, [=](const data& in, const auto& policy) { return of_data(gradient, policy)(in); },
        write);
}

const gradbench::evaluation added("gmm", answers());

} // namespace
