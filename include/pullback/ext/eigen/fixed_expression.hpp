// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_FIXED_EXPRESSION_HPP
#define PULLBACK_EXT_EIGEN_FIXED_EXPRESSION_HPP

#include <pullback/ext/eigen/fixed_parts.hpp>
#include <pullback/functions/piecewise.hpp>
#include <pullback/functions/powers.hpp>
#include <pullback/functions/scalar.hpp>

#include <concepts>
#include <type_traits>

namespace pullback {

/// A `fixed_matrix` or a part of one.
template <class E>
concept FixedExpression = requires(const E& e) {
    typename E::fixed_expression_type;
    e.coeff(0, 0);
};

namespace eigen_detail {

/// A matrix of Eigen's own: of numbers, of run-time size, or a part of one.
template <class E>
concept EigenMatrix = requires(const E& e) { []<class D>(const Eigen::MatrixBase<D>&) {}(e); };
/// What stands beside a fixed matrix: another one, or a matrix of Eigen's own, which has its size if that is known at
/// run time only.
template <class E>
concept FixedOperand = FixedExpression<E> || EigenMatrix<E>;

} // namespace eigen_detail

/// What fixed matrices and their parts can do: the part of Eigen's interface that small code needs, under the same
/// names. Everything is computed at once, element by element, and what is asked of a constant matrix is a copy.
template <class Derived, class S, int R, int C>
class fixed_expression : public fixed_parts<Derived, S, R, C> {
public:
    using Scalar = S;
    using value_type = S; // a vector is a sequence of its elements
    using fixed_expression_type = fixed_expression;
    enum {
        RowsAtCompileTime = R,
        ColsAtCompileTime = C,
        SizeAtCompileTime = R * C,
        IsVectorAtCompileTime = R == 1 || C == 1
    };

    static constexpr int rows() { return R; }
    static constexpr int cols() { return C; }
    static constexpr int size() { return R * C; }

    using fixed_parts<Derived, S, R, C>::derived;

    constexpr const S& operator()(int i, int j) const { return derived().coeff(i, j); }
    constexpr S& operator()(int i, int j) { return derived().coeffRef(i, j); }

    constexpr const S& operator[](int i) const
        requires(R == 1 || C == 1)
    {
        return C == 1 ? derived().coeff(i, 0) : derived().coeff(0, i);
    }
    constexpr S& operator[](int i)
        requires(R == 1 || C == 1)
    {
        return C == 1 ? derived().coeffRef(i, 0) : derived().coeffRef(0, i);
    }
    template <std::integral Index>
        requires(R == 1 || C == 1)
    constexpr const S& operator[](Index i) const {
        return (*this)[static_cast<int>(i)];
    }
    template <std::integral Index>
        requires(R == 1 || C == 1)
    constexpr S& operator[](Index i) {
        return (*this)[static_cast<int>(i)];
    }
    constexpr const S& operator()(int i) const
        requires(R == 1 || C == 1)
    {
        return (*this)[i];
    }
    constexpr S& operator()(int i)
        requires(R == 1 || C == 1)
    {
        return (*this)[i];
    }
    constexpr const S& x() const
        requires(R == 1 || C == 1)
    {
        return (*this)[0];
    }
    constexpr const S& y() const
        requires((R == 1 || C == 1) && R * C > 1)
    {
        return (*this)[1];
    }
    constexpr const S& z() const
        requires((R == 1 || C == 1) && R * C > 2)
    {
        return (*this)[2];
    }
    constexpr const S& w() const
        requires((R == 1 || C == 1) && R * C > 3)
    {
        return (*this)[3];
    }
    constexpr S& x()
        requires(R == 1 || C == 1)
    {
        return (*this)[0];
    }
    constexpr S& y()
        requires((R == 1 || C == 1) && R * C > 1)
    {
        return (*this)[1];
    }
    constexpr S& z()
        requires((R == 1 || C == 1) && R * C > 2)
    {
        return (*this)[2];
    }
    constexpr S& w()
        requires((R == 1 || C == 1) && R * C > 3)
    {
        return (*this)[3];
    }

    /// The only element.
    constexpr const S& value() const
        requires(R* C == 1)
    {
        return derived().coeff(0, 0);
    }
    constexpr operator const S&() const
        requires(R* C == 1)
    {
        return derived().coeff(0, 0);
    }

