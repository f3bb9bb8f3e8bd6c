// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_LATEX_HPP
#define PULLBACK_PRINT_LATEX_HPP

#include <pullback/print/lines.hpp>

namespace pullback {

namespace detail {

template <class F, class... Arguments>
struct latex_printer {
    static constexpr void write(text_writer& out) {
        using list = listing<print_style::latex, F, Arguments...>;
        constexpr int size = list::view.program.size;
        bool is_one_line = list::view.program.output_count == 1;
        for (int i = 0; i < size; ++i) is_one_line = is_one_line && list::view.temporaries[i] <= 0;
        if (is_one_line) {
            write_lines<size>(out, list::view, list::is_formula, " = ", "");
        } else {
            out.put("\\begin{aligned}\n");
            write_lines<size>(out, list::view, list::is_formula, " &= ", " \\\\\n");
            out.put("\n\\end{aligned}");
        }
    }
};

} // namespace detail

/// The formula that f computes in LaTeX, for mathematical mode (packages amsmath and amssymb): `\left(e^{x^{2}}\right)^{2}`. What is
/// used more than once, and several results, are lines of an `aligned` environment. Arguments as for `to_string`.
template <class... Arguments, class F>
constexpr const auto& to_latex(const F&) {
    if constexpr (detail::has_program<F, Arguments...>()) return detail::printed<detail::latex_printer<F, Arguments...>>::value;
    else return detail::no_text;
}

} // namespace pullback

#endif
