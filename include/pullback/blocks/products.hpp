// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_PRODUCTS_HPP
#define PULLBACK_BLOCKS_PRODUCTS_HPP

#include <pullback/blocks/indices.hpp>
#include <pullback/blocks/map.hpp>
#include <pullback/blocks/operands.hpp>
#include <pullback/blocks/reductions.hpp>
#include <pullback/functions/powers.hpp>
#include <pullback/functions/roots.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/shape/range_error.hpp>
#include <pullback/shape/shape_of.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace pullback {

/// ∑ x y over the elements of two ranges of one length; where elements are ranges or arrays, of their dot products.
template <detail::Operand A, detail::Operand B>
constexpr auto dot(const A& a, const B& b) {
    return pullback::sum(a, b, []<class X, class Y>(const X& x, const Y& y) {
        if constexpr (detail::Operand<X> && detail::Operand<Y>) return pullback::dot(x, y);
        else return x * y;
    });
}

/// ∑ x y over the numbers of two structs or tuples of one shape.
template <class A>
    requires(!detail::Operand<A> && !Scalar<A> && Shaped<A>)
constexpr auto dot(const A& a, const A& b) {
    scalar_of<A> x[shape_of<A>::size]{}, y[shape_of<A>::size]{};
    shape_of<A>::template load<0>(a, x);
    shape_of<A>::template load<0>(b, y);
    auto whole = x[0] * y[0];
    for (int i = 1; i < shape_of<A>::size; ++i) whole = whole + x[i] * y[i];
    return whole;
}

/// ∑ f(x...)² over the elements of ranges; where f gives a range or an array, of all numbers in it.
template <class... A>
    requires RangeArguments<A...>
constexpr auto squared_norm(const A&... arguments) {
    return detail::split_arguments(
        [](const auto& function, const auto&... operands) {
            return pullback::sum(operands..., [&](const auto&... elements) {
                const auto x = function(elements...);
                if constexpr (detail::Operand<std::remove_cvref_t<decltype(x)>>) return pullback::squared_norm(x);
                else return square(x);
            });
        },
        arguments...);
}

/// √(∑ f(x...)²). Where that is 0, its derivatives of every order are 0, as those of `hypot` are.
template <class... A>
    requires RangeArguments<A...>
constexpr auto norm(const A&... arguments) {
    return functions::root_of_squares{}(pullback::squared_norm(arguments...));
}

namespace detail {

template <class R, class Place>
constexpr auto element_number(const R& range, const Place& place) {
    if constexpr (SymbolicRange<R>) return range[place];
    else return range[static_cast<std::size_t>(place)];
}

/// What the elements of a range or an array are.
template <class M>
constexpr auto element_like(const M& matrix) {
    if constexpr (SymbolicRange<M>) return matrix.element(0);
    else return matrix[0];
}
template <class M>
inline constexpr bool has_rows =
    Operand<std::remove_cvref_t<decltype(detail::element_like(std::declval<const std::remove_cvref_t<M>&>()))>>;

template <bool HasRows>
constexpr auto check_matrix() {
    static_assert(HasRows,
                  "matrix_vector(A, x), matrix_matrix(A, B), transposed(A): A is a range of numbers, not of rows; give "
                  "a matrix of Eigen or xtensor, rows_of(values, offsets), or a range of ranges or arrays");
}

} // namespace detail

/// The rows of a matrix as columns: the range of the ranges of the elements number j of each row. Nothing is stored,
/// but of arrays of fixed size.
template <class M>
    requires(detail::Operand<std::remove_cvref_t<M>>)
constexpr auto transposed(M&& matrix) {
    using checked [[maybe_unused]] = decltype(detail::check_matrix<detail::has_rows<M>>());
    const auto of_held = [](const auto& rows) {
        const auto columns_like = [&](const auto& row) {
            return pullback::map(pullback::indices(row), [rows](const auto& j) {
                return pullback::map(rows, [j](const auto& each) { return detail::element_number(each, j); });
            });
        };
        using type = std::remove_cvref_t<decltype(rows)>;
        if constexpr (SymbolicRange<type>) {
            return columns_like(rows.element(engine::constant_subscript(0)));
        } else {
            if (rows.size() == 0)
                detail::report_range_error(range_sentence()
                                           << "transposed(A): A has no rows, so the length of the columns is unknown");
            return columns_like(rows[0]);
        }
    };
    return of_held(detail::held(std::forward<M>(matrix)));
}

/// The product A x of a matrix, a range of rows, and a vector: the range of the dot products of each row with x. What
/// reads an element computes it.
template <class M, class X>
    requires(detail::Operand<std::remove_cvref_t<M>> && detail::Operand<std::remove_cvref_t<X>>)
constexpr auto matrix_vector(M&& matrix, X&& x) {
    using checked [[maybe_unused]] = decltype(detail::check_matrix<detail::has_rows<M>>());
    const auto by_held = [&](const auto& vector) {
        return pullback::map(std::forward<M>(matrix), [vector](const auto& row) { return pullback::dot(row, vector); });
    };
    if constexpr (detail::has_rows<M>) return by_held(detail::held(std::forward<X>(x)));
    else return std::remove_cvref_t<M>(matrix); // which has been refused
}

/// The product A B of two matrices, ranges of rows, as a range of rows. What reads an element computes it.
template <class A, class B>
    requires(detail::Operand<std::remove_cvref_t<A>> && detail::Operand<std::remove_cvref_t<B>>)
constexpr auto matrix_matrix(A&& a, B&& b) {
    using checked [[maybe_unused]] = decltype(detail::check_matrix<detail::has_rows<A> && detail::has_rows<B>>());
    return pullback::map(std::forward<A>(a), [columns = pullback::transposed(std::forward<B>(b))](const auto& row) {
        return pullback::matrix_vector(columns, row);
    });
}

} // namespace pullback

#endif
