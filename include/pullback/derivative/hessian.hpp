// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_HESSIAN_HPP
#define PULLBACK_DERIVATIVE_HESSIAN_HPP

#include <pullback/derivative/gradient.hpp>
#include <pullback/derivative/wrt.hpp>

namespace pullback {

/// The Hessian of f, a function with one number as result: the argument's shape of the argument's shape, `H[x][y]` or
/// `H[i][j]` = ∂²f/∂x_i∂x_j. It is the Jacobian of the gradient, so `jacobian(hessian(f))` is the tensor of third
/// derivatives. By arguments of run-time length it is one symmetric matrix of all their numbers, with the cost of one
/// `hvp` for each of them.
template <class F, class Choice = wrt_all>
constexpr auto hessian(const F& f, Choice choice = {}) {
    return jacobian(gradient(f, choice), choice);
}

} // namespace pullback

#endif
