// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_SHAPE_HPP
#define PULLBACK_EXT_EIGEN_SHAPE_HPP

#include <pullback/ext/eigen/fixed_algebra.hpp>
#include <pullback/ext/eigen/fixed_matrix.hpp>
#include <pullback/ext/eigen/fixed_parts.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/shape/shape.hpp>
#include <pullback/shape/shape_of.hpp>

#include <Eigen/Core>

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace pullback {

namespace eigen_detail {

template <class S>
struct fixed_vector_facts {
    static constexpr int size = 0;
};
template <class S, int R, int C, int Options>
    requires(R > 0 && C > 0 && (R == 1 || C == 1))
struct fixed_vector_facts<Eigen::Matrix<S, R, C, Options, R, C>> {
    static constexpr int size = R * C;
    template <int Rows>
    using rows = Eigen::Matrix<S, Rows, size, order_for(Rows, size, Options)>;
};
template <class S, int R, int C, int Options>
    requires(R == 1 || C == 1)
struct fixed_vector_facts<fixed_matrix<S, R, C, Options>> {
    static constexpr int size = R * C;
    template <int Rows>
    using rows = pullback::plain_fixed<S, Rows, size, order_for(Rows, size, Options)>;
};

/// A matrix shape made of `S`. Eigen holds numbers only, so recording scalars get a `fixed_matrix`. A vector
/// of vectors, as the Jacobian of a vector by a vector is, is a matrix of which each row is one of them; all
/// else made of shapes is made of `std::array`s.
template <class S, int R, int C, int Options>
struct rebound_matrix {
    using type =
        std::conditional_t<R == 1 || C == 1, std::array<S, static_cast<std::size_t>(R* C)>,
                           std::array<std::array<S, static_cast<std::size_t>(C)>, static_cast<std::size_t>(R)>>;
};
template <class S, int R, int C, int Options>
    requires std::is_arithmetic_v<S>
struct rebound_matrix<S, R, C, Options> {
    using type = Eigen::Matrix<S, R, C, Options>;
};
template <class S, int R, int C, int Options>
    requires(!std::is_arithmetic_v<S> && Scalar<S>)
struct rebound_matrix<S, R, C, Options> {
    using type = pullback::plain_fixed<S, R, C, Options>;
};
template <class S, int R, int C, int Options>
    requires((R == 1 || C == 1) && fixed_vector_facts<S>::size > 0)
struct rebound_matrix<S, R, C, Options> {
    using type = typename fixed_vector_facts<S>::template rows<R * C>;
};

/// The shape of a matrix: its elements row by row, whatever their order in memory.
template <class M, class S, int R, int C, int Options>
struct matrix_shape {
    static constexpr int rows = R, columns = C, size = R * C;
    using scalar = S;
    template <class T>
    using rebind = typename rebound_matrix<T, R, C, Options>::type;

    template <int First, class T>
    static constexpr void load(const M& value, T* out) {
        [&]<int... I>(std::integer_sequence<int, I...>) {
            const int done[] = {(out[First + I] = static_cast<T>(value.coeff(I / C, I % C)), 0)...};
            static_cast<void>(done);
        }(std::make_integer_sequence<int, size>{});
    }
    template <int First, class Result, class T>
    static constexpr Result store(const T* in) {
        Result result;
        [&]<int... I>(std::integer_sequence<int, I...>) {
            const int done[] = {
                (result.coeffRef(I / C, I % C) = static_cast<typename Result::Scalar>(in[First + I]), 0)...};
            static_cast<void>(done);
        }(std::make_integer_sequence<int, size>{});
        return result;
    }
    static constexpr bool is_addressable = true;
    template <int I, class V>
    static constexpr auto& at(V& value) {
        return value.coeffRef(I / C, I % C);
    }
};

/// The shape of a matrix whose elements are shapes, such as the Jacobian of a struct of vectors by a struct.
template <class S, int R, int C, int Options>
struct shape_of_matrix_of_shapes {
    using matrix = Eigen::Matrix<S, R, C, Options, R, C>;
    using matrix_element = S;
    static constexpr int rows = R, columns = C, size = R * C * shape_of<S>::size;
    using scalar = scalar_of<S>;
    template <class T>
    using rebind = Eigen::Matrix<rebind_shape<S, T>, R, C, Options, R, C>;

    template <int First, class T>
    static constexpr void load(const matrix& value, T* out) {
        [&]<int... I>(std::integer_sequence<int, I...>) {
            (shape_of<S>::template load<First + I * shape_of<S>::size>(value.coeff(I / C, I % C), out), ...);
        }(std::make_integer_sequence<int, R * C>{});
    }
    template <int First, class Result, class T>
    static constexpr Result store(const T* in) {
        Result result;
        [&]<int... I>(std::integer_sequence<int, I...>) {
            ((result.coeffRef(I / C, I % C) =
                  shape_of<S>::template store<First + I * shape_of<S>::size, typename Result::Scalar>(in)),
             ...);
        }(std::make_integer_sequence<int, R * C>{});
        return result;
    }
};

} // namespace eigen_detail

/// Vectors and matrices of fixed size as arguments and results of static functions: the gradient by an
/// `Eigen::Vector3d` is an `Eigen::Vector3d`, the Jacobian of a vector by a vector an `Eigen::Matrix` with a
/// row for each element of the result. Inside the function they are `fixed_matrix`.
template <class S, int R, int C, int Options>
    requires(R > 0 && C > 0 && std::is_arithmetic_v<S>)
struct shape<Eigen::Matrix<S, R, C, Options, R, C>>
    : eigen_detail::matrix_shape<Eigen::Matrix<S, R, C, Options, R, C>, S, R, C, Options> {};

template <class S, int R, int C, int Options>
    requires(R > 0 && C > 0 && !Scalar<S> && Shaped<S>)
struct shape<Eigen::Matrix<S, R, C, Options, R, C>> : eigen_detail::shape_of_matrix_of_shapes<S, R, C, Options> {};

namespace eigen_detail {

template <class D>
D derived_of(const Eigen::DenseBase<D>&);

/// An Eigen expression of fixed size that is no `Eigen::Matrix`: an `Eigen::Map` of someone's memory, a block, a sum.
template <class E>
concept FixedEigenExpression =
    requires(const E& value) { eigen_detail::derived_of(value); } && !std::is_base_of_v<Eigen::PlainObjectBase<E>, E> &&
    (E::RowsAtCompileTime > 0) && (E::ColsAtCompileTime > 0) && std::is_arithmetic_v<typename E::Scalar>;

template <class E>
using plain_matrix =
    Eigen::Matrix<typename E::Scalar, E::RowsAtCompileTime, E::ColsAtCompileTime,
                  order_for(E::RowsAtCompileTime, E::ColsAtCompileTime, E::IsRowMajor ? Eigen::RowMajor : 0)>;

/// What the shape of an argument that is read once has of that of what it is read into.
template <class Plain>
struct shape_read_into {
    static constexpr int size = shape<Plain>::size;
    using scalar = typename shape<Plain>::scalar;
    template <class T>
    using rebind = typename shape<Plain>::template rebind<T>;
};

} // namespace eigen_detail

/// An expression of fixed size as an argument: it is read once, and what is computed from it are matrices.
template <eigen_detail::FixedEigenExpression E>
struct shape<E> : eigen_detail::shape_read_into<eigen_detail::plain_matrix<E>> {
    template <int First, class T>
    static constexpr void load(const E& value, T* out) {
        shape<eigen_detail::plain_matrix<E>>::template load<First>(eigen_detail::plain_matrix<E>(value), out);
    }
};

template <class S, int R, int C, int Options>
struct shape<fixed_matrix<S, R, C, Options>>
    : eigen_detail::matrix_shape<fixed_matrix<S, R, C, Options>, S, R, C, Options> {};

template <int R, int C, int Options>
    requires(R > 0 && C > 0)
struct shape<Eigen::Matrix<recorded, R, C, Options, R, C>>
    : eigen_detail::matrix_shape<Eigen::Matrix<recorded, R, C, Options, R, C>, recorded, R, C, Options> {};

/// The scalars of `value`, such as a Jacobian, in order, as a matrix of so many rows: with as many as f has results,
/// the Jacobian of f whatever its results and arguments are made of.
template <int Rows, Shaped A>
auto as_matrix(const A& value) {
    constexpr int size = shape_of<A>::size;
    static_assert(Rows > 0 && size % Rows == 0,
                  "as_matrix<Rows>(J): the scalars of J do not make rows of equal length");
    Eigen::Matrix<scalar_of<A>, Rows, size / Rows, eigen_detail::order_for(Rows, size / Rows, Eigen::RowMajor)> result;
    shape_of<A>::template load<0>(value, result.data());
    return result;
}

} // namespace pullback

#endif
