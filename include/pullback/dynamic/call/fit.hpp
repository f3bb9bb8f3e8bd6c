// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_CALL_FIT_HPP
#define PULLBACK_DYNAMIC_CALL_FIT_HPP

#include <pullback/dynamic/call/call_node.hpp>
#include <pullback/dynamic/call/selected.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/no_grad.hpp>
#include <pullback/dynamic/node/graph_pass.hpp>
#include <pullback/dynamic/node/node.hpp>
#include <pullback/dynamic/variable_handle.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>

// `fit` gives data, an adjoint or a variable the shape and type of another: it sums, spreads or converts.

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

template <class To, class From>
variable<To> fit_adjoint(const variable<From>& adjoint, const To& model);

/// What is behind sums, spreading and conversion. Its backward is of the same kind in the other direction.
template <class From, class To>
class fit_core : public core_base {
public:
    using data_type = To;
    using links_type = std::array<node*, 1>;
    static constexpr needed_data needs = needed_data::nothing;
    static constexpr bool is_one_way = !RealData<From>;

    template <class Call>
    static std::string name(const Call& call) {
        const std::size_t from = detail::dimension_count(source(call)), to = detail::dimension_count(*call.results());
        return to == 0 && from != 0 ? "sum" : from == 0 && to != 0 ? "broadcast" : "convert";
    }
    template <class Call>
    static void pull(const Call& call, const To* adjoint, const unsigned char* flags, node* const* targets) {
        // Only what is converted element by element keeps its flags; a number spread over others has any of them.
        const bool is_converted = detail::dimension_count(*adjoint) == detail::dimension_count(source(call));
        static_cast<value_node<From>*>(targets[0])
            ->add(detail::fitted<From>(*adjoint, source(call)), is_converted ? flags : nullptr);
    }
    template <class Call>
    static void trace(const Call& call, const std::optional<variable<To>>* adjoint, graph_pass& pass) {
        pass.add(call.links()[0], detail::fit_adjoint<From>(**adjoint, source(call)));
    }

    template <class Call>
    static bool record(const Call& call, call_recorder& recorder) {
        recorder.enter_variable(*call.links()[0]);
        const std::size_t from = data_traits<From>::count(source(call)), to = data_traits<To>::count(*call.results());
        const bool is_sum = detail::dimension_count(*call.results()) == 0;
        const bool is_spread = detail::dimension_count(source(call)) == 0;
        for (std::size_t i = 0; i < (is_sum ? from : to); ++i)
            recorder.add_element(is_sum ? 0 : i, 0, is_spread ? 0 : i);
        return true;
    }

private:
    template <class Call>
    static const From& source(const Call& call) {
        return static_cast<const value_node<From>&>(*call.links()[0]).data;
    }
};

/// `x` with the shape and type of `model`, as a variable; `x` itself if it has them.
template <class To, class From>
variable<To> fit(const variable<From>& x, const To& model) {
    if constexpr (std::is_same_v<From, To>)
        if (detail::has_same_shape(x.data(), model)) return x;
    To value = detail::fitted<To>(x.data(), model);
    if (no_grad_depth != 0) return variable<To>(std::move(value));
    return detail::adopt<To>(call_node<fit_core<From, To>>::make(std::move(value), {x.node()}));
}

/// The adjoint `x` with the shape and type of `model`. Not everything of it need be there: of a sum something is there
/// if any term is.
template <class To, class From>
variable<To> fit_adjoint(const variable<From>& adjoint, const To& model) {
    const variable<To> fitted = detail::fit<To>(adjoint, model);
    if (!adjoint.node()->is_selected || fitted.node() == static_cast<const node*>(adjoint.node())) return fitted;
    const presence<From> there = detail::presence_of(adjoint);
    if (there.is_known()) return detail::selected(fitted, presence<To>(there.is_everywhere()));
    if constexpr (NumberData<To> || NumberData<From>) return fitted;
    else {
        if (detail::dimension_count(adjoint.data()) != detail::dimension_count(model)) return fitted;
        return detail::selected(fitted, presence<To>(model, there.elements()));
    }
}

/// A variable or a number as a variable of numbers `T`.
template <NumberData T, class X>
variable<T> as_variable(const X& x) {
    if constexpr (!is_variable<X>) return variable<T>(static_cast<T>(x));
    else return detail::fit<T>(x, T());
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
