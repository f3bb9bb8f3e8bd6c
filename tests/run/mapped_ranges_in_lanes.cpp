// SPDX-License-Identifier: BSL-1.0
#include "lanes_check.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <boost/test/unit_test.hpp>

// Ranges as results, gathers and ordered loops in lanes.

namespace {

using namespace lanes_check;

// Gathers and what is added where they read.
constexpr auto gathered = function([](const auto& x, const auto& a, const auto& k) {
    return sum(k, [&](const auto& i) { return exp(x[i]) * sum(k, [&](const auto& j) { return a * x[j] * x[i]; }); });
});
// Ranges as results.
constexpr auto mapped = function([](const auto& x, const auto& a, const auto&) {
    return map(x, [&](const auto& each) { return exp(each) * a + each; });
});
constexpr auto mapped_sums = function([](const auto& x, const auto& a, const auto&) {
    return map(x, [&](const auto& p) { return sum(x, [&](const auto& q) { return cos(p - q) * a; }); });
});
constexpr auto shares = function(
    [](const auto& x, const auto& a, const auto&) { return softmax(x, [&](const auto& each) { return each * a; }); });
constexpr auto neighbours = function([](const auto& x, const auto& a, const auto&) {
    return map(shifted(x, -1, 0.5), x, shifted(x, 1, 0.25),
               [&](const auto& l, const auto& m, const auto& r) { return a * (l - 2 * m + r) * m; });
});
constexpr auto gathered_map = function(
    [](const auto& x, const auto& a, const auto& k) { return map(k, [&](const auto& i) { return x[i] * x[i] * a; }); });
// Ordered loops, which lanes may stand around.
constexpr auto folds = function([](const auto& x, const auto& a, const auto&) {
    return map(x, [&](const auto& start) {
        return fold(x, start, [&](const auto& s, const auto& u) { return tanh(s + (u - a * s * s) / 10); });
    });
});
constexpr auto sums_in_fold = function([](const auto& x, const auto& a, const auto&) {
    return fold(x, a, [&](const auto& s, const auto& u) {
        return s / 2 + u * sum(x, [&](const auto& each) { return sin(each * s); }) / (1 + x.size());
    });
});
constexpr auto scanned = function([](const auto& x, const auto& a, const auto&) {
    return map(scan(x, a, [=](const auto& s, const auto& u) { return sin(s + u * a); }),
               [=](const auto& s) { return exp(s) * a; });
});

} // namespace

BOOST_AUTO_TEST_CASE(gathers) { check(gathered); }
BOOST_AUTO_TEST_CASE(ranges_as_results) {
    check(mapped);
    check(mapped_sums);
    check(shares, 1);
    check(neighbours);
    check(gathered_map);
}
BOOST_AUTO_TEST_CASE(ordered_loops) {
    check(folds);
    check(sums_in_fold);
    check(scanned);
}
