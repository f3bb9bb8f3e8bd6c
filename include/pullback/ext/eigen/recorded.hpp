// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_RECORDED_HPP
#define PULLBACK_EXT_EIGEN_RECORDED_HPP

#include <pullback/functions/scalar.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/replay/shape.hpp>

#include <Eigen/Core>

#include <array>
#include <cstddef>
#include <type_traits>
#include <vector>

// Eigen's matrices, of fixed and of run-time size, in functions recorded at run time: as arguments, as results, and in
// bodies, where they are Eigen's own matrices of `recorded`.

/// What Eigen asks of the recording scalar.
template <>
struct Eigen::NumTraits<pullback::recorded> : Eigen::GenericNumTraits<pullback::recorded> {
    using Real = pullback::recorded;
    using NonInteger = pullback::recorded;
    using Nested = pullback::recorded;
    using Literal = pullback::recorded;
    enum {
        IsComplex = 0,
        IsInteger = 0,
        IsSigned = 1,
        RequireInitialization = 1,
        ReadCost = 1,
        AddCost = 20,
        MulCost = 20
    };
    static int digits10() { return std::numeric_limits<pullback::engine::literal>::digits10; }
};

/// Matrices of recorded values together with matrices of numbers.
template <class T, class Operation>
    requires std::is_arithmetic_v<T>
struct Eigen::ScalarBinaryOpTraits<pullback::recorded, T, Operation> {
    using ReturnType = pullback::recorded;
};
template <class T, class Operation>
    requires std::is_arithmetic_v<T>
struct Eigen::ScalarBinaryOpTraits<T, pullback::recorded, Operation> {
    using ReturnType = pullback::recorded;
};

namespace Eigen::internal {

// Products are computed element by element: what Eigen has for large ones of numbers asks for truth values.
template <class Left, class Right>
    requires std::is_same_v<typename Left::Scalar, pullback::recorded> ||
             std::is_same_v<typename Right::Scalar, pullback::recorded>
struct generic_product_impl<Left, Right, DenseShape, DenseShape, GemvProduct>
    : generic_product_impl<Left, Right, DenseShape, DenseShape, CoeffBasedProductMode> {};
template <class Left, class Right>
    requires std::is_same_v<typename Left::Scalar, pullback::recorded> ||
             std::is_same_v<typename Right::Scalar, pullback::recorded>
struct generic_product_impl<Left, Right, DenseShape, DenseShape, GemmProduct>
    : generic_product_impl<Left, Right, DenseShape, DenseShape, CoeffBasedProductMode> {};

// A row times a column, as in xᵀ A x: Eigen would evaluate it into a matrix of one element of its own kind, while such
// matrices of recorded values are of another (fixed_matrix.hpp).
template <class Left, class Right, int Options>
    requires(std::is_same_v<typename Left::Scalar, pullback::recorded> &&
             std::is_same_v<typename Right::Scalar, pullback::recorded> &&
             int(product_type<Left, Right>::ret) == InnerProduct)
struct evaluator<Product<Left, Right, Options>> : evaluator_base<Product<Left, Right, Options>> {
    using XprType = Product<Left, Right, Options>;
    using Scalar = pullback::recorded;
    using CoeffReturnType = pullback::recorded;
    enum { CoeffReadCost = 1, Flags = 0, Alignment = 0 };

    explicit evaluator(const XprType& product) : value_(product.lhs().transpose().cwiseProduct(product.rhs()).sum()) {}
    CoeffReturnType coeff(Index, Index) const { return value_; }
    CoeffReturnType coeff(Index) const { return value_; }

private:
    pullback::recorded value_;
};

} // namespace Eigen::internal

namespace Eigen::numext {

/// Triangular solves pass by zeros of the right side: here those that are always 0.
template <>
inline bool not_equal_strict(const pullback::recorded& x, const pullback::recorded& y) {
    return !(x.is_literal() && y.is_literal() && x.literal_value() == y.literal_value());
}

} // namespace Eigen::numext

namespace pullback {

namespace eigen_detail {

template <class S>
inline constexpr bool is_recorded_vector = false;
template <class S, int R, int C, int O, int MR, int MC>
inline constexpr bool is_recorded_vector<Eigen::Matrix<S, R, C, O, MR, MC>> = R == 1 || C == 1;
template <class S, int R, int C, int O, int MR, int MC>
inline constexpr bool is_recorded_vector<Eigen::Array<S, R, C, O, MR, MC>> = R == 1 || C == 1;

constexpr int joint_extent(int a, int b) { return a == Eigen::Dynamic || b == Eigen::Dynamic ? Eigen::Dynamic : a * b; }
constexpr int row_order(int rows, int columns) {
    return rows == 1 ? Eigen::RowMajor : columns == 1 ? Eigen::ColMajor : Eigen::ColMajor;
}

/// A matrix shape made of something else: of scalars a matrix; a vector of vectors is a matrix, of which each row is
/// one of them; of other shapes there are `std::array`s or `std::vector`s, row by row.
template <class S, int R, int C, int O, int MR, int MC>
struct rebound_recorded {
    template <class T, int N>
    using row = std::conditional_t<N == Eigen::Dynamic, std::vector<T>,
                                   std::array<T, static_cast<std::size_t>(N == Eigen::Dynamic ? 1 : N)>>;
    using type = std::conditional_t<R == 1 || C == 1, row<S, joint_extent(R, C)>, row<row<S, C>, R>>;
};
template <class S, int R, int C, int O, int MR, int MC>
    requires Scalar<S>
struct rebound_recorded<S, R, C, O, MR, MC> {
    using type = Eigen::Matrix<S, R, C, O, MR, MC>;
};
template <class S, int R2, int C2, int O2, int MR2, int MC2, int R, int C, int O, int MR, int MC>
    requires((R == 1 || C == 1) && (R2 == 1 || C2 == 1))
struct rebound_recorded<Eigen::Matrix<S, R2, C2, O2, MR2, MC2>, R, C, O, MR, MC> {
    static constexpr int rows = joint_extent(R, C), columns = joint_extent(R2, C2);
    using type = Eigen::Matrix<S, rows, columns, row_order(rows, columns)>;
};
template <class S, int R2, int C2, int O2, int MR2, int MC2, int R, int C, int O, int MR, int MC>
    requires((R == 1 || C == 1) && (R2 == 1 || C2 == 1))
struct rebound_recorded<Eigen::Array<S, R2, C2, O2, MR2, MC2>, R, C, O, MR, MC>
    : rebound_recorded<Eigen::Matrix<S, R2, C2, O2, MR2, MC2>, R, C, O, MR, MC> {};

/// A `Plain`, an `Eigen::Matrix` or an `Eigen::Array` of these extents.
template <class Plain, class S, int R, int C, int O, int MR, int MC>
struct recorded_matrix_shape {
private:
    using matrix = Plain;

