// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_RIVALS_AUTODIFF_HPP
#define PULLBACK_BENCH_RIVALS_AUTODIFF_HPP

#include "kernel.hpp"

#include <autodiff/forward/dual.hpp>

namespace autodiff::detail {

template <class Expression>
    requires isExpr<Expression>
auto erfc(const Expression& x) {
    const auto operand = eval(x);
    return eval(1.0 - erf(operand));
}

} // namespace autodiff::detail

namespace rivals {

/// One pass for each input, or pair of inputs: the type carries one direction.
struct autodiff_dual {
    static constexpr const char* name = "autodiff";

    template <class Kernel>
    static constexpr bool runs = order<Kernel> <= 2 && Kernel::input_count <= 64;

    template <class Kernel>
    static typename Kernel::output derivatives(const typename Kernel::input& in) {
        if constexpr (is_second_order<Kernel>) return second_order<Kernel>(in);
        else return first_order<Kernel>(in);
    }

private:
    template <class Kernel>
    static typename Kernel::output first_order(const typename Kernel::input& in) {
        using scalar = autodiff::dual;
        constexpr std::size_t n = Kernel::input_count, m = result_count<Kernel>;
        std::array<scalar, n> x;
        for (std::size_t i = 0; i < n; ++i) x[i] = in[i];
        typename Kernel::output result;
        for (std::size_t i = 0; i < n; ++i) {
            x[i].grad = 1;
            const std::array<scalar, m> y = results_of<Kernel>(x);
            x[i].grad = 0;
            for (std::size_t j = 0; j < m; ++j) {
                result[j] = y[j].val;
                result[m + j * n + i] = y[j].grad;
            }
        }
        return result;
    }

    template <class Kernel>
    static typename Kernel::output second_order(const typename Kernel::input& in) {
        using scalar = autodiff::dual2nd;
        constexpr std::size_t n = Kernel::input_count;
        std::array<scalar, n> x;
        for (std::size_t i = 0; i < n; ++i) x[i] = in[i];
        up_to_hessian<Kernel> result;
        for (std::size_t i = 0; i < n; ++i) {
            x[i].grad.val = 1;
            for (std::size_t j = i; j < n; ++j) {
                x[j].val.grad = 1;
                const scalar y = primal_of<Kernel>(x);
                x[j].val.grad = 0;
                result[0] = y.val.val;
                result[1 + i] = y.grad.val;
                result[1 + n + i * n + j] = y.grad.grad;
                result[1 + n + j * n + i] = y.grad.grad;
            }
            x[i].grad.val = 0;
        }
        return wanted_part<Kernel>(result);
    }
};

} // namespace rivals

#endif
