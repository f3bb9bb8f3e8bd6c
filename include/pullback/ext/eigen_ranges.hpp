// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_RANGES_HPP
#define PULLBACK_EXT_EIGEN_RANGES_HPP

#include <pullback/shape/range.hpp>

#include <Eigen/Core>

namespace pullback {

namespace detail {

template <class A>
concept EigenOfRunTimeSize = std::is_base_of_v<Eigen::DenseBase<A>, A> && A::SizeAtCompileTime == Eigen::Dynamic &&
                             requires(A& array) { array.coeffRef(0, 0); };

} // namespace detail

/// Matrices and vectors of Eigen whose size is known at run time, and maps of such: a vector is a range of numbers, a
/// matrix one of rows. A derivative by one is a matrix of the same shape.
template <detail::EigenOfRunTimeSize A>
struct range_data<A> {
    static constexpr int dimensions = A::IsVectorAtCompileTime ? 1 : 2;
    using element = std::remove_cv_t<typename A::Scalar>;

    template <int K>
    [[gnu::always_inline]] static std::ptrdiff_t extent(const A& array) {
        if constexpr (dimensions == 1) return array.size();
        else return K == 0 ? array.rows() : array.cols();
    }
    template <class V>
    [[gnu::always_inline]] static auto& at(V& array, std::ptrdiff_t i) {
        return array.coeffRef(i);
    }
    [[gnu::always_inline]] static const element& at(const A& array, std::ptrdiff_t i) { return array.coeffRef(i); }
    [[gnu::always_inline]] static const element& at(const A& array, std::ptrdiff_t i, std::ptrdiff_t j) {
        return array.coeffRef(i, j);
    }
    template <class V>
    [[gnu::always_inline]] static auto& at(V& array, std::ptrdiff_t i, std::ptrdiff_t j) {
        return array.coeffRef(i, j);
    }
    template <class T>
    using result = Eigen::Matrix<T, A::RowsAtCompileTime, A::ColsAtCompileTime, A::IsRowMajor && !A::IsVectorAtCompileTime ? Eigen::RowMajor : Eigen::ColMajor>;
    template <class T>
    static result<T> make_result(const A& array) {
        return result<T>::Zero(array.rows(), array.cols());
    }
};

} // namespace pullback

#endif
