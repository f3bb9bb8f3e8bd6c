// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_NODE_TRACE_BACK_HPP
#define PULLBACK_DYNAMIC_NODE_TRACE_BACK_HPP

#include <pullback/dynamic/array/mask.hpp>
#include <pullback/dynamic/call/interpret.hpp>
#include <pullback/dynamic/call/pointwise.hpp>
#include <pullback/dynamic/call/selected.hpp>
#include <pullback/dynamic/call/static_pullback.hpp>
#include <pullback/dynamic/call/traced.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/node/graph_pass.hpp>
#include <pullback/dynamic/node/node.hpp>
#include <pullback/dynamic/node/value_node.hpp>
#include <pullback/dynamic/variable_handle.hpp>
#include <pullback/static_function/static_function.hpp>

#include <boost/hana/unpack.hpp>
#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

namespace pullback::dynamic::detail {

// Pointwise calls pass on adjoints that are variables by running their rules on these.

/// Adds `adjoint`, of the type and shape of a call's result, to that of one of its inputs.
template <class U, class T>
void add_traced(graph_pass& pass, value_node<U>* input, const traced<T>& adjoint, const T& result) {
    if (adjoint.is_nothing()) return;
    pass.add(input, detail::fit_adjoint<U>(adjoint.as_variable(result), input->data));
}

/// How much of a rule's answer is there, where the adjoint that the rule was asked for is there as `gy` is.
template <class T>
traced<T> selected_as(const variable<T>& gy, const traced<T>& answer, const T& result) {
    if (answer.is_nothing() || !gy.node()->is_selected) return answer;
    const variable<T> whole = answer.as_variable(result);
    return whole.is_same(detail::whole_of(gy)) ? gy : detail::selected(whole, detail::presence_of(gy));
}

/// Operand `I` of a call as its backward rule sees it.
template <std::size_t I, class T, class Pack>
auto traced_operand(const Pack& operands, node* const* links, const T& result) {
    using operand = typename Pack::template type<I>;
    const auto& data = operands.template data_at<I>(links);
    using U = std::remove_cvref_t<decltype(data)>;
    if constexpr (requires { operand::is_condition; }) {
        if constexpr (NumberData<U>) return typename traced<T>::condition_type(data != 0);
        else return typename traced<T>::condition_type(mask<T>{data});
    } else if constexpr (is_link<operand>) {
        const variable<U> x(Pack::template node_at<I>(links));
        if constexpr (std::is_same_v<U, T>) return traced<T>(x);
        else return traced<T>(detail::fit<T>(x, result));
    } else if constexpr (NumberData<U>) return traced<T>::constant(static_cast<scalar_of_data<T>>(data));
    else return traced<T>(variable<T>(detail::fitted<T>(data, result)));
}

/// The places where a traced number is not 0.
template <class T>
presence<T> presence_by(const traced<T>& flag) {
    if (flag.if_variable() == nullptr) return !flag.is_number(0);
    if constexpr (NumberData<T>) return flag.if_variable()->data() != 0;
    else return flag.if_variable()->detach() != scalar_of_data<T>(0);
}

/// Adds the numbers that a function captured to the inputs of its program.
template <class F, class T>
void push_captured(std::vector<traced<T>>& inputs, const F& f) {
    boost::hana::unpack(f.captured(), [&](const auto&... numbers) {
        (inputs.push_back(traced<T>::constant(static_cast<scalar_of_data<T>>(numbers))), ...);
    });
}

/// The adjoints of `count` arguments of a static function, as a graph: its program for them (see static_pullback.hpp)
/// run on its inputs.
template <class Built, class T>
std::vector<traced<T>> trace_program(std::vector<traced<T>> inputs, std::size_t count, const T& result) {
    std::vector<traced<T>> outputs = detail::interpret<Built>(std::move(inputs));
    for (std::size_t i = 0; i < count; ++i) {
        const traced<T>& flag = outputs[count + i];
        if (flag.is_number(1)) continue;
        if (flag.is_nothing()) outputs[i] = traced<T>();
        else outputs[i] = detail::selected(outputs[i].as_variable(result), detail::presence_by(flag));
    }
    return outputs;
}

template <class F, class T, std::size_t Count>
std::vector<traced<T>> trace_static(const F& f, const std::array<traced<T>, Count>& x, const variable<T>& adjoint,
                                    const T& result) {
    std::vector<traced<T>> inputs(x.begin(), x.end());
    inputs.push_back(adjoint);
    detail::push_captured(inputs, f);
    return detail::trace_program<elementwise_pullback<F, Count>>(std::move(inputs), Count, result);
}

template <class F, class T, class Identity, class... Operands>
template <class Call, std::size_t... I>
void pointwise_core<F, T, Identity, Operands...>::trace_each(Call& call, const variable<T>& adjoint, graph_pass& pass,
                                                             std::index_sequence<I...>) const {
    node* const* const links = call.links();
    const T& result = *call.results();
    const traced<T> y(variable<T>(static_cast<value_node<T>*>(&call))), gy(detail::whole_of(adjoint));
    const auto adjoints = [&] {
        if constexpr (StaticFunction<F>)
            return detail::trace_static<F, T>(
                function_,
                std::array<traced<T>, sizeof...(I)>{detail::traced_operand<I, T>(operands_, links, result)...},
                *gy.if_variable(), result);
        else
            return rule::template adjoints<traced<T>>(function_, y, gy,
                                                      detail::traced_operand<I, T>(operands_, links, result)...);
    }();
    const auto add = [&]<std::size_t J>(std::integral_constant<std::size_t, J>) {
        if constexpr (is_link<typename pack::template type<J>>)
            detail::add_traced(pass, pack::template node_at<J>(links),
                               detail::selected_as(adjoint, adjoints[J - rule::first_adjoint], result), result);
    };
    (add(std::integral_constant<std::size_t, I>{}), ...);
}

} // namespace pullback::dynamic::detail

#endif
