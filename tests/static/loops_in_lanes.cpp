// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <array>
#include <vector>

// Which loops run many of their turns at once where a call asks for it.

namespace {

using namespace pullback;
using numbers = std::vector<double>;
using matrix = row_matrix<double>;

constexpr auto squares = function([](const auto& x) { return squared_norm(x); });
static_assert(cost<numbers>(squares).loops[0].has_lanes);
static_assert(cost<numbers>(value_and_gradient(squares)).loops[0].has_lanes);

// Of loops in each other the outer, where the inner ones have lanes along the rows: then those of several rows are
// side by side.
constexpr auto regression = function([](const auto& weights, const auto& rows) {
    return sum(rows, [&](const auto& row) { return square(dot(row, weights)); });
});
constexpr auto of_rows = cost<numbers, matrix>(value_and_gradient(regression, wrt<0>));
static_assert(of_rows.loops[0].has_lanes && of_rows.loops[1].has_lanes && of_rows.loops[2].has_lanes);
static_assert(of_rows.loops[0].vectors == 1 && of_rows.loops[1].vectors == 1);
// The text says so where it is asked for.
static_assert(to_string<numbers>(squares) == R"(t1 = 0
for i < n:
    t1 += square(x[i])
y = t1)");
static_assert(to_string<numbers>(squares, unseq) == R"(t1 = 0
for i < n, in lanes of 4 vectors:
    t1 += square(x[i])
y = t1)");
// A loop that only adds up over rows, once for several of them, gains as one does that leaves a number for each.
static_assert(to_string<numbers, matrix>(gradient(regression, wrt<0>), unseq) == R"(gradient[i1] = 0 everywhere
for i0 < n1, in lanes:
    t1 = 0
    for i1 < n0, in lanes of its own for several i0:
        t1 += x1[i0][i1] * x0[i1]
    for i1 < n0, in lanes of its own for several i0:
        gradient[i1] += x1[i0][i1] * t1
for i1 < n0, in lanes of 4 vectors:
    t2 = gradient[i1]
    gradient[i1] = 2 * t2)");
// Calls of functions are for a row in each lane, and so is all where elements of several numbers would be read one by
// one inside.
constexpr auto logistic = function([](const auto& weights, const auto& rows) {
    return sum(rows, [&](const auto& row) { return log1p(exp(dot(row, weights))); });
});
constexpr auto of_calls = cost<numbers, matrix>(value_and_gradient(logistic, wrt<0>));
static_assert(of_calls.loops[0].has_lanes && of_calls.loops[0].vectors == 1 && of_calls.loops[1].has_lanes);
static_assert(to_string<numbers, matrix>(logistic, unseq) == R"(t2 = 0
for i0 < n1, in lanes:
    t1 = 0
    for i1 < n0, in lanes of its own for several i0:
        t1 += x1[i0][i1] * x0[i1]
    t2 += log1p(exp(t1))
y = t2)");
constexpr auto distances = function([](const auto& points) {
    return sum(points, [&](const auto& p) {
        return sum(points, [&](const auto& q) { return square(p[0] - q[0]) + square(p[1] - q[1]); });
    });
});
constexpr auto of_points = cost<std::vector<std::array<double, 2>>>(distances);
static_assert(of_points.loops[0].has_lanes && !of_points.loops[1].has_lanes);

// An ordered loop has none, nor what stands in it if the loop around has.
constexpr auto series =
    function([](const auto& x) { return fold(x, x[0], [](const auto& s, const auto& u) { return sin(s + u); }); });
static_assert(!cost<numbers>(series).loops[0].has_lanes);
constexpr auto many_series = function([](const auto& x) {
    return map(
        x, [&](const auto& first) { return fold(x, first, [](const auto& s, const auto& u) { return sin(s + u); }); });
});
static_assert(cost<numbers>(many_series).loops[0].has_lanes && !cost<numbers>(many_series).loops[1].has_lanes);

// The numbers that its adjoint goes back through are kept for as many series as run at once.
constexpr auto of_many = cost<numbers>(gradient(function([](const auto& x) {
    return sum(
        x, [&](const auto& first) { return fold(x, first, [](const auto& s, const auto& u) { return sin(s + u); }); });
})));
static_assert(of_many.loops[0].has_lanes && !of_many.loops[1].has_lanes && !of_many.loops[2].has_lanes);

// One that goes back through its turns and hands on no state has them, and so has one whose state nothing reads.
constexpr auto total =
    function([](const auto& x) { return fold(x, 0.0, [](const auto& s, const auto& u) { return s + sin(u) * u; }); });
constexpr auto of_total = cost<numbers>(gradient(total));
static_assert(of_total.loops[0].has_lanes && of_total.loops[1].has_lanes);
static_assert(of_total.loops[0].has_threads && of_total.loops[1].has_threads);

// The text says why a loop has none.
static_assert(to_string<numbers>(series, unseq) == R"(t1 = x[0]
for i < n, no lanes: a state is handed on:
    t1 = sin(t1 + x[i])
t2 = t1
y = t2)");
constexpr auto halved = function([](const auto& x) {
    return sum(x, [](const auto& u) {
        return while_loop(step_count(50), u, [](const auto& s) { return s > 1; }, [](const auto& s) { return s / 2; });
    });
});
static_assert(to_string<numbers>(halved, unseq) == R"(t4 = 0
for i0 < n, no lanes: a loop inside ends by a condition:
    t1 = x[i0]
    t2 = 1 < x[i0]
    for i1 < 50 while t2, no lanes: a state is handed on:
        t1, t2 = 0.5 * t1, 1 < 0.5 * t1
    t3 = t1
    t4 += t3
y = t4)");

} // namespace
