// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_RECORDED_INVERSE_HPP
#define PULLBACK_EXT_EIGEN_RECORDED_INVERSE_HPP

#include <pullback/ext/eigen/recorded.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/functions/roots.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_scalar.hpp>

#include <Eigen/Core>
#include <Eigen/LU>

#include <type_traits>

// `inverse()` and `determinant()` of matrices of recorded values whose size shows at run time. Eigen's decomposition
// for these pivots, and so compares numbers that a recording does not have.

namespace pullback::eigen_detail {

using recorded_matrix = Eigen::Matrix<recorded, Eigen::Dynamic, Eigen::Dynamic>;

/// Makes an n×n matrix upper triangular by Householder's reflections, which need no pivots, and does to the columns of
/// `others` what it does to those of `a`. There are n - 1 reflections.
inline void make_triangular(recorded_matrix& a, recorded_matrix& others) {
    const Eigen::Index size = a.rows();
    for (Eigen::Index k = 0; k + 1 < size; ++k) {
        recorded square_sum;
        for (Eigen::Index i = k; i < size; ++i) square_sum += a(i, k) * a(i, k);
        const recorded length = pullback::sqrt(square_sum);
        const recorded corner = pullback::select(a(k, k) < 0, length, -length);
        const recorded scale = 1 / (square_sum - a(k, k) * corner);
        a(k, k) -= corner; // the column is the normal of the mirror now
        const auto reflect = [&](recorded_matrix& m, Eigen::Index first) {
            for (Eigen::Index j = first; j < m.cols(); ++j) {
                recorded along;
                for (Eigen::Index i = k; i < size; ++i) along += a(i, k) * m(i, j);
                along *= scale;
                for (Eigen::Index i = k; i < size; ++i) m(i, j) -= along * a(i, k);
            }
        };
        reflect(a, k + 1);
        reflect(others, 0);
        a(k, k) = corner;
        for (Eigen::Index i = k + 1; i < size; ++i) a(i, k) = recorded();
    }
}

inline recorded_matrix inverse_by_reflections(recorded_matrix a) {
    const Eigen::Index size = a.rows();
    recorded_matrix x = recorded_matrix::Identity(size, size);
    eigen_detail::make_triangular(a, x);
    for (Eigen::Index j = 0; j < size; ++j)
        for (Eigen::Index i = size; i-- > 0;) {
            for (Eigen::Index k = i + 1; k < size; ++k) x(i, j) -= a(i, k) * x(k, j);
            x(i, j) /= a(i, i);
        }
    return x;
}
inline recorded determinant_by_reflections(recorded_matrix a) {
    recorded_matrix none(a.rows(), 0);
    eigen_detail::make_triangular(a, none);
    recorded product = a.rows() % 2 == 0 ? -1 : 1; // each reflection turns the sign
    for (Eigen::Index i = 0; i < a.rows(); ++i) product *= a(i, i);
    return a.rows() == 0 ? recorded(1) : product;
}

/// A matrix of another type. Those of fixed size that hold recorded values are this library's own, so the elements are
/// copied one by one.
template <class M>
M copied(const auto& from, int size) {
    M made;
    if constexpr (std::is_same_v<M, recorded_matrix>) made.resize(size, size);
    for (int i = 0; i < size; ++i)
        for (int j = 0; j < size; ++j) made(i, j) = from(i, j);
    return made;
}

/// Calls `act` with a matrix of fixed size if it has at most four rows, as Eigen has formulas for these.
template <class Act, class Otherwise>
auto for_small(const recorded_matrix& a, const Act& act, const Otherwise& otherwise) {
    const auto act_on = [&]<int Size>(std::integral_constant<int, Size>) {
        return act(eigen_detail::copied<Eigen::Matrix<recorded, Size, Size>>(a, Size));
    };
    switch (a.rows()) {
        case 1: return act_on(std::integral_constant<int, 1>());
        case 2: return act_on(std::integral_constant<int, 2>());
        case 3: return act_on(std::integral_constant<int, 3>());
        case 4: return act_on(std::integral_constant<int, 4>());
        default: return otherwise(a);
    }
}

template <class M, int Size>
inline constexpr bool is_pivoted = std::is_same_v<typename M::Scalar, recorded> && (Size < 1 || Size > 4);

} // namespace pullback::eigen_detail

namespace Eigen::internal {

template <class M, class Result, int Size>
    requires pullback::eigen_detail::is_pivoted<M, Size>
struct compute_inverse<M, Result, Size> {
    static void run(const M& matrix, Result& result) {
        using pullback::eigen_detail::recorded_matrix;
        const recorded_matrix made = pullback::eigen_detail::for_small(
            recorded_matrix(matrix),
            [&](const auto& a) {
                const auto inverse = a.inverse();
                return pullback::eigen_detail::copied<recorded_matrix>(inverse, static_cast<int>(matrix.rows()));
            },
            pullback::eigen_detail::inverse_by_reflections);
        result = made; // a copy, as Eigen knows already where the elements of the result lie
    }
};

template <class M, int Size>
    requires pullback::eigen_detail::is_pivoted<M, Size>
struct determinant_impl<M, Size> {
    static pullback::recorded run(const M& matrix) {
        return pullback::eigen_detail::for_small(
            pullback::eigen_detail::recorded_matrix(matrix), [](const auto& a) { return a.determinant(); },
            pullback::eigen_detail::determinant_by_reflections);
    }
};

} // namespace Eigen::internal

#endif
