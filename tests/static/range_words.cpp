// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <array>
#include <type_traits>
#include <vector>

// Words for ranges are found by their arguments: the bodies here name no namespace.

using data = std::vector<double>;

constexpr auto of_indices = pullback::function(
    [](const auto& x) { return sum(indices(x), [&](const auto& i) { return x[i] * i; }) + max(indices(x)); });
static_assert(std::is_same_v<decltype(of_indices(data())), double>);

constexpr auto of_maps = pullback::function([](const auto& x) {
    const auto squares = map(x, [](const auto& each) { return square(each); });
    return mean(squares) + min(map(squares, [](const auto& each) { return sqrt(each); })) + log_sum_exp(squares);
});
static_assert(std::is_same_v<decltype(of_maps(data())), double>);

constexpr auto of_pairs = pullback::function([](const auto& x, const auto& y) {
    return sum(zip(x, y, indices(x)), [](const auto& three) {
        const auto& [a, b, i] = three;
        return a * b * i;
    });
});
static_assert(std::is_same_v<decltype(of_pairs(data(), data())), double>);

constexpr auto of_rows = pullback::function(
    [](const auto& rows) { return map(rows, [](const auto& row) { return sum(row) + dot(row, row); }); });
static_assert(std::is_same_v<decltype(of_rows(std::vector<std::array<double, 3>>())), data>);
