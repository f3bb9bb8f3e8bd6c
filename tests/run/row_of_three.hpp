// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_RUN_ROW_OF_THREE_HPP
#define PULLBACK_TESTS_RUN_ROW_OF_THREE_HPP

#include <pullback.hpp>
#include <pullback/functions/more.hpp>

#include <type_traits>

template <class Row>
inline constexpr bool gives_number =
    Row::facts.result == pullback::value_kind::number && Row::facts.operands[0] == pullback::value_kind::number;

/// A row as a function of three numbers, of which it takes as many as it has operands. What gives or takes conditions
/// chooses between them.
template <class Row>
inline constexpr auto row_of_three = [](const auto& u) {
    using pullback::select;
    if constexpr (std::is_same_v<Row, pullback::functions::polygamma>) return pullback::polygamma(2, u[0]);
    else if constexpr (gives_number<Row> && Row::arity == 1) return Row{}(u[0]);
    else if constexpr (gives_number<Row> && Row::arity == 2) return Row{}(u[0], u[1]);
    else if constexpr (gives_number<Row>) return Row{}(u[0], u[1], u[2]);
    else if constexpr (std::is_same_v<Row, pullback::functions::select>) return select(u[0] < u[1], u[0], u[2]);
    else if constexpr (std::is_same_v<Row, pullback::functions::logical_not>) return select(!(u[0] < u[1]), u[0], u[2]);
    else if constexpr (std::is_same_v<Row, pullback::functions::logical_and>)
        return select(u[0] < u[1] && u[1] < u[2], u[0], u[2]);
    else if constexpr (std::is_same_v<Row, pullback::functions::logical_or>)
        return select(u[0] < u[1] || u[1] < u[2], u[0], u[2]);
    else if constexpr (Row::arity == 1) return select(Row{}(u[0]), u[0], u[2]);
    else return select(Row{}(u[0], u[1]), u[0], u[2]);
};

#endif
