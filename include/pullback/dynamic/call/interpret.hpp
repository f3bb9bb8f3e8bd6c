// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_CALL_INTERPRET_HPP
#define PULLBACK_DYNAMIC_CALL_INTERPRET_HPP

#include <pullback/dynamic/call/traced.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/program/program.hpp>
#include <pullback/run/instructions.hpp>
#include <pullback/run/interpret.hpp>

#include <cstddef>
#include <vector>

namespace pullback::dynamic::detail {

/// A machine (see run/interpret.hpp) whose numbers are variables, so that a compiled program becomes a graph.
template <class T>
class graph_machine {
public:
    using condition_type = typename traced<T>::condition_type;

    graph_machine(const pullback::engine::program_view& program, std::vector<traced<T>> inputs)
        : program_(program), numbers_(std::move(inputs)) {
        numbers_.resize(static_cast<std::size_t>(program.node_count()));
        bool has_conditions = false;
        for (const pullback::engine::instruction& step : program.steps())
            has_conditions = has_conditions || kind_of(step) == value_kind::truth;
        if (has_conditions) conditions_.resize(numbers_.size(), false);
    }

    traced<T> number(int operand) const {
        if (!pullback::engine::is_literal(operand)) return numbers_[static_cast<std::size_t>(operand)];
        return static_cast<scalar_of_data<T>>(program_.literal_at(operand));
    }
    condition_type condition(int operand) const { return conditions_[static_cast<std::size_t>(operand)]; }
    traced<T> output(int index) const { return number(program_.outputs[index]); }

    template <class F, class... X>
    static auto call(const X&... x) {
        using kind = pullback::engine::run::row_kind;
        constexpr kind what = pullback::engine::run::row_kind_of<F>;
        if constexpr (what == kind::number) return traced<T>::template call<F>(x...);
        else if constexpr (what == kind::comparison) return traced<T>::template compare<F>(x...);
        else if constexpr (what == kind::selection) return traced<T>::select(x...);
        else return logic(F(), x...);
    }
    void set_number(int node, traced<T>&& value) { numbers_[static_cast<std::size_t>(node)] = std::move(value); }
    void set_condition(int node, condition_type&& value) {
        conditions_[static_cast<std::size_t>(node)] = std::move(value);
    }

private:
    static condition_type logic(functions::logical_not, const condition_type& p) { return !p; }
    static condition_type logic(functions::logical_and, const condition_type& p, const condition_type& q) {
        return p && q;
    }
    static condition_type logic(functions::logical_or, const condition_type& p, const condition_type& q) {
        return p || q;
    }

    pullback::engine::program_view program_;
    std::vector<traced<T>> numbers_;
    std::vector<condition_type> conditions_;
};

/// The outputs of the program `Built` for these inputs.
template <class Built, class T>
std::vector<traced<T>> interpret(std::vector<traced<T>> inputs) {
    graph_machine<T> machine(Built::code.view(), std::move(inputs));
    pullback::engine::run::interpret<Built>(machine);
    std::vector<traced<T>> outputs;
    for (int i = 0; i < Built::code.output_count; ++i) outputs.push_back(machine.output(i));
    return outputs;
}

} // namespace pullback::dynamic::detail

#endif
