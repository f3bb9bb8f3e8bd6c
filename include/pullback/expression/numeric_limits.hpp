// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXPRESSION_NUMERIC_LIMITS_HPP
#define PULLBACK_EXPRESSION_NUMERIC_LIMITS_HPP

#include <pullback/expression/expression.hpp>

#include <limits>

namespace pullback::detail {

// A formula is told by the names of its members first, because others may ask for the limits of a type that is not
// complete.
template <class E>
concept CompleteFormula = requires {
    typename E::variables_type;
    typename E::captured_type;
} && is_formula<E>;

template <class E>
constexpr E no_limit_of_formula() {
    static_assert(always_false<E>,
                  "std::numeric_limits<T>: T is the type of a formula, which has no limits before its variables have "
                  "values; name a type of numbers, std::numeric_limits<double>::infinity()");
    return E{};
}

} // namespace pullback::detail

/// A formula is no number. Without this, its limits would be the formula itself, default-constructed.
template <pullback::detail::CompleteFormula E>
class std::numeric_limits<E> {
public:
    static constexpr bool is_specialized = false;
    static constexpr E infinity() { return pullback::detail::no_limit_of_formula<E>(); }
    static constexpr E quiet_NaN() { return pullback::detail::no_limit_of_formula<E>(); }
    static constexpr E signaling_NaN() { return pullback::detail::no_limit_of_formula<E>(); }
    static constexpr E round_error() { return pullback::detail::no_limit_of_formula<E>(); }
    static constexpr E epsilon() { return pullback::detail::no_limit_of_formula<E>(); }
    static constexpr E(min)() { return pullback::detail::no_limit_of_formula<E>(); }
    static constexpr E(max)() { return pullback::detail::no_limit_of_formula<E>(); }
    static constexpr E lowest() { return pullback::detail::no_limit_of_formula<E>(); }
    static constexpr E denorm_min() { return pullback::detail::no_limit_of_formula<E>(); }
};

#endif
