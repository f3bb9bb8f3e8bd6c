// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_CHECK_RANGE_CHECK_HPP
#define PULLBACK_CHECK_RANGE_CHECK_HPP

#include <pullback/check/compare.hpp>
#include <pullback/check/gradient_report.hpp>
#include <pullback/check/probed.hpp>
#include <pullback/derivative/jacobian.hpp>
#include <pullback/derivative/jvp_vjp_hvp.hpp>
#include <pullback/derivative/wrt.hpp>
#include <pullback/shape/element.hpp>
#include <pullback/shape/element_types.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/static_function/range_function.hpp>

#include <array>
#include <cstddef>
#include <limits>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

// `gradient_check` of static functions over data.

namespace pullback::detail {

/// Acts on the scalars of a range that are none of these integers, in order.
template <class Integers, class C, class Act>
void for_reals(C& container, const Act& act) {
    using type = std::remove_cv_t<C>;
    using data = range_data<type>;
    const auto act_on = [&](auto... place) {
        [&]<int... S>(std::integer_sequence<int, S...>) {
            const auto act_on_scalar = [&]<int I>(std::integral_constant<int, I>) {
                if constexpr (!Integers::has(I)) act(detail::scalar_in<type, I>(container, place...));
            };
            (act_on_scalar(std::integral_constant<int, S>{}), ...);
        }(std::make_integer_sequence<int, element_shape<typename data::element>::size>{});
    };
    for (std::ptrdiff_t i = 0; i < data::template extent<0>(container); ++i) {
        if constexpr (data::dimensions == 1) {
            act_on(i);
        } else {
            const auto columns = [&] {
                if constexpr (is_ragged<type>) return data::template extent<1>(container, i);
                else return data::template extent<1>(container);
            };
            for (std::ptrdiff_t j = 0; j < columns(); ++j) act_on(i, j);
        }
    }
}

/// An argument of run-time length. What is called is a copy; its integers stay as they are.
template <class X>
struct range_point {
    const X* data;
};

template <class X>
struct probed<range_point<X>> {
    using traits = range_data<X>;
    using element = typename traits::element;
    using integers = integers_of<element>;
    using container = decltype(traits::template make_like<element>(std::declval<const X&>()));
    static constexpr bool is_known = true, is_real = true;
    static constexpr int size = -1;
    using scalar = typename element_shape<element>::scalar;
    struct numbers {
        container copy;
        std::vector<scalar> reals;
    };

