// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_DOT_HPP
#define PULLBACK_PRINT_DOT_HPP

#include <pullback/print/dot_writer.hpp>
#include <pullback/print/listing.hpp>
#include <pullback/print/loop_dot.hpp>
#include <pullback/print/style.hpp>
#include <pullback/print/text.hpp>
#include <pullback/print/writer.hpp>

namespace pullback {

namespace detail {

template <class F, class... Arguments>
struct dot_printer {
    using list = listing<print_style::text, F, Arguments...>;
    static constexpr int parts = list::parts;

    static constexpr void write(text_writer& out, int part) {
        dot_writer writer(out, list::view);
        if (part == 0) writer.write_head();
        writer.write_calls(piece_of_program(part, list::view.program.size));
        if (part + 1 == parts) writer.write_outputs();
    }
};

} // namespace detail

/// The program of f as a graph in Graphviz' language; `dot -Tsvg` draws it. Arguments as for `to_string`.
/// In a function of ranges elements are boxes as well, an arrow to one is a subscript, and what is repeated stands in
/// frames, one for all that depends on the same indices.
template <class... Arguments, class F>
constexpr const auto& to_dot(const F&) {
    if constexpr (detail::has_ranges<Arguments...>) {
        if constexpr (detail::has_loops<F, Arguments...>())
            return detail::printed<detail::loop_dot_printer<F, Arguments...>>::value;
        else return detail::no_text;
    } else if constexpr (detail::has_program<F, Arguments...>())
        return detail::printed<detail::dot_printer<F, Arguments...>>::value;
    else return detail::no_text;
}

} // namespace pullback

#endif
