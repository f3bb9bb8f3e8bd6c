// SPDX-License-Identifier: BSL-1.0
#include "kernels/all.hpp"

#include <bit>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

// instruction_counts                        compares the hand-written functions with the generated ones
// instruction_counts names                  prints the names of the kernels
// instruction_counts KERNEL VARIANT COUNT   calls one of them COUNT times, for a tool that counts instructions

// With names that a tool can be told, and not inlined.
#define KERNEL(kernel)                                                                                            \
    extern "C"                                                                                                    \
        [[gnu::noinline, gnu::flatten]] kernels::kernel::output kernel##_hand(const kernels::kernel::input& in) { \
        return kernels::kernel::by_hand(in);                                                                      \
    }                                                                                                             \
    extern "C" [[gnu::noinline]] decltype(kernels::kernel::by_pullback({})) kernel##_pullback(                    \
        const kernels::kernel::input& in) {                                                                       \
        return kernels::kernel::by_pullback(in);                                                                  \
    }
PULLBACK_BENCH_KERNELS(KERNEL)
#undef KERNEL

namespace {

// Some inputs near the kernel's own.
template <class Input>
Input point_near(Input point, int index) {
    for (double& x : point) x *= 1 + 0.001 * (index % 16);
    return point;
}

template <class Input, class Output, class Generated>
bool agree(const char* name, const Input& point, Output (*hand)(const Input&), Generated (*generated)(const Input&)) {
    bool all = true;
    for (int i = 0; i < 16; ++i) {
        const Output wanted = hand(point_near(point, i));
        const auto got = std::bit_cast<Output>(generated(point_near(point, i)));
        double largest = 0;
        for (const double x : wanted) largest = std::fmax(largest, std::fabs(x));
        for (std::size_t k = 0; k < wanted.size(); ++k) {
            // Relative, but for the noise that a difference of larger terms leaves.
            const double bound = 1e-12 * std::fabs(wanted[k]) + 1e-15 * largest;
            if (!(std::fabs(got[k] - wanted[k]) <= bound)) {
                std::printf("%s: output %zu is %.17g, by hand %.17g\n", name, k, got[k], wanted[k]);
                all = false;
            }
        }
    }
    return all;
}

template <class Input, class Output>
void call(const Input& point, Output (*function)(const Input&), int count) {
    Output (*volatile opaque)(const Input&) = function; // or compilers call a copy by another name
    for (int i = 0; i < count; ++i) {
        const Input in = point_near(point, i);
        opaque(in);
    }
}

} // namespace

int main(int argc, char** argv) {
    const bool names = argc == 2 && std::strcmp(argv[1], "names") == 0;
    bool good = argc == 1 || names || argc == 4;
    const auto kernel = [&](const char* name, const auto& point, auto hand, auto generated) {
        if (names) {
            std::puts(name);
        } else if (argc == 1) {
            good = agree(name, point, hand, generated) && good;
        } else if (argc == 4 && std::strcmp(argv[1], name) == 0) {
            if (std::strcmp(argv[2], "hand") == 0) call(point, hand, std::atoi(argv[3]));
            else call(point, generated, std::atoi(argv[3]));
        }
    };
#define KERNEL(name) kernel(#name, kernels::name::point, name##_hand, name##_pullback);
    PULLBACK_BENCH_KERNELS(KERNEL)
#undef KERNEL
    return good ? 0 : 1;
}
