// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_RUN_DUAL_CHECK_HPP
#define PULLBACK_TESTS_RUN_DUAL_CHECK_HPP

#include "dual_numbers.hpp"
#include "seeded_numbers.hpp"

#include <pullback.hpp>

#include <cstddef>

namespace dual_check {

using namespace seeded_numbers;

/// Value, gradient, tangent and Hessian times a vector of a function of a range, a number and subscripts of the range,
/// against `by_hand`, which is computed with dual numbers. Returns the gradient.
template <class F, class ByHand>
auto check_by_duals(const F& f, const ByHand& by_hand, const numbers& x, const numbers& v, double a, double da,
                    const subscripts& k, std::size_t terms) {
    const std::size_t count = x.size();
    const auto by = pullback::wrt<0, 1>;
    const auto [value, gradient] = pullback::value_and_gradient(f, by)(x, a, k);
    const auto [tangent_value, tangent] = pullback::jvp(f, by)(x, a, k, v, da);
    const auto [hx, ha] = pullback::hvp(f, by)(x, a, k, v, da);
    const auto& [gx, ga] = gradient;
    check_close(f(x, a, k), value);
    check_close(tangent_value, value);
    // One entry of each after the other, or one combination of all where there are many.
    for (std::size_t entry = 0; entry < (count > 9 ? 1 : count + 1); ++entry) {
        numbers w(count);
        double wa = 0;
        if (count > 9) w = random_numbers(count), wa = random_number();
        else (entry == count ? wa : w[entry]) = 1;
        const twice_dual y = by_hand(seeded(x, v, w), twice_dual({a, da}, {wa, 0.0}), k);
        check_close(value, y.value.value, terms);
        check_close(tangent, y.value.slope, terms);
        check_close(along(gx, w) + ga * wa, y.slope.value, terms);
        check_close(along(hx, w) + ha * wa, y.slope.slope, terms);
    }
    return gradient;
}

} // namespace dual_check

#endif
