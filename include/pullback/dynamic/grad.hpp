// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_GRAD_HPP
#define PULLBACK_DYNAMIC_GRAD_HPP

#include <pullback/dynamic/errors.hpp>
#include <pullback/dynamic/no_grad.hpp>
#include <pullback/dynamic/node/graph_pass.hpp>
#include <pullback/dynamic/node/trace_back.hpp>
#include <pullback/dynamic/variable_handle.hpp>

#include <cstddef>
#include <initializer_list>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace pullback::dynamic {

namespace detail {

template <class U>
variable<U> gradient_of(const graph_pass& pass, const variable<U>& x, std::size_t index, unused when_unused) {
    if (pass.reaches(x.node())) {
        const variable<U> gradient = pass.adjoint_of<U>(x.node());
        return no_grad_depth == 0 ? gradient : gradient.detach();
    }
    if (pass.contains(x.node()) || when_unused == unused::zero) return variable<U>(zeros_like(x.data()));
    throw no_gradient("grad(y, {x...}): y does not depend on variable number " + std::to_string(index) +
                      (x.name().empty() ? std::string() : ", " + x.name()) +
                      "; if that is meant to be a gradient of zero, say grad(y, {x...}, unused::zero)");
}

// The variables come by value, because a user's `backward` may assign to the caller's.
template <class T, class U>
std::vector<variable<U>> gradients_of(variable<T> y, std::vector<variable<U>> x, unused when_unused) {
    graph_pass pass(y, variable<T>(ones_like(y.data())));
    pass.run();
    std::vector<variable<U>> gradients;
    for (std::size_t i = 0; i < x.size(); ++i) {
        gradients.push_back(detail::gradient_of(pass, x[i], i, when_unused));
        x[i].node()->had_gradient = true;
    }
    return gradients;
}
template <class T, class... U>
std::tuple<variable<U>...> gradients_by_each(variable<T> y, std::tuple<variable<U>...> x, unused when_unused) {
    graph_pass pass(y, variable<T>(ones_like(y.data())));
    pass.run();
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        std::tuple<variable<U>...> gradients{detail::gradient_of(pass, std::get<I>(x), I, when_unused)...};
        ((std::get<I>(x).node()->had_gradient = true), ...);
        return gradients;
    }(std::index_sequence_for<U...>{});
}

} // namespace detail

/// The gradients of y by the variables x, as variables that can be differentiated again. Nothing is stored in the graph
/// of y. The pass starts from ones, as `backward` does. Throws `no_gradient` if y was not made from one of them, unless
/// told to answer zero: that is a matter of the calls made, not of the data. What a selection leaves out was part of
/// them, with a gradient of 0. Throws `not_differentiable` if the way leads through integers or a function that gives
/// no backward of variables. Cost: one visit of each call below y, a handful of new nodes each.
template <class T, class U>
std::vector<variable<U>> grad(const variable<T>& y, const std::vector<variable<U>>& x,
                              unused when_unused = unused::refuse) {
    return detail::gradients_of<T, U>(y, x, when_unused);
}
template <class T, class U>
std::vector<variable<U>> grad(const variable<T>& y, std::initializer_list<variable<U>> x,
                              unused when_unused = unused::refuse) {
    return detail::gradients_of<T, U>(y, std::vector<variable<U>>(x), when_unused);
}
/// The gradient by one variable.
template <class T, class U>
variable<U> grad(const variable<T>& y, const variable<U>& x, unused when_unused = unused::refuse) {
    return std::move(detail::gradients_of<T, U>(y, {x}, when_unused)[0]);
}
/// The gradients by variables of different kinds of data: `auto [gW, gb] = grad(y, std::tie(W, b));`.
template <class T, class... X>
    requires(detail::is_variable<std::remove_cvref_t<X>> && ...)
auto grad(const variable<T>& y, const std::tuple<X...>& x, unused when_unused = unused::refuse) {
    using each = std::tuple<variable<typename std::remove_cvref_t<X>::data_type>...>;
    return detail::gradients_by_each(y, each(x), when_unused);
}

} // namespace pullback::dynamic

#endif
