// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_DATA_HPP
#define PULLBACK_EXT_EIGEN_DATA_HPP

#include <pullback/derivative/engine.hpp>
#include <pullback/dynamic.hpp>
#include <pullback/dynamic/array/shapes.hpp>
#include <pullback/dynamic/call.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/engine.hpp>
#include <pullback/dynamic/errors.hpp>
#include <pullback/dynamic/variable_handle.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/record/recorded.hpp>

#include <cstddef>
#include <type_traits>
#include <vector>

#include <Eigen/Core>

namespace pullback::dynamic {

namespace eigen_detail {

/// What the graph knows of `Eigen::Array` and `Eigen::Matrix`. What is a vector by its type has one extent,
/// all else two.
template <template <class, int, int, int, int, int> class Kind, class S, int R, int C, int Options, int MaxR, int MaxC>
struct eigen_data {
    using scalar = S;
    template <class T>
    using rebind = Kind<T, R, C, Options, MaxR, MaxC>;
    using number = S;
    using array = rebind<S>;

    static constexpr bool is_column_major = !array::IsRowMajor;

    static S number_of(const S& value) { return value; }
    static S* elements(array& x) { return x.data(); }
    static const S* elements(const array& x) { return x.data(); }
    static std::size_t count(const array& x) { return static_cast<std::size_t>(x.size()); }
    static std::vector<std::size_t> shape(const array& x) {
        if constexpr (array::IsVectorAtCompileTime) return {count(x)};
        else return {static_cast<std::size_t>(x.rows()), static_cast<std::size_t>(x.cols())};
    }
    template <class T>
    static rebind<T> like(const array& x) {
        // The constructor with two numbers is not used, because these are elements of a vector of two.
        rebind<T> result;
        result.resize(x.rows(), x.cols());
        return result;
    }
};

template <class X>
inline constexpr bool is_eigen_matrix = false;
template <class S, int R, int C, int Options, int MaxR, int MaxC>
inline constexpr bool is_eigen_matrix<Eigen::Matrix<S, R, C, Options, MaxR, MaxC>> = true;

template <class X>
inline constexpr bool is_eigen_array = false;
template <class S, int R, int C, int Options, int MaxR, int MaxC>
inline constexpr bool is_eigen_array<Eigen::Array<S, R, C, Options, MaxR, MaxC>> = true;

template <class X>
inline constexpr bool is_eigen = is_eigen_matrix<X> || is_eigen_array<X>;

} // namespace eigen_detail

/// Arrays of any sizes, in either order of storage.
template <NumberData S, int R, int C, int Options, int MaxR, int MaxC>
struct data_traits<Eigen::Array<S, R, C, Options, MaxR, MaxC>>
    : eigen_detail::eigen_data<Eigen::Array, S, R, C, Options, MaxR, MaxC> {};

/// Vectors and matrices of any sizes, in either order of storage. `A * B` of two of them is the matrix
/// product; functions of the table, comparisons and `select` go element by element, also of matrices.
template <NumberData S, int R, int C, int Options, int MaxR, int MaxC>
struct data_traits<Eigen::Matrix<S, R, C, Options, MaxR, MaxC>>
    : eigen_detail::eigen_data<Eigen::Matrix, S, R, C, Options, MaxR, MaxC> {};

namespace eigen_detail {

/// The arrays and matrices of other shapes. Vectors are rows or columns by their type; all else has two extents.
template <template <class, int, int, int, int, int> class Kind, class S, int R, int C, int Options, int MaxR, int MaxC>
struct eigen_shapes {
    using array = Kind<S, R, C, Options, MaxR, MaxC>;
    static constexpr bool is_vector = array::IsVectorAtCompileTime;

    template <int Rows, int Cols>
    using sized = Kind<S, Rows, Cols,
                       Rows == 1 && Cols != 1                  ? Eigen::RowMajor
                       : (Cols == 1 && Rows != 1) || is_vector ? Eigen::ColMajor
                       : array::IsRowMajor                     ? Eigen::RowMajor
                                                               : Eigen::ColMajor,
                       Rows, Cols>;
    static constexpr int dynamic_rows = R == 1 ? 1 : Eigen::Dynamic, dynamic_cols = C == 1 ? 1 : Eigen::Dynamic;
    using matrix = sized<Eigen::Dynamic, Eigen::Dynamic>;

    using resizable = sized<dynamic_rows, dynamic_cols>;
    using any_shape = matrix;
    template <std::size_t N>
    using with_dimensions = std::conditional_t<N == 0, S, std::conditional_t<N == 1, sized<Eigen::Dynamic, 1>, matrix>>;
    template <std::size_t N>
    using reduced = std::conditional_t<N == 0, array, std::conditional_t<is_vector, S, matrix>>;
    static constexpr bool keeps_axes = true;

