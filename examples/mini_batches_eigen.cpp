// SPDX-License-Identifier: BSL-1.0
// A network whose layers are as wide as the program is told when it runs learns three spirals from mini-batches.
#include <pullback.hpp>
#include <pullback/ext/eigen.hpp>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

// A matrix is a range of rows, a layer a range of numbers.
constexpr auto layer = [](const auto& weights, const auto& bias, const auto& x) {
    return map(weights, bias, [=](const auto& row, const auto& b) { return dot(row, x) + b; });
};

// The cross entropy of the examples whose numbers are in the batch.
constexpr auto loss = pullback::function([](const auto& W1, const auto& b1, const auto& W2, const auto& b2,
                                            const auto& inputs, const auto& classes, const auto& batch) {
    return mean(batch, [&](const auto& i) {
        const auto hidden = map(layer(W1, b1, inputs[i]), [](const auto& x) { return tanh(x); });
        const auto scores = layer(W2, b2, hidden);
        return log_sum_exp(scores) - scores[classes[i]];
    });
});

int main(int argc, char** argv) {
    const int width = argc > 1 ? std::atoi(argv[1]) : 24, examples = 600;
    std::mt19937 generator(1);
    const auto random = [&] { return static_cast<double>(generator()) / 2147483648.0 - 1; };

    Eigen::MatrixXd inputs(examples, 2);
    std::vector<int> classes, all;
    for (int i = 0; i < examples; ++i) {
        all.push_back(i);
        classes.push_back(i % 3);
        const double radius = 0.2 + 0.8 * i / examples, angle = 2.1 * (i % 3) + 4 * radius + 0.1 * random();
        inputs.row(i) << radius * std::cos(angle), radius * std::sin(angle);
    }

    Eigen::MatrixXd W1 = Eigen::MatrixXd::NullaryExpr(width, 2, [&] { return 2 * random(); });
    Eigen::MatrixXd W2 = Eigen::MatrixXd::NullaryExpr(3, width, [&] { return 0.3 * random(); });
    Eigen::VectorXd b1 = Eigen::VectorXd::Zero(width), b2 = Eigen::VectorXd::Zero(3);

    constexpr auto gradient = pullback::gradient(loss, pullback::wrt<0, 1, 2, 3>);
    std::vector<int> batch(20);
    for (int step = 0; step <= 2000; ++step) {
        if (step % 500 == 0) std::printf("step %4d: loss %.2f\n", step, loss(W1, b1, W2, b2, inputs, classes, all));
        for (int& i : batch) i = static_cast<int>(generator() % examples);
        const auto [gW1, gb1, gW2, gb2] = gradient(W1, b1, W2, b2, inputs, classes, batch);
        const double rate = 0.3;
        W1 -= rate * gW1;
        b1 -= rate * gb1;
        W2 -= rate * gW2;
        b2 -= rate * gb2;
    }
}
