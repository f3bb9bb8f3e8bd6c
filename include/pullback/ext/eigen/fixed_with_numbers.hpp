// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_FIXED_WITH_NUMBERS_HPP
#define PULLBACK_EXT_EIGEN_FIXED_WITH_NUMBERS_HPP

#include <pullback/ext/eigen/fixed_expression.hpp>
#include <pullback/ext/eigen/fixed_matrix.hpp>
#include <pullback/ext/eigen/fixed_operators.hpp>
#include <pullback/record/recorded.hpp>

#include <Eigen/Core>

#include <type_traits>

// Matrices of fixed size of recorded values together with Eigen's own of numbers, which a function recorded at run time
// has captured, and with what `cast<recorded>()` makes of these.

namespace pullback {

namespace eigen_detail {

template <class E>
concept EigenMatrix = requires(const E& e) { []<class D>(const Eigen::MatrixBase<D>&) {}(e); };

/// An expression of Eigen's own of fixed size, of numbers or of recorded ones.
template <class E>
concept CapturedMatrix =
    EigenMatrix<E> && (std::is_arithmetic_v<typename E::Scalar> || std::is_same_v<typename E::Scalar, recorded>) &&
    int(E::SizeAtCompileTime) != Eigen::Dynamic;

template <class A>
concept RecordedMatrix = FixedExpression<A> && std::is_same_v<typename A::Scalar, recorded>;

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
