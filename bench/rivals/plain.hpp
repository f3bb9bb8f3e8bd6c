// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_RIVALS_PLAIN_HPP
#define PULLBACK_BENCH_RIVALS_PLAIN_HPP

#include "kernel.hpp"

// What the libraries are compared with: no library, and this one.

namespace rivals {

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

    template <class Kernel>
    static typename Kernel::output derivatives(const typename Kernel::input& in) {
        return std::bit_cast<typename Kernel::output>(Kernel::by_pullback(in));
    }
};

} // namespace rivals

#endif
