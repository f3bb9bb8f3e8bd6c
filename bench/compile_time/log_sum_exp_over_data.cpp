// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <vector>

// Value and gradient of the logarithm of a sum of exponentials.

namespace {

constexpr auto function = pullback::function([](const auto& x) { return log_sum_exp(x); });

} // namespace

auto value_and_gradient(const std::vector<double>& x) { return pullback::value_and_gradient(function)(x); }
