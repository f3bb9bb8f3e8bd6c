// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/derivative/engine.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <vector>

// Of which loops compilers are told that no turn waits for another: those that write to elements of their own in the
// work memory only.

namespace {

using numbers = std::vector<double>;
using pullback::function;
using pullback::gradient;
using pullback::wrt;

template <class F, class... A>
using program_of = pullback::engine::optimise::loop_program_for<pullback::engine::loops_program_of<F, A...>, double>;

template <class... A, class F>
consteval int free_loops(const F&) {
    using program = program_of<F, A...>;
    const auto& plan = pullback::engine::optimise::loops_of<program>;
    int count = 0;
    for (int region = 1; region < plan.region_count; ++region)
        count += pullback::engine::run::has_free_turns(program::code, plan, region) ? 1 : 0;
    return count;
}

// An array in a state, whose neighbours are read: each turn fills the next one, and the loop that goes back its
// adjoint.
constexpr auto rod = [](const auto& x) {
    const auto end = pullback::fold(x, x, [](const auto& s, const auto& u) {
        return map(s, shifted(s, -1, 0.0), [=](const auto& here, const auto& left) { return here + left * u; });
    });
    return sum(end);
};
static_assert(free_loops<numbers>(function(rod)) == 2);
static_assert(free_loops<numbers>(gradient(function(rod))) == 3);

// Results may be where an argument is, sums and states are of all turns, and data may say twice where something is
// added.
static_assert(free_loops<numbers>(function([](const auto& x) {
                  return map(x, [](const auto& u) { return u * u; });
              })) == 0);
static_assert(free_loops<numbers>(gradient(function([](const auto& x) {
                  return sum(x, [](const auto& u) { return u * u * u; });
              }))) == 0);
static_assert(free_loops<numbers>(function([](const auto& x) {
                  return pullback::fold(x, 1.0, [](const auto& s, const auto& u) { return s * u; });
              })) == 0);
constexpr auto gathered = [](const auto& x, const auto& k) {
    const auto all = pullback::fold(x, x, [&](const auto& s, const auto& u) {
        return map(s, k, [&](const auto& p, const auto& j) { return p + s[j] * u; });
    });
    return sum(all);
};
static_assert(free_loops<numbers, std::vector<int>>(function(gathered)) == 2);
static_assert(free_loops<numbers, std::vector<int>>(gradient(function(gathered), wrt<0>)) == 3);

// In constant expressions too.
constexpr double end_of_rod(std::span<const double> x) { return function(rod)(x); }
constexpr std::array<double, 3> three{1, 2, 3};
static_assert(end_of_rod(three) == 1 + 8 + 26); // after (1, 3, 5) and (1, 5, 11)

} // namespace
