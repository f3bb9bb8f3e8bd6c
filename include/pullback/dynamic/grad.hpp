// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_GRAD_HPP
#define PULLBACK_DYNAMIC_GRAD_HPP

#include <pullback/dynamic/trace_back.hpp>

#include <initializer_list>
#include <vector>

namespace pullback::dynamic {

/// What `grad` does with a variable that the result does not depend on.
enum class unused { refuse, zero };

namespace detail {

template <class U>
variable<U> gradient_of(const graph_pass& pass, const variable<U>& x, std::size_t index, unused when_unused) {
    if (pass.reaches(x.node())) return pass.adjoint_of<U>(x.node());
    if (when_unused == unused::zero) return variable<U>(zeros_like(x.data()));
    throw no_gradient("grad(y, {x...}): y does not depend on variable number " + std::to_string(index) +
                      (x.name().empty() ? std::string() : ", " + x.name()) +
                      "; if that is meant to be a gradient of zero, say grad(y, {x...}, unused::zero)");
}

} // namespace detail

/// The gradients of y by the variables x, as variables that can be differentiated again. Nothing is stored in the graph
/// of y. It starts from ones, as `backward` does. Throws `no_gradient` if y does not depend on one of them, unless told
/// to answer zero; `not_differentiable` if the way leads through integers or a function that gives no backward of
/// variables. Cost: one visit of each call below y, a handful of new nodes each.
template <class T, class U>
std::vector<variable<U>> grad(const variable<T>& y, const std::vector<variable<U>>& x,
                              unused when_unused = unused::refuse) {
    detail::graph_pass pass(y, variable<T>(ones_like(y.data())));
    pass.run();
    std::vector<variable<U>> gradients;
    for (std::size_t i = 0; i < x.size(); ++i) gradients.push_back(detail::gradient_of(pass, x[i], i, when_unused));
    return gradients;
}
template <class T>
std::vector<variable<T>> grad(const variable<T>& y, std::initializer_list<variable<T>> x,
                              unused when_unused = unused::refuse) {
    return grad(y, std::vector<variable<T>>(x), when_unused);
}
/// The gradient by one variable.
template <class T, class U>
variable<U> grad(const variable<T>& y, const variable<U>& x, unused when_unused = unused::refuse) {
    detail::graph_pass pass(y, variable<T>(ones_like(y.data())));
    pass.run();
    return detail::gradient_of(pass, x, 0, when_unused);
}

} // namespace pullback::dynamic

#endif
