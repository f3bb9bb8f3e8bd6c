// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_XTENSOR_PRODUCTS_HPP
#define PULLBACK_EXT_XTENSOR_PRODUCTS_HPP

#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/engine.hpp>
#include <pullback/dynamic/errors.hpp>
#include <pullback/ext/xtensor/data.hpp>
#include <pullback/static_function/static_function.hpp>

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <vector>

namespace pullback::dynamic {

namespace xtensor_detail {

/// An extent of a matrix; a vector lacks one of them.
using matrix_extent = std::ptrdiff_t;
inline constexpr matrix_extent lacking = -1;

template <class X>
matrix_extent extent_in(const X& x) {
    if constexpr (engine::is_variable<X>) return x.data();
    else return x;
}
constexpr std::size_t length_of(matrix_extent e) { return e == lacking ? 1u : static_cast<std::size_t>(e); }

/// A zero array with those of the two extents that are there.
template <class R>
R zeros_of_extents(matrix_extent rows, matrix_extent columns) {
    using S = scalar_of_data<R>;
    if constexpr (NumberData<R>) return S(0);
    else {
        std::vector<std::size_t> shape;
        for (const matrix_extent e : {rows, columns})
            if (e != lacking) shape.push_back(static_cast<std::size_t>(e));
        R result;
        result.resize(shape);
        std::fill_n(result.data(), result.size(), S(0));
        return result;
    }
}

using engine::orientation;

/// Where element (i, j) of a matrix lies that is stored as it is or transposed.
template <class X, orientation Form>
struct matrix_reader {
    const scalar_of_data<X>* elements;
    std::size_t rows, columns;

    auto operator()(std::size_t i, std::size_t j) const {
        if constexpr (requires { requires data_traits<X>::is_column_major == (Form == orientation::transposed); })
            return elements[i * columns + j];
        else return elements[j * rows + i];
    }
};

/// op(A) op(B) as an `R`, where op may transpose: an n×k by a k×m matrix. n and m, or k of both, are lacking
/// of vectors.
template <class R, orientation FormA, orientation FormB>
struct array_product {
    static constexpr const char* name = "matmul";

