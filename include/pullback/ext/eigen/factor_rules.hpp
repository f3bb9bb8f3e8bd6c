// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_FACTOR_RULES_HPP
#define PULLBACK_EXT_EIGEN_FACTOR_RULES_HPP

#include <pullback/dynamic/engine.hpp>
#include <pullback/ext/eigen/data.hpp>
#include <pullback/ext/eigen/factors.hpp>
#include <pullback/ext/eigen/products.hpp>
#include <pullback/functions/arithmetic.hpp>

#include <memory>
#include <tuple>

// The rules of linear algebra, as whole functions. Sources: M. B. Giles, "Collected matrix derivative results for
// forward and reverse mode algorithmic differentiation", Advances in Automatic Differentiation, Springer 2008, pages
// 35-44, section 2.2 (products, inverse, determinant, systems of equations); I. Murray, "Differentiation of the
// Cholesky decomposition", arXiv:1602.07527 (2016), section 3.2, equation 10, which S. P. Smith, "Differentiation of
// the Cholesky algorithm", Journal of Computational and Graphical Statistics 4 (1995), pages 134-147, has element by
// element. Each rule is written with calls of other whole functions, so that it can be differentiated again.

namespace pullback::dynamic::eigen_detail {

/// -x of data or of a variable.
template <class X>
auto negated(const X& x) {
    if constexpr (engine::is_variable<X>) return engine::call_free<functions::negate>(x);
    else return X(-x);
}

/// op(x) op(y) as an `R`, where op may transpose.
template <class R, orientation FormX, orientation FormY, class X, class Y>
auto product_as(const X& x, const Y& y) {
    return engine::call_whole<matrix_product<R, FormX, FormY>>(x, y);
}

/// (A + Aᵀ) / 2.
struct symmetric_part {
    static constexpr const char* name = "symmetric_part";

    template <class A>
    static A value(const A& a) {
        return (a + a.transpose()) / typename A::Scalar(2);
    }
    template <class A, class Y>
    static auto pullback(const A&, const Y&, const Y& gy) {
        return std::tuple(engine::call_whole<symmetric_part>(gy));
    }
};

/// The adjoint of A where the function is one of the symmetric part of A.
template <class Factors, class G>
auto adjoint_for(const G& of_square) {
    if constexpr (Factors::is_symmetric) return engine::call_whole<symmetric_part>(of_square);
    else return of_square;
}

enum class diagonal { whole, halved };

/// The lower triangle of a matrix, whose diagonal may be halved: Murray's Φ.
template <diagonal Diagonal>
struct lower_triangle {
    static constexpr const char* name = "lower_triangle";

    template <class A>
    static A value(const A& a) {
        A result = a.template triangularView<Eigen::Lower>();
        if constexpr (Diagonal == diagonal::halved) result.diagonal() /= typename A::Scalar(2);
        return result;
    }
    template <class A, class Y>
    static auto pullback(const A&, const Y&, const Y& gy) {
        return std::tuple(engine::call_whole<lower_triangle>(gy));
    }
};

/// L⁻¹ b or L⁻ᵀ b of a lower triangular L.
template <orientation Form>
struct triangular_solution {
    static constexpr const char* name = "solve_triangular";
    static constexpr bool mixes_all = true;

    template <class L, class B>
    static B value(const L& l, const B& b) {
        if constexpr (is_transposed<Form>) return l.template triangularView<Eigen::Lower>().transpose().solve(b);
        else return l.template triangularView<Eigen::Lower>().solve(b);
    }
    template <class L, class B, class Y>
    static auto pullback(const L& l, const B&, const Y& x, const Y& gx) {
        using R = data_of<L>;
        const auto gb = engine::call_whole<triangular_solution<engine::turned_over(Form)>>(l, gx);
        const auto less = eigen_detail::negated(gb);
        const auto gl = [&] {
            if constexpr (is_transposed<Form>)
                return eigen_detail::product_as<R, orientation::as_is, orientation::transposed>(x, less);
            else return eigen_detail::product_as<R, orientation::as_is, orientation::transposed>(less, x);
        }();
        return std::tuple(engine::call_whole<lower_triangle<diagonal::whole>>(gl), gb);
    }
};

/// A⁻¹ b as an `R`, or A⁻ᵀ b, by factors of A.
template <class R, class Factors, orientation Form>
struct solution {
    static constexpr const char* name = "solve";
    static constexpr bool mixes_all = true;
    static constexpr orientation other = Factors::is_symmetric ? orientation::as_is : engine::turned_over(Form);
    std::shared_ptr<const Factors> factors;

