// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_ARRAY_VIEW_HPP
#define PULLBACK_PROGRAM_ARRAY_VIEW_HPP

#include <pullback/cpp20.hpp>

namespace pullback::engine {

/// Some neighbouring elements of an array, to be read: `at[0]` up to `at[count - 1]`. Walks that are done often count,
/// `for (int k = 0; k < list.count; ++k)` and `list.at[k]`: g++ takes twice as long in a constant expression for a loop
/// over pointers, and longer for `operator[]`. Other loops are over the elements.
template <class T>
struct array_view {
    const T* at;
    int count;

    constexpr const T* begin() const { return at; }
    constexpr const T* end() const { return at + count; }
    constexpr int size() const { return count; }
    constexpr const T& operator[](int i) const { return at[i]; }
};

} // namespace pullback::engine

#endif
