// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXPRESSION_CONSTANT_HPP
#define PULLBACK_EXPRESSION_CONSTANT_HPP

#include <pullback/expression/captured.hpp>
#include <pullback/expression/expression.hpp>
#include <pullback/expression/lowering.hpp>
#include <pullback/expression/numeric_limits.hpp>
#include <pullback/expression/variable_list.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/static_function/signature.hpp>

#include <boost/hana/basic_tuple.hpp>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace pullback {

/// A number known at compile time, Digits * 10^Exponent: part of the type, so it can fold.
template <long long Digits, int Exponent>
struct constant_ {
    struct type : expression_base<type> {
        using variables_type = detail::variable_list<>;
        using signature = named<>;
        using captured_type = boost::hana::basic_tuple<>;
        using foreign_types = detail::types<>;

        enum : std::uint64_t {
            hash = engine::mix(engine::mix(5, static_cast<std::uint64_t>(Digits)), static_cast<std::uint64_t>(Exponent))
        };

        static constexpr captured_type captured() { return {}; }

        static constexpr detail::expression_node describe() { return {hash, 0, nullptr, 0, 0, &record}; }

        static constexpr recorded record(detail::lowering& context, const recorded*, int) {
            engine::literal scale = 1;
            for (int i = 0; i < (Exponent < 0 ? -Exponent : Exponent); ++i) scale *= 10;
            const recorded digits = recorded::literal_in(&context.target(), static_cast<engine::literal>(Digits));
            // A quotient that is no binary fraction stays a division, exact for every scalar type the program may meet.
            return Exponent < 0 ? digits / scale : digits * scale;
        }
    };
};

/// A number that is known when the expression is made. Each mention is an input of the program of its own.
template <class T>
struct captured_ {
    struct type : expression_base<type> {
        using variables_type = detail::variable_list<>;
        using signature = named<>;
        using captured_type = boost::hana::basic_tuple<T>;
        using foreign_types = std::conditional_t<std::is_arithmetic_v<T>, detail::types<>, detail::types<T>>;

        static constexpr std::uint64_t hash = detail::hash_of_type<T>;

        T value{};

        constexpr type() = default;
        constexpr type(detail::holding, const T& number) : value(number) {}
        constexpr type(detail::holding, const captured_type& number) : value(boost::hana::at_c<0>(number)) {}

        constexpr captured_type captured() const { return captured_type(value); }
        static constexpr detail::expression_node describe() { return {hash, 0, nullptr, 1, 0, &record}; }

        static constexpr recorded record(detail::lowering& context, const recorded*, int first_captured) {
            return context.captured(first_captured);
        }
    };
};

namespace detail {

// Formulas are sorted out before the requirement is looked at: clang writes down why a requirement fails, names of
// types included, and the name of a formula's type can be exponentially long.
template <class T>
concept CompileTimeInteger = !is_formula<T> && !ConditionExpression<T> && std::is_empty_v<T> && requires {
    { T::value } -> std::convertible_to<long long>;
};

template <Expression E>
constexpr const E& as_expression(const E& expression) {
    return expression;
}

template <ConditionExpression E>
constexpr const E& as_expression(const E& expression) {
    return expression;
}

template <CompileTimeInteger T>
constexpr auto as_expression(const T&) {
    return typename constant_<static_cast<long long>(T::value), 0>::type{};
}

template <Scalar T>
    requires(!CompileTimeInteger<T>)
constexpr auto as_expression(const T& number) {
    return typename captured_<T>::type(holding{}, number);
}

struct decimal {
    long long digits = 0;
    int exponent = 0;
    bool is_valid = true;
};

// Reads a decimal number, such as 12, 2.5, 1e-3, 6.02e23, with digit separators too.
template <std::size_t Size>
constexpr decimal read_decimal(const char (&text)[Size]) {
    decimal result;
    bool after_point = false;
    std::size_t i = 0;
    for (; i < Size && text[i] != 'e' && text[i] != 'E'; ++i) {
        if (text[i] == '\'') continue;
        if (text[i] == '.') {
            after_point = true;
            continue;
        }
        if (text[i] < '0' || text[i] > '9' || result.digits > 99999999999999999) {
            result.is_valid = false;
            return result;
        }
        result.digits = 10 * result.digits + (text[i] - '0');
        if (after_point) --result.exponent;
    }
    if (i < Size) {
        const bool is_negative = text[++i] == '-';
        if (text[i] == '-' || text[i] == '+') ++i;
        int exponent = 0;
        for (; i < Size; ++i) exponent = 10 * exponent + (text[i] - '0');
        result.exponent += is_negative ? -exponent : exponent;
    }
    while (result.exponent < 0 && result.digits % 10 == 0 && result.digits != 0) {
        result.digits /= 10;
        ++result.exponent;
    }
    if (result.digits == 0) result.exponent = 0;
    // 1e2 is 100, and so the same type.
    decimal whole = result;
    for (; whole.exponent > 0 && whole.digits <= 99999999999999999; --whole.exponent) whole.digits *= 10;
    if (whole.exponent == 0) result = whole;
    result.is_valid = result.exponent <= 27 && result.exponent >= -27; // 10^27 is the last exact power in a literal
    return result;
}

} // namespace detail

inline namespace literals {

/// A compile-time constant of an expression: `2.5_c * x`. Decimal, at most 18 digits and exponents to ±27.
template <char... Text>
constexpr auto operator""_c() {
    constexpr char text[] = {Text...};
    constexpr detail::decimal value = detail::read_decimal(text);
    static_assert(value.is_valid,
                  "2.5_c: a constant is a decimal number of at most 18 digits with an exponent between -27 and 27");
    return typename constant_<value.digits, value.exponent>::type{};
}

} // namespace literals

} // namespace pullback

#endif
