// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_STRING_HPP
#define PULLBACK_PRINT_STRING_HPP

#include <pullback/print/lines.hpp>
#include <pullback/print/listing.hpp>
#include <pullback/print/loop_string.hpp>
#include <pullback/print/style.hpp>
#include <pullback/print/text.hpp>
#include <pullback/print/writer.hpp>
#include <pullback/static_function/policy.hpp>
#include <pullback/static_function/static_function.hpp>

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
///
/// A function of ranges is shown as it runs, with its loops. In the first lines stands what is kept in memory for
/// another loop: for `to_string<std::vector<double>>(f)`, where f has the body
///
///     const auto weights = map(x, [](const auto& each) { return exp(each); });
///     const auto whole = sum(weights);
///     return sum(weights, [&](const auto& weight) { return square(weight / whole); });
///
/// the text is
///
///     keep t1[i]: n numbers
///     t2 = 0
///     for i < n:
///         t1 = exp(x[i])
///         t2 += t1
///         t1[i] = t1
///     t3 = 0
///     for i < n:
///         t1 = t1[i]
///         t3 += square(t1 / t2)
///     y = t3
template <class... Arguments, class F>
constexpr const auto& to_string(const F&) {
    if constexpr (detail::has_ranges<Arguments...>) {
        if constexpr (detail::has_loops<F, Arguments...>())
            return detail::printed<
                detail::loop_string_printer<detail::lanes_in_text::are_left_out, F, Arguments...>>::value;
        else return detail::no_text;
    } else if constexpr (detail::has_program<F, Arguments...>())
        return detail::printed<detail::string_printer<F, Arguments...>>::value;
    else return detail::no_text;
}

/// The same as `f(unseq, x...)` runs: behind a loop of which many turns run at once stands `in lanes`, or `in lanes of
/// 4 vectors` where so many of them are computed side by side, if the ranges lie in memory as in most containers. A
/// loop in one over i with lanes that has lanes along its own index is `in lanes of its own`, for `each i` one after
/// the other, or for `several i`, as many at once as a vector has lanes.
template <class... Arguments, class F>
constexpr const auto& to_string(const F& f, const unsequenced_policy&) {
    if constexpr (detail::has_ranges<Arguments...>) {
        if constexpr (detail::has_loops<F, Arguments...>())
            return detail::printed<
                detail::loop_string_printer<detail::lanes_in_text::are_shown, F, Arguments...>>::value;
        else return detail::no_text;
    } else {
        return pullback::to_string<Arguments...>(f);
    }
}

/// Writes `to_string(f)` to a stream: a formula or a derivative of one, except `jvp`, `vjp` and `hvp`. These and
/// generic functions have a text for each shape of their arguments: `stream << to_string<double, std::array<double,
/// 3>>(f)`. Whoever includes a header of streams has it; none is included here.
template <class Stream, StaticFunction F>
    requires requires(Stream& stream, const char* c) { stream << c; }
Stream& operator<<(Stream& stream, const F& f) {
    constexpr bool names_its_arguments = requires { F::signature::count; };
    static_assert(names_its_arguments,
                  "stream << f: f has a text for each shape of its arguments, as generic functions have; name their "
                  "types, as in stream << to_string<double, std::array<double, 3>>(f)");
    if constexpr (names_its_arguments) stream << to_string(f).c_str();
    return stream;
}

} // namespace pullback

#endif
