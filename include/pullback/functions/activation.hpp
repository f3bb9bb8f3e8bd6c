// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_ACTIVATION_HPP
#define PULLBACK_FUNCTIONS_ACTIVATION_HPP

#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/exponentials.hpp>
#include <pullback/functions/piecewise.hpp>

#include <array>
#include <cstddef>

namespace pullback::functions {

/// x, with derivative 0: what depends on x only through it is a constant to every derivative.
struct detach : elementary<detach, 1> {
    static constexpr const char* name = "detach";
    static constexpr notation printed{nullptr, "\\operatorname{detach}\\left({0}\\right)", "({0})"};
    static constexpr bool folds_exactly = true;
    template <class T>
    static constexpr T value(const T& x) {
        return x;
    }
    template <class T>
    static constexpr T pullback(const T&, const T&, const T&) {
        return T(0);
    }
};

/// 1 / (1 + e^-x). All reals. Rule: y (1 - y), without a further exponential. Its error is a unit in the last
/// place of y, so that its digits are right where y is small; where y is nearly 1 the small derivative keeps
/// few, and at last is 0.
struct sigmoid : elementary<sigmoid, 1> {
    static constexpr const char* name = "sigmoid";
    static constexpr notation printed{nullptr, "\\sigma\\left({0}\\right)", "1 / (1 + exp(-({0})))", 2};
    template <class T>
    static constexpr T value(const T& x) {
        return 1 / (1 + math::exp(T(-x)));
    }
    template <class T>
    static constexpr T pullback(const T&, const T& y, const T& gy) {
        return gy * (y * (1 - y));
    }
};

/// ln(1 + e^x), without overflow. All reals. Rule: sigmoid x.
struct softplus : elementary<softplus, 1> {
    static constexpr const char* name = "softplus";
    static constexpr notation printed{nullptr, "\\operatorname{softplus}\\left({0}\\right)",
                                      "(fmax({0}, 0) + log1p(exp(-fabs({0}))))"};
    template <class T>
    static constexpr T value(const T& x) {
        return max::value(x, T(0)) + math::log1p(math::exp(T(-math::abs(x))));
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return gy * sigmoid{}(x);
    }
};

/// ln(e^x + e^y), without overflow. All reals; -infinity where both are. Rule: the shares of e^x and e^y in
/// the sum, which are sigmoid(x - y) and sigmoid(y - x); two equal infinities have equal shares.
struct log_sum_exp : elementary<log_sum_exp, 2> {
    static constexpr const char* name = "log_sum_exp";
    static constexpr notation printed{nullptr, "\\ln\\left(e^{{0}} + e^{{1}}\\right)",
                                      "(fmax({0}, {1}) + log1p(exp(-fabs(({0}) - ({1})))))"};
    template <class T>
    static constexpr T value(const T& x, const T& y) {
        return max::value(x, y) + math::log1p(math::exp(T(-math::abs(distance(x, y)))));
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& x, const T& y, const T&, const T& gz) {
        const T d = distance(x, y);
        return {gz * sigmoid{}(d), gz * sigmoid{}(T(-d))};
    }

private:
    // x - y, but 0 for two equal infinities, and for a NaN, which the maximum keeps.
    template <class T>
    static constexpr T distance(const T& x, const T& y) {
        const T d = x - y;
        return pullback::select(d == d, d, T(0));
    }
};

} // namespace pullback::functions

namespace pullback {

/// x, as a constant to every derivative.
template <Argument X>
constexpr result_of<functions::detach, X> detach(const X& x) {
    return functions::detach{}(x);
}

/// The logistic function 1 / (1 + e^-x).
template <Argument X>
constexpr result_of<functions::sigmoid, X> sigmoid(const X& x) {
    return functions::sigmoid{}(x);
}

/// ln(1 + e^x), without overflow.
template <Argument X>
constexpr result_of<functions::softplus, X> softplus(const X& x) {
    return functions::softplus{}(x);
}

/// ln(e^x), which is x.
template <Argument X>
constexpr X log_sum_exp(const X& x) {
    return x;
}

/// ln(e^x + e^y), without overflow; -infinity where both are. Its gradient is the softmax.
template <Argument X, Argument Y>
constexpr result_of<functions::log_sum_exp, X, Y> log_sum_exp(const X& x, const Y& y) {
    return functions::log_sum_exp{}(x, y);
}

namespace detail {

template <class X>
constexpr X largest_of(const X& x) {
    return x;
}
template <class X, class Y, class... Rest>
constexpr auto largest_of(const X& x, const Y& y, const Rest&... rest) {
    return detail::largest_of(max(x, y), rest...);
}

// What log_sum_exp takes off all its arguments: the largest, unless that is infinite. The result does not
// depend on it, so it is a constant to the derivatives.
template <class X>
constexpr auto shift_for(const X& largest) {
    return detach(pullback::select(largest - largest == 0, largest, 0));
}

} // namespace detail

/// ln Σ e^x of three numbers and more, without overflow; -infinity where all are. Its gradient is the
/// softmax, NaN where the largest is infinite.
template <Argument X, Argument Y, Argument Z, Argument... Rest>
constexpr auto log_sum_exp(const X& x, const Y& y, const Z& z, const Rest&... rest) {
    const auto shift = detail::shift_for(detail::largest_of(x, y, z, rest...));
    const auto sum = exp(x - shift) + exp(y - shift) + exp(z - shift);
    return shift + log((sum + ... + exp(rest - shift)));
}

/// ln Σ e^x of the elements, as for so many arguments.
template <Argument X, std::size_t Size>
constexpr X log_sum_exp(const std::array<X, Size>& x) {
    static_assert(Size > 0, "log_sum_exp(x): x has no elements, and the logarithm of an empty sum is no number");
    if constexpr (Size == 1) {
        return x[0];
    } else if constexpr (Size == 2) {
        return log_sum_exp(x[0], x[1]);
    } else {
        X largest = x[0];
        for (std::size_t i = 1; i < Size; ++i) largest = max(largest, x[i]);
        const X shift = detail::shift_for(largest);
        X sum = exp(X(x[0] - shift));
        for (std::size_t i = 1; i < Size; ++i) sum = sum + exp(X(x[i] - shift));
        return shift + log(sum);
    }
}

} // namespace pullback

#endif
