// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_CHUNK_POLICY_HPP
#define PULLBACK_RUN_CHUNK_POLICY_HPP

#include <pullback/run/checkpoints.hpp>

namespace pullback::engine::run {

/// Loops are cut into chunks of turns, which an executor runs, or where there is none, the threads of all calls.
template <class Executor>
struct chunk_policy : checkpoints::none_policy {
    Executor* executor = nullptr;
};

/// Memory that chunks of a loop have of their own, where threads share its turns (run/chunk_memory.hpp). Without them
/// there is none.
template <class Program, class T, class Policy>
struct chunk_memory {
    static constexpr int owner_of(int) { return -1; }
    static constexpr int owner_of_loop(int) { return -1; }
    static constexpr bool owns_array(int) { return false; }
    static constexpr bool owns_store(int) { return false; }
};

} // namespace pullback::engine::run

#endif
