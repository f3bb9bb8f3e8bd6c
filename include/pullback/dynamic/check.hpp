// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_CHECK_HPP
#define PULLBACK_DYNAMIC_CHECK_HPP

#include <pullback/check/gradient_check.hpp>
#include <pullback/check/gradient_report.hpp>
#include <pullback/check/numerical_diff.hpp>
#include <pullback/check/probed.hpp>
#include <pullback/dynamic/array/array_members.hpp>
#include <pullback/dynamic/call/static_call.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/errors.hpp>
#include <pullback/dynamic/variable_handle.hpp>
#include <pullback/shape/shape_of.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

/// \file
/// `numerical_diff` and `gradient_check` of variables of the run-time graph, and of arrays that `data_traits` knows.

namespace pullback {

namespace detail {

// Data of the graph, of which only the values may know how many elements they have.
template <class D>
struct probed_data {
    using traits = dynamic::data_traits<D>;
    static constexpr bool is_known = true;
    static constexpr bool is_real = dynamic::RealData<D>;
    static constexpr int size = dynamic::NumberData<D> ? 1 : -1;
    using scalar = dynamic::scalar_of_data<D>;
    using numbers = D;

    static scalar* elements(D& n) { return traits::elements(n); }
    static std::size_t count(const D& n) { return traits::count(n); }
    static D data(const D& n) { return n; }
    template <class E>
    static std::vector<E> make_each(std::size_t count) {
        return std::vector<E>(count);
    }
    static void check_one_number(const D& n) {
        if (count(n) == 1) return;
        throw dynamic::shape_mismatch("numerical_diff(f, x): f returns an array of shape " +
                                      dynamic::detail::shape_text(n) +
                                      ", not one number; give it one, such as the sum of f(x)");
    }
};

template <class D>
    requires(dynamic::Data<D> && !Shaped<D>)
struct probed<D> : probed_data<D> {
    static D take_apart(const D& x) { return x; }
    static D argument(const D& n) { return n; }
};

template <class V>
    requires dynamic::detail::is_variable<V>
struct probed<V> : probed_data<typename V::data_type> {
    using D = typename V::data_type;
    using variable = dynamic::variable<D>;

    static D take_apart(const V& x) { return x.data(); }
    static variable argument(const D& n) { return variable(n); }

    // The gradient that a backward pass left.
    static D gradient(const variable& x) { return x.has_grad() ? x.grad() : dynamic::zeros_like(x.data()); }
    // Starts a backward pass from the element `row` of a result.
    static void backward(V& y, std::size_t row) {
        D seed = dynamic::zeros_like(y.data());
        dynamic::data_traits<D>::elements(seed)[row] = typename V::scalar_type(1);
        y.backward(std::move(seed));
    }
};

// Arrays, tuples and structs of variables of numbers.
template <class A>
    requires(!dynamic::detail::is_variable<A> && dynamic::detail::contains_variables<A>)
struct probed<A> {
    using variable = scalar_of<A>;
    using scalar = typename variable::data_type;
    template <class S>
    using rebound = rebind_shape<A, S>;

    static constexpr int size = shape_of<A>::size;
    static constexpr bool is_known = true;
    static constexpr bool is_real = dynamic::RealData<scalar> && dynamic::NumberData<scalar>;
    using numbers = std::array<scalar, static_cast<std::size_t>(size)>;
    using variables = std::array<variable, static_cast<std::size_t>(size)>;

    static variables load(const A& x) {
        variables result;
        shape_of<A>::template load<0>(x, result.data());
        return result;
    }
    static numbers take_apart(const A& x) {
        const variables found = load(x);
        numbers result;
        std::transform(found.begin(), found.end(), result.begin(), [](const variable& v) { return v.data(); });
        return result;
    }
    static scalar* elements(numbers& n) { return n.data(); }
    static std::size_t count(const numbers& n) { return n.size(); }
    static A argument(const numbers& n) {
        variables made;
        std::copy(n.begin(), n.end(), made.begin());
        return shape_of<A>::template store<0, A>(made.data());
    }
    static auto data(const numbers& n) {
        return shape_of<rebound<scalar>>::template store<0, rebound<scalar>>(n.data());
    }
    template <class E>
    static std::vector<E> make_each(std::size_t count) {
        return std::vector<E>(count);
    }

