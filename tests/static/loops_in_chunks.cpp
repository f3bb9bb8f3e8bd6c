// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/run/chunk_size.hpp>

#include <vector>

// Which loops threads share: asked of the cost, without the header that has threads.

namespace {

using namespace pullback;
using numbers = std::vector<double>;
using subscripts = std::vector<int>;

constexpr auto squares = function([](const auto& x) { return sum(x, [](const auto& each) { return each * each; }); });
static_assert(cost<numbers>(squares).loops[0].has_threads);
static_assert(cost<numbers>(value_and_gradient(squares)).loops[0].has_threads);

// The outer loop, and none in it.
constexpr auto rows = function(
    [](const auto& w, const auto& table) { return sum(table, [&](const auto& row) { return exp(dot(row, w)); }); });
constexpr auto of_rows = cost<numbers, row_matrix<double>>(value_and_gradient(rows, wrt<0>));
static_assert(of_rows.loops[0].has_threads && !of_rows.loops[1].has_threads);

// Turns that wait for each other; many such loops do not.
constexpr auto series =
    function([](const auto& x) { return fold(x, 0.5, [](const auto& s, const auto& each) { return sin(s + each); }); });
static_assert(!cost<numbers>(series).loops[0].has_threads);
constexpr auto many_series = function([](const auto& table) {
    return sum(table, [](const auto& x) {
        return fold(x, 0.5, [](const auto& s, const auto& each) { return sin(s + each); });
    });
});
constexpr auto of_many = cost<row_matrix<double>>(many_series);
static_assert(of_many.loops[0].has_threads && !of_many.loops[1].has_threads);

// Each chunk adds to numbers of its own where data say.
constexpr auto gathered =
    function([](const auto& x, const auto& k) { return sum(k, [&](const auto& i) { return square(x[i]); }); });
static_assert(cost<numbers, subscripts>(gradient(gathered, wrt<0>)).loops[0].has_threads);

// Chunks are as many as there are turns for; what each has of its own makes them fewer, but not fewer than eight,
// unless that would be most of the work.
static_assert(engine::run::turns_in_chunk(1000, 100000, 0) == 4);
static_assert(engine::run::turns_in_chunk(1000, 100000, 14000) == 36);
static_assert(engine::run::turns_in_chunk(1000, 100000, 112000) == 128);
static_assert(engine::run::turns_in_chunk(1000, 100, 112000) == 1000);
static_assert(engine::run::turns_in_chunk(1000, 100000, 14000, engine::run::least_work_for_number) == 4);
static_assert(engine::run::size_apart(0) == 0 && engine::run::size_apart(1) == 32);

} // namespace
