// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_FIXED_ALGEBRA_HPP
#define PULLBACK_EXT_EIGEN_FIXED_ALGEBRA_HPP

#include <pullback/ext/eigen/fixed_expression.hpp>
#include <pullback/ext/eigen/fixed_matrix.hpp>
#include <pullback/ext/eigen/fixed_parts.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/exponentials.hpp>
#include <pullback/functions/hyperbolic.hpp>
#include <pullback/functions/piecewise.hpp>
#include <pullback/functions/powers.hpp>
#include <pullback/functions/table.hpp>
#include <pullback/functions/trigonometric.hpp>

#include <type_traits>

namespace pullback {

namespace eigen_detail {

// The determinant of what is left of `a` without row `row` and column `col`.
template <FixedExpression A>
constexpr auto minor_of(const A& a, int row, int col) {
    plain_fixed<typename A::Scalar, A::rows() - 1, A::cols() - 1> left;
    for (int i = 0; i + 1 < A::rows(); ++i)
        for (int j = 0; j + 1 < A::cols(); ++j) left(i, j) = a.coeff(i < row ? i : i + 1, j < col ? j : j + 1);
    return left.determinant();
}

inline constexpr int most_cofactors = 4;

} // namespace eigen_detail

template <class Derived, class S, int R, int C>
constexpr S fixed_expression<Derived, S, R, C>::determinant() const {
    static_assert(R == C, "a.determinant(): a is not square");
    static_assert(R <= eigen_detail::most_cofactors,
                  "a.determinant(): a has more than 4 rows; a.llt() has the factors of a positive definite one");
    if constexpr (R == 1) {
        return derived().coeff(0, 0);
    } else {
        S sum = derived().coeff(0, 0) * eigen_detail::minor_of(derived(), 0, 0);
        for (int j = 1; j < C; ++j) {
            const S term = derived().coeff(0, j) * eigen_detail::minor_of(derived(), 0, j);
            sum = j % 2 == 0 ? S(sum + term) : S(sum - term);
        }
        return sum;
    }
}

template <class Derived, class S, int R, int C>
constexpr plain_fixed<S, R, C> fixed_expression<Derived, S, R, C>::inverse() const {
    static_assert(R == C, "a.inverse(): a is not square");
    static_assert(R <= eigen_detail::most_cofactors,
                  "a.inverse(): a has more than 4 rows; a.llt().solve(b) solves a x = b for a positive definite one");
    plain_fixed<S, R, C> result;
    if constexpr (R == 1) {
        result(0, 0) = S(1) / derived().coeff(0, 0);
    } else {
        for (int i = 0; i < R; ++i)
            for (int j = 0; j < C; ++j) {
                const S cofactor = eigen_detail::minor_of(derived(), j, i);
                result(i, j) = (i + j) % 2 == 0 ? cofactor : S(-cofactor);
            }
        S determinant = derived().coeff(0, 0) * result(0, 0);
        for (int j = 1; j < C; ++j) determinant = determinant + derived().coeff(0, j) * result(j, 0);
        const S reciprocal = S(1) / determinant;
        for (int i = 0; i < R; ++i)
            for (int j = 0; j < C; ++j) result(i, j) = result(i, j) * reciprocal;
    }
    return result;
}

/// The Cholesky factor L of a = L Lᵀ (Golub and Van Loan, Matrix Computations, 4.2), unrolled.
template <class S, int N>
class fixed_llt {
public:
    template <FixedExpression A>
    constexpr explicit fixed_llt(const A& a) {
        for (int j = 0; j < N; ++j) {
            S diagonal = a.coeff(j, j);
            for (int k = 0; k < j; ++k) diagonal = diagonal - lower_(j, k) * lower_(j, k);
            lower_(j, j) = pullback::sqrt(diagonal);
            for (int i = j + 1; i < N; ++i) {
                S sum = a.coeff(i, j);
                for (int k = 0; k < j; ++k) sum = sum - lower_(i, k) * lower_(j, k);
                lower_(i, j) = sum / lower_(j, j);
            }
        }
    }

    constexpr const plain_fixed<S, N, N>& matrixL() const { return lower_; }

