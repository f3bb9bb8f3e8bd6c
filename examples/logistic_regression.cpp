// SPDX-License-Identifier: BSL-1.0
// Logistic regression by Newton's method, on as many rows as there are. The Hessian is never made: conjugate gradients
// ask for its products with vectors, each of which is one loop over the rows.
#include <pullback.hpp>

#include <array>
#include <cmath>
#include <cstdio>
#include <random>
#include <vector>

constexpr std::size_t features = 4; // known when compiling; the number of rows is not

template <class T>
struct row {
    std::array<T, features> x;
    T y; // 0 or 1
};

// The negative log-likelihood, and a prior that keeps the weights small.
constexpr auto loss = pullback::function([](const auto& weights, const auto& rows) {
    const auto likelihood = sum(rows, [&](const auto& row) {
        const auto z = dot(weights, row.x);
        return softplus(z) - row.y * z;
    });
    return likelihood + 0.5 * dot(weights, weights);
});

using weight_vector = std::array<double, features>;
using data = std::vector<row<double>>;

weight_vector add(weight_vector x, double factor, const weight_vector& y) {
    for (std::size_t i = 0; i < features; ++i) x[i] += factor * y[i];
    return x;
}

// H step = -gradient, by conjugate gradients.
weight_vector newton_step(const weight_vector& weights, const data& rows, const weight_vector& gradient) {
    constexpr auto hessian_times = pullback::hvp(loss, pullback::wrt<0>);
    weight_vector step{}, residual = add({}, -1, gradient), direction = residual;
    double square = pullback::dot(residual, residual);
    for (std::size_t i = 0; i < features && square > 1e-20; ++i) {
        const weight_vector curved = hessian_times(weights, rows, direction);
        const double length = square / pullback::dot(direction, curved);
        step = add(step, length, direction);
        residual = add(residual, -length, curved);
        const double next = pullback::dot(residual, residual);
        direction = add(residual, next / square, direction);
        square = next;
    }
    return step;
}

// Rows drawn from a model with known weights.
data draw(std::size_t count, const weight_vector& weights) {
    std::mt19937 generator(1);
    const auto uniform = [&] { return static_cast<double>(generator()) / 4294967296.0; };
    data rows(count);
    for (auto& [x, y] : rows) {
        x[0] = 1;
        for (std::size_t i = 1; i < features; ++i) x[i] = 2 * uniform() - 1;
        y = uniform() < pullback::sigmoid(pullback::dot(weights, x)) ? 1 : 0;
    }
    return rows;
}

int main() {
    const data rows = draw(20000, {0.5, 2, -1, 0});
    weight_vector weights{};
    for (int iteration = 0; iteration < 5; ++iteration) {
        const auto [value, gradient] = pullback::value_and_gradient(loss, pullback::wrt<0>)(weights, rows);
        std::printf("%.3f, slope %.3f\n", value, std::sqrt(pullback::dot(gradient, gradient)));
        weights = add(weights, 1, newton_step(weights, rows, gradient));
    }
    for (const double w : weights) std::printf("%.2f\n", w);
}
