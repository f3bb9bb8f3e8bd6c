// SPDX-License-Identifier: BSL-1.0
#include <adolc/adolc.h>

#include <cstddef>
#include <vector>

inline adouble square(const adouble& x) { return x * x; }
inline adouble select(bool condition, const adouble& yes, const adouble& no) { return condition ? yes : no; }

#include "tapes.hpp"

namespace {

using gradbench::numbers;

struct adolc {
    class tape {
    public:
        template <class F>
        tape(const F& f, const numbers& x) : tag_(next_tag++), inputs_(static_cast<int>(x.size())) {
            trace_on(tag_);
            {
                std::vector<adouble> in(x.size());
                for (std::size_t i = 0; i < x.size(); ++i) in[i] <<= x[i];
                double value;
                const auto result = f(in);
                if constexpr (requires { result.size(); })
                    for (const adouble& each : result) mark(each, value);
                else mark(result, value);
            }
            trace_off();
        }

    protected:
        short tag_;
        int inputs_, outputs_ = 0;

    private:
        void mark(adouble result, double& value) {
            result >>= value;
            ++outputs_;
        }
        static inline short next_tag = 1;
    };

    template <class F>
    struct gradient : tape {
        using tape::tape;
        numbers operator()(const numbers& x) {
            numbers result(x.size());
            ::gradient(tag_, inputs_, x.data(), result.data());
            return result;
        }
    };

    template <class F>
    struct jacobian : tape {
        using tape::tape;
        void operator()(const numbers& x, double* to) {
            numbers value(static_cast<std::size_t>(outputs_)), weights(value.size());
            zos_forward(tag_, outputs_, inputs_, 1, x.data(), value.data());
            for (double& weight : weights) {
                weight = 1;
                fos_reverse(tag_, outputs_, inputs_, weights.data(), to);
                weight = 0;
                to += inputs_;
            }
        }
    };

    template <class F>
    struct directions : tape {
        using tape::tape;
        void operator()(const numbers& x, const std::vector<numbers>& seeds, double* to) {
            numbers value(static_cast<std::size_t>(outputs_)), transposed(x.size() * seeds.size());
            std::vector<double*> in(x.size()), out(value.size());
            for (std::size_t i = 0; i < x.size(); ++i) {
                in[i] = &transposed[i * seeds.size()];
                for (std::size_t k = 0; k < seeds.size(); ++k) in[i][k] = seeds[k][i];
            }
            for (std::size_t i = 0; i < out.size(); ++i) out[i] = to + i * seeds.size();
            fov_forward(tag_, outputs_, inputs_, static_cast<int>(seeds.size()), x.data(), in.data(), value.data(),
                        out.data());
        }
    };

    template <class F>
    struct second_order : tape {
        using tape::tape;
        void operator()(const numbers& x, numbers& gradient, numbers& product) {
            numbers at = x, ones(x.size(), 1.0);
            ::gradient(tag_, inputs_, x.data(), gradient.data());
            hess_vec(tag_, inputs_, at.data(), ones.data(), product.data());
        }
    };
};

} // namespace

gradbench::tool gradbench::by_adolc() { return rivals::by<adolc>(); }
