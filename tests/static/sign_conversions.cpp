// SPDX-License-Identifier: BSL-1.0
// Users who ask for warnings of conversions that change a sign get none from the headers.
#pragma GCC diagnostic error "-Wsign-conversion"
#pragma GCC diagnostic error "-Wsign-compare"

#include <pullback.hpp>
#include <pullback/lanes.hpp>
#if defined(__cpp_exceptions)
#include <pullback/dynamic.hpp>
#include <pullback/record.hpp>
#include <pullback/threads.hpp>
#endif

#include <array>
#include <vector>

namespace {

constexpr auto smoothed = pullback::function([](const auto& x, const auto& a) {
    return fold(x, a, [](const auto& state, const auto& e) { return state * 0.5 + e * sin(state); }) + log_sum_exp(x);
});
constexpr auto product = pullback::function([](const auto& x) { return x[0] * exp(x[1]); });

[[maybe_unused]] double call(const std::vector<double>& x, const std::array<double, 2>& y) {
    return pullback::value_and_gradient(smoothed)(x, y[0]).value +
           pullback::value_and_gradient(smoothed)(pullback::unseq, x, y[0]).value + pullback::hessian(product)(y)[0][1];
}

// The strict flags are of the static side.
#if defined(__cpp_exceptions)
[[maybe_unused]] double call_at_run_time(const std::array<double, 2>& y) {
    const auto recorded = pullback::record([](const auto& v) { return v[0] * v[1]; }, y);
    const pullback::dynamic::variable<double> a(y[0]);
    return recorded(y) + sin(a).data() + smoothed(pullback::par, std::vector<double>{1, 2}, y[0]);
}
#endif

} // namespace
