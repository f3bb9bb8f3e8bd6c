// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_PRODUCTS_HPP
#define PULLBACK_EXT_EIGEN_PRODUCTS_HPP

#include <pullback/dynamic/engine.hpp>
#include <pullback/dynamic/errors.hpp>
#include <pullback/dynamic/variable_handle.hpp>
#include <pullback/ext/eigen/data.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/static_function/static_function.hpp>

#include <string>
#include <tuple>
#include <type_traits>

namespace pullback::dynamic {

namespace eigen_detail {

/// g x, for a number g, with the type and the shape of `model`: of data data, of variables a variable.
template <class G, class X, class Model>
auto scaled_as(const G& g, const X& x, const Model& model) {
    if constexpr (engine::is_variable<X>)
        return engine::fit<data_of<Model>>(engine::call_free<functions::multiply>(g, x), model.data());
    else if constexpr (std::is_same_v<X, Model>) return Model(x * g);
    else return engine::fitted<Model>(X(x * g), model);
}

template <class X, class Y>
[[noreturn]] void report_shapes(const char* call, const X& x, const Y& y, const char* need) {
    throw shape_mismatch(std::string(call) + ": x has the shape " + engine::shape_text(x) + " and y the shape " +
                         engine::shape_text(y) + "; " + need);
}

/// Where element (i, j) of an `M` of these extents lies.
template <class M>
std::size_t place_in(Eigen::Index i, Eigen::Index j, Eigen::Index rows, Eigen::Index columns) {
    return static_cast<std::size_t>(M::IsRowMajor ? i * columns + j : i + j * rows);
}

/// Σ x_i y_i over all elements, in the order in which they are stored.
struct inner_product {
    static constexpr const char* name = "dot";

    template <class X, class Y>
    static auto value(const X& x, const Y& y) {
        if (x.size() != y.size())
            eigen_detail::report_shapes("dot(x, y)", x, y, "they must have the same number of elements");
        using elements = Eigen::Map<const Eigen::Matrix<typename X::Scalar, Eigen::Dynamic, 1>>;
        return elements(x.data(), x.size()).dot(elements(y.data(), y.size()));
    }
    template <class X, class Y, class Visit>
    static void each_term(const X& x, const Y&, const Visit& visit) {
        for (std::size_t i = 0; i < static_cast<std::size_t>(x.size()); ++i) visit(0, i, i);
    }
    template <class X, class Y, class S>
    static auto pullback(const X& x, const Y& y, const S&, const S& gz) {
        return std::tuple(eigen_detail::scaled_as(gz, y, x), eigen_detail::scaled_as(gz, x, y));
    }
};

using engine::orientation;
template <orientation Form>
inline constexpr bool is_transposed = Form == orientation::transposed;

/// op(A) op(B) as an `R`, where op may transpose.
template <class R, orientation FormA, orientation FormB>
struct matrix_product {
    static constexpr const char* name = "matmul";

    template <class A, class B>
    static R value(const A& a, const B& b) {
        const auto& left = turned<FormA>(a);
        const auto& right = turned<FormB>(b);
        if (left.cols() != right.rows())
            eigen_detail::report_shapes("matmul(x, y)", a, b,
                                        "x must have as many columns as y has rows, and the product of the elements is "
                                        "cwise_product(x, y)");
        R result;
        result.resize(left.rows(), right.cols());
        result.matrix().noalias() = left * right;
        return result;
    }
    template <class A, class B, class Visit>
    static void each_term(const A& a, const B& b, const Visit& visit) {
        const auto rows = is_transposed<FormA> ? a.cols() : a.rows(),
                   inner = is_transposed<FormA> ? a.rows() : a.cols(),
                   columns = is_transposed<FormB> ? b.rows() : b.cols();
        for (Eigen::Index i = 0; i < rows; ++i)
            for (Eigen::Index j = 0; j < columns; ++j)
                for (Eigen::Index k = 0; k < inner; ++k)
                    visit(place_in<R>(i, j, rows, columns),
                          is_transposed<FormA> ? place_in<A>(k, i, inner, rows) : place_in<A>(i, k, rows, inner),
                          is_transposed<FormB> ? place_in<B>(j, k, columns, inner) : place_in<B>(k, j, inner, columns));
    }
    // Each adjoint is again such a product, straight in the type of its operand, without a transposed copy.
    template <class A, class B, class Y>
    static auto pullback(const A& a, const B& b, const Y&, const Y& gy) {
        return std::tuple(adjoint_of_left(a, b, gy), adjoint_of_right(a, b, gy));
    }

private:
    template <orientation Form, class M>
    static decltype(auto) turned(const M& m) {
        if constexpr (is_transposed<Form>) return m.matrix().transpose();
        else if constexpr (is_eigen_matrix<M>) return (m);
        else return m.matrix();
    }
    template <class A, class B, class Y>
    static auto adjoint_of_left(const A&, const B& b, const Y& gy) {
        if constexpr (is_transposed<FormA>)
            return engine::call_whole<matrix_product<data_of<A>, FormB, orientation::transposed>>(b, gy);
        else
            return engine::call_whole<matrix_product<data_of<A>, orientation::as_is, engine::turned_over(FormB)>>(gy,
                                                                                                                  b);
    }
    template <class A, class B, class Y>
    static auto adjoint_of_right(const A& a, const B&, const Y& gy) {
        if constexpr (is_transposed<FormB>)
            return engine::call_whole<matrix_product<data_of<B>, orientation::transposed, FormA>>(gy, a);
        else
            return engine::call_whole<matrix_product<data_of<B>, engine::turned_over(FormA), orientation::as_is>>(a,
                                                                                                                  gy);
    }
};

/// Aᵀ as an `R`.
template <class R>
struct transposition {
    static constexpr const char* name = "transpose";

