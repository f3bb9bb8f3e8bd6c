// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_LATEX_HPP
#define PULLBACK_PRINT_LATEX_HPP

#include <pullback/print/lines.hpp>
#include <pullback/print/listing.hpp>
#include <pullback/print/loop_latex.hpp>
#include <pullback/print/style.hpp>
#include <pullback/print/text.hpp>
#include <pullback/print/writer.hpp>

namespace pullback {

namespace detail {

template <class F, class... Arguments>
struct latex_printer {
    using list = listing<print_style::latex, F, Arguments...>;
    static constexpr int parts = list::parts;

    static constexpr void write(text_writer& out, int part) {
        constexpr bool is_one_line = list::view.program.output_count == 1 && list::view.temporary_count == 0;
        constexpr line_style style = {is_one_line ? " = " : " &= ", " \\\\\n"};
        if (!is_one_line && part == 0) out.put("\\begin{aligned}\n");
        write_lines<list::view.program.size>(out, list::view, list::is_number, style, part);
        if (!is_one_line && part + 1 == parts) out.put("\n\\end{aligned}");
    }
};

} // namespace detail

/// The formula that f computes in LaTeX, for mathematical mode (packages amsmath and amssymb):
/// `\left(e^{x^{2}}\right)^{2}`. What is used more than once, and several results, are lines of an `aligned`
/// environment. Arguments as for `to_string`. A function of ranges has sums, `\sum_{i=0}^{n-1} x_{i}^{2}`; a line for
/// an array holds for all of its indices, and one with `+=` is added up over those of its right side.
template <class... Arguments, class F>
constexpr const auto& to_latex(const F&) {
    if constexpr (detail::has_ranges<Arguments...>) {
        if constexpr (detail::has_loops<F, Arguments...>())
            return detail::printed<detail::loop_latex_printer<F, Arguments...>>::value;
        else return detail::no_text;
    } else if constexpr (detail::has_program<F, Arguments...>())
        return detail::printed<detail::latex_printer<F, Arguments...>>::value;
    else return detail::no_text;
}

} // namespace pullback

#endif
