// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_ARITHMETIC_HPP
#define PULLBACK_FUNCTIONS_ARITHMETIC_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/math/arithmetic.hpp>
#include <pullback/math/several_arguments.hpp>

#include <array>
#include <type_traits>

// A product whose only use is a sum may be rounded together with it, where the processor can: what the compilers do to
// hand-written code. g++ does so by itself; clang only within one expression, and here every operation is one of its
// own. Define PULLBACK_NO_CONTRACTION to have every operation rounded (with g++ add -ffp-contract=off).
#if defined(__clang__) && !defined(PULLBACK_NO_CONTRACTION)
#define PULLBACK_CONTRACT_PRODUCTS _Pragma("clang fp contract(fast)")
#else
#define PULLBACK_CONTRACT_PRODUCTS
#endif

namespace pullback::functions {

// The rows behind the operators. Domain: all reals. Edges: those of the scalar's own arithmetic.

/// -x
struct negate : elementary<negate, 1> {
    static constexpr const char* name = "negate";
    static constexpr row_role role = row_role::negate;
    static constexpr notation printed{"-{0}", "-{0}", "-{0}", 3};
    static constexpr row_facts facts{.cost = cost_class::addition,
                                     .is_exact = true,
                                     .keeps_integers = true,
                                     .passes_on_nan = true,
                                     .continuous = continuity::everywhere};
    template <class T>
    static constexpr T value(const T& x) {
        return -x;
    }
    template <class T>
    static constexpr T pullback(const T&, const T&, const T& gy) {
        return -gy;
    }
};

/// x + y
struct add : elementary<add, 2> {
    static constexpr const char* name = "add";
    static constexpr row_role role = row_role::add;
    static constexpr notation printed{"{0} + {1}", "{0} + {1}", "{0} + {1}", 1};
    static constexpr row_facts facts{.cost = cost_class::addition,
                                     .is_commutative = true,
                                     .keeps_integers = true,
                                     .passes_on_nan = true,
                                     .continuous = continuity::everywhere};
    template <class T>
    static constexpr T value(const T& x, const T& y) {
        PULLBACK_CONTRACT_PRODUCTS
        if (std::is_constant_evaluated() && math::is_refused_sum(x, y)) return math::not_a_number<T>();
        return x + y;
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T&, const T&, const T&, const T& gz) {
        return {gz, gz};
    }
};

/// x - y
struct subtract : elementary<subtract, 2> {
    static constexpr const char* name = "subtract";
    static constexpr row_role role = row_role::subtract;
    static constexpr notation printed{"{0} - {1}", "{0} - {1}", "{0} - {1}", 1};
    static constexpr row_facts facts{.cost = cost_class::addition,
                                     .keeps_integers = true,
                                     .passes_on_nan = true,
                                     .continuous = continuity::everywhere};
    template <class T>
    static constexpr T value(const T& x, const T& y) {
        PULLBACK_CONTRACT_PRODUCTS
        if (std::is_constant_evaluated() && math::is_refused_difference(x, y)) return math::not_a_number<T>();
        return x - y;
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T&, const T&, const T&, const T& gz) {
        return {gz, -gz};
    }
};

/// x y
struct multiply : elementary<multiply, 2> {
    static constexpr const char* name = "multiply";
    static constexpr row_role role = row_role::multiply;
    static constexpr notation printed{"{0} * {1}", "{0} \\, {1}", "{0} * {1}", 2};
    static constexpr row_facts facts{.cost = cost_class::multiplication,
                                     .is_commutative = true,
                                     .keeps_integers = true,
                                     .passes_on_nan = true,
                                     .continuous = continuity::everywhere};
    template <class T>
    static constexpr T value(const T& x, const T& y) {
        PULLBACK_CONTRACT_PRODUCTS
        if (std::is_constant_evaluated() && math::is_refused_product(x, y)) return math::not_a_number<T>();
        return x * y;
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& x, const T& y, const T&, const T& gz) {
        return {gz * y, gz * x};
    }
};

/// x / y; infinite or NaN at y = 0, as the scalar's own division.
struct divide : elementary<divide, 2> {
    static constexpr const char* name = "divide";
    static constexpr row_role role = row_role::divide;
    static constexpr notation printed{"{0} / {1}", "\\frac{{0}}{{1}}", "{0} / {1}", 2};
    static constexpr row_facts facts{
        .cost = cost_class::division, .passes_on_nan = true, .continuous = continuity::everywhere};
    template <class T>
    static constexpr T value(const T& x, const T& y) {
        return math::quotient(x, y);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T&, const T& y, const T& z, const T& gz) {
        const T gx = gz / y;
        return {gx, -(gx * z)};
    }
};

/// x²
struct square : elementary<square, 1> {
    static constexpr const char* name = "square";
    static constexpr row_role role = row_role::square;
    static constexpr notation printed{"square({0})", "{0}^{2}", "{0} * {0}", 2};
    static constexpr row_facts facts{.cost = cost_class::multiplication,
                                     .keeps_integers = true,
                                     .passes_on_nan = true,
                                     .continuous = continuity::everywhere};
    template <class T>
    static constexpr T value(const T& x) {
        PULLBACK_CONTRACT_PRODUCTS
        if (std::is_constant_evaluated() && math::is_refused_product(x, x)) return math::not_a_number<T>();
        return x * x;
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return gy * (2 * x);
    }
};

/// x y + z, rounded once where the scalar can. All reals. Rule: y, x and 1.
struct fma : elementary<fma, 3> {
    static constexpr const char* name = "fma";
    static constexpr notation printed{nullptr, "\\left({0} \\, {1} + {2}\\right)", nullptr};
    static constexpr row_facts facts{.is_sum_of_products = true,
                                     .passes_on_nan = true,
                                     .continuous = continuity::everywhere,
                                     .has_finite_derivatives_for = operand_range::finite};
    template <class T>
    static constexpr T value(const T& x, const T& y, const T& z) {
        return math::fma(x, y, z);
    }
    template <class T>
    static constexpr std::array<T, 3> pullback(const T& x, const T& y, const T&, const T&, const T& gr) {
        return {gr * y, gr * x, gr};
    }
};

} // namespace pullback::functions

namespace pullback {

/// x². Domain: all reals.
template <Argument X>
constexpr result_of<functions::square, X> square(const X& x) {
    return functions::square{}(x);
}

/// x y + z, rounded once.
template <Argument X, Argument Y, Argument Z>
constexpr result_of<functions::fma, X, Y, Z> fma(const X& x, const Y& y, const Z& z) {
    return functions::fma{}(x, y, z);
}

} // namespace pullback

#undef PULLBACK_CONTRACT_PRODUCTS

#endif
