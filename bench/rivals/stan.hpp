// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_RIVALS_STAN_HPP
#define PULLBACK_BENCH_RIVALS_STAN_HPP

#include "kernel.hpp"

#include <stan/math/mix/scal.hpp>

namespace rivals {

struct stan_math {
    static constexpr const char* name = "Stan";

    template <class Kernel>
    static constexpr bool runs = order<Kernel> <= 2;

    template <class Kernel>
    static typename Kernel::output derivatives(const typename Kernel::input& in) {
        if constexpr (is_second_order<Kernel>) return second_order<Kernel>(in);
        else return first_order<Kernel>(in);
    }

private:
    using variable = stan::math::var;

    template <class Kernel>
    static typename Kernel::output first_order(const typename Kernel::input& in) {
        constexpr std::size_t n = Kernel::input_count, m = result_count<Kernel>;
        std::array<variable, n> x;
        for (std::size_t i = 0; i < n; ++i) x[i] = in[i];
        std::array<variable, m> y = results_of<Kernel>(x);
        typename Kernel::output result;
        for (std::size_t j = 0; j < m; ++j) {
            if (j > 0) stan::math::set_zero_all_adjoints();
            y[j].grad();
            result[j] = y[j].val();
            for (std::size_t i = 0; i < n; ++i) result[m + j * n + i] = x[i].adj();
        }
        stan::math::recover_memory();
        return result;
    }

    /// A reverse pass over the forward derivative by each input.
    template <class Kernel>
    static typename Kernel::output second_order(const typename Kernel::input& in) {
        constexpr std::size_t n = Kernel::input_count;
        up_to_hessian<Kernel> result;
        for (std::size_t j = 0; j < n; ++j) {
            std::array<stan::math::fvar<variable>, n> x;
            for (std::size_t i = 0; i < n; ++i) x[i] = stan::math::fvar<variable>(in[i], i == j);
            stan::math::fvar<variable> y = primal_of<Kernel>(x);
            y.d_.grad();
            result[0] = y.val_.val();
            result[1 + j] = y.d_.val();
            for (std::size_t i = 0; i < n; ++i) result[1 + n + j * n + i] = x[i].val_.adj();
            stan::math::recover_memory();
        }
        return wanted_part<Kernel>(result);
    }
};

} // namespace rivals

#endif
