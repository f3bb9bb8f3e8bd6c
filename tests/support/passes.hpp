// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_SUPPORT_PASSES_HPP
#define PULLBACK_TESTS_SUPPORT_PASSES_HPP

#include "run_time_program.hpp"

#include <algorithm>

namespace run_time {

struct named_pass {
    const char* name;
    pass run;
    bool keeps_roundings; // of what the user wrote, but for products
};

/// Passes of the library, in the order of the list, as functions that run at run time.
template <class... Pass>
std::vector<named_pass> table_of(pullback::engine::optimise::pass_list<Pass...>) {
    return {{Pass::name, pullback::engine::optimise::perform<Pass, capacity + most_outputs, most_outputs>,
             Pass::keeps_roundings}...};
}

/// The table with each pass that it does not have yet.
template <class List>
std::vector<named_pass> with_passes(std::vector<named_pass> table, List passes) {
    for (const named_pass& each : table_of(passes))
        if (std::none_of(table.begin(), table.end(), [&](const named_pass& other) { return other.run == each.run; }))
            table.push_back(each);
    return table;
}

} // namespace run_time

#endif
