// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_RIVALS_XAD_HPP
#define PULLBACK_BENCH_RIVALS_XAD_HPP

#include "kernel.hpp"

#include <XAD/XAD.hpp>

namespace rivals {

/// One pass backwards for each result: its library has no tape for any number of adjoints at once.
struct xad_adjoint {
    static constexpr const char* name = "XAD";

    template <class Kernel>
    static constexpr bool runs = is_first_order<Kernel>;

    template <class Kernel>
    static typename Kernel::output derivatives(const typename Kernel::input& in) {
        constexpr std::size_t n = Kernel::input_count, m = result_count<Kernel>;
        using mode = xad::adj<double>;
        static mode::tape_type tape(false);
        tape.activate();
        typename Kernel::output result;
        {
            std::array<mode::active_type, n> x;
            for (std::size_t i = 0; i < n; ++i) {
                x[i] = in[i];
                tape.registerInput(x[i]);
            }
            tape.newRecording();
            std::array<mode::active_type, m> y = results_of<Kernel>(x);
            for (std::size_t j = 0; j < m; ++j) tape.registerOutput(y[j]);
            for (std::size_t j = 0; j < m; ++j) {
                if (j > 0) tape.clearDerivatives();
                xad::derivative(y[j]) = 1;
                tape.computeAdjoints();
                result[j] = xad::value(y[j]);
                for (std::size_t i = 0; i < n; ++i) result[m + j * n + i] = xad::derivative(x[i]);
            }
        }
        tape.clearAll();
        tape.deactivate();
        return result;
    }
};

} // namespace rivals

#endif
