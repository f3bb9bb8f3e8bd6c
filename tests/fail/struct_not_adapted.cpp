// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): an argument is of a type that pullback does not know how to take apart into real numbers
// EXPECT: structs that are templates on their scalar
#include <pullback.hpp>

#ifdef PULLBACK_WRONG
struct point {
    double x, y;
};
double slope(const point& p) {
#else
template <class T>
struct point {
    T x, y;
};
double slope(const point<double>& p) {
#endif
    constexpr auto f = pullback::function([](const auto& q) { return q.x * q.y; });
    return pullback::gradient(f)(p).x;
}
