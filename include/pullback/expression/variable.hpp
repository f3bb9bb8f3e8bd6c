// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXPRESSION_VARIABLE_HPP
#define PULLBACK_EXPRESSION_VARIABLE_HPP

#include <pullback/expression/expression.hpp>
#include <pullback/expression/lowering.hpp>
#include <pullback/expression/variable_list.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/static_function/signature.hpp>

#include <boost/hana/basic_tuple.hpp>
#include <cstddef>
#include <cstdint>

namespace pullback {

/// The name of a variable as a template argument: text, or a position.
template <std::size_t Size>
struct variable_name {
    char text[Size > 0 ? Size : 1]{};
    int position = -1;

    constexpr variable_name(const char (&name)[Size]) {
        for (std::size_t i = 0; i < Size; ++i) text[i] = name[i];
    }
};

template <>
struct variable_name<0> {
    char text[12]{};
    int position;

    constexpr variable_name(int number) : position(number) {
        char digits[12]{};
        int count = 0;
        for (int rest = number; rest > 0 || count == 0; rest /= 10)
            digits[count++] = static_cast<char>('0' + rest % 10);
        text[0] = 'x';
        for (int i = 0; i < count; ++i) text[i + 1] = digits[count - 1 - i];
    }
};

template <std::size_t Size>
variable_name(const char (&)[Size]) -> variable_name<Size>;
variable_name(int) -> variable_name<0>;

template <variable_name Name>
struct variable_ {
    struct type;
};

/// `x = value` in a call: the value for one variable.
template <class Variable, class T>
struct named_argument {
    T value;
};

template <class Variable, class T>
inline constexpr bool answers_calls<named_argument<Variable, T>> = true;

/// An independent variable. It has no value; the call of an expression gives it one.
template <variable_name Name>
struct variable_<Name>::type : expression_base<typename variable_<Name>::type> {
    using variables_type = typename detail::list_of_one<type, Name.position>::type;
    using signature = named<type>;
    using captured_type = boost::hana::basic_tuple<>;
    using foreign_types = detail::types<>;

    enum : std::uint64_t {
        hash = engine::mix(engine::hash_of(Name.text), static_cast<std::uint64_t>(Name.position + 2))
    };

    /// The position of a numbered variable, -1 for a named one.
    static constexpr int position = Name.position;
    static constexpr const char* name() { return Name.text; }
    static constexpr captured_type captured() { return {}; }
    static constexpr detail::expression_node describe() { return {hash, 0, nullptr, 0, 0, nullptr}; } // always an input

    /// Names an argument of a call: `f(x = 0.5)`.
    template <class T>
    constexpr named_argument<type, T> operator=(const T& value) const {
        return {value};
    }
};

namespace detail {

template <int Position>
struct numbered_variable {
    using type = typename variable_<variable_name<0>(Position)>::type;
};

} // namespace detail

/// The variable with this name, `variable<"x">`, or with this position, `variable<0>`. Equal names are the same
/// variable.
template <variable_name Name>
inline constexpr typename variable_<Name>::type variable{};

} // namespace pullback

#endif
