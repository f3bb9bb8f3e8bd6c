// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_LOOPS_COMPARISON_HPP
#define PULLBACK_BENCH_LOOPS_COMPARISON_HPP

#include "../in_threads.hpp"

#include <functional>
#include <random>
#include <string>
#include <vector>

/// Functions of data of run-time length, value and gradient, against code that was written by hand with care, in scalar
/// code and in the same order. Both return their results, so both allocate them. Likewise in lanes, where there is code
/// by hand that computes with vectors.
namespace loops {

/// A call on threads, and the numbers of its result.
struct call_on_threads {
    std::string policy;
    std::function<void()> call;
    std::function<std::vector<double>()> result;
};

struct comparison {
    const char* name;
    double bar; // the largest ratio that is good enough
    std::function<void()> by_hand, by_pullback;
    double difference; // the largest between the results, relative to the largest
    std::function<void()> by_hand_in_lanes{}, by_pullback_in_lanes{};
    bool is_to_value = false; // what it is compared with computes the value only
    std::vector<call_on_threads> on_threads{};
};

// Each is a file of its own.
void add_normal_density(std::vector<comparison>& all);
void add_log_sum_exp(std::vector<comparison>& all);
void add_least_squares(std::vector<comparison>& all);
void add_logistic(std::vector<comparison>& all);
void add_k_means(std::vector<comparison>& all);
void add_bundle_adjustment(std::vector<comparison>& all);
void add_mixture(std::vector<comparison>& all);
void add_ode(std::vector<comparison>& all);
void add_lstm(std::vector<comparison>& all);
void add_runge_kutta(std::vector<comparison>& all);
void add_roots(std::vector<comparison>& all);
void add_points(std::vector<comparison>& all);

/// A result that is computed, though nothing reads it.
template <class T>
void keep(const T& result) {
    asm volatile("" : : "g"(&result) : "memory");
}

/// Adds calls on threads, `call(policy)`; `numbers_of(result)` are the numbers that must not depend on the threads.
/// `how` says what is different where there are others.
template <class Call, class NumbersOf>
void add_threads(comparison& to, const Call& call, const NumbersOf& numbers_of, const char* how = "") {
    in_threads::for_policies([&](const char* name, const auto& policy) {
        to.on_threads.push_back(
            {std::string(name).append(how), [=] { keep(call(policy)); }, [=] { return numbers_of(call(policy)); }});
    });
}

/// The largest difference of two arrays of numbers, relative to the largest number.
template <class Array>
double difference(const Array& wanted, const Array& found) {
    const auto absolute = [](double x) { return x < 0 ? -x : x; };
    double largest = 1e-300, apart = wanted.size() == found.size() ? 0 : 1e300;
    for (const double x : wanted) largest = absolute(x) > largest ? absolute(x) : largest;
    for (std::size_t i = 0; i < wanted.size() && i < found.size(); ++i) {
        const double d = absolute(wanted[i] - found[i]);
        if (!(d <= apart)) apart = d; // also for NaN
    }
    return apart / largest;
}

/// Numbers between -1 and 1, the same in every run.
class random_numbers {
public:
    double operator()() { return std::uniform_real_distribution<double>(-1, 1)(generator_); }
    std::vector<double> operator()(std::size_t count) {
        std::vector<double> all(count);
        for (double& each : all) each = (*this)();
        return all;
    }
    int below(int end) { return std::uniform_int_distribution<int>(0, end - 1)(generator_); }

private:
    std::mt19937 generator_{1};
};

} // namespace loops

#endif
