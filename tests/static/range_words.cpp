// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <array>
#include <span>
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

// The body of log_sum_exp is recorded once, also of one in another.
constexpr auto recordings = pullback::function([](const auto& x) {
    int count = 0;
    const auto whole = log_sum_exp(x, [&](const auto& a) {
        return log_sum_exp(x, [&](const auto& b) {
            return log_sum_exp(x, [&](const auto& c) {
                ++count;
                return a * b * c;
            });
        });
    });
    return 0 * whole + count;
});
static_assert(pullback::to_string<data>(recordings) == "y = 1");

// Where the length is part of a type, functions of arrays and spans, and the words outside, are constant expressions.
namespace {

constexpr std::array<double, 3> three{1, 2, 4};
constexpr std::array<double, 0> none{};
constexpr auto squares = pullback::function(
    [](const auto& x) { return sum(x, [](const auto& e) { return square(e); }) + max(x) * x[x.size() - 1]; });
constexpr auto shares = pullback::function([](const auto& x) { return dot(softmax(x), log_softmax(x)); });

static_assert(squares(three) == 37);
static_assert(squares(std::span(three)) == 37);
static_assert(pullback::gradient(squares)(three)[2] == 16);
static_assert(pullback::hvp(squares)(three, three)[1] == 4);
static_assert(pullback::gradient(squares)(std::array{3.})[0] == 12);
static_assert(pullback::sum(three, [](double e) { return 2 * e; }) == 14);
static_assert(pullback::sum(none) == 0);
static_assert(pullback::dot(three, three) == 21);
template <class T>
struct place {
    T x, y;
};
constexpr auto square_of_length = pullback::function([](const auto& p) { return dot(p, p); });
static_assert(pullback::dot(place<double>{1, 2}, place<double>{3, 4}) == 11);
static_assert(square_of_length(place<double>{1, 2}) == 5);
static_assert(pullback::gradient(square_of_length)(place<double>{1, 2}).y == 4);
static_assert(shares(three) < 0 && pullback::softmax(std::array{1., 1.})[0] == 0.5);

} // namespace
