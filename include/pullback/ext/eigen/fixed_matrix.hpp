// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_FIXED_MATRIX_HPP
#define PULLBACK_EXT_EIGEN_FIXED_MATRIX_HPP

#include <pullback/ext/eigen/fixed_expression.hpp>
#include <pullback/ext/eigen/fixed_operators.hpp>
#include <pullback/ext/eigen/fixed_parts.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_scalar.hpp>

#include <Eigen/Core>

#include <type_traits>

namespace pullback {

namespace eigen_detail {

/// Takes `m << a, b, …`: numbers and matrices, row by row, and checks that they fill m.
template <class M>
class fixed_comma {
public:
    constexpr explicit fixed_comma(M& target) : target_(target) {}

    template <FixedExpression E>
    constexpr fixed_comma& operator,(const E& part) {
        start_row(E::rows());
        for (int i = 0; i < E::rows(); ++i)
            for (int j = 0; j < E::cols(); ++j)
                target_.coeffRef(row_ + i, col_ + j) = static_cast<typename M::Scalar>(part.coeff(i, j));
        col_ += E::cols();
        return *this;
    }
    constexpr fixed_comma& operator,(const typename M::Scalar& value) {
        start_row(1);
        target_.coeffRef(row_, col_++) = value;
        return *this;
    }
    constexpr M& finished() { return target_; }

private:
    constexpr void start_row(int height) {
        if (col_ == M::cols()) {
            row_ += height_;
            col_ = 0;
        }
        height_ = height;
    }

    M& target_;
    int row_ = 0, col_ = 0, height_ = 1;
};

} // namespace eigen_detail

/// What an Eigen vector or matrix of fixed size is inside a static function while it is recorded: Eigen's own
/// types cannot be used in constant expressions. It has the part of their interface that small code needs,
/// under the same names, so that a generic lambda can be called with both; `Eigen::Matrix<T, R, C>` of the recording
/// scalar is one too. `fixed_vector(a, b, c)` makes one; results come out of the static function as Eigen types.
template <class S, int R, int C, int Options>
class fixed_matrix : public fixed_expression<fixed_matrix<S, R, C, Options>, S, R, C> {
    using base = fixed_expression<fixed_matrix, S, R, C>;

public:
    /// All zeros.
    constexpr fixed_matrix() = default;
    constexpr fixed_matrix(const fixed_matrix&) = default;
    constexpr fixed_matrix& operator=(const fixed_matrix&) = default;
    template <FixedExpression E>
    constexpr fixed_matrix(const E& other) {
        static_assert(E::rows() == R && E::cols() == C, "Matrix a = b: a and b have different sizes");
        for (int i = 0; i < R; ++i)
            for (int j = 0; j < C; ++j) rows_[i][j] = static_cast<S>(other.coeff(i, j));
    }
    /// A vector of these elements.
    template <class... X>
        requires((R == 1 || C == 1) && R * C > 1 && sizeof...(X) == R * C &&
                 (std::is_convertible_v<const X&, S> && ...))
    constexpr fixed_matrix(const X&... elements) {
        int i = 0;
        ((this->operator[](i++) = static_cast<S>(elements)), ...);
    }
    template <FixedExpression E>
    constexpr fixed_matrix& operator=(const E& other) {
        this->assign(other);
        return *this;
    }

    constexpr const S& coeff(int i, int j) const { return rows_[i][j]; }
    constexpr S& coeffRef(int i, int j) { return rows_[i][j]; }
    constexpr const S& coeffRef(int i, int j) const { return rows_[i][j]; }

    template <class First>
    constexpr eigen_detail::fixed_comma<fixed_matrix> operator<<(const First& first) {
        eigen_detail::fixed_comma<fixed_matrix> list(*this);
        list, first;
        return list;
    }

    static constexpr plain_fixed<S, R, C> Constant(const S& value) {
        plain_fixed<S, R, C> result;
        result.setConstant(value);
        return result;
    }
    static constexpr auto Zero() { return Constant(S(0)); }
    static constexpr auto Ones() { return Constant(S(1)); }
    static constexpr plain_fixed<S, R, C> Identity() {
        plain_fixed<S, R, C> result;
        result.setIdentity();
        return result;
    }
    static constexpr plain_fixed<S, R, C> Unit(int i)
        requires(R == 1 || C == 1)
    {
        plain_fixed<S, R, C> result;
        result[i] = S(1);
        return result;
    }
    static constexpr auto UnitX() { return Unit(0); }
    static constexpr auto UnitY() { return Unit(1); }
    static constexpr auto UnitZ() { return Unit(2); }

private:
    S rows_[R][C]{};
};

/// A part of a matrix that can be assigned to.
template <class M, int R, int C>
class fixed_block : public fixed_expression<fixed_block<M, R, C>, typename M::Scalar, R, C> {
    using S = typename M::Scalar;

public:
    constexpr fixed_block(M& whole, int i, int j) : whole_(whole), row_(i), col_(j) {}
    constexpr fixed_block(const fixed_block&) = default;
    constexpr fixed_block& operator=(const fixed_block& other) { return this->assign(other); }
    template <FixedExpression E>
    constexpr fixed_block& operator=(const E& other) {
        return this->assign(other);
    }
    constexpr const S& coeff(int i, int j) const { return whole_.coeff(row_ + i, col_ + j); }
    constexpr S& coeffRef(int i, int j) { return whole_.coeffRef(row_ + i, col_ + j); }

private:
    M& whole_;
    int row_, col_;
};

/// The diagonal of a matrix, which can be assigned to.
template <class M, int N>
class fixed_diagonal : public fixed_expression<fixed_diagonal<M, N>, typename M::Scalar, N, 1> {
    using S = typename M::Scalar;

public:
    constexpr explicit fixed_diagonal(M& whole) : whole_(whole) {}
    constexpr fixed_diagonal(const fixed_diagonal&) = default;
    constexpr fixed_diagonal& operator=(const fixed_diagonal& other) { return this->assign(other); }
    template <FixedExpression E>
    constexpr fixed_diagonal& operator=(const E& other) {
        return this->assign(other);
    }
    constexpr const S& coeff(int i, int) const { return whole_.coeff(i, i); }
    constexpr S& coeffRef(int i, int) { return whole_.coeffRef(i, i); }

private:
    M& whole_;
};

} // namespace pullback

