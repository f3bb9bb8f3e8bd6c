// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_NUMBER_HPP
#define PULLBACK_PRINT_NUMBER_HPP

#include <pullback/print/decimal.hpp>
#include <pullback/print/style.hpp>
#include <pullback/print/writer.hpp>
#include <pullback/program/literal.hpp>

#include <cstddef>

namespace pullback::detail {

/// `value` in the digits that suit the style.
constexpr decimal_digits number_for(engine::literal value, print_style style) {
    if (style == print_style::c_float) return to_decimal_as<float>(value);
    if (style == print_style::c_double) return to_decimal_as<double>(value);
    return to_decimal(value);
}

constexpr bool is_positional(const decimal_digits& value) { return value.exponent > -5 && value.exponent <= 18; }

constexpr int precedence_of(const decimal_digits& value, print_style style) {
    if (value.is_negative) return precedence::sign;
    if (style == print_style::latex && value.count > 0 && !is_positional(value)) return precedence::product;
    return precedence::atom;
}

constexpr void write_zeros(text_writer& out, int count) {
    for (; count > 0; --count) out.put('0');
}

// 12.5, 0.001, 300
constexpr void write_positional(text_writer& out, const decimal_digits& value, bool wants_point) {
    const int whole = value.exponent < 0 ? 0 : value.exponent;
    const int whole_digits = whole < value.count ? whole : value.count;
    if (whole == 0) out.put('0');
    out.put(value.digits, static_cast<std::size_t>(whole_digits));
    write_zeros(out, whole - whole_digits);
    if (value.count > whole_digits) {
        out.put('.');
        write_zeros(out, -value.exponent);
        out.put(value.digits + whole_digits, static_cast<std::size_t>(value.count - whole_digits));
    } else if (wants_point) {
        out.put(".0");
    }
}

// 1.5e-10, 1.5 \cdot 10^{-10}
constexpr void write_scientific(text_writer& out, const decimal_digits& value, print_style style) {
    const bool is_latex = style == print_style::latex, is_power_of_ten = value.count == 1 && value.digits[0] == '1';
    if (!is_latex || !is_power_of_ten) out.put(value.digits[0]);
    if (value.count > 1) {
        out.put('.');
        out.put(value.digits + 1, static_cast<std::size_t>(value.count - 1));
    }
    out.put(!is_latex ? "e" : is_power_of_ten ? "10^{" : " \\cdot 10^{");
    out.put(value.exponent - 1);
    if (is_latex) out.put('}');
}

constexpr void write_number(text_writer& out, const decimal_digits& value, print_style style) {
    const bool is_c = style == print_style::c_double || style == print_style::c_float;
    const bool is_latex = style == print_style::latex;
    if (value.is_nan) return out.put(is_c ? "NAN" : is_latex ? "\\mathrm{NaN}" : "nan");
    if (value.is_negative) out.put('-');
    if (value.is_infinite) return out.put(is_c ? "INFINITY" : is_latex ? "\\infty" : "inf");
    if (value.count == 0 || is_positional(value)) write_positional(out, value, is_c);
    else write_scientific(out, value, style);
    if (style == print_style::c_float) out.put('f');
}

} // namespace pullback::detail

namespace pullback::engine {

/// The language that is printed.
using detail::print_style;
/// The decimal digits of a number, as few as tell it from its neighbours.
using detail::to_decimal;
/// The digits of a literal in a language, which may be those of another precision.
using detail::number_for;
/// Where text is written to.
using detail::text_writer;
/// Writes a number in a language.
using detail::write_number;

} // namespace pullback::engine

#endif
