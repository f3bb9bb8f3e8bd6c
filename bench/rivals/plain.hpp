// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_RIVALS_PLAIN_HPP
#define PULLBACK_BENCH_RIVALS_PLAIN_HPP

#include "kernel.hpp"

#include <concepts>
#include <span>

// What the libraries are compared with: no library, and this one.

namespace rivals {

bool agree(const char* kernel, const char* library, std::span<const double> wanted, std::span<const double> found);

/// The same for a result that holds its numbers in other shapes.
template <class Result>
    requires(!std::convertible_to<const Result&, std::span<const double>>)
bool agree(const char* kernel, const char* library, std::span<const double> wanted, const Result& found) {
    return agree(kernel, library, wanted, std::bit_cast<std::array<double, sizeof(Result) / sizeof(double)>>(found));
}

struct hand_written {
    static constexpr const char* name = "hand";

    template <class Kernel>
    static constexpr bool runs = true;

    template <class Kernel>
    static typename Kernel::output derivatives(const typename Kernel::input& in) {
        return Kernel::by_hand(in);
    }
};

/// Computes no derivatives.
struct only_primal {
    static constexpr const char* name = "primal";

    template <class Kernel>
    static constexpr bool runs = true;

    template <class Kernel>
    static std::array<double, result_count<Kernel>> derivatives(const typename Kernel::input& in) {
        return results_of<Kernel>(in);
    }
};

struct pullback_static {
    static constexpr const char* name = "pullback";

    template <class Kernel>
    static constexpr bool runs = true;

    // As it is: to copy a large result costs as much as some kernels.
    template <class Kernel>
    static auto derivatives(const typename Kernel::input& in) {
        return Kernel::by_pullback(in);
    }
};

} // namespace rivals

#endif
