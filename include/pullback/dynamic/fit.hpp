// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_FIT_HPP
#define PULLBACK_DYNAMIC_FIT_HPP

#include <pullback/dynamic/graph_pass.hpp>
#include <pullback/dynamic/linked_node.hpp>
#include <pullback/dynamic/no_grad.hpp>

namespace pullback::dynamic {

namespace detail {

/// `x` with the shape and type of `model`: an array summed to a number, a number spread over an array, or elements
/// converted.
template <class To, class From>
To fitted(const From& x, const To& model) {
    using S = scalar_of_data<To>;
    const auto* const in = data_traits<From>::elements(x);
    const bool is_sum = detail::dimension_count(model) == 0 && detail::dimension_count(x) != 0;
    const bool is_spread = detail::dimension_count(x) == 0 && detail::dimension_count(model) != 0;
    To result = detail::filled_like(model, S(0));
    S* const out = data_traits<To>::elements(result);
    if (is_sum)
        for (std::size_t i = 0, count = data_traits<From>::count(x); i < count; ++i) *out += static_cast<S>(in[i]);
    else
        for (std::size_t i = 0, count = data_traits<To>::count(model); i < count; ++i)
            out[i] = static_cast<S>(in[is_spread ? 0 : i]);
    return result;
}

/// The call behind sums, spreading and conversion. Its backward is of the same kind in the other direction.
template <class From, class To>
class fit_call final : public linked_node<To, 1> {
public:
    fit_call(const variable<From>& from, To&& value) : linked_node<To, 1>(std::move(value), {from.node()}) {}

    std::string function_name() const override {
        const std::size_t from = detail::dimension_count(source().data), to = detail::dimension_count(this->data);
        return to == 0 && from != 0 ? "sum" : from == 0 && to != 0 ? "broadcast" : "convert";
    }
    void pull_back() override { pull(this->gradient, this->links()[0]); }
    void pull_back_by_hand(const void* const* adjoints, node* const* targets) override {
        pull(*static_cast<const To*>(adjoints[0]), targets[0]);
    }
    void trace_back(graph_pass& pass) override;

private:
    const value_node<From>& source() const { return static_cast<const value_node<From>&>(*this->links()[0]); }

    void pull(const To& adjoint, node* target) {
        if constexpr (RealData<From>)
            static_cast<value_node<From>*>(target)->add(detail::fitted<From>(adjoint, source().data));
        else
            throw not_differentiable(
                "backward through " + function_name() +
                ": the input holds integers, which have no derivative; make it a variable of real numbers");
    }
};

/// `x` with the shape and type of `model`, as a variable; `x` itself if it has them.
template <class To, class From>
variable<To> fit(const variable<From>& x, const To& model) {
    if constexpr (std::is_same_v<From, To>)
        if (detail::has_same_shape(x.data(), model)) return x;
    To value = detail::fitted<To>(x.data(), model);
    if (no_grad_depth != 0) return variable<To>(std::move(value));
    return detail::adopt<To>(new fit_call<From, To>(x, std::move(value)));
}

/// A variable or a number as a variable of numbers `T`.
template <NumberData T, class X>
variable<T> as_variable(const X& x) {
    if constexpr (!is_variable<X>) return variable<T>(static_cast<T>(x));
    else return detail::fit<T>(x, T());
}

template <class From, class To>
void fit_call<From, To>::trace_back(graph_pass& pass) {
    if (!pass.reaches(this)) return;
    if constexpr (RealData<From>)
        pass.add(this->links()[0], detail::fit<From>(pass.adjoint_of<To>(this), source().data));
    else throw not_differentiable("grad(y, {x...}): " + function_name() + " of integers has no derivative");
}

} // namespace detail

/// The sum of all elements, one number. Derivative: 1 by each element.
template <Data T>
auto sum(const variable<T>& x) {
    using number = typename data_traits<T>::number;
    if constexpr (std::is_same_v<number, T> && !NumberData<T>)
        return detail::fit<T>(x, data_traits<T>::number_of(scalar_of_data<T>(0)));
    else return detail::fit<number>(x, number(0));
}

} // namespace pullback::dynamic

#endif
