// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_LINEAR_ALGEBRA_HPP
#define PULLBACK_EXT_EIGEN_LINEAR_ALGEBRA_HPP

#include <pullback/dynamic/engine.hpp>
#include <pullback/dynamic/errors.hpp>
#include <pullback/dynamic/variable_handle.hpp>
#include <pullback/ext/eigen/data.hpp>
#include <pullback/ext/eigen/factor_rules.hpp>
#include <pullback/ext/eigen/factors.hpp>
#include <pullback/ext/eigen/products.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>

namespace pullback::dynamic {

namespace eigen_detail {

/// A matrix as it is kept with its factors: the variable that it is, or a copy of the data.
template <class X>
struct kept_operand {
    using type = data_of<X>;
};
template <class X>
    requires engine::is_variable<X>
struct kept_operand<X> {
    using type = variable<data_of<X>>;
};

template <class A, class B>
struct solution_type {
    static constexpr bool is_one_scalar = std::is_same_v<typename A::Scalar, typename B::Scalar>;
    static constexpr bool fits = may_be_equal<A::RowsAtCompileTime, B::RowsAtCompileTime>;
    static constexpr int rows =
        A::ColsAtCompileTime != Eigen::Dynamic ? int(A::ColsAtCompileTime) : int(B::RowsAtCompileTime);
    static constexpr int max_rows =
        A::MaxColsAtCompileTime != Eigen::Dynamic ? int(A::MaxColsAtCompileTime) : int(B::MaxRowsAtCompileTime);
    using type = typename resized<B, rows, B::ColsAtCompileTime, max_rows, B::MaxColsAtCompileTime>::type;
};

/// A matrix of real numbers that may be square, or a variable of one.
template <class X>
concept SquareOperand = MatrixOperand<X> && RealData<data_of<X>> &&
                        may_be_equal<data_of<X>::RowsAtCompileTime, data_of<X>::ColsAtCompileTime>;

} // namespace eigen_detail

/// A square matrix together with its factors, which are computed once, for all that is asked of them and for the
/// backward passes. What `lu`, `llt` and `ldlt` give.
template <class X, class Factors>
class factorised {
    using A = eigen_detail::data_of<X>;

public:
    factorised(const std::string& call, const X& a)
        : a_(a), factors_(std::make_shared<const Factors>(call, eigen_data())) {
        if constexpr (engine::is_variable<X>) replacement_ = a_.node()->replacement();
    }

    /// x with A x = b; b may have several columns. Throws `shape_mismatch` unless b has as many rows as A, and
    /// `singular_matrix`.
    template <eigen_detail::MatrixOperand B>
    auto solve(const B& b) const {
        return solve_as(text("solve(b)"), b);
    }
    /// A⁻¹. Throws `singular_matrix`.
    auto inverse() const { return inverse_as(text("inverse()")); }
    /// det A. Throws `singular_matrix` where a backward pass meets a singular A.
    auto determinant() const {
        check_data(text("determinant()"));
        return engine::call_whole_with(
            eigen_detail::determinant_of<Factors, eigen_detail::determinant_form::plain>{factors_}, a_);
    }
    /// ln |det A|, without overflow. Throws `singular_matrix`.
    auto log_determinant() const { return log_determinant_as(text("log_determinant()")); }
    /// The lower triangular L with L Lᵀ = A, of `llt(A)`.
    auto matrixL() const
        requires requires(const Factors& factors) { factors.lower(); }
    {
        check_data(text("matrixL()"));
        return engine::call_whole_with(eigen_detail::lower_factor<Factors>{factors_}, a_);
    }

    // The same with the call as an error is to name it.
    template <class B>
    auto solve_as(const std::string& call, const B& b) const {
        using facts = eigen_detail::solution_type<A, eigen_detail::data_of<B>>;
        static_assert(facts::is_one_scalar,
                      "solve(A, b): A and b have elements of different types; convert one of them, as with "
                      "b.cast<double>()");
        static_assert(facts::fits, "solve(A, b): by their types b cannot have as many rows as A");
        check(call);
        if constexpr (facts::is_one_scalar && facts::fits) {
            check_rows(call, b);
            return engine::call_whole_with(
                eigen_detail::solution<typename facts::type, Factors, engine::orientation::as_is>{factors_}, a_, b);
        } else return refused{};
    }
    auto inverse_as(const std::string& call) const {
        check(call);
        return engine::call_whole_with(eigen_detail::inversion<Factors, engine::orientation::as_is>{factors_}, a_);
    }
    auto log_determinant_as(const std::string& call) const {
        check(call);
        return engine::call_whole_with(
            eigen_detail::determinant_of<Factors, eigen_detail::determinant_form::logarithm>{factors_}, a_);
    }

private:
    static std::string text(const char* asked) { return std::string(Factors::name) + "(A)." + asked; }

