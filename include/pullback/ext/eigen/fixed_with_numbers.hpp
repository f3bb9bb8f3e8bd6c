// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_FIXED_WITH_NUMBERS_HPP
#define PULLBACK_EXT_EIGEN_FIXED_WITH_NUMBERS_HPP

#include <pullback/ext/eigen/fixed_expression.hpp>
#include <pullback/ext/eigen/fixed_matrix.hpp>
#include <pullback/ext/eigen/fixed_operators.hpp>
#include <pullback/record/recorded.hpp>

#include <Eigen/Core>

#include <type_traits>

// Matrices of fixed size of recorded values together with Eigen's own: those of numbers, which a function recorded at
// run time has captured, and those of run-time size.

/// What `cast<T>()` makes of a captured matrix of numbers of fixed size: a matrix of recorded values like any other.
template <class Number, class Expression>
    requires(
        std::is_arithmetic_v<Number> && Expression::SizeAtCompileTime > 0 &&
        std::is_same_v<typename Eigen::internal::traits<std::remove_const_t<Expression>>::XprKind, Eigen::MatrixXpr>)
class Eigen::CwiseUnaryOp<Eigen::internal::scalar_cast_op<Number, pullback::recorded>, Expression>
    : public Eigen::Matrix<pullback::recorded, int(Expression::RowsAtCompileTime), int(Expression::ColsAtCompileTime)> {
    using numbers_to_values = Eigen::internal::scalar_cast_op<Number, pullback::recorded>;
    using base =
        Eigen::Matrix<pullback::recorded, int(Expression::RowsAtCompileTime), int(Expression::ColsAtCompileTime)>;

public:
    explicit CwiseUnaryOp(const Expression& numbers, const numbers_to_values& = {}) : base(numbers) {}
};

/// A product of fixed size in which there are recorded values, such as that of a matrix of run-time width and a tall
/// one: Eigen would evaluate it into a matrix of its own kind, which those of fixed size are not.
template <class Left, class Right>
    requires(
        (std::is_same_v<typename Left::Scalar, pullback::recorded> ||
         std::is_same_v<typename Right::Scalar, pullback::recorded>) &&
        (Eigen::internal::size_at_compile_time<int(Left::RowsAtCompileTime), int(Right::ColsAtCompileTime)>::ret > 1))
struct Eigen::internal::evaluator<Eigen::Product<Left, Right, Eigen::DefaultProduct>>
    : Eigen::internal::evaluator_base<Eigen::Product<Left, Right, Eigen::DefaultProduct>> {
    using XprType = Eigen::Product<Left, Right, Eigen::DefaultProduct>;
    using Scalar = pullback::recorded;
    using CoeffReturnType = const pullback::recorded&;
    enum { CoeffReadCost = 1, Flags = 0, Alignment = 0 };

    explicit evaluator(const XprType& product) : value_(product.lhs().lazyProduct(product.rhs())) {}
    CoeffReturnType coeff(Index i, Index j) const { return value_.coeff(static_cast<int>(i), static_cast<int>(j)); }

private:
    Eigen::Matrix<pullback::recorded, int(Left::RowsAtCompileTime), int(Right::ColsAtCompileTime)> value_;
};

