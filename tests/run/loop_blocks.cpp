// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <vector>

// A long derivative in loops at two places, with shared divisors and with selections by what an earlier loop computed.

namespace {

using namespace pullback; // as the bodies say sum(x, f) for sequences too

constexpr auto quotients = function([](const auto& x, const auto& a) {
    return sum(x, [&](const auto& p) {
        const auto s = sum(x, [&](const auto& q) {
            auto y = p / (1 + q * q) + q / (2 + p * p) + a / (2 + p * p);
            for (int i = 0; i < 4; ++i)
                y = select(y < 0.3, y * p / (1 + q * q), y - q / (2 + p * p)) + sin(y) / (3 + p * q);
            return y;
        });
        auto z = p / (1 + s * s) + s / (1 + s * s);
        for (int i = 0; i < 6; ++i) z = (z * p + z * a) / (2 + s * s) + p / (2 + z * z) + a / (2 + z * z);
        return z * s;
    });
});

} // namespace

BOOST_AUTO_TEST_CASE(passes_on_blocks_keep_the_derivative) {
    const std::array<double, 5> x{.3, -.4, .9, .11, -.77};
    const auto [value, gradient] = value_and_gradient(quotients)(std::vector<double>(x.begin(), x.end()), 0.7);
    const auto [expected_value, expected_gradient] = value_and_gradient(quotients)(x, 0.7);
    BOOST_TEST(std::abs(value - expected_value) < 1e-12);
    for (std::size_t i = 0; i < x.size(); ++i)
        BOOST_TEST(std::abs(get<0>(gradient)[i] - get<0>(expected_gradient)[i]) < 1e-12);
    BOOST_TEST(std::abs(get<1>(gradient) - get<1>(expected_gradient)) < 1e-12);
}
