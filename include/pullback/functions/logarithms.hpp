// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_LOGARITHMS_HPP
#define PULLBACK_FUNCTIONS_LOGARITHMS_HPP

#include <pullback/functions/activation.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/exponentials.hpp>
#include <pullback/functions/hyperbolic.hpp>
#include <pullback/functions/scalar.hpp>

#include <array>
#include <cstddef>

namespace pullback::functions {

/// ln(1 - x), accurate near 0. Domain x < 1; -infinity at 1. Rule: -1 / (1 - x).
struct log1m : elementary<log1m, 1> {
    static constexpr const char* name = "log1m";
    static constexpr notation printed{nullptr, "\\ln\\left(1 - {0}\\right)", "log1p(-({0}))"};
    template <class T>
    static constexpr T value(const T& x) {
        return math::log1p(T(-x));
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return -(gy / (1 - x));
    }
};

/// ln(1 - e^x), accurate near 0 and far from it. Domain x < 0; -infinity at 0. Rule: -1 / (e^-x - 1). At 0 that would
/// have the sign of the zero; the value stands for it, and for the derivatives of higher orders, which are all
/// -infinity there.
struct log1m_exp : elementary<log1m_exp, 1> {
    static constexpr const char* name = "log1m_exp";
    static constexpr notation printed{nullptr, "\\ln\\left(1 - e^{{0}}\\right)",
                                      "{0} > -0.69314718055994531 ? log(-expm1({0})) : log1p(-exp({0}))"};
    template <class T>
    static constexpr T value(const T& x) {
        const T rest = -math::expm1(x); // 1 - e^x
        return math::select(rest < T(1) / T(2), math::log(rest), math::log1p(T(-math::exp(x))));
    }
    template <class T>
    static constexpr T pullback(const T& x, const T& y, const T& gy) {
        return pullback::select(x == T(0), T(gy * y), T(-(gy / expm1{}(T(-x)))));
    }
};

/// ln(e^x - e^y), without overflow. Domain x >= y; -infinity where they are equal. Rule: 1 + 1 / (e^(x-y) - 1) and
/// -1 / (e^(x-y) - 1).
struct log_diff_exp : elementary<log_diff_exp, 2> {
    static constexpr const char* name = "log_diff_exp";
    static constexpr notation printed{
        nullptr, "\\ln\\left(e^{{0}} - e^{{1}}\\right)",
        "{0} == {1} ? -INFINITY : {1} - {0} > -0.69314718055994531 ? {0} + log(-expm1({1} - {0})) "
        ": {0} + log1p(-exp({1} - {0}))"};
    template <class T>
    static constexpr T value(const T& x, const T& y) {
        const T distance = math::select(x == y, T(0), T(y - x)); // two equal infinities have none
        const T rest = log1m_exp::value(distance);
        return math::select(x == y, rest, T(x + rest));
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& x, const T& y, const T&, const T& gz) {
        const T share = gz / expm1{}(T(x - y));
        return {gz + share, -share};
    }
};

/// x ln y, 0 where both are 0. Domain y > 0, or both 0. Rule: ln y and x / y, 0 where both are 0 (where it has no
/// derivative of second order by both).
struct multiply_log : elementary<multiply_log, 2> {
    static constexpr const char* name = "multiply_log";
    static constexpr notation printed{nullptr, "{0} \\, \\ln\\left({1}\\right)",
                                      "{0} == 0 && {1} == 0 ? 0 : {0} * log({1})", 2};
    template <class T>
    static constexpr T value(const T& x, const T& y) {
        const T zero(0);
        return x * math::log(math::select(x == zero && y == zero, T(1), y));
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& x, const T& y, const T&, const T& gz) {
        const T zero(0), one(1);
        return {gz * log{}(y), gz * (x / pullback::select(x == zero && y == zero, one, y))};
    }
};

/// ln(x / (1 - x)), accurate near 1/2. Domain 0 < x < 1; infinite at 0 and 1. Rule: 1 / (x (1 - x)).
struct logit : elementary<logit, 1> {
    static constexpr const char* name = "logit";
    static constexpr notation printed{nullptr, "\\operatorname{logit}\\left({0}\\right)",
                                      "fabs({0} - 0.5) < 0.25 ? 2 * atanh(2 * {0} - 1) : log({0} / (1 - {0}))"};
    template <class T>
    static constexpr T value(const T& x) {
        const T one(1), centred = T(2) * x - one;
        return math::select(math::abs(centred) < one / T(2), T(T(2) * math::atanh(centred)),
                            math::log(T(x / (one - x))));
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return gy / (x * (1 - x));
    }
};

} // namespace pullback::functions

