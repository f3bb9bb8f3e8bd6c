// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_STATIC_FUNCTION_POLICY_HPP
#define PULLBACK_STATIC_FUNCTION_POLICY_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/run/chunk_policy.hpp>
#include <pullback/run/loop.hpp>
#include <pullback/static_function/workspace.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

// Calls whose loops run many turns at once: `f(pullback::unseq, x...)`, with pullback/lanes.hpp, and on several
// threads, `f(pullback::par, x...)`, with pullback/threads.hpp.

namespace pullback {

/// How calls run, and on what. The types stand apart from the functions of `pullback`, which a call by a bare name with
/// one of them would find beside the caller's own: `jacobian(data, unseq)` is then that of the caller. The objects and
/// types are those of `pullback` as well.
namespace policies {

/// How a call runs: as `std::execution::unseq`, many turns of a loop at once, in the lanes of vectors as wide as the
/// compiler may use. Sums are kept for each lane and joined at the end, in a fixed order; functions are those of the C
/// library for vectors, where it has such, whose error is at most 4 units in the last place. Calls without ranges,
/// loops whose turns wait for each other, and those with checkpoints run as they do without it.
struct unsequenced_policy {};
/// `f(unseq, x...)` runs in lanes.
inline constexpr unsequenced_policy unseq{};

/// What runs chunks of a loop: `executor.run(count, act)` calls `act(k)` for each k from 0 to before `count`, a
/// `std::ptrdiff_t`, once each, on whatever threads and in whatever order, and returns when all calls have. What one of
/// them throws it throws then.
template <class E>
concept ChunkExecutor =
    requires(E& executor, std::ptrdiff_t count, void (&act)(std::ptrdiff_t)) { executor.run(count, act); };

/// Whether the turns of a chunk run in lanes.
enum class with_lanes { no, yes };

/// How a call runs: as `std::execution::par`, the turns of a loop on several threads, or as `par_unseq`, in lanes too.
/// Loops are cut into chunks of turns, as many as their lengths say, and what each chunk adds up is added in the order
/// of the chunks: results are the same, bit for bit, for any number of threads. Loops that take less than about 0.1 ms,
/// and those whose turns wait for each other, run where the call is. `on(executor)` is the same on threads of the
/// caller's.
template <class Executor, with_lanes Lanes>
struct parallel_policy {
    Executor* executor = nullptr;

    template <class E>
    constexpr auto on([[maybe_unused]] E& threads) const {
        constexpr bool is_executor = ChunkExecutor<E>;
        static_assert(is_executor,
                      "par.on(executor): executor is nothing that runs chunks; give an object with a function "
                      "run(count, act) that calls act(k) for each k below count, such as a pullback::thread_pool");
        if constexpr (is_executor) return parallel_policy<E, Lanes>{__builtin_addressof(threads)};
        else return *this;
    }
};
/// `f(par, x...)` runs on several threads.
inline constexpr parallel_policy<void, with_lanes::no> par{};
/// `f(par_unseq, x...)` runs on several threads, in lanes on each.
inline constexpr parallel_policy<void, with_lanes::yes> par_unseq{};

} // namespace policies

using policies::ChunkExecutor;
using policies::par;
using policies::par_unseq;
using policies::parallel_policy;
using policies::unseq;
using policies::unsequenced_policy;
using policies::with_lanes;

namespace detail {

/// The memory of a call whose loops run on several threads.
template <class Workspace, class Executor, with_lanes Lanes>
struct in_threads : Workspace {
    Executor* executor;
};
template <class Workspace, class Executor, with_lanes Lanes>
constexpr engine::run::chunk_policy<Executor> policy_of(const in_threads<Workspace, Executor, Lanes>& given) {
    return {{}, given.executor};
}

/// What runs the turns of a chunk at once.
template <class Built, class T, class Arguments, class Results, class Policy>
struct chunk_in_lanes {
    static_assert(always_false<Policy>,
                  "f(par_unseq, x...): what runs loops in lanes is missing; #include <pullback/lanes.hpp>");
    /// It stands for what is missing, so that no second error follows.
    struct type : engine::run::loop_run<Built, T, Arguments, Results, Policy> {
        using engine::run::loop_run<Built, T, Arguments, Results, Policy>::loop_run;
        template <int Region>
        void run_turns_between(std::ptrdiff_t, std::ptrdiff_t) {}
        template <int Region>
        static void place_lanes(std::ptrdiff_t&) {}
    };
};

/// The memory of a call whose loops run in lanes.
template <class Workspace>
struct in_lanes : Workspace {};

/// The memory of a call with a policy.
template <class Workspace>
constexpr in_lanes<Workspace> memory_for(const unsequenced_policy&, const Workspace& given) {
    return {given};
}
template <class Workspace, class Executor, with_lanes Lanes>
constexpr in_threads<Workspace, Executor, Lanes> memory_for(const parallel_policy<Executor, Lanes>& policy,
                                                            const Workspace& given) {
    return {given, policy.executor};
}

template <class P>
inline constexpr bool is_policy = false;
template <>
inline constexpr bool is_policy<unsequenced_policy> = true;
template <class Executor, with_lanes Lanes>
inline constexpr bool is_policy<parallel_policy<Executor, Lanes>> = true;
template <class P>
concept CallPolicy = is_policy<P>;

/// What runs the loops of a call. Those whose states are kept at checkpoints only have no lanes.
template <class Workspace, class Built, class T, class Arguments, class Results>
struct loop_run_of {
    using policy = std::remove_cvref_t<decltype(detail::policy_of(std::declval<const Workspace&>()))>;
    using type = engine::run::loop_run<Built, T, Arguments, Results, policy>;
};
/// pullback/lanes.hpp has what runs them, which takes its time to read.
template <class Workspace, class Built, class T, class Arguments, class Results>
struct loop_run_of<in_lanes<Workspace>, Built, T, Arguments, Results> {
    static_assert(always_false<Workspace>,
                  "f(unseq, x...): what runs loops in lanes is missing; #include <pullback/lanes.hpp>");
    using type = engine::run::loop_run<Built, T, Arguments, Results>;
};
/// pullback/threads.hpp has what cuts them, which freestanding programs do without.
template <class Workspace, class Executor, with_lanes Lanes, class Built, class T, class Arguments, class Results>
struct loop_run_of<in_threads<Workspace, Executor, Lanes>, Built, T, Arguments, Results> {
    static_assert(always_false<Workspace>,
                  "f(par, x...): what runs loops on threads is missing; #include <pullback/threads.hpp>");
    using type = engine::run::loop_run<Built, T, Arguments, Results, engine::run::chunk_policy<Executor>>;
};

} // namespace detail

} // namespace pullback

#endif
