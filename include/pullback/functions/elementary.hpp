// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_ELEMENTARY_HPP
#define PULLBACK_FUNCTIONS_ELEMENTARY_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/functions/row_facts.hpp>

namespace pullback {

/// What a function's C is made of that C lacks: functions which `to_c` prints in front of it.
enum class c_helper { none, digamma, polygamma, trigamma, circle, sinc, error_function_inverses, beta };

/// How a function is printed. `{0}`, `{1}`, … stand for its operands; an empty form means `name(operands)`.
/// `precedence` is that of the printed text (C++'s order: 1 sum, 2 product, 3 sign, 9 call), so that the
/// printers know where brackets are needed.
struct notation {
    const char* text = nullptr;
    const char* latex = nullptr;
    const char* c = nullptr;
    int precedence = 9;
    const char* c_single = nullptr;   // the C of single precision, where it is another
    c_helper helper = c_helper::none; // where this defines `pullback_` and the name in C; for rows of this library
};

/// Rows that the recorder has rules of its own for (see record/simplify.hpp). They are this library's; every other one,
/// and so a user's, is `other`.
enum class row_role { other, negate, add, subtract, multiply, divide, square, pow, select };

/// Base of every row of the function table, and of a user's own function:
///
///     struct cube : pullback::elementary<cube, 1> {
///         static constexpr const char* name = "cube";
///         static constexpr auto value(const auto& x) { return x * x * x; }
///         static constexpr auto pullback(const auto& x, const auto& y, const auto& gy) { return gy * 3 * x * x; }
///     };
///
/// `value` gets numbers (any scalar type). `pullback` gets the operands, the result `y` and the adjoint `gy` of the
/// result, and returns the adjoint of its operand; with several operands a `std::array` with one adjoint for each,
/// in order. It is written with operators and functions of this library only, because it is called with numbers
/// and with the recording scalar (to build a program) alike. Optional: `static constexpr notation printed`,
/// how it is printed, and `static constexpr row_facts facts`, what it is like. A row has no state: equal types are
/// equal functions.
template <class Self, int Arity>
struct elementary {
    static_assert(Arity >= 1 && Arity <= 3,
                  "elementary<Self, Arity>: an elementary function has one to three operands");
    static constexpr int arity = Arity;
    static constexpr row_role role = row_role::other;
    static constexpr row_facts facts{};
    static constexpr notation printed{};

    template <class... X>
        requires(sizeof...(X) == Arity)
    constexpr result_of<Self, X...> operator()(const X&... x) const {
        return pullback::apply(Self{}, x...);
    }

    friend constexpr bool operator==(const Self&, const Self&) noexcept { return true; }
};

/// A row of the function table, built in or a user's own.
template <class F>
concept Elementary = requires {
    { F::arity + 0 };
    F::name;
} && std::is_base_of_v<elementary<F, F::arity>, F>;

namespace detail {

// What else is called as rows are, static functions among it, states no facts.
template <class F>
inline constexpr bool gives_condition = [] {
    if constexpr (requires { F::facts; }) return F::facts.result == value_kind::truth;
    else return false;
}();
template <class F>
inline constexpr bool takes_condition = [] {
    if constexpr (requires { F::facts; }) return F::facts.operands[0] == value_kind::truth;
    else return false;
}();
template <class F>
inline constexpr bool keeps_integers = [] {
    if constexpr (requires { F::facts; }) return F::facts.keeps_integers;
    else return false;
}();

} // namespace detail

} // namespace pullback

#endif
