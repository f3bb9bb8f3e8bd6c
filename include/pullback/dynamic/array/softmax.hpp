// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_ARRAY_SOFTMAX_HPP
#define PULLBACK_DYNAMIC_ARRAY_SOFTMAX_HPP

#include <pullback/dynamic/array/axes.hpp>
#include <pullback/dynamic/call.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/errors.hpp>
#include <pullback/dynamic/no_grad.hpp>
#include <pullback/dynamic/operators.hpp>
#include <pullback/dynamic/variable_handle.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/exponentials.hpp>
#include <pullback/functions/scalar.hpp>

#include <concepts>
#include <cstddef>
#include <string>

namespace pullback::dynamic {

namespace detail {

/// The largest element of each line, which is taken off so that no e^x overflows. It is a constant: shares do not
/// depend on it. An infinite one counts as 0.
template <class T, class... Axis>
auto largest_of_lines(const char* function, const variable<T>& x, Axis... axis) {
    std::string call = std::string(function) + "(x";
    ((call += ", " + std::to_string(axis)), ...);
    call += ")";
    (detail::axis_number(call, x.shape(), axis), ...);
    if (x.size() == 0)
        throw shape_mismatch(call + ": x has the shape " + detail::shape_text(x.data()) +
                             " and no elements, so there is nothing to share; x must have elements");
    const no_grad scope;
    auto largest =
        detail::reduction<extreme_over<pullback::engine::extremum_kind::largest>>(x, axis..., keepdims).data();
    auto* const each = data_traits<decltype(largest)>::elements(largest);
    for (std::size_t i = 0; i < data_traits<decltype(largest)>::count(largest); ++i)
        if (!pullback::engine::is_finite(each[i])) each[i] = 0;
    return largest;
}

} // namespace detail

/// The shares e^x / Σ e^x, without overflow: `softmax(x, 1)` of the elements along an axis, `softmax(x)` of all. NaN in
/// a line whose largest element is infinite. Throws `shape_mismatch` if there is no such axis, or no elements.
template <ShapedArray T, std::integral... Axis>
    requires(RealData<T> && sizeof...(Axis) <= 1)
auto softmax(const variable<T>& x, Axis... axis) {
    const auto largest = detail::largest_of_lines("softmax", x, std::ptrdiff_t(axis)...);
    const auto powers = detail::call_free<functions::exp>(detail::call_free<functions::subtract>(x, largest));
    return detail::call_free<functions::divide>(powers, detail::reduction<detail::sum_over>(powers, axis..., keepdims));
}

/// The logarithms of these shares, x - ln Σ e^x, without overflow and without cancellation where a share is nearly 0.
template <ShapedArray T, std::integral... Axis>
    requires(RealData<T> && sizeof...(Axis) <= 1)
auto log_softmax(const variable<T>& x, Axis... axis) {
    const auto largest = detail::largest_of_lines("log_softmax", x, std::ptrdiff_t(axis)...);
    const auto exponents = detail::call_free<functions::subtract>(x, largest);
    const auto total =
        detail::reduction<detail::sum_over>(detail::call_free<functions::exp>(exponents), axis..., keepdims);
    return detail::call_free<functions::subtract>(exponents, detail::call_free<functions::log>(total));
}

} // namespace pullback::dynamic

#endif