    static array of_shape(const std::vector<std::size_t>& shape) {
        const auto extent = [&](std::size_t i) { return static_cast<Eigen::Index>(shape[i]); };
        array result;
        if (shape.size() == 2) {
            result.resize(extent(0), extent(1));
            return result;
        }
        if constexpr (is_vector)
            if (shape.size() == 1) {
                result.resize(extent(0));
                return result;
            }
        throw shape_mismatch("an Eigen matrix cannot have the shape " + engine::shape_text(shape) +
                             "; name its two extents");
    }
    static std::vector<std::size_t> aligned_shape(const array& x) {
        return {static_cast<std::size_t>(x.rows()), static_cast<std::size_t>(x.cols())};
    }
};

/// The extent of two at compile time that one of 1 is repeated up to; 0 if there is none.
constexpr int common_extent(int a, int b) {
    if (a == b || b == 1) return a;
    if (a == 1) return b;
    return a == Eigen::Dynamic ? b : b == Eigen::Dynamic ? a : 0;
}

} // namespace eigen_detail

template <NumberData S, int R, int C, int Options, int MaxR, int MaxC>
struct array_shapes<Eigen::Array<S, R, C, Options, MaxR, MaxC>>
    : eigen_detail::eigen_shapes<Eigen::Array, S, R, C, Options, MaxR, MaxC> {};
template <NumberData S, int R, int C, int Options, int MaxR, int MaxC>
struct array_shapes<Eigen::Matrix<S, R, C, Options, MaxR, MaxC>>
    : eigen_detail::eigen_shapes<Eigen::Matrix, S, R, C, Options, MaxR, MaxC> {};

/// Rows and columns meet matrices. A row and a column do not meet each other: that is rather a mistake.
template <template <class, int, int, int, int, int> class Kind, class S, int RA, int CA, int OA, int MaxRA, int MaxCA,
          int RB, int CB, int OB, int MaxRB, int MaxCB>
    requires(eigen_detail::is_eigen<Kind<S, RA, CA, OA, MaxRA, MaxCA>> &&
             !std::is_same_v<Kind<S, RA, CA, OA, MaxRA, MaxCA>, Kind<S, RB, CB, OB, MaxRB, MaxCB>> &&
             eigen_detail::common_extent(RA, RB) != 0 && eigen_detail::common_extent(CA, CB) != 0 &&
             !(RA != 1 && CA == 1 && RB == 1 && CB != 1) && !(RA == 1 && CA != 1 && RB != 1 && CB == 1))
struct common_array<Kind<S, RA, CA, OA, MaxRA, MaxCA>, Kind<S, RB, CB, OB, MaxRB, MaxCB>> {
    static constexpr int rows = eigen_detail::common_extent(RA, RB), cols = eigen_detail::common_extent(CA, CB);
    static constexpr bool is_vector_a = RA == 1 || CA == 1, is_vector_b = RB == 1 || CB == 1;
    static constexpr int order = rows == 1 && cols != 1        ? Eigen::RowMajor
                                 : cols == 1 && rows != 1      ? Eigen::ColMajor
                                 : is_vector_a && !is_vector_b ? OB & Eigen::RowMajor
                                                               : OA & Eigen::RowMajor;
    using type = Kind<S, rows, cols, order, rows, cols>;
};

/// An expression such as `a + b`, a block or a map is computed into the array or matrix that Eigen would
/// compute it into.
template <class X>
    requires std::is_base_of_v<Eigen::DenseBase<X>, X>
struct plain_data<X> {
    using type = typename X::PlainObject;
};

namespace eigen_detail {

/// The type of data of an operand: a variable, an Eigen expression or a number. It may be asked of any type.
template <class X>
struct operand_data {
    using type = plain_data_t<X>;
};
template <class T>
struct operand_data<variable<T>> {
    using type = T;
};
template <class T>
struct operand_data<linked<T>> {
    using type = T;
};
template <class X>
using data_of = typename operand_data<X>::type;

template <class X>
concept MatrixOperand = engine::is_operand<X> && is_eigen_matrix<data_of<X>>;
template <class X>
concept EigenOperand = engine::is_operand<X> && is_eigen<data_of<X>>;

/// The array or matrix type like `Model` with other sizes known at compile time, stored in `Model`'s order
/// where its shape allows.
template <class Model, int R, int C, int MaxR, int MaxC>
struct resized {
    using S = typename Model::Scalar;
    static constexpr int order = R == 1 && C != 1    ? Eigen::RowMajor
                                 : C == 1 && R != 1  ? Eigen::ColMajor
                                 : Model::IsRowMajor ? Eigen::RowMajor
                                                     : Eigen::ColMajor;
    using type = std::conditional_t<is_eigen_matrix<Model>, Eigen::Matrix<S, R, C, order, MaxR, MaxC>,
                                    Eigen::Array<S, R, C, order, MaxR, MaxC>>;
};

} // namespace eigen_detail

} // namespace pullback::dynamic

namespace pullback {

// Arrays compute like scalars and are arguments without this; matrices are constants in `max(x, A)`, but in a body
// vectors are sequences of numbers.
template <class S, int R, int C, int Options, int MaxR, int MaxC>
inline constexpr bool is_argument<Eigen::Matrix<S, R, C, Options, MaxR, MaxC>> = !std::is_same_v<S, recorded>;

} // namespace pullback

#endif
