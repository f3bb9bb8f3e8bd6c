// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/derivative/engine.hpp>

#include <array>
#include <vector>

// What loops keep: nothing that is not in a result, where it can be; and what is kept side by side is one array.

namespace {

using numbers = std::vector<double>;
template <int D>
using vectors = std::vector<std::array<double, D>>;
constexpr auto gradient = [](const auto& f) { return pullback::value_and_gradient(f, pullback::wrt<0>); };

template <class F, class... A>
using built = pullback::engine::loops_program_of<F, A...>;
template <class... A, class F>
consteval bool needs_memory(const F&) {
    return pullback::engine::optimise::loops_of<built<F, A...>>.needs_memory();
}
// The arrays of records in the work memory.
template <class... A, class F>
consteval int records_of(const F&) {
    const auto& plan = pullback::engine::optimise::loops_of<built<F, A...>>;
    int count = 0;
    for (int i = 0; i < plan.array_count; ++i) count += plan.arrays[i].store < 0 && plan.arrays[i].record == i ? 1 : 0;
    return count;
}

// The exponentials live in the gradient until they are divided by their sum.
constexpr auto log_of_sum = pullback::function([](const auto& x) { return log_sum_exp(x); });
static_assert(!needs_memory<numbers>(gradient(log_of_sum)));

// The gradient is summed in its own place, and scaled there.
constexpr auto squares = pullback::function([](const auto& w, const auto& rows, const auto& y) {
    return sum(rows, y, [&](const auto& row, const auto& target) { return square(row * sum(w) - target); });
});
static_assert(!needs_memory<numbers, numbers, numbers>(gradient(squares)));

// A range of results in which every element needs all of them.
constexpr auto shares = pullback::function([](const auto& x) {
    const auto largest = max(x);
    return map(x, [=](const auto& each) { return exp(each - largest) / log_sum_exp(x); });
});
static_assert(!needs_memory<numbers>(shares));

// Two sums for each element, which are begun, and found, together.
constexpr auto distances = pullback::function([](const auto& centres, const auto& points) {
    return sum(points, [&](const auto& p) {
        return log_sum_exp(centres, [&](const auto& c) { return -square(p[0] - c[0]) * c[1] - square(p[1] - c[1]); });
    });
});
static_assert(records_of<vectors<2>, vectors<2>>(gradient(distances)) <= 3);

// What a loop makes numbers of results of stands in their order: of each product the first factors of all numbers, then
// the second ones.
constexpr auto turned = pullback::function([](const auto& by, const auto& x, const auto& k, const auto& points) {
    const auto turns = scan(x, std::array{by, by, by, by}, [=](const auto& s, const auto& u) {
        return std::array{s[0] * cos(u) + by, s[1] * sin(u), s[2] * u + by * by, s[3] - u * by};
    });
    return map(k, points, [=](const auto& each, const auto& p) {
        const auto m = turns[each];
        return std::array{m[0] * p[0] + m[1] * p[1], m[2] * p[0] + m[3] * p[1]};
    });
});
consteval bool are_in_order_of_results() {
    const auto& plan =
        pullback::engine::optimise::loops_of<built<decltype(pullback::value_and_jacobian(turned, pullback::wrt<0>)),
                                                   double, numbers, std::vector<int>, vectors<2>>>;
    // The values' factors are arrays 0 to 3, and the slopes' those after them.
    const int slots[] = {0, 4, 1, 5, 2, 6, 3, 7};
    for (int i = 0; i < 8; ++i)
        if (plan.arrays[i].slot != slots[i]) return false;
    return plan.array_count == 8;
}
static_assert(are_in_order_of_results());

} // namespace
