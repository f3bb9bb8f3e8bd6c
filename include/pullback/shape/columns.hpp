// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_COLUMNS_HPP
#define PULLBACK_SHAPE_COLUMNS_HPP

#include <pullback/always_inline.hpp>
#include <pullback/shape/element.hpp>
#include <pullback/shape/groups.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/range_error.hpp>

#include <boost/hana/at.hpp>
#include <boost/hana/basic_tuple.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

// Structures of arrays: several containers as one range of groups.

namespace pullback {

namespace detail {

/// Where a column is: a pointer to what is referred to, or what is held.
template <class Column>
using column_place = std::conditional_t<std::is_reference_v<Column>, std::add_pointer_t<Column>, Column>;
/// A temporary is left by this, for it to be held.
template <class Column, class A>
constexpr decltype(auto) place_of_column(A& range) {
    if constexpr (std::is_reference_v<Column>) return static_cast<column_place<Column>>(__builtin_addressof(range));
    else return std::move(range);
}

} // namespace detail

/// The view that `as_rows` makes, of what is referred to, `const A&`, or held, `const A`.
template <class... Column>
struct column_ranges {
    // An aggregate would be asked for its members, and what it holds need have no default.
    constexpr column_ranges(boost::hana::basic_tuple<detail::column_place<Column>...> columns)
        : values(std::move(columns)) {}

    boost::hana::basic_tuple<detail::column_place<Column>...> values;
};

/// One range of several of equal length, as an argument: element i is the group of their elements number i, which
/// structured bindings take apart. It refers to those that have a name and holds temporaries, such as a `std::span`
/// made for it; a derivative by it is a `by_argument` of what one by each is.
template <class... A>
    requires(sizeof...(A) > 0) && (DataRange<std::remove_cvref_t<A>> && ...)
constexpr column_ranges<detail::kept_as<A>...> as_rows(A&&... ranges) {
    static_assert(((range_data<std::remove_cvref_t<A>>::dimensions == 1) && ...),
                  "as_rows(a, b, ...): each is a range of one dimension");
    return {boost::hana::basic_tuple<detail::column_place<detail::kept_as<A>>...>(
        detail::place_of_column<detail::kept_as<A>>(ranges)...)};
}

namespace detail {

/// What columns have, whoever owns them; `Access` reaches each.
template <class Columns, class... A>
struct column_defaults : range_defaults<Columns, by_argument<typename range_data<A>::element...>> {
private:
    using parts = shape_of_parts<typename range_data<A>::element...>;
    template <std::size_t K, class V>
    PULLBACK_ALWAYS_INLINE static constexpr auto& column(V& columns) {
        auto& part = boost::hana::at_c<K>(columns.values);
        if constexpr (std::is_pointer_v<std::remove_cvref_t<decltype(part)>>) return *part;
        else return part;
    }
    template <std::size_t K>
    using type = std::remove_cvref_t<decltype(column<K>(std::declval<Columns&>()))>;
    template <class E, std::size_t... K>
    static constexpr auto make_columns(const Columns& columns, std::index_sequence<K...>) {
        return by_argument<typename range_data<A>::template like<std::tuple_element_t<K, E>>...>(
            range_data<A>::template make_like<std::tuple_element_t<K, E>>(column<K>(columns))...);
    }
    template <class E, std::size_t... K>
    static by_argument<typename range_data<A>::template like<std::tuple_element_t<K, E>>...> like_columns(
        std::index_sequence<K...>);

public:
    template <int>
    PULLBACK_ALWAYS_INLINE static constexpr std::ptrdiff_t extent(const Columns& columns) {
        return range_data<type<0>>::template extent<0>(column<0>(columns));
    }
    /// Scalar I of element i, in the column that it lies in.
    template <int I, class V>
    PULLBACK_ALWAYS_INLINE static constexpr decltype(auto) scalar(V& columns, std::ptrdiff_t i) {
        constexpr std::size_t part = parts::part_with(I);
        return (detail::scalar_in<type<part>, I - parts::first_of_part(part)>(column<part>(columns), i));
    }
    static constexpr void check(const Columns& columns) {
        [&]<std::size_t... K>(std::index_sequence<K...>) {
            const std::ptrdiff_t counts[] = {range_data<type<K>>::template extent<0>(column<K>(columns))...};
            for (const std::ptrdiff_t count : counts)
                if (count != counts[0])
                    report_range_error(range_sentence()
                                       << "as_rows(a, b, ...): the first has " << counts[0] << " elements and another "
                                       << count << "; give ranges of one length");
        }(std::index_sequence_for<A...>{});
    }
    template <class E>
    using like = decltype(like_columns<E>(std::index_sequence_for<A...>{}));
    template <class E>
    static constexpr like<E> make_like(const Columns& columns) {
        return make_columns<E>(columns, std::index_sequence_for<A...>{});
    }
};

} // namespace detail

template <class... Column>
struct range_data<column_ranges<Column...>>
    : detail::column_defaults<column_ranges<Column...>, std::remove_cvref_t<Column>...> {};

/// A derivative by columns is an argument as well, such as a direction.
template <DataRange... A>
    requires(sizeof...(A) > 0)
struct range_data<by_argument<A...>> : detail::column_defaults<by_argument<A...>, A...> {};

} // namespace pullback

#endif
