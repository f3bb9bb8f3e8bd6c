// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_REFUSED_FUNCTIONS_HPP
#define PULLBACK_BLOCKS_REFUSED_FUNCTIONS_HPP

#include <pullback/blocks/no_arithmetic.hpp>
#include <pullback/blocks/operands.hpp>
#include <pullback/blocks/refused_operators.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/record/recorded.hpp>

#include <type_traits>

// Functions of numbers called with ranges, arrays and structs, and words for ranges called with numbers. These say what
// to write in their place. A type's own function of such a name is more special than they are.

namespace pullback {

namespace detail {

/// What is made of several numbers and has no operators of its own, with which it would be a number.
template <class A>
concept NoNumber = Several<A> && !is_argument<A>;

/// No function of numbers has a result for it. (Compilers ask for that before they look at what a function requires.)
template <class F, class... X>
    requires((NoNumber<X> || ...) && !(std::is_same_v<X, recorded> || ...))
struct call_result<F, X...> {};

/// What stands for the result: the first that is made of several numbers, so that no other error follows.
template <class First, class... Rest>
constexpr auto first_of_several(const First& first, const Rest&... rest) {
    if constexpr (NoNumber<First>) return first;
    else return detail::first_of_several(rest...);
}

template <class... A>
inline constexpr bool has_recorded = (std::is_same_v<A, recorded> || ...);
/// What stands where the first range of a word does: a number, or, before a range, the function of its elements.
template <class X, class... A>
inline constexpr bool is_no_first_range = std::is_same_v<X, recorded> || (!Operand<X> && (SymbolicRange<A> || ...));

} // namespace detail

// Each asserts it itself, and returns what is not known without its definition, as in refused_operators.hpp.
#define PULLBACK_REFUSE_FUNCTION(NAME)                                                                               \
    /** Refused: several numbers are no argument of a function of numbers. */                                        \
    template <class... A>                                                                                            \
        requires(detail::NoNumber<A> || ...)                                                                         \
    constexpr auto NAME(const A&... x) {                                                                             \
        static_assert(detail::always_false<detail::truths<detail::NoNumber<A>...>>,                                  \
                      "exp(x), sin(x), pow(x, 2), ...: x is made of several numbers, such as an array, a struct or " \
                      "a range, and these functions take one; write map(x, [](const auto& e) { return exp(e); }), "  \
                      "or sum(x, f) with such an f");                                                                \
        return detail::first_of_several(x...);                                                                       \
    }
PULLBACK_REFUSE_FUNCTION(square)
PULLBACK_REFUSE_FUNCTION(sqrt)
PULLBACK_REFUSE_FUNCTION(cbrt)
PULLBACK_REFUSE_FUNCTION(pow)
PULLBACK_REFUSE_FUNCTION(hypot)
PULLBACK_REFUSE_FUNCTION(inv)
PULLBACK_REFUSE_FUNCTION(inv_sqrt)
PULLBACK_REFUSE_FUNCTION(sqrt1pm1)
PULLBACK_REFUSE_FUNCTION(powm1)
PULLBACK_REFUSE_FUNCTION(exp)
PULLBACK_REFUSE_FUNCTION(exp2)
PULLBACK_REFUSE_FUNCTION(expm1)
PULLBACK_REFUSE_FUNCTION(log)
PULLBACK_REFUSE_FUNCTION(log2)
PULLBACK_REFUSE_FUNCTION(log10)
PULLBACK_REFUSE_FUNCTION(log1p)
PULLBACK_REFUSE_FUNCTION(log1m)
PULLBACK_REFUSE_FUNCTION(log1m_exp)
PULLBACK_REFUSE_FUNCTION(sin)
PULLBACK_REFUSE_FUNCTION(cos)
PULLBACK_REFUSE_FUNCTION(tan)
PULLBACK_REFUSE_FUNCTION(asin)
PULLBACK_REFUSE_FUNCTION(acos)
PULLBACK_REFUSE_FUNCTION(atan)
PULLBACK_REFUSE_FUNCTION(atan2)
PULLBACK_REFUSE_FUNCTION(sin_pi)
PULLBACK_REFUSE_FUNCTION(cos_pi)
PULLBACK_REFUSE_FUNCTION(sinc)
PULLBACK_REFUSE_FUNCTION(sinh)
PULLBACK_REFUSE_FUNCTION(cosh)
PULLBACK_REFUSE_FUNCTION(tanh)
PULLBACK_REFUSE_FUNCTION(asinh)
PULLBACK_REFUSE_FUNCTION(acosh)
PULLBACK_REFUSE_FUNCTION(atanh)
PULLBACK_REFUSE_FUNCTION(sigmoid)
PULLBACK_REFUSE_FUNCTION(softplus)
PULLBACK_REFUSE_FUNCTION(logit)
PULLBACK_REFUSE_FUNCTION(inv_logit)
PULLBACK_REFUSE_FUNCTION(abs)
PULLBACK_REFUSE_FUNCTION(fabs)
PULLBACK_REFUSE_FUNCTION(floor)
PULLBACK_REFUSE_FUNCTION(ceil)
PULLBACK_REFUSE_FUNCTION(round)
PULLBACK_REFUSE_FUNCTION(trunc)
PULLBACK_REFUSE_FUNCTION(fmod)
PULLBACK_REFUSE_FUNCTION(sign)
PULLBACK_REFUSE_FUNCTION(erf)
PULLBACK_REFUSE_FUNCTION(erfc)
PULLBACK_REFUSE_FUNCTION(Phi)
PULLBACK_REFUSE_FUNCTION(lgamma)
PULLBACK_REFUSE_FUNCTION(tgamma)
PULLBACK_REFUSE_FUNCTION(digamma)
#undef PULLBACK_REFUSE_FUNCTION

#define PULLBACK_REFUSE_NUMBER(NAME)                                                                                  \
    /** Refused: a number, or a function, is neither a range nor an array. */                                         \
    template <class X, class... A>                                                                                    \
        requires(detail::is_no_first_range<X, A...>)                                                                  \
    constexpr auto NAME(const X&, const A&...) {                                                                      \
        static_assert(detail::always_false<X>,                                                                        \
                      "sum(x), mean(x), map(x, f), ...: x is a number, or a function, neither a range nor an array; " \
                      "ranges come first, f stands last; if x is an argument, give a std::vector, a std::span or an " \
                      "array for it, of a variable of a graph as_range(x)");                                          \
        return recorded();                                                                                            \
    }
PULLBACK_REFUSE_NUMBER(sum)
PULLBACK_REFUSE_NUMBER(product)
PULLBACK_REFUSE_NUMBER(mean)
PULLBACK_REFUSE_NUMBER(norm)
PULLBACK_REFUSE_NUMBER(squared_norm)
PULLBACK_REFUSE_NUMBER(map)
PULLBACK_REFUSE_NUMBER(count)
PULLBACK_REFUSE_NUMBER(any)
PULLBACK_REFUSE_NUMBER(all)
PULLBACK_REFUSE_NUMBER(argmax)
PULLBACK_REFUSE_NUMBER(argmin)
#undef PULLBACK_REFUSE_NUMBER

#define PULLBACK_REFUSE_NUMBERS(NAME)                                                                                \
    /** Refused: one of both is neither a range nor an array. */                                                     \
    template <class A, class B>                                                                                      \
        requires(detail::has_recorded<A, B>)                                                                         \
    constexpr auto NAME(const A&, const B&) {                                                                        \
        static_assert(detail::always_false<A>,                                                                       \
                      "dot(x, y), zip(x, y), matrix_vector(A, x), ...: x or y is neither a range nor an array; for " \
                      "a number a write a * sum(x), or map(x, [&](const auto& e) { return a * e; })");               \
        return recorded();                                                                                           \
    }
PULLBACK_REFUSE_NUMBERS(dot)
PULLBACK_REFUSE_NUMBERS(zip)
PULLBACK_REFUSE_NUMBERS(matrix_vector)
PULLBACK_REFUSE_NUMBERS(matrix_matrix)
#undef PULLBACK_REFUSE_NUMBERS

} // namespace pullback

#endif
