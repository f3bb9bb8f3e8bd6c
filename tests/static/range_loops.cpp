// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <array>
#include <span>
#include <vector>

// How many loops functions of ranges and their derivatives become, how many of these stand in no other, how many arrays
// they keep in memory, and what some cost.

namespace {

using namespace pullback;
using numbers = std::vector<double>;
using integers = std::vector<int>;
using place = std::array<double, 3>;
using places = std::vector<place>;

template <class Costs>
constexpr bool has(const Costs& costs, int loops, int outer_loops, int arrays) {
    return Costs::loop_count == loops && costs.outer_loop_count() == outer_loops && costs.kept_arrays == arrays;
}

// One loop for value and gradient together, and nothing kept.
constexpr auto squares = function([](const auto& x) { return sum(x, [](const auto& each) { return square(each); }); });
static_assert(has(cost<numbers>(squares), 1, 1, 0));
static_assert(has(cost<numbers>(value_and_gradient(squares)), 1, 1, 0));
static_assert(has(cost<std::span<const double>>(gradient(squares)), 1, 1, 0));
static_assert(has(cost<numbers, numbers>(hvp(squares)), 1, 1, 0));
static_assert(cost<numbers>(squares).loops[0].per_iteration.additions == 1);
static_assert(cost<numbers>(squares).loops[0].per_iteration.multiplications == 1);
static_assert(cost<numbers>(squares).outside.total == 0);
static_assert(cost<numbers>(value_and_gradient(squares)).loops[0].per_iteration.total == 3);

constexpr auto product_of_two = function([](const auto& x, const auto& y) { return dot(x, y); });
static_assert(has(cost<numbers, numbers>(value_and_gradient(product_of_two)), 1, 1, 0));

// What one later loop needs is computed there, though it could stand in an earlier one: no product of a row is kept.
constexpr auto scaled_products = function([](const auto& w, const auto& rows) {
    const auto total = sum(w, [](const auto& each) { return exp(each); });
    return sum(rows, [&](const auto& row) { return exp(dot(row, w) / total); });
});
static_assert(has(cost<numbers, row_matrix<double>>(scaled_products), 3, 2, 0));

constexpr auto average = function([](const auto& x) { return mean(x); });
static_assert(has(cost<numbers>(value_and_gradient(average)), 1, 1, 0));
static_assert(cost<numbers>(average).outside.divisions == 1);

constexpr auto likelihood = function([](const auto& x, const auto& middle, const auto& width) {
    return sum(x, [&](const auto& each) { return square((each - middle) / width) / 2 + log(width); });
});
static_assert(has(cost<numbers, double, double>(value_and_gradient(likelihood)), 1, 1, 0));
// log(width) does not depend on the loop, and is a product with the length.
static_assert(cost<numbers, double, double>(likelihood).loops[0].per_iteration.functions == 0);

constexpr auto curve = function([](const auto& t, const auto& y, const auto& c) {
    return sum(t, y, [&](const auto& s, const auto& v) { return square(c[0] + c[1] * exp(c[2] * s) - v); });
});
static_assert(has(cost<numbers, numbers, place>(value_and_gradient(curve, wrt<2>)), 1, 1, 0));
static_assert(has(cost<numbers, numbers, place, place>(hvp(curve, wrt<2>)), 1, 1, 0));
static_assert(cost<numbers, numbers, place>(value_and_gradient(curve, wrt<2>)).loops[0].per_iteration.functions == 1);

constexpr auto bent = function([](const auto& x, const auto& a) {
    return sum(x, [&](const auto& each) { return select(each < a, square(each), a * each); });
});
static_assert(has(cost<numbers, double>(value_and_gradient(bent)), 1, 1, 0));

constexpr auto largest = function([](const auto& x) { return max(x); });
static_assert(has(cost<numbers>(value_and_gradient(largest)), 1, 1, 0));

constexpr auto width = function([](const auto& x) { return max(x) - min(x); });
static_assert(has(cost<numbers>(value_and_gradient(width)), 1, 1, 0));

constexpr auto gather =
    function([](const auto& x, const auto& k) { return sum(k, [&](const auto& i) { return square(x[i]); }); });
static_assert(has(cost<numbers, integers>(value_and_gradient(gather, wrt<0>)), 1, 1, 0));

constexpr auto scaled =
    function([](const auto& x, const auto& a) { return map(x, [&](const auto& each) { return a * sin(each); }); });
static_assert(has(cost<numbers, double>(scaled), 1, 1, 0));
static_assert(has(cost<numbers, double, numbers, double>(jvp(scaled)), 1, 1, 0));
static_assert(has(cost<numbers, double, numbers>(vjp(scaled)), 1, 1, 0));

// Sums that do not wait for each other share a loop.
constexpr auto moments =
    function([](const auto& x) { return mean(x, [](const auto& each) { return square(each); }) - square(mean(x)); });
static_assert(has(cost<numbers>(moments), 1, 1, 0));
static_assert(has(cost<numbers>(value_and_gradient(moments)), 2, 2, 0));

constexpr auto two_sums = function([](const auto& x) {
    return sum(x, [](const auto& each) { return each * each * each; }) *
           sum(x, [](const auto& each) { return 1 / each; });
});
static_assert(has(cost<numbers>(two_sums), 1, 1, 0));
static_assert(cost<numbers>(value_and_gradient(two_sums)).outer_loop_count() == 2);

// One that waits for another is a loop of its own.
constexpr auto variance = function([](const auto& x) {
    const auto middle = mean(x);
    return mean(x, [&](const auto& each) { return square(each - middle); });
});
static_assert(has(cost<numbers>(variance), 2, 2, 0));
static_assert(has(cost<numbers>(value_and_gradient(variance)), 2, 2, 0));

// Logarithms of sums of exponentials: the largest, the sum, and each share.
constexpr auto soft_largest = function([](const auto& x) { return log_sum_exp(x); });
static_assert(has(cost<numbers>(soft_largest), 2, 2, 0));
static_assert(cost<numbers>(value_and_gradient(soft_largest)).loop_count == 3);
static_assert(cost<numbers>(value_and_gradient(soft_largest)).loops[1].per_iteration.functions == 1);

constexpr auto shares = function([](const auto& x) {
    const auto whole = log_sum_exp(x);
    return map(x, [=](const auto& each) { return exp(each - whole); });
});
static_assert(has(cost<numbers>(shares), 3, 3, 0));
static_assert(has(cost<numbers, numbers>(jvp(shares)), 3, 3, 0));

// Loops in loops.
constexpr auto energy = function([](const auto& x) {
    return sum(x, [&](const auto& p) {
        return sum(x, [&](const auto& q) {
            return 1 / sqrt(square(p[0] - q[0]) + square(p[1] - q[1]) + square(p[2] - q[2]) + 0.25);
        });
    });
});
static_assert(has(cost<places>(energy), 2, 1, 0));
static_assert(cost<places>(energy).loops[0].around == -1);
static_assert(cost<places>(energy).loops[1].around == 0);
static_assert(cost<places>(energy).loops[1].per_iteration.square_roots == 1);
static_assert(cost<places>(value_and_gradient(energy)).loop_count == 3);
static_assert(cost<places>(value_and_gradient(energy)).loops[1].per_iteration.square_roots == 1);

constexpr auto forces = function([](const auto& x) {
    return map(x, [&](const auto& p) {
        return sum(x, [&](const auto& q) { return (p[0] - q[0]) / (1 + square(p[0] - q[0])); });
    });
});
static_assert(has(cost<places>(forces), 2, 1, 0));

constexpr auto density = function([](const auto& x, const auto& centres) {
    return sum(x, [&](const auto& each) {
        return log(sum(centres, [&](const auto& centre) { return exp(-square(each - centre)); }));
    });
});
static_assert(has(cost<numbers, numbers>(density), 2, 1, 0));
// The sum over centres must be there before the shares of each are, in the same iteration over x.
static_assert(cost<numbers, numbers>(gradient(density, wrt<1>)).loops[1].around == 0);
static_assert(cost<numbers, numbers>(gradient(density, wrt<1>)).loops[2].around == 0);

constexpr auto distances_to_the_nearest = function([](const auto& x, const auto& centres) {
    return sum(x, [&](const auto& each) { return min(centres, [&](const auto& c) { return square(each - c); }); });
});
static_assert(has(cost<numbers, numbers>(distances_to_the_nearest), 2, 1, 0));
static_assert(has(cost<numbers, numbers>(value_and_gradient(distances_to_the_nearest, wrt<1>)), 2, 1, 0));

// What is invariant in the inner loop is computed outside of it.
constexpr auto with_invariant = function([](const auto& x, const auto& y) {
    return sum(x, [&](const auto& p) { return sum(y, [&](const auto& q) { return 1 / (exp(p) + q); }); });
});
static_assert(has(cost<numbers, numbers>(with_invariant), 2, 1, 0));
static_assert(cost<numbers, numbers>(with_invariant).loops[0].per_iteration.functions == 1);
static_assert(cost<numbers, numbers>(with_invariant).loops[1].per_iteration.functions == 0);

} // namespace
