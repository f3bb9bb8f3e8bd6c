// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_ROWS_IN_LANES_HPP
#define PULLBACK_RUN_ROWS_IN_LANES_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/more.hpp>
#include <pullback/functions/table.hpp>
#include <pullback/math/lane_functions.hpp>
#include <pullback/math/lane_numbers.hpp>
#include <pullback/run/instructions.hpp>

// How rows are called with numbers in lanes.

namespace pullback::engine::run {

/// Whether a row takes lanes as it takes numbers: those of the library do.
template <class F>
inline constexpr bool takes_lanes =
    functions::table::contains<F> || functions::further_table::contains<F> || functions::inner_table::contains<F>;

/// Computes a row of numbers, or one that compares them, lane by lane.
template <class F, class Numbers>
struct row_lane_by_lane {
    template <class... X>
    PULLBACK_ALWAYS_INLINE static auto value(const X&... x) {
        using T = typename Numbers::value_type;
        if constexpr (row_kind_of<F> == row_kind::comparison)
            return Numbers::by_numbers([](const auto&... each) { return F::value(each...) ? T(1) : T(0); }, x...) !=
                   Numbers(T(0));
        else return Numbers::by_numbers([](const auto&... each) { return T(F::value(each...)); }, x...);
    }
};

/// Rows of users may ask whether a number is positive: they take one after the other.
template <class F, class S, int Vectors, int Bytes>
    requires(!takes_lanes<F> && (row_kind_of<F> == row_kind::number || row_kind_of<F> == row_kind::comparison))
struct computing_row<F, math::lanes<S, Vectors, Bytes>> {
    using type = row_lane_by_lane<F, math::lanes<S, Vectors, Bytes>>;
};

} // namespace pullback::engine::run

#endif
