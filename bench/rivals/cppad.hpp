// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_RIVALS_CPPAD_HPP
#define PULLBACK_BENCH_RIVALS_CPPAD_HPP

#include "kernel.hpp"

#include <algorithm>
#include <iostream>
#include <vector>

// The old copy that comes with R's TMB is not whole without some of TMB.
#if __has_include(<TMB.hpp>)
template <class T>
struct isDouble {
    enum { value = std::is_same_v<T, double> };
};
#define CSKIP(...) __VA_ARGS__
#define TMB_EXTERN
#define IF_TMB_PRECOMPILE(...)
#define Rcout std::cout
#include <cppad/cppad.hpp>
#undef Rcout
namespace CppAD {
inline AD<double> erfc(const AD<double>& x) { return 1 - erf(x); }
} // namespace CppAD
#else
#include <cppad/cppad.hpp>
#endif

namespace rivals {

/// The tape is recorded and optimised once, since no kernel branches, and evaluated anew at each point.
struct cppad_tape {
    static constexpr const char* name = "CppAD";

    template <class Kernel>
    static constexpr bool runs = true;

    template <class Kernel>
    static CppAD::ADFun<double> recorded() {
        std::array<CppAD::AD<double>, Kernel::input_count> x;
        std::vector<CppAD::AD<double>> independent(Kernel::point().begin(), Kernel::point().end());
        CppAD::Independent(independent);
        std::copy(independent.begin(), independent.end(), x.begin());
        const std::array<CppAD::AD<double>, result_count<Kernel>> y = results_of<Kernel>(x);
        CppAD::ADFun<double> tape(independent, std::vector<CppAD::AD<double>>(y.begin(), y.end()));
        tape.optimize();
        return tape;
    }

    template <class Kernel>
    static typename Kernel::output derivatives(const typename Kernel::input& in) {
        static CppAD::ADFun<double> tape = recorded<Kernel>();
        constexpr std::size_t m          = result_count<Kernel>;
        typename Kernel::output result;
        const std::vector<double> x(in.begin(), in.end());
        auto next             = result.begin();
        const auto append     = [&](const std::vector<double>& values) { next = std::copy(values.begin(), values.end(), next); };
        append(tape.Forward(0, x));
        std::vector<double> weights(m, 0.0);
        for (std::size_t j = 0; j < m; ++j) {
            weights[j] = 1;
            append(tape.Reverse(1, weights));
            weights[j] = 0;
        }
        if constexpr (is_second_order<Kernel>) append(tape.Hessian(x, 0));
        return result;
    }
};

} // namespace rivals

#endif
