// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_C_HPP
#define PULLBACK_PRINT_C_HPP

#include <pullback/print/bounded_text.hpp>
#include <pullback/print/c_writer.hpp>
#include <pullback/print/listing.hpp>
#include <pullback/print/loop_c.hpp>
#include <pullback/print/style.hpp>
#include <pullback/print/text.hpp>
#include <pullback/print/writer.hpp>
#include <pullback/program/literal.hpp>

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

} // namespace detail

/// A C11 function that computes f: `void name(const double *in, double *out)`, with a comment that says which
/// number is where. The scalars of the arguments lie one after the other in `in`, those of the result in `out`. Plain
/// numbers in a formula are constants of the C function, to the last digit, and make the text a `bounded_text`: it is
/// written when they are known. Value and derivatives in one function:
/// `to_c(value_and_gradient(f), "name")`. Single precision: `to_c(f, "name", c_scalar<float>)`. Arguments as
/// for `to_string`. A function of your own needs its `notation::c`.
///
/// A function of ranges has loops in C, and a parameter for each thing: first the lengths, one for ranges that f goes
/// through side by side, then the arguments, then the results, and where values are kept in memory an array for these.
/// How many numbers that holds says a function `name_work_size` of the lengths. For
/// `to_c<std::vector<double>, double>(value_and_gradient(f), "loss")` it is
///
///     void loss(size_t n, const double *x0, double x1, double *value, double *gradient_x0, double *gradient_x1)
///
/// A matrix lies there row by row, and the scalars of a struct or an array side by side. Lengths and subscripts are not
/// checked in C.
/// Precondition: `name` is a C identifier.
template <class... Arguments, class F, std::size_t Size, class T = double>
constexpr auto to_c([[maybe_unused]] const F& f, const char (&name)[Size], c_scalar_type<T> = {}) {
    static_assert(std::is_same_v<T, double> || std::is_same_v<T, float>,
                  "to_c(f, name, c_scalar<T>): the number type of printed C is double or float");
    constexpr auto style = std::is_same_v<T, float> ? detail::print_style::c_float : detail::print_style::c_double;
    if constexpr (detail::has_ranges<Arguments...>) {
        if constexpr (detail::has_loops<F, Arguments...>()) return detail::loops_to_c<style, F, Arguments...>(name);
        else return text<0>{};
    } else if constexpr (detail::has_program<F, Arguments...>()) {
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