namespace pullback {

namespace eigen_detail {

/// An expression of Eigen's own of fixed size, of numbers or of recorded ones.
template <class E>
concept CapturedMatrix =
    EigenMatrix<E> && (std::is_arithmetic_v<typename E::Scalar> || std::is_same_v<typename E::Scalar, recorded>) &&
    int(E::SizeAtCompileTime) != Eigen::Dynamic;

template <class A>
concept RecordedMatrix = FixedExpression<A> && std::is_same_v<typename A::Scalar, recorded>;

/// One of run-time size, of numbers or of recorded ones.
template <class E>
concept GrowingMatrix =
    EigenMatrix<E> && (std::is_arithmetic_v<typename E::Scalar> || std::is_same_v<typename E::Scalar, recorded>) &&
    int(E::SizeAtCompileTime) == Eigen::Dynamic;

template <RecordedMatrix A>
auto as_growing_matrix(const A& a) {
    constexpr int dynamic = Eigen::Dynamic, rows = A::rows() == 1 ? 1 : dynamic,
                  columns = A::cols() == 1 && rows != 1 ? 1 : dynamic;
    const Eigen::Matrix<recorded, A::rows(), A::cols()> whole = a;
    return Eigen::Matrix < recorded, rows, columns, rows == 1 ? Eigen::RowMajor : Eigen::ColMajor > (whole);
}

template <CapturedMatrix E>
auto as_recorded_matrix(const E& e) {
    return Eigen::Matrix<recorded, int(E::RowsAtCompileTime), int(E::ColsAtCompileTime)>(e);
}

} // namespace eigen_detail

/// \relatesalso fixed_matrix
template <eigen_detail::RecordedMatrix A, eigen_detail::CapturedMatrix B>
auto operator+(const A& a, const B& b) {
    return a + eigen_detail::as_recorded_matrix(b);
}
/// \relatesalso fixed_matrix
template <eigen_detail::CapturedMatrix A, eigen_detail::RecordedMatrix B>
auto operator+(const A& a, const B& b) {
    return eigen_detail::as_recorded_matrix(a) + b;
}
/// \relatesalso fixed_matrix
template <eigen_detail::RecordedMatrix A, eigen_detail::CapturedMatrix B>
auto operator-(const A& a, const B& b) {
    return a - eigen_detail::as_recorded_matrix(b);
}
/// \relatesalso fixed_matrix
template <eigen_detail::CapturedMatrix A, eigen_detail::RecordedMatrix B>
auto operator-(const A& a, const B& b) {
    return eigen_detail::as_recorded_matrix(a) - b;
}
/// The matrix product. \relatesalso fixed_matrix
template <eigen_detail::RecordedMatrix A, eigen_detail::CapturedMatrix B>
auto operator*(const A& a, const B& b) {
    return a * eigen_detail::as_recorded_matrix(b);
}
/// The matrix product. \relatesalso fixed_matrix
template <eigen_detail::CapturedMatrix A, eigen_detail::RecordedMatrix B>
auto operator*(const A& a, const B& b) {
    return eigen_detail::as_recorded_matrix(a) * b;
}
/// With matrices of run-time size. \relatesalso fixed_matrix
template <eigen_detail::RecordedMatrix A, eigen_detail::GrowingMatrix B>
auto operator+(const A& a, const B& b) {
    return (eigen_detail::as_growing_matrix(a) + b).eval();
}
/// \relatesalso fixed_matrix
template <eigen_detail::GrowingMatrix A, eigen_detail::RecordedMatrix B>
auto operator+(const A& a, const B& b) {
    return (a + eigen_detail::as_growing_matrix(b)).eval();
}
/// \relatesalso fixed_matrix
template <eigen_detail::RecordedMatrix A, eigen_detail::GrowingMatrix B>
auto operator-(const A& a, const B& b) {
    return (eigen_detail::as_growing_matrix(a) - b).eval();
}
/// \relatesalso fixed_matrix
template <eigen_detail::GrowingMatrix A, eigen_detail::RecordedMatrix B>
auto operator-(const A& a, const B& b) {
    return (a - eigen_detail::as_growing_matrix(b)).eval();
}
/// The matrix product. \relatesalso fixed_matrix
template <eigen_detail::RecordedMatrix A, eigen_detail::GrowingMatrix B>
auto operator*(const A& a, const B& b) {
    return (eigen_detail::as_growing_matrix(a) * b).eval();
}
/// The matrix product. \relatesalso fixed_matrix
template <eigen_detail::GrowingMatrix A, eigen_detail::RecordedMatrix B>
auto operator*(const A& a, const B& b) {
    return (a * eigen_detail::as_growing_matrix(b)).eval();
}
/// A part takes a captured matrix too, as in `v.head<2>() += u`. \relatesalso fixed_matrix
template <class A, eigen_detail::CapturedMatrix B>
    requires(eigen_detail::RecordedMatrix<std::remove_cvref_t<A>> && !std::is_const_v<std::remove_reference_t<A>>)
decltype(auto) operator+=(A&& a, const B& b) {
    return a += eigen_detail::as_recorded_matrix(b);
}
/// \relatesalso fixed_matrix
template <class A, eigen_detail::CapturedMatrix B>
    requires(eigen_detail::RecordedMatrix<std::remove_cvref_t<A>> && !std::is_const_v<std::remove_reference_t<A>>)
decltype(auto) operator-=(A&& a, const B& b) {
    return a -= eigen_detail::as_recorded_matrix(b);
}

} // namespace pullback

#endif
