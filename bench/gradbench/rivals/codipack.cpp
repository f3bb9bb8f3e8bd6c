// SPDX-License-Identifier: BSL-1.0
#include <codi.hpp>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace codi {

using several_directions = RealForwardVec<14>;
inline several_directions square(const several_directions& x) { return x * x; }
inline several_directions select(bool condition, const several_directions& yes, const several_directions& no) {
    return condition ? yes : no;
}

} // namespace codi

#include "tapes.hpp"

namespace {

using gradbench::numbers;

// It records in each call, as it is meant to, in memory that is used again.
struct codipack {
    template <class F>
    class function {
    public:
        function(const F& f, const numbers&) : f_(f) {}

    protected:
        F f_;
    };

    template <class Number>
    static std::vector<Number> registered(const numbers& x) {
        Number::getTape().reset();
        Number::getTape().setActive();
        std::vector<Number> in(x.begin(), x.end());
        for (Number& each : in) Number::getTape().registerInput(each);
        return in;
    }
    template <class Number>
    static void evaluate() {
        Number::getTape().setPassive();
        Number::getTape().evaluate();
    }

    template <class F>
    struct gradient : function<F> {
        using function<F>::function;
        numbers operator()(const numbers& x) {
            using number = codi::RealReverse;
            auto in = registered<number>(x);
            number result = this->f_(in);
            number::getTape().registerOutput(result);
            result.setGradient(1);
            evaluate<number>();
            numbers found(x.size());
            for (std::size_t i = 0; i < x.size(); ++i) found[i] = in[i].getGradient();
            return found;
        }
    };

    template <class F>
    struct jacobian : function<F> {
        using function<F>::function;
        void operator()(const numbers& x, double* to) {
            using number = codi::RealReverseVec<2>;
            auto in = registered<number>(x);
            std::vector<number> result = this->f_(in);
            for (std::size_t row = 0; row < 2; ++row) {
                number::getTape().registerOutput(result[row]);
                result[row].gradient()[row] = 1;
            }
            evaluate<number>();
            for (std::size_t row = 0; row < 2; ++row)
                for (const number& each : in) *to++ = each.getGradient()[row];
        }
    };

    template <class F>
    struct directions : function<F> {
        using function<F>::function;
        void operator()(const numbers& x, const std::vector<numbers>& seeds, double* to) {
            constexpr std::size_t at_once = 14;
            for (std::size_t first = 0; first < seeds.size(); first += at_once) {
                const std::size_t count = std::min(at_once, seeds.size() - first);
                std::vector<codi::several_directions> in(x.begin(), x.end());
                for (std::size_t i = 0; i < x.size(); ++i)
                    for (std::size_t k = 0; k < count; ++k) in[i].gradient()[k] = seeds[first + k][i];
                const auto result = this->f_(in);
                for (std::size_t i = 0; i < result.size(); ++i)
                    for (std::size_t k = 0; k < count; ++k)
                        to[i * seeds.size() + first + k] = result[i].getGradient()[k];
            }
        }
    };

    template <class F>
    struct second_order : function<F> {
        using function<F>::function;
        void operator()(const numbers& x, numbers& gradient, numbers& product) {
            using number = codi::RealReverseGen<codi::RealForward>;
            auto in = registered<number>(x);
            for (number& each : in) each.value().setGradient(1);
            number result = this->f_(in);
            number::getTape().registerOutput(result);
            result.setGradient(1);
            evaluate<number>();
            for (std::size_t i = 0; i < x.size(); ++i) {
                gradient[i] = in[i].getGradient().getValue();
                product[i] = in[i].getGradient().getGradient();
            }
        }
    };
};

} // namespace

gradbench::tool gradbench::by_codipack() { return rivals::by<codipack>(); }