    /// f(element) for each element.
    template <class F>
    constexpr auto unaryExpr(const F& f) const {
        plain_fixed<std::remove_cvref_t<decltype(f(std::declval<const S&>()))>, R, C> result;
        for (int i = 0; i < R; ++i)
            for (int j = 0; j < C; ++j) result(i, j) = f(derived().coeff(i, j));
        return result;
    }
    /// f(element, element of `other`) for each pair.
    template <FixedExpression Other, class F>
    constexpr auto binaryExpr(const Other& other, const F& f) const {
        static_assert(Other::rows() == R && Other::cols() == C, "a + b, a.dot(b), ...: a and b have different sizes");
        plain_fixed<
            std::remove_cvref_t<decltype(f(std::declval<const S&>(), std::declval<const typename Other::Scalar&>()))>,
            R, C>
            result;
        for (int i = 0; i < R; ++i)
            for (int j = 0; j < C; ++j) result(i, j) = f(derived().coeff(i, j), other.coeff(i, j));
        return result;
    }
    template <class T>
    constexpr plain_fixed<T, R, C> cast() const {
        return unaryExpr([](const S& x) { return static_cast<T>(x); });
    }
    constexpr plain_fixed<S, R, C> eval() const { return derived(); }
    constexpr Derived& noalias() { return derived(); }
    constexpr const fixed_array<S, R, C> array() const { return fixed_array<S, R, C>(eval()); }
    // Copies are constant where Eigen has views that can be assigned to, so that no assignment is lost.
    constexpr const plain_fixed<S, C, R> transpose() const {
        plain_fixed<S, C, R> result;
        for (int i = 0; i < R; ++i)
            for (int j = 0; j < C; ++j) result(j, i) = derived().coeff(i, j);
        return result;
    }
    constexpr decltype(auto) adjoint() const { return transpose(); }
    /// The square matrix with this vector on its diagonal.
    constexpr auto asDiagonal() const
        requires(R == 1 || C == 1)
    {
        plain_fixed<S, R * C, R * C> result;
        for (int i = 0; i < R * C; ++i) result(i, i) = (*this)[i];
        return result;
    }

    // Reductions.

    constexpr S sum() const {
        return reduced([](const S& a, const S& b) { return a + b; });
    }
    constexpr S prod() const {
        return reduced([](const S& a, const S& b) { return a * b; });
    }
    constexpr S mean() const { return sum() / S(R * C); }
    constexpr S maxCoeff() const {
        return reduced([](const S& a, const S& b) { return S(pullback::max(a, b)); });
    }
    constexpr S minCoeff() const {
        return reduced([](const S& a, const S& b) { return S(pullback::min(a, b)); });
    }
    constexpr S trace() const { return this->diagonal().sum(); }
    /// These members are those of vectors, rows or columns.
    template <eigen_detail::FixedOperand Other>
    constexpr auto dot(const Other& other) const {
        const auto& b = as_fixed(other);
        using fixed = std::remove_cvref_t<decltype(b)>;
        static_assert(fixed::size() == R * C, "a.dot(b): a and b have different sizes");
        auto sum = derived().coeff(0, 0) * b.coeff(0, 0);
        for (int i = 1; i < R * C; ++i)
            sum = sum + derived().coeff(i / C, i % C) * b.coeff(i / fixed::cols(), i % fixed::cols());
        return sum;
    }
    constexpr S squaredNorm() const { return dot(derived()); }
    /// The derivatives of the norm at 0 are 0; those of a vector of length 1 do not exist there.
    constexpr S norm() const { return functions::root_of_squares{}(squaredNorm()); }
    constexpr plain_fixed<S, R, C> normalized() const { return derived() / norm(); }
    constexpr void normalize() { assign(normalized()); }
    template <eigen_detail::FixedOperand Other>
    constexpr auto cross(const Other& other) const {
        const auto& a = *this;
        const auto& b = as_fixed(other);
        using fixed = std::remove_cvref_t<decltype(b)>;
        static_assert(R * C == 3 && fixed::size() == 3, "a.cross(b): a and b are not vectors of three elements");
        plain_fixed<std::common_type_t<S, typename fixed::Scalar>, R, C> result;
        result[0] = a[1] * b[2] - a[2] * b[1];
        result[1] = a[2] * b[0] - a[0] * b[2];
        result[2] = a[0] * b[1] - a[1] * b[0];
        return result;
    }

    // Element by element.

