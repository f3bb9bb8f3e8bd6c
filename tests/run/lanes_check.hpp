// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_RUN_LANES_CHECK_HPP
#define PULLBACK_TESTS_RUN_LANES_CHECK_HPP

#include "seeded_numbers.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <type_traits>
#include <utility>
#include <vector>

/// Loops in lanes against the same loops without, at the lengths around the widths of vectors: values, gradients,
/// tangents, adjoints, second derivatives, returned and in memory of the caller.
namespace lanes_check {

using namespace seeded_numbers;
using namespace pullback;

/// All numbers of a result, whatever it is made of.
template <class T, class X>
void list_numbers(std::vector<T>& all, const X& x) {
    if constexpr (std::is_arithmetic_v<X>) all.push_back(static_cast<T>(x));
    else if constexpr (requires { x.rows(); })
        for (std::ptrdiff_t i = 0; i < x.rows(); ++i)
            for (std::ptrdiff_t j = 0; j < x.columns(); ++j) list_numbers(all, x(i, j));
    else if constexpr (requires { x.begin(); })
        for (const auto& each : x) list_numbers(all, each);
    else
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            using std::get;
            (list_numbers(all, get<I>(x)), ...);
        }(std::make_index_sequence<std::tuple_size_v<X>>{});
}
template <class T, class X>
std::vector<T> numbers_of(const X& x) {
    std::vector<T> all;
    list_numbers(all, x);
    return all;
}

template <class T, class X>
void check_same(const X& lanes, const X& exact, std::size_t terms) {
    const auto a = numbers_of<T>(lanes), b = numbers_of<T>(exact);
    BOOST_TEST_REQUIRE(a.size() == b.size());
    T largest(1);
    for (const T each : b) largest = std::abs(each) > largest ? std::abs(each) : largest;
    for (std::size_t i = 0; i < b.size(); ++i) {
        const bool is_same = a[i] == b[i] || (a[i] != a[i] && b[i] != b[i]);
        BOOST_TEST((is_same || std::abs(a[i] - b[i]) <=
                                   8 * std::numeric_limits<T>::epsilon() * static_cast<T>(10 + terms) * largest),
                   a[i] << " and " << b[i] << " (number " << i << ")");
    }
}

template <class T>
std::vector<T> some(std::size_t count) {
    const numbers x = random_numbers(count);
    return {x.begin(), x.end()};
}

/// A function of a range, a number and subscripts of the range.
template <class T, class F>
void check_at(F f, std::size_t count) {
    BOOST_TEST_CONTEXT("length " << count) {
        const std::vector<T> x = some<T>(count), v = some<T>(count);
        const T a = static_cast<T>(random_number()), da = static_cast<T>(random_number());
        const subscripts k = random_subscripts(count == 0 ? 0 : count + 2, count);
        const std::size_t terms = count * count;
        constexpr auto by = wrt<0, 1>;
        check_same<T>(f(unseq, x, a, k), f(x, a, k), terms);
        check_same<T>(jvp(f, by)(unseq, x, a, k, v, da).tangent, jvp(f, by)(x, a, k, v, da).tangent, terms);
        const auto y = f(x, a, k);
        if constexpr (std::is_arithmetic_v<std::remove_const_t<decltype(y)>>) {
            check_same<T>(value_and_gradient(f, by)(unseq, x, a, k), value_and_gradient(f, by)(x, a, k), terms);
            if constexpr (std::is_same_v<T, double>)
                check_same<T>(hvp(f, by)(unseq, x, a, k, v, da), hvp(f, by)(x, a, k, v, da), terms * 10);
        } else {
            const auto w = some<T>(y.size());
            check_same<T>(vjp(f, by)(unseq, x, a, k, w).cotangent, vjp(f, by)(x, a, k, w).cotangent, terms);
            std::vector<T> into(y.size());
            f.into(into)(unseq, x, a, k);
            check_same<T>(into, y, terms);
            f.into(into.data())(unseq, x, a, k);
            check_same<T>(into, y, terms);
        }
    }
}
inline constexpr std::size_t lengths[] = {0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 67, 100};
template <class T, class F>
void check_with(F f, std::size_t shortest = 0) {
    for (const std::size_t count : lengths)
        if (count >= shortest) check_at<T>(f, count);
}
template <class F>
void check(F f, std::size_t shortest = 0) {
    check_with<double>(f, shortest);
    check_with<float>(f, shortest);
}

} // namespace lanes_check

#endif
