// SPDX-License-Identifier: BSL-1.0
#include <cppad/cppad.hpp>

#include <cstddef>
#include <vector>

namespace CppAD {

inline AD<double> square(const AD<double>& x) { return x * x; }
inline AD<double> select(bool condition, const AD<double>& yes, const AD<double>& no) { return condition ? yes : no; }

} // namespace CppAD

#include "tapes.hpp"

namespace {

using gradbench::numbers;
using scalar = CppAD::AD<double>;

struct cppad {
    class tape {
    public:
        template <class F>
        tape(const F& f, const numbers& x) {
            std::vector<scalar> in(x.begin(), x.end()), out;
            CppAD::Independent(in);
            const auto result = f(in);
            if constexpr (requires { result.size(); }) out = result;
            else out = {result};
            recorded_.Dependent(in, out);
            recorded_.optimize("no_compare_op");
            recorded_.check_for_nan(false);
        }

    protected:
        CppAD::ADFun<double> recorded_;
    };

    template <class F>
    struct gradient : tape {
        using tape::tape;
        numbers operator()(const numbers& x) {
            recorded_.Forward(0, x);
            return recorded_.Reverse(1, numbers{1.0});
        }
    };

    template <class F>
    struct jacobian : tape {
        using tape::tape;
        void operator()(const numbers& x, double* to) {
            recorded_.Forward(0, x);
            numbers weights(recorded_.Range());
            for (double& weight : weights) {
                weight = 1;
                const numbers row = recorded_.Reverse(1, weights);
                to = std::copy(row.begin(), row.end(), to);
                weight = 0;
            }
        }
    };

    template <class F>
    struct directions : tape {
        using tape::tape;
        void operator()(const numbers& x, const std::vector<numbers>& seeds, double* to) {
            recorded_.Forward(0, x);
            numbers in(x.size() * seeds.size());
            for (std::size_t i = 0; i < x.size(); ++i)
                for (std::size_t k = 0; k < seeds.size(); ++k) in[i * seeds.size() + k] = seeds[k][i];
            const numbers out = recorded_.Forward(1, seeds.size(), in);
            std::copy(out.begin(), out.end(), to);
        }
    };

    template <class F>
    struct second_order : tape {
        using tape::tape;
        void operator()(const numbers& x, numbers& gradient, numbers& product) {
            recorded_.Forward(0, x);
            recorded_.Forward(1, numbers(x.size(), 1.0));
            const numbers both = recorded_.Reverse(2, numbers{1.0});
            for (std::size_t i = 0; i < x.size(); ++i) {
                gradient[i] = both[2 * i];
                product[i] = both[2 * i + 1];
            }
        }
    };
};

} // namespace

gradbench::tool gradbench::by_cppad() { return rivals::by<cppad>(); }
