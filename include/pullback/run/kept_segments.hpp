// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_KEPT_SEGMENTS_HPP
#define PULLBACK_RUN_KEPT_SEGMENTS_HPP

#include <pullback/cpp20.hpp>

#include <cstddef>

namespace pullback::engine::run {

/// The turns that are kept now, where a pair of loops keeps some at a time, and where states are kept.
struct kept_segment {
    std::ptrdiff_t length, first; // turns
    std::ptrdiff_t states;        // in memory
};
template <class Running, class Policy>
struct kept_segments {
    kept_segment segments_[Running::pair_count];
    typename Policy::schedule schedules_[Running::pair_count];
    std::ptrdiff_t aside_[Running::plan.array_count]; // where arrays of states are while turns are gone through again
};
template <class Running, class Policy>
    requires(Running::pair_count == 0)
struct kept_segments<Running, Policy> {};

} // namespace pullback::engine::run

#endif
