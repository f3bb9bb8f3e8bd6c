// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_REFUSED_OPERATORS_HPP
#define PULLBACK_BLOCKS_REFUSED_OPERATORS_HPP

#include <pullback/blocks/no_arithmetic.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_range.hpp>

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

// Arithmetic with structs and tuples of numbers, and comparisons of whole ranges and arrays. These operators say what
// to write in place of what no others can be meant by: the operand beside the struct is converted, so that any operator
// that a type has of its own is a better match.

namespace pullback {

namespace detail {

template <class A>
inline constexpr bool is_of_recorded = std::is_same_v<A, recorded>;
template <template <class...> class Struct, class... Member>
inline constexpr bool is_of_recorded<Struct<Member...>> = (is_of_recorded<Member> || ...);
template <class Element, std::size_t Size>
inline constexpr bool is_of_recorded<std::array<Element, Size>> = is_of_recorded<Element>;

/// What is made of several recorded numbers, and stands for none.
template <class A>
concept Several =
    std::is_class_v<A> &&
    (SymbolicRange<A> || (is_of_recorded<A> && (std::is_aggregate_v<A> || requires { std::tuple_size<A>::value; }) &&
                          !std::is_convertible_v<A, recorded> && !std::is_convertible_v<A, int>));

struct number_beside {
    template <class A>
        requires(PlainNumber<A>)
    constexpr number_beside(const A&) {}
};
struct several_beside {
    template <class A>
        requires(Several<A>)
    constexpr several_beside(const A&) {}
};

} // namespace detail

#define PULLBACK_NO_ARITHMETIC                                                                             \
    "a * x, x + y, -x, ...: x is made of several numbers, such as an array, a struct or a range, and has " \
    "no arithmetic as a whole; write it for each, map(x, f), or give the struct an operator"
#define PULLBACK_REFUSE_COMPARISON(A)                                                                                 \
    static_assert(detail::always_false<A>,                                                                            \
                  "x < a, ...: x is made of several numbers, such as an array, a struct or a range, and is not "      \
                  "compared as a whole; write any(x, [&](const auto& e) { return e < a; }), all(x, f), count(x, f), " \
                  "or select in map(x, f)")

// Each asserts it itself, as a function or a macro around that would be three lines more of the compiler's trace.
// The type is found as late as the definition, so that the compiler says it where the body is asked for its type.
/// Refused: several numbers have no arithmetic as a whole.
template <class A>
    requires(detail::Several<A>)
constexpr decltype(auto) operator+(const A& a, detail::number_beside) {
    static_assert(detail::always_false<A>, PULLBACK_NO_ARITHMETIC);
    return (a);
}
/// Refused: several numbers have no arithmetic as a whole.
template <class A>
    requires(detail::Several<A>)
constexpr decltype(auto) operator+(detail::number_beside, const A& a) {
    static_assert(detail::always_false<A>, PULLBACK_NO_ARITHMETIC);
    return (a);
}
/// Refused: several numbers have no arithmetic as a whole.
template <class A>
    requires(detail::Several<A>)
constexpr decltype(auto) operator+(const A& a, detail::several_beside) {
    static_assert(detail::always_false<A>, PULLBACK_NO_ARITHMETIC);
    return (a);
}
/// Refused: several numbers have no arithmetic as a whole.
template <class A>
    requires(detail::Several<A>)
constexpr decltype(auto) operator-(const A& a, detail::number_beside) {
    static_assert(detail::always_false<A>, PULLBACK_NO_ARITHMETIC);
    return (a);
}
/// Refused: several numbers have no arithmetic as a whole.
template <class A>
    requires(detail::Several<A>)
constexpr decltype(auto) operator-(detail::number_beside, const A& a) {
    static_assert(detail::always_false<A>, PULLBACK_NO_ARITHMETIC);
    return (a);
}
/// Refused: several numbers have no arithmetic as a whole.
template <class A>
    requires(detail::Several<A>)
constexpr decltype(auto) operator-(const A& a, detail::several_beside) {
    static_assert(detail::always_false<A>, PULLBACK_NO_ARITHMETIC);
    return (a);
}
/// Refused: several numbers have no arithmetic as a whole.
template <class A>
    requires(detail::Several<A>)
constexpr decltype(auto) operator*(const A& a, detail::number_beside) {
    static_assert(detail::always_false<A>, PULLBACK_NO_ARITHMETIC);
    return (a);
}
/// Refused: several numbers have no arithmetic as a whole.
template <class A>
    requires(detail::Several<A>)
constexpr decltype(auto) operator*(detail::number_beside, const A& a) {
    static_assert(detail::always_false<A>, PULLBACK_NO_ARITHMETIC);
    return (a);
}
/// Refused: several numbers have no arithmetic as a whole.
template <class A>
    requires(detail::Several<A>)
constexpr decltype(auto) operator*(const A& a, detail::several_beside) {
    static_assert(detail::always_false<A>, PULLBACK_NO_ARITHMETIC);
    return (a);
}
/// Refused: several numbers have no arithmetic as a whole.
template <class A>
    requires(detail::Several<A>)
constexpr decltype(auto) operator/(const A& a, detail::number_beside) {
    static_assert(detail::always_false<A>, PULLBACK_NO_ARITHMETIC);
    return (a);
}
/// Refused: several numbers have no arithmetic as a whole.
template <class A>
    requires(detail::Several<A>)
constexpr decltype(auto) operator/(detail::number_beside, const A& a) {
    static_assert(detail::always_false<A>, PULLBACK_NO_ARITHMETIC);
    return (a);
}
/// Refused: several numbers have no arithmetic as a whole.
template <class A>
    requires(detail::Several<A>)
constexpr decltype(auto) operator/(const A& a, detail::several_beside) {
    static_assert(detail::always_false<A>, PULLBACK_NO_ARITHMETIC);
    return (a);
}
/// Refused: several numbers have no arithmetic as a whole.
template <class A>
    requires(detail::Several<A>)
constexpr decltype(auto) operator-(const A& a) {
    static_assert(detail::always_false<A>, PULLBACK_NO_ARITHMETIC);
    return (a);
}

/// Refused: several numbers are not compared as a whole.
template <class A>
    requires(detail::Several<A>)
constexpr auto operator<(const A&, detail::number_beside) {
    PULLBACK_REFUSE_COMPARISON(A);
    return recorded_condition(true);
}
/// Refused: several numbers are not compared as a whole.
template <class A>
    requires(detail::Several<A>)
constexpr auto operator<(detail::number_beside, const A&) {
    PULLBACK_REFUSE_COMPARISON(A);
    return recorded_condition(true);
}
/// Refused: several numbers are not compared as a whole.
template <class A>
    requires(detail::Several<A>)
constexpr auto operator>(const A&, detail::number_beside) {
    PULLBACK_REFUSE_COMPARISON(A);
    return recorded_condition(true);
}
/// Refused: several numbers are not compared as a whole.
template <class A>
    requires(detail::Several<A>)
constexpr auto operator>(detail::number_beside, const A&) {
    PULLBACK_REFUSE_COMPARISON(A);
    return recorded_condition(true);
}
/// Refused: several numbers are not compared as a whole.
template <class A>
    requires(detail::Several<A>)
constexpr auto operator<=(const A&, detail::number_beside) {
    PULLBACK_REFUSE_COMPARISON(A);
    return recorded_condition(true);
}
/// Refused: several numbers are not compared as a whole.
template <class A>
    requires(detail::Several<A>)
constexpr auto operator<=(detail::number_beside, const A&) {
    PULLBACK_REFUSE_COMPARISON(A);
    return recorded_condition(true);
}
/// Refused: several numbers are not compared as a whole.
template <class A>
    requires(detail::Several<A>)
constexpr auto operator>=(const A&, detail::number_beside) {
    PULLBACK_REFUSE_COMPARISON(A);
    return recorded_condition(true);
}
/// Refused: several numbers are not compared as a whole.
template <class A>
    requires(detail::Several<A>)
constexpr auto operator>=(detail::number_beside, const A&) {
    PULLBACK_REFUSE_COMPARISON(A);
    return recorded_condition(true);
}
/// Refused: ranges are not compared as a whole.
template <class A, class B>
    requires(SymbolicRange<A>)
constexpr auto operator==(const A&, const B&) {
    PULLBACK_REFUSE_COMPARISON(A);
    return recorded_condition(true);
}
/// Refused: ranges are not compared as a whole.
template <class A, class B>
    requires(SymbolicRange<A>)
constexpr auto operator!=(const A&, const B&) {
    PULLBACK_REFUSE_COMPARISON(A);
    return recorded_condition(true);
}

#undef PULLBACK_NO_ARITHMETIC
#undef PULLBACK_REFUSE_COMPARISON

} // namespace pullback

#endif
