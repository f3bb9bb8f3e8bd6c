// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_RIVALS_ADOLC_HPP
#define PULLBACK_BENCH_RIVALS_ADOLC_HPP

#include "kernel.hpp"

#include <adolc/adolc.h>

inline adouble erfc(const adouble& x) { return 1 - erf(x); }

namespace rivals {

/// The tape is recorded once, since no kernel branches, and evaluated anew at each point.
struct adolc_tape {
    static constexpr const char* name = "ADOL-C";

    template <class Kernel>
    static constexpr bool runs = order<Kernel> <= 2;

    template <class Kernel>
    static short recorded() {
        static const short tag = next_tag++;
        trace_on(tag);
        {
            std::array<adouble, Kernel::input_count> x;
            for (std::size_t i = 0; i < x.size(); ++i) x[i] <<= Kernel::point()[i];
            std::array<adouble, result_count<Kernel>> y = results_of<Kernel>(x);
            double value;
            for (adouble& result : y) result >>= value;
        }
        trace_off();
        return tag;
    }

    template <class Kernel>
    static typename Kernel::output derivatives(const typename Kernel::input& in) {
        static const short tag = recorded<Kernel>();
        if constexpr (is_second_order<Kernel>) {
            up_to_hessian<Kernel> all;
            if constexpr (Kernel::output_count > Kernel::input_count * Kernel::input_count)
                first_order<Kernel>(tag, in, all);
            second_order<Kernel>(tag, in, all);
            return wanted_part<Kernel>(all);
        } else {
            typename Kernel::output result;
            first_order<Kernel>(tag, in, result);
            return result;
        }
    }

private:
    template <class Kernel>
    static void first_order(short tag, const typename Kernel::input& in, auto& result) {
        constexpr int n = static_cast<int>(Kernel::input_count), m = static_cast<int>(result_count<Kernel>);
        zos_forward(tag, m, n, 1, in.data(), result.data());
        for (int j = 0; j < m; ++j) {
            std::array<double, result_count<Kernel>> weights{};
            weights[static_cast<std::size_t>(j)] = 1;
            fos_reverse(tag, m, n, weights.data(), result.data() + m + j * n);
        }
    }

    template <class Kernel>
    static void second_order(short tag, typename Kernel::input in, up_to_hessian<Kernel>& result) {
        constexpr std::size_t n = Kernel::input_count;
        std::array<double*, n> rows;
        for (std::size_t i = 0; i < n; ++i) rows[i] = &result[1 + n + i * n];
        hessian(tag, static_cast<int>(n), in.data(), rows.data());
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = i + 1; j < n; ++j) rows[i][j] = rows[j][i];
    }

    static inline short next_tag = 1;
};

} // namespace rivals

#endif
