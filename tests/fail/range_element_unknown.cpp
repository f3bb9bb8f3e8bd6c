// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): an argument is of a type that pullback does not know how to take apart into real numbers
#include <pullback.hpp>

#include <vector>

struct measurement {
#ifdef PULLBACK_WRONG
    const char* name;
#else
    int name;
#endif
    double value;
};

constexpr auto mean_square = pullback::function([](const auto& all) {
    return mean(all, [](const auto& one) {
        const auto& [name, value] = one;
        return square(value);
    });
});

double of(const std::vector<measurement>& all) { return mean_square(all); }
