// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_COST_AND_SPARSITY_HPP
#define PULLBACK_DERIVATIVE_COST_AND_SPARSITY_HPP

#include <pullback/derivative/loop_cost.hpp>
#include <pullback/derivative/operation_counts.hpp>
#include <pullback/optimise/pipeline.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/static_function/program_of.hpp>

#include <boost/hana/length.hpp>

// What the compiler knows about a function: `cost`, `sparsity`, `is_constant`.

namespace pullback {

namespace detail {

constexpr operation_counts count_operations(const engine::program_view& program) {
    operation_counts counts;
    engine::workspace<bool> depends(program.node_count());
    for (int i = 0; i < program.input_count; ++i) depends[i] = true;
    engine::mark_dependent(program, depends.data());
    int node = program.input_count;
    for (const engine::instruction& step : program.steps())
        if (depends[node++]) count_operation(step.function, counts);
    return counts;
}

constexpr bool is_constant_program(const engine::program_view& program, int captured_count) {
    engine::workspace<bool> depends(program.node_count());
    for (int i = 0; i < program.input_count - captured_count; ++i) depends[i] = true;
    engine::mark_dependent(program, depends.data());
    for (const int result : program.results())
        if (!engine::is_literal(result) && depends[result]) return false;
    return true;
}

template <class Implementation>
constexpr auto sparsity_of() {
    constexpr engine::program_view code = Implementation::built::code.view();
    using result = typename Implementation::template result<recorded>;
    using pattern = rebind_shape<result, bool>;
    bool entries[Implementation::built::code.output_count];
    for (int i = 0; i < code.output_count; ++i)
        entries[i] = !engine::is_literal(code.outputs[i]) || code.literal_at(code.outputs[i]) != 0;
    return shape_of<result>::template store<0, pattern>(entries);
}

} // namespace detail

/// The operations of one call of f with numbers of a built-in type: `cost(gradient(y)).multiplications`. A generic
/// function has a program for each shape of its arguments, so name their types: `cost<std::array<double, 3>>(f)`. A
/// constant.
///
/// Of a function of ranges they are those outside of its loops and in one iteration of each, and how many arrays it
/// keeps in memory, a `loop_costs`: `cost<std::vector<double>>(f).loops[0].per_iteration.multiplications`.
template <class... Arguments, class F>
constexpr auto cost(const F&) {
    if constexpr (detail::has_ranges<Arguments...>) {
        if constexpr (detail::has_loops<F, Arguments...>())
            return detail::count_loops<detail::loops_that_run<engine::literal, F, Arguments...>>();
        else return loop_costs<0>{};
    } else if constexpr (detail::has_program<F, Arguments...>())
        return detail::count_operations(
            engine::optimise::program_for<detail::program_of<F, Arguments...>, engine::literal>::type::code.view());
    else return operation_counts{};
}

/// Whether no result of f depends on any argument. (Numbers that an expression captured are no arguments.)
template <class... Arguments, class F>
constexpr bool is_constant(const F& f) {
    if constexpr (detail::has_program<F, Arguments...>())
        return detail::is_constant_program(detail::program_of<F, Arguments...>::code.view(),
                                           static_cast<int>(decltype(boost::hana::length(f.captured()))::value));
}

/// Which results of f are not structurally zero: f's result shape, made of `bool`. For `sparsity(jacobian(f))` the
/// pattern of the Jacobian, known at compile time. A constant.
template <class... Arguments, class F>
constexpr auto sparsity(const F&) {
    if constexpr (detail::has_program<F, Arguments...>())
        return detail::sparsity_of<detail::implementation_of<F, Arguments...>>();
}

} // namespace pullback

#endif
