// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <array>
#include <type_traits>
#include <vector>

// What ordered loops keep for going back is counted: in each turn, and for each checkpoint.

namespace {

using numbers = std::vector<double>;
namespace checkpoints = pullback::checkpoints;

constexpr auto f = pullback::function([](const auto& a, const auto& x) {
    const auto end = fold(x, std::array{a, a}, [&](const auto& s, const auto& u) {
        return std::array{s[0] + sin(s[1] * u), s[1] - a * s[0]};
    });
    return end[0] * end[1];
});
constexpr auto plain = pullback::gradient(f, pullback::wrt<0>);
constexpr auto costs = pullback::cost<double, numbers>(plain);
static_assert(costs.loop_count == 2);
static_assert(costs.loops[0].state == 2 && costs.loops[1].state == 2);
// Of the state the first number, and the cosine, which is dear to compute.
static_assert(costs.loops[0].kept == 2 && costs.loops[1].kept == 0);

// An array in a state, whose elements are kept in the loop over it.
constexpr auto cells = pullback::function([](const auto& a, const auto& x) {
    const auto end = fold(x, map(x, [&](const auto& u) { return u * a; }), [&](const auto& s, const auto& u) {
        return map(s, [=](const auto& p) { return p + 0.1 * sin(p * u); });
    });
    return sum(end, [](const auto& p) { return p * p; });
});
constexpr bool keeps_cosines_of_elements() {
    const auto all = pullback::cost<double, numbers>(pullback::gradient(cells, pullback::wrt<0>));
    bool is_there = false;
    for (const auto& loop : all.loops) is_there = is_there || (loop.around >= 0 && loop.kept == 1);
    return is_there;
}
static_assert(keeps_cosines_of_elements());

// The program is the same with checkpoints.
constexpr auto with_checkpoints = pullback::gradient(f, pullback::wrt<0>, checkpoints::square_root);
constexpr auto same = pullback::cost<double, numbers>(with_checkpoints);
static_assert(same.loops[0].kept == 2 && same.loops[0].per_iteration.total == costs.loops[0].per_iteration.total);
static_assert(pullback::StaticFunction<std::remove_const_t<decltype(with_checkpoints)>>);

// Functions of fixed size have no turns to keep.
constexpr auto square_of =
    pullback::gradient(pullback::function([](const auto& x) { return x * x; }), checkpoints::binomial<3>);
static_assert(square_of(3.0) == 6);

} // namespace
