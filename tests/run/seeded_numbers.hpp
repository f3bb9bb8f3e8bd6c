// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_RUN_SEEDED_NUMBERS_HPP
#define PULLBACK_TESTS_RUN_SEEDED_NUMBERS_HPP

#include "dual_numbers.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

/// Random data, the dual numbers that differentiate by hand along two directions of them, and how close two results
/// are.
namespace seeded_numbers {

using numbers = std::vector<double>;
using subscripts = std::vector<int>;
using dual_numbers::dual;
using twice_dual = dual<dual<double>>;

inline std::mt19937 generator(7);
inline double random_number() { return std::uniform_real_distribution<double>(-1, 1)(generator); }
inline numbers random_numbers(std::size_t count) {
    numbers x(count);
    for (double& each : x) each = random_number();
    return x;
}
inline subscripts random_subscripts(std::size_t count, std::size_t end) {
    subscripts k(count);
    for (int& each : k) each = static_cast<int>(generator() % end);
    return k;
}

// Sums of many terms may differ in as many roundings.
inline void check_close(double a, double b, std::size_t terms = 1) {
    BOOST_TEST(std::abs(a - b) <= 1e-14 * static_cast<double>(10 + terms) * (1 + std::abs(b)), a << " and " << b);
}
inline double along(const numbers& gradient, const numbers& direction) {
    double sum = 0;
    for (std::size_t i = 0; i < direction.size(); ++i) sum += gradient[i] * direction[i];
    return sum;
}

/// Numbers that carry a direction and a second one.
inline std::vector<twice_dual> seeded(const numbers& x, const numbers& v, const numbers& w) {
    std::vector<twice_dual> made(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) made[i] = {{x[i], v[i]}, {w[i], 0.0}};
    return made;
}

} // namespace seeded_numbers

#endif
