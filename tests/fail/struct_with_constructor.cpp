// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): an argument is of a type that pullback does not know how to take apart into real numbers
// EXPECT: a struct with constructors or a base class is one if BOOST_HANA_DEFINE_STRUCT names its members
#include <pullback.hpp>

#include <boost/hana/define_struct.hpp>

template <class T>
struct point {
#ifdef PULLBACK_WRONG
    T x, y;
#else
    BOOST_HANA_DEFINE_STRUCT(point, (T, x), (T, y));
#endif
    constexpr point() : x(0), y(0) {}
    constexpr point(T first, T second) : x(first), y(second) {}
};

double slope(const point<double>& p) {
    constexpr auto f = pullback::function([](const auto& q) { return q.x * q.y; });
    return pullback::gradient(f)(p).x;
}
