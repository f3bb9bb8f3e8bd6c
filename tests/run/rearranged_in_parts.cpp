// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/record.hpp>
#include <pullback/replay/simplified.hpp>
#include <pullback/run/interpret.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

// Programs that are too large to be rearranged whole are rearranged in parts. Here a small one is divided, into so many
// parts that each reads from several others and that results lie in all of them.

namespace {

namespace engine = pullback::engine;
namespace optimise = pullback::engine::optimise;

using point = std::array<double, 3>;

constexpr auto f = pullback::function([](const auto& x) {
    const auto a = x[0] * exp(x[1] / x[2]), b = sqrt(x[0] * x[0] + x[1] * x[1]);
    return a * b + select(x[2] < 1, a / b, x[2] * b * b);
});
using second = engine::program_of<decltype(pullback::hessian(f)), point>;
using shallow = optimise::rearranging<optimise::rounding::is_allowed, optimise::depth::shallow>;
template <int Most>
using divided = engine::record::built<optimise::joined_parts<shallow, second, Most>>;
static_assert(optimise::joined_parts<shallow, second, 8>::stage_count > 4);

// In one part it is the pass itself, and parts are worth less, but something.
static_assert(optimise::cost_in<divided<1024>> == optimise::cost_in<optimise::passed<shallow, second>>);
static_assert(optimise::cost_in<divided<1024>> < optimise::cost_in<second>);
static_assert(optimise::cost_in<divided<32>> < optimise::cost_in<second>);
static_assert(optimise::cost_in<divided<32>> >= optimise::cost_in<divided<1024>>);

// What the user wrote is the user's afterwards too.
template <class Built>
constexpr int count_primal() {
    int count = 0;
    for (const engine::instruction& step : Built::code.steps()) count += step.is_primal ? 1 : 0;
    return count;
}
static_assert(count_primal<divided<8>>() == count_primal<optimise::passed<shallow, second>>());

// What a program computes, as it is.
template <class Built>
std::array<double, 9> interpreted(const point& x) {
    double numbers[Built::code.node_count()] = {x[0], x[1], x[2]};
    bool conditions[Built::code.node_count()] = {};
    engine::run::number_machine<double> machine{Built::code.view(), numbers, conditions};
    engine::run::interpret<Built>(machine);
    std::array<double, 9> results{};
    for (int k = 0; k < 9; ++k) results[static_cast<std::size_t>(k)] = machine.output(k);
    return results;
}

template <class Built>
void check(const point& x) {
    const auto wanted = interpreted<second>(x), got = interpreted<Built>(x);
    for (std::size_t k = 0; k < 9; ++k) {
        BOOST_TEST_INFO("second derivative " << k << " at " << x[0] << ", " << x[1] << ", " << x[2]);
        if (std::isfinite(wanted[k])) BOOST_TEST(std::abs(got[k] - wanted[k]) <= 1e-13 * (1 + std::abs(wanted[k])));
        else BOOST_TEST((got[k] == wanted[k] || (std::isnan(wanted[k]) && std::isnan(got[k]))));
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(parts_compute_what_the_whole_does) {
    for (const point& x : {point{0.7, -0.3, 0.5}, point{0.7, 1.3, 1.5}, point{-2, 0.1, 1}, point{1e3, 1e-3, -2}}) {
        check<divided<1>>(x);
        check<divided<8>>(x);
        check<divided<32>>(x);
    }
}

BOOST_AUTO_TEST_CASE(what_is_infinite_is_infinite_in_parts_too) {
    const double infinity = std::numeric_limits<double>::infinity();
    for (const point& x : {point{infinity, 1, 0.5}, point{1, infinity, 2}}) check<divided<8>>(x);
}

BOOST_AUTO_TEST_CASE(only_large_derivatives_of_higher_order_are_divided) {
    engine::instruction steps[engine::largest_rearranged_program + 1]{};
    engine::program_view view{steps, engine::largest_rearranged_program + 1, nullptr, 0, nullptr, 0, 1, false};
    BOOST_TEST(!optimise::is_rearranged_in_parts(view)); // all of it is the user's
    for (engine::instruction& step : steps) step.is_primal = false;
    BOOST_TEST(optimise::is_rearranged_in_parts(view));
    --view.size;
    BOOST_TEST(!optimise::is_rearranged_in_parts(view));
}

BOOST_AUTO_TEST_CASE(programs_recorded_at_run_time_are_divided_too) {
    const std::vector<double> at = {0.7, -0.3, 0.5, 1.1, 2.0, -0.9, 0.4, 1.7};
    const auto recorded = pullback::record(
        [](const auto& x) {
            auto sum = x[0];
            for (std::size_t i = 0; i < 40; ++i) {
                const auto &a = x[i % 8], &b = x[(i * 3 + 1) % 8], &c = x[(i * 5 + i / 8) % 8];
                sum = sum * a / (2 + b * b) + exp(a * b) * sin(b + c) + a * c;
            }
            return sum;
        },
        at);
    const auto second_derivatives = pullback::hessian(recorded);
    auto program = second_derivatives.body().program();
    BOOST_TEST_REQUIRE(optimise::is_rearranged_in_parts(program.view()));
    const int cost = optimise::cost_of(program.view());
    BOOST_TEST_REQUIRE(engine::replay::performed<optimise::in_parts<shallow>>::run(program));
    BOOST_TEST(optimise::cost_of(program.view()) < cost);

    const auto along = pullback::hvp(recorded);
    const auto whole = second_derivatives(at);
    for (std::size_t column = 0; column < at.size(); ++column) {
        std::vector<double> direction(at.size());
        direction[column] = 1;
        const std::vector<double> wanted = along(at, direction);
        for (std::size_t row = 0; row < at.size(); ++row)
            BOOST_TEST(std::abs(whole[row][column] - wanted[row]) <= 1e-12 * (1 + std::abs(wanted[row])));
    }
}
