// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_ACTIVATION_HPP
#define PULLBACK_FUNCTIONS_ACTIVATION_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/exponentials.hpp>
#include <pullback/functions/piecewise.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/functions/scalar.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <limits>
#include <type_traits>

namespace pullback::functions {

/// x, with derivative 0: what depends on x only through it is a constant to every derivative.
struct detach : elementary<detach, 1> {
    static constexpr const char* name = "detach";
    static constexpr notation printed{nullptr, "\\operatorname{detach}\\left({0}\\right)", "({0})"};
    static constexpr row_facts facts{.is_exact = true,
                                     .passes_on_nan = true,
                                     .continuous = continuity::everywhere,
                                     .is_finite_for = operand_range::finite,
                                     .is_nonzero_for = operand_range::nonzero,
                                     .has_finite_derivatives_for = operand_range::finite,
                                     .sign = result_sign::of_operands};
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
    static constexpr row_facts facts{.passes_on_nan = true,
                                     .is_defined_everywhere = true,
                                     .continuous = continuity::everywhere,
                                     .is_finite_for = operand_range::all,
                                     .has_finite_derivatives_for = operand_range::finite,
                                     .sign = result_sign::positive};
    template <class T>
    static constexpr T value(const T& x) {
        return 1 / (1 + math::exp(T(-x)));
    }
    template <class T>
    static constexpr T pullback(const T&, const T& y, const T& gy) {
        return gy * (y * (1 - y));
    }
};

/// The sigmoid once more, for the derivatives of softplus. Rule: y sigmoid(-x), whose digits are right however close y
/// is to 1.
struct logistic : elementary<logistic, 1> {
    static constexpr const char* name = sigmoid::name;
    static constexpr notation printed = sigmoid::printed;
    static constexpr row_facts facts{.has_finite_derivatives_for = operand_range::finite,
                                     .sign = result_sign::positive};
    template <class T>
    static constexpr T value(const T& x) {
        return sigmoid::value(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T& y, const T& gy) {
        return gy * (y * logistic{}(T(-x)));
    }
};

/// ln(1 + e^x), without overflow. All reals. Rule: sigmoid x.
struct softplus : elementary<softplus, 1> {
    static constexpr const char* name = "softplus";
    static constexpr notation printed{nullptr, "\\operatorname{softplus}\\left({0}\\right)",
                                      "(fmax({0}, 0) + log1p(exp(-fabs({0}))))"};
    static constexpr row_facts facts{.is_defined_everywhere = true,
                                     .continuous = continuity::everywhere,
                                     .has_finite_derivatives_for = operand_range::finite,
                                     .sign = result_sign::positive};
    template <class T>
    static constexpr T value(const T& x) {
        return max::value(x, T(0)) + math::log1p(math::exp(T(-math::abs(x))));
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return gy * logistic{}(x);
    }
};

// x - y, but 0 for two equal infinities. For numbers that avoids arithmetic that constant expressions do not allow.
template <class T>
constexpr T difference(const T& x, const T& y) {
    if constexpr (std::floating_point<T>) return x == y ? T(0) : x - y;
    else return math::select(x == y, T(0), T(x - y));
}

/// e^x / (e^x + e^y), the share of the first of two terms in their sum; two equal infinities have equal shares. Rule:
/// p q and -p q with the shares p and q of both, whose digits are right however close one is to 1.
struct share_of_first : elementary<share_of_first, 2> {
    static constexpr const char* name = "share_of_first";
    static constexpr notation printed{nullptr, "\\sigma\\left({0} - {1}\\right)",
                                      "1 / (1 + exp({0} == {1} ? 0 : ({1}) - ({0})))", 2};
    static constexpr row_facts facts{.has_finite_derivatives_for = operand_range::finite};
    template <class T>
    static constexpr T value(const T& x, const T& y) {
        return sigmoid::value(difference(x, y));
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& x, const T& y, const T& p, const T& gp) {
        const T gx = gp * (p * share_of_first{}(y, x));
        return {gx, -gx};
    }
};

/// ln(e^x + e^y), without overflow. All reals; -infinity where both are. Rule: the shares of e^x and e^y in
/// the sum, which are sigmoid(x - y) and sigmoid(y - x); two equal infinities have equal shares.
struct log_sum_exp : elementary<log_sum_exp, 2> {
    static constexpr const char* name = "log_sum_exp";
    static constexpr notation printed{nullptr, "\\ln\\left(e^{{0}} + e^{{1}}\\right)",
                                      "(fmax({0}, {1}) + log1p(exp(-fabs(({0}) - ({1})))))"};
    static constexpr row_facts facts{.continuous = continuity::everywhere,
                                     .has_finite_derivatives_for = operand_range::finite};
    template <class T>
    static constexpr T value(const T& x, const T& y) {
        const T d = distance(x, y);
        T tail = math::exp(T(-math::abs(d)));
        if constexpr (std::floating_point<T>)
            if (std::is_constant_evaluated() && math::abs(d) <= std::numeric_limits<T>::max()) {
                const T lost = rounding(x, y, d);
                tail *= d < 0 ? 1 + lost : 1 - lost;
            }
        return max::value(x, y) + math::log1p(tail);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& x, const T& y, const T&, const T& gz) {
        return {gz * share_of_first{}(x, y), gz * share_of_first{}(y, x)};
    }

private:
    // What the difference d of x and y lacks, exactly (Knuth's two-sum). It is an absolute error of the exponent; the
    // compiler has the time to make up for it.
    template <class T>
    static constexpr T rounding(const T& x, const T& y, const T& d) {
        const T back = d - x;
        return (x - (d - back)) - (y + back);
    }

