// SPDX-License-Identifier: BSL-1.0
// A program so large that it is compiled in parts: numbers, conditions, inputs and outputs go from part to part.
#include <pullback.hpp>
#include <pullback/run/interpret.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>

namespace engine = pullback::engine;

namespace {

constexpr int inputs = 8;
constexpr int states = 150;

// Each state uses the one before, one of long ago and a condition of long ago.
constexpr auto recurrence = [](const auto& x) {
    using pullback::select, pullback::square;
    using scalar = std::remove_cvref_t<decltype(x[0])>;
    std::array<scalar, states> state{};
    for (int i = 0; i < states; ++i) {
        if (i < inputs) {
            state[static_cast<std::size_t>(i)] = x[static_cast<std::size_t>(i)];
            continue;
        }
        const scalar& last = state[static_cast<std::size_t>(i - 1)];
        const scalar& old = state[static_cast<std::size_t>(i * 7 % i / 2)];
        const scalar& other = state[static_cast<std::size_t>(i / 3)];
        const scalar sum = last * other + 0.5 * old;
        state[static_cast<std::size_t>(i)] =
            select(old < other && !(x[0] < x[1]), sum / (1 + square(sum)), last - other * old / (2 + square(other)));
    }
    return std::array<scalar, 4>{state[states - 1], x[2], scalar(3), state[states / 2]};
};

constexpr auto f = pullback::function(recurrence);
constexpr auto jacobian = pullback::value_and_jacobian(f);
static_assert(pullback::engine::program_of<decltype(jacobian), std::array<double, inputs>>::code.size > 2048);
constexpr std::array<double, inputs> point{0.9, 0.3, -0.7, 1.1, 0.2, -1.3, 0.6, 0.5};

std::array<double, 4> value_at(std::array<double, inputs> x, std::size_t input, double step) {
    x[input] += step;
    return recurrence(x);
}

} // namespace

BOOST_AUTO_TEST_CASE(large_program) {
    const auto y = jacobian(point);
    const auto expected = recurrence(point);
    constexpr double step = 1e-6;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        BOOST_TEST(y.value[i] == expected[i], boost::test_tools::tolerance(1e-12));
        for (std::size_t k = 0; k < inputs; ++k) {
            const double difference = (value_at(point, k, step)[i] - value_at(point, k, -step)[i]) / (2 * step);
            BOOST_TEST(std::abs(y.jacobian[i][k] - difference) < 1e-6 * (1 + std::abs(difference)));
        }
    }
}

BOOST_AUTO_TEST_CASE(large_program_at_compile_time) {
    constexpr auto y = jacobian(point);
    const auto at_run_time = jacobian(point);
    for (std::size_t i = 0; i < at_run_time.value.size(); ++i) {
        BOOST_TEST(y.value[i] == at_run_time.value[i], boost::test_tools::tolerance(1e-12));
        for (std::size_t k = 0; k < inputs; ++k)
            BOOST_TEST(std::abs(y.jacobian[i][k] - at_run_time.jacobian[i][k]) < 1e-9);
    }
}

namespace {

// 4000 operations with 1000 different literals: recorded in one constant, differentiated in several.
constexpr auto chain = [](const auto& x) {
    using std::cos;
    auto v = x[0];
    for (int i = 0; i < 1000; ++i) v = 0.5 * cos(v * x[static_cast<std::size_t>(i % inputs)] + (i + 1) / 1024.0);
    return v;
};

using wide_point = std::array<long double, inputs>;

// What a program computes, instruction by instruction, because thousands of them take long to compile.
template <class Program>
std::array<long double, Program::code.output_count> interpret(const wide_point& x) {
    static long double nodes[Program::code.input_count + Program::code.size];
    static bool conditions[Program::code.input_count + Program::code.size];
    for (std::size_t i = 0; i < inputs; ++i) nodes[i] = x[i];
    engine::run::number_machine<long double> machine{Program::code.view(), nodes, conditions};
    engine::run::interpret<Program>(machine);
    std::array<long double, Program::code.output_count> outputs{};
    for (int i = 0; i < Program::code.output_count; ++i) outputs[static_cast<std::size_t>(i)] = machine.output(i);
    return outputs;
}

} // namespace

BOOST_AUTO_TEST_CASE(four_thousand_operations) {
    constexpr auto with_gradient = pullback::value_and_gradient(pullback::function(chain));
    using program = pullback::engine::program_of<decltype(with_gradient), std::array<double, inputs>>;
    static_assert(pullback::cost<std::array<double, inputs>>(pullback::function(chain)).total == 4000);
    static_assert(program::code.size < 5 * 4000);
    const wide_point at{0.9L, 1.3L, -0.7L, 1.1L, 1.2L, -1.3L, 1.6L, 0.5L};
    const auto result = interpret<program>(at);
    BOOST_TEST(result[0] == chain(at), boost::test_tools::tolerance(1e-15L));
    for (std::size_t i = 0; i < inputs; ++i) {
        wide_point above = at, below = at;
        above[i] += 1e-6L;
        below[i] -= 1e-6L;
        BOOST_TEST(std::abs(result[1 + i] - (chain(above) - chain(below)) / 2e-6L) < 1e-10L);
    }
}
