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

} // namespace pullback::engine::run

#endif
