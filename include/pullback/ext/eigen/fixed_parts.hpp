// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_FIXED_PARTS_HPP
#define PULLBACK_EXT_EIGEN_FIXED_PARTS_HPP

#include <pullback/cpp20.hpp>

#include <Eigen/Core>

namespace pullback {

namespace eigen_detail {

/// Eigen's order of storage for these sizes: vectors have no choice, matrices take it from `options`.
constexpr int order_for(int rows, int cols, int options) {
    const int alignment = options & Eigen::DontAlign;
    if (rows == 1 && cols != 1) return alignment | Eigen::RowMajor;
    if (cols == 1 && rows != 1) return alignment | Eigen::ColMajor;
    return options;
}

} // namespace eigen_detail

template <class S, int R, int C = 1, int Options = eigen_detail::order_for(R, C, 0)>
class fixed_matrix;
template <class S, int R, int C>
class fixed_array;
template <class M, int R, int C>
class fixed_block;
template <class M, int N>
class fixed_diagonal;
template <class S, int N>
class fixed_llt;

namespace eigen_detail {

template <class S, int R, int C, int Options>
struct find_plain_fixed {
    using type = fixed_matrix<S, R, C, Options>;
};

} // namespace eigen_detail

/// The matrix that operations on matrices of `S` give.
template <class S, int R, int C = 1, int Options = eigen_detail::order_for(R, C, 0)>
using plain_fixed = typename eigen_detail::find_plain_fixed<S, R, C, Options>::type;

/// The parts of fixed matrices, under the names that Eigen has for them. Those of a constant matrix are constant
/// copies, the others can be assigned to.
template <class Derived, class S, int R, int C>
class fixed_parts {
public:
    constexpr const Derived& derived() const { return static_cast<const Derived&>(*this); }
    constexpr Derived& derived() { return static_cast<Derived&>(*this); }

    /// Rows i to i + Rows - 1, columns j to j + Cols - 1.
    template <int Rows, int Cols>
    constexpr const plain_fixed<S, Rows, Cols> block(int i, int j) const& {
        return fixed_block<const Derived, Rows, Cols>(derived(), i, j);
    }
    template <int Rows, int Cols>
    constexpr fixed_block<Derived, Rows, Cols> block(int i, int j) & {
        return {derived(), i, j};
    }
    constexpr decltype(auto) row(int i) const& { return block<1, C>(i, 0); }
    constexpr auto row(int i) & { return block<1, C>(i, 0); }
    constexpr decltype(auto) col(int j) const& { return block<R, 1>(0, j); }
    constexpr auto col(int j) & { return block<R, 1>(0, j); }
    template <int N>
    constexpr decltype(auto) segment(int first) const& {
        if constexpr (C == 1) return block<N, 1>(first, 0);
        else return block<1, N>(0, first);
    }
    template <int N>
    constexpr auto segment(int first) & {
        if constexpr (C == 1) return block<N, 1>(first, 0);
        else return block<1, N>(0, first);
    }
    template <int N>
    constexpr decltype(auto) head() const& {
        return segment<N>(0);
    }
    template <int N>
    constexpr auto head() & {
        return segment<N>(0);
    }
    template <int N>
    constexpr decltype(auto) tail() const& {
        return segment<N>(R * C - N);
    }
    template <int N>
    constexpr auto tail() & {
        return segment<N>(R * C - N);
    }
    template <int N>
    constexpr decltype(auto) topRows() const& {
        return block<N, C>(0, 0);
    }
    template <int N>
    constexpr auto topRows() & {
        return block<N, C>(0, 0);
    }
    template <int N>
    constexpr decltype(auto) bottomRows() const& {
        return block<N, C>(R - N, 0);
    }
    template <int N>
    constexpr auto bottomRows() & {
        return block<N, C>(R - N, 0);
    }
    template <int N>
    constexpr decltype(auto) leftCols() const& {
        return block<R, N>(0, 0);
    }
    template <int N>
    constexpr auto leftCols() & {
        return block<R, N>(0, 0);
    }
    template <int N>
    constexpr decltype(auto) rightCols() const& {
        return block<R, N>(0, C - N);
    }
    template <int N>
    constexpr auto rightCols() & {
        return block<R, N>(0, C - N);
    }
    template <int Rows, int Cols>
    constexpr decltype(auto) topLeftCorner() const& {
        return block<Rows, Cols>(0, 0);
    }
    template <int Rows, int Cols>
    constexpr auto topLeftCorner() & {
        return block<Rows, Cols>(0, 0);
    }
    template <int Rows, int Cols>
    constexpr decltype(auto) topRightCorner() const& {
        return block<Rows, Cols>(0, C - Cols);
    }
    template <int Rows, int Cols>
    constexpr auto topRightCorner() & {
        return block<Rows, Cols>(0, C - Cols);
    }
    template <int Rows, int Cols>
    constexpr decltype(auto) bottomLeftCorner() const& {
        return block<Rows, Cols>(R - Rows, 0);
    }
    template <int Rows, int Cols>
    constexpr auto bottomLeftCorner() & {
        return block<Rows, Cols>(R - Rows, 0);
    }
    template <int Rows, int Cols>
    constexpr decltype(auto) bottomRightCorner() const& {
        return block<Rows, Cols>(R - Rows, C - Cols);
    }
    template <int Rows, int Cols>
    constexpr auto bottomRightCorner() & {
        return block<Rows, Cols>(R - Rows, C - Cols);
    }
    constexpr const plain_fixed<S, (R < C ? R : C), 1> diagonal() const& {
        constexpr int n = R < C ? R : C;
        plain_fixed<S, n, 1> result;
        for (int i = 0; i < n; ++i) result[i] = derived().coeff(i, i);
        return result;
    }
    constexpr fixed_diagonal<Derived, (R < C ? R : C)> diagonal() & {
        return fixed_diagonal<Derived, (R < C ? R : C)>(derived());
    }

protected:
    constexpr fixed_parts() = default;
    constexpr fixed_parts(const fixed_parts&) = default;
    constexpr fixed_parts& operator=(const fixed_parts&) = default;
};

} // namespace pullback

#endif