    static numbers gradient(const A& x) {
        const variables found = load(x);
        numbers result;
        std::transform(found.begin(), found.end(), result.begin(), probed<variable>::gradient);
        return result;
    }
    static void backward(const A& y, std::size_t row) {
        variable result = load(y)[row];
        result.backward();
    }
};

// A point with variables in the place of numbers.
template <class X>
auto on_graph(const X& x) {
    if constexpr (dynamic::detail::is_variable<X>) return dynamic::variable<typename X::data_type>(x.data());
    else if constexpr (dynamic::detail::contains_variables<X>) return x;
    else if constexpr (dynamic::Data<dynamic::plain_data_t<X>>) return dynamic::variable<dynamic::plain_data_t<X>>(x);
    else {
        using variables = rebind_shape<X, dynamic::variable<scalar_of<X>>>;
        std::array<dynamic::variable<scalar_of<X>>, static_cast<std::size_t>(shape_of<X>::size)> numbers;
        shape_of<X>::template load<0>(x, numbers.data());
        return shape_of<variables>::template store<0, variables>(numbers.data());
    }
}

template <class X>
constexpr bool can_be_on_graph() {
    if constexpr (dynamic::detail::is_variable<X>) return true;
    else return dynamic::detail::contains_variables<X> || dynamic::Data<dynamic::plain_data_t<X>> || Shaped<X>;
}

template <class Point, class Derivatives, class T>
void append_gradient(std::vector<T>& row, Derivatives gradient) {
    const auto* const first = probed<Point>::elements(gradient);
    for (std::size_t i = 0, count = probed<Point>::count(gradient); i < count; ++i)
        row.push_back(static_cast<T>(first[i]));
}

// The derivatives by backward passes, one for each element of the result, each on a graph of its own.
template <class T, class F, class... Point>
std::vector<T> graph_derivatives(F& f, const std::tuple<Point...>& at) {
    std::vector<T> result;
    for (std::size_t row = 0, rows = 1; row < rows; ++row) {
        std::tuple<Point...> arguments = std::apply(
            [](const Point&... x) { return std::tuple{probed<Point>::argument(probed<Point>::take_apart(x))...}; }, at);
        auto y = std::apply([&](Point&... x) { return f(x...); }, arguments);
        using read = probed<decltype(y)>;
        rows = read::count(read::take_apart(y));
        if (rows == 0) break;
        read::backward(y, row);
        std::apply(
            [&](const Point&... x) { (detail::append_gradient<Point>(result, probed<Point>::gradient(x)), ...); },
            arguments);
    }
    return result;
}

template <class F, class... Point>
gradient_report check_on_graph(const gradient_tolerance& tolerance, F& f, const std::tuple<Point...>& at) {
    using result = std::remove_cvref_t<decltype(f(std::declval<Point&>()...))>;
    constexpr bool is_real = (probed<Point>::is_real && ...);
    constexpr bool gives_variable = dynamic::detail::contains_variables<result>;
    static_assert(
        is_real,
        "gradient_check(f, x...): an argument holds integers, and there is no derivative by integers; make it a "
        "variable of real numbers");
    static_assert(
        gives_variable,
        "gradient_check(f, x...): f, called with dynamic::variables, does not return one (or an array or struct of "
        "them), so there is nothing to go backward from");
    if constexpr (is_real && gives_variable) {
        using T = std::common_type_t<scalar_of_probed<Point>..., scalar_of_probed<result>>;
        T epsilon = std::numeric_limits<T>::epsilon();
        for (const T& other : {static_cast<T>(std::numeric_limits<scalar_of_probed<Point>>::epsilon())...,
                               static_cast<T>(std::numeric_limits<scalar_of_probed<result>>::epsilon())})
            epsilon = larger(epsilon, other);
        const std::vector<T> derivatives = detail::graph_derivatives<T>(f, at);
        return detail::compare_derivatives(tolerance, epsilon, f, at, derivatives);
    } else {
        return {};
    }
}

} // namespace detail

// `gradient_check` calls this. Throws what f and backward passes throw.
template <class F, class... X>
    requires(detail::can_be_on_graph<X>() && ...)
gradient_report check_gradient_on_graph(const gradient_tolerance& tolerance, F& f, const X&... x) {
    return detail::check_on_graph(tolerance, f, std::tuple{detail::on_graph(x)...});
}

} // namespace pullback

#endif
