// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_STATIC_FUNCTION_WORK_SIZE_HPP
#define PULLBACK_STATIC_FUNCTION_WORK_SIZE_HPP

#include <pullback/shape/range.hpp>
#include <pullback/static_function/policy.hpp>
#include <pullback/static_function/range_function.hpp>
#include <pullback/static_function/range_into.hpp>
#include <pullback/static_function/workspace.hpp>

#include <cstddef>

// How much memory a call needs.

namespace pullback {

/// How many numbers `f(arguments...)` keeps in memory between its loops: the size of the workspace that it needs, 0 for
/// most functions. It depends on the lengths of the arguments only, and on the checkpoints of a derivative.
template <class F, class... A>
constexpr std::ptrdiff_t work_size([[maybe_unused]] const F& f, [[maybe_unused]] const A&... arguments) {
    if constexpr ((DataRange<A> || ...)) {
        using implementation = detail::range_implementation_for<F, A...>;
        constexpr detail::allocated_workspace memory;
        [[maybe_unused]] const auto& workspace = detail::workspace_for(f, memory);
        if constexpr (detail::is_made_by_passes<implementation>) {
            return implementation::passes::template work_size<detail::scalar_of_range_call<A...>>(workspace,
                                                                                                  arguments...);
        } else if constexpr (detail::is_sound_call<implementation>()) {
            return detail::size_of_work<typename implementation::loops, detail::scalar_of_range_call<A...>>(
                workspace, arguments...);
        }
    }
    return 0;
}
/// The same of `f(policy, arguments...)`. With `unseq`, a loop around others that keep numbers keeps those of all turns
/// that run at once, or copies of rows; in memory of less than this, of `work_size(f, arguments...)` numbers, it runs
/// without lanes.
template <class F, detail::CallPolicy Policy, class... A>
constexpr std::ptrdiff_t work_size(const F& f, [[maybe_unused]] const Policy& policy, const A&... arguments) {
    if constexpr ((DataRange<A> || ...)) {
        using implementation = detail::range_implementation_for<F, A...>;
        if constexpr (!detail::is_made_by_passes<implementation> && detail::is_sound_call<implementation>() &&
                      !requires { f.kept_checkpoints; })
            return detail::size_of_work<typename implementation::loops, detail::scalar_of_range_call<A...>>(
                detail::memory_for(policy, detail::allocated_workspace{}), arguments...);
    }
    return pullback::work_size(f, arguments...);
}

} // namespace pullback

#endif
