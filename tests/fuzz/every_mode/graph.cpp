// SPDX-License-Identifier: BSL-1.0
#include "functions.hpp"
#include "modes.hpp"

#include <pullback/dynamic.hpp>

#include <array>
#include <cstddef>
#include <utility>

// The modes of the run-time graph: the function written with variables, and the static function as one of its nodes.

namespace {

namespace dynamic = pullback::dynamic;
using dynamic::unused;
using dynamic::variable;
using every_mode::quantity;

template <class T, std::size_t N>
std::array<variable<T>, N> inputs(const T* x) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return std::array{variable<T>(x[I])...};
    }(std::make_index_sequence<N>{});
}

template <class Made, class T, std::size_t N>
variable<T> output(const std::array<variable<T>, N>& x) {
    return std::apply(Made{}, x);
}

template <class T, std::size_t N>
std::vector<variable<T>> list(const std::array<variable<T>, N>& x) {
    return {x.begin(), x.end()};
}

template <class Made, std::size_t N, class T>
void value(const T* x, T* out) {
    *out = output<Made>(inputs<T, N>(x)).data();
}

template <class Made, std::size_t N, class T>
void by_backward(const T* x, T* out) {
    const auto v = inputs<T, N>(x);
    auto y = output<Made>(v);
    y.backward();
    for (std::size_t i = 0; i < N; ++i) out[i] = v[i].has_grad() ? v[i].grad() : T(0);
}

template <class Made, std::size_t N, class T>
void by_grad(const T* x, T* out) {
    const auto v = inputs<T, N>(x);
    const auto slopes = grad(output<Made>(v), list(v), unused::zero);
    for (std::size_t i = 0; i < N; ++i) out[i] = slopes[i].data();
}

template <class Made, std::size_t N, class T>
void by_grad_of_grad(const T* x, T* out) {
    const auto v = inputs<T, N>(x);
    const auto slopes = grad(output<Made>(v), list(v), unused::zero);
    for (std::size_t i = 0; i < N; ++i) {
        const auto row = grad(slopes[i], list(v), unused::zero);
        for (std::size_t k = 0; k < N; ++k) out[i * N + k] = row[k].data();
    }
}

template <class Made, std::size_t N, class T>
void by_backward_of_grad(const T* x, T* out) {
    for (std::size_t i = 0; i < N; ++i) {
        const auto v = inputs<T, N>(x);
        auto slope = grad(output<Made>(v), v[i], unused::zero);
        slope.backward();
        for (std::size_t k = 0; k < N; ++k) out[i * N + k] = v[k].has_grad() ? v[k].grad() : T(0);
    }
}

template <class Lambda>
struct as_one_node {
    template <class... T>
    auto operator()(const T&... x) const {
        constexpr auto f = pullback::function(Lambda{});
        return f(x...);
    }
};

template <std::size_t N, class Made>
void add_forms(const char* const (&names)[5], every_mode::tested_function& to) {
    constexpr auto graph = every_mode::mode::kind::graph;
    to.modes.push_back({names[0], quantity::value, graph, value<Made, N, double>, value<Made, N, long double>});
    to.modes.push_back(
        {names[1], quantity::gradient, graph, by_backward<Made, N, double>, by_backward<Made, N, long double>});
    to.modes.push_back({names[2], quantity::gradient, graph, by_grad<Made, N, double>, by_grad<Made, N, long double>});
    to.modes.push_back(
        {names[3], quantity::hessian, graph, by_grad_of_grad<Made, N, double>, by_grad_of_grad<Made, N, long double>});
    to.modes.push_back({names[4], quantity::hessian, graph, by_backward_of_grad<Made, N, double>,
                        by_backward_of_grad<Made, N, long double>});
}

template <std::size_t N, class Lambda>
void add_graph_modes(every_mode::function_list& functions, const char* text, Lambda) {
    every_mode::tested_function& to = functions.of(text, static_cast<int>(N));
    add_forms<N, Lambda>({"graph", "backward", "grad", "grad of grad", "backward of grad"}, to);
    add_forms<N, as_one_node<Lambda>>(
        {"node", "backward of a node", "grad of a node", "grad of grad of a node", "backward of grad of a node"}, to);
}

} // namespace

#define ADD_ONE(...) add_graph_modes<1>(functions, #__VA_ARGS__, [](const auto& x) { return __VA_ARGS__; });
#define ADD_TWO(...) \
    add_graph_modes<2>(functions, #__VA_ARGS__, [](const auto& x, const auto& y) { return __VA_ARGS__; });
#define ADD_THREE(...)                          \
    add_graph_modes<3>(functions, #__VA_ARGS__, \
                       [](const auto& x, const auto& y, const auto& z) { return __VA_ARGS__; });

void every_mode::add_graphs(function_list& functions) {
    FUNCTIONS_OF_ONE(ADD_ONE)
    FUNCTIONS_OF_TWO(ADD_TWO)
    FUNCTIONS_OF_THREE(ADD_THREE)
}
