// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_RUN_ORDERED_CHECK_HPP
#define PULLBACK_TESTS_RUN_ORDERED_CHECK_HPP

#include "dual_numbers.hpp"
#include "seeded_numbers.hpp"

#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>

/// Functions of a range, a number and subscripts of the range with loops that hand on a state, against the same source
/// run on vectors of dual numbers: value, gradient, tangent and Hessian times a vector, at many lengths.
namespace ordered_check {

using namespace seeded_numbers;

/// A function of a range, a number and subscripts of the range.
template <class Body>
void check_at(Body body, std::size_t count) {
    BOOST_TEST_CONTEXT("length " << count) {
        const auto f = pullback::function(body);
        const numbers x = random_numbers(count), v = random_numbers(count);
        const double a = random_number(), da = random_number();
        const subscripts k = random_subscripts(count == 0 ? 0 : count, count == 0 ? 1 : count);
        const auto by = pullback::wrt<0, 1>;
        const auto [value, gradient] = pullback::value_and_gradient(f, by)(x, a, k);
        const auto [tangent_value, tangent] = pullback::jvp(f, by)(x, a, k, v, da);
        const auto [hx, ha] = pullback::hvp(f, by)(x, a, k, v, da);
        const auto& [gx, ga] = gradient;
        const std::size_t terms = 10 * count * count;
        check_close(f(x, a, k), value);
        check_close(tangent_value, value);
        for (std::size_t entry = 0; entry < (count > 9 ? 1 : count + 1); ++entry) {
            numbers w(count);
            double wa = 0;
            if (count > 9) w = random_numbers(count), wa = random_number();
            else (entry == count ? wa : w[entry]) = 1;
            const twice_dual y = body(seeded(x, v, w), twice_dual({a, da}, {wa, 0.0}), k);
            check_close(value, y.value.value, terms);
            check_close(tangent, y.value.slope, terms);
            check_close(along(gx, w) + ga * wa, y.slope.value, terms);
            check_close(along(hx, w) + ha * wa, y.slope.slope, terms);
        }
    }
}
template <class Body>
void check(Body body, std::size_t longest = 100, std::size_t shortest = 0) {
    for (const std::size_t count :
         {std::size_t(0), std::size_t(1), std::size_t(2), std::size_t(7), std::size_t(8), longest})
        if (count >= shortest) check_at(body, count);
}

} // namespace ordered_check

#endif
