// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_ELEMENTARY_HPP
#define PULLBACK_FUNCTIONS_ELEMENTARY_HPP

#include <pullback/functions/apply.hpp>

namespace pullback {

/// How a function is printed. `{0}`, `{1}`, … stand for its operands; an empty form means `name(operands)`.
/// `precedence` is that of the printed text (C++'s order: 1 sum, 2 product, 3 sign, 9 call), so that the
/// printers know where brackets are needed.
struct notation {
    const char* text = nullptr;
    const char* latex = nullptr;
    const char* c = nullptr;
    int precedence = 9;
    const char* c_single = nullptr; // the C of single precision, where it is another
};

/// Rows that the recorder has rules of its own for (see program/simplify.hpp).
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
/// and with the recording scalar (to build a program) alike. Optional: `static constexpr notation printed`.
/// A row has no state: equal types are equal functions.
template <class Self, int Arity>
struct elementary {
    static_assert(Arity >= 1 && Arity <= 3,
                  "elementary<Self, Arity>: an elementary function has one to three operands");
    static constexpr int arity = Arity;
    static constexpr row_role role = row_role::other;

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

} // namespace pullback

#endif
