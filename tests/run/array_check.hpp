// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_RUN_ARRAY_CHECK_HPP
#define PULLBACK_TESTS_RUN_ARRAY_CHECK_HPP

#include "caught_text.hpp"

#include <pullback/dynamic.hpp>
#include <pullback/dynamic/engine.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <string>
#include <tuple>

/// Checks derivatives by variables of arrays against central differences.
namespace array_test {

namespace dynamic = pullback::dynamic;

template <class T>
double first_number(const T& data) {
    return static_cast<double>(dynamic::data_traits<T>::elements(data)[0]);
}

/// The elements of a small array, none of them special: 0.3, 0.41, 0.52, …
template <class T>
T filled(T data, double first = 0.3) {
    for (std::size_t i = 0; i < dynamic::data_traits<T>::count(data); ++i)
        dynamic::data_traits<T>::elements(data)[i] = static_cast<dynamic::scalar_of_data<T>>(first + 0.11 * double(i));
    return data;
}

/// Checks `first` element by element against central differences of `value`, a function from data to a
/// number.
template <class T, class F>
void check_differences(const std::string& what, const F& value, const T& at, const T& first) {
    using traits = dynamic::data_traits<T>;
    BOOST_REQUIRE_MESSAGE(traits::shape(first) == traits::shape(at), what << ": the gradient has another shape");
    for (std::size_t i = 0; i < traits::count(at); ++i) {
        constexpr double step = 1e-5;
        T above = at, below = at;
        traits::elements(above)[i] += step;
        traits::elements(below)[i] -= step;
        const double wanted = (value(above) - value(below)) / (2 * step), got = traits::elements(first)[i];
        BOOST_CHECK_MESSAGE(std::abs(got - wanted) <= 2e-8 * (1 + std::abs(wanted)),
                            what << ", element " << i << ": " << got << ", differences give " << wanted);
    }
}

/// Checks first and second derivatives of sum(f(x)), by `backward` and by `grad`.
template <class T, class F>
void check(const std::string& what, const F& f, const T& at) {
    const T weights = filled(at, 0.7);
    const auto value = [&](const T& x) { return first_number(sum(f(dynamic::variable<T>(x))).data()); };
    // Any direction, so that no second derivative can hide.
    const auto slope = [&](const T& x) {
        const dynamic::variable<T> v(x);
        const dynamic::variable<T> g = dynamic::grad(sum(f(v)), v);
        return std::pair(v, sum(dynamic::engine::call_free<pullback::functions::multiply>(g, weights)));
    };

    dynamic::variable<T> x(at);
    sum(f(x)).backward();
    check_differences(what, value, at, x.grad());
    check_differences(what + ", grad", value, at, dynamic::grad(sum(f(x)), x).data());

    const auto [v, along] = slope(at);
    const auto second = dynamic::grad(along, v, dynamic::unused::zero);
    check_differences(
        what + ", second", [&](const T& moved) { return first_number(slope(moved).second.data()); }, at, second.data());
}

/// Checks that value, first and second derivatives of sum(f(x)) in single precision are those in double precision.
template <class T, class F>
void check_float(const std::string& what, const F& f, const T& at) {
    using single = dynamic::rebind_data<T, float>;
    const auto in_float = [](const T& data) {
        single result = dynamic::data_traits<T>::template like<float>(data);
        for (std::size_t i = 0; i < dynamic::data_traits<T>::count(data); ++i)
            dynamic::data_traits<single>::elements(result)[i] =
                static_cast<float>(dynamic::data_traits<T>::elements(data)[i]);
        return result;
    };
    const auto compare = [&](const char* part, const T& wanted, const single& got) {
        static_assert(std::is_same_v<dynamic::scalar_of_data<single>, float>);
        BOOST_REQUIRE(dynamic::data_traits<T>::shape(wanted) == dynamic::data_traits<single>::shape(got));
        for (std::size_t i = 0; i < dynamic::data_traits<T>::count(wanted); ++i) {
            const double w = dynamic::data_traits<T>::elements(wanted)[i],
                         g = double(dynamic::data_traits<single>::elements(got)[i]);
            BOOST_CHECK_MESSAGE(std::abs(g - w) <= 2e-5 * (1 + std::abs(w)),
                                what << part << ": " << g << ", not " << w);
        }
    };
    const auto both = [&](const auto& data) {
        using U = std::remove_cvref_t<decltype(data)>;
        const dynamic::variable<U> x(data), z(data);
        sum(f(x)).backward();
        const dynamic::variable<U> first = dynamic::grad(sum(square(f(z))), z);
        const auto second = dynamic::grad(sum(square(first)), z, dynamic::unused::zero);
        return std::tuple(x.grad(), first.data(), second.data());
    };
    const auto [by_pass, first, second] = both(at);
    const auto [by_pass_single, first_single, second_single] = both(in_float(at));
    compare(", backward, in float", by_pass, by_pass_single);
    compare(", grad, in float", first, first_single);
    compare(", second, in float", second, second_single);
}

using caught_text::text_of;

} // namespace array_test

#endif
