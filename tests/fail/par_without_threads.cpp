// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(par, x...): what runs loops on threads is missing; #include <pullback/threads.hpp>
#include <pullback.hpp>
#ifndef PULLBACK_WRONG
#include <pullback/threads.hpp>
#endif

#include <vector>

using namespace pullback;

constexpr auto total = function([](const auto& x) { return sum(x, [](const auto& each) { return exp(each); }); });

double evaluate(const std::vector<double>& x) { return total(par, x); }
