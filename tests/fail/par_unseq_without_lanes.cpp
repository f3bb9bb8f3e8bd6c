// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(par_unseq, x...): what runs loops in lanes is missing; #include <pullback/lanes.hpp>
#include <pullback.hpp>
#include <pullback/threads.hpp>
#ifndef PULLBACK_WRONG
#include <pullback/lanes.hpp>
#endif

#include <vector>

using namespace pullback;

constexpr auto total = function([](const auto& x) { return sum(x, [](const auto& each) { return exp(each); }); });

double evaluate(const std::vector<double>& x) { return total(par_unseq, x); }
