// SPDX-License-Identifier: BSL-1.0
// Value and gradient of functions that are recorded once: nanoseconds for each recorded operation, by this library's
// interpreter, on one point and in lanes, and by the tapes of others. Then what a million operations take to get there.
#include "kernels.hpp"

#include <pullback/math/joined_lanes.hpp>
#include <pullback/math/lane_functions.hpp>
#include <pullback/record.hpp>

#ifdef PULLBACK_BENCH_CPPAD
#include <cppad/cppad.hpp>
#endif
#ifdef PULLBACK_BENCH_ADOLC
#include <adolc/adolc.h>
#endif

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

namespace {

using vector = std::vector<double>;

/// Time that this program has used, as the machine may have other work to do.
double seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// One way to get a gradient; a call moves the point a little and gives what a check can compare.
struct contestant {
    std::string name;
    std::function<void()> run;
    double points = 1; // of one call
    vector times{};

    void measure() {
        std::size_t calls = 1;
        for (;;) {
            const double start = seconds();
            for (std::size_t i = 0; i < calls; ++i) run();
            const double taken = seconds() - start;
            if (taken > 0.02) return times.push_back(taken / (static_cast<double>(calls) * points));
            calls *= 2;
        }
    }
    double median() {
        std::sort(times.begin(), times.end());
        return times[times.size() / 2];
    }
};

void check(const char* who, const vector& found, const double* expected) {
    for (std::size_t i = 0; i < found.size(); ++i)
        if (!(std::abs(found[i] - expected[i]) <= 1e-9 * (1 + std::abs(expected[i])))) {
            std::fprintf(stderr, "%s has another gradient: %g instead of %g\n", who, found[i], expected[i]);
            std::exit(1);
        }
}

template <class Kernel>
void compare(const Kernel& kernel, int repetitions) {
    constexpr std::size_t width = Kernel::input_count, batch = 64;
    vector x(width);
    for (std::size_t i = 0; i < width; ++i) x[i] = 0.3 + 0.4 * static_cast<double>(i % 10) / 10;
    const auto f = pullback::record([&](const auto& v) { return kernel(v); }, x);
    const auto both = pullback::value_and_gradient(f);
    const double operations = f.body().program().view().size;
    const auto expected = both(x).gradient;
    std::vector<contestant> all;

    auto memory = both.template workspace<double>();
    auto result = both(x);
    all.push_back({"pullback", [&] { both.call_into(result, memory, x); }});

    vector many, results(batch * (1 + width));
    for (std::size_t i = 0; i < batch; ++i) many.insert(many.end(), x.begin(), x.end());
    auto lanes = both.template workspace<double, 8>();
    all.push_back(
        {"8 lanes", [&] { pullback::evaluate_at_points(both, lanes, batch, many.data(), results.data()); }, batch});

#ifdef PULLBACK_BENCH_CPPAD
    std::vector<CppAD::AD<double>> ad_x(x.begin(), x.end());
    CppAD::Independent(ad_x);
    std::vector<CppAD::AD<double>> ad_y{kernel(ad_x)};
    CppAD::ADFun<double> tape(ad_x, ad_y);
    tape.optimize();
    const vector seed{1};
    vector by_cppad;
    const auto run_cppad = [&] {
        tape.Forward(0, x);
        by_cppad = tape.Reverse(1, seed);
    };
    run_cppad();
    check("CppAD", by_cppad, expected.data());
    all.push_back({"CppAD", run_cppad});
#endif
#ifdef PULLBACK_BENCH_ADOLC
    {
        trace_on(1);
        std::vector<adouble> active(width);
        for (std::size_t i = 0; i < width; ++i) active[i] <<= x[i];
        double value = 0;
        adouble y = kernel(active);
        y >>= value;
        trace_off();
    }
    vector by_adolc(width);
    const auto run_adolc = [&] {
        double value = 0, weight = 1;
        zos_forward(1, 1, static_cast<int>(width), 1, x.data(), &value);
        fos_reverse(1, 1, static_cast<int>(width), &weight, by_adolc.data());
    };
    run_adolc();
    check("ADOL-C", by_adolc, expected.data());
    all.push_back({"ADOL-C", run_adolc});
#endif
    // What nobody can be faster than: the calls of the C library, one by one and of vectors.
    constexpr bool has_calls = requires { Kernel::calls_alone(1.0, 1.0); };
    double seen = 0;
    if constexpr (has_calls) {
        all.push_back({"calls", [&] {
                           for (std::size_t i = 0; i + 1 < width; ++i) seen += Kernel::calls_alone(x[i], x[i + 1]);
                       }});
        using eight = pullback::math::lanes<double, 8 / pullback::math::vector_of<double>::size>;
        all.push_back({"calls in lanes",
                       [&] {
                           using on_lanes = pullback::math::supplied<eight>;
                           // Eight different numbers, as compilers call once for equal ones.
                           for (std::size_t i = 0; i + 1 < width; ++i) {
                               const eight a = eight::load(x.data() + i % (width - 8)),
                                           b = eight::load(x.data() + (i + 1) % (width - 8));
                               seen += pullback::math::joined_lanes(
                                   on_lanes::sin(a) + on_lanes::cos(b) + on_lanes::exp(a) + on_lanes::log(a) +
                                       on_lanes::sqrt(a),
                                   [](const auto& left, const auto& right) { return left + right; });
                           }
                       },
                       8});
    }
    for (int i = 0; i < repetitions; ++i)
        for (contestant& each : all) each.measure();
    std::printf("%-20s %8.0f", Kernel::name, operations);
    const double own = all[0].median();
    const std::size_t libraries = all.size() - (has_calls ? 2 : 0);
    for (std::size_t i = 0; i < libraries; ++i) std::printf(" %9.2f", all[i].median() * 1e9 / operations);
    for (std::size_t i = 2; i < libraries; ++i) std::printf(" %9.1f", all[i].median() / own);
    std::printf("\n");
    if (has_calls) {
        const double one = all[libraries].median(), lanes_of_eight = all[libraries + 1].median();
        std::printf("  its calls alone             %9.2f %9.2f\n", one * 1e9 / operations,
                    lanes_of_eight * 1e9 / operations);
        std::printf("  what is left                %9.2f %9.2f\n", (own - one) * 1e9 / operations,
                    (all[1].median() - lanes_of_eight) * 1e9 / operations);
    }
    if (seen == 1) std::printf("\n"); // which the compiler does not know
}

void prepare_a_million() {
    const vector x(100000, 0.4);
    const double start = seconds();
    const auto f = pullback::record([](const auto& v) { return replay_kernels::functions()(v); }, x);
    const double recorded = seconds() - start;
    f.body().to_differentiate();
    const double simplified = seconds() - start;
    const auto both = pullback::value_and_gradient(f);
    const double differentiated = seconds() - start;
    both.body().code();
    const double ready = seconds() - start;
    std::printf("\n%d operations, seconds\n", f.body().program().view().size);
    std::printf("recorded %.2f, simplified %.2f, differentiated %.2f, ready to run %.2f\n", recorded,
                simplified - recorded, differentiated - simplified, ready - differentiated);
}

/// Writes value and gradient of so many operations as C into a file, to be compiled, and says how long that took.
int print_c(const std::string& file, double operations) {
    const vector x(static_cast<std::size_t>(operations / 12), 0.4); // the kernel has 12 for each number
    const auto f = pullback::record([](const auto& v) { return replay_kernels::functions()(v); }, x);
    const auto both = pullback::value_and_gradient(f);
    const int instructions = both.body().to_run().view().size;
    const double start = seconds();
    const std::string text = pullback::to_c(both, "value_and_gradient");
    const double printed = seconds() - start;
    std::FILE* const out = std::fopen(file.c_str(), "w");
    if (out == nullptr) return 1;
    std::fwrite(text.data(), 1, text.size(), out);
    std::fclose(out);
    std::printf("%10d%14d%12.2f%12.1f", f.body().program().view().size, instructions, printed,
                static_cast<double>(text.size()) / 1e6);
    return 0;
}

} // namespace

/// per_operation [REPETITIONS], or per_operation --c FILE OPERATIONS
int main(int count, char** arguments) {
    if (count == 4 && std::string(arguments[1]) == "--c") return print_c(arguments[2], std::atof(arguments[3]));
    const int repetitions = count > 1 ? std::atoi(arguments[1]) : 9;
    std::printf("%-20s %8s %9s %9s", "kernel", "ops", "pullback", "8 lanes");
#ifdef PULLBACK_BENCH_CPPAD
    std::printf(" %9s", "CppAD");
#endif
#ifdef PULLBACK_BENCH_ADOLC
    std::printf(" %9s", "ADOL-C");
#endif
#ifdef PULLBACK_BENCH_CPPAD
    std::printf(" %9s", "CppAD/p");
#endif
#ifdef PULLBACK_BENCH_ADOLC
    std::printf(" %9s", "ADOL-C/p");
#endif
    std::printf("\n");
    compare(replay_kernels::rosenbrock<50>(), repetitions);
    compare(replay_kernels::rosenbrock<1000>(), repetitions);
    compare(replay_kernels::network(), repetitions);
    compare(replay_kernels::random_arithmetic(), repetitions);
    compare(replay_kernels::functions(), repetitions);
    prepare_a_million();
}
