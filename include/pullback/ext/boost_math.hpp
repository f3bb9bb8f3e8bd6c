// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_BOOST_MATH_HPP
#define PULLBACK_EXT_BOOST_MATH_HPP

// See pullback.hpp.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"

#include <pullback/derivative/engine.hpp>
#include <pullback/derivative/gradient.hpp>
#include <pullback/derivative/wrt.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/static_function/static_function.hpp>

#include <boost/math/tools/roots.hpp>

#include <cstddef>
#include <tuple>

/// \file
/// The root finders of Boost.Math with derivatives compiled by pullback.
///
///     constexpr auto kepler = E - e * sin(E) - M;
///     boost::math::tools::newton_raphson_iterate(pullback::value_and_derivatives<1>(kepler, 0.3, 1.2), ...);
namespace pullback {

namespace boost_math_detail {

template <std::size_t Order, class F, class... Data>
class derivatives_functor {
public:
    constexpr explicit derivatives_functor(const F& f, const Data&... data) : function_(f), data_(data...) {}

    template <class T>
    constexpr auto operator()(const T& x) const {
        static_assert(Shaped<T> && shape_of<T>::size == 1,
                      "value_and_derivatives<N>(f, data...)(x): x is not a number; root finders of one unknown take "
                      "functions of one number");
        const auto first = value_and_gradient(function_, wrt_positions<0>{});
        if constexpr (Order == 1) {
            const auto y = call(first, x);
            return std::tuple<T, T>(y.value, y.gradient);
        } else {
            const auto y = call(value_and_jacobian(first, wrt_positions<0>{}), x);
            return std::tuple<T, T, T>(y.value.value, y.value.gradient, y.jacobian.gradient);
        }
    }

private:
    template <class G, class T>
    constexpr auto call(const G& g, const T& x) const {
        return std::apply([&](const Data&... data) { return g(x, data...); }, data_);
    }

    [[no_unique_address]] F function_;
    std::tuple<Data...> data_;
};

} // namespace boost_math_detail

/// f as the functor that Boost.Math's root finders call: x ↦ (f(x), f'(x)) for `newton_raphson_iterate`, with
/// N = 1; x ↦ (f(x), f'(x), f''(x)) for `halley_iterate` and `schroder_iterate`, with N = 2. f is a static
/// function with one number as result; x is its first argument, `data` are the others, copied. Value and
/// derivatives are one program. It holds f and the data, and works with any scalar.
template <std::size_t N, class F, class... Data>
constexpr auto value_and_derivatives(const F& f, const Data&... data) {
    static_assert(N == 1 || N == 2,
                  "value_and_derivatives<N>(f, data...): N is 1 for Newton's method, 2 for Halley's and Schroeder's");
    if constexpr (engine::is_differentiable<F>() && (N == 1 || N == 2))
        return boost_math_detail::derivatives_functor<N, F, Data...>(f, data...);
    else return refused{};
}

} // namespace pullback

#pragma GCC diagnostic pop

#endif
