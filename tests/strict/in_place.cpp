// SPDX-License-Identifier: BSL-1.0
// Nothing is allocated, not even where a call would: the compiler asks for memory then.
#define PULLBACK_NO_ALLOCATION
#include <pullback.hpp>

#include <array>
#include <cstddef>
#include <cstdio>

// Functions of data of run-time length, with all results and all that loops keep in memory of this program.

namespace {

int failures = 0;

void expect(const char* what, double got, double wanted, double tolerance = 1e-12) {
    const double difference = got < wanted ? wanted - got : got - wanted;
    if (difference <= tolerance * (1 + (wanted < 0 ? -wanted : wanted))) return;
    std::printf("%s: %.17g instead of %.17g\n", what, got, wanted);
    ++failures;
}

// What `std::span` is, whose header is not there without an operating system.
struct view {
    using value_type = double;
    const double* first;
    std::size_t count;
    const double* data() const { return first; }
    std::size_t size() const { return count; }
};

// Measurements of a decay: their times, and what was measured.
constexpr auto misfit = pullback::function([](const auto& parameters, const auto& times, const auto& measured) {
    return sum(times, measured,
               [&](const auto& t, const auto& y) { return square(parameters[0] * exp(-parameters[1] * t) - y); });
});

// Each number is attracted by all others, which needs the sums over them again on the way back.
constexpr auto attraction = pullback::function([](const auto& x, const auto& a) {
    return sum(x, [&](const auto& p) { return exp(a * sum(x, [&](const auto& q) { return sin(p * q); })); });
});

constexpr auto scaled =
    pullback::function([](const auto& x, const auto& a) { return map(x, [&](const auto& each) { return a * each; }); });

double numbers[] = {0.5, 1, 1.5, 2, 2.5, 3};
double more_numbers[] = {1.4, 1.1, 0.9, 0.7, 0.5, 0.4};
volatile std::size_t hidden_count = 6; // so that the compiler leaves loops

void check_curve_fit() {
    const view times{numbers, hidden_count}, measured{more_numbers, hidden_count};
    const std::array<double, 2> at{1.5, 0.5};
    double value = 0, slope[2];
    pullback::value_and_gradient(misfit, pullback::wrt<0>).into(value, slope)(at, times, measured);
    expect("misfit", value, misfit(at, times, measured));
    for (std::size_t i = 0; i < 2; ++i) {
        std::array<double, 2> above = at, below = at;
        above[i] += 1e-4;
        below[i] -= 1e-4;
        expect("misfit, slope", slope[i], (misfit(above, times, measured) - misfit(below, times, measured)) / 2e-4,
               1e-6);
    }
}

void check_work_memory() {
    const view x{numbers, hidden_count};
    constexpr auto f = pullback::value_and_gradient(attraction);
    static double memory[64];
    double value = 0, slope[6], slope_a = 0, value_above = 0, value_below = 0;
    expect("attraction, work size", static_cast<double>(pullback::work_size(f, x, 0.5)), 12);
    f.into(value, slope, slope_a).using_workspace(memory)(x, 0.5);
    attraction.into(value_above).using_workspace(memory)(x, 0.5 + 1e-4);
    attraction.into(value_below).using_workspace(memory)(x, 0.5 - 1e-4);
    expect("attraction, by a", slope_a, (value_above - value_below) / 2e-4, 1e-6);
    const double x0 = numbers[0];
    numbers[0] = x0 + 1e-4;
    attraction.into(value_above).using_workspace(memory)(x, 0.5);
    numbers[0] = x0 - 1e-4;
    attraction.into(value_below).using_workspace(memory)(x, 0.5);
    numbers[0] = x0;
    expect("attraction, by x", slope[0], (value_above - value_below) / 2e-4, 1e-6);
}

void check_arrays_of_results() {
    double result[6], tangent[6];
    scaled.into(result)(view{numbers, hidden_count}, 2.0);
    expect("scaled", result[5], 6);
    pullback::jvp(scaled).into(result, tangent)(view{numbers, hidden_count}, 2.0, view{more_numbers, hidden_count},
                                                1.0);
    expect("scaled, along", tangent[5], 3.8);
}

} // namespace

int main() {
    check_curve_fit();
    check_work_memory();
    check_arrays_of_results();
    return failures;
}
