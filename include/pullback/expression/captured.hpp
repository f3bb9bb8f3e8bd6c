// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXPRESSION_CAPTURED_HPP
#define PULLBACK_EXPRESSION_CAPTURED_HPP

#include <pullback/cpp20.hpp>

#include <boost/hana/at.hpp>
#include <boost/hana/basic_tuple.hpp>
#include <boost/hana/unpack.hpp>

#include <cstddef>
#include <utility>

// This header keeps the run-time numbers inside expressions. Each expression keeps those of all its operands in one
// flat tuple, because empty operands stored side by side would not be empty, and double in size with every level of
// sharing.

namespace pullback::detail {

/// Marks a constructor from captured values. (With one argument it would be a candidate for every copy, and clang would
/// write the type's name, which can be exponentially long, into a note why it is not.)
struct holding {};

template <class... Tuples>
struct joined_type {
    using type = boost::hana::basic_tuple<>;
};
template <class Tuple>
struct joined_type<Tuple> {
    using type = Tuple;
};
template <class... A, class... B, class... Rest>
struct joined_type<boost::hana::basic_tuple<A...>, boost::hana::basic_tuple<B...>, Rest...>
    : joined_type<boost::hana::basic_tuple<A..., B...>, Rest...> {};

template <class Tuple>
inline constexpr int tuple_size = 0;
template <class... A>
inline constexpr int tuple_size<boost::hana::basic_tuple<A...>> = static_cast<int>(sizeof...(A));

template <class Tuple>
constexpr Tuple join(const Tuple& values) {
    return values;
}

template <class... A, class... B, class... Rest>
constexpr auto join(const boost::hana::basic_tuple<A...>& first, const boost::hana::basic_tuple<B...>& second,
                    const Rest&... rest) {
    if constexpr (sizeof...(A) == 0) return detail::join(second, rest...);
    else if constexpr (sizeof...(B) == 0) return detail::join(first, rest...);
    else
        return boost::hana::unpack(first, [&](const A&... a) {
            return boost::hana::unpack(second, [&](const B&... b) {
                return detail::join(boost::hana::basic_tuple<A..., B...>(a..., b...), rest...);
            });
        });
}

/// Elements First, First + 1, … of `whole`, as the tuple type `Part`.
template <class Part, std::size_t First, class Whole, std::size_t... I>
constexpr Part part_of(const Whole& whole, std::index_sequence<I...>) {
    if constexpr (sizeof...(I) == 0) return Part{};
    else return Part(boost::hana::at_c<First + I>(whole)...);
}

} // namespace pullback::detail

#endif
