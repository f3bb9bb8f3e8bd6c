// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_LOOP_PLAN_HPP
#define PULLBACK_OPTIMISE_LOOP_PLAN_HPP

#include <pullback/program/loops.hpp>

// What loop formation makes: loops in loops, and what is done in each, in order.

namespace pullback::engine::optimise {

enum class loop_action : unsigned char {
    compute,    // the node
    load,       // the node, from where it was kept
    keep,       // the node, in an array of the work memory
    begin,      // of a reduction: its first value
    accumulate, // a reduction's body, in its register or in an array of the work memory
    store,      // in an array of results
    start,      // of a number of a state: its first value
    advance,    // the state that the ordered loop around hands on
    exchange,   // an array in a state and that of the next turn, whose number stands in place of a node
    finish,     // a number of a state after the last turn
    load_turn,  // the node, from where another one was kept, which it is in other turns
    loop        // the region
};

struct loop_item {
    loop_action action = loop_action::compute;
    int node = -1;  // or the number of the store
    int array = -1; // of the work memory, or -1
    int region = -1;
};

/// A loop, or what is around all loops.
struct loop_region {
    int index = -1;
    int parent = -1;
    int first = 0, count = 0; // items
};

/// An array that is kept stands in so many loops at most.
inline constexpr int most_kept_dimensions = 12;

/// An array: the values of a node over these indices, the outermost first. It lives in the place of a result, or in the
/// work memory, in a number of records of several arrays.
struct kept_array {
    int node = -1;
    int dimensions = 0;
    int indices[most_kept_dimensions]{};
    bool is_begun = false;    // of reductions, which have a first value
    bool is_of_state = false; // which an ordered loop hands on: it changes places with that of the next turn
    int filled_in = -1;       // the region of the loop that fills it
    int store = -1;           // that which writes the result it lives in, or -1
    int record = -1;          // the first array of the record
    int slot = 0;             // where it stands in the record
    int record_size = 1;      // of the first array of a record: the arrays in it, or a place and the best number so far
};

template <int Items, int Regions, int Arrays>
struct loop_plan {
    loop_item items[Items + 1]{};
    loop_region regions[Regions + 1]{};
    kept_array arrays[Arrays + 1]{};
    static constexpr int item_count = Items, region_count = Regions, array_count = Arrays;

    /// Takes what another plan has, or the lists of one; `count` says how much.
    constexpr void copy(const loop_item* from_items, const loop_region* from_regions, const kept_array* from_arrays,
                        const auto& count) {
        for (int i = 0; i < count.items; ++i) items[i] = from_items[i];
        for (int i = 0; i < count.regions; ++i) regions[i] = from_regions[i];
        for (int i = 0; i < count.arrays; ++i) arrays[i] = from_arrays[i];
    }

    /// Whether anything is kept in memory that is not that of results.
    constexpr bool needs_memory() const {
        for (int i = 0; i < Arrays; ++i)
            if (arrays[i].store < 0) return true;
        return false;
    }
};

} // namespace pullback::engine::optimise

#endif
