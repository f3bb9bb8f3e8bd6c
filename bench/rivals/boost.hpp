// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_RIVALS_BOOST_HPP
#define PULLBACK_BENCH_RIVALS_BOOST_HPP

#include "kernel.hpp"

#include <boost/math/differentiation/autodiff.hpp>

namespace rivals {

/// One pass for each input: its type for many directions is as large as all mixed derivatives of all of them.
struct boost_autodiff {
    static constexpr const char* name = "Boost";

    template <class Kernel>
    static constexpr bool runs = is_first_order<Kernel> && Kernel::input_count <= 64;

    template <class Kernel>
    static typename Kernel::output derivatives(const typename Kernel::input& in) {
        namespace autodiff = boost::math::differentiation;
        using scalar = autodiff::autodiff_fvar<double, 1>;
        constexpr std::size_t n = Kernel::input_count, m = result_count<Kernel>;
        std::array<scalar, n> x;
        for (std::size_t i = 0; i < n; ++i) x[i] = in[i];
        typename Kernel::output result;
        for (std::size_t i = 0; i < n; ++i) {
            x[i] = autodiff::make_fvar<double, 1>(in[i]);
            const std::array<scalar, m> y = results_of<Kernel>(x);
            for (std::size_t j = 0; j < m; ++j) {
                result[j] = y[j].derivative(0);
                result[m + j * n + i] = y[j].derivative(1);
            }
            x[i] = in[i];
        }
        return result;
    }
};

} // namespace rivals

#endif
