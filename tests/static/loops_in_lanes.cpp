// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <vector>

// Which loops run many of their turns at once where a call asks for it.

namespace {

using namespace pullback;
using numbers = std::vector<double>;
using matrix = row_matrix<double>;

constexpr auto squares = function([](const auto& x) { return squared_norm(x); });
static_assert(cost<numbers>(squares).loops[0].has_lanes);
static_assert(cost<numbers>(value_and_gradient(squares)).loops[0].has_lanes);

// Of loops in each other the innermost.
constexpr auto regression = function([](const auto& weights, const auto& rows) {
    return sum(rows, [&](const auto& row) { return square(dot(row, weights)); });
});
constexpr auto of_rows = cost<numbers, matrix>(value_and_gradient(regression, wrt<0>));
static_assert(!of_rows.loops[0].has_lanes && of_rows.loops[1].has_lanes && of_rows.loops[2].has_lanes);

// An ordered loop has none, nor what stands in it if the loop around has.
constexpr auto series =
    function([](const auto& x) { return fold(x, x[0], [](const auto& s, const auto& u) { return sin(s + u); }); });
static_assert(!cost<numbers>(series).loops[0].has_lanes);
constexpr auto many_series = function([](const auto& x) {
    return map(
        x, [&](const auto& first) { return fold(x, first, [](const auto& s, const auto& u) { return sin(s + u); }); });
});
static_assert(cost<numbers>(many_series).loops[0].has_lanes && !cost<numbers>(many_series).loops[1].has_lanes);

// The numbers that its adjoint goes back through are kept for one series at a time.
constexpr auto of_many = cost<numbers>(gradient(function([](const auto& x) {
    return sum(
        x, [&](const auto& first) { return fold(x, first, [](const auto& s, const auto& u) { return sin(s + u); }); });
})));
static_assert(!of_many.loops[0].has_lanes);

} // namespace
