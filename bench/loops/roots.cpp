// SPDX-License-Identifier: BSL-1.0
#include "comparison.hpp"

#include <pullback.hpp>

#include <cmath>
#include <vector>

// The sum of x² where x³ + a x = b for each b, found by Newton's method from 1, with its derivatives in a and all b:
// those of the implicit function, against the sum alone, which the library computes too.

namespace {

using numbers = std::vector<double>;
constexpr double most_residual = 1e-13;

constexpr auto squares = pullback::function([](const auto& a, const auto& all) {
    return sum(all, [=](const auto& b) {
        const auto residual = [=](const auto& x) { return x * x * x + a * x - b; };
        const auto found = while_loop(
            1 + 0 * b, [=](const auto& x) { return abs(residual(x)) > most_residual; },
            [=](const auto& x) { return x - residual(x) / (3 * x * x + a); });
        return square(root(found, residual));
    });
});

struct slopes {
    double value, by_a;
    numbers by_b;
};

[[gnu::noinline]] double value_by_hand(double a, const numbers& all) {
    double total = 0;
    for (const double b : all) {
        const auto residual = [=](double x) { return x * x * x + a * x - b; };
        double x = 1;
        while (std::abs(residual(x)) > most_residual) x -= residual(x) / (3 * x * x + a);
        total += x * x;
    }
    return total;
}

[[gnu::noinline]] double value_by_pullback(double a, const numbers& all) { return squares(a, all); }
[[gnu::noinline]] auto by_pullback(double a, const numbers& all) {
    return pullback::value_and_gradient(squares)(a, all);
}

/// Of the derivatives by the theorem, written out: by b they are 2 x / (3 x² + a), by a, -x times as much.
double check(double a, const numbers& all) {
    const auto [value, gradient] = by_pullback(a, all);
    const auto& [by_a, by_b] = gradient;
    numbers wanted{value_by_hand(a, all), 0}, found{value, by_a};
    for (const double b : all) {
        double x = 1;
        for (int step = 0; step < 60; ++step) x -= (x * x * x + a * x - b) / (3 * x * x + a);
        wanted.push_back(2 * x / (3 * x * x + a));
        wanted[1] -= x * wanted.back();
    }
    found.insert(found.end(), by_b.begin(), by_b.end());
    return loops::difference(wanted, found);
}

} // namespace

void loops::add_roots(std::vector<comparison>& all) {
    random_numbers random;
    numbers b(1000);
    for (double& each : b) each = 3 + random();
    constexpr double a = 1.5;
    comparison row{"Newton 1000, to its value", 1.30, [=] { keep(value_by_pullback(a, b)); },
                   [=] { keep(by_pullback(a, b)); }, check(a, b)};
    row.is_to_value = true;
    all.push_back(row);
}
