// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_RECORD_HPP
#define PULLBACK_DYNAMIC_RECORD_HPP

// See pullback.hpp.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"

/// \file
/// Functions recorded at run time (pullback/record.hpp) together with run-time graphs (pullback/dynamic.hpp): called on
/// variables they are one node, and a graph that was built once becomes one.
///
///     const auto f = pullback::record(y, {x, k});
///     const auto [value, gradient] = pullback::value_and_gradient(f)(0.5, 2.0);
#include <pullback/dynamic/call/graph_recording.hpp>
#include <pullback/dynamic/call/replay_call.hpp>
#include <pullback/dynamic/variable.hpp>
#include <pullback/dynamic/variable_handle.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/program/growing_memory.hpp>
#include <pullback/record.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>
#include <pullback/replay/function.hpp>
#include <pullback/replay/shape.hpp>

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

namespace pullback {

namespace detail {

template <class X>
inline constexpr bool is_shape_of_variables = false;
template <RecordedShape X>
inline constexpr bool is_shape_of_variables<X> = dynamic::detail::is_variable<typename recorded_shape<X>::scalar>;

/// A variable, or numbers in some shape that are variables.
template <class X>
concept GraphVariables = dynamic::detail::is_variable<X> || is_shape_of_variables<X>;

template <class X>
struct graph_part {
    using data = rebind_recorded<X, typename recorded_shape<X>::scalar::data_type>;

    static extent_list extents(const X& x) { return detail::extents_of(x); }
    /// Calls `act(node, places, first)` for each variable: its elements in these places, in the order in which a
    /// recorded function takes them, are scalars number `first` and on.
    template <class Act>
    static void each(const X& x, const Act& act) {
        const extent_list own = extents(x);
        const std::ptrdiff_t* at = own.data();
        std::vector<typename recorded_shape<X>::scalar> all(recorded_shape<X>::count(at));
        auto* out = all.data();
        recorded_shape<X>::load(x, out);
        for (std::size_t i = 0; i < all.size(); ++i) act(*all[i].node(), std::vector<std::size_t>{0}, i);
    }
};
template <class X>
    requires dynamic::detail::is_variable<X>
struct graph_part<X> {
    using data = typename X::data_type;

    static extent_list extents(const X& x) { return detail::extents_of(x.data()); }
    template <class Act>
    static void each(const X& x, const Act& act) {
        act(*x.node(), dynamic::detail::places_as_loaded(x.data()), 0);
    }
};

template <class... Row, class Y, class... X>
auto record_graph(const Y& y, const X&... x) {
    constexpr bool is_known =
        RecordedShape<typename graph_part<Y>::data> && (RecordedShape<typename graph_part<X>::data> && ...);
    static_assert(
        is_known,
        "record(y, {x...}): y or an x holds an array that functions recorded at run time do not take; they "
        "take numbers, std::arrays, std::vectors, and arrays of Eigen and xtensor with their headers in pullback/ext");
    if constexpr (is_known) {
        std::array<recorded_extents, sizeof...(X)> arguments{
            recorded_extents::of<typename graph_part<X>::data>(graph_part<X>::extents(x))...};
        auto result = recorded_extents::of<typename graph_part<Y>::data>(graph_part<Y>::extents(y));
        std::size_t input_count = 0;
        for (const auto& each : arguments) input_count += each.count;

        engine::growing_memory memory;
        pullback::engine::record::recorder target(memory, static_cast<int>(input_count));
        dynamic::detail::graph_recorder graph(target);
        (graph.template know_row<Row>(), ...);
        std::size_t begin = 0, position = 0;
        const auto enter = [&](const auto& argument) {
            graph_part<std::remove_cvref_t<decltype(argument)>>::each(
                argument, [&](const auto& node, const std::vector<std::size_t>& places, std::size_t first) {
                    graph.set_input(node, places, static_cast<int>(begin + first));
                });
            begin += arguments[position++].count;
        };
        (enter(x), ...);
        std::vector<int> outputs(result.count);
        graph_part<Y>::each(y, [&](const auto& node, const std::vector<std::size_t>& places, std::size_t first) {
            const std::vector<recorded>& elements = graph.elements_of(node);
            for (std::size_t i = 0; i < places.size(); ++i) outputs[first + i] = elements[places[i]].operand_in(target);
        });
        return detail::function_of<as_recorded<typename graph_part<Y>::data>,
                                   as_recorded<typename graph_part<X>::data>...>(target, outputs, std::move(result),
                                                                                 std::move(arguments));
    }
}

} // namespace detail

/// Turns a graph that was built once into a function of some of its variables, for other data: `y`, a variable or
/// several in a container, as a function of each `x`, a variable or a container of variables of numbers. What y is not
/// made of through an x is constant, with its present data. Where data decided which calls were made, by `if`, by the
/// condition of a `select` or by a mask, the decision is kept. Throws `not_recordable` where a call is no instructions:
/// a function of a user's own, linear algebra that factorises, extrema of arrays, functions over ranges; and
/// `data_replaced` where data on the way were replaced. Cost: in proportion to the calls between y and the x, and their
/// elements; about a microsecond for each.
template <detail::GraphVariables Y, detail::GraphVariables... X>
auto record(const Y& y, const X&... x) {
    return detail::record_graph(y, x...);
}
/// The same of variables of one type: `record(y, {x, k})`.
template <detail::GraphVariables Y, class T, std::size_t Count>
auto record(const Y& y, const dynamic::variable<T> (&x)[Count]) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return detail::record_graph(y, x[I]...);
    }(std::make_index_sequence<Count>{});
}
/// The same of a graph with calls of table rows of a user's own: `record<cube>(y, x)`.
template <Elementary Row, Elementary... Rows, detail::GraphVariables Y, detail::GraphVariables... X>
auto record(const Y& y, const X&... x) {
    return detail::record_graph<Row, Rows...>(y, x...);
}

} // namespace pullback

#pragma GCC diagnostic pop

#endif
