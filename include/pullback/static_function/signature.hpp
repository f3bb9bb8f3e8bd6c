// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_STATIC_FUNCTION_SIGNATURE_HPP
#define PULLBACK_STATIC_FUNCTION_SIGNATURE_HPP

#include <pullback/cpp20.hpp>

#include <cstddef>
#include <type_traits>

namespace pullback {

/// Arguments are told apart by their position only.
struct positional {};

/// Arguments have names: the variables of an expression, in its order.
template <class... Variables>
struct named {
    static constexpr std::size_t count = sizeof...(Variables);

    template <class Variable>
    static constexpr bool has = (std::is_same_v<Variable, Variables> || ...);

    template <class Variable>
    static constexpr std::size_t position = [] {
        std::size_t index = 0;
        [[maybe_unused]] const bool found = ((std::is_same_v<Variable, Variables> || (++index, false)) || ...);
        return index;
    }();

    /// Enters the variables into a table, as the first inputs of the program it writes.
    template <class Table>
    static constexpr void enter_into(Table& table) {
        int input = 0;
        (table.template enter_input<Variables>(input++), ...);
    }
};

namespace detail {

/// A list of types, as a type.
template <class... T>
struct types {};

} // namespace detail

} // namespace pullback

#endif
