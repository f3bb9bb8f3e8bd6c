// SPDX-License-Identifier: BSL-1.0
// EXPECT: x is made of several numbers, such as an array, a struct or a range, and has no arithmetic as a whole
#include <pullback.hpp>

#include <vector>

template <class T>
struct place {
    T along, across;
};

template <class T>
constexpr place<T> start(const T& a) {
    return {a, a};
}

constexpr auto walk = pullback::function([](const auto& x, const auto& a) {
    return fold(x, start(a), [&]<class T>(const place<T>& s, const T& u) {
#ifdef PULLBACK_WRONG
        return s + u;
#else
        return place<T>{s.along + u, s.across * u};
#endif
    });
});

auto end(const std::vector<double>& x) { return walk(x, 1.0); }