    template <class A>
    static R value(const A& a) {
        return a.transpose();
    }
    template <class A, class Visit>
    static void each_term(const A& a, const Visit& visit) {
        for (Eigen::Index i = 0; i < a.rows(); ++i)
            for (Eigen::Index j = 0; j < a.cols(); ++j)
                visit(place_in<R>(j, i, a.cols(), a.rows()), place_in<A>(i, j, a.rows(), a.cols()));
    }
    template <class A, class Y>
    static auto pullback(const A&, const Y&, const Y& gy) {
        return std::tuple(engine::call_whole<transposition<data_of<A>>>(gy));
    }
};

template <class A>
using transposed_data = typename resized<A, A::ColsAtCompileTime, A::RowsAtCompileTime, A::MaxColsAtCompileTime,
                                         A::MaxRowsAtCompileTime>::type;

template <int Size, int Other>
inline constexpr bool may_be_equal = Size == Eigen::Dynamic || Other == Eigen::Dynamic || Size == Other;

/// What is known of x y from the types of the data.
template <class A, class B>
struct product_facts {
    using result = refused; // compilers may ask this before they look at the constraints of a function
};
template <class A, class B>
    requires(is_eigen<A> && is_eigen<B>)
struct product_facts<A, B> {
    static constexpr bool is_one_scalar = std::is_same_v<typename A::Scalar, typename B::Scalar>;
    // Two columns, or two rows, fit only if one is a single number; as Eigen does, they are taken for a
    // mistake.
    static constexpr bool are_columns = A::RowsAtCompileTime != 1 && A::ColsAtCompileTime == 1 &&
                                        B::RowsAtCompileTime != 1 && B::ColsAtCompileTime == 1;
    static constexpr bool are_rows = A::RowsAtCompileTime == 1 && A::ColsAtCompileTime != 1 &&
                                     B::RowsAtCompileTime == 1 && B::ColsAtCompileTime != 1;
    static constexpr bool fits = may_be_equal<A::ColsAtCompileTime, B::RowsAtCompileTime> && !are_columns && !are_rows;
    static constexpr bool is_number = A::RowsAtCompileTime == 1 && B::ColsAtCompileTime == 1;
    using model = std::conditional_t<is_eigen_matrix<A>, A, std::conditional_t<is_eigen_matrix<B>, B, A>>;
    using array = typename resized<model, A::RowsAtCompileTime, B::ColsAtCompileTime, A::MaxRowsAtCompileTime,
                                   B::MaxColsAtCompileTime>::type;
    using value = std::conditional_t<is_number, typename A::Scalar, array>;
    // Named and not deduced, so that asking whether x * y compiles never runs into an assertion.
    using result = std::conditional_t<is_one_scalar && fits, variable<value>, refused>;
};
template <class X, class Y>
using product_of = product_facts<data_of<X>, data_of<Y>>;

template <class... X>
concept MatrixOperands = (MatrixOperand<X> && ...);
template <class... X>
concept EigenOperands = (EigenOperand<X> && ...);
template <class X>
concept EigenVariable = engine::is_variable<X> && EigenOperand<X>;

template <class X>
inline constexpr bool is_vector = data_of<X>::IsVectorAtCompileTime;

} // namespace eigen_detail

/// The matrix product, as in Eigen: of matrices, of a matrix and a vector, and a number of a row and a column. Rule: gy
/// yᵀ and xᵀ gy. Throws `shape_mismatch` unless x has as many columns as y has rows. The product of two `Eigen::Array`s
/// is an array, too.
template <class X, class Y>
    requires(engine::VariableOperands<X, Y> && eigen_detail::EigenOperands<X, Y>)
typename eigen_detail::product_of<X, Y>::result matmul(const X& x, const Y& y) {
    using facts = eigen_detail::product_of<X, Y>;
    static_assert(facts::is_one_scalar,
                  "x * y, matmul(x, y): the matrices have elements of different types; convert one of them, "
                  "as with A.cast<double>()");
    static_assert(facts::fits,
                  "x * y, matmul(x, y): by their types x cannot have as many columns as y has rows; the "
                  "product of the elements is "
                  "cwise_product(x, y), that of two columns is dot(x, y) or outer(x, y)");
    if constexpr (!facts::is_one_scalar || !facts::fits) return {};
    else if constexpr (facts::is_number) return engine::call_whole<eigen_detail::inner_product>(x, y);
    else
        return engine::call_whole<eigen_detail::matrix_product<typename facts::value, engine::orientation::as_is,
                                                               engine::orientation::as_is>>(x, y);
}

/// The matrix product of what Eigen calls matrices, vectors among them; arrays are multiplied element by
/// element.
template <class X, class Y>
    requires engine::VariableOperands<X, Y> && eigen_detail::MatrixOperands<X, Y>
typename eigen_detail::product_of<X, Y>::result operator*(const X& x, const Y& y) {
    return dynamic::matmul(x, y);
}

namespace eigen_detail {

template <class X, class Y>
concept DividesByMatrix = MatrixOperand<Y>;

} // namespace eigen_detail

/// Σ x_i y_i of two vectors, rows or columns, or of two one-dimensional arrays. Throws `shape_mismatch`.
template <class X, class Y>
    requires(engine::VariableOperands<X, Y> && eigen_detail::EigenOperands<X, Y>)
auto dot(const X& x, const Y& y) {
    constexpr bool are_vectors = eigen_detail::is_vector<X> && eigen_detail::is_vector<Y>;
    static_assert(are_vectors, "dot(x, y): x or y is a matrix; write sum(cwise_product(x, y)) or x * y");
    static_assert(eigen_detail::product_of<X, Y>::is_one_scalar,
                  "dot(x, y): the elements have different types; convert one of them");
    if constexpr (are_vectors && eigen_detail::product_of<X, Y>::is_one_scalar)
        return engine::call_whole<eigen_detail::inner_product>(x, y);
    else return refused{};
}

/// The matrix x_i y_j of two columns.
template <class X, class Y>
    requires(engine::VariableOperands<X, Y> && eigen_detail::EigenOperands<X, Y>)
auto outer(const X& x, const Y& y) {
    using A = eigen_detail::data_of<X>;
    using B = eigen_detail::data_of<Y>;
    constexpr bool fits =
        A::ColsAtCompileTime == 1 && B::ColsAtCompileTime == 1 && eigen_detail::product_of<X, Y>::is_one_scalar;
    static_assert(fits, "outer(x, y): x and y must be column vectors with elements of one type");
    if constexpr (fits) {
        using turned = eigen_detail::transposed_data<B>;
        using R = typename eigen_detail::resized<A, A::RowsAtCompileTime, turned::ColsAtCompileTime,
                                                 A::MaxRowsAtCompileTime, turned::MaxColsAtCompileTime>::type;
        return engine::call_whole<
            eigen_detail::matrix_product<R, engine::orientation::as_is, engine::orientation::transposed>>(x, y);
    } else return refused{};
}

/// xᵀ; of a vector a row, of a row a column.
template <eigen_detail::EigenVariable X>
auto transpose(const X& x) {
    return engine::call_whole<eigen_detail::transposition<eigen_detail::transposed_data<eigen_detail::data_of<X>>>>(x);
}

/// The product element by element, of matrices too. Throws `shape_mismatch`.
template <class X, class Y>
    requires engine::VariableOperands<X, Y>
auto cwise_product(const X& x, const Y& y) {
    return engine::call_free<functions::multiply>(x, y);
}
/// The quotient element by element, of matrices too. Throws `shape_mismatch`.
template <class X, class Y>
    requires engine::VariableOperands<X, Y>
auto cwise_quotient(const X& x, const Y& y) {
    return engine::call_free<functions::divide>(x, y);
}

/// Refused: nothing is divided by a matrix. What it gives is the quotient of the elements, so that no other error
/// follows.
template <class X, class Y>
    requires engine::VariableOperands<X, Y> && eigen_detail::DividesByMatrix<X, Y>
auto operator/(const X& x, const Y& y) -> decltype(dynamic::cwise_quotient(x, y)) {
    static_assert(pullback::engine::always_false<X>,
                  "x / y: y is a matrix; the quotient of the elements is cwise_quotient(x, y), and the solution of a "
                  "linear system is solve(A, b)");
    return dynamic::cwise_quotient(x, y);
}

} // namespace pullback::dynamic

#endif
