// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_FACTORS_HPP
#define PULLBACK_EXT_EIGEN_FACTORS_HPP

#include <pullback/dynamic/engine.hpp>
#include <pullback/dynamic/errors.hpp>

#include <cmath>
#include <limits>
#include <string>

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <Eigen/LU>

// Factors of square matrices of numbers, made once and used by the functions of linear algebra and their rules. Eigen's
// classes say little of matrices that have no such factors, so all of them are looked at here, before a NaN is made.

namespace pullback::dynamic::eigen_detail {

/// The type of a square matrix that a `M` holds.
template <class M>
struct square {
    static constexpr int size =
        M::RowsAtCompileTime != Eigen::Dynamic ? int(M::RowsAtCompileTime) : int(M::ColsAtCompileTime);
    static constexpr int max_size =
        M::MaxRowsAtCompileTime != Eigen::Dynamic ? int(M::MaxRowsAtCompileTime) : int(M::MaxColsAtCompileTime);
    using type = Eigen::Matrix<typename M::Scalar, size, size, Eigen::ColMajor, max_size, max_size>;
};

template <class A>
void check_square_and_finite(const std::string& call, const A& a) {
    if (a.rows() != a.cols())
        throw shape_mismatch(call + ": A has the shape " + engine::shape_text(a) + "; it must be square");
    // x - x is 0 of finite numbers only. Eigen adds in vectors, while its `allFinite` goes element by element.
    if ((a - a).sum() == 0) return;
    for (Eigen::Index i = 0; i < a.rows(); ++i)
        for (Eigen::Index j = 0; j < a.cols(); ++j)
            if (!(a(i, j) - a(i, j) == 0))
                throw singular_matrix(call + ": the element of A in row " + std::to_string(i) + ", column " +
                                      std::to_string(j) + " is no finite number; all elements must be finite");
}

/// Whether the pivots are numbers to divide by. Throws if they are no finite numbers.
template <class Pivots>
bool are_regular(const std::string& call, const Pivots& pivots, typename Pivots::Scalar smallest) {
    using std::abs;
    bool is_regular = true;
    for (Eigen::Index i = 0; i < pivots.size(); ++i) {
        if (!(pivots[i] - pivots[i] == 0))
            throw singular_matrix(call + ": the elements of A are so large that its factorisation overflows; scale A");
        if (!(abs(pivots[i]) > smallest)) is_regular = false;
    }
    return is_regular;
}

[[noreturn]] inline void report_singular(const std::string& call) {
    throw singular_matrix(call +
                          ": A is singular, one of its pivots is 0; leave out rows that depend on others, or add "
                          "a small multiple of the identity");
}

template <class Pivots>
auto log_of_pivots(const Pivots& pivots) {
    using std::abs, std::log;
    typename Pivots::Scalar sum(0);
    for (Eigen::Index i = 0; i < pivots.size(); ++i) sum += log(abs(pivots[i]));
    return sum;
}

/// P A = L U, with exchanges of rows.
template <class M>
class lu_factors {
public:
    static constexpr const char* name = "lu";
    static constexpr bool is_symmetric = false;

    lu_factors(const std::string& call, const M& a) {
        eigen_detail::check_square_and_finite(call, a);
        if (a.rows() == 0) return;
        factors_.compute(a);
        is_regular_ = eigen_detail::are_regular(call, factors_.matrixLU().diagonal().eval(), scalar(0));
    }

    bool is_regular() const { return is_regular_; }
    /// A⁻¹ b, or A⁻ᵀ b.
    template <class R, engine::orientation Form, class B>
    R solve(const B& b) const {
        if (b.rows() == 0) return b;
        if constexpr (Form == engine::orientation::transposed) return factors_.transpose().solve(b);
        else return factors_.solve(b);
    }
    auto determinant() const { return factors_.rows() == 0 ? scalar(1) : factors_.determinant(); }
    auto log_determinant() const {
        if (factors_.rows() == 0) return scalar(0);
        return eigen_detail::log_of_pivots(factors_.matrixLU().diagonal().eval());
    }

private:
    using scalar = typename M::Scalar;
    Eigen::PartialPivLU<typename square<M>::type> factors_;
    bool is_regular_ = true;
};

/// The symmetric part (A + Aᵀ) / 2, which is A itself if A is symmetric. Eigen's classes read the lower triangle only,
/// whose derivatives would be those of one triangle.
template <class M>
typename square<M>::type symmetric_part_of(const M& a) {
    return (a + a.transpose()) / typename M::Scalar(2);
}

/// A = L Lᵀ of a positive definite matrix.
template <class M>
class llt_factors {
public:
    static constexpr const char* name = "llt";
    static constexpr bool is_symmetric = true;

    llt_factors(const std::string& call, const M& a) {
        eigen_detail::check_square_and_finite(call, a);
        factors_.compute(eigen_detail::symmetric_part_of(a));
        if (factors_.info() != Eigen::Success)
            throw not_positive_definite(call +
                                        ": A is not positive definite, one of its pivots is not above 0; add a small "
                                        "multiple of the identity, or use lu(A)");
        eigen_detail::are_regular(call, pivots(), scalar(0));
    }

    static bool is_regular() { return true; }
    template <class R, engine::orientation, class B>
    R solve(const B& b) const {
        return factors_.solve(b);
    }
    auto determinant() const {
        const scalar root = pivots().prod();
        return scalar(root * root);
    }
    auto log_determinant() const { return scalar(2 * eigen_detail::log_of_pivots(pivots())); }
    auto lower() const { return factors_.matrixL(); }

private:
    using scalar = typename M::Scalar;
    auto pivots() const { return factors_.matrixLLT().diagonal().eval(); }
    Eigen::LLT<typename square<M>::type> factors_;
};

/// P A Pᵀ = L D Lᵀ of a symmetric matrix, with exchanges of rows and columns.
template <class M>
class ldlt_factors {
public:
    static constexpr const char* name = "ldlt";
    static constexpr bool is_symmetric = true;

    ldlt_factors(const std::string& call, const M& a) {
        eigen_detail::check_square_and_finite(call, a);
        if (a.rows() == 0) return;
        factors_.compute(eigen_detail::symmetric_part_of(a));
        if (factors_.info() != Eigen::Success)
            throw singular_matrix(call + ": A has no factors L D Lᵀ with a diagonal D; use lu(A)");
        is_regular_ = eigen_detail::are_regular(call, factors_.vectorD().eval(), (std::numeric_limits<scalar>::min)());
    }

    bool is_regular() const { return is_regular_; }
    template <class R, engine::orientation, class B>
    R solve(const B& b) const {
        if (b.rows() == 0) return b;
        return factors_.solve(b);
    }
    auto determinant() const { return factors_.rows() == 0 ? scalar(1) : scalar(factors_.vectorD().prod()); }
    auto log_determinant() const {
        if (factors_.rows() == 0) return scalar(0);
        return eigen_detail::log_of_pivots(factors_.vectorD().eval());
    }

private:
    using scalar = typename M::Scalar;
    Eigen::LDLT<typename square<M>::type> factors_;
    bool is_regular_ = true;
};

} // namespace pullback::dynamic::eigen_detail

#endif
