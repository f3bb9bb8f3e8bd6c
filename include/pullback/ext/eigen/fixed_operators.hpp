// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_FIXED_OPERATORS_HPP
#define PULLBACK_EXT_EIGEN_FIXED_OPERATORS_HPP

#include <pullback/ext/eigen/fixed_expression.hpp>
#include <pullback/ext/eigen/fixed_parts.hpp>

#include <type_traits>

namespace pullback {

namespace eigen_detail {

template <class A, class B>
concept SameSize = A::rows() == B::rows() && A::cols() == B::cols();

} // namespace eigen_detail

/// \relatesalso fixed_matrix
template <FixedExpression A>
constexpr auto operator-(const A& a) {
    return a.unaryExpr([](const auto& x) { return -x; });
}
/// \relatesalso fixed_matrix
template <FixedExpression A, FixedExpression B>
    requires eigen_detail::SameSize<A, B>
constexpr auto operator+(const A& a, const B& b) {
    return a.binaryExpr(b, [](const auto& x, const auto& y) { return x + y; });
}
/// \relatesalso fixed_matrix
template <FixedExpression A, FixedExpression B>
    requires eigen_detail::SameSize<A, B>
constexpr auto operator-(const A& a, const B& b) {
    return a.binaryExpr(b, [](const auto& x, const auto& y) { return x - y; });
}
/// \relatesalso fixed_matrix
template <FixedExpression A>
constexpr auto operator*(const A& a, const typename A::Scalar& factor) {
    return a.unaryExpr([&](const auto& x) { return x * factor; });
}
/// \relatesalso fixed_matrix
template <FixedExpression A>
constexpr auto operator*(const typename A::Scalar& factor, const A& a) {
    return a.unaryExpr([&](const auto& x) { return factor * x; });
}
/// \relatesalso fixed_matrix
template <FixedExpression A>
constexpr auto operator/(const A& a, const typename A::Scalar& divisor) {
    return a.unaryExpr([&](const auto& x) { return x / divisor; });
}
/// The matrix product. \relatesalso fixed_matrix
template <FixedExpression A, FixedExpression B>
    requires(A::cols() == B::rows())
constexpr auto operator*(const A& a, const B& b) {
    plain_fixed<std::common_type_t<typename A::Scalar, typename B::Scalar>, A::rows(), B::cols()> result;
    for (int i = 0; i < A::rows(); ++i)
        for (int j = 0; j < B::cols(); ++j) {
            auto sum = a.coeff(i, 0) * b.coeff(0, j);
            for (int k = 1; k < A::cols(); ++k) sum = sum + a.coeff(i, k) * b.coeff(k, j);
            result(i, j) = sum;
        }
    return result;
}

// Sizes that do not fit. They name what they return, so that asking whether there is such an operator is no error.

template <FixedExpression A, FixedExpression B>
    requires(!eigen_detail::SameSize<A, B>)
constexpr A operator+(const A& a, const B&) {
    static_assert(eigen_detail::SameSize<A, B>, "a + b: a and b have different sizes");
    return a;
}
template <FixedExpression A, FixedExpression B>
    requires(!eigen_detail::SameSize<A, B>)
constexpr A operator-(const A& a, const B&) {
    static_assert(eigen_detail::SameSize<A, B>, "a - b: a and b have different sizes");
    return a;
}
template <FixedExpression A, FixedExpression B>
    requires(A::cols() != B::rows())
constexpr void operator*(const A&, const B&) {
    static_assert(A::cols() == B::rows(), "a * b: a has another number of columns than b has rows");
}

} // namespace pullback

#endif
