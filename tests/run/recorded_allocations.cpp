// SPDX-License-Identifier: BSL-1.0
// Calls of functions recorded at run time, with memory and results of the caller, allocate nothing.
#include "watched_allocations.hpp"

#include <pullback/record.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace {

std::size_t allocation_count = 0;

bool may_allocate() {
    ++allocation_count;
    return true;
}

using vector = std::vector<double>;

constexpr std::size_t width = 40;

const vector start = [] {
    vector made;
    for (std::size_t i = 0; i < width; ++i) made.push_back(0.2 + 0.01 * static_cast<double>(i));
    return made;
}();

// Calls, arithmetic, a long sum, a comparison and what it chooses.
constexpr auto energy = [](const auto& x) {
    using pullback::exp, pullback::select, pullback::sin, pullback::sqrt;
    auto sum = 0 * x[0];
    for (std::size_t i = 0; i + 1 < x.size(); ++i)
        sum += select(x[i] * x[i] < 0.1, exp(-x[i]) * x[i + 1], sin(x[i]) / sqrt(1 + x[i + 1]));
    return sum;
};
constexpr auto mapped = [](const auto& x) {
    auto y = x;
    for (std::size_t i = 0; i < x.size(); ++i) y[i] = sin(x[i]) * x[(i + 1) % x.size()];
    return y;
};

// Calls f three times, after a first call that made the result.
template <class F, class... X>
std::size_t allocations_of_calls(const F& f, const X&... x) {
    auto memory = f.workspace();
    auto result = f.call(memory, x...);
    const std::size_t before = allocation_count;
    for (int i = 0; i < 3; ++i) f.call_into(result, memory, x...);
    return allocation_count - before;
}

BOOST_AUTO_TEST_CASE(allocations_are_counted) {
    const std::size_t before = allocation_count;
    const auto f = pullback::record(energy, start);
    BOOST_TEST(allocation_count > before);
    const std::size_t recorded = allocation_count;
    BOOST_TEST(std::isfinite(f(start))); // with memory of its own
    BOOST_TEST(allocation_count > recorded);
}

BOOST_AUTO_TEST_CASE(values_and_derivatives_of_a_number) {
    const auto f = pullback::record(energy, start);
    const vector v(width, 0.5);
    BOOST_TEST(allocations_of_calls(f, start) == 0u);
    BOOST_TEST(allocations_of_calls(pullback::gradient(f), start) == 0u);
    BOOST_TEST(allocations_of_calls(pullback::value_and_gradient(f), start) == 0u);
    BOOST_TEST(allocations_of_calls(pullback::hessian(f), start) == 0u);
    BOOST_TEST(allocations_of_calls(pullback::jvp(f), start, v) == 0u);
    BOOST_TEST(allocations_of_calls(pullback::vjp(f), start, 2.0) == 0u);
    BOOST_TEST(allocations_of_calls(pullback::hvp(f), start, v) == 0u);
}

BOOST_AUTO_TEST_CASE(a_number_needs_no_result_of_the_caller) {
    const auto f = pullback::record(energy, start);
    auto memory = f.workspace();
    const std::size_t before = allocation_count;
    const double y = f.call(memory, start);
    BOOST_TEST(allocation_count == before);
    BOOST_TEST(y == f(start));
}

BOOST_AUTO_TEST_CASE(maps_of_vectors) {
    const auto f = pullback::record(mapped, start);
    const vector v(width, 0.5);
    BOOST_TEST(allocations_of_calls(f, start) == 0u);
    BOOST_TEST(allocations_of_calls(pullback::jacobian(f), start) == 0u);
    BOOST_TEST(allocations_of_calls(pullback::value_and_jacobian(f), start) == 0u);
    BOOST_TEST(allocations_of_calls(pullback::jvp(f), start, v) == 0u);
    BOOST_TEST(allocations_of_calls(pullback::vjp(f), start, v) == 0u);
}

BOOST_AUTO_TEST_CASE(arrays_of_fixed_size) {
    const std::array<double, 3> x{0.3, 0.9, 0.5}, v{1, 0, 2};
    const auto f = pullback::record(energy, x);
    BOOST_TEST(allocations_of_calls(pullback::value_and_gradient(f), x) == 0u);
    BOOST_TEST(allocations_of_calls(pullback::hessian(f), x) == 0u);
    BOOST_TEST(allocations_of_calls(pullback::hvp(f), x, v) == 0u);
    const auto hessian = pullback::hessian(f);
    auto own = hessian.workspace();
    const std::size_t before = allocation_count;
    const auto H = hessian.call(own, x); // nothing of it is of run-time length
    BOOST_TEST(allocation_count == before);
    BOOST_TEST(H[0][1] == H[1][0]);
}

BOOST_AUTO_TEST_CASE(points_in_lanes) {
    constexpr std::size_t points = 37; // which leave lanes over
    const auto f = pullback::value_and_gradient(pullback::record(energy, start));
    vector inputs, results(points * (1 + width)), expected(points * (1 + width));
    for (std::size_t i = 0; i < points; ++i)
        for (const double each : start) inputs.push_back(each + 0.001 * static_cast<double>(i));
    pullback::evaluate_at_points(f, points, inputs.data(), expected.data());
    auto memory = f.workspace<double, 8>();
    const std::size_t before = allocation_count;
    pullback::evaluate_at_points(f, memory, points, inputs.data(), results.data());
    BOOST_TEST(allocation_count == before);
    BOOST_TEST(results == expected, boost::test_tools::per_element());
    auto foreign = pullback::record(energy, start).workspace<double, 8>();
    BOOST_CHECK_THROW(pullback::evaluate_at_points(f, foreign, points, inputs.data(), results.data()),
                      pullback::range_error);
}

} // namespace
