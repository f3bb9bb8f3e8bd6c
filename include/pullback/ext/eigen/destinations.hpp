// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_DESTINATIONS_HPP
#define PULLBACK_EXT_EIGEN_DESTINATIONS_HPP

#include <pullback/always_inline.hpp>
#include <pullback/ext/eigen/shape.hpp>
#include <pullback/shape/destination.hpp>

#include <Eigen/Core>

#include <cstddef>
#include <type_traits>
#include <utility>

// Maps, blocks and references of Eigen as places for results, in the order of rows and columns that they have.
// (Matrices and vectors are such by their shapes, or as ranges.)

namespace pullback {

namespace eigen_detail {

template <class D>
concept WritableView = std::is_base_of_v<Eigen::DenseBase<D>, D> && std::is_base_of_v<Eigen::MapBase<D>, D> &&
                       requires(D& view) { view.coeffRef(0, 0) = typename D::Scalar(); };

} // namespace eigen_detail

template <eigen_detail::WritableView D>
inline constexpr bool is_memory_view<D> = true;

/// `v.head(n)` and the like are blocks.
template <class V, int Size>
struct held_destination<Eigen::VectorBlock<V, Size>> {
    using type = decltype(eigen_detail::derived_of(std::declval<const Eigen::VectorBlock<V, Size>&>()));
};

/// A view of fixed size.
template <eigen_detail::WritableView D>
    requires eigen_detail::FixedEigenExpression<D>
struct destination<D> {
    using scalar = typename D::Scalar;
    static constexpr int rows = D::RowsAtCompileTime, columns = D::ColsAtCompileTime;
    PULLBACK_ALWAYS_INLINE static scalar& at(D& view, std::ptrdiff_t i) {
        return view.coeffRef(i / columns, i % columns);
    }
};

} // namespace pullback

#endif
