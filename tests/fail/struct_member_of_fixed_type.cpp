// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): an argument has a member of a fixed type, such as double or int, which cannot hold the scalar that f
// is recorded with EXPECT: bond<double>
#include <pullback.hpp>

template <class T>
struct bond {
    T coupon, rate;
#ifdef PULLBACK_WRONG
    int years;
#else
    T years;
#endif
};

constexpr auto price = pullback::function([](const auto& b) { return b.coupon * b.years + exp(-b.rate * b.years); });

double slope(const bond<double>& b) { return pullback::gradient(price)(b).rate; }
