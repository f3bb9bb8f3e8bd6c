// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_SORTING_HPP
#define PULLBACK_PROGRAM_SORTING_HPP

#include <pullback/program/stack.hpp>

namespace pullback::engine {

/// Sorts a list in constant expressions; what is equal keeps its order. Runs are merged, in O(n log n) steps: most
/// lists are short, but compilers bound the steps for the longest one.
template <class T, int FirstCapacity, class Before>
constexpr void sort(stack<T, FirstCapacity>& list, Before is_before) {
    constexpr int short_run = 8;
    const int size = list.size();
    for (int first = 0; first < size; first += short_run)
        for (int i = first + 1; i < size && i < first + short_run; ++i)
            for (int k = i; k > first && is_before(list[k], list[k - 1]); --k) {
                const T larger = list[k - 1];
                list[k - 1] = list[k];
                list[k] = larger;
            }
    stack<T, FirstCapacity> before;
    for (int run = short_run; run < size; run *= 2) {
        before.shrink(0);
        for (int i = 0; i < size; ++i) before.push(list[i]);
        for (int first = 0; first < size; first += 2 * run) {
            const int middle = first + run < size ? first + run : size;
            const int last = middle + run < size ? middle + run : size;
            int a = first, b = middle;
            for (int i = first; i < last; ++i)
                list[i] = b == last || (a < middle && !is_before(before[b], before[a])) ? before[a++] : before[b++];
        }
    }
}

} // namespace pullback::engine

#endif
