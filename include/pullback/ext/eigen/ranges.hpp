// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_RANGES_HPP
#define PULLBACK_EXT_EIGEN_RANGES_HPP

#include <pullback/functions/scalar.hpp>
#include <pullback/shape/range.hpp>

#include <Eigen/Core>

#include <cstddef>
#include <type_traits>
#include <vector>

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
    template <class E>
    using like = Eigen::Matrix<E, A::RowsAtCompileTime, A::ColsAtCompileTime,
                               A::IsRowMajor && !A::IsVectorAtCompileTime ? Eigen::RowMajor : Eigen::ColMajor>;
    template <class E>
    static like<E> make_like(const A& array) {
        return like<E>::Zero(array.rows(), array.cols());
    }
    template <class E>
    using line = std::conditional_t<Scalar<E>, Eigen::Matrix<E, Eigen::Dynamic, 1>, std::vector<E>>;
    template <class E>
    static line<E> make_line(std::ptrdiff_t count) {
        if constexpr (Scalar<E>) return line<E>::Zero(count);
        else return line<E>(static_cast<std::size_t>(count));
    }
};

} // namespace pullback

#endif
