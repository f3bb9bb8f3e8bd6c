// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_RIVALS_SACADO_HPP
#define PULLBACK_BENCH_RIVALS_SACADO_HPP

#include "forward.hpp"

#define TRILINOS_NO_CONFIG_H // or it needs other parts of Trilinos, and MPI
#include <Sacado_ELRFad_SFad.hpp>
#include <Sacado_Fad_SFad.hpp>
#include <Sacado_trad.hpp>

#include <cmath>
#include <numbers>

// They have no error function, so one is written as a user would.
namespace Sacado {

template <class T>
T erfc_slope(const T& x) {
    return exp(-x * x) * (-2 * std::numbers::inv_sqrtpi);
}

// Of an expression too, which has no place for derivatives of its own.
#define PULLBACK_BENCH_ERFC(kind)                                                        \
    namespace kind {                                                                     \
    template <class Expression>                                                          \
    typename Expr<Expression>::base_expr_type erfc(const Expr<Expression>& expression) { \
        using scalar = typename Expr<Expression>::base_expr_type;                        \
        using value = typename scalar::value_type;                                       \
        using std::erfc;                                                                 \
        const scalar x(expression);                                                      \
        const value slope = erfc_slope(x.val());                                         \
        scalar result(value(erfc(x.val())));                                             \
        for (int i = 0; i < x.size(); ++i) result.fastAccessDx(i) = slope * x.dx(i);     \
        return result;                                                                   \
    }                                                                                    \
    }
PULLBACK_BENCH_ERFC(Fad)
PULLBACK_BENCH_ERFC(ELRFad)
#undef PULLBACK_BENCH_ERFC

namespace Rad {

inline ADvari<double>& erfc(const ADvari<double>& x) { return ADf1(std::erfc(x.Val), erfc_slope(x.Val), x); }

} // namespace Rad
} // namespace Sacado

namespace rivals {

template <class Scalar>
struct fad_traits {
    using scalar = Scalar;

    static scalar seed(double x, std::size_t i) {
        return scalar(Sacado::StaticSize<scalar>::value, static_cast<int>(i), x);
    }
    static double value(const scalar& y) { return y.val(); }
    static double derivative(const scalar& y, std::size_t i) { return y.dx(static_cast<int>(i)); }
};

template <class Scalar>
struct nested_fad_traits {
    using scalar = Scalar;
    using inner = fad_traits<typename Scalar::value_type>;

    static scalar seed(double x, std::size_t i) {
        constexpr int n = Sacado::StaticSize<scalar>::value;
        return scalar(n, static_cast<int>(i), inner::seed(x, i));
    }
    static double value(const scalar& y) { return y.val().val(); }
    static double derivative(const scalar& y, std::size_t i) { return inner::derivative(y.val(), i); }
    static double second_derivative(const scalar& y, std::size_t i, std::size_t j) {
        return inner::derivative(y.dx(static_cast<int>(i)), j);
    }
};

template <template <class, int> class Fad, bool can_nest>
struct sacado_forward {
    template <class Kernel>
    static constexpr bool runs = Kernel::input_count <= 64 && // it is meant for few inputs
                                 order<Kernel> <= (can_nest ? 2 : 1);

    template <class Kernel>
    static typename Kernel::output derivatives(const typename Kernel::input& in) {
        constexpr int n = static_cast<int>(Kernel::input_count);
        using scalar = Fad<double, n>;
        if constexpr (is_second_order<Kernel>) return forward_twice<Kernel, nested_fad_traits<Fad<scalar, n>>>(in);
        else return forward<Kernel, fad_traits<scalar>>(in);
    }
};

struct sacado_fad : sacado_forward<Sacado::Fad::SFad, true> {
    static constexpr const char* name = "Sacado-SFad";
};

// Its functions do not find those of an inner scalar of the same kind.
struct sacado_elr_fad : sacado_forward<Sacado::ELRFad::SFad, false> {
    static constexpr const char* name = "Sacado-ELRFad";
};

/// Its memory is used again by the next recording, never given back.
struct sacado_reverse {
    static constexpr const char* name = "Sacado-Rad";

    template <class Kernel>
    static constexpr bool runs = result_count<Kernel> == 1 && is_first_order<Kernel>;

    template <class Kernel>
    static typename Kernel::output derivatives(const typename Kernel::input& in) {
        using scalar = Sacado::Rad::ADvar<double>;
        std::array<scalar, Kernel::input_count> x;
        for (std::size_t i = 0; i < x.size(); ++i) x[i] = in[i];
        scalar y = primal_of<Kernel>(x);
        scalar::Outvar_Gradcomp(y);
        typename Kernel::output result;
        result[0] = y.val();
        for (std::size_t i = 0; i < x.size(); ++i) result[1 + i] = x[i].adj();
        return result;
    }
};

} // namespace rivals

#endif
