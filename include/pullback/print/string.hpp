// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_STRING_HPP
#define PULLBACK_PRINT_STRING_HPP

#include <pullback/print/lines.hpp>

namespace pullback {

namespace detail {

template <class F, class... Arguments>
struct string_printer {
    using list = listing<print_style::text, F, Arguments...>;
    static constexpr int parts = list::parts;

    static constexpr void write(text_writer& out, int part) {
        write_lines<list::view.program.size>(out, list::view, list::is_number, {" = ", "\n"}, part);
    }
};

} // namespace detail

/// The formula that f computes, as text: `square(exp(square(x)))`. What is used more than once is a line of
/// its own before, `t1 = …`; several results are a line each. Linear in the size of f's program.
/// An expression knows its arguments; for a generic function name their types:
/// `to_string<double, std::array<double, 3>>(f)`.
/// The text is a constant, a `text<Size>` made by the compiler; nothing is left to do at run time.
template <class... Arguments, class F>
constexpr const auto& to_string(const F&) {
    if constexpr (detail::has_program<F, Arguments...>())
        return detail::printed<detail::string_printer<F, Arguments...>>::value;
    else return detail::no_text;
}

} // namespace pullback

#endif