/// An Eigen matrix of fixed size of the recording scalar, as helpers and structs that are templates on their scalar
/// name it. It works in constant expressions, as far as a `fixed_matrix` goes. Eigen's matrices of run-time size and
/// their parts are made of it and take it by `=`, `+=` and `-=`.
template <int R, int C, int Options>
    requires(R > 0 && C > 0)
class Eigen::Matrix<pullback::recorded, R, C, Options, R, C>
    : public pullback::fixed_matrix<pullback::recorded, R, C, Options>,
      public Eigen::EigenBase<Eigen::Matrix<pullback::recorded, R, C, Options, R, C>> {
    using base = pullback::fixed_matrix<pullback::recorded, R, C, Options>;

public:
    // What Eigen asks of a matrix that it reads.
    using PlainObject = Matrix;
    enum { Flags = 0 };
    using CoeffReturnType = const pullback::recorded&;
    using base::cols;
    using base::derived;
    using base::rows;
    using base::size;

    constexpr Matrix() = default;
    constexpr Matrix(const Matrix&) = default;
    constexpr Matrix& operator=(const Matrix&) = default;
    using base::base;
    template <pullback::FixedExpression E>
    constexpr Matrix(const E& other) : base(other) {} // a matrix that is a base is not taken by inherited ones
    /// A matrix of numbers, as a function recorded at run time captures it, or a part of a matrix of run-time size,
    /// which has this size.
    template <class Derived>
        requires(std::is_arithmetic_v<typename Derived::Scalar> ||
                 std::is_same_v<typename Derived::Scalar, pullback::recorded>)
    explicit(std::is_arithmetic_v<typename Derived::Scalar>) Matrix(const Eigen::MatrixBase<Derived>& numbers) {
        static_assert((int(Derived::RowsAtCompileTime) == R || int(Derived::RowsAtCompileTime) == Eigen::Dynamic) &&
                          (int(Derived::ColsAtCompileTime) == C || int(Derived::ColsAtCompileTime) == Eigen::Dynamic),
                      "Matrix<T, R, C>(m): m is a matrix of another size");
        eigen_assert(numbers.rows() == R && numbers.cols() == C);
        const Eigen::internal::evaluator<Derived> read(numbers.derived());
        for (int i = 0; i < R; ++i)
            for (int j = 0; j < C; ++j) this->coeffRef(i, j) = pullback::recorded(read.coeff(i, j));
    }
    using base::operator=;
};

/// How Eigen reads one, when it assigns it to a matrix of its own.
template <int R, int C, int Options>
    requires(R > 0 && C > 0)
struct Eigen::internal::evaluator<Eigen::Matrix<pullback::recorded, R, C, Options, R, C>>
    : Eigen::internal::evaluator_base<Eigen::Matrix<pullback::recorded, R, C, Options, R, C>> {
    using XprType = Eigen::Matrix<pullback::recorded, R, C, Options, R, C>;
    using Scalar = pullback::recorded;
    using CoeffReturnType = const pullback::recorded&;
    enum { CoeffReadCost = 1, Flags = 0, Alignment = 0 };

    explicit evaluator(const XprType& read) : read_(read) {}
    CoeffReturnType coeff(Index i, Index j) const { return read_.coeff(static_cast<int>(i), static_cast<int>(j)); }

private:
    const XprType& read_;
};

namespace pullback {

namespace eigen_detail {

template <int R, int C, int Options>
struct find_plain_fixed<recorded, R, C, Options> {
    using type = Eigen::Matrix<recorded, R, C, Options, R, C>;
};

} // namespace eigen_detail

/// A column of these elements.
template <class... X>
constexpr auto fixed_vector(const X&... elements) {
    using S = std::common_type_t<X...>;
    plain_fixed<S, static_cast<int>(sizeof...(X)), 1> result;
    int i = 0;
    ((result(i++, 0) = static_cast<S>(elements)), ...);
    return result;
}

} // namespace pullback

#endif
