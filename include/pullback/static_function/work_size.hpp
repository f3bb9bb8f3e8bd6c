// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_STATIC_FUNCTION_WORK_SIZE_HPP
#define PULLBACK_STATIC_FUNCTION_WORK_SIZE_HPP

#include <pullback/run/loop.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/static_function/policy.hpp>
#include <pullback/static_function/range_function.hpp>
#include <pullback/static_function/range_into.hpp>
#include <pullback/static_function/workspace.hpp>

#include <boost/hana/tuple.hpp>

#include <cstddef>
#include <type_traits>

// How much memory a call needs.

namespace pullback {

/// How many numbers `f(arguments...)` keeps in memory between its loops: the size of the workspace that it needs, 0 for
/// most functions. It depends on the lengths of the arguments only, and on the checkpoints of a derivative.
template <class F, class... A>
constexpr std::ptrdiff_t work_size([[maybe_unused]] const F& f, [[maybe_unused]] const A&... arguments) {
    if constexpr ((DataRange<A> || ...)) {
        using implementation = detail::range_implementation_for<F, A...>;
        [[maybe_unused]] const auto policy = detail::policy_of(detail::workspace_for(f, detail::allocated_workspace{}));
        if constexpr (detail::is_made_by_passes<implementation>) {
            return implementation::passes::template work_size<detail::scalar_of_range_call<A...>>(policy, arguments...);
        } else if constexpr (detail::is_sound_call<implementation>()) {
            using loops = typename implementation::loops;
            using argument_pointers = boost::hana::tuple<const A*...>;
            using T = detail::scalar_of_range_call<A...>;
            if constexpr (detail::keeps_numbers<loops, T>)
                return engine::run::loop_run<loops, T, argument_pointers, boost::hana::tuple<>,
                                             std::remove_const_t<decltype(policy)>>(
                           argument_pointers{__builtin_addressof(arguments)...}, {}, policy)
                    .work_size();
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
        using memory = decltype(detail::memory_for(policy, detail::allocated_workspace{}));
        if constexpr (!detail::is_made_by_passes<implementation> && detail::is_sound_call<implementation>() &&
                      !requires { f.kept_checkpoints; }) {
            using argument_pointers = boost::hana::tuple<const A*...>;
            using T = detail::scalar_of_range_call<A...>;
            using loops = typename implementation::loops;
            using run = typename detail::loop_run_of<memory, loops, T, argument_pointers, boost::hana::tuple<>>::type;
            if constexpr (detail::keeps_numbers_in<run, loops, T>())
                return run(argument_pointers{__builtin_addressof(arguments)...}, {},
                           detail::policy_of(detail::memory_for(policy, detail::allocated_workspace{})))
                    .work_size();
        }
    }
    return pullback::work_size(f, arguments...);
}

} // namespace pullback

#endif