    struct size {
        std::ptrdiff_t rows, columns;
    };
    static size next(const std::ptrdiff_t*& extents) {
        size read{R, C};
        if constexpr (R == Eigen::Dynamic) read.rows = *extents++;
        if constexpr (C == Eigen::Dynamic) read.columns = *extents++;
        return read;
    }

public:
    static constexpr bool is_fixed = R != Eigen::Dynamic && C != Eigen::Dynamic;
    using scalar = S;
    template <class T>
    using rebind = typename eigen_detail::rebound_recorded<T, R, C, O, MR, MC>::type;

    static void describe(const matrix& value, std::vector<std::ptrdiff_t>& extents) {
        if constexpr (R == Eigen::Dynamic) extents.push_back(value.rows());
        if constexpr (C == Eigen::Dynamic) extents.push_back(value.cols());
    }
    static bool matches(const matrix& value, const std::ptrdiff_t*& extents) {
        const size expected = next(extents);
        return value.rows() == expected.rows && value.cols() == expected.columns;
    }
    static std::size_t count(const std::ptrdiff_t*& extents) {
        const size read = next(extents);
        return static_cast<std::size_t>(read.rows * read.columns);
    }
    template <class T>
    static void load(const matrix& value, T*& out) {
        const int rows = static_cast<int>(value.rows()), columns = static_cast<int>(value.cols());
        for (int i = 0; i < rows; ++i)
            for (int j = 0; j < columns; ++j) *out++ = static_cast<T>(value.coeff(i, j));
    }
    template <class Result, class T>
    static Result store(const std::ptrdiff_t*& extents, const T*& in) {
        const size read = next(extents);
        Result made;
        if constexpr (!is_fixed) made.resize(read.rows, read.columns);
        recorded_shape<Result>::assign(made, in);
        return made;
    }
    template <class T>
    static void assign(matrix& value, const T*& in) {
        const int rows = static_cast<int>(value.rows()), columns = static_cast<int>(value.cols());
        for (int i = 0; i < rows; ++i)
            for (int j = 0; j < columns; ++j) value.coeffRef(i, j) = static_cast<S>(*in++);
    }
    template <class Inner>
    static void spread(const std::ptrdiff_t*& extents, const std::vector<std::ptrdiff_t>& inner,
                       std::vector<std::ptrdiff_t>& out) {
        const size read = next(extents);
        const std::ptrdiff_t count = read.rows * read.columns;
        if constexpr (Scalar<Inner>) {
            if constexpr (R == Eigen::Dynamic) out.push_back(read.rows);
            if constexpr (C == Eigen::Dynamic) out.push_back(read.columns);
        } else if constexpr ((R == 1 || C == 1) && eigen_detail::is_recorded_vector<Inner>) {
            if constexpr (!is_fixed) out.push_back(count);
            out.insert(out.end(), inner.begin(), inner.end());
        } else if constexpr (R == 1 || C == 1) {
            if constexpr (!is_fixed) out.push_back(count);
            for (std::ptrdiff_t i = 0; i < count; ++i) out.insert(out.end(), inner.begin(), inner.end());
        } else {
            if constexpr (R == Eigen::Dynamic) out.push_back(read.rows);
            for (std::ptrdiff_t i = 0; i < read.rows; ++i) {
                if constexpr (C == Eigen::Dynamic) out.push_back(read.columns);
                for (std::ptrdiff_t j = 0; j < read.columns; ++j) out.insert(out.end(), inner.begin(), inner.end());
            }
        }
    }
};

} // namespace eigen_detail

template <class S, int R, int C, int O, int MR, int MC>
    requires Scalar<S>
struct recorded_shape<Eigen::Matrix<S, R, C, O, MR, MC>>
    : eigen_detail::recorded_matrix_shape<Eigen::Matrix<S, R, C, O, MR, MC>, S, R, C, O, MR, MC> {};

/// An `Eigen::Array` is a shape like a matrix; its derivatives by others are matrices.
template <class S, int R, int C, int O, int MR, int MC>
    requires Scalar<S>
struct recorded_shape<Eigen::Array<S, R, C, O, MR, MC>>
    : eigen_detail::recorded_matrix_shape<Eigen::Array<S, R, C, O, MR, MC>, S, R, C, O, MR, MC> {
private:
    template <class T>
    struct rebound : eigen_detail::rebound_recorded<T, R, C, O, MR, MC> {};
    template <Scalar T>
    struct rebound<T> {
        using type = Eigen::Array<T, R, C, O, MR, MC>;
    };

public:
    template <class T>
    using rebind = typename rebound<T>::type;
};

} // namespace pullback

#endif