    template <class A, class B>
    static R value(const A& a, const B& b, matrix_extent n, matrix_extent k, matrix_extent m) {
        R result = zeros_of_extents<R>(n, m);
        auto* const out = data_traits<R>::elements(result);
        const std::size_t rows = length_of(n), inner = length_of(k), columns = length_of(m);
        const matrix_reader<A, FormA> left{data_traits<A>::elements(a), rows, inner};
        const matrix_reader<B, FormB> right{data_traits<B>::elements(b), inner, columns};
        constexpr bool by_columns = requires { requires data_traits<R>::is_column_major; };
        for (std::size_t i = 0; i < rows; ++i)
            for (std::size_t l = 0; l < inner; ++l)
                for (std::size_t j = 0; j < columns; ++j)
                    out[by_columns ? j * rows + i : i * columns + j] += left(i, l) * right(l, j);
        return result;
    }
    template <class A, class B, class Visit>
    static void each_term(const A&, const B&, matrix_extent n, matrix_extent k, matrix_extent m, const Visit& visit) {
        const std::size_t rows = length_of(n), inner = length_of(k), columns = length_of(m);
        const auto place = []<class X>(std::type_identity<X>, std::size_t i, std::size_t j, std::size_t of_rows,
                                       std::size_t of_columns) {
            constexpr bool by_columns = requires { requires data_traits<X>::is_column_major; };
            return by_columns ? j * of_rows + i : i * of_columns + j;
        };
        constexpr std::type_identity<A> a{};
        constexpr std::type_identity<B> b{};
        for (std::size_t i = 0; i < rows; ++i)
            for (std::size_t j = 0; j < columns; ++j)
                for (std::size_t l = 0; l < inner; ++l)
                    visit(place(std::type_identity<R>{}, i, j, rows, columns),
                          FormA == orientation::transposed ? place(a, l, i, inner, rows) : place(a, i, l, rows, inner),
                          FormB == orientation::transposed ? place(b, j, l, columns, inner)
                                                           : place(b, l, j, inner, columns));
    }
    // Each adjoint is again such a product, straight in the type of its operand.
    template <class A, class B, class N, class Y>
    static auto pullback(const A& a, const B& b, const N& rows, const N& inner, const N& columns, const Y&,
                         const Y& gy) {
        const matrix_extent n = xtensor_detail::extent_in(rows), k = xtensor_detail::extent_in(inner),
                            m = xtensor_detail::extent_in(columns);
        return std::tuple(adjoint_of_left<A>(b, gy, n, k, m), adjoint_of_right<B>(a, gy, n, k, m), 0, 0, 0);
    }

private:
    template <class A, class B, class Y>
    static auto adjoint_of_left(const B& b, const Y& gy, matrix_extent n, matrix_extent k, matrix_extent m) {
        using R_A = typename engine::operand_for<A>::data;
        if constexpr (FormA == orientation::transposed)
            return engine::call_whole<array_product<R_A, FormB, orientation::transposed>>(b, gy, k, m, n);
        else
            return engine::call_whole<array_product<R_A, orientation::as_is, engine::turned_over(FormB)>>(gy, b, n, m,
                                                                                                          k);
    }
    template <class B, class A, class Y>
    static auto adjoint_of_right(const A& a, const Y& gy, matrix_extent n, matrix_extent k, matrix_extent m) {
        using R_B = typename engine::operand_for<B>::data;
        if constexpr (FormB == orientation::transposed)
            return engine::call_whole<array_product<R_B, orientation::transposed, FormA>>(gy, a, m, n, k);
        else
            return engine::call_whole<array_product<R_B, engine::turned_over(FormA), orientation::as_is>>(a, gy, k, n,
                                                                                                          m);
    }
};

template <class X>
concept XtensorOperand = engine::is_operand<X> && is_xtensor<typename engine::operand_for<X>::data>;
template <class... X>
concept XtensorOperands = (XtensorOperand<X> && ...);

/// The type of the product of two arrays: with dimensions known at compile time, of one with those of both
/// but the two summed over.
template <class A, class B>
struct array_product_type {
    static constexpr bool fits = std::is_same_v<A, B>;
    using type = A;
};
template <class EA, class EB, std::size_t NA, std::size_t NB, xt::layout_type L, class Tag>
struct array_product_type<xt::xtensor_container<EA, NA, L, Tag>, xt::xtensor_container<EB, NB, L, Tag>> {
    static constexpr bool fits = std::is_same_v<EA, EB> && (NA == 1 || NA == 2) && (NB == 1 || NB == 2);
    static constexpr std::size_t dimensions = fits ? NA + NB - 2 : 1;
    using type =
        std::conditional_t<dimensions == 0, typename EA::value_type, xt::xtensor_container<EA, dimensions, L, Tag>>;
};

template <class X>
const auto& data_in(const X& x) {
    if constexpr (engine::is_variable<X>) return x.data();
    else return x;
}

} // namespace xtensor_detail

/// The product of matrices and vectors: of two matrices a matrix, of a matrix and a vector a vector, of two
/// vectors Σ x_i y_i (an array without dimensions, or a number if the number of dimensions is known at
/// compile time). Rule: gy yᵀ and xᵀ gy. Throws `shape_mismatch` unless both have one or two dimensions and
/// those summed over are of one length. Plain loops, without BLAS.
template <class X, class Y>
    requires(engine::VariableOperands<X, Y> && xtensor_detail::XtensorOperands<X, Y>)
auto matmul(const X& x, const Y& y) {
    using A = typename engine::operand_for<X>::data;
    using B = typename engine::operand_for<Y>::data;
    using facts = xtensor_detail::array_product_type<A, B>;
    static_assert(facts::fits,
                  "matmul(x, y), dot(x, y): x and y must be arrays of one kind and one scalar type, with one or two "
                  "dimensions; convert one of them");
    if constexpr (!facts::fits) return refused{};
    else if constexpr (!std::is_same_v<plain_data_t<X>, X>) return dynamic::matmul(A(x), y);
    else if constexpr (!std::is_same_v<plain_data_t<Y>, Y>) return dynamic::matmul(x, B(y));
    else {
        const A& a = xtensor_detail::data_in(x);
        const B& b = xtensor_detail::data_in(y);
        const auto is_matrix_or_vector = [](std::size_t dimension) { return dimension == 1 || dimension == 2; };
        const bool fits = is_matrix_or_vector(a.dimension()) && is_matrix_or_vector(b.dimension()) &&
                          a.shape()[a.dimension() - 1] == b.shape()[0];
        if (!fits)
            throw shape_mismatch("matmul(x, y): x has the shape " + engine::shape_text(a) + " and y the shape " +
                                 engine::shape_text(b) +
                                 "; both must be matrices or vectors, and the last extent of x the first of y");
        const auto n =
            a.dimension() == 2 ? static_cast<xtensor_detail::matrix_extent>(a.shape()[0]) : xtensor_detail::lacking;
        const auto k = static_cast<xtensor_detail::matrix_extent>(b.shape()[0]);
        const auto m =
            b.dimension() == 2 ? static_cast<xtensor_detail::matrix_extent>(b.shape()[1]) : xtensor_detail::lacking;
        return engine::call_whole<xtensor_detail::array_product<typename facts::type, engine::orientation::as_is,
                                                                engine::orientation::as_is>>(x, y, n, k, m);
    }
}

/// Σ x_i y_i of two arrays with one dimension. Throws `shape_mismatch`.
template <class X, class Y>
    requires(engine::VariableOperands<X, Y> && xtensor_detail::XtensorOperands<X, Y>)
auto dot(const X& x, const Y& y) {
    typename engine::operand_for<X>::data const& a = xtensor_detail::data_in(x);
    typename engine::operand_for<Y>::data const& b = xtensor_detail::data_in(y);
    if (a.dimension() != 1 || b.dimension() != 1)
        throw shape_mismatch("dot(x, y): x has the shape " + engine::shape_text(a) + " and y the shape " +
                             engine::shape_text(b) + "; both must have one dimension");
    return dynamic::matmul(x, y);
}

/// The matrix x_i y_j of two arrays with one dimension. Throws `shape_mismatch`.
template <class X, class Y>
    requires(engine::VariableOperands<X, Y> && xtensor_detail::XtensorOperands<X, Y>)
auto outer(const X& x, const Y& y) {
    using A = typename engine::operand_for<X>::data;
    using B = typename engine::operand_for<Y>::data;
    constexpr bool fits = std::is_same_v<A, B>;
    static_assert(fits, "outer(x, y): x and y must be arrays of one kind and one scalar type; convert one of them");
    if constexpr (!fits) return refused{};
    else if constexpr (!std::is_same_v<plain_data_t<X>, X>) return dynamic::outer(A(x), y);
    else if constexpr (!std::is_same_v<plain_data_t<Y>, Y>) return dynamic::outer(x, B(y));
    else {
        const A& a = xtensor_detail::data_in(x);
        const B& b = xtensor_detail::data_in(y);
        if (a.dimension() != 1 || b.dimension() != 1)
            throw shape_mismatch("outer(x, y): x has the shape " + engine::shape_text(a) + " and y the shape " +
                                 engine::shape_text(b) + "; both must have one dimension");
        using R = typename array_shapes<A>::template with_dimensions<2>;
        const auto n = static_cast<xtensor_detail::matrix_extent>(a.shape()[0]),
                   m = static_cast<xtensor_detail::matrix_extent>(b.shape()[0]);
        return engine::call_whole<
            xtensor_detail::array_product<R, engine::orientation::as_is, engine::orientation::as_is>>(
            x, y, n, xtensor_detail::lacking, m);
    }
}

} // namespace pullback::dynamic

#endif
