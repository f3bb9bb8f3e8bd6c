// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_RAGGED_HPP
#define PULLBACK_SHAPE_RAGGED_HPP

#include <pullback/always_inline.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/range_error.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

// Rows of lengths of their own that lie one after the other, as in a sparse matrix that is stored by rows.

namespace pullback {

/// The view that `rows_of` makes, of what is referred to, `const A&`, or held, `const A`; of values that may be
/// written, `A&`.
template <class Values, class Offsets>
struct ragged_rows {
    Values values;
    Offsets offsets;
};

namespace detail {

template <class Values, class Offsets>
constexpr void check_rows_of() {
    static_assert(range_data<Values>::dimensions == 1 && range_data<Offsets>::dimensions == 1,
                  "rows_of(values, offsets): both are ranges of one dimension");
    static_assert(std::is_integral_v<typename range_data<Offsets>::element>,
                  "rows_of(values, offsets): the offsets are integers");
}

} // namespace detail

/// The rows of which row i holds the elements number `offsets[i]`, …, `offsets[i + 1] - 1` of `values`, as an argument:
/// there is one offset more than rows, as in the CSR format of sparse matrices. It refers to those of both that have a
/// name and holds temporaries, and is also a place for results, if values may be written. A call checks that the
/// offsets do not fall and lie in `values`.
template <class Values, class Offsets>
    requires(DataRange<std::remove_cvref_t<Values>> && DataRange<std::remove_cvref_t<Offsets>>)
constexpr auto rows_of(Values&& values, Offsets&& offsets) {
    detail::check_rows_of<std::remove_cvref_t<Values>, std::remove_cvref_t<Offsets>>();
    using values_kept = std::conditional_t<std::is_reference_v<Values>, Values, detail::kept_as<Values>>;
    return ragged_rows<values_kept, detail::kept_as<Offsets>>{std::forward<Values>(values),
                                                              std::forward<Offsets>(offsets)};
}

/// What a derivative by such rows is: the numbers in the order of the values, and where rows begin.
template <class E, class Offset = std::ptrdiff_t>
struct ragged_table {
    typename detail::owning_range<E, 1>::type values;
    typename detail::owning_range<Offset, 1>::type offsets;

    constexpr std::ptrdiff_t rows() const {
        return offsets.empty() ? 0 : static_cast<std::ptrdiff_t>(offsets.size()) - 1;
    }
    /// Preconditions: i is below `rows()`, j below the length of row i.
    constexpr E& operator()(std::ptrdiff_t i, std::ptrdiff_t j) { return values.data()[offsets.data()[i] + j]; }
    constexpr const E& operator()(std::ptrdiff_t i, std::ptrdiff_t j) const {
        return values.data()[offsets.data()[i] + j];
    }
};

namespace detail {

/// Rows by offsets while loops run: views of both.
template <class Values, class Offsets>
struct ragged_in_loop {
    Values values;
    Offsets offsets;
};
template <class Values, class Offsets>
PULLBACK_ALWAYS_INLINE constexpr ragged_in_loop<Values, Offsets> ragged_view(const Values& values,
                                                                             const Offsets& offsets) {
    return {values, offsets};
}

/// What rows by offsets have, whoever owns them.
template <class A, class Values, class Offsets>
struct ragged_defaults {
    static constexpr int dimensions = 2;
    static constexpr bool is_ragged = true;
    static constexpr int contiguous_dimension = detail::contiguous_dimension<Values> == 0 ? 1 : -1;
    using element = typename range_data<Values>::element;

    PULLBACK_ALWAYS_INLINE static constexpr std::ptrdiff_t offset(const A& rows, std::ptrdiff_t i) {
        return static_cast<std::ptrdiff_t>(range_data<Offsets>::at(rows.offsets, i));
    }
    template <int K>
    PULLBACK_ALWAYS_INLINE static constexpr std::ptrdiff_t extent(const A& rows) {
        static_assert(K == 0);
        const std::ptrdiff_t count = range_data<Offsets>::template extent<0>(rows.offsets);
        return count == 0 ? 0 : count - 1;
    }
    template <int K>
    PULLBACK_ALWAYS_INLINE static constexpr std::ptrdiff_t extent(const A& rows, std::ptrdiff_t i) {
        static_assert(K == 1);
        return offset(rows, i + 1) - offset(rows, i);
    }
    template <class V>
    PULLBACK_ALWAYS_INLINE static decltype(auto) at(V& rows, std::ptrdiff_t i, std::ptrdiff_t j) {
        return range_data<Values>::at(rows.values, offset(rows, i) + j);
    }
    template <class V>
        requires(PartInLoop<std::remove_reference_t<decltype((std::declval<V&>().values))>> &&
                 PartInLoop<std::remove_reference_t<decltype((std::declval<V&>().offsets))>>)
    PULLBACK_ALWAYS_INLINE static constexpr auto view(V& rows) {
        return detail::ragged_view(detail::part_in_loop(rows.values), detail::part_in_loop(rows.offsets));
    }
    static constexpr void check(const A& rows) {
        const std::ptrdiff_t end = range_data<Values>::template extent<0>(rows.values), count = extent<0>(rows);
        std::ptrdiff_t before = 0;
        for (std::ptrdiff_t i = 0; i < count + 1 && count > 0; ++i) {
            const std::ptrdiff_t next = offset(rows, i);
            if (next < before || next > end)
                report_range_error(range_sentence() << "rows_of(values, offsets): offset number " << i << " is " << next
                                                    << "; offsets must not fall, and none is above the number of "
                                                       "values, "
                                                    << end);
            before = next;
        }
    }
    template <class E>
    using like = ragged_table<E>;
    template <class E>
    static constexpr auto make_like(const A& rows) {
        ragged_table<E> result;
        result.values = range_defaults<decltype(result.values), E>::template make_line<E>(
            range_data<Values>::template extent<0>(rows.values));
        for (std::ptrdiff_t i = 0; i < range_data<Offsets>::template extent<0>(rows.offsets); ++i)
            result.offsets.push_back(offset(rows, i));
        return result;
    }
    template <class E>
    using line = typename owning_range<E, 1>::type;
    template <class E>
    static constexpr auto make_line(std::ptrdiff_t count) {
        return range_defaults<line<E>, E>::template make_line<E>(count);
    }
};

} // namespace detail

template <class Values, class Offsets>
struct range_data<detail::ragged_in_loop<Values, Offsets>>
    : detail::ragged_defaults<detail::ragged_in_loop<Values, Offsets>, Values, Offsets> {};
template <class Values, class Offsets>
struct range_data<ragged_rows<Values, Offsets>>
    : detail::ragged_defaults<ragged_rows<Values, Offsets>, std::remove_cvref_t<Values>, std::remove_cvref_t<Offsets>> {
};
template <class E, class Offset>
struct range_data<ragged_table<E, Offset>>
    : detail::ragged_defaults<ragged_table<E, Offset>, typename detail::owning_range<E, 1>::type,
                              typename detail::owning_range<Offset, 1>::type> {};

} // namespace pullback

#endif