    // x - y, but 0 for two equal infinities, and for a NaN, which the maximum keeps.
    template <class T>
    static constexpr T distance(const T& x, const T& y) {
        const T d = x - y;
        return math::select(d == d, d, T(0));
    }
};

/// e^(x - y), 1 for two equal infinities. Rule: the value and its negative.
struct exp_of_difference : elementary<exp_of_difference, 2> {
    static constexpr const char* name = "exp_of_difference";
    static constexpr notation printed{nullptr, "e^{{0} - {1}}", "exp({0} == {1} ? 0 : ({0}) - ({1}))"};
    template <class T>
    static constexpr T value(const T& x, const T& y) {
        return math::exp(difference(x, y));
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T&, const T&, const T& z, const T& gz) {
        const T gx = gz * z;
        return {gx, -gx};
    }
};

// The sum of exponentials e^m + Σ e^l, whose largest is e^m, relative to e^s, where s is the number that m is, but a
// constant: with t = Σ e^(l - s) the sum is e^s (e^(m - s) + t). The rows below are its logarithm, and what the
// derivatives of that are made of. All their values are those for m = s.

/// 1 / (e^(m - s) + t). Rule: -p q by m and -q² by t, with this value q and p that of share_of_largest.
struct inverse_of_sum : elementary<inverse_of_sum, 2> {
    static constexpr const char* name = "inverse_of_sum";
    static constexpr notation printed{nullptr, "\\frac{1}{1 + {1}}", "1 / (1 + {1})", 2};
    template <class T>
    static constexpr T value(const T&, const T& t) {
        return 1 / (1 + t);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& m, const T& t, const T& q, const T& gq);
};

/// e^(m - s) / (e^(m - s) + t), the share of e^m in the sum. Rule: p t q by m and -p q by t, with this value p and q
/// that of inverse_of_sum: products, so that they are right however close p is to 1.
struct share_of_largest : elementary<share_of_largest, 2> {
    static constexpr const char* name = "share_of_largest";
    static constexpr notation printed = inverse_of_sum::printed;
    template <class T>
    static constexpr T value(const T& m, const T& t) {
        return inverse_of_sum::value(m, t);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& m, const T& t, const T& p, const T& gp) {
        const T common = gp * p * inverse_of_sum{}(m, t);
        return {common * t, -common};
    }
};

template <class T>
constexpr std::array<T, 2> inverse_of_sum::pullback(const T& m, const T& t, const T& q, const T& gq) {
    const T common = gq * q;
    return {-(common * share_of_largest{}(m, t)), -(common * q)};
}

/// s + ln(e^(m - s) + t), that is m + ln(1 + t). Rule: share_of_largest and inverse_of_sum.
struct log_of_sum : elementary<log_of_sum, 2> {
    static constexpr const char* name = "log_of_sum";
    static constexpr notation printed{nullptr, "\\left({0} + \\ln\\left(1 + {1}\\right)\\right)", "({0} + log1p({1}))"};
    template <class T>
    static constexpr T value(const T& m, const T& t) {
        return m + math::log1p(t);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& m, const T& t, const T&, const T& gy) {
        return {gy * share_of_largest{}(m, t), gy * inverse_of_sum{}(m, t)};
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

// ln(e^largest + Σ e^rest).
template <class Largest, class... Rest>
constexpr auto log_of_sum_with(const Largest& largest, const Rest&... rest) {
    const auto shift = detach(largest);
    return functions::log_of_sum{}(largest, (functions::exp_of_difference{}(rest, shift) + ...));
}

// The largest of `largest` and the next `Count` numbers goes to the front, the others to the end.
template <int Count, class Largest, class Next, class... Rest>
constexpr auto log_of_sum_of(const Largest& largest, const Next& next, const Rest&... rest) {
    if constexpr (Count == 0) {
        return detail::log_of_sum_with(largest, next, rest...);
    } else {
        const auto is_next = largest < next;
        return detail::log_of_sum_of<Count - 1>(pullback::select(is_next, next, largest), rest...,
                                                pullback::select(is_next, largest, next));
    }
}

} // namespace detail

/// ln Σ e^x of three numbers and more, without overflow; -infinity where all are. Its gradient is the softmax: 0 by
/// -infinity, unless all are, then their shares are equal as those of several +infinity are. Derivatives of higher
/// order have the digits of the smaller numbers too, however far apart the numbers are.
template <Argument X, Argument Y, Argument Z, Argument... Rest>
constexpr auto log_sum_exp(const X& x, const Y& y, const Z& z, const Rest&... rest) {
    return detail::log_of_sum_of<2 + sizeof...(Rest)>(x, y, z, rest...);
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
        auto terms = x; // the largest of those seen so far at the front
        for (std::size_t i = 1; i < Size; ++i) {
            const auto is_next = terms[0] < terms[i];
            const X larger = pullback::select(is_next, terms[i], terms[0]);
            terms[i] = pullback::select(is_next, terms[0], terms[i]);
            terms[0] = larger;
        }
        const X shift = detach(terms[0]);
        X sum = functions::exp_of_difference{}(terms[1], shift);
        for (std::size_t i = 2; i < Size; ++i) sum = sum + functions::exp_of_difference{}(terms[i], shift);
        return functions::log_of_sum{}(terms[0], sum);
    }
}

} // namespace pullback

#endif
