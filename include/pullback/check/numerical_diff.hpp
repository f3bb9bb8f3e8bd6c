// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_CHECK_NUMERICAL_DIFF_HPP
#define PULLBACK_CHECK_NUMERICAL_DIFF_HPP

#include <pullback/check/probed.hpp>

#include <cstddef>
#include <type_traits>

namespace pullback {

namespace detail {

// Functions of their own, so that the compiler says what is wrong once and nothing more.
template <class X>
constexpr bool can_be_moved() {
    static_assert(
        is_probed<X>,
        "numerical_diff(f, x): x is of a type that cannot be moved element by element; pass a number, a std::array, a "
        "tuple, a struct that is a template on its scalar, or, with "
        "<pullback/dynamic/check.hpp>, a dynamic::variable or an array that data_traits knows");
    if constexpr (is_probed<X>) {
        constexpr bool is_real = probed<X>::is_real;
        static_assert(is_real,
                      "numerical_diff(f, x): the data of x are integers, which cannot be moved by a small step; make "
                      "it a variable of real numbers");
        return is_real;
    } else {
        return false;
    }
}

template <class Result>
constexpr bool is_one_number() {
    if constexpr (is_probed<Result>) return probed<Result>::size == 1 || probed<Result>::size == -1;
    else return false;
}

template <class Result>
constexpr bool returns_one_number() {
    static_assert(is_one_number<Result>(),
                  "numerical_diff(f, x): f does not return one number; give it one component, "
                  "[](const auto& x) { return f(x)[0]; }, or compare a whole Jacobian with gradient_check(f, x)");
    return is_one_number<Result>();
}

template <class Result>
constexpr auto one_number(const Result& result) {
    using read = probed<Result>;
    auto numbers = read::take_apart(result);
    if constexpr (read::size == -1) read::check_one_number(numbers);
    return *read::elements(numbers);
}

template <class Point, class F>
using result_at =
    std::remove_cvref_t<decltype(std::declval<F&>()(Point::argument(std::declval<typename Point::numbers&>())))>;

// The difference quotient by element `index`, in this order of operations: documents print its digits.
template <class Point, class F>
constexpr auto central_difference(F& f, typename Point::numbers numbers, std::size_t index,
                                  const typename Point::scalar& eps) {
    using T = typename Point::scalar;
    const T x = Point::elements(numbers)[index];
    const auto at = [&](const T& moved) {
        Point::elements(numbers)[index] = moved;
        return detail::one_number(f(Point::argument(numbers)));
    };
    const auto above = at(x + eps);
    const auto below = at(x - eps);
    return (above - below) / (2 * eps);
}

} // namespace detail

/// The central difference (f(x + eps) - f(x - eps)) / (2 eps) at `x`, or at each of its elements: the derivative of f
/// without any rule of differentiation.
///
///     numerical_diff(square(exp(square(x))), 0.5);  // 3.2974426293330694, where the gradient is 3.297442541400256
///
/// f is a static function, a function-table row, or anything else that can be called with a number or a
/// `dynamic::variable`; it is called with what `x` is. `x` is a number, an array, a tuple or a Hana struct, or, with
/// dynamic/check.hpp, a variable or an array of its data. The result has the shape of `x` and holds data; f returns
/// one number.
/// Error: eps² f'''(x) / 6 from the formula and about ε |f(x)| / eps from rounding, ε being the precision of the
/// scalar. The default eps suits `double`; for `float` some 5e-3 is better. `gradient_check` chooses its steps
/// itself.
/// Cost: two evaluations of f for each element.
template <class F, class X>
constexpr auto numerical_diff(F&& f, const X& x,
                              const detail::scalar_of_probed<X>& eps = detail::scalar_of_probed<X>(1) /
                                                                       detail::scalar_of_probed<X>(10000)) {
    if constexpr (!detail::can_be_moved<X>()) return x;
    else {
        using point = detail::probed<X>;
        if constexpr (!detail::returns_one_number<detail::result_at<point, F>>()) return x;
        else {
            using T = typename point::scalar;
            const auto numbers = point::take_apart(x);
            auto result = numbers;
            for (std::size_t i = 0, count = point::count(numbers); i < count; ++i)
                point::elements(result)[i] = static_cast<T>(detail::central_difference<point>(f, numbers, i, eps));
            return point::data(result);
        }
    }
}

} // namespace pullback

#endif