namespace pullback {

/// ln(1 - x), accurate near 0.
template <Argument X>
constexpr result_of<functions::log1m, X> log1m(const X& x) {
    return functions::log1m{}(x);
}

/// ln(1 - e^x) for x < 0.
template <Argument X>
constexpr result_of<functions::log1m_exp, X> log1m_exp(const X& x) {
    return functions::log1m_exp{}(x);
}

/// ln(e^x - e^y) for x > y, without overflow.
template <Argument X, Argument Y>
constexpr result_of<functions::log_diff_exp, X, Y> log_diff_exp(const X& x, const Y& y) {
    return functions::log_diff_exp{}(x, y);
}

/// x ln y, 0 where both are 0.
template <Argument X, Argument Y>
constexpr result_of<functions::multiply_log, X, Y> multiply_log(const X& x, const Y& y) {
    return functions::multiply_log{}(x, y);
}

/// ln(x / (1 - x)), the inverse of `sigmoid`.
template <Argument X>
constexpr result_of<functions::logit, X> logit(const X& x) {
    return functions::logit{}(x);
}

/// 1 / (1 + e^-x), another name of `sigmoid`.
template <Argument X>
constexpr result_of<functions::sigmoid, X> inv_logit(const X& x) {
    return functions::sigmoid{}(x);
}

namespace detail {

/// The largest number, as one without a derivative; 0 where it is infinite.
template <class X, std::size_t Size>
constexpr X taken_off(const std::array<X, Size>& x) {
    X largest = x[0];
    for (std::size_t i = 1; i < Size; ++i) largest = max(largest, x[i]);
    return detach(pullback::select(largest - largest == 0, largest, 0));
}

} // namespace detail

/// The shares e^x[i] / Σ e^x[k], without overflow. NaN where the largest is infinite. Its derivatives are those of the
/// formula, whatever is taken off.
template <Argument X, std::size_t Size>
constexpr std::array<X, Size> softmax(const std::array<X, Size>& x) {
    static_assert(Size > 0, "softmax(x): x has no elements, so there is nothing to share");
    const X shift = detail::taken_off(x);
    std::array<X, Size> shares = x;
    for (X& share : shares) share = exp(X(share - shift));
    X sum = shares[0];
    for (std::size_t i = 1; i < Size; ++i) sum = sum + shares[i];
    for (X& share : shares) share = share / sum;
    return shares;
}

/// The logarithms of the shares, x[i] - ln Σ e^x[k], without overflow, and right to all digits where a share underflows
/// or is nearly 1. NaN where the largest is infinite.
template <Argument X, std::size_t Size>
constexpr std::array<X, Size> log_softmax(const std::array<X, Size>& x) {
    static_assert(Size > 0, "log_softmax(x): x has no elements, so there is nothing to share");
    const X shift = detail::taken_off(x);
    std::array<X, Size> logarithms = x;
    for (X& each : logarithms) each = each - shift;
    X sum = exp(logarithms[0]);
    for (std::size_t i = 1; i < Size; ++i) sum = sum + exp(logarithms[i]);
    const X of_sum = log(sum);
    for (X& each : logarithms) each = each - of_sum;
    return logarithms;
}

} // namespace pullback

#endif
