// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_RECORDED_CHOLESKY_HPP
#define PULLBACK_EXT_EIGEN_RECORDED_CHOLESKY_HPP

#include <pullback/ext/eigen/recorded.hpp>
#include <pullback/record/recorded.hpp>

#include <Eigen/Cholesky>
#include <Eigen/Core>

// Eigen's Cholesky decompositions ask for signs and sizes of what they compute, which recorded values do not have.
// These are the same without questions: no pivoting, and always `Eigen::Success`.

namespace pullback::eigen_detail {

/// The triangle of a matrix that a decomposition reads, as a lower one.
template <int UpLo, class Matrix, class Derived>
Matrix lower_triangle_of(const Eigen::EigenBase<Derived>& symmetric) {
    const Matrix all(symmetric.derived());
    if constexpr (UpLo == Eigen::Lower) return all;
    else return all.transpose();
}

} // namespace pullback::eigen_detail

/// `A.llt()` of recorded values: A = L Lᵀ.
template <int R, int C, int O, int MR, int MC, int UpLo>
class Eigen::LLT<Eigen::Matrix<pullback::recorded, R, C, O, MR, MC>, UpLo> {
public:
    using MatrixType = Eigen::Matrix<pullback::recorded, R, C, O, MR, MC>;
    using Scalar = pullback::recorded;

    template <class Derived>
    explicit LLT(const Eigen::EigenBase<Derived>& symmetric) {
        compute(symmetric);
    }
    template <class Derived>
    LLT& compute(const Eigen::EigenBase<Derived>& symmetric) {
        factor_ = pullback::eigen_detail::lower_triangle_of<UpLo, MatrixType>(symmetric);
        for (Eigen::Index k = 0; k < factor_.rows(); ++k)
            for (Eigen::Index i = k; i < factor_.rows(); ++i) {
                Scalar sum = factor_(i, k);
                for (Eigen::Index j = 0; j < k; ++j) sum -= factor_(i, j) * factor_(k, j);
                factor_(i, k) = i == k ? sqrt(sum) : sum / factor_(k, k);
                if (i != k) factor_(k, i) = Scalar(0);
            }
        return *this;
    }

    const MatrixType& matrixL() const { return factor_; }
    MatrixType matrixU() const { return factor_.transpose(); }
    Eigen::ComputationInfo info() const { return Eigen::Success; }
    template <class Right>
    auto solve(const Eigen::MatrixBase<Right>& right) const {
        typename Right::PlainObject x = right.template cast<Scalar>();
        factor_.template triangularView<Eigen::Lower>().solveInPlace(x);
        factor_.transpose().template triangularView<Eigen::Upper>().solveInPlace(x);
        return x;
    }

private:
    MatrixType factor_;
};

/// `A.ldlt()` of recorded values: A = L D Lᵀ, where the diagonal of L is 1. Precondition: no pivot is 0.
template <int R, int C, int O, int MR, int MC, int UpLo>
class Eigen::LDLT<Eigen::Matrix<pullback::recorded, R, C, O, MR, MC>, UpLo> {
public:
    using MatrixType = Eigen::Matrix<pullback::recorded, R, C, O, MR, MC>;
    using Scalar = pullback::recorded;
    using VectorType = Eigen::Matrix<pullback::recorded, R, 1>;

    template <class Derived>
    explicit LDLT(const Eigen::EigenBase<Derived>& symmetric) {
        compute(symmetric);
    }
    template <class Derived>
    LDLT& compute(const Eigen::EigenBase<Derived>& symmetric) {
        factor_ = pullback::eigen_detail::lower_triangle_of<UpLo, MatrixType>(symmetric);
        const Eigen::Index size = factor_.rows();
        diagonal_.resize(size);
        for (Eigen::Index k = 0; k < size; ++k)
            for (Eigen::Index i = k; i < size; ++i) {
                Scalar sum = factor_(i, k);
                for (Eigen::Index j = 0; j < k; ++j) sum -= factor_(i, j) * factor_(k, j) * diagonal_(j);
                if (i == k) {
                    diagonal_(k) = sum;
                    factor_(k, k) = Scalar(1);
                } else {
                    factor_(i, k) = sum / diagonal_(k);
                    factor_(k, i) = Scalar(0);
                }
            }
        return *this;
    }

    const MatrixType& matrixL() const { return factor_; }
    MatrixType matrixU() const { return factor_.transpose(); }
    const VectorType& vectorD() const { return diagonal_; }
    Eigen::ComputationInfo info() const { return Eigen::Success; }
    template <class Right>
    auto solve(const Eigen::MatrixBase<Right>& right) const {
        typename Right::PlainObject x = right.template cast<Scalar>();
        factor_.template triangularView<Eigen::UnitLower>().solveInPlace(x);
        for (Eigen::Index j = 0; j < x.cols(); ++j)
            for (Eigen::Index i = 0; i < x.rows(); ++i) x(i, j) /= diagonal_(i);
        factor_.transpose().template triangularView<Eigen::UnitUpper>().solveInPlace(x);
        return x;
    }

private:
    MatrixType factor_;
    VectorType diagonal_;
};

#endif
