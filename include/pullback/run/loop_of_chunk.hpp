// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_LOOP_OF_CHUNK_HPP
#define PULLBACK_RUN_LOOP_OF_CHUNK_HPP

#include <pullback/always_inline.hpp>
#include <pullback/optimise/loop_blocks.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/optimise/loops_of.hpp>
#include <pullback/optimise/turn_passes.hpp>
#include <pullback/optimise/turn_segments.hpp>
#include <pullback/run/loop.hpp>

#include <cstddef>

namespace pullback::engine::run {

// Some turns of a loop, one after the other.
template <class Built, class T, class Arguments, class Results, class Policy>
class loop_of_chunk : public loop_run<Built, T, Arguments, Results, Policy> {
    static constexpr const auto& plan = optimise::loops_of<optimise::loop_program_for<Built, T>>;
    using base = loop_run<Built, T, Arguments, Results, Policy>;

public:
    using base::base;

protected:
    /// A chunk without lanes keeps nothing for them.
    template <int>
    static void place_lanes(std::ptrdiff_t&) {}
    /// Runs the turns from the first to before the last, of a loop whose turns do not wait for each other.
    template <int Region>
    PULLBACK_ALWAYS_INLINE void run_turns_between(std::ptrdiff_t first, std::ptrdiff_t last) {
        constexpr int index = plan.regions[Region].index;
        constexpr auto borders = base::template margins<Region>;
        [[maybe_unused]] const std::ptrdiff_t end = this->template turns_of<index>() - borders.last;
        for (std::ptrdiff_t i = first;; ++i) {
            // A loop that has others in it has no margins, and may read neighbours: then each turn asks for them.
            if constexpr (borders.exist())
                if (i >= borders.first)
                    for (; i < end && i < last; ++i) {
                        this->index_[index] = i;
                        this->template run_region<Region, optimise::turns_pass::whole, Region>();
                    }
            if (i >= last) break;
            this->index_[index] = i;
            this->template run_region<Region>();
        }
    }
};

} // namespace pullback::engine::run

#endif
