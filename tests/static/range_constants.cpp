// SPDX-License-Identifier: BSL-1.0
// Functions of ranges in constant expressions: their values and derivatives, returned and in memory of the caller, with
// and without memory between their loops.
#include <pullback.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <utility>

#if defined(__cpp_lib_constexpr_vector)
#include <vector>
#endif

namespace {

using pullback::function;
using pullback::gradient;
using pullback::value_and_gradient;
using pullback::wrt;

constexpr auto cubes = function([](const auto& x) { return sum(x, [](const auto& e) { return square(e) * e; }); });
constexpr auto shares = function(
    [](const auto& a, const auto& x) { return log_sum_exp(x, [&](const auto& e) { return a * e; }) - max(x); });
constexpr auto nested = function([](const auto& x, const auto& a) {
    return sum(x, [&](const auto& p) { return exp(a * sum(x, [&](const auto& q) { return sin(p * q); })); });
});
constexpr auto gathered =
    function([](const auto& x, const auto& k) { return sum(k, [&](const auto& i) { return square(x[i]); }); });
constexpr auto scaled =
    function([](const auto& a, const auto& x) { return map(x, [=](const auto& e) { return a * e * e; }); });
constexpr auto smoothed = function([](const auto& x, const auto& a) {
    return fold(x, a, [](const auto& state, const auto& e) { return state * 0.5 + e * state; });
});
constexpr auto lengths = function([](const auto& rows) {
    return sum(rows, [](const auto& row) { return sum(row, [](const auto& e) { return e * e; }); });
});

constexpr std::array<double, 4> data{1, 2, 3, 4};
constexpr std::span<const double> x(data);

constexpr bool is_near(double a, double b) { return a - b < 1e-13 && b - a < 1e-13; }

static_assert(cubes(x) == 100);
static_assert(cubes(x.first(0)) == 0);
static_assert(shares(0.5, x) == shares(0.5, data));
static_assert(gradient(shares, wrt<0>)(0.5, x) == gradient(shares, wrt<0>)(0.5, data));
static_assert(pullback::jvp(shares, wrt<0>)(0.5, x, 2.0).tangent == 2 * gradient(shares, wrt<0>)(0.5, x));
static_assert(smoothed(x, 1.0) == 1.5 * 2.5 * 3.5 * 4.5);
static_assert(lengths(pullback::strided(data.data(), 2, 2, 2, 1)) == 30);

// In memory of the caller.
constexpr auto in_place = [] {
    std::array<double, 4> slope{};
    double value = 0;
    value_and_gradient(cubes).into(value, slope)(x);
    return std::pair{value, slope};
}();
static_assert(in_place.first == 100 && in_place.second[0] == 3 && in_place.second[3] == 48);

constexpr auto with_memory = [] {
    std::array<double, 4> slope{}, memory{};
    std::array<double, 40> work{};
    double value = 0, by_a = 0;
    value_and_gradient(nested).into(value, slope, by_a).using_workspace(work)(x, 0.25);
    gradient(smoothed, wrt<0>).into(memory).using_workspace(work)(x, 1.0);
    return std::array{value, by_a, slope[1], memory[0]};
}();
constexpr auto of_array = value_and_gradient(nested)(data, 0.25);
static_assert(pullback::work_size(value_and_gradient(nested), x, 0.25) > 0);
static_assert(is_near(with_memory[0], of_array.value));
static_assert(is_near(with_memory[1], get<1>(of_array.gradient)));
static_assert(is_near(with_memory[2], get<0>(of_array.gradient)[1]));
static_assert(is_near(with_memory[3], 2.5 * 3.5 * 4.5));

constexpr auto with_repeated_subscripts = [] {
    const int k[] = {3, 0, 3};
    std::array<double, 4> slope{};
    gradient(gathered, wrt<0>).into(slope)(x, std::span<const int>(k));
    return slope;
}();
static_assert(with_repeated_subscripts == std::array<double, 4>{2, 0, 0, 16});

#if defined(__cpp_lib_constexpr_vector)
// Returned, in containers that live as long as the constant expression; memory is allocated.
constexpr bool are_right_in_vectors() {
    const std::vector<double> numbers(data.begin(), data.end());
    const auto [value, slope] = value_and_gradient(cubes)(numbers);
    if (value != 100 || slope.size() != 4 || slope[3] != 48) return false;
    if (scaled(2.0, numbers)[3] != 32) return false;
    if (pullback::hvp(cubes)(numbers, numbers)[1] != 24) return false;
    const auto tangent = pullback::jvp(scaled, wrt<1>)(2.0, numbers, numbers).tangent;
    if (tangent[2] != 36) return false;
    const auto [by_a, by_x] = pullback::vjp(scaled)(2.0, numbers, slope).cotangent;
    if (by_a != 3 + 4 * 12 + 9 * 27 + 16 * 48 || by_x[1] != 8 * 12) return false;
    const auto whole = value_and_gradient(nested)(numbers, 0.25);
    return is_near(whole.value, of_array.value) && is_near(get<0>(whole.gradient)[1], get<0>(of_array.gradient)[1]);
}
static_assert(are_right_in_vectors());
#endif

} // namespace
