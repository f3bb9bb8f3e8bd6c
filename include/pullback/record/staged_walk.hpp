// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_STAGED_WALK_HPP
#define PULLBACK_RECORD_STAGED_WALK_HPP

#include <pullback/program/size_limits.hpp>

namespace pullback::engine::record {

/// The stages of a walk over all instructions of the program `Built`, for a source that writes another program on the
/// way: steps `begin_of<Stage>` to `end_of<Stage>` belong to one.
template <class Built>
struct staged_walk {
    static constexpr int node_count = Built::code.node_count();
    static constexpr int stage_count = stages_for(Built::code.size, Built::code.size);

    template <int Stage>
    static constexpr bool is_first = Stage == 0;
    template <int Stage>
    static constexpr bool is_last = Stage + 1 == stage_count;
    template <int Stage>
    static constexpr int begin_of = Stage * steps_of_stage(Built::code.size, Built::code.size);
    template <int Stage>
    static constexpr int end_of = is_last<Stage> ? Built::code.size : begin_of<Stage + 1>;
};

} // namespace pullback::engine::record

#endif
