// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <vector>

// Value and gradient of logistic regression, as in ../loops/logistic.cpp.

namespace {

using numbers = std::vector<double>;

constexpr auto function = pullback::function([](const auto& w, const auto& rows, const auto& y) {
    return sum(rows, y, [&](const auto& row, const auto& label) { return log1p(exp(-label * dot(row, w))); });
});

} // namespace

auto value_and_gradient(const numbers& w, const std::vector<numbers>& rows, const numbers& y) {
    return pullback::value_and_gradient(function, pullback::wrt<0>)(w, rows, y);
}
