// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): x is a container of containers, each of a length of its own, which loops cannot go over yet
#include <pullback.hpp>

#include <vector>

#ifdef PULLBACK_WRONG
constexpr auto energy =
    pullback::function([](const auto& rows) { return sum(rows, [](const auto& row) { return dot(row, row); }); });

double of(const std::vector<std::vector<double>>& rows) { return energy(rows); }
#else
constexpr auto energy = pullback::function(
    [](const auto& elements) { return sum(elements, [](const auto& each) { return square(each); }); });

double of(const std::vector<double>& elements) { return energy(elements); }
#endif
