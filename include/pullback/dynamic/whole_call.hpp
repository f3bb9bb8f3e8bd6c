// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_WHOLE_CALL_HPP
#define PULLBACK_DYNAMIC_WHOLE_CALL_HPP

#include <pullback/dynamic/trace_back.hpp>

#include <tuple>

namespace pullback::dynamic::detail {

/// A call of a function of whole arrays, such as the matrix product, and the variable it made. `F` is without state and
/// has
///   `name`
///   `value(x...)`            from data to data; throws `shape_mismatch`
///   `pullback(x..., y, gy)`  the adjoints of all operands, a `std::tuple`; called with data, and with variables
template <class F, class T, class... Operands>
class whole_call final : public linked_node<T, operand_pack<Operands...>::link_count> {
    using indices = std::index_sequence_for<Operands...>;
    using pack = operand_pack<Operands...>;
    using base = linked_node<T, pack::link_count>;

public:
    whole_call(T&& value, const Operands&... operands)
        : base(std::move(value), pack::links_of(operands...)), operands_(operands...) {}

    std::string function_name() const override { return F::name; }
    const void* function_type() const noexcept override { return &function_type_of<F>; }

    void pull_back() override {
        this->check_versions();
        pull(this->gradient, this->links(), indices{});
    }
    void pull_back_by_hand(const void* const* adjoints, node* const* targets) override {
        this->check_versions();
        pull(*static_cast<const T*>(adjoints[0]), targets, indices{});
    }
    void trace_back(graph_pass& pass) override {
        if (!pass.reaches(this)) return;
        this->check_versions();
        trace(pass, indices{});
    }

private:
    template <std::size_t... I>
    void pull(const T& adjoint, node* const* targets, std::index_sequence<I...>) {
        if constexpr (pack::takes_integers) detail::report_integers(*this);
        else {
            const auto adjoints = F::pullback(operands_.template data_at<I>(this->links())..., this->data, adjoint);
            const auto add = [&]<std::size_t J>(std::integral_constant<std::size_t, J>) {
                using operand = typename pack::template type<J>;
                if constexpr (is_link<operand>)
                    static_cast<value_node<typename operand::data>*>(targets[pack::link_index(J)])
                        ->add(std::get<J>(adjoints));
            };
            (add(std::integral_constant<std::size_t, I>{}), ...);
        }
    }

    template <std::size_t I>
    auto variable_at() const {
        using operand = typename pack::template type<I>;
        if constexpr (is_link<operand>)
            return variable<typename operand::data>(pack::template node_at<I>(this->links()));
        else return variable<typename operand::data>(operands_.template data_at<I>(this->links()));
    }

    template <std::size_t... I>
    void trace(graph_pass& pass, std::index_sequence<I...>) {
        if constexpr (pack::takes_integers) detail::report_integers(*this);
        else {
            const variable<T> y(static_cast<value_node<T>*>(this));
            const auto adjoints = F::pullback(variable_at<I>()..., y, pass.adjoint_of<T>(this));
            const auto add = [&]<std::size_t J>(std::integral_constant<std::size_t, J>) {
                if constexpr (is_link<typename pack::template type<J>>)
                    pass.add(pack::template node_at<J>(this->links()), std::get<J>(adjoints));
            };
            (add(std::integral_constant<std::size_t, I>{}), ...);
        }
    }

    pack operands_;
};

/// Calls `F` on whole arrays: a variable if one operand is one, data if all are data.
template <class F, class... X>
auto call_whole(const X&... x) {
    if constexpr ((is_variable<X> || ...)) {
        using T = plain_data_t<decltype(F::value(operand_for<X>(x).value()...))>;
        T value = F::value(operand_for<X>(x).value()...);
        if (no_grad_depth != 0) return variable<T>(std::move(value));
        return detail::adopt<T>(new whole_call<F, T, operand_for<X>...>(std::move(value), operand_for<X>(x)...));
    } else {
        return plain_data_t<decltype(F::value(x...))>(F::value(x...));
    }
}

} // namespace pullback::dynamic::detail

#endif
