// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_RIVALS_CERES_HPP
#define PULLBACK_BENCH_RIVALS_CERES_HPP

#include "forward.hpp"

#include <ceres/jet.h>

// A jet meets no numbers but those of its own scalar.
namespace ceres {

template <class Number, class T>
concept is_other_number = std::is_arithmetic_v<Number> && !std::is_same_v<T, Number>;

#define PULLBACK_BENCH_OPERATOR(op)                       \
    template <class T, int N, is_other_number<T> Number>  \
    Jet<T, N> operator op(Number a, const Jet<T, N>& b) { \
        return T(a) op b;                                 \
    }                                                     \
    template <class T, int N, is_other_number<T> Number>  \
    Jet<T, N> operator op(const Jet<T, N>& a, Number b) { \
        return a op T(b);                                 \
    }
PULLBACK_BENCH_OPERATOR(+)
PULLBACK_BENCH_OPERATOR(-)
PULLBACK_BENCH_OPERATOR(*)
PULLBACK_BENCH_OPERATOR(/)
#undef PULLBACK_BENCH_OPERATOR

} // namespace ceres

namespace rivals {

template <std::size_t N>
struct jet_traits {
    using scalar = ceres::Jet<double, static_cast<int>(N)>;

    static scalar seed(double x, std::size_t i) { return scalar(x, static_cast<int>(i)); }
    static double value(const scalar& y) { return y.a; }
    static double derivative(const scalar& y, std::size_t i) { return y.v[static_cast<Eigen::Index>(i)]; }
};

template <std::size_t N>
struct nested_jet_traits {
    using inner = jet_traits<N>;
    using scalar = ceres::Jet<typename inner::scalar, static_cast<int>(N)>;

    static scalar seed(double x, std::size_t i) { return scalar(inner::seed(x, i), static_cast<int>(i)); }
    static double value(const scalar& y) { return y.a.a; }
    static double derivative(const scalar& y, std::size_t i) { return inner::derivative(y.a, i); }
    static double second_derivative(const scalar& y, std::size_t i, std::size_t j) {
        return inner::derivative(y.v[static_cast<Eigen::Index>(i)], j);
    }
};

struct ceres_jet {
    static constexpr const char* name = "Ceres-Jet";

    template <class Kernel>
    static constexpr bool runs = order<Kernel> <= 2 && Kernel::input_count <= 64; // it is meant for few inputs

    template <class Kernel>
    static typename Kernel::output derivatives(const typename Kernel::input& in) {
        constexpr std::size_t n = Kernel::input_count;
        if constexpr (is_second_order<Kernel>) return forward_twice<Kernel, nested_jet_traits<n>>(in);
        else return forward<Kernel, jet_traits<n>>(in);
    }
};

} // namespace rivals

#endif
