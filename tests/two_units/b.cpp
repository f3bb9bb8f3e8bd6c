// SPDX-License-Identifier: BSL-1.0
#include "functions.hpp"

numbers compute_in_b(double at);
double slope_of_own_in_b(double at);
decltype(pullback::gradient(chain)) slope_from_b();
decltype(scaled(1)) scaled_from_b(double factor);

namespace {

// As in the other unit, but another function.
struct own : pullback::elementary<own, 1> {
    static constexpr const char* name = "own";
    static constexpr auto value(const auto& a) { return 5 * a; }
    static constexpr auto pullback(const auto&, const auto&, const auto& g) { return 5 * g; }
};

} // namespace

numbers compute_in_b(double at) { return compute(at); }
double slope_of_own_in_b(double at) { return pullback::gradient(own{}(x))(at); }
decltype(pullback::gradient(chain)) slope_from_b() { return pullback::gradient(chain); }
decltype(scaled(1)) scaled_from_b(double factor) { return scaled(factor); }
