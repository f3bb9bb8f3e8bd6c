// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_TRACE_BACK_HPP
#define PULLBACK_DYNAMIC_TRACE_BACK_HPP

#include <pullback/dynamic/graph_pass.hpp>
#include <pullback/dynamic/interpret.hpp>

namespace pullback::dynamic::detail {

// How pointwise calls pass on adjoints that are variables.

/// Adds `adjoint`, of the type and shape of a call's result, to that of one of its inputs.
template <class U, class T>
void add_traced(graph_pass& pass, value_node<U>* input, const traced<T>& adjoint, const T& result) {
    if (adjoint.is_number(0) && pass.reaches(input)) return;
    if (adjoint.is_number(0)) pass.add(input, variable<U>(zeros_like(input->data)));
    else pass.add(input, detail::fit<U>(adjoint.as_variable(result), input->data));
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
    } else if constexpr (NumberData<U>) return traced<T>(static_cast<scalar_of_data<T>>(data));
    else return traced<T>(variable<T>(detail::fitted<T>(data, result)));
}

/// The adjoints of the arguments of a static function from that of its single result, as a graph.
template <class F, class T, std::size_t Count>
std::vector<traced<T>> trace_static(const F& f, const std::array<traced<T>, Count>& x, const traced<T>& adjoint) {
    using pulled = std::remove_cvref_t<decltype(pullback::vjp(f))>;
    const auto captured = f.captured();
    std::vector<traced<T>> inputs(x.begin(), x.end());
    inputs.push_back(adjoint);
    boost::hana::unpack(
        captured, [&](const auto&... numbers) { (inputs.push_back(static_cast<scalar_of_data<T>>(numbers)), ...); });
    using built = typename decltype([]<std::size_t... I>(std::index_sequence<I...>) {
        return std::type_identity<
            typename pulled::template implementation<std::conditional_t<I != Count + 1, recorded, void>...>::built>{};
    }(std::make_index_sequence<Count + 1>{}))::type;
    std::vector<traced<T>> outputs = detail::interpret<built>(std::move(inputs));
    outputs.erase(outputs.begin()); // the value
    return outputs;
}

template <class F, class T, class Identity, class... Operands>
void pointwise_call<F, T, Identity, Operands...>::trace_back(graph_pass& pass) {
    if constexpr (pack::takes_integers) detail::report_integers(*this);
    else if (pass.reaches(this)) trace(pass, std::index_sequence_for<Operands...>{});
}

template <class F, class T, class Identity, class... Operands>
template <std::size_t... I>
void pointwise_call<F, T, Identity, Operands...>::trace(graph_pass& pass, std::index_sequence<I...>) {
    this->check_versions();
    const traced<T> y(variable<T>(static_cast<value_node<T>*>(this))), gy(pass.adjoint_of<T>(this));
    const auto adjoints = [&] {
        if constexpr (StaticFunction<F>)
            return detail::trace_static<F, T>(function_,
                                              std::array<traced<T>, sizeof...(I)>{detail::traced_operand<I, T>(
                                                  operands_, this->links(), this->data)...},
                                              gy);
        else
            return rule::template adjoints<traced<T>>(
                function_, y, gy, detail::traced_operand<I, T>(operands_, this->links(), this->data)...);
    }();
    const auto add = [&]<std::size_t J>(std::integral_constant<std::size_t, J>) {
        if constexpr (is_link<typename pack::template type<J>>)
            detail::add_traced(pass, pack::template node_at<J>(this->links()), adjoints[J - rule::first_adjoint],
                               this->data);
    };
    (add(std::integral_constant<std::size_t, I>{}), ...);
}

} // namespace pullback::dynamic::detail

#endif
