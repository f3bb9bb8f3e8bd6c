// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <array>
#include <cstddef>

// Derivatives that take more steps than one constant expression may are written in stages; what one stage leaves, the
// next goes on with.

namespace {

constexpr std::size_t count = 40;
using vector = std::array<double, count>;

// Long chains between the results, so that a sweep for a row or a column ends in the middle of one.
constexpr auto chain = pullback::function([](const auto& x) {
    auto y = x;
    for (int round = 0; round < 4; ++round)
        for (std::size_t i = 0; i < count; ++i) y[i] = y[i] * y[(i + 1) % count] + x[(i + 2) % count];
    return y;
});

constexpr vector point() {
    vector x{};
    for (std::size_t i = 0; i < count; ++i) x[i] = static_cast<double>(i % 3) - 1;
    return x;
}

// The same with numbers and tangents, by hand.
constexpr vector column(std::size_t by) {
    const vector x = point();
    vector y = x, dx{}, dy{};
    dx[by] = dy[by] = 1;
    for (int round = 0; round < 4; ++round)
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t next = (i + 1) % count, after = (i + 2) % count;
            dy[i] = dy[i] * y[next] + y[i] * dy[next] + dx[after];
            y[i] = y[i] * y[next] + x[after];
        }
    return dy;
}

constexpr bool is_right() {
    const auto J = pullback::jacobian(chain)(point());
    for (std::size_t by = 0; by < count; ++by) {
        const vector wanted = column(by);
        for (std::size_t row = 0; row < count; ++row)
            if (J[row][by] != wanted[row]) return false;
    }
    return true;
}
static_assert(is_right());

} // namespace