    template <class A, class B>
    R value(const A&, const B& b) const {
        return factors->template solve<R, Form>(b);
    }
    template <class A, class B, class Y>
    auto pullback(const A& a, const B&, const Y& x, const Y& gx) const {
        using M = data_of<A>;
        const auto gb = engine::call_whole_with(solution<data_of<B>, Factors, other>{factors}, a, gx);
        const auto less = eigen_detail::negated(gb);
        const auto ga = [&] {
            if constexpr (is_transposed<Form>)
                return eigen_detail::product_as<M, orientation::as_is, orientation::transposed>(x, less);
            else return eigen_detail::product_as<M, orientation::as_is, orientation::transposed>(less, x);
        }();
        return std::tuple(eigen_detail::adjoint_for<Factors>(ga), gb);
    }
};

/// A⁻¹, or A⁻ᵀ, by factors of A.
template <class Factors, orientation Form>
struct inversion {
    static constexpr const char* name = "inverse";
    static constexpr bool mixes_all = true;
    std::shared_ptr<const Factors> factors;

    template <class A>
    A value(const A& a) const {
        return factors->template solve<A, Form>(A(A::Identity(a.rows(), a.cols())));
    }
    template <class A, class Y>
    auto pullback(const A&, const Y& y, const Y& gy) const {
        using M = data_of<A>;
        const auto left = [&] {
            if constexpr (is_transposed<Form>)
                return eigen_detail::product_as<M, orientation::as_is, orientation::transposed>(y, gy);
            else return eigen_detail::product_as<M, orientation::transposed, orientation::as_is>(y, gy);
        }();
        const auto ga =
            eigen_detail::product_as<M, orientation::as_is, engine::turned_over(Form)>(eigen_detail::negated(left), y);
        return std::tuple(eigen_detail::adjoint_for<Factors>(ga));
    }
};

enum class determinant_form { plain, logarithm };

/// det A, or ln |det A|, by factors of A.
template <class Factors, determinant_form What>
struct determinant_of {
    static constexpr const char* name = What == determinant_form::logarithm ? "log_determinant" : "determinant";
    static constexpr bool mixes_all = true;
    std::shared_ptr<const Factors> factors;

    template <class A>
    typename A::Scalar value(const A&) const {
        if constexpr (What == determinant_form::logarithm) return factors->log_determinant();
        else return factors->determinant();
    }
    template <class A, class Y>
    auto pullback(const A& a, const Y& y, const Y& gy) const {
        if (!factors->is_regular()) eigen_detail::report_singular("derivative of determinant(A)");
        const auto inverse = engine::call_whole_with(
            inversion<Factors, Factors::is_symmetric ? orientation::as_is : orientation::transposed>{factors}, a);
        const auto slope = eigen_detail::adjoint_for<Factors>(inverse);
        if constexpr (What == determinant_form::logarithm) return std::tuple(eigen_detail::scaled_as(gy, slope, a));
        else return std::tuple(eigen_detail::scaled_as(gy * y, slope, a));
    }
};

/// The lower triangular L with L Lᵀ = A. Rule: the symmetric part of L⁻ᵀ Φ(Lᵀ gL) L⁻¹.
template <class Factors>
struct lower_factor {
    static constexpr const char* name = "cholesky";
    static constexpr bool mixes_all = true;
    std::shared_ptr<const Factors> factors;

    template <class A>
    A value(const A&) const {
        return factors->lower();
    }
    template <class A, class Y>
    auto pullback(const A&, const Y& l, const Y& gl) const {
        using M = data_of<A>;
        const auto inner = engine::call_whole<lower_triangle<diagonal::halved>>(
            eigen_detail::product_as<M, orientation::transposed, orientation::as_is>(l, gl));
        const auto left = engine::call_whole<triangular_solution<orientation::transposed>>(l, inner);
        const auto turned = engine::call_whole<transposition<M>>(left);
        const auto both = engine::call_whole<triangular_solution<orientation::transposed>>(l, turned);
        return std::tuple(engine::call_whole<symmetric_part>(both));
    }
};

} // namespace pullback::dynamic::eigen_detail

#endif
