// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_CALL_STATIC_PULLBACK_HPP
#define PULLBACK_DYNAMIC_CALL_STATIC_PULLBACK_HPP

#include <pullback/differentiate/flagged_vjp_program.hpp>
#include <pullback/dynamic/node/call_recorder.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/record/built.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/static_function/static_function.hpp>

#include <boost/hana/unpack.hpp>

#include <cstddef>
#include <utility>

namespace pullback::dynamic::detail {

template <class F, class Indices>
struct elementwise_program;
template <class F, std::size_t... I>
struct elementwise_program<F, std::index_sequence<I...>> {
    template <std::size_t>
    using number = recorded;
    using value = typename F::template implementation<number<I>...>::built;
    using type = pullback::engine::record::built<
        pullback::engine::differentiate::flagged_vjp_program<value, static_cast<int>(sizeof...(I))>>;
};

/// The backward pass of a static function of `Count` numbers with one result that is a node of the graph.
template <class F, std::size_t Count>
using elementwise_pullback = typename elementwise_program<F, std::make_index_sequence<Count>>::type;
/// The program of such a function itself.
template <class F, std::size_t Count>
using elementwise_value = typename elementwise_program<F, std::make_index_sequence<Count>>::value;

/// Enters the numbers that a static function captured for a recorder: they are further inputs of its program.
template <class F>
void enter_captured(const F& f, call_recorder& recorder) {
    boost::hana::unpack(f.captured(), [&](const auto&... numbers) {
        (recorder.enter_constant({static_cast<pullback::engine::literal>(numbers)}), ...);
    });
}

} // namespace pullback::dynamic::detail

#endif
