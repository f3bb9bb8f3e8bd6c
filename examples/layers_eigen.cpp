// SPDX-License-Identifier: BSL-1.0
// Two layers and a softmax on Eigen matrices, whose rows are examples: biases are spread over the rows, sums run along
// axes.
#include <pullback/dynamic.hpp>
#include <pullback/ext/eigen.hpp>

#include <cmath>
#include <cstdio>

namespace dynamic = pullback::dynamic;
using dynamic::variable;
using Eigen::MatrixXd, Eigen::RowVectorXd;

// The probabilities of the classes, a row for each example.
template <class X>
auto softmax_of_rows(const X& logits) {
    auto powers = exp(logits - amax(logits, 1));
    return cwise_quotient(powers, powers.rowwise().sum());
}

int main() {
    // Points inside and outside a circle, in one-hot rows of two classes.
    const int count = 60;
    MatrixXd points(count, 2), classes = MatrixXd::Zero(count, 2);
    for (int i = 0; i < count; ++i) {
        const double radius = i % 2 == 0 ? 0.5 : 1.5;
        points.row(i) << radius * std::cos(0.7 * i), radius * std::sin(0.7 * i);
        classes(i, i % 2) = 1;
    }

    // Expressions are data, too.
    variable<MatrixXd> W1 = MatrixXd::NullaryExpr(2, 8, [](int i, int j) { return std::sin(1 + 3 * i + 2 * j); });
    variable<MatrixXd> W2 = MatrixXd::NullaryExpr(8, 2, [](int i, int j) { return std::cos(1 + i + 2 * j); });
    variable<RowVectorXd> b1 = RowVectorXd::LinSpaced(8, -1, 1), b2 = RowVectorXd::Zero(2);

    const auto loss_of = [&](const MatrixXd& x, const MatrixXd& t) {
        auto hidden = tanh(linear(x, W1, b1)); // x W1 + b1
        return -mean(sum(cwise_product(t, log(softmax_of_rows(linear(hidden, W2, b2)))), 1));
    };
    for (int step = 0; step <= 400; ++step) {
        auto loss = loss_of(points, classes);
        for (auto* W : {&W1, &W2}) W->clear_grad();
        for (auto* b : {&b1, &b2}) b->clear_grad();
        loss.backward();
        for (auto* W : {&W1, &W2}) W->set_data(W->data() - 0.5 * W->grad());
        for (auto* b : {&b1, &b2}) b->set_data(b->data() - 0.5 * b->grad());
        if (step % 200 == 0) std::printf("step %d: loss %.3f\n", step, loss.data());
    }
}
