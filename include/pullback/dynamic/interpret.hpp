// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_INTERPRET_HPP
#define PULLBACK_DYNAMIC_INTERPRET_HPP

#include <pullback/dynamic/traced.hpp>
#include <pullback/run/evaluate.hpp>

namespace pullback::dynamic::detail {

// A compiled program run on variables, so that it becomes a graph. It is run by a loop over its instructions and not as
// straight-line code, so that one function for each row it uses is all there is to compile.

template <class T>
struct program_state {
    std::vector<traced<T>> numbers;
    std::vector<typename traced<T>::condition_type> conditions;
    engine::program_view program;

    traced<T> number(int operand) const {
        if (!engine::is_literal(operand)) return numbers[static_cast<std::size_t>(operand)];
        return static_cast<scalar_of_data<T>>(program.literal_at(operand));
    }
    typename traced<T>::condition_type condition(int operand) const {
        return conditions[static_cast<std::size_t>(operand)];
    }
};

template <const engine::operation* Function, class T>
void interpret_step(program_state<T>& state, const engine::instruction& step, int result) {
    using F = engine::row<Function>;
    using kind = engine::run::row_kind;
    constexpr kind what = engine::run::kind_of<F>;
    const int* const x = step.operands;
    const auto at = static_cast<std::size_t>(result);
    if constexpr (what == kind::number) {
        state.numbers[at] = [&]<std::size_t... I>(std::index_sequence<I...>) {
            return traced<T>::template call<F>(state.number(x[I])...);
        }(std::make_index_sequence<F::arity>{});
    } else if constexpr (what == kind::comparison) {
        state.conditions[at] = traced<T>::template compare<F>(state.number(x[0]), state.number(x[1]));
    } else if constexpr (what == kind::logic) {
        if constexpr (F::arity == 1) state.conditions[at] = !state.condition(x[0]);
        else if constexpr (std::is_same_v<F, functions::logical_and>)
            state.conditions[at] = state.condition(x[0]) && state.condition(x[1]);
        else state.conditions[at] = state.condition(x[0]) || state.condition(x[1]);
    } else {
        state.numbers[at] = traced<T>::select(state.condition(x[0]), state.number(x[1]), state.number(x[2]));
    }
}

/// The outputs of the program `Built` for these inputs.
template <class Built, class T>
std::vector<traced<T>> interpret(std::vector<traced<T>> inputs) {
    using step_function = void (*)(program_state<T>&, const engine::instruction&, int);
    static constexpr auto& code = Built::code;
    static constexpr auto steps = []<int... I>(std::integer_sequence<int, I...>) {
        return std::array<step_function, sizeof...(I) + 1>{&interpret_step<code.code[I].function, T>..., nullptr};
    }(std::make_integer_sequence<int, code.size>{});
    program_state<T> state{std::move(inputs), {}, code.view()};
    const auto register_count = static_cast<std::size_t>(code.node_count());
    state.numbers.resize(register_count);
    if constexpr (engine::run::has_conditions<Built>()) state.conditions.resize(register_count, false);
    for (int i = 0; i < code.size; ++i) steps[static_cast<std::size_t>(i)](state, code.code[i], code.node_of(i));
    std::vector<traced<T>> outputs;
    for (const int result : state.program.results()) outputs.push_back(state.number(result));
    return outputs;
}

} // namespace pullback::dynamic::detail

#endif
