// SPDX-License-Identifier: BSL-1.0
// EXPECT: the function returns several numbers; return one, or add several constraints at once with
#include <pullback.hpp>
#include <pullback/ext/nlopt.hpp>

constexpr auto f = pullback::function([](const auto& p) { return std::array{p[0] * p[1], p[0] + p[1]}; });
const auto function = pullback::nlopt_function<std::array<double, 2>>(f);

void minimise(nlopt::opt& optimizer) {
#ifdef PULLBACK_WRONG
    pullback::add_equality_constraint(optimizer, function);
#else
    pullback::add_equality_mconstraint(optimizer, function);
#endif
}
