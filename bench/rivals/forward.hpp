// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_RIVALS_FORWARD_HPP
#define PULLBACK_BENCH_RIVALS_FORWARD_HPP

#include "kernel.hpp"

namespace rivals {

/// Value and derivatives by a scalar that carries the derivatives by all inputs. The traits have a scalar and the
/// static functions seed(value, index), value(scalar) and derivative(scalar, index).
template <class Kernel, class Traits>
typename Kernel::output forward(const typename Kernel::input& in) {
    using scalar = typename Traits::scalar;
    constexpr std::size_t n = Kernel::input_count, m = result_count<Kernel>;
    std::array<scalar, n> x;
    for (std::size_t i = 0; i < n; ++i) x[i] = Traits::seed(in[i], i);
    const std::array<scalar, m> y = results_of<Kernel>(x);
    typename Kernel::output result;
    for (std::size_t j = 0; j < m; ++j) {
        result[j] = Traits::value(y[j]);
        for (std::size_t i = 0; i < n; ++i) result[m + j * n + i] = Traits::derivative(y[j], i);
    }
    return result;
}

/// Value, gradient and Hessian by a scalar within which such scalars take the place of numbers. The traits have besides
/// second_derivative(scalar, index, index).
template <class Kernel, class Traits>
typename Kernel::output forward_twice(const typename Kernel::input& in) {
    using scalar = typename Traits::scalar;
    constexpr std::size_t n = Kernel::input_count;
    std::array<scalar, n> x;
    for (std::size_t i = 0; i < n; ++i) x[i] = Traits::seed(in[i], i);
    const scalar y = primal_of<Kernel>(x);
    up_to_hessian<Kernel> result;
    result[0] = Traits::value(y);
    for (std::size_t i = 0; i < n; ++i) {
        result[1 + i] = Traits::derivative(y, i);
        for (std::size_t j = 0; j < n; ++j) result[1 + n + i * n + j] = Traits::second_derivative(y, i, j);
    }
    return wanted_part<Kernel>(result);
}

} // namespace rivals

#endif
