// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_C_HPP
#define PULLBACK_PRINT_C_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/print/bounded_text.hpp>
#include <pullback/print/c_helpers.hpp>
#include <pullback/print/c_helpers_special.hpp>
#include <pullback/print/decimal.hpp>
#include <pullback/print/form.hpp>
#include <pullback/print/listing.hpp>
#include <pullback/print/number.hpp>
#include <pullback/print/style.hpp>
#include <pullback/print/text.hpp>
#include <pullback/print/writer.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>

#include <boost/hana/length.hpp>
#include <boost/hana/unpack.hpp>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <boost/hana/basic_tuple.hpp>

namespace pullback {

/// The number type of printed C: `c_scalar<double>` or `c_scalar<float>`.
template <class T>
struct c_scalar_type {};
template <class T>
inline constexpr c_scalar_type<T> c_scalar{};

namespace detail {

/// The text of a C function, but for its name: one statement for each instruction, so that every rounding is
/// that of this library's evaluation.
class c_writer {
public:
    constexpr c_writer(text_writer& out, const listing_view& list, int argument_count)
        : out_(out),
          list_(list),
          program_(list.program),
          argument_count_(argument_count),
          scalar_(list.style == print_style::c_float ? "float" : "double") {}

    constexpr void write_head() {
        out_.put("/* Made by pullback.\n");
        for (int i = 0; i < argument_count_; ++i) describe("in", i, list_.inputs);
        for (int i = 0; i < program_.output_count; ++i) describe("out", i, list_.outputs);
        out_.put(" */\n#include <math.h>\n\n");
        const bool has_trigamma = calls(c_helper::trigamma), has_polygamma = calls(c_helper::polygamma) || has_trigamma;
        if (calls(c_helper::digamma) || has_polygamma) out_.put(c_digamma);
        if (has_polygamma) out_.put(c_polygamma);
        if (has_trigamma) out_.put(c_trigamma);
        if (calls(c_helper::circle)) out_.put(c_circle);
        if (calls(c_helper::sinc)) out_.put(c_sinc);
        if (calls(c_helper::error_function_inverses)) out_.put(c_error_function_inverses);
        if (calls(c_helper::beta)) out_.put(c_beta);
        out_.put("void ");
    }

    constexpr void begin_body() { out_.put_all("(const ", scalar_, " *in, ", scalar_, " *out)\n{\n"); }

    /// Writes a number that the function captured, by the name that the statements use.
    constexpr void write_constant(int index, engine::literal value) {
        if (!is_used(index)) return;
        out_.put_all("    const ", scalar_, ' ');
        list_.inputs.write(out_, index);
        out_.put(" = ");
        write_number(out_, number_for(value, list_.style), list_.style);
        out_.put(";\n");
    }

    constexpr void write_statements(instruction_range range) {
        for (int i = range.begin; i < range.end; ++i) write_statement(i);
    }

    constexpr void write_outputs() {
        bool reads = false;
        for (int i = 0; i < program_.output_count; ++i) {
            out_.put_all("    out[", i, "] = ");
            write_operand(program_.outputs[i], false);
            out_.put(";\n");
            reads = reads || is_argument(program_.outputs[i]);
        }
        for (const engine::instruction& step : program_.steps()) {
            if (reads) break;
            for (const int operand : program_.operands_of(step)) reads = reads || is_argument(operand);
        }
        if (!reads) out_.put("    (void)in;\n");
        out_.put("}\n");
    }

private:
    constexpr void describe(const char* array, int index, const name_list& names) {
        out_.put_all(" * ", array, '[', index, "]: ");
        names.write(out_, index);
        out_.put('\n');
    }

    constexpr bool is_argument(int operand) const { return program_.is_input(operand) && operand < argument_count_; }

    constexpr bool is_used(int input) const {
        for (const int result : program_.results())
            if (result == input) return true;
        for (const engine::instruction& step : program_.steps())
            for (const int operand : program_.operands_of(step))
                if (operand == input) return true;
        return false;
    }

    constexpr bool calls(c_helper helper) const {
        for (const engine::instruction& step : program_.steps())
            if (step.function->printed.helper == helper) return true;
        return false;
    }

    constexpr void write_statement(int index) {
        const engine::instruction& step = program_.code[index];
        out_.put_all("    const ", step.function->is_condition ? "int" : scalar_, " t", index + 1, " = ");
        const printed_form& form = list_.form(index);
        for (int i = 0; i < form.count; ++i) {
            const form_piece& piece = form.pieces[i];
            if (piece.operand < 0) out_.put(piece.characters, static_cast<std::size_t>(piece.size));
            else write_operand(step.operands[piece.operand], piece.required > precedence::lowest);
        }
        out_.put(";\n");
    }

    constexpr void write_operand(int operand, bool is_operand) {
        if (engine::is_literal(operand)) {
            const decimal_digits& value = list_.digits_of(operand);
            const bool has_brackets = is_operand && value.is_negative;
            if (has_brackets) out_.put('(');
            write_number(out_, value, list_.style);
            if (has_brackets) out_.put(')');
        } else if (is_argument(operand)) {
            out_.put_all("in[", operand, "]");
        } else if (program_.is_input(operand)) {
            list_.inputs.write(out_, operand);
        } else {
            out_.put_all("t", program_.index_of(operand) + 1);
        }
    }