    const A& eigen_data() const {
        if constexpr (engine::is_variable<X>) return a_.data();
        else return a_;
    }
    void check_data(const std::string& call) const {
        if constexpr (engine::is_variable<X>)
            if (a_.node()->replacement() != replacement_)
                throw data_replaced(call + ": the data of A have been replaced since it was factorised; call " +
                                    Factors::name + "(A) again");
    }
    void check(const std::string& call) const {
        check_data(call);
        if (!factors_->is_regular()) eigen_detail::report_singular(call);
    }
    template <class B>
    void check_rows(const std::string& call, const B& b) const {
        const auto rows = [&] {
            if constexpr (engine::is_variable<B>) return b.data().rows();
            else return b.rows();
        }();
        if (rows != eigen_data().rows())
            throw shape_mismatch(call + ": A has " + std::to_string(eigen_data().rows()) + " rows and b has " +
                                 std::to_string(rows) + "; b must have as many rows as A");
    }

    typename eigen_detail::kept_operand<X>::type a_;
    std::shared_ptr<const Factors> factors_;
    std::uint64_t replacement_ = 0;
};

// Sizes that no square matrix has are refused in words.
#define PULLBACK_FACTORISATION(NAME)                                                                           \
    template <eigen_detail::MatrixOperand X>                                                                   \
    auto NAME(const X& a) {                                                                                    \
        static_assert(eigen_detail::SquareOperand<X>, #NAME "(A): A must be a square matrix of real numbers"); \
        return factorised<X, eigen_detail::NAME##_factors<eigen_detail::data_of<X>>>(#NAME "(A)", a);          \
    }

/// The factors of a square matrix by elimination with exchanges of rows (Eigen's `PartialPivLU`). Singular is what has
/// a pivot of exactly 0 as computed: a matrix that is nearly singular gives large numbers.
PULLBACK_FACTORISATION(lu)
/// The factors L Lᵀ of a positive definite matrix (Eigen's `LLT`). It is taken of the symmetric part (A + Aᵀ) / 2, by
/// which adjoints of A are symmetric. Throws `not_positive_definite` if a pivot is not above 0 as computed.
PULLBACK_FACTORISATION(llt)
/// The factors L D Lᵀ of a symmetric matrix, with exchanges (Eigen's `LDLT`), best of one that is positive or negative
/// semidefinite; of the symmetric part, as `llt`. Throws `singular_matrix` if there are none.
PULLBACK_FACTORISATION(ldlt)

#undef PULLBACK_FACTORISATION

/// x with A x = b, by `lu(A)`; b may have several columns. `llt(A).solve(b)` takes half as long for a positive definite
/// A. Rule: gb = A⁻ᵀ gx by the same factors, and gA = -gb xᵀ. Throws `shape_mismatch`, and `singular_matrix` if a pivot
/// is 0 or an element no finite number.
template <class X, class B>
    requires(engine::VariableOperands<X, B> && eigen_detail::MatrixOperands<X, B>)
auto solve(const X& a, const B& b) {
    static_assert(eigen_detail::SquareOperand<X>, "solve(A, b): A must be a square matrix of real numbers");
    using factors = eigen_detail::lu_factors<eigen_detail::data_of<X>>;
    return factorised<X, factors>("solve(A, b)", a).solve_as("solve(A, b)", b);
}

/// A⁻¹, by `lu(A)`. Rule: gA = -yᵀ gy yᵀ. Throws as `solve`, which is faster and rounds less if A⁻¹ is only multiplied.
template <eigen_detail::EigenVariable X>
    requires eigen_detail::MatrixOperand<X>
auto inverse(const X& a) {
    static_assert(eigen_detail::SquareOperand<X>, "inverse(A): A must be a square matrix of real numbers");
    using factors = eigen_detail::lu_factors<eigen_detail::data_of<X>>;
    return factorised<X, factors>("inverse(A)", a).inverse_as("inverse(A)");
}

/// det A, by `lu(A)`; 0 of a singular A. Rule: gA = gy y A⁻ᵀ, which throws `singular_matrix` if A is singular.
template <eigen_detail::EigenVariable X>
    requires eigen_detail::MatrixOperand<X>
auto determinant(const X& a) {
    static_assert(eigen_detail::SquareOperand<X>, "determinant(A): A must be a square matrix of real numbers");
    using factors = eigen_detail::lu_factors<eigen_detail::data_of<X>>;
    return factorised<X, factors>("determinant(A)", a).determinant();
}

/// ln |det A|, by `lu(A)`, without overflow. Rule: gA = gy A⁻ᵀ. Throws `singular_matrix`.
template <eigen_detail::EigenVariable X>
    requires eigen_detail::MatrixOperand<X>
auto log_determinant(const X& a) {
    static_assert(eigen_detail::SquareOperand<X>, "log_determinant(A): A must be a square matrix of real numbers");
    using factors = eigen_detail::lu_factors<eigen_detail::data_of<X>>;
    return factorised<X, factors>("log_determinant(A)", a).log_determinant_as("log_determinant(A)");
}

/// The lower triangular L with L Lᵀ = A of a positive definite A, `llt(A).matrixL()`. Throws `not_positive_definite`.
template <eigen_detail::EigenVariable X>
    requires eigen_detail::MatrixOperand<X>
auto cholesky(const X& a) {
    static_assert(eigen_detail::SquareOperand<X>, "cholesky(A): A must be a square matrix of real numbers");
    using factors = eigen_detail::llt_factors<eigen_detail::data_of<X>>;
    return factorised<X, factors>("cholesky(A)", a).matrixL();
}

} // namespace pullback::dynamic

#endif
