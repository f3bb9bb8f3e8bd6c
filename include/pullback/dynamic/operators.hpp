// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_OPERATORS_HPP
#define PULLBACK_DYNAMIC_OPERATORS_HPP

#include <pullback/dynamic/array/mask.hpp>
#include <pullback/dynamic/array/places.hpp>
#include <pullback/dynamic/array/shapes.hpp>
#include <pullback/dynamic/call/fit.hpp>
#include <pullback/dynamic/call/operands.hpp>
#include <pullback/dynamic/call/pointwise.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/no_grad.hpp>
#include <pullback/dynamic/variable_handle.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/piecewise.hpp>

#include <cstddef>
#include <optional>

namespace pullback::dynamic {

namespace detail {

/// Types that a variable computes with.
template <class X>
inline constexpr bool is_operand = is_variable<X> || Data<plain_data_t<X>>;

// Arguments with at least one variable among them; the rest may be variables, numbers and arrays.
template <class... X>
concept VariableOperands = (is_variable<X> || ...) && (is_operand<X> && ...);

template <class F, class... X>
auto call_free(const X&... x) {
    return detail::call_pointwise(F{}, no_identity{}, x...);
}

template <class T>
struct comparison_result {
    using type = mask<T>;
};
template <NumberData T>
struct comparison_result<T> {
    using type = bool;
};

// The result of a comparison: a truth value for numbers, one for each element of arrays.
template <class F, class... X, class T = typename pointwise_result<functions::add, operand_for<X>...>::type>
auto compare(const X&... x) -> typename comparison_result<T>::type {
    using S = scalar_of_data<T>;
    if constexpr (NumberData<T>) {
        return bool(F::value(operand_for<X>(x).template as<S>()...));
    } else if constexpr (!are_spreadable<T, X...>()) {
        return mask<T>();
    } else {
        if constexpr ((is_of_kind<T, typename operand_for<X>::data> && ...)) {
            if (const std::optional<T> model = detail::result_of_one_shape<T>(operand_for<X>(x)...)) {
                mask<T> result{data_traits<T>::template like<unsigned char>(*model)};
                auto* const out = data_traits<typename mask<T>::flags_type>::elements(result.flags);
                const auto fill = [&](const auto&... readers) {
                    for (std::size_t i = 0, count = data_traits<T>::count(*model); i < count; ++i)
                        out[i] = F::value(readers.template get<S>(i)...);
                };
                fill(operand_for<X>(x).reader(*model)...);
                return result;
            }
        }
        if constexpr (ShapedArray<T>) {
            const no_grad no_links; // a condition has none
            const extents shape = detail::common_shape<T>(F::name, operand_for<X>(x)...);
            return detail::compare<F>(detail::spread<T>(x, shape)...);
        } else detail::report_shapes_of<T>(F::name, operand_for<X>(x)...);
    }
}

} // namespace detail

/// The call of a function-table row on variables, mixed with numbers and arrays: element by element, one node of the
/// graph.
template <Elementary F, class... X>
    requires detail::VariableOperands<X...>
auto apply_elementary(const F&, const X&... x) {
    if constexpr (pullback::detail::gives_condition<F>) return detail::compare<F>(x...);
    else return detail::call_free<F>(x...);
}

/// `select(x < y, a, b)` on variables, for arrays element by element. The data decide. The side that is not taken stays
/// in the graph of the result, with a gradient of 0; the condition has no link.
template <class P, class A, class B>
    requires(detail::VariableOperands<A, B> && (std::is_same_v<P, bool> || detail::is_mask<P>))
auto apply_elementary(const functions::select&, const P& condition, const A& a, const B& b) {
    using T = typename detail::pointwise_result<functions::add, detail::operand_for<A>, detail::operand_for<B>>::type;
    if constexpr (std::is_same_v<P, bool> && NumberData<T> && !RealData<T>)
        return condition ? detail::as_variable<T>(a) : detail::as_variable<T>(b);
    else return detail::call_free<functions::select>(condition, a, b);
}

// These are more specialised than `std::max`, which is found too after `using std::max`, loses a NaN in one of the
// operands, and asks for one truth value where arrays have many.

/// The smaller of x and y; see `functions::min`.
template <class T>
auto min(const variable<T>& x, const variable<T>& y) {
    return functions::min{}(x, y);
}
/// The larger of x and y; see `functions::max`.
template <class T>
auto max(const variable<T>& x, const variable<T>& y) {
    return functions::max{}(x, y);
}
/// x, moved into the interval from `low` to `high`; see `functions::clamp`.
template <class T>
auto clamp(const variable<T>& x, const variable<T>& low, const variable<T>& high) {
    return functions::clamp{}(x, low, high);
}

template <class X>
    requires detail::VariableOperands<X>
X operator+(const X& x) {
    return x;
}
template <class X>
    requires detail::VariableOperands<X>
auto operator-(const X& x) {
    return detail::call_free<functions::negate>(x);
}
template <class X, class Y>
    requires detail::VariableOperands<X, Y>
auto operator+(const X& x, const Y& y) {
    return detail::call_free<functions::add>(x, y);
}
template <class X, class Y>
    requires detail::VariableOperands<X, Y>
auto operator-(const X& x, const Y& y) {
    return detail::call_free<functions::subtract>(x, y);
}
template <class X, class Y>
    requires detail::VariableOperands<X, Y>
auto operator*(const X& x, const Y& y) {
    return detail::call_free<functions::multiply>(x, y);
}
template <class X, class Y>
    requires detail::VariableOperands<X, Y>
auto operator/(const X& x, const Y& y) {
    return detail::call_free<functions::divide>(x, y);
}

template <class X, class Y>
    requires detail::VariableOperands<X, Y>
auto operator<(const X& x, const Y& y) {
    return detail::compare<functions::less>(x, y);
}
template <class X, class Y>
    requires detail::VariableOperands<X, Y>
auto operator>(const X& x, const Y& y) {
    return detail::compare<functions::less>(y, x);
}
template <class X, class Y>
    requires detail::VariableOperands<X, Y>
auto operator<=(const X& x, const Y& y) {
    return detail::compare<functions::less_equal>(x, y);
}
template <class X, class Y>
    requires detail::VariableOperands<X, Y>
auto operator>=(const X& x, const Y& y) {
    return detail::compare<functions::less_equal>(y, x);
}
/// Compares data; for identity see `linked` and `is_same`.
template <class X, class Y>
    requires detail::VariableOperands<X, Y>
auto operator==(const X& x, const Y& y) {
    return detail::compare<functions::equal>(x, y);
}
template <class X, class Y>
    requires detail::VariableOperands<X, Y>
auto operator!=(const X& x, const Y& y) {
    return detail::compare<functions::not_equal>(x, y);
}

} // namespace pullback::dynamic

#endif
