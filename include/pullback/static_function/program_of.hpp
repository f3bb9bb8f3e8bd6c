// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_STATIC_FUNCTION_PROGRAM_OF_HPP
#define PULLBACK_STATIC_FUNCTION_PROGRAM_OF_HPP

#include <pullback/optimise/loop_blocks.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/static_function/range_function.hpp>
#include <pullback/static_function/static_function.hpp>

#include <cstddef>
#include <utility>

namespace pullback::detail {

// A question about a function, such as its cost, means one of its programs: that for arguments of the named types or,
// where the arguments have names, the only one there is.

template <class F, class Sequence>
struct implementation_for_scalars;

template <class F, std::size_t... I>
struct implementation_for_scalars<F, std::index_sequence<I...>> {
    // This is a class because nvcc replaces an alias in its output by what it stands for, without the pack.
    template <std::size_t>
    struct scalar {
        using type = recorded;
    };
    using type = typename F::template implementation<typename scalar<I>::type...>;
};

template <class F, class... Arguments>
struct chosen_implementation {
    using type = implementation_for<F, Arguments...>;
};

template <class F>
    requires requires { F::signature::count; }
struct chosen_implementation<F> : implementation_for_scalars<F, std::make_index_sequence<F::signature::count>> {};

/// `implementation<Shapes...>` of F for arguments of these types, all scalars if F knows its arguments by name.
template <class F, class... Arguments>
using implementation_of = typename chosen_implementation<F, Arguments...>::type;

/// The compiled program of F that is called: `program_of<F>::code`.
template <class F, class... Arguments>
using program_of = called_program_of<implementation_of<F, Arguments...>>;

/// Whether F has such a program; if not, an error says what is missing. To be asked before `program_of`.
template <class F, class... Arguments>
consteval bool has_program() {
    constexpr std::size_t count = sizeof...(Arguments);
    if constexpr (!StaticFunction<F>) {
        static_assert(always_false<F>,
                      "to_string(f), cost(f), ...: f is not a static function; make one of a generic lambda "
                      "with pullback::function([](const auto& x) { ... }), or write f as an expression of "
                      "variables");
        return false;
    } else if constexpr (requires { F::signature::count; }) {
        constexpr bool fits = count == 0 || count == F::signature::count;
        static_assert(fits,
                      "to_string<Arguments...>(f), cost<Arguments...>(f), ...: f has another number of "
                      "arguments; they are its variables, so their types can be left out");
        return fits;
    } else {
        static_assert(count > 0,
                      "to_string(f), cost(f), ...: f is a generic function, a program of its own for "
                      "each shape of its arguments; name their types, as in "
                      "to_string<double, std::array<double, 3>>(f)");
        constexpr bool is_shaped = ((Shaped<Arguments> || DataRange<Arguments>) && ...);
        static_assert(is_shaped,
                      "to_string<Arguments...>(f), cost<Arguments...>(f), ...: an argument type is "
                      "not made of real numbers; name numbers, std::arrays, tuples, structs "
                      "that are templates on their scalar, or ranges of these");
        return count > 0 && is_shaped;
    }
}

/// Whether a question about a function means its program for arguments of run-time length, which has loops.
template <class... Arguments>
inline constexpr bool has_ranges = any_of<DataRange<Arguments>...>;

/// `implementation<Shapes...>` of F for arguments some of which are ranges: its program is `loops`.
template <class F, class... Arguments>
using range_implementation_of = typename F::template implementation<typename erased_argument<Arguments>::type...>;

/// The program with loops that runs for numbers of type `T`.
template <class T, class F, class... Arguments>
using loops_that_run = engine::optimise::loop_program_for<typename range_implementation_of<F, Arguments...>::loops, T>;

/// Whether F has a program with loops for these arguments; if not, an error says what is missing. To be asked after
/// `has_program` and before that program is.
template <class F, class... Arguments>
consteval bool has_loops() {
    if constexpr (!has_program<F, Arguments...>()) {
        return false;
    } else if constexpr (any_of<is_ragged<Arguments>...>) {
        static_assert(
            !any_of<is_ragged<Arguments>...>,
            "to_string<Arguments...>(f), cost<Arguments...>(f), ...: an argument has rows of lengths of their "
            "own, which can be called with but not printed or counted; name a matrix, whose rows are of one "
            "length");
        return false;
    } else if constexpr (is_made_by_passes<range_implementation_of<F, Arguments...>>) {
        static_assert(
            always_false<F>,
            "to_string<Arguments...>(f), cost<Arguments...>(f), ...: f is a matrix of derivatives by arguments "
            "of run-time length, which has no program of its own; ask for that of what makes a column, jvp(f) "
            "or hvp(f)");
        return false;
    } else if constexpr (requires { typename range_implementation_of<F, Arguments...>::loops; }) {
        return range_implementation_of<F, Arguments...>::loops::is_sound;
    } else {
        // What is wrong with another function has been said where its implementation was looked for.
        constexpr bool is_formula = requires { F::signature::count; };
        static_assert(!is_formula,
                      "to_string<Arguments...>(f), cost<Arguments...>(f), ...: f is a formula, whose variables are "
                      "numbers; write a function of a range with pullback::function([](const auto& x) { ... })");
        return false;
    }
}

} // namespace pullback::detail

namespace pullback::engine {

/// The program of the static function `F`, as it was recorded: `program_of<decltype(f)>::code`. A generic function has
/// one for each shape of its arguments, so name their types: `program_of<decltype(f), double>`. What runs on numbers of
/// type `T` is made of it by `optimise::program_for<…, T>`.
using detail::program_of;
/// What makes it: the static function for these types, before its program is chosen.
using detail::implementation_for;
/// The program that such an implementation is called by.
using detail::called_program_of;

} // namespace pullback::engine

#endif
