// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_SLICES_HPP
#define PULLBACK_EXT_EIGEN_SLICES_HPP

#include <pullback/dynamic/array/array_members.hpp>
#include <pullback/dynamic/array/shapes.hpp>
#include <pullback/dynamic/engine.hpp>
#include <pullback/dynamic/variable_handle.hpp>
#include <pullback/ext/eigen/elements.hpp>
#include <pullback/ext/eigen/linear_algebra.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/powers.hpp>

#include <cstddef>
#include <string>
#include <type_traits>

namespace pullback::dynamic {

namespace eigen_detail {

/// A block of a matrix as an `R`. Throws `shape_mismatch` if it does not lie inside.
template <class R, class T>
variable<R> eigen_block(const variable<T>& x, const char* name, const std::string& call, Eigen::Index row,
                        Eigen::Index col, Eigen::Index rows, Eigen::Index cols) {
    const T& data = x.data();
    if (row < 0 || col < 0 || rows < 0 || cols < 0 || row + rows > data.rows() || col + cols > data.cols())
        engine::report_part(call, data, name);
    const engine::extents strides = engine::memory_strides(engine::aligned_shape(data), engine::is_column_major<T>);
    return engine::block_of<R>(x, name, {static_cast<std::size_t>(rows), static_cast<std::size_t>(cols)}, strides,
                               static_cast<std::size_t>(row) * strides[0] + static_cast<std::size_t>(col) * strides[1]);
}

template <class T, int Rows, int Cols>
using eigen_part = typename array_shapes<T>::template sized<Rows, Cols>;

} // namespace eigen_detail

/// A row of a matrix, as a row vector. Throws `shape_mismatch` if there is none; so do the other parts. Rule of all: gy
/// in its place.
template <class T>
    requires eigen_detail::is_eigen<T>
auto row(const variable<T>& x, Eigen::Index i) {
    return eigen_detail::eigen_block<eigen_detail::eigen_part<T, 1, T::ColsAtCompileTime>>(
        x, "row", engine::call_text("row", {i}), i, 0, 1, x.data().cols());
}
/// A column of a matrix, as a column vector.
template <class T>
    requires eigen_detail::is_eigen<T>
auto col(const variable<T>& x, Eigen::Index j) {
    return eigen_detail::eigen_block<eigen_detail::eigen_part<T, T::RowsAtCompileTime, 1>>(
        x, "col", engine::call_text("col", {j}), 0, j, x.data().rows(), 1);
}
/// The block of `rows` rows and `cols` columns whose first element is (i, j).
template <class T>
    requires eigen_detail::is_eigen<T>
auto block(const variable<T>& x, Eigen::Index i, Eigen::Index j, Eigen::Index rows, Eigen::Index cols) {
    return eigen_detail::eigen_block<typename array_shapes<T>::resizable>(
        x, "block", engine::call_text("block", {i, j, rows, cols}), i, j, rows, cols);
}

namespace eigen_detail {

template <class T>
auto segment_of(const variable<T>& x, const char* name, const std::string& call, Eigen::Index first,
                Eigen::Index count) {
    static_assert(T::IsVectorAtCompileTime,
                  "segment(x, i, n), head(x, n), tail(x, n): x is a matrix; write block(x, i, j, rows, cols)");
    using R = typename array_shapes<T>::resizable;
    constexpr bool is_row = T::RowsAtCompileTime == 1 && T::ColsAtCompileTime != 1;
    return eigen_detail::eigen_block<R>(x, name, call, is_row ? 0 : first, is_row ? first : 0, is_row ? 1 : count,
                                        is_row ? count : 1);
}

} // namespace eigen_detail

/// The n elements of a vector from index i on.
template <class T>
    requires eigen_detail::is_eigen<T>
auto segment(const variable<T>& x, Eigen::Index i, Eigen::Index n) {
    return eigen_detail::segment_of(x, "segment", engine::call_text("segment", {i, n}), i, n);
}
/// The first n elements of a vector.
template <class T>
    requires eigen_detail::is_eigen<T>
auto head(const variable<T>& x, Eigen::Index n) {
    return eigen_detail::segment_of(x, "head", engine::call_text("head", {n}), 0, n);
}
/// The last n elements of a vector.
template <class T>
    requires eigen_detail::is_eigen<T>
auto tail(const variable<T>& x, Eigen::Index n) {
    return eigen_detail::segment_of(x, "tail", engine::call_text("tail", {n}), x.data().size() - n, n);
}

namespace eigen_detail {

/// `x.rowwise()` and `x.colwise()`: reductions that leave a column or a row.
template <class T, int Axis>
class eigen_lines {
    using line =
        std::conditional_t<Axis == 1, eigen_part<T, T::RowsAtCompileTime, 1>, eigen_part<T, 1, T::ColsAtCompileTime>>;

public:
    explicit eigen_lines(const variable<T>& x) : x_(x) {}

