// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_STATIC_FUNCTION_SIGNATURE_HPP
#define PULLBACK_STATIC_FUNCTION_SIGNATURE_HPP

#include <pullback/cpp20.hpp>

#include <cstddef>
#include <type_traits>

namespace pullback {

/// The signature of a function whose arguments are told apart by their position only.
struct positional {};

/// The signature of a function whose arguments have names: the variables of an expression, in its order.
template <class... Variables>
struct named {
    static constexpr std::size_t count = sizeof...(Variables);

    template <class Variable>
    static constexpr bool has = [] {
        const bool is_it[] = {std::is_same_v<Variable, Variables>..., false};
        for (const bool is : is_it)
            if (is) return true;
        return false;
    }();

    template <class Variable>
    static constexpr std::size_t position = [] {
        const bool is_it[] = {std::is_same_v<Variable, Variables>..., true};
        std::size_t index = 0;
        while (!is_it[index]) ++index;
        return index;
    }();

    /// Enters the variables into a table, as the first inputs of the program it writes.
    template <class Table>
    static constexpr void enter_into(Table& table) {
        int input = 0;
        [[maybe_unused]] const int done[] = {0, (table.template enter_input<Variables>(input++), 0)...};
    }
};

namespace detail {

/// A list of types, as a type.
template <class... T>
struct types {};

} // namespace detail

} // namespace pullback

#endif
