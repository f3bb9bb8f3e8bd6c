// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_RIVALS_ADEPT_HPP
#define PULLBACK_BENCH_RIVALS_ADEPT_HPP

#include "kernel.hpp"

#include <adept.h>

namespace rivals {

struct adept_stack {
    static constexpr const char* name = "Adept";

    template <class Kernel>
    static constexpr bool runs = is_first_order<Kernel>;

    template <class Kernel>
    static typename Kernel::output derivatives(const typename Kernel::input& in) {
        constexpr std::size_t n = Kernel::input_count, m = result_count<Kernel>;
        static adept::Stack stack(false);
        stack.activate();
        typename Kernel::output result;
        {
            std::array<adept::adouble, n> x;
            for (std::size_t i = 0; i < n; ++i) x[i].set_value(in[i]);
            stack.new_recording();
            std::array<adept::adouble, m> y = results_of<Kernel>(x);
            for (std::size_t j = 0; j < m; ++j) {
                if (j > 0) stack.clear_gradients();
                y[j].set_gradient(1.0);
                stack.compute_adjoint();
                result[j] = y[j].value();
                for (std::size_t i = 0; i < n; ++i) result[m + j * n + i] = x[i].get_gradient();
            }
        }
        stack.deactivate();
        return result;
    }
};

} // namespace rivals

#endif
