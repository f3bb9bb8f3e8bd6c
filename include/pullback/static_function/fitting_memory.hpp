// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_STATIC_FUNCTION_FITTING_MEMORY_HPP
#define PULLBACK_STATIC_FUNCTION_FITTING_MEMORY_HPP

#include <pullback/always_inline.hpp>
#include <pullback/optimise/loop_blocks.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/optimise/turn_segments.hpp>
#include <pullback/run/checkpoints.hpp>
#include <pullback/static_function/loop_frame.hpp>
#include <pullback/static_function/workspace.hpp>

#include <type_traits>

// Memory of the caller that does not hold all that loops keep.

namespace pullback::detail {

template <class Workspace>
inline constexpr bool is_memory_of_caller = false;
template <class T>
inline constexpr bool is_memory_of_caller<workspace_view<T>> = true;
/// Asked before `with_fitting_memory`, so that the compiler's trace of a mistake is short in all other calls.
template <class Workspace>
concept MemoryOfCaller = is_memory_of_caller<std::remove_cvref_t<Workspace>>;

/// Whether a program has loops that can do with less memory than they need for all of their turns.
template <class Built, class T>
constexpr bool can_save_memory() {
    using program = engine::optimise::loop_program_for<Built, T>;
    if constexpr (program::code.carry_count == 0) return false;
    else return engine::optimise::segments_of<program>.pair_count > 0;
}

/// Acts on the memory of a call, with checkpoints that fit where it is too small and no policy was asked for.
template <class Built, class T, MemoryOfCaller Workspace, class Act, class... A>
PULLBACK_ALWAYS_INLINE constexpr auto with_fitting_memory(const Workspace& workspace, const Act& act,
                                                          const A&... arguments) {
    if constexpr (detail::can_save_memory<Built, T>()) {
        if (detail::size_of_work<Built, T>(workspace, arguments...) > workspace.size)
            return act(checkpointed_workspace<Workspace, policy_of_memory>{workspace, {workspace.size}});
    }
    return act(workspace);
}

} // namespace pullback::detail

#endif
