// SPDX-License-Identifier: BSL-1.0
// EXPECT: no member named
#include <pullback.hpp>

template <class T>
struct guess {
    T root, error;
};

constexpr auto square_root = pullback::function([]<class T>(const T& x, const auto& most_steps) {
#ifdef PULLBACK_WRONG
    const auto is_poor = [](const auto& s) { return abs(s.residual) > 1e-9; };
#else
    const auto is_poor = [](const auto& s) { return abs(s.error) > 1e-9; };
#endif
    return while_loop(most_steps, guess<T>{x, x}, is_poor,
                      [&](const auto& s) {
                          const auto next = (s.root + x / s.root) / 2;
                          return guess<T>{next, square(next) - x};
                      })
        .root;
});

double of(double x) { return square_root(x, pullback::step_count(50)); }
