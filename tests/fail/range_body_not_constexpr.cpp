// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): the body of f cannot run at compile time, where it is recorded
// EXPECT: write constexpr before functions and tables of your own
#include <pullback.hpp>

#include <vector>

#ifdef PULLBACK_WRONG
template <class T>
T sixth_power(const T& x) {
    return square(x * x * x);
}
#else
template <class T>
constexpr T sixth_power(const T& x) {
    return square(x * x * x);
}
#endif

constexpr auto f =
    pullback::function([](const auto& x) { return sum(x, [](const auto& each) { return sixth_power(each); }); });

double value(const std::vector<double>& x) { return f(x); }
