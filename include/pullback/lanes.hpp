// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_LANES_HPP
#define PULLBACK_LANES_HPP

// See pullback.hpp.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"

#include <pullback/math/vector_types.hpp>
#include <pullback/run/lanes_policy.hpp>
#include <pullback/run/loop.hpp>
#include <pullback/run/loop_in_lanes.hpp>
#include <pullback/run/loop_of_chunk.hpp>
#include <pullback/static_function/points.hpp>
#include <pullback/static_function/policy.hpp>

// This header is for calls whose loops run many turns at once, `f(pullback::unseq, x...)`, and for functions at many
// points, `transform_points(f, results, x...)`.

namespace pullback::detail {

template <class Workspace, class Built, class T, class Arguments, class Results>
    requires(math::has_vectors<T>)
struct loop_run_of<in_lanes<Workspace>, Built, T, Arguments, Results> {
    using type = engine::run::loop_in_lanes<Built, T, Arguments, Results, engine::run::lanes_policy>;
};
/// Other scalars have none.
template <class Workspace, class Built, class T, class Arguments, class Results>
    requires(!math::has_vectors<T>)
struct loop_run_of<in_lanes<Workspace>, Built, T, Arguments, Results> {
    using type = engine::run::loop_run<Built, T, Arguments, Results>;
};

template <class Built, class T, class Arguments, class Results, class Policy>
    requires(math::has_vectors<T>)
struct chunk_in_lanes<Built, T, Arguments, Results, Policy> {
    using type = engine::run::loop_in_lanes<Built, T, Arguments, Results, Policy>;
};
template <class Built, class T, class Arguments, class Results, class Policy>
    requires(!math::has_vectors<T>)
struct chunk_in_lanes<Built, T, Arguments, Results, Policy> {
    using type = engine::run::loop_of_chunk<Built, T, Arguments, Results, Policy>;
};

} // namespace pullback::detail

#pragma GCC diagnostic pop

#endif
