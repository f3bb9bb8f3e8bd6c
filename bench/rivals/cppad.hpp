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
#ifndef NDEBUG
#define NDEBUG // its assertions do not compile
#endif
#define CSKIP(...) __VA_ARGS__
#define TMB_EXTERN
#define IF_TMB_PRECOMPILE(...)
#define Rcout std::cout
#include <cppad/cppad.hpp>
#undef Rcout
#else
#include <cppad/cppad.hpp>
#endif

namespace rivals {

/// The tape is recorded and optimised once, since no kernel branches, and evaluated anew at each point.
struct cppad_tape {
    static constexpr const char* name = "CppAD";

    // Old versions have an erf, but one of few digits.
    template <class Kernel>
    static constexpr bool runs = order<Kernel> <= 2 && (!needs_erfc<Kernel> || has_erfc<CppAD::AD<double>>);

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
        const std::vector<double> x(in.begin(), in.end());
        if constexpr (is_second_order<Kernel>) {
            up_to_hessian<Kernel> all;
            if constexpr (Kernel::output_count > Kernel::input_count * Kernel::input_count)
                first_order<Kernel>(tape, x, all.begin());
            const std::vector<double> hessian = tape.Hessian(x, 0);
            std::copy(hessian.rbegin(), hessian.rend(), all.rbegin());
            return wanted_part<Kernel>(all);
        } else {
            typename Kernel::output result;
            first_order<Kernel>(tape, x, result.begin());
            return result;
        }
    }

private:
    template <class Kernel>
    static void first_order(CppAD::ADFun<double>& tape, const std::vector<double>& x, auto next) {
        const auto append = [&](const std::vector<double>& values) {
            next = std::copy(values.begin(), values.end(), next);
        };
        append(tape.Forward(0, x));
        std::vector<double> weights(result_count<Kernel>, 0.0);
        for (double& weight : weights) {
            weight = 1;
            append(tape.Reverse(1, weights));
            weight = 0;
        }
    }
};

} // namespace rivals

#endif
