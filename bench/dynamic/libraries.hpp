// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_DYNAMIC_LIBRARIES_HPP
#define PULLBACK_BENCH_DYNAMIC_LIBRARIES_HPP

#include "baseline.hpp"

#include <pullback/dynamic.hpp>

#ifdef PULLBACK_BENCH_CODIPACK
#include <codi.hpp>
#endif
#ifdef PULLBACK_BENCH_SACADO
#include <Sacado_trad.hpp>
#endif
#ifdef PULLBACK_BENCH_ADOLC
#include <adolc/adolc.h>
#endif

#include <cstdio>
#include <cstdlib>
#include <vector>

// Each library's way to record a kernel, to differentiate it by all inputs, and to drop what was recorded.

namespace dynamic_libraries {

struct pullback_graph {
    static constexpr const char* name = "pullback";

    template <class Kernel>
    void operator()(const Kernel& kernel, const std::vector<double>& point, std::vector<double>& gradient) const {
        const std::vector<pullback::dynamic::variable<double>> x(point.begin(), point.end());
        auto y = kernel(x);
        y.backward();
        for (std::size_t i = 0; i < x.size(); ++i) gradient[i] = x[i].grad();
    }
};

struct plain_graph {
    static constexpr const char* name = "baseline";

    template <class Kernel>
    void operator()(const Kernel& kernel, const std::vector<double>& point, std::vector<double>& gradient) const {
        const std::vector<baseline::variable> x(point.begin(), point.end());
        auto y = kernel(x);
        y.backward();
        for (std::size_t i = 0; i < x.size(); ++i) gradient[i] = x[i].grad();
    }
};

#ifdef PULLBACK_BENCH_CODIPACK
// The tape of its usual reverse type. Its memory is used again by the next recording, never given back.
struct codipack_reverse {
    static constexpr const char* name = "CoDiPack";

    template <class Kernel>
    void operator()(const Kernel& kernel, const std::vector<double>& point, std::vector<double>& gradient) const {
        using scalar = codi::RealReverse;
        auto& tape = scalar::getTape();
        std::vector<scalar> x(point.begin(), point.end());
        tape.setActive();
        for (scalar& input : x) tape.registerInput(input);
        scalar y = kernel(x);
        tape.registerOutput(y);
        tape.setPassive();
        y.setGradient(1);
        tape.evaluate();
        for (std::size_t i = 0; i < x.size(); ++i) gradient[i] = x[i].getGradient();
        tape.reset();
    }
};
#endif

#ifdef PULLBACK_BENCH_SACADO
// Its memory is used again by the next recording, never given back.
struct sacado_reverse {
    static constexpr const char* name = "Sacado";

    template <class Kernel>
    void operator()(const Kernel& kernel, const std::vector<double>& point, std::vector<double>& gradient) const {
        using scalar = Sacado::Rad::ADvar<double>;
        const std::vector<scalar> x(point.begin(), point.end());
        scalar y = kernel(x);
        scalar::Outvar_Gradcomp(y);
        for (std::size_t i = 0; i < x.size(); ++i) gradient[i] = x[i].adj();
    }
};
#endif

#ifdef PULLBACK_BENCH_ADOLC
// With buffers large enough to keep the tape in memory, and without a second forward pass over it.
struct adolc_tape {
    static constexpr const char* name = "ADOL-C";

    template <class Kernel>
    void operator()(const Kernel& kernel, const std::vector<double>& point, std::vector<double>& gradient) const {
        constexpr short tag = 1;
        constexpr int keep_values = 1;
        constexpr unsigned capacity = 8'000'000;
        trace_on(tag, keep_values, capacity, capacity, capacity, capacity);
        {
            std::vector<adouble> x(point.size());
            for (std::size_t i = 0; i < x.size(); ++i) x[i] <<= point[i];
            adouble y = kernel(x);
            double value;
            y >>= value;
        }
        trace_off();
        double weight = 1;
        if (fos_reverse(tag, 1, static_cast<int>(point.size()), &weight, gradient.data()) < 0) {
            std::fprintf(stderr, "ADOL-C: the reverse pass failed\n");
            std::abort();
        }
    }
};
#endif

} // namespace dynamic_libraries

#endif
