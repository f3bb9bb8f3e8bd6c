// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_ARRAY_LOG_SUM_EXP_HPP
#define PULLBACK_DYNAMIC_ARRAY_LOG_SUM_EXP_HPP

#include <pullback/dynamic/call/operands.hpp>
#include <pullback/dynamic/call/whole_call.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/errors.hpp>
#include <pullback/dynamic/operators.hpp>
#include <pullback/dynamic/variable_handle.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/functions/exponentials.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/program/literal.hpp>

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <type_traits>

namespace pullback {

namespace dynamic::detail {

/// ln Σ e^x over all elements. Its adjoints are the shares of e^x in the sum.
struct log_sum_of_elements {
    static constexpr const char* name = "log_sum_exp";

    template <class A>
    static auto value(const A& x) {
        using S = scalar_of_data<A>;
        const auto* const in = data_traits<A>::elements(x);
        const auto* const end = in + data_traits<A>::count(x);
        if (in == end)
            throw shape_mismatch("log_sum_exp(x): x has the shape " + detail::shape_text(x) +
                                 " and no elements, and the logarithm of an empty sum is no number");
        const auto* const largest = largest_of(in, end);
        if (!pullback::engine::is_finite(*largest)) return data_traits<A>::number_of(*largest);
        S others(0);
        for (const auto* each = in; each != end; ++each)
            if (each != largest) others += math::exp(S(*each - *largest));
        return data_traits<A>::number_of(S(*largest + math::log1p(others)));
    }

    template <class A, class S>
    static auto pullback(const A& x, const S&, const S& gy) {
        if constexpr (is_variable<A>) {
            using T = typename A::data_type;
            const T exponents = exponents_of(x.data());
            const auto largest = *largest_in(x.data());
            // Equal infinities have equal shares, which are constants then.
            const bool is_regular = pullback::engine::is_finite(largest);
            const auto powers = detail::call_free<functions::exp>(
                detail::call_free<functions::select>(is_regular, x - largest, exponents));
            const auto shares = detail::call_free<functions::divide>(powers, total_of(powers));
            return std::tuple(detail::call_free<functions::multiply>(shares, gy));
        } else {
            using E = scalar_of_data<A>;
            const auto factor = *data_traits<S>::elements(gy);
            A shares = detail::mapped(exponents_of(x), [](const E& each) { return E(math::exp(each)); });
            auto* const out = data_traits<A>::elements(shares);
            E total(0);
            for (std::size_t i = 0, count = data_traits<A>::count(shares); i < count; ++i) total += out[i];
            for (std::size_t i = 0, count = data_traits<A>::count(shares); i < count; ++i)
                out[i] = factor * (out[i] / total);
            return std::tuple(shares);
        }
    }

private:
    // The largest element, as which a NaN counts.
    template <class E>
    static const E* largest_of(const E* in, const E* end) {
        return std::max_element(in, end, [](const E& a, const E& b) { return a < b || (a == a && b != b); });
    }
    template <class A>
    static const auto* largest_in(const A& x) {
        const auto* const in = data_traits<A>::elements(x);
        return largest_of(in, in + data_traits<A>::count(x));
    }
    // x less the largest element, without differences of infinities.
    template <class A>
    static A exponents_of(const A& x) {
        const auto largest = *largest_in(x);
        using E = std::remove_const_t<decltype(largest)>;
        return detail::mapped(x, [&](const E& each) { return each == largest ? E(0) : E(each - largest); });
    }
    template <class T>
    static auto total_of(const variable<T>& powers) {
        using number = typename data_traits<T>::number;
        return detail::fit<number>(powers, data_traits<T>::number_of(scalar_of_data<T>(0)));
    }
};

/// An array, or a variable of one.
template <class X>
concept ArrayOperand =
    is_operand<X> && RealData<typename operand_for<X>::data> && !NumberData<typename operand_for<X>::data>;

} // namespace dynamic::detail

/// ln Σ e^x over all elements of an array, one number, without overflow. Rule: the shares of e^x in the sum (softmax);
/// equal infinities have equal shares. Throws `shape_mismatch` if there are no elements.
template <Argument X>
    requires dynamic::detail::ArrayOperand<X>
auto log_sum_exp(const X& x) {
    return dynamic::detail::call_whole<dynamic::detail::log_sum_of_elements>(x);
}

} // namespace pullback

#endif