    auto sum() const { return reduced<engine::sum_over>(); }
    auto mean() const { return reduced<engine::mean_over>(); }
    auto maxCoeff() const { return reduced<engine::extreme_over<engine::extremum_kind::largest>>(); }
    auto minCoeff() const { return reduced<engine::extreme_over<engine::extremum_kind::smallest>>(); }
    auto squaredNorm() const { return eigen_lines(engine::call_free<functions::square>(x_)).sum(); }
    auto norm() const { return engine::call_free<functions::root_of_squares>(squaredNorm()); }

private:
    template <class Reduction>
    auto reduced() const {
        static constexpr extent over[] = {Axis};
        const engine::reduced_axes axes(Reduction::name, engine::aligned_shape(x_.data()), over);
        return Reduction::call(x_, axes, engine::zeros_of<line>(axes.kept()));
    }

    variable<T> x_;
};

} // namespace eigen_detail

/// The members that Eigen's users know, besides those of all arrays. Each is the free function of that name.
template <class T>
    requires eigen_detail::is_eigen<T>
class array_members<T> : public common_members<T> {
    const variable<T>& self() const { return static_cast<const variable<T>&>(*this); }

public:
    Eigen::Index rows() const { return self().data().rows(); }
    Eigen::Index cols() const { return self().data().cols(); }

    auto row(Eigen::Index i) const { return dynamic::row(self(), i); }
    auto col(Eigen::Index j) const { return dynamic::col(self(), j); }
    auto block(Eigen::Index i, Eigen::Index j, Eigen::Index rows, Eigen::Index cols) const {
        return dynamic::block(self(), i, j, rows, cols);
    }
    auto segment(Eigen::Index i, Eigen::Index n) const { return dynamic::segment(self(), i, n); }
    auto head(Eigen::Index n) const { return dynamic::head(self(), n); }
    auto tail(Eigen::Index n) const { return dynamic::tail(self(), n); }
    auto transpose() const { return dynamic::transpose(self()); }
    auto norm() const { return dynamic::norm(self()); }
    auto squaredNorm() const { return dynamic::squared_norm(self()); }
    auto maxCoeff() const { return dynamic::amax(self()); }
    auto minCoeff() const { return dynamic::amin(self()); }
    auto lu() const { return dynamic::lu(self()); }
    auto llt() const { return dynamic::llt(self()); }
    auto ldlt() const { return dynamic::ldlt(self()); }
    auto inverse() const { return dynamic::inverse(self()); }
    auto determinant() const { return dynamic::determinant(self()); }
    template <class Y>
    auto dot(const Y& y) const {
        return dynamic::dot(self(), y);
    }
    template <class Y>
    auto cwiseProduct(const Y& y) const {
        return dynamic::cwise_product(self(), y);
    }
    template <class Y>
    auto cwiseQuotient(const Y& y) const {
        return dynamic::cwise_quotient(self(), y);
    }
    /// `x.rowwise().sum()` is a column, `x.colwise().sum()` a row; likewise `mean`, `maxCoeff`,
    /// `minCoeff`, `norm` and `squaredNorm`.
    auto rowwise() const { return eigen_detail::eigen_lines<T, 1>(self()); }
    auto colwise() const { return eigen_detail::eigen_lines<T, 0>(self()); }
};

} // namespace pullback::dynamic

#endif
