// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): an argument is of a type that pullback does not know how to take apart into real numbers
// EXPECT: structs that are templates on their scalar
#include <pullback.hpp>

#include <vector>

#ifdef PULLBACK_WRONG
class point {
public:
    explicit point(double at) : x(at), y(at) {}
    double x, y;
};
using points = std::vector<point>;
#else
template <class T>
struct point {
    T x, y;
};
using points = std::vector<point<double>>;
#endif

constexpr auto f =
    pullback::function([](const auto& all) { return sum(all, [](const auto& p) { return p.x * p.y; }); });

double value(const points& all) { return f(all); }