    /// x with a x = b; b may have several columns.
    template <FixedExpression B>
    constexpr auto solve(const B& b) const {
        static_assert(B::rows() == N, "a.llt().solve(b): b has another number of rows than a");
        plain_fixed<std::common_type_t<S, typename B::Scalar>, N, B::cols()> x = b;
        for (int c = 0; c < B::cols(); ++c) {
            for (int i = 0; i < N; ++i) {
                for (int k = 0; k < i; ++k) x(i, c) = x(i, c) - lower_(i, k) * x(k, c);
                x(i, c) = x(i, c) / lower_(i, i);
            }
            for (int i = N - 1; i >= 0; --i) {
                for (int k = i + 1; k < N; ++k) x(i, c) = x(i, c) - lower_(k, i) * x(k, c);
                x(i, c) = x(i, c) / lower_(i, i);
            }
        }
        return x;
    }

private:
    plain_fixed<S, N, N> lower_;
};

template <class Derived, class S, int R, int C>
constexpr fixed_llt<S, R> fixed_expression<Derived, S, R, C>::llt() const {
    static_assert(R == C, "a.llt(): a is not square");
    return fixed_llt<S, R>(derived());
}

/// A matrix taken element by element: `a.array() * b.array()`, `a.array().exp()`; `matrix()` leads back.
template <class S, int R, int C>
class fixed_array {
public:
    using matrix_type = plain_fixed<S, R, C>;
    constexpr explicit fixed_array(const matrix_type& elements) : elements_(elements) {}

    constexpr const matrix_type& matrix() const { return elements_; }
    constexpr S sum() const { return elements_.sum(); }
    constexpr S prod() const { return elements_.prod(); }
    constexpr S mean() const { return elements_.mean(); }
    constexpr S maxCoeff() const { return elements_.maxCoeff(); }
    constexpr S minCoeff() const { return elements_.minCoeff(); }
    constexpr const S& operator()(int i, int j) const { return elements_(i, j); }
    constexpr const S& operator[](int i) const { return elements_[i]; }

    template <class F>
    constexpr fixed_array unaryExpr(const F& f) const {
        return fixed_array(elements_.unaryExpr([&](const S& x) { return static_cast<S>(f(x)); }));
    }
    constexpr fixed_array abs() const { return unaryExpr(functions::abs{}); }
    constexpr fixed_array square() const { return unaryExpr(functions::square{}); }
    constexpr fixed_array cube() const {
        return unaryExpr([](const S& x) { return x * x * x; });
    }
    constexpr fixed_array inverse() const {
        return unaryExpr([](const S& x) { return S(1) / x; });
    }
    constexpr fixed_array sqrt() const { return unaryExpr(functions::sqrt{}); }
    constexpr fixed_array exp() const { return unaryExpr(functions::exp{}); }
    constexpr fixed_array log() const { return unaryExpr(functions::log{}); }
    constexpr fixed_array sin() const { return unaryExpr(functions::sin{}); }
    constexpr fixed_array cos() const { return unaryExpr(functions::cos{}); }
    constexpr fixed_array tan() const { return unaryExpr(functions::tan{}); }
    constexpr fixed_array tanh() const { return unaryExpr(functions::tanh{}); }
    template <class Exponent>
    constexpr fixed_array pow(const Exponent& exponent) const {
        return unaryExpr([&](const S& x) { return pullback::pow(x, exponent); });
    }

    friend constexpr fixed_array operator-(const fixed_array& a) { return fixed_array(-a.elements_); }
    friend constexpr fixed_array operator+(const fixed_array& a, const fixed_array& b) {
        return fixed_array(a.elements_ + b.elements_);
    }
    friend constexpr fixed_array operator-(const fixed_array& a, const fixed_array& b) {
        return fixed_array(a.elements_ - b.elements_);
    }
    friend constexpr fixed_array operator*(const fixed_array& a, const fixed_array& b) {
        return fixed_array(a.elements_.cwiseProduct(b.elements_));
    }
    friend constexpr fixed_array operator/(const fixed_array& a, const fixed_array& b) {
        return fixed_array(a.elements_.cwiseQuotient(b.elements_));
    }
    friend constexpr fixed_array operator+(const fixed_array& a, const S& b) {
        return a.unaryExpr([&](const S& x) { return x + b; });
    }
    friend constexpr fixed_array operator+(const S& a, const fixed_array& b) { return b + a; }
    friend constexpr fixed_array operator-(const fixed_array& a, const S& b) {
        return a.unaryExpr([&](const S& x) { return x - b; });
    }
    friend constexpr fixed_array operator-(const S& a, const fixed_array& b) {
        return b.unaryExpr([&](const S& x) { return a - x; });
    }
    friend constexpr fixed_array operator*(const fixed_array& a, const S& b) { return fixed_array(a.elements_ * b); }
    friend constexpr fixed_array operator*(const S& a, const fixed_array& b) { return fixed_array(a * b.elements_); }
    friend constexpr fixed_array operator/(const fixed_array& a, const S& b) { return fixed_array(a.elements_ / b); }
    friend constexpr fixed_array operator/(const S& a, const fixed_array& b) {
        return b.unaryExpr([&](const S& x) { return a / x; });
    }

private:
    matrix_type elements_;
};

} // namespace pullback

#endif