    static numbers take_apart(const range_point<X>& x) {
        numbers result{traits::template make_like<element>(*x.data), {}};
        std::vector<element> elements;
        for_elements(*x.data, [&](const element& each) { elements.push_back(each); });
        std::size_t next = 0;
        for_elements(result.copy, [&](element& each) { each = elements[next++]; });
        for_reals<integers>(*x.data, [&](const auto& each) { result.reals.push_back(static_cast<scalar>(each)); });
        return result;
    }
    static scalar* elements(numbers& n) { return n.reals.data(); }
    static std::size_t count(const numbers& n) { return n.reals.size(); }
    static container argument(const numbers& n) {
        container result = n.copy;
        std::size_t next = 0;
        for_reals<integers>(
            result, [&](auto& each) { each = static_cast<std::remove_cvref_t<decltype(each)>>(n.reals[next++]); });
        return result;
    }

private:
    template <class C, class Act>
    static void for_elements(C& all, const Act& act) {
        using data = range_data<std::remove_cv_t<C>>;
        for (std::ptrdiff_t i = 0; i < data::template extent<0>(all); ++i) {
            if constexpr (data::dimensions == 1) {
                act(data::at(all, i));
            } else if constexpr (is_ragged<std::remove_cv_t<C>>) {
                for (std::ptrdiff_t j = 0; j < data::template extent<1>(all, i); ++j) act(data::at(all, i, j));
            } else {
                for (std::ptrdiff_t j = 0; j < data::template extent<1>(all); ++j) act(data::at(all, i, j));
            }
        }
    }
};

/// The numbers of a result, whatever it is.
template <class T>
struct result_numbers {
    std::vector<T> all;
};
template <class T>
struct probed<result_numbers<T>> {
    using scalar = T;
    static std::vector<T> take_apart(const result_numbers<T>& result) { return result.all; }
    static T* elements(std::vector<T>& n) { return n.data(); }
    static std::size_t count(const std::vector<T>& n) { return n.size(); }
    template <class E>
    static std::vector<E> make_each(std::size_t count) {
        return std::vector<E>(count);
    }
};

template <class T, class Integers = integer_scalars<>, class Y>
void append_numbers(std::vector<T>& all, const Y& y) {
    if constexpr (DataRange<Y>) {
        detail::for_reals<Integers>(y, [&](const auto& each) { all.push_back(static_cast<T>(each)); });
    } else {
        std::array<scalar_of<Y>, static_cast<std::size_t>(shape_of<Y>::size)> numbers{};
        shape_of<Y>::template load<0>(y, numbers.data());
        for (const auto& each : numbers) all.push_back(static_cast<T>(each));
    }
}

/// A cotangent of a result: 1 at the number `row`, 0 elsewhere.
template <class T, class Y>
Y unit_cotangent(Y y, std::size_t row) {
    std::size_t next = 0;
    if constexpr (DataRange<Y>) {
        detail::for_reals<integer_scalars<>>(
            y, [&](auto& each) { each = static_cast<std::remove_cvref_t<decltype(each)>>(next++ == row ? 1 : 0); });
        return y;
    } else {
        std::array<T, static_cast<std::size_t>(shape_of<Y>::size)> numbers{};
        for (T& each : numbers) each = T(next++ == row ? 1 : 0);
        return shape_of<Y>::template store<0, Y>(numbers.data());
    }
}

template <class X>
consteval bool is_differentiated() {
    if constexpr (DataRange<X>) {
        using element = typename range_data<X>::element;
        return !integers_of<element>::are_all(element_shape<element>::size);
    } else {
        return true;
    }
}
template <class X>
struct integers_of_argument {
    using type = integer_scalars<>;
};
template <DataRange X>
struct integers_of_argument<X> {
    using type = integers_of<typename range_data<X>::element>;
};

/// The derivatives by the arguments with real numbers, one result after the other.
template <class T, class... X, std::size_t... I, class F, class... A>
std::vector<T> range_derivatives(std::index_sequence<I...>, const F& f, const A&... arguments) {
    std::vector<T> all;
    const auto append = [&](const auto& derivative) {
        if constexpr (sizeof...(I) == 1) {
            (detail::append_numbers<T, typename integers_of_argument<std::tuple_element_t<I, std::tuple<X...>>>::type>(
                 all, derivative),
             ...);
        } else {
            [&]<std::size_t... K>(std::index_sequence<K...>) {
                (detail::append_numbers<T,
                                        typename integers_of_argument<std::tuple_element_t<I, std::tuple<X...>>>::type>(
                     all, get<K>(derivative)),
                 ...);
            }(std::make_index_sequence<sizeof...(I)>{});
        }
    };
    const auto y = f(arguments...);
    using result = std::remove_cvref_t<decltype(y)>;
    if constexpr (Scalar<result>) {
        append(pullback::gradient(f, wrt<static_cast<int>(I)...>)(arguments...));
    } else {
        std::vector<T> numbers;
        detail::append_numbers(numbers, y);
        for (std::size_t row = 0; row < numbers.size(); ++row)
            append(pullback::vjp(f, wrt<static_cast<int>(I)...>)(arguments..., detail::unit_cotangent<T>(y, row))
                       .cotangent);
    }
    return all;
}

/// The positions of the arguments that are differentiated by.
template <class... X>
struct differentiated_positions {
    static constexpr std::size_t count = (std::size_t(is_differentiated<X>()) + ...);
    static constexpr std::array<std::size_t, count + 1> found = [] {
        std::array<std::size_t, count + 1> result{};
        std::size_t next = 0, position = 0;
        ((is_differentiated<X>() ? result[next++] = position++ : position++), ...);
        return result;
    }();
    template <std::size_t... K>
    static std::index_sequence<found[K]...> as_sequence(std::index_sequence<K...>);
    using type = decltype(as_sequence(std::make_index_sequence<count>{}));
};

template <class T, class X>
auto point_of(const X& x) {
    if constexpr (DataRange<X>) return range_point<X>{&x};
    else return detail::rebound<T>(x);
}

/// What `f` makes of the arguments at a point.
template <class F, class... Point>
auto value_at_point(const F& f, const std::tuple<Point...>& at) {
    return detail::value_at<Point...>(
        f, std::apply([](const Point&... x) { return std::tuple{probed<Point>::take_apart(x)...}; }, at));
}

template <class F, class... X>
gradient_report check_over_ranges(const gradient_tolerance& tolerance, const F& f, const X&... x) {
    using T = scalar_of_range_call<X...>;
    const std::tuple at{detail::point_of<T>(x)...};
    const auto derivatives_at = [&](const auto&... arguments) {
        return detail::range_derivatives<T, X...>(typename differentiated_positions<X...>::type{}, f, arguments...);
    };
    const auto derivatives = detail::value_at_point(derivatives_at, at);
    const auto as_numbers = [&](const auto&... arguments) {
        result_numbers<T> result;
        detail::append_numbers(result.all, f(arguments...));
        return result;
    };
    return detail::compare_derivatives(tolerance, std::numeric_limits<T>::epsilon(), as_numbers, at, derivatives);
}

} // namespace pullback::detail

#endif
