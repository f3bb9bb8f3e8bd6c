// SPDX-License-Identifier: BSL-1.0
// EXPECT: no member named
#include <pullback.hpp>

#include <vector>

template <class T>
struct belief {
    T level, variance;
};

constexpr auto filtered = pullback::function([]<class T>(const T& noise, const auto& series) {
    const auto step = [&](const auto& s, const auto& seen) {
        return belief<T>{s.level + s.variance * (seen - s.level), s.variance * noise};
    };
#ifdef PULLBACK_WRONG
    return fold(series, belief<T>{noise, noise},
                [&](const auto& s, const auto& seen) { return belief<T>{s.mean + seen, step(s, seen).variance}; })
        .level;
#else
    return fold(series, belief<T>{noise, noise}, step).level;
#endif
});

double of(const std::vector<double>& series) { return filtered(0.5, series); }
