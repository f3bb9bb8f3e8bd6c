// SPDX-License-Identifier: BSL-1.0
#define PULLBACK_KEEP_ARRANGEMENT
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>

// On demand derivatives are computed as they are found, with one division for each quotient, which is finite where the
// reciprocal of the divisor is not.

namespace {

using six = std::array<double, 6>;

constexpr auto scaled = pullback::function([](const auto& x, const auto& whole) {
    auto sum = whole * exp(x[0] / whole);
    for (std::size_t i = 1; i < x.size(); ++i) sum = sum + whole * exp(x[i] / whole);
    return sum;
});
constexpr auto slopes = pullback::gradient(scaled, pullback::wrt<0>);

static_assert(pullback::cost<six, double>(slopes).divisions == 12);

BOOST_AUTO_TEST_CASE(small_divisors, *boost::unit_test::tolerance(1e-3)) { // as exact as numbers of so few digits are
    constexpr double tiny = 0x1p-1060;
    for (const double slope : slopes(six{tiny, tiny, tiny, tiny, tiny, tiny}, tiny)) BOOST_TEST(slope == std::exp(1.0));
}

// In loops too: the derivative divides where there is a reciprocal already.
constexpr auto in_turns = pullback::function([](const auto& a, const auto& n) {
    return while_loop(n, a, [](const auto& s) { return s > 0.1; }, [](const auto& s) { return s - 1 / (1 + s); });
});
constexpr auto of_turns = pullback::cost<double, pullback::step_count>(pullback::gradient(in_turns, pullback::wrt<0>));
static_assert(of_turns.loops[1].per_iteration.divisions == 1);

} // namespace
