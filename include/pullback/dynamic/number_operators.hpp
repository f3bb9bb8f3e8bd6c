// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_NUMBER_OPERATORS_HPP
#define PULLBACK_DYNAMIC_NUMBER_OPERATORS_HPP

#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/operators.hpp>
#include <pullback/dynamic/variable_handle.hpp>
#include <pullback/functions/conditions.hpp>

#include <compare>
#include <cstddef>
#include <functional>
#include <iosfwd>
#include <type_traits>

// Increments, order, hashing and reading of variables, for bodies that are written for numbers.

namespace pullback::dynamic {

/// x becomes the variable x + 1, made by an addition; other handles keep the one before.
template <class T>
variable<T>& operator++(variable<T>& x) {
    return x = x + 1;
}
/// x becomes the variable x - 1.
template <class T>
variable<T>& operator--(variable<T>& x) {
    return x = x - 1;
}
/// x becomes the variable x + 1; the result is the one before.
template <class T>
variable<T> operator++(variable<T>& x, int) {
    variable<T> before = x;
    ++x;
    return before;
}
/// x becomes the variable x - 1; the result is the one before.
template <class T>
variable<T> operator--(variable<T>& x, int) {
    variable<T> before = x;
    --x;
    return before;
}

/// x == 0, by the data; of arrays for each element.
template <class T>
auto operator!(const variable<T>& x) {
    return detail::compare<functions::equal>(x, 0);
}

namespace detail {

template <class X>
const auto& number_of(const X& x) {
    if constexpr (is_variable<X>) return x.data();
    else return x;
}

template <class... X>
concept NumberOperands =
    VariableOperands<X...> &&
    (NumberData<std::remove_cvref_t<decltype(detail::number_of(std::declval<const X&>()))>> && ...);

} // namespace detail

/// Compares the data in order; these must be numbers.
template <class X, class Y>
    requires detail::NumberOperands<X, Y>
auto operator<=>(const X& x, const Y& y) {
    return detail::number_of(x) <=> detail::number_of(y);
}

/// Reads a number; x becomes a new variable that holds it. A failure leaves x as it was.
template <class Traits, NumberData T>
std::basic_istream<char, Traits>& operator>>(std::basic_istream<char, Traits>& in, variable<T>& x) {
    T number{};
    if (in >> number) x = variable<T>(number);
    return in;
}

/// Hash and equality by identity, for containers with variables as keys:
/// `std::unordered_map<variable<double>, int, by_identity, by_identity>`. (`x == y` compares data.)
struct by_identity {
    template <class T>
    std::size_t operator()(const variable<T>& x) const noexcept {
        return std::hash<const void*>()(x.node());
    }
    template <class T>
    bool operator()(const variable<T>& x, const variable<T>& y) const noexcept {
        return x.is_same(y);
    }
};

} // namespace pullback::dynamic

/// Hashes a variable by its data, as `x == y` compares them; `by_identity` goes by identity.
template <pullback::dynamic::NumberData T>
struct std::hash<pullback::dynamic::variable<T>> {
    std::size_t operator()(const pullback::dynamic::variable<T>& x) const { return std::hash<T>()(x.data()); }
};

#endif
