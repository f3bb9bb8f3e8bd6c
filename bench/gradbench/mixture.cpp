// SPDX-License-Identifier: BSL-1.0
#include "mixture.hpp"
#include "matrices.hpp"
#include "protocol.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <pullback/ext/eigen.hpp>
#include <array>
#include <cstddef>
#include <vector>

// The logarithm of the posterior of a mixture of normal distributions, with a Wishart prior of their precisions, which
// are QₖᵀQₖ, Qₖ lower triangular with the diagonal exp qₖ and lₖ below it, by columns:
//     Σᵢ log Σₖ exp(αₖ + Σ qₖ - ½ |Qₖ (xᵢ - µₖ)|²) - n log Σₖ exp αₖ + Σₖ (m Σ qₖ - ½ γ² |Qₖ|²) + constants.

namespace {

using gradbench::matrix;
using gradbench::numbers;

/// An element below the diagonal: its place in lₖ, and its column.
using below_diagonal = std::array<int, 2>;

struct data {
    numbers alphas;
    matrix means, diagonals, below, points;
    double gamma = 1, degrees = 0, constants = 0; // degrees of freedom beyond those of the dimension
    std::vector<below_diagonal> elements;         // by rows
    std::vector<int> rows;                        // where each row begins
};

constexpr auto objective = pullback::function([](const auto& alphas, const auto& means, const auto& diagonals,
                                                 const auto& below, const auto& points, const auto& triangle,
                                                 const auto& gamma, const auto& degrees) {
    const auto of_points = sum(points, [&](const auto& x) {
        return log_sum_exp(
            alphas, means, diagonals, below, [&](const auto& alpha, const auto& mean, const auto& q, const auto& l) {
                const auto squares =
                    sum(x, mean, q, triangle, [&](const auto& xi, const auto& mi, const auto& qi, const auto& row) {
                        return square(exp(qi) * (xi - mi) +
                                      sum(row, [&](const auto& e) { return l[e[0]] * (x[e[1]] - mean[e[1]]); }));
                    });
                return alpha + sum(q) - squares / 2;
            });
    });
    const auto prior = sum(diagonals, below, [&](const auto& q, const auto& l) {
        const auto squares = sum(q, [](const auto& each) { return square(exp(each)); }) +
                             sum(l, [](const auto& each) { return square(each); });
        return degrees * sum(q) - square(gamma) / 2 * squares;
    });
    return of_points - points.size() * log_sum_exp(alphas) + prior;
});

data read_data(const gradbench::json& input) {
    data in;
    in.alphas = input.at("alpha").get<numbers>();
    in.means = gradbench::read_matrix(input.at("mu"));
    in.diagonals = gradbench::read_matrix(input.at("q"));
    in.below = gradbench::read_matrix(input.at("l"));
    in.points = gradbench::read_matrix(input.at("x"));
    in.gamma = input.at("gamma").get<double>();
    in.degrees = input.at("m").get<double>();

    const int dimension = static_cast<int>(in.means.cols());
    in.rows.push_back(0);
    for (int i = 0; i < dimension; ++i) {
        for (int j = 0; j < i; ++j) // column j begins behind those of dimension - 1, dimension - 2, … elements
            in.elements.push_back({j * (2 * dimension - j - 1) / 2 + i - j - 1, j});
        in.rows.push_back(static_cast<int>(in.elements.size()));
    }

    in.constants = gradbench::mixture_constants(static_cast<std::size_t>(in.points.rows()), in.alphas.size(),
                                                static_cast<std::size_t>(dimension), in.gamma, in.degrees);
    return in;
}

template <class Called, class... Policy>
auto of_data(const Called& called, const Policy&... policy) {
    return [=](const data& in) {
        return called(policy..., in.alphas, in.means, in.diagonals, in.below, in.points,
                      pullback::rows_of(in.elements, in.rows), in.gamma, in.degrees);
    };
}

gradbench::module answers() {
    using namespace gradbench;
    constexpr auto gradient = pullback::gradient(objective, pullback::wrt<0, 1, 2, 3>);
    const auto write = [](const auto& found) {
        const auto& [alphas, means, diagonals, below] = found;
        return json{
            {"alpha", alphas}, {"mu", write_matrix(means)}, {"q", write_matrix(diagonals)}, {"l", write_matrix(below)}};
    };
    return {{"objective", answered(read_data, [](const data& in) { return of_data(objective)(in) + in.constants; })},
            {"jacobian", answered(read_data, of_data(gradient), write)},
            {"jacobian unseq", answered(read_data, of_data(gradient, pullback::unseq), write)}};
}

const gradbench::evaluation added("gmm", answers());

} // namespace
