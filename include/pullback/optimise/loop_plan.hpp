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

/// An array of the work memory: the values of a node over these indices, the outermost first.
struct kept_array {
    int node = -1;
    int dimensions = 0;
    int indices[most_indices]{};
};

template <int Items, int Regions, int Arrays>
struct loop_plan {
    loop_item items[Items + 1]{};
    loop_region regions[Regions + 1]{};
    kept_array arrays[Arrays + 1]{};
    static constexpr int item_count = Items, region_count = Regions, array_count = Arrays;
};

} // namespace pullback::engine::optimise

#endif
