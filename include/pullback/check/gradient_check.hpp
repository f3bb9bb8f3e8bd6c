// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_CHECK_GRADIENT_CHECK_HPP
#define PULLBACK_CHECK_GRADIENT_CHECK_HPP

// See pullback.hpp.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"

#include <pullback/check/compare.hpp>
#include <pullback/check/gradient_report.hpp>
#include <pullback/check/probed.hpp>
#include <pullback/check/range_check.hpp>
#include <pullback/derivative/jacobian.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/static_function/generic_function.hpp>
#include <pullback/static_function/static_function.hpp>

#include <limits>
#include <tuple>
#include <type_traits>

namespace pullback {

namespace detail {

template <class X>
inline constexpr bool is_static_point = false;
template <Shaped X>
inline constexpr bool is_static_point<X> = !answers_calls<scalar_of<X>>;

template <class X>
constexpr bool has_real_scalar() {
    if constexpr (is_static_point<X>) return !std::is_integral_v<scalar_of<X>>;
    else return true;
}

// These are functions of their own, so that the compiler says what is wrong once and nothing more.
template <class... X>
constexpr bool is_point() {
    constexpr bool has_arguments = sizeof...(X) > 0;
    static_assert(has_arguments, "gradient_check(f, x...): give the arguments at which the gradient is to be checked");
    constexpr bool is_real = (has_real_scalar<X>() && ...);
    static_assert(
        is_real,
        "gradient_check(f, x...): an argument is an integer, and there is no derivative by integers; write a real "
        "number, 2.0 for 2, or hide the argument in a function of the others");
    return has_arguments && is_real;
}

template <class F, class... X>
constexpr bool has_arity() {
    if constexpr (StaticFunction<F>) return true;
    else {
        static_assert(F::arity == sizeof...(X),
                      "gradient_check(f, x...): the function takes another number of arguments");
        return F::arity == sizeof...(X);
    }
}

template <StaticFunction F>
constexpr const F& as_static_function(const F& f) {
    return f;
}
template <Elementary F>
constexpr auto as_static_function(const F&) {
    return pullback::function([](const auto&... x) { return F{}(x...); });
}

// The derivatives by compiled code, row by row, each with all elements of all arguments.
template <class F, class... Point>
constexpr auto static_derivatives(const F& f, const std::tuple<Point...>& at) {
    const auto jacobian = std::apply(pullback::jacobian(f), at);
    return probed<std::remove_cvref_t<decltype(jacobian)>>::take_apart(jacobian);
}

template <class T, class F, class... X>
constexpr gradient_report check_statically(const gradient_tolerance& tolerance, const F& f, const X&... x) {
    const std::tuple<rebind_shape<X, T>...> at{detail::rebound<T>(x)...};
    const auto derivatives = detail::static_derivatives(f, at);
    return detail::compare_derivatives(tolerance, std::numeric_limits<T>::epsilon(), f, at, derivatives);
}

template <class F, class... X>
constexpr gradient_report check_gradient_at(const gradient_tolerance& tolerance, F& f, const X&... x) {
    using function = std::remove_const_t<F>;
    if constexpr (!is_point<X...>()) return {};
    else if constexpr ((StaticFunction<function> || Elementary<function>) && (is_static_point<X> && ...)) {
        if constexpr (!has_arity<function, X...>()) return {};
        else if constexpr (std::is_void_v<decltype(f(x...))>) return {}; // the call has said why
        else
            return detail::check_statically<promoted_t<scalar_of<X>...>>(tolerance, detail::as_static_function(f),
                                                                         x...);
    } else if constexpr (StaticFunction<function> && ((is_static_point<X> || DataRange<X>) && ...)) {
        if constexpr (std::is_void_v<decltype(f(x...))>) return {}; // the call has said why
        else return detail::check_over_ranges(tolerance, f, x...);
    } else {
        // This function is found next to the tolerance once dynamic/check.hpp is there.
        constexpr bool has_graph = requires { check_gradient_on_graph(tolerance, f, x...); };
        static_assert(
            has_graph,
            "gradient_check(f, x...): f is no static function, or an argument is not made of real numbers; make one "
            "with pullback::function(f), or include <pullback/dynamic/check.hpp> to check f on dynamic::variables");
        if constexpr (has_graph) return check_gradient_on_graph(tolerance, f, x...);
        else return {};
    }
}

template <class F>
concept NoTolerance = !std::is_same_v<std::remove_cvref_t<F>, gradient_tolerance>;

} // namespace detail

/// Compares the derivatives of f at x..., by every element of every argument, with central differences.
///
///     if (const auto report = gradient_check(f, x, y); !report) puts(report.message().c_str());
///
/// f is a static function or a function-table row: its `jacobian` is checked, for one result the gradient, for
/// several every entry.
/// Arguments of run-time length are moved element by element too, all real numbers in them; integers stay.
/// With dynamic/check.hpp it is also any callable, and the arguments `dynamic::variable`s: `backward()` is checked,
/// on fresh variables with the data of x.... A callable that takes numbers and variables is checked on variables.
///
/// The differences are extrapolated from many steps and come with an estimate of their own error (see
/// extrapolation.hpp). Two derivatives agree if they differ by at most absolute + relative · |derivative| + that
/// estimate. The estimate counts up to ε^(1/4) (|derivative| + |f| / max(1, |x|)) only: where differences tell less
/// than that, as at a jump, they cannot judge, and the report, which is false, says so (see gradient_report). Close to
/// the end of a domain, or to a kink or a jump, the steps are as short as they have to be; at the end itself they go to
/// the inner side only. The check fails at kinks, where the derivative is one-sided, if a value or a derivative is NaN
/// or infinite, and where f itself has lost its digits, as log(1 + exp(x)) has at -30: there give an absolute
/// tolerance.
/// Works in constant expressions for static functions.
/// Cost: 6 to 24 evaluations of f for each element, some 200 where nothing is found; and one Jacobian, or one backward
/// pass for each result. Over data f itself takes as long as they are, so give few.
template <detail::NoTolerance F, class... X>
constexpr gradient_report gradient_check(F&& f, const X&... x) {
    return detail::check_gradient_at(gradient_tolerance{}, f, x...);
}
/// Compares as above, with tolerances of your own: `gradient_check({.relative = 1e-6}, f, x...)`.
template <class F, class... X>
constexpr gradient_report gradient_check(const gradient_tolerance& tolerance, F&& f, const X&... x) {
    return detail::check_gradient_at(tolerance, f, x...);
}

} // namespace pullback

#pragma GCC diagnostic pop

#endif
