// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_ARRAY_VIEW_HPP
#define PULLBACK_PROGRAM_ARRAY_VIEW_HPP

namespace pullback::engine {

/// Some neighbouring elements of an array, to be read. `std::span` would be the same, but its iterators are classes,
/// and the compiler pays for each of their operators when a pass walks a program in a constant expression.
template <class T>
struct array_view {
    const T* first;
    const T* last;

    constexpr const T* begin() const { return first; }
    constexpr const T* end() const { return last; }
    constexpr int size() const { return static_cast<int>(last - first); }
    constexpr const T& operator[](int i) const { return first[i]; }
};

} // namespace pullback::engine

#endif
