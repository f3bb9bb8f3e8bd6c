// EXPECT: f(x...): an argument is of a type that pullback does not know how to take apart into real numbers
// EXPECT: structs adapted with Boost.Hana that are templates on their scalar
#include <pullback.hpp>

#include <boost/hana/define_struct.hpp>

template <class T>
struct point {
#ifdef PULLBACK_WRONG
    T x, y;
#else
    BOOST_HANA_DEFINE_STRUCT(point, (T, x), (T, y));
#endif
};

constexpr auto f = pullback::function([](const auto& p) { return p.x * p.y; });

double slope() { return pullback::gradient(f)(point<double>{1, 2}).x; }
