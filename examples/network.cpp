// SPDX-License-Identifier: BSL-1.0
// A network of two layers learns the exclusive or, by the gradient of its loss with respect to all 13 parameters.
#include <pullback.hpp>

#include <boost/hana/define_struct.hpp>

#include <cstdio>

template <class T, std::size_t Inputs, std::size_t Outputs>
using weights = std::array<std::array<T, Inputs + 1>, Outputs>; // the last column is the bias

template <class T>
struct network {
    BOOST_HANA_DEFINE_STRUCT(network, (std::array<std::array<T, 3>, 3>, hidden), (std::array<T, 4>, output));
};

template <class T, std::size_t N, class X>
constexpr auto weighted_sum(const std::array<T, N>& w, const X& x) {
    auto sum = w[N - 1] + w[0] * x[0];
    for (std::size_t i = 1; i < N - 1; ++i) sum = sum + w[i] * x[i];
    return sum;
}

constexpr auto predict = pullback::function([](const auto& net, const auto& x) {
    const std::array hidden{tanh(weighted_sum(net.hidden[0], x)), tanh(weighted_sum(net.hidden[1], x)),
                            tanh(weighted_sum(net.hidden[2], x))};
    return sigmoid(weighted_sum(net.output, hidden));
});

// Cross entropy, of four examples at once: the loop is unrolled.
constexpr auto loss = pullback::function([](const auto& net, const auto& inputs, const auto& wanted) {
    auto sum = 0 * wanted[0];
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const auto y = predict(net, inputs[i]);
        sum = sum - wanted[i] * log(y) - (1 - wanted[i]) * log(1 - y);
    }
    return sum / static_cast<int>(inputs.size());
});

int main() {
    const std::array<std::array<double, 2>, 4> inputs{{{0, 0}, {0, 1}, {1, 0}, {1, 1}}};
    const std::array<double, 4> wanted{0, 1, 1, 0};
    network<double> net{{{{0.5, -0.4, 0.1}, {-0.3, 0.8, -0.2}, {0.7, 0.6, 0.3}}}, {0.4, -0.5, 0.6, 0.1}};

    constexpr auto train = pullback::value_and_gradient(loss, pullback::wrt<0>);
    for (int epoch = 0; epoch <= 2000; ++epoch) {
        const auto [value, gradient] = train(net, inputs, wanted); // the gradient is a network, too
        if (epoch % 500 == 0) std::printf("epoch %4d: loss %.3f\n", epoch, value);
        for (std::size_t i = 0; i < 3; ++i)
            for (std::size_t j = 0; j < 3; ++j) net.hidden[i][j] -= 0.5 * gradient.hidden[i][j];
        for (std::size_t i = 0; i < 4; ++i) net.output[i] -= 0.5 * gradient.output[i];
    }
    for (const auto& x : inputs) std::printf("%g xor %g: %.2f\n", x[0], x[1], predict(net, x));
}
