// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_RANGES_HPP
#define PULLBACK_EXT_EIGEN_RANGES_HPP

#include <pullback/always_inline.hpp>
#include <pullback/blocks/mapped_sequence.hpp>
#include <pullback/ext/eigen/fixed_parts.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/shape/engine.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/standard_ranges.hpp>

#include <Eigen/Core>

#include <cstddef>
#include <type_traits>

namespace pullback {

namespace engine {

// Vectors of fixed size are sequences of constant size, in a function and outside.
template <class V>
    requires(requires { V::SizeAtCompileTime; } && V::SizeAtCompileTime > 0 && bool(V::IsVectorAtCompileTime))
inline constexpr std::size_t constant_size<V> = static_cast<std::size_t>(V::SizeAtCompileTime);

} // namespace engine

namespace eigen_detail {

template <class D>
std::true_type is_expression_of_eigen(const Eigen::DenseBase<D>&);
template <class D>
std::true_type is_array_of_eigen(const Eigen::ArrayBase<D>&);
template <class D>
std::true_type is_plain_object_of_eigen(const Eigen::PlainObjectBase<D>&);

template <class A>
concept EigenExpressionOfRunTimeSize =
    requires(const A& x) { eigen_detail::is_expression_of_eigen(x); } && A::SizeAtCompileTime == Eigen::Dynamic;

// What has its elements in memory, as views of const do that none may write to.
template <class A>
concept EigenOfRunTimeSize =
    EigenExpressionOfRunTimeSize<A> && (static_cast<int>(A::Flags) & static_cast<int>(Eigen::DirectAccessBit)) != 0;

/// Numbers like those of an expression, in a matrix or array of its own.
template <class A, class E,
          int Options = eigen_detail::order_for(A::RowsAtCompileTime, A::ColsAtCompileTime,
                                                A::IsRowMajor ? Eigen::RowMajor : Eigen::ColMajor)>
using eigen_like = std::conditional_t<requires(const A& x) { eigen_detail::is_array_of_eigen(x); },
                                      Eigen::Array<E, A::RowsAtCompileTime, A::ColsAtCompileTime, Options>,
                                      Eigen::Matrix<E, A::RowsAtCompileTime, A::ColsAtCompileTime, Options>>;

} // namespace eigen_detail

/// Matrices, arrays and vectors of Eigen whose size is known at run time, partly or wholly, and `Eigen::Map`, `Ref` and
/// blocks of such, with any strides: a vector is a range of numbers, a matrix one of rows. A derivative by one is a
/// matrix or an array of the same shape.
template <eigen_detail::EigenOfRunTimeSize A>
struct range_data<A> : range_defaults<A, typename A::Scalar, A::IsVectorAtCompileTime ? 1 : 2> {
    static constexpr int contiguous_dimension = int(A::InnerStrideAtCompileTime) != 1        ? -1
                                                : !A::IsVectorAtCompileTime && A::IsRowMajor ? 1
                                                                                             : 0;
    template <int K>
    PULLBACK_ALWAYS_INLINE static std::ptrdiff_t extent(const A& array) {
        if constexpr (A::IsVectorAtCompileTime) return array.size();
        else return K == 0 ? array.rows() : array.cols();
    }
    template <class V>
    PULLBACK_ALWAYS_INLINE static auto& at(V& array, std::ptrdiff_t i) {
        return array.coeffRef(i);
    }
    template <class V>
    PULLBACK_ALWAYS_INLINE static auto& at(V& array, std::ptrdiff_t i, std::ptrdiff_t j) {
        return array.coeffRef(i, j);
    }
    template <class V>
        requires requires(V& array) { eigen_detail::is_plain_object_of_eigen(array); }
    PULLBACK_ALWAYS_INLINE static auto view(V& array) {
        return Eigen::Map<V>(array.data(), array.rows(), array.cols());
    }
    // Compilers read pointer and strides of a view that has an address again and again.
    template <class V>
        requires std::is_base_of_v<Eigen::MapBase<std::remove_const_t<V>>, std::remove_const_t<V>>
    PULLBACK_ALWAYS_INLINE static auto view(V& array) {
        using numbers = std::remove_pointer_t<decltype(array.data())>;
        using plain =
            std::conditional_t<std::is_const_v<numbers>, const typename A::PlainObject, typename A::PlainObject>;
        using strides = Eigen::Stride<int(A::OuterStrideAtCompileTime), int(A::InnerStrideAtCompileTime)>;
        return Eigen::Map<plain, Eigen::Unaligned, strides>(array.data(), array.rows(), array.cols(),
                                                            strides(array.outerStride(), array.innerStride()));
    }
    template <class E>
    using like = typename std::conditional_t<Scalar<E>, std::type_identity<eigen_detail::eigen_like<A, E>>,
                                             engine::owning_range<E, A::IsVectorAtCompileTime ? 1 : 2>>::type;
    template <class E>
    static like<E> make_like(const A& array) {
        if constexpr (Scalar<E>) return like<E>::Zero(array.rows(), array.cols());
        else
            return range_defaults < A, typename A::Scalar,
                   A::IsVectorAtCompileTime ? 1 : 2 > ::template make_like<E>(array);
    }
    template <class E>
    using line = typename std::conditional_t<Scalar<E>, std::type_identity<Eigen::Matrix<E, Eigen::Dynamic, 1>>,
                                             engine::owning_range<E, 1>>::type;
    template <class E>
    static line<E> make_line(std::ptrdiff_t count) {
        if constexpr (Scalar<E>) return line<E>::Zero(count);
        else return line<E>(static_cast<std::size_t>(count), engine::zero_element<E>());
    }
    template <class E>
    static auto make_matrix(std::ptrdiff_t rows, std::ptrdiff_t columns) {
        return Eigen::Matrix<E, Eigen::Dynamic, Eigen::Dynamic>(rows, columns);
    }
};

namespace eigen_detail {

// One for all dimensions, so that it is said once.
template <class A>
std::ptrdiff_t extent_of_expression() {
    static_assert(engine::always_false<A>,
                  "f(x...): x is an expression of Eigen that is not computed yet; give f(x.eval()), or a vector or "
                  "matrix that it is stored in");
    return 0;
}

} // namespace eigen_detail

/// What is not computed yet would be computed once for each time that an element is read.
template <eigen_detail::EigenExpressionOfRunTimeSize A>
    requires(!eigen_detail::EigenOfRunTimeSize<A>)
struct range_data<A> : range_data<eigen_detail::eigen_like<A, typename A::Scalar>> {
    template <int>
    static std::ptrdiff_t extent(const A&) {
        return eigen_detail::extent_of_expression<A>();
    }
    template <class... Subscript>
    static typename A::Scalar at(const A&, Subscript...) {
        return {};
    }
};

} // namespace pullback

#endif