    template <eigen_detail::FixedOperand Other>
    constexpr auto cwiseProduct(const Other& other) const {
        return binaryExpr(as_fixed(other), [](const auto& a, const auto& b) { return a * b; });
    }
    template <eigen_detail::FixedOperand Other>
    constexpr auto cwiseQuotient(const Other& other) const {
        return binaryExpr(as_fixed(other), [](const auto& a, const auto& b) { return a / b; });
    }
    template <eigen_detail::FixedOperand Other>
    constexpr auto cwiseMax(const Other& other) const {
        return binaryExpr(as_fixed(other), [](const auto& a, const auto& b) { return pullback::max(a, b); });
    }
    template <eigen_detail::FixedOperand Other>
    constexpr auto cwiseMin(const Other& other) const {
        return binaryExpr(as_fixed(other), [](const auto& a, const auto& b) { return pullback::min(a, b); });
    }
    constexpr auto cwiseAbs() const {
        return unaryExpr([](const S& x) { return S(pullback::abs(x)); });
    }
    constexpr auto cwiseAbs2() const { return cwiseProduct(derived()); }
    constexpr auto cwiseSqrt() const {
        return unaryExpr([](const S& x) { return S(pullback::sqrt(x)); });
    }
    constexpr auto cwiseInverse() const {
        return unaryExpr([](const S& x) { return S(1) / x; });
    }

    // Linear algebra; see fixed_algebra.hpp.

    /// Precondition: square, at most 4 rows. Cost: by cofactors.
    constexpr S determinant() const;
    /// Precondition: square, at most 4 rows, not singular. Cost: by cofactors, one division.
    constexpr plain_fixed<S, R, C> inverse() const;
    /// The Cholesky factors L Lᵀ. Precondition: symmetric and positive definite; the lower half is read.
    constexpr fixed_llt<S, R> llt() const;

    // Changes.

    constexpr Derived& setConstant(const S& value) {
        for (int i = 0; i < R; ++i)
            for (int j = 0; j < C; ++j) derived().coeffRef(i, j) = value;
        return derived();
    }
    constexpr void fill(const S& value) { setConstant(value); }
    constexpr Derived& setZero() { return setConstant(S(0)); }
    constexpr Derived& setOnes() { return setConstant(S(1)); }
    constexpr Derived& setIdentity() {
        setZero();
        for (int i = 0; i < (R < C ? R : C); ++i) derived().coeffRef(i, i) = S(1);
        return derived();
    }
    template <FixedExpression Other>
    constexpr Derived& operator+=(const Other& other) {
        return assign(derived() + other);
    }
    template <FixedExpression Other>
    constexpr Derived& operator-=(const Other& other) {
        return assign(derived() - other);
    }
    constexpr Derived& operator*=(const S& factor) { return assign(derived() * factor); }
    constexpr Derived& operator/=(const S& divisor) { return assign(derived() / divisor); }

protected:
    constexpr fixed_expression() = default;
    constexpr fixed_expression(const fixed_expression&) = default;
    constexpr fixed_expression& operator=(const fixed_expression&) = default;

    template <FixedExpression Other>
    constexpr Derived& assign(const Other& other) {
        static_assert(Other::rows() == R && Other::cols() == C, "a = b, a += b, ...: a and b have different sizes");
        const plain_fixed<typename Other::Scalar, R, C> read = other; // before the first is written
        for (int i = 0; i < R; ++i)
            for (int j = 0; j < C; ++j) derived().coeffRef(i, j) = static_cast<S>(read.coeff(i, j));
        return derived();
    }

private:
    template <FixedExpression Other>
    static constexpr const Other& as_fixed(const Other& other) {
        return other;
    }
    template <class Other>
    static constexpr auto as_fixed(const Other& other) {
        constexpr bool has_size = int(Other::SizeAtCompileTime) != Eigen::Dynamic;
        constexpr int height = has_size ? int(Other::RowsAtCompileTime) : R,
                      width = has_size ? int(Other::ColsAtCompileTime) : C;
        eigen_assert(other.rows() == height && other.cols() == width);
        return plain_fixed<S, height, width>(other);
    }
    template <class F>
    constexpr S reduced(const F& f) const {
        S result = derived().coeff(0, 0);
        for (int i = 1; i < R * C; ++i) result = f(result, derived().coeff(i / C, i % C));
        return result;
    }
};

} // namespace pullback

#endif
