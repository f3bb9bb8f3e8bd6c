// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DIFFERENTIATE_SYMMETRIC_ENTRIES_HPP
#define PULLBACK_DIFFERENTIATE_SYMMETRIC_ENTRIES_HPP

#include <pullback/cpp20.hpp>

namespace pullback::engine::differentiate {

/// The partial derivatives of order `Order` by the same `Variables` arguments: those that differ only in the sequence
/// of these are equal, and one of them is computed. Row and column of an entry are numbers: the column is its last
/// index, and the indices before it are the digits of the row. Of a Jacobian, of order 1, every entry is kept.
template <int Variables, int Order>
struct symmetric_entries {
    /// Whether an entry is the one of its permutations that is kept: its indices, the digits of its number, ascend.
    static constexpr bool is_kept(int row, int column) {
        for (int i = 1, later = column; i < Order; ++i) {
            const int digit = row % Variables;
            if (digit > later) return false;
            later = digit;
            row /= Variables;
        }
        return true;
    }

    /// The entry whose indices are those of `entry` in ascending order.
    static constexpr int sorted(int entry) {
        if constexpr (Order == 2) {
            const int row = entry / Variables, column = entry % Variables;
            return row <= column ? entry : column * Variables + row;
        }
        int digits[Order] = {};
        for (int i = Order - 1; i >= 0; --i) {
            digits[i] = entry % Variables;
            entry /= Variables;
        }
        for (int i = 1; i < Order; ++i)
            for (int k = i; k > 0 && digits[k] < digits[k - 1]; --k) {
                const int larger = digits[k - 1];
                digits[k - 1] = digits[k];
                digits[k] = larger;
            }
        for (int i = 0; i < Order; ++i) entry = entry * Variables + digits[i];
        return entry;
    }
};

} // namespace pullback::engine::differentiate

#endif
