// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_EXPONENTIALS_HPP
#define PULLBACK_FUNCTIONS_EXPONENTIALS_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/math/elementary.hpp>

namespace pullback::functions {

/// e^x. All reals. Rule: e^x, the value itself.
struct exp : elementary<exp, 1> {
    static constexpr const char* name = "exp";
    static constexpr notation printed{nullptr, "e^{{0}}", nullptr};
    static constexpr row_facts facts{.passes_on_nan = true,
                                     .is_defined_everywhere = true,
                                     .continuous = continuity::everywhere,
                                     .is_finite_for = operand_range::below_infinity,
                                     .is_nonzero_for = operand_range::finite,
                                     .has_finite_derivatives_for = operand_range::moderate,
                                     .sign = result_sign::positive,
                                     .law = known_law::exponential};
    template <class T>
    static constexpr T value(const T& x) {
        return math::exp(x);
    }
    template <class T>
    static constexpr T pullback(const T&, const T& y, const T& gy) {
        return gy * y;
    }
};

/// ln x. Domain x > 0; -infinity at 0. Rule: 1 / x.
struct log : elementary<log, 1> {
    static constexpr const char* name = "log";
    static constexpr notation printed{nullptr, "\\ln\\left({0}\\right)", nullptr};
    static constexpr row_facts facts{.passes_on_nan = true,
                                     .continuous = continuity::within_domain,
                                     .has_finite_derivatives_for = operand_range::positive,
                                     .law = known_law::logarithm};
    template <class T>
    static constexpr T value(const T& x) {
        return math::log(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return gy / x;
    }
};

/// 2^x. All reals. Rule: 2^x ln 2.
struct exp2 : elementary<exp2, 1> {
    static constexpr const char* name = "exp2";
    static constexpr notation printed{nullptr, "2^{{0}}", nullptr};
    static constexpr row_facts facts{.continuous = continuity::everywhere,
                                     .has_finite_derivatives_for = operand_range::moderate,
                                     .sign = result_sign::positive};
    template <class T>
    static constexpr T value(const T& x) {
        return math::exp2(x);
    }
    template <class T>
    static constexpr T pullback(const T&, const T& y, const T& gy) {
        return gy * (y * log{}(constant_like(y, 2)));
    }
};

/// e^x - 1, accurate near 0. All reals. Rule: e^x, computed anew, because y + 1 has lost its digits where y
/// is near -1.
struct expm1 : elementary<expm1, 1> {
    static constexpr const char* name = "expm1";
    static constexpr notation printed{nullptr, "\\left(e^{{0}} - 1\\right)", nullptr};
    static constexpr row_facts facts{.passes_on_nan = true,
                                     .continuous = continuity::everywhere,
                                     .has_finite_derivatives_for = operand_range::moderate};
    template <class T>
    static constexpr T value(const T& x) {
        return math::expm1(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return gy * exp{}(x);
    }
};

/// Logarithm to the base 2. Domain x > 0; -infinity at 0. Rule: 1 / (x ln 2).
struct log2 : elementary<log2, 1> {
    static constexpr const char* name = "log2";
    static constexpr notation printed{nullptr, "\\log_{2}\\left({0}\\right)", nullptr};
    template <class T>
    static constexpr T value(const T& x) {
        return math::log2(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return gy / (x * log{}(constant_like(x, 2)));
    }
};

/// Logarithm to the base 10. Domain x > 0; -infinity at 0. Rule: 1 / (x ln 10).
struct log10 : elementary<log10, 1> {
    static constexpr const char* name = "log10";
    static constexpr notation printed{nullptr, "\\log_{10}\\left({0}\\right)", nullptr};
    template <class T>
    static constexpr T value(const T& x) {
        return math::log10(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return gy / (x * log{}(constant_like(x, 10)));
    }
};

/// ln(1 + x), accurate near 0. Domain x > -1; -infinity at -1. Rule: 1 / (1 + x).
struct log1p : elementary<log1p, 1> {
    static constexpr const char* name = "log1p";
    static constexpr notation printed{nullptr, "\\ln\\left(1 + {0}\\right)", nullptr};
    static constexpr row_facts facts{.passes_on_nan = true,
                                     .is_nonzero_for = operand_range::nonzero,
                                     .has_finite_derivatives_for = operand_range::nonnegative,
                                     .sign = result_sign::of_operands};
    template <class T>
    static constexpr T value(const T& x) {
        return math::log1p(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return gy / (1 + x);
    }
};

} // namespace pullback::functions

namespace pullback {

/// e^x.
template <Argument X>
constexpr result_of<functions::exp, X> exp(const X& x) {
    return functions::exp{}(x);
}

/// 2^x.
template <Argument X>
constexpr result_of<functions::exp2, X> exp2(const X& x) {
    return functions::exp2{}(x);
}

/// e^x - 1, accurate near 0.
template <Argument X>
constexpr result_of<functions::expm1, X> expm1(const X& x) {
    return functions::expm1{}(x);
}

/// Natural logarithm.
template <Argument X>
constexpr result_of<functions::log, X> log(const X& x) {
    return functions::log{}(x);
}

/// Logarithm to the base 2.
template <Argument X>
constexpr result_of<functions::log2, X> log2(const X& x) {
    return functions::log2{}(x);
}

/// Logarithm to the base 10.
template <Argument X>
constexpr result_of<functions::log10, X> log10(const X& x) {
    return functions::log10{}(x);
}

/// ln(1 + x), accurate near 0.
template <Argument X>
constexpr result_of<functions::log1p, X> log1p(const X& x) {
    return functions::log1p{}(x);
}

} // namespace pullback

#endif
