// SPDX-License-Identifier: BSL-1.0
// EXPECT: to_c(f): f holds a number of a type that does not convert to one of C's
// EXPECT: write it as a variable of f
#include <pullback.hpp>

struct number {
    double value = 0;
    number() = default;
    number(double v) : value(v) {}
};
number operator+(const number& a, const number& b) { return a.value + b.value; }
number operator-(const number& a, const number& b) { return a.value - b.value; }
number operator*(const number& a, const number& b) { return a.value * b.value; }
number operator/(const number& a, const number& b) { return a.value / b.value; }
number operator-(const number& a) { return -a.value; }
bool operator<(const number& a, const number& b) { return a.value < b.value; }

constexpr auto x = pullback::variable<"x">;

#ifdef PULLBACK_WRONG
auto printed() { return pullback::to_c(x * number(2.5), "scaled"); }
#else
auto printed() { return pullback::to_c(x * pullback::variable<"k">, "scaled"); }
#endif
