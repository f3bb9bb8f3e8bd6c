// SPDX-License-Identifier: BSL-1.0
#include "random_programs.hpp"

#include <pullback/dynamic.hpp>

#include <random>
#include <vector>

// Random functions as graphs: against dual numbers, central differences and the static side; and graphs that come and
// go in any order.

namespace {

namespace dynamic = pullback::dynamic;
using dynamic::variable;
using random_programs::answers;
using random_programs::inputs;
using random_programs::point;
using random_programs::results;

using variables = std::array<variable<double>, inputs>;

variables lifted(const point& at) {
    variables x;
    for (std::size_t i = 0; i < inputs; ++i) x[i] = variable<double>(at[i]);
    return x;
}

// `backward` for first derivatives, `grad` of `grad` for second ones.
template <class Function>
answers answers_of(const Function& f, const point& at) {
    answers got{};
    for (std::size_t row = 0; row < results; ++row) {
        const variables x = lifted(at);
        const auto y = f(x);
        got.value[row] = got.value_beside_jacobian[row] = y[row].data();
        y[row].backward();
        for (std::size_t i = 0; i < inputs; ++i) got.jacobian[row][i] = x[i].has_grad() ? x[i].grad() : 0;
    }
    const variables x = lifted(at);
    const auto y = f(x)[0];
    got.value_beside_gradient = y.data();
    const std::vector by(x.begin(), x.end());
    const auto gradient = grad(y, by, dynamic::unused::zero);
    random_programs::matrix hessian;
    for (std::size_t i = 0; i < inputs; ++i) {
        got.gradient[i] = gradient[i].data();
        const auto row = grad(gradient[i], by, dynamic::unused::zero);
        for (std::size_t j = 0; j < inputs; ++j) hessian[i][j] = row[j].data();
    }
    got.hessian = hessian;
    return got;
}

} // namespace

BOOST_AUTO_TEST_CASE(random_graphs_agree_with_dual_numbers) {
    for (std::uint32_t seed = 0; seed < 400; ++seed)
        for (const point& at : {point{0.31, -0.72, 1.13}, point{-1.21, 0.45, 0.67}})
            compare(seed, at, answers_of([&](const variables& x) { return random_programs::run(seed, x); }, at));
}

template <std::uint32_t Seed>
void check_one_node() {
    constexpr auto f = pullback::function([](const auto& x) { return random_programs::run(Seed, x); });
    const point at{0.31, -0.72, 1.13};
    const answers as_node = answers_of(f, at);
    compare(Seed, at, as_node);
    const answers as_graph = answers_of([](const variables& x) { return random_programs::run(Seed, x); }, at);
    BOOST_TEST(as_node.value[0] == as_graph.value[0], boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(static_functions_as_nodes_agree) {
    check_one_node<1>();
    check_one_node<7>();
    check_one_node<12>();
    check_one_node<31>();
}

// Variables are made, copied, moved and dropped at random; every one knows from a dual number what its gradient must
// be.
BOOST_AUTO_TEST_CASE(graphs_come_and_go_in_any_order) {
    using dual = dual_numbers::dual<double>;
    struct entry {
        variable<double> graph;
        dual shadow;
    };
    for (std::uint32_t seed = 0; seed < 20; ++seed) {
        std::mt19937 random(seed);
        const auto below = [&](std::size_t count) { return random() % count; };
        variable x{0.4};
        std::vector<entry> alive{{x, dual(0.4, 1.0)}};
        for (int step = 0; step < 2000; ++step) {
            const entry a = alive[below(alive.size())], b = alive[below(alive.size())];
            switch (below(9)) {
                case 0: alive.push_back({sin(a.graph), sin(a.shadow)}); break;
                case 1:
                    alive.push_back({a.graph * b.graph - 0.5 * a.graph, a.shadow * b.shadow - dual(0.5) * a.shadow});
                    break;
                case 2: alive.push_back({tanh(a.graph + b.graph), tanh(a.shadow + b.shadow)}); break;
                case 3:
                    alive.push_back({a.graph / (2.0 + square(b.graph)), a.shadow / (dual(2.0) + square(b.shadow))});
                    break;
                case 4: alive[below(alive.size())] = a; break;
                case 5: std::swap(alive[below(alive.size())], alive[below(alive.size())]); break;
                case 6: {
                    entry taken = std::move(alive.back());
                    alive.back() = a;
                    alive.front() = std::move(taken);
                    break;
                }
                case 7:
                    if (alive.size() > 10)
                        alive.erase(alive.begin(), alive.begin() + static_cast<std::ptrdiff_t>(alive.size() / 2));
                    break;
                default:
                    x.clear_grad();
                    a.graph.backward(dynamic::retain_grad::no);
                    const double got = x.has_grad() ? x.grad() : 0;
                    if (!random_programs::near(got, a.shadow.slope, 1, 1e-12))
                        BOOST_ERROR("seed " << seed << ", step " << step << ": " << got << " instead of "
                                            << a.shadow.slope);
            }
        }
    }
}
