// SPDX-License-Identifier: BSL-1.0
// EXPECT: stream << f: f has a text for each shape of its arguments, as generic functions have; name their types, as in
// stream << to_string<double, std::array<double, 3>>(f)
#include <pullback.hpp>

#include <ostream>

void print(std::ostream& stream) {
    constexpr auto f = pullback::function([](const auto& x) { return x * x; });
#ifdef PULLBACK_WRONG
    stream << pullback::gradient(f) << '\n';
#else
    stream << pullback::to_string<double>(pullback::gradient(f)) << '\n';
#endif
}
