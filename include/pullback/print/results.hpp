// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_RESULTS_HPP
#define PULLBACK_PRINT_RESULTS_HPP

#include <pullback/derivative/results.hpp>
#include <pullback/shape/blocks.hpp>
#include <pullback/shape/groups.hpp>
#include <pullback/shape/shape_of.hpp>

#include <cstddef>
#include <utility>

#include <array> // std::begin and std::end

namespace pullback {

namespace detail {

template <class Result>
concept ResultOfDerivative = Group<Result> || ValueWithDerivative<Result> || JacobianRows<Result>;

template <class Stream, class Begin, class End>
void write_elements(Stream& stream, Begin begin, End end);

// Writes what a stream takes as it takes it, what has parts of different kinds in round brackets, and what has elements
// of one kind in square ones. A struct is the numbers that it is made of.
template <class Stream, class X>
void write_result(Stream& stream, const X& x) {
    if constexpr (Group<X> || ValueWithDerivative<X>) {
        const auto write_parts = [&]<std::size_t... I>(std::index_sequence<I...>) {
            ((stream << (I == 0 ? "(" : ", "), detail::write_result(stream, get<I>(x))), ...);
        };
        write_parts(std::make_index_sequence<std::tuple_size_v<X>>{});
        stream << ")";
    } else if constexpr (JacobianRows<X>) {
        detail::write_result(stream, static_cast<const typename X::rows&>(x));
    } else if constexpr (requires { stream << x; }) {
        stream << x;
    } else if constexpr (requires { std::begin(x), std::end(x); }) {
        detail::write_elements(stream, std::begin(x), std::end(x));
    } else {
        scalar_of<X> scalars[shape_of<X>::size];
        pullback::copy_to(x, scalars);
        detail::write_elements(stream, std::begin(scalars), std::end(scalars));
    }
}

template <class Stream, class Begin, class End>
void write_elements(Stream& stream, Begin begin, End end) {
    stream << "[";
    for (Begin i = begin; i != end; ++i) {
        if (i != begin) stream << ", ";
        detail::write_result(stream, *i);
    }
    stream << "]";
}

} // namespace detail

/// Writes what a derivative by several arguments, or with the value, is: `(0.5, [1, 2])`. Numbers are written as the
/// stream writes them, with its precision. Whoever includes a header of streams has it; none is included here.
template <class Stream, detail::ResultOfDerivative Result>
    requires requires(Stream& stream, const char* c) { stream << c; }
Stream& operator<<(Stream& stream, const Result& result) {
    detail::write_result(stream, result);
    return stream;
}

} // namespace pullback

#endif