    text_writer& out_;
    const listing_view& list_;
    const engine::program_view& program_;
    int argument_count_;
    const char* scalar_;
};

// What comes before the name, and between it and the values of what the function captured.
template <print_style Style, class F, class... Arguments>
struct c_head_printer {
    using list = listing<Style, F, Arguments...>;
    static constexpr int parts = 1;
    static constexpr void write(text_writer& out, int) { c_writer(out, list::view, list::argument_count).write_head(); }
};

template <print_style Style, class F, class... Arguments>
struct c_begin_printer {
    using list = listing<Style, F, Arguments...>;
    static constexpr int parts = 1;
    static constexpr void write(text_writer& out, int) { c_writer(out, list::view, list::argument_count).begin_body(); }
};

template <print_style Style, class F, class... Arguments>
struct c_body_printer {
    using list = listing<Style, F, Arguments...>;
    static constexpr int parts = list::parts;

    static constexpr void write(text_writer& out, int part) {
        c_writer writer(out, list::view, list::argument_count);
        writer.write_statements(piece_of_program(part, list::view.program.size));
        if (part + 1 == parts) writer.write_outputs();
    }
};

// No declaration of a constant, with a name of this library's, is longer than this.
inline constexpr std::size_t longest_c_constant = 80;

template <class Captured>
inline constexpr bool are_c_numbers = false;
template <class... Captured>
inline constexpr bool are_c_numbers<boost::hana::basic_tuple<Captured...>> =
    (std::is_constructible_v<engine::literal, const Captured&> && ...);

template <class List, class... Captured>
constexpr void write_c_constants(text_writer& out, const boost::hana::basic_tuple<Captured...>& captured) {
    c_writer writer(out, List::view, List::argument_count);
    boost::hana::unpack(captured, [&](const Captured&... value) {
        [[maybe_unused]] int index = List::argument_count;
        (writer.write_constant(index++, static_cast<engine::literal>(value)), ...);
    });
}

// An error that shows the row: the compiler prints the arguments of this template.
template <class Row, bool IsKnown>
constexpr bool check_c_form() {
    static_assert(IsKnown,
                  "to_c(f): f calls a function that C does not have, named here as Row; give that row a form in C, "
                  "static constexpr notation printed{nullptr, nullptr, \"my_function({0})\"}");
    return IsKnown;
}

template <class Built, int... I>
constexpr bool check_c_forms(std::integer_sequence<int, I...>) {
    const bool known[] = {
        true,
        check_c_form<engine::row<Built::code.code[I].function>, Built::code.code[I].function->printed.c != nullptr ||
                                                                    has_c_name(*Built::code.code[I].function)>()...};
    bool is_all_known = true;
    for (const bool is_known : known) is_all_known = is_all_known && is_known;
    return is_all_known;
}

} // namespace detail

/// A C11 function that computes f: `void name(const double *in, double *out)`, with a comment that says which
/// number is where. The scalars of the arguments lie one after the other in `in`, those of the result in `out`. Plain
/// numbers in a formula are constants of the C function, to the last digit, and make the text a `bounded_text`: it is
/// written when they are known. Value and derivatives in one function:
/// `to_c(value_and_gradient(f), "name")`. Single precision: `to_c(f, "name", c_scalar<float>)`. Arguments as
/// for `to_string`. A function of your own needs its `notation::c`.
/// Precondition: `name` is a C identifier.
template <class... Arguments, class F, std::size_t Size, class T = double>
constexpr auto to_c([[maybe_unused]] const F& f, const char (&name)[Size], c_scalar_type<T> = {}) {
    static_assert(std::is_same_v<T, double> || std::is_same_v<T, float>,
                  "to_c(f, name, c_scalar<T>): the number type of printed C is double or float");
    if constexpr (detail::has_program<F, Arguments...>()) {
        constexpr auto style = std::is_same_v<T, float> ? detail::print_style::c_float : detail::print_style::c_double;
        using built = typename detail::listing<style, F, Arguments...>::built;
        static_assert(!built::code.has_limits || engine::run::has_limits_of_literals<T>,
                      "to_c(f, name, c_scalar<float>): f computes with std::numeric_limits<T>::epsilon(), max() or "
                      "another limit of T, which is that of double while f is recorded; make it an argument of f");
        constexpr bool has_c_numbers = detail::are_c_numbers<std::remove_cvref_t<decltype(f.captured())>>;
        static_assert(has_c_numbers,
                      "to_c(f): f holds a number of a type that does not convert to one of C's; write it as a variable "
                      "of f");
        if constexpr (has_c_numbers &&
                      detail::check_c_forms<built>(std::make_integer_sequence<int, built::code.size>{})) {
            constexpr const auto& head = detail::printed<detail::c_head_printer<style, F, Arguments...>>::value;
            constexpr const auto& begin = detail::printed<detail::c_begin_printer<style, F, Arguments...>>::value;
            constexpr const auto& body = detail::printed<detail::c_body_printer<style, F, Arguments...>>::value;
            constexpr std::size_t size = head.size() + Size - 1 + begin.size() + body.size();
            constexpr std::size_t captured_count = decltype(boost::hana::length(f.captured()))::value;
            std::conditional_t<captured_count == 0, text<size>,
                               bounded_text<size + captured_count * detail::longest_c_constant>>
                result;
            detail::text_writer out(result.characters);
            out.put(head.data(), head.size());
            out.put(name, Size - 1);
            out.put(begin.data(), begin.size());
            if constexpr (captured_count > 0)
                detail::write_c_constants<detail::listing<style, F, Arguments...>>(out, f.captured());
            out.put(body.data(), body.size());
            if constexpr (captured_count > 0) result.length = out.size();
            return result;
        }
    } else {
        return text<0>{};
    }
}

} // namespace pullback

#endif
