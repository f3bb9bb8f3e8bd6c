// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_POWERS_HPP
#define PULLBACK_FUNCTIONS_POWERS_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/exponentials.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/math/elementary.hpp>
#include <pullback/math/several_arguments.hpp>

#include <array>

namespace pullback::functions {

/// √x. Domain x >= 0. Rule: 1 / (2y), +infinity at 0.
struct sqrt : elementary<sqrt, 1> {
    static constexpr const char* name = "sqrt";
    static constexpr notation printed{nullptr, "\\sqrt{{0}}", nullptr};
    static constexpr row_facts facts{.cost = cost_class::square_root,
                                     .passes_on_nan = true,
                                     .continuous = continuity::within_domain,
                                     .is_finite_for = operand_range::finite,
                                     .is_nonzero_for = operand_range::nonzero,
                                     .has_finite_derivatives_for = operand_range::positive,
                                     .sign = result_sign::nonnegative,
                                     .law = known_law::square_root};
    template <class T>
    static constexpr T value(const T& x) {
        return math::sqrt(x);
    }
    template <class T>
    static constexpr T pullback(const T&, const T& y, const T& gy) {
        return gy / (2 * y);
    }
};

/// √x of what is a sum of squares, the length of a vector. Domain x >= 0. Rule: 1 / (2y); the derivatives of every
/// order are 0 at 0, the tip of a cone, as those of `hypot` are.
struct root_of_squares : elementary<root_of_squares, 1> {
    static constexpr const char* name = "root_of_squares";
    static constexpr notation printed{nullptr, "\\sqrt{{0}}", "sqrt({0})"};
    static constexpr row_facts facts = [] {
        row_facts but_for_the_tip = sqrt::facts;
        but_for_the_tip.has_finite_derivatives_for = operand_range::nonnegative;
        return but_for_the_tip;
    }();
    template <class T>
    static constexpr T value(const T& x) {
        return sqrt::value(x);
    }
    template <class T>
    static constexpr T pullback(const T&, const T& y, const T& gy) {
        const T zero(0), one(1);
        const auto is_tip = y == zero;
        return pullback::select(is_tip, zero, gy) / (2 * pullback::select(is_tip, one, y));
    }
};

/// ∛x. All reals. Rule: 1 / (3y²), +infinity at 0.
struct cbrt : elementary<cbrt, 1> {
    static constexpr const char* name = "cbrt";
    static constexpr notation printed{nullptr, "\\sqrt[3]{{0}}", nullptr};
    static constexpr row_facts facts{.passes_on_nan = true,
                                     .is_defined_everywhere = true,
                                     .continuous = continuity::everywhere,
                                     .is_finite_for = operand_range::finite,
                                     .is_nonzero_for = operand_range::nonzero,
                                     .has_finite_derivatives_for = operand_range::positive,
                                     .sign = result_sign::of_operands};
    template <class T>
    static constexpr T value(const T& x) {
        return math::cbrt(x);
    }
    template <class T>
    static constexpr T pullback(const T&, const T& y, const T& gy) {
        return gy / (3 * (y * y));
    }
};

/// x^p. Domain: x > 0, or any x with a whole p. Rule: p x^(p-1) and y ln x.
/// Edges: x^0 is 1, with derivative 0 by x, also at x = 0; the derivative by p is 0 where y is. Neither rule
/// selects between derivatives, only between bases, so that derivatives of every order hold at x = 0 for
/// every whole p; but a derivative by both, where x = 0 and p <= 1, is infinite or does not exist, and comes out
/// as such or as 0 or 1, by which of the two is taken first. An infinite p gives the infinite or NaN derivative
/// of the formula. p - 1 may be rounded, which costs the derivative up to |p ln x| units in the last place.
/// Whole literal exponents up to ±8 are recorded as products.
struct pow : elementary<pow, 2> {
    static constexpr const char* name = "pow";
    static constexpr row_role role = row_role::pow;
    static constexpr notation printed{nullptr, "{0}^{{1}}", nullptr};
    template <class T>
    static constexpr T value(const T& x, const T& p) {
        return math::pow(x, p);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& x, const T& p, const T& y, const T& gy) {
        const T zero(0), one(1);
        const T base = pullback::select(p == zero && x == zero, one, x);
        const T base_of_log = pullback::select(y == zero, one, x);
        return {gy * (p * pow{}(base, T(p - one))), gy * (y * log{}(base_of_log))};
    }
};

/// x / z with z = √(x² + y²), the cosine of the direction from the origin to (x, y); 0 at the origin. z, which depends
/// on x and y, is given so that it need not be computed again, and has no adjoint. Rule: s² / z and -c s / z, with this
/// value c and s = y / z: without the difference 1 - c², which loses its digits where |y| is small beside |x|.
struct direction : elementary<direction, 3> {
    static constexpr const char* name = "direction";
    static constexpr notation printed{nullptr, "\\frac{{0}}{{2}}", "({2} == 0 ? 0 : {0} / {2})"};
    static constexpr row_facts facts{.has_finite_derivatives_for = operand_range::finite};
    template <class T>
    static constexpr T value(const T& x, const T&, const T& z) {
        return x / math::select(z == T(0), T(1), z);
    }
    template <class T>
    static constexpr std::array<T, 3> pullback(const T& x, const T& y, const T& z, const T& c, const T& gc) {
        const T sine = direction{}(y, x, z);
        const T share = gc * sine / pullback::select(z == T(0), T(1), z);
        return {share * sine, -(share * c), T(0)};
    }
};

/// √(x² + y²), without overflow. All reals. Rule: x / z and y / z; the derivatives of every order are 0 at
/// the origin, the tip of a cone, which has a slope in every direction and no two sides to choose from.
struct hypot : elementary<hypot, 2> {
    static constexpr const char* name = "hypot";
    static constexpr notation printed{nullptr, "\\sqrt{{0}^{2} + {1}^{2}}", nullptr};
    static constexpr row_facts facts{.continuous = continuity::everywhere,
                                     .has_finite_derivatives_for = operand_range::finite,
                                     .sign = result_sign::nonnegative};
    template <class T>
    static constexpr T value(const T& x, const T& y) {
        return math::hypot(x, y);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& x, const T& y, const T& z, const T& gz) {
        return {gz * direction{}(x, y, z), gz * direction{}(y, x, z)};
    }
};

/// √(x² + y² + z²), as hypot of two.
struct hypot_of_three : elementary<hypot_of_three, 3> {
    static constexpr const char* name = "hypot";
    static constexpr notation printed{nullptr, "\\sqrt{{0}^{2} + {1}^{2} + {2}^{2}}", "hypot(hypot({0}, {1}), {2})"};
    static constexpr row_facts facts{.continuous = continuity::everywhere,
                                     .has_finite_derivatives_for = operand_range::finite,
                                     .sign = result_sign::nonnegative};
    template <class T>
    static constexpr T value(const T& x, const T& y, const T& z) {
        return math::hypot(x, y, z);
    }
    template <class T>
    static constexpr std::array<T, 3> pullback(const T& x, const T& y, const T& z, const T& r, const T& gr) {
        const T zero(0), one(1);
        const auto is_origin = r == zero;
        const T divisor = pullback::select(is_origin, one, r);
        return {gr * (pullback::select(is_origin, zero, x) / divisor),
                gr * (pullback::select(is_origin, zero, y) / divisor),
                gr * (pullback::select(is_origin, zero, z) / divisor)};
    }
};

} // namespace pullback::functions

namespace pullback {

/// Square root. Domain x >= 0.
template <Argument X>
constexpr result_of<functions::sqrt, X> sqrt(const X& x) {
    return functions::sqrt{}(x);
}

/// Cube root.
template <Argument X>
constexpr result_of<functions::cbrt, X> cbrt(const X& x) {
    return functions::cbrt{}(x);
}

/// x to the power p; p may be an integer, a real or what is differentiated by. Domain: x > 0, or a whole p.
template <Argument X, Argument P>
constexpr result_of<functions::pow, X, P> pow(const X& x, const P& p) {
    return functions::pow{}(x, p);
}

/// √(x² + y²), without overflow; its derivatives at the origin are 0.
template <Argument X, Argument Y>
constexpr result_of<functions::hypot, X, Y> hypot(const X& x, const Y& y) {
    return functions::hypot{}(x, y);
}

/// √(x² + y² + z²), without overflow; its derivatives at the origin are 0.
template <Argument X, Argument Y, Argument Z>
constexpr result_of<functions::hypot_of_three, X, Y, Z> hypot(const X& x, const Y& y, const Z& z) {
    return functions::hypot_of_three{}(x, y, z);
}

} // namespace pullback

#endif
