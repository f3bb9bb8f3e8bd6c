// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_WHOLE_RESULTS_HPP
#define PULLBACK_RECORD_WHOLE_RESULTS_HPP

#include <pullback/program/loops.hpp>

namespace pullback::engine::record {

/// Which extents are one, because the function goes through their ranges side by side: a number for each extent, -1 for
/// constants.
struct extent_classes {
    int of[most_arrays]{};
    int count = 0;
};

template <class Built>
constexpr extent_classes find_extent_classes() {
    constexpr const auto& code = Built::code;
    int first[most_arrays] = {};
    for (int i = 0; i < code.tables.extent_count; ++i) first[i] = i;
    for (int i = 0; i < code.equal_extent_count; ++i) {
        const int a = first[code.equal_extents[i].a], b = first[code.equal_extents[i].b];
        for (int k = 0; k < code.tables.extent_count; ++k)
            if (first[k] == (a < b ? b : a)) first[k] = a < b ? a : b;
    }
    extent_classes classes;
    for (int i = 0; i < code.tables.extent_count; ++i) {
        if (code.tables.extents[i].is_constant()) classes.of[i] = -1;
        else classes.of[i] = first[i] == i ? classes.count++ : classes.of[first[i]];
    }
    return classes;
}

template <class Built>
inline constexpr extent_classes extent_classes_of = find_extent_classes<Built>();

/// Whether loops write each scalar of an array of results, once and whatever was there before, so that it need not be 0
/// then: not by a constant subscript, not moved, and by an index that goes as far as the array.
template <class Built>
constexpr bool is_written_whole(int number) {
    constexpr const auto& code = Built::code;
    constexpr const extent_classes& extents = extent_classes_of<Built>;
    const loop_array& array = code.tables.arrays[number];
    if (array.is_ragged) return false;
    for (int scalar = 0; scalar < array.size; ++scalar) {
        bool is_written = false;
        for (int i = 0; i < code.store_count; ++i) {
            const array_access& at = code.accesses[code.stores[i].access];
            if (at.array != number || at.scalar != scalar) continue;
            if (code.stores[i].adds) return false;
            bool is_whole = array.dimensions == 1 || at.subscripts[0] != at.subscripts[1];
            for (int d = 0; d < array.dimensions; ++d)
                is_whole = is_whole && at.offsets[d] == 0 && is_index_subscript(at.subscripts[d]) &&
                           extents.of[code.tables.indices[at.subscripts[d]].extent] == extents.of[array.extents[d]];
            is_written = is_written || is_whole;
        }
        if (!is_written) return false;
    }
    return true;
}

} // namespace pullback::engine::record

#endif
