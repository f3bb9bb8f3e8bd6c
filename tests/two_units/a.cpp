// SPDX-License-Identifier: BSL-1.0
#include "functions.hpp"

#include <cstdio>

numbers compute_in_b(double at);
double slope_of_own_in_b(double at);
decltype(pullback::gradient(chain)) slope_from_b();
decltype(scaled(1)) scaled_from_b(double factor);

namespace {

// As in the other unit, but another function.
struct own : pullback::elementary<own, 1> {
    static constexpr const char* name = "own";
    static constexpr auto value(const auto& a) { return 2 * a; }
    static constexpr auto pullback(const auto&, const auto&, const auto& g) { return 2 * g; }
};

} // namespace

int main() {
    for (double at = 0.1; at < 1.5; at += 0.1) {
        const numbers here = compute(at), there = compute_in_b(at);
        for (std::size_t i = 0; i < count; ++i)
            if (!(here[i] == there[i])) {
                std::printf("number %zu at %g: %.17g and %.17g\n", i, at, here[i], there[i]);
                return 1;
            }
    }
    if (slope_from_b()(0.5) != pullback::gradient(chain)(0.5)) return 2;
    if (scaled_from_b(3)(0.5) != scaled(3)(0.5)) return 3;
    if (pullback::gradient(own{}(x))(0.5) != 2 || slope_of_own_in_b(0.5) != 5) return 4;
}
