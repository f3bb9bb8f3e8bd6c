// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_FIXED_MATRIX_HPP
#define PULLBACK_EXT_EIGEN_FIXED_MATRIX_HPP

#include <pullback/functions/powers.hpp>
#include <pullback/functions/scalar.hpp>

#include <Eigen/Core>

namespace pullback {

namespace detail {

/// Eigen's order of storage for these sizes: vectors have no choice, matrices take it from `options`.
constexpr int order_for(int rows, int cols, int options) {
    const int alignment = options & Eigen::DontAlign;
    if (rows == 1 && cols != 1) return alignment | Eigen::RowMajor;
    if (cols == 1 && rows != 1) return alignment | Eigen::ColMajor;
    return options;
}

} // namespace detail

/// What an Eigen vector or matrix of fixed size is inside a static function while it is recorded: Eigen's own
/// types cannot be used in constant expressions. It has the part of their interface that small code needs,
/// under the same names, so that a generic lambda can be called with both. `fixed_vector(a, b, c)` makes one;
/// results come out of the static function as Eigen types.
template <class S, int R, int C = 1, int Options = detail::order_for(R, C, 0)>
class fixed_matrix {
public:
    using Scalar = S;
    enum {
        RowsAtCompileTime = R,
        ColsAtCompileTime = C,
        SizeAtCompileTime = R * C,
        IsVectorAtCompileTime = R == 1 || C == 1
    };

    /// All zeros.
    constexpr fixed_matrix() = default;

    static constexpr int rows() { return R; }
    static constexpr int cols() { return C; }
    static constexpr int size() { return R * C; }

    constexpr const S& coeff(int i, int j) const { return rows_[i][j]; }
    constexpr S& coeffRef(int i, int j) { return rows_[i][j]; }
    constexpr const S& coeffRef(int i, int j) const { return rows_[i][j]; }
    constexpr const S& operator()(int i, int j) const { return rows_[i][j]; }
    constexpr S& operator()(int i, int j) { return rows_[i][j]; }

    constexpr const S& operator[](int i) const
        requires(R == 1 || C == 1)
    {
        return C == 1 ? rows_[i][0] : rows_[0][i];
    }
    constexpr S& operator[](int i)
        requires(R == 1 || C == 1)
    {
        return C == 1 ? rows_[i][0] : rows_[0][i];
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

    /// The only element.
    constexpr const S& value() const
        requires(R* C == 1)
    {
        return rows_[0][0];
    }
    constexpr operator const S&() const
        requires(R* C == 1)
    {
        return rows_[0][0];
    }

    constexpr fixed_matrix<S, C, R, detail::order_for(C, R, Options)> transpose() const {
        fixed_matrix<S, C, R, detail::order_for(C, R, Options)> result;
        for (int i = 0; i < R; ++i)
            for (int j = 0; j < C; ++j) result(j, i) = rows_[i][j];
        return result;
    }
    /// Row i, column j.
    constexpr fixed_matrix<S, 1, C> row(int i) const {
        fixed_matrix<S, 1, C> result;
        for (int j = 0; j < C; ++j) result(0, j) = rows_[i][j];
        return result;
    }
    constexpr fixed_matrix<S, R, 1> col(int j) const {
        fixed_matrix<S, R, 1> result;
        for (int i = 0; i < R; ++i) result(i, 0) = rows_[i][j];
        return result;
    }

    constexpr S sum() const {
        S result = rows_[0][0];
        for (int i = 1; i < R * C; ++i) result += rows_[i / C][i % C];
        return result;
    }
    constexpr S dot(const fixed_matrix& other) const { return cwiseProduct(other).sum(); }
    constexpr S squaredNorm() const { return dot(*this); }
    /// Its derivative at 0 does not exist.
    constexpr S norm() const { return sqrt(squaredNorm()); }
    constexpr fixed_matrix normalized() const { return *this / norm(); }
    constexpr fixed_matrix cwiseProduct(const fixed_matrix& other) const {
        return combined(other, [](const S& a, const S& b) { return a * b; });
    }
    constexpr fixed_matrix cwiseQuotient(const fixed_matrix& other) const {
        return combined(other, [](const S& a, const S& b) { return a / b; });
    }
    constexpr fixed_matrix cross(const fixed_matrix& other) const
        requires((R == 1 || C == 1) && R * C == 3)
    {
        const fixed_matrix &a = *this, &b = other;
        fixed_matrix result;
        result[0] = a[1] * b[2] - a[2] * b[1];
        result[1] = a[2] * b[0] - a[0] * b[2];
        result[2] = a[0] * b[1] - a[1] * b[0];
        return result;
    }

    friend constexpr fixed_matrix operator-(const fixed_matrix& a) {
        return a.combined(a, [](const S& x, const S&) { return -x; });
    }
    friend constexpr fixed_matrix operator+(const fixed_matrix& a, const fixed_matrix& b) {
        return a.combined(b, [](const S& x, const S& y) { return x + y; });
    }
    friend constexpr fixed_matrix operator-(const fixed_matrix& a, const fixed_matrix& b) {
        return a.combined(b, [](const S& x, const S& y) { return x - y; });
    }
    friend constexpr fixed_matrix operator*(const fixed_matrix& a, const S& factor) {
        return a.combined(a, [&](const S& x, const S&) { return x * factor; });
    }
    friend constexpr fixed_matrix operator*(const S& factor, const fixed_matrix& a) {
        return a.combined(a, [&](const S& x, const S&) { return factor * x; });
    }
    friend constexpr fixed_matrix operator/(const fixed_matrix& a, const S& divisor) {
        return a.combined(a, [&](const S& x, const S&) { return x / divisor; });
    }
    constexpr fixed_matrix& operator+=(const fixed_matrix& other) { return *this = *this + other; }
    constexpr fixed_matrix& operator-=(const fixed_matrix& other) { return *this = *this - other; }
    constexpr fixed_matrix& operator*=(const S& factor) { return *this = *this * factor; }
    constexpr fixed_matrix& operator/=(const S& divisor) { return *this = *this / divisor; }

private:
    template <class Combine>
    constexpr fixed_matrix combined(const fixed_matrix& other, Combine combine) const {
        fixed_matrix result;
        for (int i = 0; i < R; ++i)
            for (int j = 0; j < C; ++j) result(i, j) = combine(rows_[i][j], other(i, j));
        return result;
    }

    S rows_[R][C]{};
};

/// The matrix product.
template <class S, int R, int K, int C, int Left, int Right>
constexpr fixed_matrix<S, R, C, detail::order_for(R, C, Left)> operator*(const fixed_matrix<S, R, K, Left>& a,
                                                                         const fixed_matrix<S, K, C, Right>& b) {
    fixed_matrix<S, R, C, detail::order_for(R, C, Left)> result;
    for (int i = 0; i < R; ++i)
        for (int j = 0; j < C; ++j) {
            S sum = a(i, 0) * b(0, j);
            for (int k = 1; k < K; ++k) sum += a(i, k) * b(k, j);
            result(i, j) = sum;
        }
    return result;
}

/// A column of these elements.
template <class... X>
constexpr auto fixed_vector(const X&... elements) {
    using S = std::common_type_t<X...>;
    fixed_matrix<S, static_cast<int>(sizeof...(X)), 1> result;
    int i = 0;
    ((result[i++] = static_cast<S>(elements)), ...);
    return result;
}

} // namespace pullback

#endif
