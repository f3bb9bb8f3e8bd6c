// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_RIVALS_CODIPACK_HPP
#define PULLBACK_BENCH_RIVALS_CODIPACK_HPP

#include "forward.hpp"

#include <codi.hpp>

namespace rivals {

template <std::size_t N>
struct codi_forward_traits {
    using scalar = codi::RealForwardVec<N>;

    static scalar seed(double x, std::size_t i) {
        scalar result = x;
        result.gradient()[i] = 1;
        return result;
    }
    static double value(const scalar& y) { return y.getValue(); }
    static double derivative(const scalar& y, std::size_t i) { return y.getGradient()[i]; }
};

struct codi_forward {
    static constexpr const char* name = "CoDiPack-forward";

    template <class Kernel>
    static constexpr bool runs = is_first_order<Kernel> && Kernel::input_count <= 64;

    template <class Kernel>
    static typename Kernel::output derivatives(const typename Kernel::input& in) {
        return forward<Kernel, codi_forward_traits<Kernel::input_count>>(in);
    }
};

/// With all adjoints in one pass backwards.
struct codi_reverse {
    static constexpr const char* name = "CoDiPack-reverse";

    template <class Kernel>
    static constexpr bool runs = is_first_order<Kernel>;

    template <class Kernel>
    static typename Kernel::output derivatives(const typename Kernel::input& in) {
        constexpr std::size_t n = Kernel::input_count, m = result_count<Kernel>;
        using scalar = codi::RealReverseVec<m>;
        auto& tape = scalar::getTape();
        tape.reset();
        tape.setActive();
        std::array<scalar, n> x;
        for (std::size_t i = 0; i < n; ++i) {
            x[i] = in[i];
            tape.registerInput(x[i]);
        }
        std::array<scalar, m> y = results_of<Kernel>(x);
        for (scalar& result : y) tape.registerOutput(result);
        tape.setPassive();
        for (std::size_t j = 0; j < m; ++j) y[j].gradient()[j] = 1;
        tape.evaluate();
        typename Kernel::output result;
        for (std::size_t j = 0; j < m; ++j) {
            result[j] = y[j].getValue();
            for (std::size_t i = 0; i < n; ++i) result[m + j * n + i] = x[i].getGradient()[j];
        }
        return result;
    }
};

} // namespace rivals

#endif
