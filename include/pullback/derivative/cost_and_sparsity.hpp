// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_COST_AND_SPARSITY_HPP
#define PULLBACK_DERIVATIVE_COST_AND_SPARSITY_HPP

#include <pullback/functions/row_facts.hpp>
#include <pullback/optimise/pipeline.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/static_function/program_of.hpp>

#include <boost/hana/length.hpp>

// What the compiler knows about a function: `cost`, `sparsity`, `is_constant`.

namespace pullback {

/// How many operations a program runs, by kind. What does not depend on an argument is not counted: the compiler
/// computes it.
struct operation_counts {
    int additions = 0;       // and subtractions, changes of sign
    int multiplications = 0; // and squares
    int divisions = 0;
    int square_roots = 0;
    int selections = 0; // select, min, max, clamp, abs
    int conditions = 0; // comparisons and their combinations
    int functions = 0;  // every other function of the table
    int total = 0;

    friend constexpr bool operator==(const operation_counts&, const operation_counts&) = default;
};

namespace detail {

constexpr void count_operation(const engine::operation* function, operation_counts& counts) {
    ++counts.total;
    switch (function->facts.cost) {
        case cost_class::addition: ++counts.additions; break;
        case cost_class::multiplication: ++counts.multiplications; break;
        case cost_class::division: ++counts.divisions; break;
        case cost_class::square_root: ++counts.square_roots; break;
        case cost_class::selection: ++counts.selections; break;
        case cost_class::condition: ++counts.conditions; break;
        case cost_class::call: ++counts.functions; break;
    }
}

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
template <class... Arguments, class F>
constexpr operation_counts cost(const F&) {
    if constexpr (detail::has_program<F, Arguments...>())
        return detail::count_operations(
            engine::optimise::program_for<detail::program_of<F, Arguments...>, engine::literal>::type::code.view());
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
