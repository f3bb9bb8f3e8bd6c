// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_REPEATED_ROWS_HPP
#define PULLBACK_RUN_REPEATED_ROWS_HPP

#include <pullback/program/literal.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/size_limits.hpp>
#include <pullback/program/workspace.hpp>

// Rows of results that repeat others, as symmetric derivatives of higher order do, are copied as vectors once those are
// in memory.

namespace pullback::engine::run {

/// Results `to`, `to + 1`, … are results `from`, `from + 1`, … once more.
struct row_copy {
    int from = 0, to = 0, size = 0;
};

inline constexpr int shortest_row = 4; // one vector of a processor, or two

/// The rows of results that are copied from others when these are stored, as symmetric derivatives of order 3 and more
/// have: numbers of the same row lie side by side and go as vectors, where each would be stored alone.
template <int Outputs>
struct row_copies {
    row_copy rows[Outputs / shortest_row + 1]{}; // the row that is complete first comes first
    int count = 0;
    bool is_copied[Outputs + 1]{};
};

inline constexpr int most_compared_rows = 1 << 14; // so that compilers stay within their limits on steps

template <int Outputs>
constexpr auto find_repeated_rows(const program_view& from) {
    row_copies<Outputs> found;
    workspace<int> last_with(from.node_count()), previous(Outputs + 1); // 1 + output
    int steps = 0;
    const auto repeated = [&](int row, int k) {
        int size = 0;
        ++steps;
        while (k + size < Outputs && row + size < k && from.outputs[row + size] == from.outputs[k + size] &&
               !found.is_copied[row + size])
            ++size;
        return size;
    };
    const auto completed = [&](const row_copy& row) {
        int last = 0;
        for (int i = 0; i < row.size; ++i)
            if (from.outputs[row.from + i] > last) last = from.outputs[row.from + i];
        return last;
    };
    for (int k = 0; k < Outputs; ++k) {
        const int node = from.outputs[k];
        if (is_literal(node)) continue;
        row_copy longest{0, k, 0};
        for (int row = last_with[node]; row != 0 && steps < most_compared_rows; row = previous[row - 1])
            if (const int size = repeated(row - 1, k); size > longest.size) longest = {row - 1, k, size};
        if (longest.size < shortest_row) {
            previous[k] = last_with[node];
            last_with[node] = k + 1;
            continue;
        }
        for (int i = 0; i < longest.size; ++i) found.is_copied[k + i] = true;
        k += longest.size - 1;
        int place = found.count++;
        for (; place > 0 && completed(longest) < completed(found.rows[place - 1]); --place)
            found.rows[place] = found.rows[place - 1];
        found.rows[place] = longest;
    }
    return found;
}

inline constexpr int most_results_in_rows = 1024; // so that compilers stay within their limits on steps

/// The repeated rows of the program `Built`.
template <class Built>
inline constexpr auto repeated_rows_of = [] {
    constexpr bool looks =
        Built::code.size > largest_inlined_program && Built::code.output_count <= most_results_in_rows;
    if constexpr (!looks) return row_copies<Built::code.output_count>{};
    else return find_repeated_rows<Built::code.output_count>(Built::code.view());
}();

} // namespace pullback::engine::run

#endif
